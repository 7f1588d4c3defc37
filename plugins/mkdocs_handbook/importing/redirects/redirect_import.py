"""The importer of redirects: old headings of pages and redirects of other tools become lines of stubs.yml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from mkdocs_handbook.importing.draft import Draft
from mkdocs_handbook.importing.records import NotImportedError, Place, Stub
from mkdocs_handbook.importing.redirects import redirect_files, stub_sections
from mkdocs_handbook.importing.redirects.redirect_files import Redirect
from mkdocs_handbook.importing.redirects.stub_sections import MovedHeading, StubSection
from mkdocs_handbook.model import Handbook, Page, Source, Span
from mkdocs_handbook.stubs.stub_entries import Address, StubError
from mkdocs_handbook.util.wording import shortened

TOP = "index.md"
# A redirect, and the page from which it counts.
PageRedirect = tuple[Redirect, Page]


def import_headings(draft: Draft, page: Page) -> None:
    """Add stubs for the old headings of a page, and note the lines to remove."""
    for section in stub_sections.find_sections(page):
        live = draft.addresses.other_anchors(page, section.heading.start, section.end)
        done = [moved for moved in section.moved if import_heading(draft, page, moved, live)]
        under = [moved.heading.span.start for moved in section.moved if moved.link is None]
        for piece in section.others:
            # What stands under a heading that stays is said of that.
            if not any(start < piece.span.start for start in under):
                draft.note_not_imported(
                    page.source, piece.span, "this paragraph of the stubs says more than where something is now"
                )
        draft.removed += removed_spans(section, done)


def removed_spans(section: StubSection, done: Sequence[MovedHeading]) -> list[Span]:
    """Return the spans to remove from a stubs section: all of it if no entry stays."""
    if not done:
        return []
    kept = [moved for moved in section.moved if moved not in done]
    # A link stays as long as a heading needs it.
    needed = {moved.link.span for moved in kept if moved.link}
    used = {moved.link.href for moved in done if moved.link}
    links = (link.span for link in section.links if link.href in used and link.span not in needed)
    spans = [*(moved.heading.span for moved in done), *links]
    if not kept and not section.others:
        spans += [section.heading, *(piece.span for piece in section.introduction)]
    return spans


def import_heading(draft: Draft, page: Page, moved: MovedHeading, live: frozenset[str]) -> bool:
    """Add the stubs of an old heading, and return whether the page needs it no more."""
    span = moved.heading.span
    if draft.is_barred(Place(page.source.path, span.start, "stub"), page.source, span):
        return False
    try:
        add_heading(draft, page, moved, live)
    except NotImportedError as error:
        draft.note_not_imported(page.source, span, str(error))
        return False
    return True


def add_heading(draft: Draft, page: Page, moved: MovedHeading, live: frozenset[str]) -> None:
    """Add the stubs of an old heading; raise NotImportedError if it has to stay."""
    if moved.link is None:
        raise NotImportedError(moved.problem)
    new = draft.addresses.resolve_new(moved.link.href, page, moved.link.label)
    anchors = draft.addresses.heading_anchors(moved.heading.text)
    if anchor := next((anchor for anchor in anchors if anchor in live), ""):
        raise NotImportedError(f'the page has another heading "#{anchor}", a stub of that name would not be reached')
    for anchor in anchors:
        add_stub(draft, draft.addresses.stub_address(page, anchor), new, page.source, moved.heading.span)


def import_redirects(draft: Draft, redirects: Sequence[PageRedirect]) -> None:
    """Add stubs for redirects."""
    by_old = first_by_old(draft, redirects)
    for redirect, page in redirects:
        import_redirect(draft, redirect, page, by_old)


def note_moves(draft: Draft, redirects: Sequence[PageRedirect]) -> None:
    """Note the pages that have moved, as redirects say."""
    by_old = first_by_old(draft, redirects)
    for old, (redirect, page) in by_old.items():
        with suppress(NotImportedError, StubError):
            draft.addresses.note_move(old, final_target(draft, redirect, page, by_old))


def of_pages(pages: Iterable[Page]) -> list[PageRedirect]:
    """Return the redirects of pages' front matter."""
    return [(redirect, page) for page in pages for redirect in redirect_files.read_front_matter(page)]


