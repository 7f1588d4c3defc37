"""Old headings of pages and redirects of other tools become lines of stubs.yml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mkdocs_handbook.importing.draft import Draft
from mkdocs_handbook.importing.records import NotImportedError, Place, Stub
from mkdocs_handbook.importing.redirects import redirect_readers, stub_sections
from mkdocs_handbook.importing.redirects.redirect_readers import Redirect
from mkdocs_handbook.importing.redirects.stub_sections import Moved, Section
from mkdocs_handbook.model import Page, Source, Span
from mkdocs_handbook.stubs.stub_entries import Address
from mkdocs_handbook.util.wording import shortened

TOP = "index.md"


def headings(draft: Draft, page: Page) -> None:
    """Add stubs for the old headings of a page, and note the lines of it that go."""
    for section in stub_sections.sections(page):
        live = draft.addresses.live(page, section.heading.start, section.end)
        done = [one for one in section.moved if heading(draft, page, one, live)]
        under = [one.heading.span.start for one in section.moved if one.link is None]
        for piece in section.others:
            # What stands under a heading that stays is said of that.
            if not any(start < piece.span.start for start in under):
                draft.note_not_imported(
                    page.source, piece.span, "this paragraph of the stubs says more than where something is now"
                )
        draft.removed += gone(section, done)


def gone(section: Section, done: Sequence[Moved]) -> list[Span]:
    """Give the lines of a stubs section that go: with its last entry, all of it."""
    if not done:
        return []
    kept = [one for one in section.moved if one not in done]
    # A link stays as long as a heading needs it.
    needed = {one.link.span for one in kept if one.link}
    found = [*(one.heading.span for one in done), *(one.span for one in section.links if one.span not in needed)]
    if not kept and not section.others:
        found += [section.heading, *(one.span for one in section.introduction)]
    return found


def heading(draft: Draft, page: Page, moved: Moved, live: frozenset[str]) -> bool:
    """Add the stubs of an old heading; whether it may go from the page."""
    span = moved.heading.span
    if draft.is_barred(Place(page.source.path, span.start, "stub"), page.source, span):
        return False
    try:
        add_heading(draft, page, moved, live)
    except NotImportedError as error:
        draft.note_not_imported(page.source, span, str(error))
        return False
    return True


def add_heading(draft: Draft, page: Page, moved: Moved, live: frozenset[str]) -> None:
    """Add the stubs of an old heading; raise NotImportedError where it has to stay."""
    if moved.link is None:
        raise NotImportedError(moved.problem)
    new = draft.addresses.new(moved.link.href, page, moved.link.label)
    found = draft.addresses.heading(page, moved.heading.text)
    if anchor := next((one for one in found if one in live), ""):
        raise NotImportedError(f'the page has another heading "#{anchor}", a stub of that name would not be reached')
    for anchor in found:
        add(draft, draft.addresses.name(page, anchor), new, page.source, moved.heading.span)


def of_tools(draft: Draft, pages: Sequence[Page], sources: Sequence[Source]) -> None:
    """Add the redirects that pages' front matter and other tools' files have."""
    found = [(one, page) for page in pages for one in redirect_readers.of_page(page)]
    for source in sources:
        top = draft.handbook.by_uri.get(TOP) or Page(source, TOP, "index.html")
        found += [(one, top) for one in redirect_readers.reader(source)(source)]
    # One may lead to the old address of another.
    by_old: dict[str, tuple[Redirect, Page]] = {}
    for one, page in found:
        try:
            by_old.setdefault(draft.addresses.old(one.old), (one, page))
        except NotImportedError:
            continue
    for one, page in found:
        redirect(draft, one, page, by_old)


def redirect(draft: Draft, one: Redirect, page: Page, others: Mapping[str, tuple[Redirect, Page]]) -> None:
    """Add the stub of a redirect."""
    if draft.is_barred(Place(one.source.path, one.span.start, "stub"), one.source, one.span):
        return
    if one.problem:
        draft.note_not_imported(one.source, one.span, one.problem)
        return
    try:
        add(draft, draft.addresses.old(one.old), goal(draft, one, page, others), one.source, one.span)
    except NotImportedError as error:
        draft.note_not_imported(one.source, one.span, str(error))


def goal(draft: Draft, one: Redirect, page: Page, others: Mapping[str, tuple[Redirect, Page]]) -> str:
    """Give where a redirect leads in the end; raise NotImportedError where nothing is."""
    seen = [one.old]
    while True:
        if one.new.endswith("/**"):
            return one.new.lstrip("/")
        if known := draft.handbook.by_uri.get(one.new):
            return known.uri
        try:
            return draft.addresses.new(one.new, page)
        except NotImportedError:
            old, _, fragment = one.new.partition("#")
            following = others.get(draft.addresses.old(old))
            if following is None or fragment or following[0].old in seen:
                raise
            one, page = following
            seen.append(one.old)


def add(draft: Draft, old: str, new: str, source: Source, span: Span) -> None:
    """Add a line of stubs.yml; raise NotImportedError where another one says something else."""
    if not old:
        raise NotImportedError("stubs.yml cannot name this address")
    if old == new:
        raise NotImportedError(f'"{shortened(old)}" leads to itself')
    known = draft.addresses.said(old)
    if known and draft.addresses.target(known[0]) != draft.addresses.target(new):
        raise NotImportedError(
            f'{known[1]} leads "{shortened(old)}" to "{shortened(known[0])}", not to "{shortened(new)}"'
        )
    other = draft.stubs.get(old)
    if other and other.new != new:
        raise NotImportedError(f'leads to "{shortened(new)}", another stub of this name to "{shortened(other.new)}"')
    if not known:
        draft.stubs.setdefault(old, Stub(old, new, source, span))


def flatten(draft: Draft) -> None:
    """Let no stub lead to another one."""
    ends = {old: stub.new for old, stub in draft.stubs.items()}
    ends |= {text: new for key, (new, _) in draft.addresses.standing.items() if (text := text_of(draft, key))}
    for old, stub in list(draft.stubs.items()):
        seen, new = {old}, stub.new
        while new in ends and new not in seen:
            seen.add(new)
            new = ends[new]
        if new != stub.new and new not in seen:
            draft.stubs[old] = Stub(old, new, stub.source, stub.span)


def text_of(draft: Draft, key: Address) -> str:
    """Give an old address of stubs.yml as a new side would have it, "" for one without a page."""
    page = draft.addresses.pages.get(key.dest)
    return f"{page.uri}#{key.fragment}" if page and key.fragment else page.uri if page else ""
