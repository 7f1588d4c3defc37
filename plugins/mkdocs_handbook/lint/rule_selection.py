"""The selection of rules: selectors become codes, with the precedence that ruff has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from mkdocs_handbook.lint.rules import ALL, BUILD, DEFAULT, TOLD
from mkdocs_handbook.model import Finding, Settings
from mkdocs_handbook.util.patterns.ignore_patterns import IgnoreSpec
from mkdocs_handbook.util.wording import guess_hint, nearest

# A file that cannot be read has no other finding, so nobody may mistake it for a sound one.
ALWAYS = frozenset({"HB101", "HB102", "HB121"})
NAMES: Mapping[str, str] = {one.name: code for code, one in ALL.items()}
PREFIX = re.compile(r"HB\d{0,3}")
LOOKALIKES = str.maketrans("OILZSB", "011258")
EVERY = ("HB", "ALL")
CALENDAR = "HB6"


class SelectorError(ValueError):
    """A selector that names no rule."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What one place says of rules, the configuration or a command line: selectors as they were written."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()


@cache
def matching(selector: str) -> frozenset[str]:
    """Return the codes that a code, a prefix or a name stands for; raise SelectorError if there are none.

    A prefix stands for the rules that need no asking, or for the others where it has none of those; that of the calendar
    for all of its rules.
    """
    code = NAMES.get(selector.strip().casefold(), selector.strip().upper())
    if code in EVERY:
        return DEFAULT
    found = frozenset(one for one in ALL if one.startswith(code)) if PREFIX.fullmatch(code) else frozenset()
    if not found:
        raise SelectorError(f'no rule is called "{selector.strip()}"{guess_hint(guess(selector.strip()))}')
    return found if code in ALL or code.startswith(CALENDAR) else (found & DEFAULT or found)


def guess(name: str) -> str:
    """Return the code or name that was probably meant, or ""; a code that is well-formed resembles too many others."""
    word = name.upper() if name[:2].upper() == "HB" else name.casefold()
    if PREFIX.fullmatch(word):
        return ""
    digits = f"HB{word[2:].translate(LOOKALIKES)}"
    return digits if digits in ALL else nearest(word, (*ALL, *NAMES))


def specificity(selector: str) -> int:
    """Return how narrow a selector is: the length of its code, a name's is that of a whole code."""
    code = NAMES.get(selector.strip().casefold(), selector.strip().upper())
    return 0 if code in EVERY else len(code)


def codes(*layers: Selection) -> frozenset[str]:
    """Return the codes that run; each layer's `select` replaces what stands before it, the rest adds and removes.

    Inside a layer the narrower selector wins, and `ignore` where two are as narrow.
    """
    chosen = DEFAULT
    for layer in layers:
        turns = [
            *((specificity(one), True, one) for one in (*layer.select, *layer.extend_select)),
            *((specificity(one), False, one) for one in layer.ignore),
        ]
        wanted = {
            code: is_wanted
            for _, is_wanted, one in sorted(turns, key=lambda turn: (turn[0], not turn[1]))
            for code in matching(one)
        }
        on = {code for code, is_wanted in wanted.items() if is_wanted}
        chosen = frozenset(on) if layer.select else (chosen | on) - (wanted.keys() - on)
    return chosen | ALWAYS


def configured(settings: Settings) -> Selection:
    """Return what the configuration says of rules."""
    return Selection(settings.select, settings.ignore, settings.extend_select)


def of_build(settings: Settings) -> frozenset[str]:
    """Return the codes that a build runs: its own and those that it tells, without those that the configuration leaves out."""
    return (BUILD | TOLD) & codes(configured(settings))


def ignored(settings: Settings) -> Callable[[Finding], bool]:
    """Return whether the option `per_file_ignores` hides a finding; raise SelectorError for what names no rule."""
    globs = [(IgnoreSpec([glob]), union(names) - ALWAYS) for glob, names in settings.per_file_ignores.items()]

    @cache
    def of_file(path: str) -> frozenset[str]:
        return frozenset().union(*(found for spec, found in globs if spec.match_file(path)))

    return lambda finding: bool(globs) and finding.code in of_file(finding.source.path)


def union(selectors: Iterable[str]) -> frozenset[str]:
    """Return the codes that any of the selectors stands for."""
    return frozenset().union(*(matching(one) for one in selectors))


def split(given: Iterable[str]) -> tuple[str, ...]:
    """Return the selectors of an option that may be repeated and whose values may hold several, with commas."""
    return tuple(one.strip() for value in given for one in value.split(",") if one.strip())
