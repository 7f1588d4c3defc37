"""Which pages and headings a change adds, moves or loses, and with which stubs; and who maintains them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mkdocs_handbook.changes.diff_items import Difference
from mkdocs_handbook.model import Handbook, Page, StubTarget
from mkdocs_handbook.stubs import stub_writer
from mkdocs_handbook.stubs.stub_entries import Address
from mkdocs_handbook.stubs.vanished import VanishedAddress

SECTION = "Pages"
STUB = "stub"


def of_pages(old: Handbook, new: Handbook, vanished: Iterable[VanishedAddress]) -> Iterator[Difference]:
    """Give the pages that are new, those and the headings that moved or vanished, and maintainers that changed."""
    lost = sorted(vanished, key=lambda one: (one.page, one.anchor))
    stubs = list(of_stubs(old, new))
    led = {one.after for one in stubs} | {one.new for one in lost}
    known = {page.dest for page in old.pages}
    for page in new.pages:
        if page.dest not in known and page.uri not in led:
            yield Difference(SECTION, "new", page.uri, page.group)
    yield from stubs
    for one in lost:
        name = f"{one.page}#{one.anchor}" if one.anchor else one.page
        sure = "" if one.is_safe or not one.new else ", a guess"
        yield Difference(SECTION, "moved" if one.new else "vanished", name, "", name, one.new, f"no stub{sure}")
    yield from of_maintainers(old, new)


def of_stubs(old: Handbook, new: Handbook) -> Iterator[Difference]:
    """Give the old addresses that lead elsewhere than before."""
    before, after = addresses(old), addresses(new)
    pages = {page.dest: page for page in (*old.pages, *new.pages)}
    for address in sorted({*before, *after}):
        was, now = before.get(address), after.get(address)
        if now is None or was == now:
            continue
        name, goal = named(new, pages, address), leads(new, pages, now)
        if was is None:
            yield Difference(SECTION, "moved", name, "", name, goal, STUB)
        else:
            yield Difference(SECTION, STUB, name, "", leads(new, pages, was), goal)


def addresses(handbook: Handbook) -> dict[Address, StubTarget]:
    """Give where all old addresses lead."""
    pages = {Address(dest): target for dest, target in handbook.stubs.pages.items()}
    return pages | {Address(*one): target for one, target in handbook.stubs.headings.items()}


def named(new: Handbook, pages: Mapping[str, Page], address: Address) -> str:
    """Give an address as people write it; `pages` are those that are or were there."""
    return stub_writer.name(new, address, pages.get(address.dest)) or address.dest


def leads(new: Handbook, pages: Mapping[str, Page], target: StubTarget) -> str:
    """Give where a stub leads, as people write it."""
    if target.gone or target.external:
        return target.external or "gone"
    return named(new, pages, Address(target.dest, target.fragment))


def of_maintainers(old: Handbook, new: Handbook) -> Iterator[Difference]:
    """Give the pages whose maintainer changed."""
    before = {page.dest: page for page in old.pages}
    for page in new.pages:
        was = before.get(page.dest)
        if was is None:
            continue
        one, other = (found.front_matter.text("maintainedBy") if found.front_matter else "" for found in (was, page))
        if one != other:
            yield Difference(SECTION, "maintainer", page.uri, "", one, other)
