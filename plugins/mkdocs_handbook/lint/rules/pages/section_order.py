"""Rules of the order of closing sections (HB201, HB202, HB206)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from mkdocs_handbook.links import item_urls
from mkdocs_handbook.lint.rules import kept_findings
from mkdocs_handbook.lint.rules.pages import meant_sections
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import Finding, Handbook, Heading, Page, Settings, Span
from mkdocs_handbook.pages import closing_order, fences, group_pages, outline, section_mover, visible_text
from mkdocs_handbook.pages.closing_order import Section
from mkdocs_handbook.util.wording import shortened

BREAK = re.compile(r" {0,3}(?:(?:-[ ]{0,2}){3,}|(?:_[ ]{0,2}){3,}|(?:\*[ ]{0,2}){3,})\Z")
RAW_HEADING = re.compile(r"^ {0,3}<h([1-6])(?=[\s>])[^<>\n]*>", re.MULTILINE | re.IGNORECASE)


@rule("HB201", "section-order", cost="style")
def section_order(handbook: Handbook) -> Iterator[Finding]:
    """Closing sections are at the end of a page, in the order that the handbook asks for.

    Readers who scroll to the end of any group's page find the same things in the same place: project boards, rituals,
    Slack channels. Only a stubs section follows. The option `order` turns the rule into a warning, or off.

    Bad:

    ```markdown handbook/engineering/README.md
    # Engineering

    ## Slack channels

    Ask in #help-engineering.

    ## Rituals

    [Engineering rituals](../../rituals/engineering.rituals.yml)
    ```

    ```yaml rituals/engineering.rituals.yml
    - task: Retrospective
      startedOn: 2026-01-05
      frequency: Weekly
      description: What went well?
      dri: ana
    ```

    Good:

    ```markdown handbook/engineering/README.md
    # Engineering

    ## Rituals

    [Engineering rituals](../../rituals/engineering.rituals.yml)

    ## Slack channels

    Ask in #help-engineering.
    ```

    Fix: safe. Moves whole sections with the headings below them, but not the stubs and metadata at the end. Nothing is
    moved if a section would then be rendered differently, if other text is out of place (`after-closing-sections`), or if
    a title is near that of a closing section: say first whether it is one.
    """
    for page in ordered_pages(handbook):
        headings = closing_order.closing_headings(page, handbook.settings)
        if not headings or any(misplaced(page, headings)):
            continue
        stand = closing_order.cut(page, handbook.settings, headings[0][0].level)
        belong = sorted(stand, key=lambda section: section.rank)
        if stand == belong:
            continue
        kinds, meant = meant_sections.meant_kinds(handbook, page), meant_sections.meant_titles(handbook, page, stand)
        if any(kind in meant_sections.waiting_kinds(handbook, page) for kind in kinds.values()):
            # The finding of the table that is missing asks first whether that section is meant.
            continue
        moved, message = move(stand, belong)
        if meant:
            moved, title = next(iter(meant.items()))
            message = f'section "{moved.title}" stands among the closing ones, did you mean "{title}" by it?'
        # Text behind the stubs would move with them, and what is misspelled may belong where it stands.
        is_clear = not (meant or kinds or any(text_out_of_place(page, handbook.settings)))
        edit = section_mover.reorder_sections(page, handbook.settings, stand, belong) if is_clear else None
        yield Finding("HB201", page.source, moved.span, message, (edit,) if edit else ())


@rule("HB202", "closing-section-level", cost="style")
def closing_section_level(handbook: Handbook) -> Iterator[Finding]:
    """All closing sections of a page have the same level, and none is inside another section.

    Sections of different levels have no order, because the deeper one belongs to the section above it. In the table of
    contents, readers would find the rituals under something else, or not at all.

    Bad:

    ```markdown handbook/engineering/README.md
    # Engineering

    ## How we work

    ### Rituals

    [Engineering rituals](../../rituals/engineering.rituals.yml)
    ```

    ```yaml rituals/engineering.rituals.yml
    - task: Retrospective
      startedOn: 2026-01-05
      frequency: Weekly
      description: What went well?
      dri: ana
    ```

    Good:

    ```markdown handbook/engineering/README.md
    # Engineering

    ## How we work

    ## Rituals

    [Engineering rituals](../../rituals/engineering.rituals.yml)
    ```

    Fix: none. The other text of the section would move as well.
    """
    for page in ordered_pages(handbook):
        headings = closing_order.closing_headings(page, handbook.settings)
        for heading, message in misplaced(page, headings):
            yield Finding("HB202", page.source, heading.span, message)


@rule("HB206", "after-closing-sections", cost="style")
def after_closing_sections(handbook: Handbook) -> Iterator[Finding]:
    """Only stubs and metadata follow the closing sections of a page.

    Readers stop at the last closing section, because on every other page nothing comes after it. `section-order` finds
    headings of the same level. This rule finds text that is hidden behind the stubs, in raw HTML, or below a horizontal
    line.

    Bad:
    ```markdown handbook/team.md
    # Team

    ## Slack channels

    [Slack channels](../rituals/team.channels.yml)

    #### Stubs

    ### Afterwards

    What we forgot.
    ```
    ```yaml rituals/team.channels.yml
    []
    ```

    Good:
    ```markdown handbook/team.md
    # Team

    ## Afterwards

    What we forgot.

    ## Slack channels

    [Slack channels](../rituals/team.channels.yml)

    #### Stubs
    ```

    Fix: none. Only the author knows where the text belongs.
    """
    return kept_findings.findings("HB206", ordered_pages(handbook), handbook.settings, after_closing)


def after_closing(page: Page, settings: Settings) -> Iterator[Finding]:
    """Yield the findings of what follows the closing sections of a page."""
    for span, message in text_out_of_place(page, settings):
        yield Finding("HB206", page.source, span, message)


def move(stand: Sequence[Section], belong: Sequence[Section]) -> tuple[Heading, str]:
    """Return the heading of a section that is to move, and where to, so that most of the order is right."""
    at = next(index for index, (one, other) in enumerate(zip(stand, belong, strict=True)) if one is not other)
    stands, belongs = stand[at], belong[at]
    without = [section for section in stand if section is not stands]
    place = belong.index(stands)
    if [*without[:place], stands, *without[place:]] == belong and len(stand) - at > 2:
        return stands.heading, f'move section "{stands.heading.title}" below "{belong[place - 1].heading.title}"'
    return belongs.heading, f'move section "{belongs.heading.title}" above "{stands.heading.title}"'


def ordered_pages(handbook: Handbook) -> list[Page]:
    """Return the pages whose sections have an order: pages of groups, and pages that show a file of a closing kind."""
    uris = {page.uri for page in group_pages.own_pages(handbook).values()}
    for kind in closing_order.titles(handbook.settings):
        for file in handbook.of_kind(kind):
            uris |= {table.page.uri for table in item_urls.tables(handbook, file.source.path)}
    return [page for page in handbook.checked if page.uri in uris]


def misplaced(page: Page, headings: Sequence[tuple[Heading, str]]) -> Iterator[tuple[Heading, str]]:
    """Yield the closing headings that are at another level than the others or in another section, with the message."""
    level = min((heading.level for heading, _ in headings), default=0)
    under = parents(page) if headings else {}
    for heading, _ in headings:
        problem, belongs = "", level
        if heading.level != level:
            problem = f"has level {heading.level}, the closing sections here have level {level}"
        elif parent := under.get(heading):
            problem = f'stands under "{parent.title}", closing sections stand under no other'
            belongs = parent.level
        if problem:
            marks = "#" * belongs
            yield heading, f'section "{heading.title}" {problem}, write "{marks} {heading.title}"'


def parents(page: Page) -> dict[Heading, Heading]:
    """Return the heading of the section (level 2 or deeper) that each heading is in; headings outside of one are left out."""
    under: dict[Heading, Heading] = {}
    above: list[Heading] = []
    for heading in outline.headings_of(page):
        while above and above[-1].level >= heading.level:
            above.pop()
        if above and above[-1].level > 1:
            under[heading] = above[-1]
        above.append(heading)
    return under


def text_out_of_place(page: Page, settings: Settings) -> Iterator[tuple[Span, str]]:
    """Yield the place and message of everything that follows the closing sections of a page and does not belong there."""
    closing = closing_order.closing_headings(page, settings)
    if any(misplaced(page, closing)):
        return
    level = closing[0][0].level if closing else 0
    for heading, stubs in headings_behind_stubs(page, level):
        yield heading.span, f'section "{shortened(heading.title)}" stands behind "{stubs.title}", which stays last'
    if closing:
        yield from text_behind(page, closing_order.closing_parts(page, settings)[-1])


def headings_behind_stubs(page: Page, level: int) -> Iterator[tuple[Heading, Heading]]:
    """Yield the headings behind a stubs section, each with that of the stubs, if they are deeper than closing sections."""
    stubs = None
    for heading in outline.headings_of(page):
        if closing_order.is_stubs(heading):
            stubs = heading
        elif stubs and heading.level <= stubs.level:
            if heading.level > level:
                yield heading, stubs
            else:
                stubs = None


def text_behind(page: Page, last: Section) -> Iterator[tuple[Span, str]]:
    """Yield what ends the last closing section of a page: a heading in raw HTML, or text below a horizontal line."""
    title = last.heading.title
    for span in raw_headings(page, last):
        yield span, f'a heading in raw HTML stands behind section "{title}", move it above the closing sections'
    body = closing_order.lines_of(page, last.span)
    at = max((index for index, line in enumerate(body) if is_break(body, index)), default=len(body))
    shown = {embed.span.start for embed in page.embeds}
    below = [line for line in body[at + 1 :] if line.text.strip()]
    is_table = any("|" in line.text or line.start in shown for line in below)
    if below and not is_table:
        span = Span(below[0].start, below[0].end)
        yield span, f'text below a line ends section "{title}", move it above the closing sections'


def is_break(body: Sequence[outline.Line], index: int) -> bool:
    """Return whether a line is a thematic break, not the underline of a heading."""
    text = body[index].text
    return bool(BREAK.match(text)) and ("-" not in text or index == 0 or not body[index - 1].text.strip())


def raw_headings(page: Page, part: Section) -> Iterator[Span]:
    """Yield the headings in raw HTML, outside of comments and code, that end the section they are in by their level."""
    text = visible_text.blank_comments(page.source.text[part.span.start : part.span.end])
    code = fences.fenced_ranges(text, 0)
    starts = sorted(code)
    for match in RAW_HEADING.finditer(text):
        index = bisect_right(starts, match.start()) - 1
        is_code = index >= 0 and match.start() < code[starts[index]]
        if int(match[1]) <= part.heading.level and not is_code:
            yield Span(part.span.start + match.start(), part.span.start + match.end())


RULES = (section_order, closing_section_level, after_closing_sections)
