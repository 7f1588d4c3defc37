"""What Markdown extensions can change of headings, ids and links: the one table that lint's reading of lines goes by.

An extension that the table does not name may do anything, so that only Python-Markdown can tell what a page has.
`tests/pages/test_extension_effects.py` compares the table with what each extension does to generated pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, cast

from mkdocs_handbook.model import Settings

Slugify = Callable[[str, str], str]


class Effect(NamedTuple):
    """What an extension changes beside what lint reads of each page, as patterns of the text in which it does so.

    Where one is found, Python-Markdown is asked: for `titles` how a heading is shown, for `ids` which ids a page has, for
    `links` what of that which looks like a link is one. Headings in lists, quotes and blocks, attributes with an id, raw
    HTML and footnotes are looked for on all pages (`anchors.DOUBTS`), as if all extensions were there that read them.
    """

    titles: str = ""
    ids: str = ""
    links: str = ""

    def also(self, *others: Effect) -> Effect:
        """Return the effect of several extensions."""
        titles, ids, links = (joined(one) for one in zip(self, *others, strict=True))
        return Effect(titles, ids, links)


def joined(patterns: Iterable[str]) -> str:
    """Return a pattern that finds what any of some patterns finds."""
    return "|".join(dict.fromkeys(filter(None, patterns)))


# Stands for "pymdownx.snippets" where nothing outside of the repository may be read.
SAFE_SNIPPETS = "mkdocs_handbook.project.safe_snippets"
NOTHING = Effect()
# Attributes that give an address or an id, beside `#id`.
ATTRIBUTES = r"\{[^{}\n]*\b(?:href|src|id|name)[ \t]*="
ABBREVIATIONS = Effect(links=r"^[ \t>]*\*\[")
ATTRIBUTE_LISTS = Effect(ids=ATTRIBUTES, links=ATTRIBUTES)
TABS = Effect(ids=r"^[ \t>]*={3}[!+ \t]")
# A block of lines, whose ends may be far from each other.
BLOCKS = Effect(ids=r"^[ \t>]*/{3}", links=r"^[ \t>]*/{3}")
SNIPPET = "-8<-"
SNIPPETS = Effect(ids=SNIPPET, links=SNIPPET)
UNDERSCORES = Effect(titles="_")
# A link between two dollars, as far as another one follows.
MATH = r"\$(?=[^$]*\$)[^$]*\[|\\[(\[]|\\begin\{"
FANCY_ITEMS = r"^[ \t>]*(?:\(?[A-Za-z]{1,9}[.)]|\(?\d+\)|#[.)])[ \t]"
EXTRA = ABBREVIATIONS.also(ATTRIBUTE_LISTS)

# What works in a build alone, and changes nothing that lint reads: previews of links.
OF_BUILDS = "material.extensions.preview"

EFFECTS: Mapping[str, Effect] = {
    # Python-Markdown
    "abbr": ABBREVIATIONS,
    "admonition": NOTHING,
    "attr_list": ATTRIBUTE_LISTS,
    "codehilite": NOTHING,
    "def_list": NOTHING,
    "extra": EXTRA,
    "fenced_code": NOTHING,
    "footnotes": NOTHING,
    "legacy_attrs": Effect(titles=r"\{@", ids=r"\{@", links=r"\{@"),
    "legacy_em": UNDERSCORES,
    "md_in_html": NOTHING,
    # What stands at the top as "key: value" is taken away.
    "meta": Effect(ids=r"\A\s*(?:-{3}|[\w-]+:)", links=r"\A\s*(?:-{3}|[\w-]+:)"),
    "nl2br": NOTHING,
    "sane_lists": NOTHING,
    "smarty": Effect(titles=r"[\"']|--|\.\.\.|<<|>>"),
    "tables": NOTHING,
    "toc": NOTHING,
    "wikilinks": Effect(titles=r"\[\[", links=r"\[\["),
    # PyMdown
    "pymdownx.arithmatex": Effect(titles=r"[$\\]", ids=r"\$\$|\\\[|\\begin\{", links=MATH),
    "pymdownx.b64": NOTHING,
    "pymdownx.betterem": UNDERSCORES,
    **dict.fromkeys(
        (f"pymdownx.blocks.{name}" for name in ("admonition", "caption", "definition", "details", "tab")), BLOCKS
    ),
    "pymdownx.blocks.html": BLOCKS,
    "pymdownx.bracketspan": ATTRIBUTE_LISTS,
    "pymdownx.caret": Effect(titles=r"\^"),
    "pymdownx.critic": Effect(*(r"\{(?:\+\+|--|~~|==|>>)",) * 3),
    "pymdownx.details": NOTHING,
    "pymdownx.emoji": Effect(titles=r":[\w+-]+:"),
    "pymdownx.escapeall": Effect(titles=r"\\", links=r"\\"),
    "pymdownx.extra": EXTRA.also(UNDERSCORES),
    # Items of lists that are none without it.
    "pymdownx.fancylists": Effect(ids=FANCY_ITEMS, links=FANCY_ITEMS),
    "pymdownx.highlight": NOTHING,
    "pymdownx.inlinehilite": Effect(titles=r"`[^`]*(?:\#!|:::)"),
    "pymdownx.keys": Effect(titles=r"\+\+"),
    # Bare addresses, which become links (`bare_links`), names of people and repositories, numbers of issues.
    "pymdownx.magiclink": Effect(titles=r"://|\bwww\.|[@\#!?]\w|\w@|\w/\w"),
    "pymdownx.mark": Effect(titles="=="),
    "pymdownx.progressbar": Effect(titles=r"\[="),
    "pymdownx.quotes": NOTHING,
    # What is no heading without a space behind the mark.
    "pymdownx.saneheaders": Effect(ids=r"^(?!\#{1,6}[ ])\#"),
    "pymdownx.smartsymbols": Effect(titles=r"(?i:\((?:tm|c|r)\))|\+/-|=/=|c/o|-->|<--|\d/\d|\d(?:st|nd|rd|th)\b"),
    "pymdownx.snippets": SNIPPETS,
    SAFE_SNIPPETS: SNIPPETS,
    "pymdownx.superfences": NOTHING,
    "pymdownx.tabbed": TABS,
    "pymdownx.tasklist": NOTHING,
    "pymdownx.tilde": Effect(titles="~"),
    OF_BUILDS: NOTHING,
}
# Options of what gives ids to lines of code, and what those begin with where none is given.
LINE_OPTIONS, NUMBERED = ("line_spans", "line_anchors", "linespans", "lineanchors"), "__codelineno"
PREFIX = "markdown.extensions."


@dataclass(frozen=True, slots=True)
class MarkdownDialect:
    """How headings become ids: the slugify function and its separator, whether `{#id}` and footnotes are understood.

    `nested` says that fences may be indented, and may have options: superfences has it so. With `bare_links`, addresses in
    the text become links: magiclink has it so. Ids that begin with one of `numbered` may be of lines of code. `titles`,
    `ids` and `links` are found where only Python-Markdown can tell; what is found by `unsure` it cannot tell either, as a
    function is missing. One that is not `known` has extensions that may do anything: only Python-Markdown can tell then.
    """

    known: bool
    slugify: Slugify
    separator: str
    attributes: bool
    footnotes: bool
    nested: bool
    bare_links: bool
    numbered: tuple[str, ...]
    titles: re.Pattern[str] | None
    ids: re.Pattern[str] | None
    links: re.Pattern[str] | None
    unsure: re.Pattern[str] | None


def slugify(value: str, separator: str) -> str:
    """Return the slug of a text as Python-Markdown makes it where no other function was chosen."""
    # Imported here: with what an earlier run has kept, no page is asked.
    from markdown.extensions import toc

    return toc.slugify(value, separator)


@lru_cache(maxsize=8)
def dialect(settings: Settings) -> MarkdownDialect:
    """Return the dialect of a site."""
    names = {str(name).removeprefix(PREFIX) if isinstance(name, str) else "" for name in settings.markdown_extensions}
    options = extension_options(settings).get("toc", {})
    given = options.get("slugify")
    is_extra = bool(names & {"extra", "pymdownx.extra"})
    titles, ids, links = NOTHING.also(*(EFFECTS.get(name, NOTHING) for name in sorted(names)))
    missing = (EFFECTS.get(name.removeprefix(PREFIX), NOTHING) for name in settings.unresolved)
    return MarkdownDialect(
        known=names <= EFFECTS.keys() and (given is None or callable(given)),
        slugify=cast("Slugify", given) if callable(given) else slugify,
        separator=str(options.get("separator", "-")),
        attributes=is_extra or "attr_list" in names,
        footnotes=is_extra or "footnotes" in names,
        nested=bool(names & {"pymdownx.extra", "pymdownx.superfences"}),
        bare_links="pymdownx.magiclink" in names,
        numbered=tuple(sorted(line_prefixes(settings))),
        titles=searched(titles),
        ids=searched(ids),
        links=searched(links),
        unsure=searched(joined(part for one in missing for part in one[:2])),
    )


def line_prefixes(settings: Settings) -> set[str]:
    """Return what the ids of lines of code begin with, on a site whose code has such."""
    options = extension_options(settings)
    given = [options.get(name, {}) for name in ("codehilite", "pymdownx.highlight")]
    named = {one.get(key) for one in given for key in LINE_OPTIONS if isinstance(one.get(key), str)}
    return {*filter(None, named), *([NUMBERED] if any(one.get("anchor_linenums") for one in given) else [])}


def searched(pattern: str) -> re.Pattern[str] | None:
    """Return a compiled pattern, None for one that finds nothing."""
    return re.compile(pattern, re.MULTILINE) if pattern else None


def is_found(pattern: re.Pattern[str] | None, text: str) -> bool:
    """Return whether a pattern, if there is one, finds something in a text."""
    return pattern is not None and pattern.search(text) is not None


def brings_text(text: str, settings: Settings) -> bool:
    """Return whether a page may have text of other files."""
    names = {"pymdownx.snippets", SAFE_SNIPPETS}
    if names.isdisjoint(name for name in settings.markdown_extensions if isinstance(name, str)):
        return False
    options = extension_options(settings)
    return SNIPPET in text or any(options.get(name, {}).get("auto_append") for name in names)


def extension_options(settings: Settings) -> Mapping[str, Mapping[str, Any]]:
    """Return the extensions' options by their short names."""
    return {
        name.removeprefix(PREFIX): options
        for name, options in settings.extension_configs.items()
        if isinstance(options, Mapping)
    }
