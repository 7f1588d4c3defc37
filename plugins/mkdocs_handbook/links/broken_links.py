"""Broken links of pages and data, and the links that were probably meant."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache, partial
from typing import NamedTuple
from urllib.parse import quote, unquote

from mkdocs_handbook.links import directory_urls, link_suggestions, urls
from mkdocs_handbook.links.data_links import address_span, addresses_in, links_in_items, resolver_of
from mkdocs_handbook.links.link_candidates import LocatedLink
from mkdocs_handbook.links.link_resolver import Resolved, State
from mkdocs_handbook.links.link_suggestions import Suggestion
from mkdocs_handbook.links.site import built_links, checked_addresses
from mkdocs_handbook.model import Edit, Finding, Handbook, Page, Settings, Source, Span, StubTarget
from mkdocs_handbook.pages.page_renderer import Reference
from mkdocs_handbook.util.wording import shortened


class BrokenLink(NamedTuple):
    """A link that does not lead where it should: the file it stands in, the path and address it counts from, where it leads."""

    source: Source
    uri: str
    dest: str
    located: LocatedLink
    outcome: Resolved

    def finding(self, code: str, message: str, link: str = "", *, is_safe: bool = True, hint: str = "") -> Finding:
        """Return the finding at the link's address; a link that is given is what belongs there."""
        reference, span, address = self.located
        edits: tuple[Edit, ...] = ()
        if link and address and self.source.text[slice(*address)] == reference.url:
            edits = (Edit(self.source.path, address, link),) if is_replaceable(self.source, address) else ()
        return Finding(code, self.source, span, message, edits, is_safe, reference.url, hint=hint)


def is_replaceable(source: Source, span: Span) -> bool:
    """Return whether another address may stand where one does: not between bare angle brackets, nor right before a title."""
    before, after = source.text[max(0, span.start - 2) : span.start], source.text[span.end : span.end + 1]
    return not (before.endswith("<") and before != "(<") and not (before.endswith("(") and after in ("'", '"'))


class CheckedLinks(NamedTuple):
    """The links of pages that lead to nothing, and the files in the site of pages that were to be read closely for that.

    These are the pages that have such links, or may have, and those to whose anchors links lead.
    """

    broken: tuple[BrokenLink, ...]
    asked: frozenset[str]


def broken_in_pages(handbook: Handbook) -> tuple[BrokenLink, ...]:
    """Return the links and images of all pages that do not lead to something that is there."""
    return checked_links(handbook).broken


@lru_cache(maxsize=2)
def checked_links(handbook: Handbook) -> CheckedLinks:
    """Return what the links of all pages lead to."""
    asked: set[str] = set()
    broken = tuple(broken for page in handbook.pages for broken in broken_in_page(handbook, page, asked))
    return CheckedLinks(broken, frozenset(asked))


def broken_in_page(handbook: Handbook, page: Page, asked: set[str]) -> Iterator[BrokenLink]:
    """Yield the broken links of one page; add the pages on which that depends to some that were asked for."""
    site = resolver_of(handbook)
    embedded = {embed.target for embed in page.embeds}
    known: dict[tuple[str, bool], Resolved] = {}

    def outcome_of(reference: Reference) -> Resolved:
        question = reference.url, reference.is_raw
        if question not in known:
            known[question] = site.outcome(reference, page.uri, page.dest)
        return known[question]

    def is_there(named: tuple[str, str]) -> bool:
        outcome = site.at_source(named)
        if outcome is None or outcome.state != "live":
            return False
        asked.add(outcome.dest)
        return True

    def wanted(reference: Reference) -> bool:
        if not reference.is_raw and reference.url in embedded:
            return False
        outcome = outcome_of(reference)
        is_live = outcome.state == "live"
        asked.update({outcome.dest} if is_live else {outcome.dest, page.dest})
        return not is_live

    links = without_overviews(page, handbook.settings, checked_addresses.links_of_page(page, site, wanted, is_there))
    found = ((located, outcome_of(located.reference)) for located in links)
    for located, outcome in built_links.confirmed(page, handbook.built, found) if handbook.built else found:
        yield BrokenLink(page.source, page.uri, page.dest, located, outcome)


def without_overviews(page: Page, settings: Settings, links: list[LocatedLink]) -> list[LocatedLink]:
    """Return the links of a page but for those in whose place it shows the overview."""
    overviews = directory_urls.overviews(settings, page) if links else {}
    urls_there = {*overviews.values()}
    return [
        one for one in links if not (one.address.start in overviews if one.address else one.reference.url in urls_there)
    ]


