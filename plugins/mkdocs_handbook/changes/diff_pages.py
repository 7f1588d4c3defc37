"""The pages part of `handbook diff`: pages and headings that are new, moved or vanished, and their maintainers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mkdocs_handbook.changes.diff_items import Difference
from mkdocs_handbook.model import Handbook, Page, StubTarget
from mkdocs_handbook.stubs import stub_writer
from mkdocs_handbook.stubs.stub_entries import Address
from mkdocs_handbook.stubs.vanished import VanishedAddress

SECTION = "Pages"
STUB = "stub"


def page_differences(old: Handbook, new: Handbook, vanished: Iterable[VanishedAddress]) -> Iterator[Difference]:
    """Yield the pages that are new, those and the headings that moved or vanished, and maintainers that changed."""
    lost = sorted(vanished, key=lambda address: (address.page, address.anchor))
    stubs = list(stub_differences(old, new))
    targets = {stub.after for stub in stubs} | {address.new for address in lost}
    known = {page.dest for page in old.pages}
    for page in new.pages:
        if page.dest not in known and page.uri not in targets:
            yield Difference(SECTION, "new", page.uri, page.group)
    yield from stubs
    for address in lost:
        name = f"{address.page}#{address.anchor}" if address.anchor else address.page
        guess = "" if address.is_safe or not address.new else ", a guess"
        what = "moved" if address.new else "vanished"
        yield Difference(SECTION, what, name, "", name, address.new, f"no stub{guess}")
    yield from maintainer_differences(old, new)


def stub_differences(old: Handbook, new: Handbook) -> Iterator[Difference]:
    """Yield the old addresses that lead elsewhere than before."""
    before, after = stub_targets(old), stub_targets(new)
    pages = {page.dest: page for page in (*old.pages, *new.pages)}
    for address in sorted({*before, *after}):
        was, now = before.get(address), after.get(address)
        if now is None or was == now:
            continue
        name, goal = address_name(new, pages, address), target_name(new, pages, now)
        if was is None:
            yield Difference(SECTION, "moved", name, "", name, goal, STUB)
        else:
            yield Difference(SECTION, STUB, name, "", target_name(new, pages, was), goal)


def stub_targets(handbook: Handbook) -> dict[Address, StubTarget]:
    """Return where all old addresses lead."""
    pages = {Address(dest): target for dest, target in handbook.stubs.pages.items()}
    return pages | {Address(*heading): target for heading, target in handbook.stubs.headings.items()}


def address_name(new: Handbook, pages: Mapping[str, Page], address: Address) -> str:
    """Return an address as people write it; `pages` has those of both states by their files in the site."""
    return stub_writer.address_text(new, address, pages.get(address.dest)) or address.dest


def target_name(new: Handbook, pages: Mapping[str, Page], target: StubTarget) -> str:
    """Return where a stub leads, as people write it."""
    if target.gone or target.external:
        return target.external or "gone"
    return address_name(new, pages, Address(target.dest, target.fragment))


def maintainer_differences(old: Handbook, new: Handbook) -> Iterator[Difference]:
    """Yield the pages whose maintainer changed."""
    before = {page.dest: page for page in old.pages}
    for page in new.pages:
        was, now = (one.metadata("maintainedBy") for one in (before.get(page.dest, page), page))
        if was != now:
            yield Difference(SECTION, "maintainer", page.uri, "", was, now)
