"""Rules of a page's structure: its closing sections, and whose page it is."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from mkdocs_handbook import embeds, groups, outline, reordering, sections, view
from mkdocs_handbook.model import DataFile, Finding, Handbook, Heading, Page, Span
from mkdocs_handbook.rules.registry import rule
from mkdocs_handbook.words import nearest


def ordered_pages(handbook: Handbook) -> list[Page]:
    """Give the pages whose sections have an order: those of groups, and those that show a closing kind."""
    own = {page.uri for page in groups.pages(handbook).values()}
    kinds = set(sections.titles(handbook.settings))
    return [
        page
        for page in handbook.pages
        if page.uri in own or any(file.kind.name in kinds for file in shown(handbook, page))
    ]


def shown(handbook: Handbook, page: Page) -> list[DataFile]:
    """Give the data files that a page shows."""
    return [file for embed in page.embeds if (file := embeds.resolve(handbook, page, embed))]


@rule("HB201", "section-order")
def section_order(handbook: Handbook) -> Iterator[Finding]:
    """Closing sections stand at the end of a page, in the order that the handbook asks for.

    A reader who scrolls to the end of any group's page finds the same things in the same place: project boards, rituals,
    Slack channels. Only a stubs section follows.
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
                edit = reordering.reordered(page, handbook.settings, stand, belong)
                yield Finding("HB201", page.source, stands.heading.span, message, (edit,) if edit else ())
                break


@rule("HB202", "closing-section-level")
def closing_section_level(handbook: Handbook) -> Iterator[Finding]:
    """All closing sections of a page have the same level, and stand under no other section."""
    for page in ordered_pages(handbook):
        headings = sections.closing_headings(page, handbook.settings)
        for heading, message in misplaced(page, headings):
            yield Finding("HB202", page.source, heading.span, message)


def misplaced(page: Page, headings: list[tuple[Heading, str]]) -> Iterator[tuple[Heading, str]]:
    """Give the closing headings at another level than the first, or under another section, and why."""
    level = min((heading.level for heading, _ in headings), default=0)
    for heading, _ in headings:
        if heading.level != level:
            yield (
                heading,
                f'section "{heading.title}" has level {heading.level}, the closing sections here have level {level}',
            )
        elif parent := parent_of(page, heading):
            yield (
                heading,
                f'section "{heading.title}" stands under "{parent.title}", closing sections stand under no other',
            )


def parent_of(page: Page, heading: Heading) -> Heading | None:
    """Give the section (level 2 or deeper) under which a heading stands, None if it stands on its own."""
    before = [one for one in outline.headings(page.source.text, page.body) if one.span.start < heading.span.start]
    level = heading.level
    for one in reversed(before):
        if one.level < level:
            return one if one.level > 1 else None
    return None


@rule("HB203", "missing-closing-section")
def missing_closing_section(handbook: Handbook) -> Iterator[Finding]:
    """A group's page has the closing section of each of its boards, rituals and channels files, with the table in it."""
    titles = sections.titles(handbook.settings)
    own = groups.pages(handbook)
    for file in handbook.files:
        page = own.get(file.group)
        if page and file.kind.name in titles and not is_closed_by(handbook, page, file):
            span, message = lack(handbook, page, file)
            yield Finding("HB203", page.source, span, message)


def is_closed_by(handbook: Handbook, page: Page, file: DataFile) -> bool:
    """Whether a page shows a file inside the closing section of its kind."""
    shows = [embed.span.start for embed in page.embeds if embeds.resolve(handbook, page, embed) is file]
    kind = file.kind.name
    levels = [heading.level for heading, name in sections.closing_headings(page, handbook.settings) if name == kind]
    parts = sections.cut(page, handbook.settings, levels[0]) if levels and shows else []
    return any(part.span.start <= at < part.span.end for part in parts if part.kind == kind for at in shows)


def lack(handbook: Handbook, page: Page, file: DataFile) -> tuple[Span, str]:
    """Give the place and the message for a file that its group's page does not show where it belongs."""
    folder = posixpath.dirname(posixpath.join(handbook.settings.docs_dir, page.uri))
    line = f"[{view.title(file)}]({posixpath.relpath(file.source.path, folder)})"
    found = [one for one, kind in sections.closing_headings(page, handbook.settings) if kind == file.kind.name]
    if found:
        return found[
            0
        ].span, f'section "{found[0].title}" lacks its table, a paragraph of its own with only this: {line}'
    title = sections.titles(handbook.settings)[file.kind.name][0]
    headings = outline.headings(page.source.text, page.body)
    span = headings[0].span if headings else Span(page.body, page.body)
    near = nearest(title, (one.title for one in headings if one.level > 1))
    hint = f', did you mean it by "{near}"?' if near else f" with {line}"
    return span, f'group "{file.group}" has "{file.source.path}", its page needs a section "{title}"{hint}'


@rule("HB204", "two-group-pages")
def two_group_pages(handbook: Handbook) -> Iterator[Finding]:
    """A group has one page; with two, nobody knows which one has to show its data."""
    for group, claims in groups.claims(handbook).items():
        for page in claims[1:]:
            span = page.front_matter.span("group") if page.front_matter and page.group else Span(page.body, page.body)
            message = f'"{page.uri}" and "{claims[0].uri}" are both the page of group "{group}", one page can be it'
            yield Finding("HB204", page.source, span, message)


RULES = (section_order, closing_section_level, missing_closing_section, two_group_pages)
