"""Checked addresses: what was asked of each address of a page, and which of its links that led to.

The links of a page depend on its text, the settings, and the answers to these questions. Where a site answers them as it did
before, the page need not be read again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from mkdocs_handbook.links import page_links
from mkdocs_handbook.links.link_candidates import LocatedLink
from mkdocs_handbook.links.link_resolver import LinkResolver
from mkdocs_handbook.links.page_links import Wanted
from mkdocs_handbook.model import Page, Span
from mkdocs_handbook.pages.page_renderer import Reference

NAME = "links"
# Takes the source of a link and its fragment, and returns whether that is there.
IsThere = Callable[[tuple[str, str]], bool]


def links_of_page(page: Page, site: LinkResolver, wanted: Wanted, is_there: IsThere) -> list[LocatedLink]:
    """Return the links and images of a page that are wanted, as `page_links.links_of_page` does.

    What is wanted of a page depends on the addresses of its references and on whether they are raw HTML. Nothing is that
    leads out of the site, nor what `is_there`.
    """
    if (known := page.facts.get(NAME)) and is_answered_alike(known, wanted, is_there):
        return [to_link(*values) for values in known["found"]]
    there: dict[tuple[str, str], None] = {}
    asked: dict[tuple[str, bool], bool] = {}

    def is_wanted(reference: Reference) -> bool:
        if site.is_foreign(reference.url):
            return False
        source = site.named_source(reference, page.uri)
        if source and is_there(source):
            there[source] = None
            return False
        answer = wanted(reference)
        asked[reference.url, reference.is_raw] = answer
        return answer

    found = page_links.links_of_page(page, site.handbook.settings, is_wanted)
    answers = [[*question, answer] for question, answer in asked.items()]
    page.facts.keep(NAME, {"there": [*there], "asked": answers, "found": [*map(to_values, found)]})
    return found


def is_answered_alike(known: dict[str, Any], wanted: Wanted, is_there: IsThere) -> bool:
    """Return whether all questions about a page have the answers that they had."""
    return all(is_there((source, fragment)) for source, fragment in known["there"]) and all(
        wanted(Reference(url, is_raw=is_raw)) == answer for url, is_raw, answer in known["asked"]
    )


def to_values(link: LocatedLink) -> list[Any]:
    """Return a link as JSON has it."""
    one = link.reference
    return [one.url, one.text, one.is_image, one.is_raw, link.span, link.address]


def to_link(
    url: str, text: str, is_image: bool, is_raw: bool, span: Iterable[int], address: Iterable[int] | None
) -> LocatedLink:
    """Return the link that has some values."""
    return LocatedLink(Reference(url, text, is_image, is_raw), Span(*span), Span(*address) if address else None)
