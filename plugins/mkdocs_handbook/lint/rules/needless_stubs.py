"""The rule of stubs that could go: nothing would change without them."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_handbook.data.yaml import parser
from mkdocs_handbook.links.link_resolver import LinkResolver
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import Edit, Finding, Handbook, MappingNode, Source, Span, StubTarget
from mkdocs_handbook.stubs import stub_entries
from mkdocs_handbook.stubs.stub_entries import StubEntry, StubError
from mkdocs_handbook.stubs.stub_resolver import with_fragment


@rule("HB410", "needless-stub", "warning", scope="asked")
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
        root, _ = parser.parse(file.source)
        entries = stub_entries.read_entries(file.source, root)[0] if isinstance(root, MappingNode) else []
        folders = dict(folder for entry in entries for folder in folders_of(entry))
        for entry in entries:
            if other := served_by(site, entry, folders):
                message = f'"{entry.old.text}" needs no entry of its own, {other} leads there as well'
                yield Finding("HB410", file.source, entry.old.span, message, removal(file.source, entry))


def folders_of(entry: StubEntry) -> Iterator[tuple[str, str]]:
    """Give the old and new folder of an entry that moves one."""
    try:
        yield stub_entries.parse_folder(entry.old.text), stub_entries.parse_folder(entry.new.text)
    except StubError:
        return


def served_by(site: LinkResolver, entry: StubEntry, folders: dict[str, str]) -> str:
    """Say which other entry leads where an entry does, "" if none does."""
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
    ways = (
        (one, new + entry.old.text.removeprefix(one)) for one, new in folders.items() if entry.old.text.startswith(one)
    )
    return next((f'"{one}**"' for one, uri in ways if final == target_of(site, uri)), "")


def target_of(site: LinkResolver, uri: str) -> StubTarget | None:
    """Give the target that a page is, None if there is no such page."""
    page = site.handbook.by_uri.get(uri)
    return StubTarget(page.dest) if page else None


def has_anchor(site: LinkResolver, target: StubTarget | None) -> bool:
    """Whether a target is an anchor that its page has."""
    return target is not None and site.has_anchors(target.dest) and target.fragment in site.anchors_at(target.dest)


def removal(source: Source, entry: StubEntry) -> tuple[Edit, ...]:
    """Give the edit that removes the line of an entry, none where it shares it or has more than one."""
    row = source.position(entry.old.span.start).row
    line = source.line(row)
    start = entry.old.span.start - (source.position(entry.old.span.start).column - 1)
    if line[:1] in " \t{" or source.position(entry.new.span.end).row != row:
        return ()
    end = source.text.find("\n", start)
    return (Edit(source.path, Span(start, len(source.text) if end < 0 else end + 1), ""),)


RULES = (needless_stub,)
