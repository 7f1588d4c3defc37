"""Dead links of pages that were built: which of those in the sources they are, and which nobody wrote there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

from mkdocs_handbook.links.address_parts import host, landing_file, split_address, split_url
from mkdocs_handbook.links.link_candidates import LocatedLink
from mkdocs_handbook.links.link_resolver import TOP, Resolved
from mkdocs_handbook.model import BuiltSite, Page, Span
from mkdocs_handbook.pages.page_renderer import Reference


class Goal(NamedTuple):
    """Where a browser goes from a page of the site: the file, the fragment, and whether that shows an image."""

    dest: str
    fragment: str
    is_image: bool


def goal(url: str, dest: str, *, is_image: bool) -> Goal | None:
    """Return where a relative address leads on a page by its file in the site, None for any other."""
    parts = split_address(url.strip())
    if parts is None or parts.scheme or any(host(parts)) or url.strip().startswith(("/", "\\")):
        return None
    path, fragment = split_url(url.strip())
    return Goal(landing_file(dest, unquote(path)) if path else dest, unquote(fragment), is_image)


def is_dead(one: Goal, site: BuiltSite) -> bool:
    """Return whether a site lacks the file, or its page the id."""
    page = site.pages.get(one.dest)
    is_missed = page is not None and one.fragment not in ("", TOP) and one.fragment not in page.ids
    return one.dest not in site.files or is_missed


def confirmed(
    page: Page, site: BuiltSite, found: Iterable[tuple[LocatedLink, Resolved]]
) -> Iterator[tuple[LocatedLink, Resolved]]:
    """Yield the dead links of a page's source that its HTML has, and those that only the HTML has, at the top of the page."""
    built = site.pages.get(page.dest)
    if built is None:
        return
    goals = [(goal(url, page.dest, is_image=is_image), url) for url, is_image in built.links]
    dead = Counter(one for one, _ in goals if one and is_dead(one, site))
    for located, outcome in found:
        reference = located.reference
        plain = goal(reference.url, page.dest, is_image=reference.is_image)
        meant = Goal(outcome.dest, outcome.fragment, reference.is_image)
        there = next((one for one in (plain, meant) if one and dead[one]), None)
        if plain is None or there or outcome.state.startswith("moved"):
            yield located, outcome
        if there:
            dead[there] -= 1
    for one, url in goals if built.has_text else ():
        if one and dead[one] > 0:
            dead[one] -= 1
            state = Resolved("no-anchor" if one.dest in site.files else "no-page", one.dest, one.fragment)
            yield LocatedLink(Reference(url, is_image=one.is_image, is_raw=True), Span(page.body, page.body)), state
