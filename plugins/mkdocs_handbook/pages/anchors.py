"""The ids of a page from its lines alone, or the knowledge that lines can't tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from mkdocs_handbook.model import Heading, Page, Settings
from mkdocs_handbook.pages import extension_effects, fences, outline, page_renderer, rendering_effort
from mkdocs_handbook.pages.extension_effects import MarkdownDialect
from mkdocs_handbook.util.patterns.late_patterns import late_pattern

# What makes an id, or a heading, of which the outline does not know. Each pattern begins with one character or word, for
# which Python searches many times faster than for alternatives.
DOUBTFUL = (
    # Headings in lists, quotes and indented blocks, and of blocks that begin with slashes.
    r"\n[ \t>]*(?:(?:(?:[-*+:]|\d+[.)])[ \t]+)+\#|(?<=[ \t>])(?:\#|(?:=+|-+)[ \t]*\r?$)|/{3})",
    # Raw HTML with ids, or with Markdown in it, or with tags over lines, or with a heading behind it.
    r"<(?:[^<>]{0,500}?\b(?:(?:id|name)\s*=|markdown\b)|[A-Za-z/?][^<>\n]{0,500}(?:[<\n]|\Z)|/[A-Za-z][\w-]*>[ \t]*\#)",
    r"-->[ \t]*\#",
    # Right under a table, a heading is one more row of it.
    r"\|[^\n]*\n\#",
)
DOUBTS = tuple(late_pattern(pattern, re.MULTILINE) for pattern in DOUBTFUL)
# A title that does not begin with a letter may be a list, a table, or anything else.
UNDERLINE = late_pattern(r"\n[ \t>]*(?:=+|-+)[ \t]*\r?$", re.MULTILINE)
UNDERLINED = late_pattern(rf"\n(?![^\W\d_])[^\n]+{UNDERLINE.pattern}", re.MULTILINE)
BRACES = late_pattern(r"\{:?[^{}\n]{0,200}\#[^{}\n]{0,200}\}")
ATTRIBUTES = late_pattern(r"(?<=\S) +\{:?[ \t]*\#(?P<id>[A-Za-z][\w-]*)[ \t]*\}[ \t]*\Z")
# Inline Markdown of which only the text counts: a link, strong or emphasised text, code.
WORDS = r"([^\s`*_<>&\[\]\\](?:[^`*_<>&\[\]\\]*[^\s`*_<>&\[\]\\])?)"
SIMPLE = late_pattern(
    rf"(?<![!\]])\[{WORDS}\]\([^()\s<>\"'\\]*\)|(?<!\*)\*\*{WORDS}\*\*(?!\*)|(?<!\*)\*{WORDS}\*(?!\*)|(?<!`)`{WORDS}`(?!`)"
)
# Text in which no Markdown can be; what extensions change of it is looked for before.
ORDINARY = late_pattern(r"(?:[a-zA-Z0-9 ,.:'\"/()!?%$@#-]|[^\x00-\x7f]|;|\+(?!\+)|&(?!\w+;|\#)|(?<=\w)_(?=[^\W_]))*\Z")


@lru_cache(maxsize=4096)
def page_ids(
    text: str, start: int, made: MarkdownDialect, settings: Settings, rows: frozenset[str] = frozenset()
) -> frozenset[str] | None:
    """Return the ids of a page's text from an offset on, None where only rendering it can tell.

    The ids of the rows of its tables are taken before headings get theirs.
    """
    body = fences.without_code(text, start)
    # A heading in doubt is rendered, too.
    if (
        rendering_effort.excess(text, start)
        or not made.known
        or fences.is_torn(text, start, nested=made.nested)
        # Snippets are put in before anything else is read, also where there is code.
        or extension_effects.is_found(made.ids, text[start:])
        or is_doubtful(body)
        or (made.footnotes and "[^" in body)
    ):
        return None
    named = [heading_id(heading, made, settings) for heading in outline.headings(text, start)]
    if None in named:
        return None
    return frozenset(unique_ids([one for one in named if one is not None], rows))


def are_told(page: Page, settings: Settings) -> bool:
    """Return whether the ids of a page are known from its lines alone."""
    made = extension_effects.dialect(settings)
    told: bool = page.facts.once("told", lambda: page_ids(page.source.text, page.body, made, settings) is not None)
    return told


def problem_of(page: Page, settings: Settings) -> str:
    """Return how an extension fails on a page whose lines do not tell its ids, "" where none does or they do."""

    def render() -> str:
        text = page.source.text[page.body :]
        return "" if are_told(page, settings) else page_renderer.render_page(text, settings).problem

    problem: str = page.facts.once("problem", render)
    return problem


def is_doubtful(body: str) -> bool:
    """Return whether a page's text may have ids of which its headings do not tell."""
    text = f"\n{body}"
    # Attributes of headings are looked at with these.
    has_attributes = any(text[text.rfind("\n", 0, one.start()) + 1] != "#" for one in BRACES.finditer(text))
    return (
        has_attributes
        or any(pattern.search(text) for pattern in DOUBTS)
        or (UNDERLINE.search(text) is not None and UNDERLINED.search(text) is not None)
    )


def ids_of_titles(page: Page, settings: Settings) -> frozenset[str]:
    """Return the ids that a page's headings would have without any Markdown in them."""
    made = extension_effects.dialect(settings)
    titles = (outline.shown_title(heading.title) for heading in outline.headings(page.source.text, page.body))
    return frozenset(unique_ids([(made.slugify(title, made.separator), False) for title in titles]))


def unique_ids(named: list[tuple[str, bool]], rows: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield ids as Python-Markdown makes them unique: those that are given or of rows stay, slugs get numbers."""
    # Imported here: with what an earlier run has kept, no page is asked.
    from markdown.extensions import toc

    taken = {*rows, *(name for name, is_given in named if is_given)}
    # Where Python-Markdown counts by name, many equal headings take no quadratic time.
    counters: tuple[dict[str, int], ...] = ({},) if toc.unique.__code__.co_argcount > 2 else ()
    for name, is_given in named:
        yield name if is_given else toc.unique(name, taken, *counters)


def heading_id(heading: Heading, made: MarkdownDialect, settings: Settings) -> tuple[str, bool] | None:
    """Return a heading's id, and whether it was given in attributes; None where only the whole page can tell."""
    title = heading.title
    if title.count("{") == 1 and made.attributes and (match := ATTRIBUTES.search(title)):
        return match["id"], True
    words = SIMPLE.sub(r"\1\2\3\4", title)
    if ORDINARY.match(words) and not extension_effects.is_found(made.titles, title):
        return made.slugify(" ".join(words.split()), made.separator), False
    # References need the page's definitions, and braces may hold attributes.
    if re.search(r"\](?!\()|\[\^|\{", title):
        return None
    name = rendered_slug(title, settings)
    return (name, False) if name else None


@lru_cache(maxsize=4096)
def rendered_slug(title: str, settings: Settings) -> str:
    """Return the slug that Python-Markdown makes of a heading that stands alone, "" where that is not clear."""
    found = list(page_renderer.render_page(f"# {title}\n", settings).ids)
    # A heading without any text gets a number, which depends on the others.
    return found[0] if len(found) == 1 and found[0] != "_1" else ""
