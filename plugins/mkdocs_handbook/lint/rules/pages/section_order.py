"""Rules of a page's structure: its closing sections, and whose page it is."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from mkdocs_handbook.links import item_urls
from mkdocs_handbook.lint.rules.pages import embeds as embedding
from mkdocs_handbook.lint.rules.pages.section_helpers import astray, misplaced, ordered_pages
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import DataFile, Finding, Handbook, Page, Span
from mkdocs_handbook.pages import group_pages, outline, section_mover, sections
from mkdocs_handbook.rendering.tables import title
from mkdocs_handbook.util.wording import nearest


@rule("HB201", "section-order")
def section_order(handbook: Handbook) -> Iterator[Finding]:
    """Closing sections stand at the end of a page, in the order that the handbook asks for.

    A reader who scrolls to the end of any group's page finds the same things in the same place: project boards, rituals,
    Slack channels. Only a stubs section follows. The option `order` makes it a warning, or turns it off.

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

    Fix: safe. Whole sections move, with the headings below them and without the stubs and metadata at the end. A page
    where a section would then be shown otherwise than before, or where other text is astray (`after-closing-sections`),
    stays as it is.
    """
    for page in ordered_pages(handbook):
        headings = sections.closing_headings(page, handbook.settings)
        if not headings or any(misplaced(page, headings)):
            continue
        stand = sections.cut(page, handbook.settings, headings[0][0].level)
        belong = sorted(stand, key=lambda section: section.rank)
        for stands, belongs in zip(stand, belong, strict=True):
            if stands is not belongs:
                message = f'section "{stands.heading.title}" stands where "{belongs.heading.title}" belongs'
                # What hides behind the stubs would move with them.
                is_clear = not any(astray(page, handbook.settings))
                edit = section_mover.reordered(page, handbook.settings, stand, belong) if is_clear else None
                yield Finding("HB201", page.source, stands.heading.span, message, (edit,) if edit else ())
                break


@rule("HB202", "closing-section-level")
def closing_section_level(handbook: Handbook) -> Iterator[Finding]:
    """All closing sections of a page have the same level, and stand under no other section.

    Sections of different levels have no order: the deeper one belongs to what stands above it. In the table of contents a
    reader would find the rituals under something else, or not at all.

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

    Fix: none. What else stands under the section would change its place as well.
    """
    for page in ordered_pages(handbook):
        headings = sections.closing_headings(page, handbook.settings)
        for heading, message in misplaced(page, headings):
            yield Finding("HB202", page.source, heading.span, message)


@rule("HB203", "missing-closing-section")
def missing_closing_section(handbook: Handbook) -> Iterator[Finding]:
    """A group's page has the closing section of each of its boards, rituals and channels files, with the table in it.

    Data that no reader sees goes stale without anybody noticing. Whoever knows one group's page knows where to look on
    every other one. Where the page names a file of that kind in an embed that shows nothing, only that is reported.

    Bad:

    ```markdown handbook/engineering/README.md
    # Engineering

    We build the product.
    ```

    ```yaml rituals/engineering.channels.yml
    - channel: "#help-engineering"
      dri: ana
    ```

    Good:

    ```markdown handbook/engineering/README.md
    # Engineering

    We build the product.

    ## Slack channels

    [Engineering channels](../../rituals/engineering.channels.yml)
    ```

    Fix: none. The finding has the line to copy.
    """
    titles = sections.titles(handbook.settings)
    own = group_pages.pages(handbook)
    wanted = [(own[file.group], file) for file in handbook.files if file.group in own and file.kind.name in titles]
    lacking = [(page, file) for page, file in wanted if not is_closed_by(handbook, page, file)]
    tried = {uri: embedding.tried(handbook, page) for uri, page in {page.uri: page for page, _ in lacking}.items()}
    for page, file in lacking:
        # What keeps a table from being shown is said where somebody tried to show it.
        if file.kind.name not in tried[page.uri]:
            span, message = lack(handbook, page, file)
            yield Finding("HB203", page.source, span, message)


def is_closed_by(handbook: Handbook, page: Page, file: DataFile) -> bool:
    """Whether a page shows a file inside the closing section of its kind."""
    tables = item_urls.tables(handbook, file.source.path)
    shows = [embed.span.start for place, embed in tables if place is page]
    kind = file.kind.name
    levels = [heading.level for heading, name in sections.closing_headings(page, handbook.settings) if name == kind]
    parts = sections.cut(page, handbook.settings, levels[0]) if levels and shows else []
    return any(part.span.start <= at < part.span.end for part in parts if part.kind == kind for at in shows)


def lack(handbook: Handbook, page: Page, file: DataFile) -> tuple[Span, str]:
    """Give the place and the message for a file that its group's page does not show where it belongs."""
    folder = posixpath.dirname(posixpath.join(handbook.settings.docs_dir, page.uri))
    line = f"[{title(file)}]({posixpath.relpath(file.source.path, folder)})"
    found = [one for one, kind in sections.closing_headings(page, handbook.settings) if kind == file.kind.name]
    if found:
        return found[
            0
        ].span, f'section "{found[0].title}" lacks its table, a paragraph of its own with only this: {line}'
    wanted = sections.titles(handbook.settings)[file.kind.name][0]
    headings = outline.headings(page.source.text, page.body)
    span = headings[0].span if headings else Span(page.body, page.body)
    near = nearest(wanted, (one.title for one in headings if one.level > 1))
    hint = f', did you mean it by "{near}"?' if near else f" with {line}"
    return span, f'group "{file.group}" has "{file.source.path}", its page needs a section "{wanted}"{hint}'


@rule("HB204", "two-group-pages")
def two_group_pages(handbook: Handbook) -> Iterator[Finding]:
    """A group has one page.

    With two, nobody knows which of them has to show the group's data, and readers of the other one miss it. A group's page
    is `<group>/README.md`, `<group>/index.md` or `<group>.md`, or the one whose front matter says `group: <group>`.

    Bad:

    ```markdown handbook/engineering/team.md
    ---
    group: engineering
    ---

    # The engineering team
    ```

    ```markdown handbook/engineering/README.md
    ---
    group: engineering
    ---

    # Engineering
    ```

    Good:

    ```markdown handbook/engineering/team.md
    # The engineering team
    ```

    Fix: none. Which page it is, only people know.
    """
    for group, claims in group_pages.claims(handbook).items():
        for page in claims[1:]:
            span = page.front_matter.span("group") if page.front_matter and page.group else Span(page.body, page.body)
            message = f'"{page.uri}" and "{claims[0].uri}" are both the page of group "{group}", one page can be it'
            yield Finding("HB204", page.source, span, message)


RULES = (section_order, closing_section_level, missing_closing_section, two_group_pages)
