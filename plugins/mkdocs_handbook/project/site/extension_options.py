"""Options of Markdown extensions that are safe to hand over: none becomes a pattern or a template that takes for ever."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping
from string import Formatter
from typing import Any

from mkdocs_handbook.project.site import extension_classes
from mkdocs_handbook.util.wording import shortened

# An option's text may stand in a page once for each heading, and all of its values are looked for at each word.
LONGEST, MOST = 1_000, 1_000
SEPARATOR = re.compile(r"[-_.~\w]{0,5}")
TAGS = re.compile(r"[\w\s-]*")
EXTRAS = ("markdown.extensions.extra", "pymdownx.extra")
# What highlights code changes neither ids nor links, and may be told to use as much memory as there is, or to run programs.
FIXED: Mapping[str, Mapping[str, Any]] = {
    "markdown.extensions.codehilite": {"use_pygments": False},
    "pymdownx.highlight": {"extend_pygments_lang": []},
}


def separator_problem(value: Any) -> str:
    """Return what is wrong with a separator, of which extensions make a set of characters of a pattern."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            re.compile(f"[{value}\\s]+")
        except re.error:
            value = "["
    return "" if SEPARATOR.fullmatch(str(value)) else "at most five letters, digits and characters of -_.~ belong here"


def template_problem(value: Any) -> str:
    """Return what is wrong with a text in whose braces extensions put a number or a name."""
    try:
        fields = [field for field in Formatter().parse(str(value)) if field[1] is not None]
    except ValueError:
        return "its braces do not close each other"
    is_plain = all(name in ("", "0") and not spec and not conversion for _, name, spec, conversion in fields)
    return "" if is_plain else "of braces, only {} may stand here"


def tags_problem(value: Any) -> str:
    """Return what is wrong with names of tags, of which a pattern is made."""
    return "" if TAGS.fullmatch(str(value)) else "names of tags belong here, with blanks between them"


def entries_problem(key: str) -> Callable[[Any], str]:
    """Return what tells what is wrong with the templates under a key of each entry of an option."""

    def problem(value: Any) -> str:
        entries = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
        texts = (entry.get(key, "") for entry in entries if isinstance(entry, Mapping))
        return next(filter(None, map(template_problem, texts)), "")

    return problem


CHECKS: Mapping[str, Mapping[str, Callable[[Any], str]]] = {
    "markdown.extensions.footnotes": dict.fromkeys(("BACKLINK_TITLE", "SUPERSCRIPT_TEXT"), template_problem),
    "markdown.extensions.toc": {"separator": separator_problem},
    "pymdownx.blocks.caption": {"types": entries_problem("prefix")},
    "pymdownx.blocks.tab": {"separator": separator_problem},
    "pymdownx.magiclink": {"custom": entries_problem("host")},
    "pymdownx.pathconverter": {"tags": tags_problem},
    "pymdownx.tabbed": {"separator": separator_problem},
}


def safe_options(modules: Collection[str], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of an extension, whose classes are of some modules, with those that have one safe value."""
    fixed = {key: value for module in modules for key, value in FIXED.get(module, {}).items()}
    return {**given, **fixed}


def option_problem(modules: Collection[str], given: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return an option of an extension and what is wrong with it, None if nothing is."""
    for key, value in given.items():
        check = next((CHECKS[one][key] for one in sorted(modules) if key in CHECKS.get(one, {})), None)
        if problem := (check(value) if check else "") or size_problem(value):
            return key, f'"{shortened(str(value), 40)}" is no safe value, {problem}' if check else problem
        # Those of the extensions that it stands for.
        if isinstance(value, Mapping) and not set(EXTRAS).isdisjoint(modules):
            module = extension_classes.known_module(str(key))
            if inner := option_problem((module,), value):
                return inner
    return None


def size_problem(value: Any) -> str:
    """Return what is wrong with an option that is long, or has many values."""
    found = list(values(value, MOST + 1))
    if len(found) > MOST:
        return f"it has more than {MOST} values, write less"
    if any(isinstance(one, str) and len(one) > LONGEST for one in found):
        return f"it has a text of more than {LONGEST} characters, write less"
    return ""


def values(value: Any, most: int) -> Iterator[Any]:
    """Yield the values in an option, so many at most."""
    left = [value]
    while left and most:
        one = left.pop()
        most -= 1
        yield one
        if isinstance(one, Mapping):
            left += [*one.keys(), *one.values()]
        elif isinstance(one, list | tuple):
            left += one
