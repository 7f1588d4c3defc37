"""Rules of the tables in closing sections (HB205, HB207)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from mkdocs_handbook.links import data_links
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import Finding, Handbook, Page, Settings, Span
from mkdocs_handbook.pages import closing_order, embeds, group_pages, outline
from mkdocs_handbook.pages.closing_order import Section
from mkdocs_handbook.pages.outline import Line
from mkdocs_handbook.util.patterns.late_patterns import late_pattern

REFERENCE = late_pattern(r"\[([^\[\]]+)\]")
OUTSIDE = late_pattern(r"[a-zA-Z][a-zA-Z0-9+.-]*:|#|//|\Z")


def table_headers(page: Page, settings: Settings, part: Section) -> Iterator[Line]:
    """Yield the header line of each Markdown table in a closing section."""
    found = page.facts.once("tables", lambda: [*closing_tables(page, settings)])
    headers = (Line(*values) for values in found)
    yield from (line for line in headers if part.span.start < line.start < part.span.end)


def closing_tables(page: Page, settings: Settings) -> Iterator[Line]:
    """Yield the header line of each Markdown table in all closing sections of a page."""
    for part in closing_order.closing_parts(page, settings):
        lines = closing_order.lines_of(page, part.span)
        yield from (line for line, below in pairwise(lines) if outline.is_table(line, below))


def with_tables(handbook: Handbook, page: Page, parts: Sequence[Section]) -> set[Section]:
    """Return the closing sections that have an embed of their kind, or a dead one, which has its own finding."""
    shown = set()
    for embed in page.embeds:
        part = closing_order.section_at(parts, embed.span.start)
        file = embeds.data_file(handbook, embed) if part else None
        if part and (file is None or file.kind.name == part.kind):
            shown.add(part)
    return shown


@rule("HB205", "table-by-hand", "warning", scope="lint", cost="style")
def table_by_hand(handbook: Handbook) -> Iterator[Finding]:
    """The table of a closing section comes from a data file.

    In a table that is typed into a page, nobody notices when a DRI leaves or a channel is archived. In a data file,
    every entry is checked, and other pages can show it, too.

    Bad:
    ```markdown handbook/team.md
    # Team

    ## Slack channels

    | Slack channel | DRI |
    | ------------- | --- |
    | #help-team    | ana |
    ```

    Good:
    ```markdown handbook/team.md
    # Team

    ## Slack channels

    [Slack channels](../rituals/team.channels.yml)
    ```
    ```yaml rituals/team.channels.yml
    - channel: "#help-team"
      dri: ana
    ```

    Fix: none. The command in the finding moves the rows into a data file and embeds it in their place.
    """
    has = {(file.group, file.kind.name) for file in handbook.files}
    known = group_pages.claims(handbook).keys()
    for page in handbook.checked:
        own = group_pages.claimed_group(page)
        folder = page.uri.partition("/")[0]
        group = own or (folder if folder in known else "")
        parts = closing_order.closing_parts(page, handbook.settings)
        shown = with_tables(handbook, page, parts)
        for part in parts:
            # Data that waits to be shown is a finding of missing-closing-section.
            if part in shown or (own, part.kind) not in has:
                yield from hand_made_tables(handbook, page, part, is_sure=bool(group) and part not in shown)


def hand_made_tables(handbook: Handbook, page: Page, part: Section, *, is_sure: bool) -> Iterator[Finding]:
    """Yield the findings of a section's Markdown tables; unless `is_sure`, only of tables with columns of its kind.

    Beside a table from a data file, and on a page that belongs to no group, another table may be right.
    """
    kind = handbook.kinds[part.kind]
    own = {outline.plain_title(column.title) for column in kind.columns if column.key in (kind.key, "dri")}
    for line in table_headers(page, handbook.settings, part):
        header = {outline.plain_title(cell) for cell in line.text.split("|")}
        if not is_sure and not header & own:
            continue
        command = f'"handbook import {page.source.path}"'
        message = f'the table of section "{part.heading.title}" is made by hand, {command} makes it data'
        yield Finding("HB205", page.source, Span(line.start, line.start + len(line.text.rstrip())), message)


@rule("HB207", "section-without-table", "warning", cost="style")
def section_without_table(handbook: Handbook) -> Iterator[Finding]:
    """A closing section of a group's page shows a table, or links to the page that does.

    "Slack channels" above a single sentence looks complete, but says nothing that can be checked. A section without
    data is not needed.

    Bad:
    ```markdown handbook/team.md
    ---
    group: team
    ---

    # Team

    ## Slack channels

    Ask around.
    ```

    Good:
    ```markdown handbook/team.md
    ---
    group: team
    ---

    # Team

    ## Slack channels

    We share those of [the company](index.md).
    ```

    Fix: none. Write a data file and embed it, link to the page that has the table, or remove the section.
    """
    has = {(file.group, file.kind.name) for file in handbook.files}
    for group, page in group_pages.pages(handbook).items():
        parts = closing_order.closing_parts(page, handbook.settings)
        shown = with_tables(handbook, page, parts)
        for part in parts:
            if (group, part.kind) in has or part in shown or any(table_headers(page, handbook.settings, part)):
                continue
            references = embeds.link_definitions(outline.lines(page.source.text, page.body))
            if links_to_page(closing_order.lines_of(page, part.span), references):
                continue
            file = f"{handbook.settings.data_dir}/{group}.{part.kind}.yml"
            message = f'section "{part.heading.title}" shows no table, write {file} or link to the page that has one'
            yield Finding("HB207", page.source, part.heading.span, message)


def links_to_page(lines: Sequence[Line], references: Mapping[str, str]) -> bool:
    """Return whether lines have a link to another page of the handbook; a link to a data file does not count."""
    for line in lines:
        addresses = [match[1] for match in data_links.MARKDOWN_LINK.finditer(line.text)]
        addresses += [references.get(match[1].lower(), "") for match in REFERENCE.finditer(line.text)]
        if any(not OUTSIDE.match(address) and not embeds.is_data(address) for address in addresses):
            return True
    return False


RULES = (table_by_hand, section_without_table)
