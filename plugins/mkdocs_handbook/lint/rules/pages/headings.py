"""Rules of headings: levels, titles and anchors (HB221 to HB225)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mkdocs_handbook.data import channels
from mkdocs_handbook.lint.rules import kept_findings
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import Edit, Finding, Handbook, Heading, Page, Settings, Span
from mkdocs_handbook.pages import anchors, channel_headings, closing_order, extension_effects, outline
from mkdocs_handbook.util.patterns.late_patterns import late_pattern
from mkdocs_handbook.util.wording import shortened

RAW_H1 = late_pattern(r"<h1[\s>]", re.IGNORECASE)
# A page of these is only put together when it is built, so its own text says little of its headings.
ASSEMBLED = late_pattern(r"^[ \t]*(?:-+8<-+|\{%|\{\{)", re.MULTILINE)
OWN_ANCHOR = late_pattern(r"\{:?[^{}]*(?:#|\bid=)[\"']?([^\s\"'{}]+)[^{}]*\}\s*\Z")


def headings(page: Page) -> tuple[Heading, ...]:
    """Return the headings of a page."""
    return outline.headings(page.source.text, page.body)


def live_headings(page: Page) -> Iterator[Heading]:
    """Yield the headings of a page, except those in a stubs section, which keep their old levels."""
    stubs = 0  # the level of the stubs section, 0 outside of one
    for heading in headings(page):
        if closing_order.is_stubs(heading):
            stubs = heading.level
        elif not stubs or heading.level <= stubs:
            stubs = 0
            yield heading


@rule("HB221", "heading-level-skipped", "warning", "lint", cost="style")
def heading_level_skipped(handbook: Handbook) -> Iterator[Finding]:
    """A heading is at most one level deeper than the one before it.

    The levels make the table of contents, and screen readers navigate by them. If a level is skipped, readers look for
    a section that is not there. Headings in a stubs section may keep the levels that they had.

    Bad:
    ```markdown handbook/team.md
    # Team

    ### How we meet
    ```

    Good:
    ```markdown handbook/team.md
    # Team

    ## How we meet
    ```

    Fix: none. The heading may be too deep, or the one above it may be missing.
    """
    return kept_findings.findings("HB221", handbook.checked, handbook.settings, skipped_levels)


def skipped_levels(page: Page, _: Settings) -> Iterator[Finding]:
    """Yield the findings of headings whose level is more than one below that of the heading before."""
    before = 1
    for heading in live_headings(page):
        if heading.level > before + 1:
            message = f'heading "{shortened(heading.title)}" has level {heading.level}, below level {before} belongs level {before + 1}'
            yield Finding("HB221", page.source, heading.span, message)
        before = heading.level


@rule("HB222", "several-h1", "warning", "asked", cost="style")
def several_h1(handbook: Handbook) -> Iterator[Finding]:
    """A page has one heading of level 1, its title.

    Tables of contents begin at level 2, and search results show one title. With two, readers see two pages in one. Many
    handbooks begin each part of a long page with a heading of level 1 on purpose, so this runs where you select it.

    Bad:
    ```markdown handbook/team.md
    # Team

    # How we meet
    ```

    Good:
    ```markdown handbook/team.md
    # Team

    ## How we meet
    ```

    Fix: none. The headings below it may have to move down a level, too.
    """
    known = channels.index(handbook).known
    for page in handbook.checked:
        titles = [heading for heading in headings(page) if heading.level == 1]
        if len(titles) > 1:
            names = {candidate.at for candidate in channel_headings.candidates(page, known)}
            titles = [heading for heading in titles if heading.span.start not in names]
        for heading in titles[1:]:
            message = (
                f'another H1, "{shortened(heading.title)}"; the title of the page is "{shortened(titles[0].title)}"'
            )
            yield Finding("HB222", page.source, heading.span, message)


@rule("HB223", "missing-h1", "warning", "lint", cost="style")
def missing_h1(handbook: Handbook) -> Iterator[Finding]:
    """A page has a title: a heading of level 1, or `title` in its front matter.

    Without a title, the site shows the name of the file, and GitHub shows no title at all.

    Bad:
    ```markdown handbook/team.md
    We are the team.
    ```

    Good:
    ```markdown handbook/team.md
    # Team

    We are the team.
    ```

    Fix: none. Only the author knows what the page is called.
    """
    return kept_findings.findings("HB223", handbook.checked, handbook.settings, without_title)


def without_title(page: Page, _: Settings) -> Iterator[Finding]:
    """Yield the finding of a page that has no title."""
    if any(heading.level == 1 for heading in headings(page)) or has_title(page):
        return
    span, hint = Span(page.body, page.body), 'it begins with a line such as "# Our team"'
    if headings(page):
        span, hint = headings(page)[0].span, "above its first heading belongs one of level 1"
    yield Finding("HB223", page.source, span, f"the page has no title, {hint}")


def has_title(page: Page) -> bool:
    """Return whether a page may have a title from front matter, a template, raw HTML, or text that the build inserts."""
    keys = {key.text for key, _ in page.front_matter.node.pairs} if page.front_matter else set()
    text = page.source.text
    return bool(keys & {"title", "template"} or RAW_H1.search(text, page.body) or ASSEMBLED.search(text, page.body))


@rule("HB224", "duplicate-heading", "warning", "asked", cost="style")
def duplicate_heading(handbook: Handbook) -> Iterator[Finding]:
    """A heading occurs only once on a page.

    A second heading of the same name gets the anchor of the first one with a number. That address changes when you
    rename, move or remove the first one, and links that people have saved then lead elsewhere. Minutes, reports and
    templates repeat their headings on purpose, so this runs where you select it.

    Bad:
    ```markdown handbook/team.md
    # Team

    ## Goals

    ## Next year

    ### Goals
    ```

    Good:
    ```markdown handbook/team.md
    # Team

    ## Goals

    ## Next year

    ### Goals for next year
    ```

    Fix: none. Give the heading its own name, or its own anchor if the site uses `attr_list`.
    """
    for page in handbook.checked:
        first: dict[str, Heading] = {}
        for heading in headings(page):
            anchor = anchor_of(heading, handbook.settings)
            other = first.setdefault(anchor, heading) if anchor else heading
            if other is not heading:
                message = f'heading "{shortened(heading.title)}" stands above already, the anchor here moves when that one does'
                yield Finding("HB224", page.source, heading.span, message)


def anchor_of(heading: Heading, settings: Settings) -> str:
    """Return the anchor that a heading has if no other one has it; "" if its title makes none.

    If only the whole page can tell, this is the anchor that the title alone would make.
    """
    effects = extension_effects.dialect(settings)
    exact = anchors.heading_id(heading, effects, settings)
    if exact and (exact[1] or not settings.has_own_slugs):
        return exact[0]
    if effects.attributes and (own := OWN_ANCHOR.search(heading.title)):
        return own[1]
    if settings.has_own_slugs:
        return outline.shown_title(heading.title)
    # Without the extension, braces are text.
    title = heading.title if effects.attributes else heading.title.translate({ord("{"): None, ord("}"): None})
    return effects.slugify(outline.shown_title(title), effects.separator)


@rule("HB225", "hash-list-item", "warning", "lint", cost="style")
def hash_list_item(handbook: Handbook) -> Iterator[Finding]:
    r"""A line in a list, quote or paragraph that begins with the name of a channel is text, not a heading.

    Python-Markdown makes a heading of level 1 of every line that begins with `#`, with or without a space after it,
    even in list items. GitHub shows such a line as text, so nobody notices it in review.

    Bad:
    ```markdown handbook/team.md
    # Team

    Ask us:

    - #help-engineering answers within a day
    ```

    Good:
    ```markdown handbook/team.md
    # Team

    Ask us:

    - \#help-engineering answers within a day
    ```

    Fix: safe. Writes a backslash before the `#`, which keeps it text.
    """
    known = channels.index(handbook).known
    for page in handbook.checked:
        for at, name in channel_headings.channel_headings(page, handbook.settings, known):
            message = (
                f'"#{shortened(name, 40)}" begins the line and makes it a heading, write "\\#{shortened(name, 40)}"'
            )
            edit = Edit(page.source.path, Span(at, at), "\\")
            yield Finding("HB225", page.source, Span(at, at + 1 + len(name)), message, (edit,))


RULES = (heading_level_skipped, several_h1, missing_h1, duplicate_heading, hash_list_item)