@lru_cache(maxsize=2)
def broken_in_data(handbook: Handbook) -> tuple[BrokenLink, ...]:
    """Return the links in data that do not lead to something that is there; they count from the pages' folder."""
    site = resolver_of(handbook)
    broken = []
    for file in (file for file in handbook.files if handbook.is_shown(file.source)):
        addresses = file.facts.once("addresses", partial(addresses_in, file))
        if all(site.outcome_in_data(address).state == "live" for address in addresses):
            continue
        for link in links_in_items(file.all_items, file.kind):
            outcome = site.outcome_in_data(link.address)
            if outcome.state != "live":
                span = address_span(file.source, link)
                located = LocatedLink(Reference(link.address, is_image=link.is_image), span, span)
                broken.append(BrokenLink(file.source, "", "index.html", located, outcome))
    return tuple(broken)


def in_state(handbook: Handbook, *states: State, images: bool = False) -> Iterator[BrokenLink]:
    """Yield the problems of pages with one of some states, of links or of images."""
    for broken in broken_in_pages(handbook):
        is_asked = broken.outcome.state in states and broken.located.reference.is_image == images
        if is_asked and handbook.is_shown(broken.source):
            yield broken


def in_pages_and_data(handbook: Handbook, *states: State) -> Iterator[BrokenLink]:
    """Yield the problems of pages and data with one of some states."""
    found = (*broken_in_pages(handbook), *broken_in_data(handbook))
    return (broken for broken in found if broken.outcome.state in states and handbook.is_shown(broken.source))


def suggested_page(handbook: Handbook, broken: BrokenLink) -> Suggestion:
    """Return the link that was meant where no page stands at one, "" where nothing is near."""
    if dest := broken.outcome.target.dest:
        behind = re.sub(r"\A[^?#]*", "", broken.located.reference.url.strip())
        return Suggestion(relative_link(broken, dest, resolver_of(handbook).uri(dest)) + behind, is_sure=True)
    if broken.outcome.left_out:
        return Suggestion()
    path, mark, rest = re.split(r"([?#]|\Z)", broken.located.reference.url.strip(), maxsplit=1)
    guess = (
        link_suggestions.suggest_page(resolver_of(handbook), path, broken.uri, broken.dest) if path else Suggestion()
    )
    if not guess.name:
        return Suggestion()
    return Suggestion(
        f"{relative_link(broken, handbook.by_uri[guess.name].dest, guess.name)}{mark}{rest}", guess.is_sure
    )


def suggested_anchor(handbook: Handbook, broken: BrokenLink) -> Suggestion:
    """Return the anchor that was meant where a page lacks that of a link, "" where nothing is near."""
    return anchor_suggesters(handbook)(broken.outcome.dest)(broken.outcome.fragment)


def missing_anchor_message(handbook: Handbook, broken: BrokenLink, meant: str) -> str:
    """Return the message that the page to which a link leads lacks the anchor."""
    uri = resolver_of(handbook).uri(broken.outcome.dest)
    hint = f', did you mean "#{meant}"?' if meant else ""
    return f'"{uri}" has no anchor "#{shortened(broken.outcome.fragment)}"{hint}'


@lru_cache(maxsize=2)
def anchor_suggesters(handbook: Handbook) -> Callable[[str], Callable[[str], Suggestion]]:
    """Return a function that gives for a page's file what gives the anchor that was probably meant by a fragment."""
    return cache(lambda dest: anchor_suggester(handbook, dest))


def anchor_suggester(handbook: Handbook, dest: str) -> Callable[[str], Suggestion]:
    """Return what gives the anchor of a page's file that was probably meant by a fragment."""
    site = resolver_of(handbook)
    known, page = site.anchors.at(dest), site.pages.get(dest)
    # The rows of a page's tables are of its data, and lines of code have ids once a link has asked for these.
    if handbook.built or page is None or known != site.anchors.written(page):
        return link_suggestions.anchor_suggester(known)
    return link_suggestions.anchor_suggester(
        known, lambda word, compare: str(page.facts.once(f"near #{word}", compare))
    )


def link_to_target(handbook: Handbook, broken: BrokenLink, target: StubTarget, fragment: str) -> str:
    """Return the link from a page to a target, with the query that a link had."""
    if target.external:
        return target.external
    path = relative_link(broken, target.dest, resolver_of(handbook).uri(target.dest))
    _, mark, query = broken.located.reference.url.partition("#")[0].partition("?")
    return f"{path}{mark}{query}" + (f"#{quote(unquote(fragment), safe=urls.FRAGMENT)}" if fragment else "")


def relative_link(broken: BrokenLink, dest: str, uri: str) -> str:
    """Return a relative link to a page or file: for Markdown to its source, in raw HTML to its address."""
    if broken.located.reference.is_raw:
        is_folder = posixpath.basename(dest) == "index.html"
        return urls.relative_url(dest, start=broken.dest, directory_urls=is_folder)
    path = posixpath.relpath(uri, posixpath.dirname(broken.uri) or ".")
    return quote(path)