def of_files(handbook: Handbook, sources: Iterable[Source]) -> list[PageRedirect]:
    """Return the redirects of other tools' files, which count from the first page of the site."""
    first = handbook.by_uri.get(TOP)
    return [
        (redirect, first or Page(source, TOP, "index.html"))
        for source in sources
        for redirect in redirect_files.reader(source)(source)
    ]


def first_by_old(draft: Draft, redirects: Sequence[PageRedirect]) -> dict[str, PageRedirect]:
    """Return the first redirect of each old address: one may lead to the old address of another."""
    by_old: dict[str, PageRedirect] = {}
    for redirect, page in redirects:
        with suppress(NotImportedError):
            by_old.setdefault(draft.addresses.normalize_old(redirect.old), (redirect, page))
    return by_old


def import_redirect(draft: Draft, redirect: Redirect, page: Page, others: Mapping[str, PageRedirect]) -> None:
    """Add the stub of a redirect."""
    if draft.is_barred(Place(redirect.source.path, redirect.span.start, "stub"), redirect.source, redirect.span):
        return
    if redirect.problem:
        draft.note_not_imported(redirect.source, redirect.span, redirect.problem)
        return
    try:
        add_stub(
            draft,
            draft.addresses.normalize_old(redirect.old),
            final_target(draft, redirect, page, others),
            redirect.source,
            redirect.span,
        )
    except NotImportedError as error:
        draft.note_not_imported(redirect.source, redirect.span, str(error))


def final_target(draft: Draft, redirect: Redirect, page: Page, others: Mapping[str, PageRedirect]) -> str:
    """Return the final target of a chain of redirects; raise NotImportedError if there is none."""
    seen = [redirect.old]
    while True:
        if redirect.new.endswith("/**"):
            return redirect.new.lstrip("/")
        if known := draft.handbook.by_uri.get(redirect.new):
            return known.uri
        try:
            return draft.addresses.resolve_new(redirect.new, page)
        except NotImportedError:
            old, _, fragment = redirect.new.partition("#")
            with suppress(NotImportedError):
                old = draft.addresses.normalize_old(old)
            following = others.get(old)
            if following is None or fragment or following[0].old in seen:
                raise
            redirect, page = following
            seen.append(redirect.old)


def add_stub(draft: Draft, old: str, new: str, source: Source, span: Span) -> None:
    """Add a line of stubs.yml; raise NotImportedError if another one contradicts it."""
    if not old:
        raise NotImportedError("stubs.yml cannot name this address")
    if old == new:
        raise NotImportedError(f'"{shortened(old)}" leads to itself')
    known = draft.addresses.known_stub(old)
    if known and draft.addresses.comparable_new(known[0]) != draft.addresses.comparable_new(new):
        raise NotImportedError(
            f'{known[1]} leads "{shortened(old)}" to "{shortened(known[0])}", not to "{shortened(new)}"'
        )
    other = draft.stubs.get(old)
    if other and other.new != new:
        raise NotImportedError(f'leads to "{shortened(new)}", another stub of this name to "{shortened(other.new)}"')
    if not known:
        draft.stubs.setdefault(old, Stub(old, new, source, span))


def flatten(draft: Draft) -> None:
    """Replace each target that is itself an old address by where that leads."""
    ends = {old: stub.new for old, stub in draft.stubs.items()}
    ends |= {text: new for key, (new, _) in draft.addresses.known.items() if (text := page_address(draft, key))}
    for old, stub in list(draft.stubs.items()):
        seen, new = {old}, stub.new
        while new in ends and new not in seen:
            seen.add(new)
            new = ends[new]
        if new != stub.new and new not in seen:
            draft.stubs[old] = Stub(old, new, stub.source, stub.span)


def page_address(draft: Draft, key: Address) -> str:
    """Return an old address as the target of a stub, "" if it is on no page."""
    page = draft.addresses.pages.get(key.dest)
    return f"{page.uri}#{key.fragment}" if page and key.fragment else page.uri if page else ""
