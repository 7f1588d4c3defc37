"""The rule of stubs that another stub makes needless (HB410)."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_handbook.links.link_resolver import LinkResolver
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import Edit, Finding, Handbook, Source, Span, StubTarget
from mkdocs_handbook.stubs import stub_entries
from mkdocs_handbook.stubs.stub_entries import StubEntry, StubError
from mkdocs_handbook.stubs.stub_resolver import with_fragment


@rule("HB410", "needless-stub", "warning", scope="asked", cost="style")
def needless_stub(handbook: Handbook) -> Iterator[Finding]:
    """An entry of stubs.yml does something that no other entry does.

    The stub of a folder covers every page under its target, and the stub of a page keeps the fragment, so headings that
    moved with their page need none. This rule runs only if you select it, because an extra entry does no harm.

    Bad:

    ```markdown handbook/new/a.md
    # A

    ## Team
    ```

    ```yaml rituals/stubs.yml
    old/**: new/**
    old/a.md: new/a.md
    old/a.md#team: new/a.md#team
    ```

    Good:

    ```yaml rituals/stubs.yml
    old/**: new/**
    ```

    Fix: safe. Removes the entry. Every old address still leads to the same place.
    """
    site = LinkResolver(handbook)
    for file in handbook.stub_files:
        entries = stub_entries.entries_of(file.source)
        folders = dict(folder for entry in entries for folder in moved_folders(entry))
        for entry in entries:
            if other := covered_by(site, entry, folders):
                message = f'"{entry.old.text}" needs no entry of its own, {other} leads there as well'
                yield Finding("HB410", file.source, entry.old.span, message, removal(file.source, entry))


def moved_folders(entry: StubEntry) -> Iterator[tuple[str, str]]:
    """Yield the old and new folder of an entry that moves a folder."""
    try:
        yield stub_entries.parse_folder(entry.old.text), stub_entries.parse_folder(entry.new.text)
    except StubError:
        return


def covered_by(site: LinkResolver, entry: StubEntry, folders: dict[str, str]) -> str:
    """Return the other entry that leads an old address to the same target, "" if none does."""
    try:
        old = stub_entries.parse_address(entry.old.text, directory_urls=site.directory_urls)
    except StubError:
        return ""
    stubs = site.handbook.stubs
    if old.fragment:
        page, final = stubs.pages.get(old.dest), stubs.headings.get(old)
        is_carried = page is not None and with_fragment(page, old.fragment) == final and has_anchor(site, final)
        return "the stub of the page" if is_carried else ""
    final = stubs.pages.get(old.dest)
    for folder, new in folders.items():
        is_inside = entry.old.text.startswith(folder)
        if is_inside and final == page_target(site, new + entry.old.text.removeprefix(folder)):
            return f'"{folder}**"'
    return ""


def page_target(site: LinkResolver, uri: str) -> StubTarget | None:
    """Return the target of a stub that leads to a page, None if there is no such page."""
    page = site.handbook.by_uri.get(uri)
    return StubTarget(page.dest) if page else None


def has_anchor(site: LinkResolver, target: StubTarget | None) -> bool:
    """Return whether the page of a target has its anchor."""
    return target is not None and site.has_anchors(target.dest) and site.anchors.has(target.dest, {target.fragment})


def removal(source: Source, entry: StubEntry) -> tuple[Edit, ...]:
    """Return the edit that removes the line of an entry; none if the entry shares its line or has several."""
    row, column = source.position(entry.old.span.start)
    start = entry.old.span.start - (column - 1)
    if source.line(row)[:1] in " \t{" or source.position(entry.new.span.end).row != row:
        return ()
    end = source.text.find("\n", start)
    return (Edit(source.path, Span(start, len(source.text) if end < 0 else end + 1), ""),)


RULES = (needless_stub,)
