"""The facts of a large handbook's pages, found out by several processes before its rules are checked in one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from mkdocs_handbook.links import broken_links
from mkdocs_handbook.lint.rules import kept_findings, mentions
from mkdocs_handbook.lint.rules.links import malformed_addresses, undefined_references
from mkdocs_handbook.lint.rules.pages import headings, near_misses
from mkdocs_handbook.model import Finding, Handbook, Page, Settings
from mkdocs_handbook.pages import anchors, channel_headings, closing_order, page_renderer, rendering_effort
from mkdocs_handbook.util import processes

# With fewer unknown pages than this for each process, one is sooner done.
MIN_PAGES = 200
# Pages in one piece of work: those of a folder, which link to each other, mostly stay together.
PIECE = 110
# Rules that look at one page.
CHECKS: Mapping[str, Callable[[Page, Settings], Iterable[Finding]]] = {
    "HB221": headings.skipped_levels,
    "HB223": headings.without_title,
    "HB309": malformed_addresses.malformed_addresses,
    "HB312": undefined_references.undefined_references,
}


def link_facts(handbook: Handbook, page: Page) -> None:
    """Find out which links of a page lead to nothing, and what was meant."""
    found = [*broken_links.broken_in_page(handbook, page, set())]
    for broken in found:
        if broken.outcome.state == "no-anchor":
            broken_links.suggested_anchor(handbook, broken)
    if found:
        # Whether it can be rendered at all is asked of such a page.
        anchors.problem_of(page, handbook.settings)


def text_facts(handbook: Handbook, page: Page) -> None:
    """Find out what the text of a page is made of."""
    rendering_effort.excess_of(page)
    closing_order.closing_headings(page, handbook.settings)
    near_misses.near_lines(page)
    [*channel_headings.candidates(page, ())]
    [*mentions.channels_of(page, handbook.settings)]
    for code, check in CHECKS.items():
        [*kept_findings.in_file(code, page, handbook.settings, check)]


# What takes longest, and the rules that ask for it, by the beginnings of their codes. Whatever is missing here, rules find
# out themselves.
WORK: Sequence[tuple[Collection[str], Callable[[Handbook, Page], None]]] = (
    (("HB230", "HB3"), link_facts),
    (("HB2", "HB5"), text_facts),
)


def find_out(handbook: Handbook, codes: Collection[str]) -> None:
    """Find out what the chosen rules will ask of pages of which little is known, where several processes are sooner done."""
    unread = [page for page in handbook.pages if page.facts.is_new]
    count = processes.count(len(unread), MIN_PAGES)
    asked = [work for starts, work in WORK if any(code.startswith(tuple(starts)) for code in codes)]
    if count < 2 or not asked:
        return
    # Here, and not in each of them.
    with suppress(page_renderer.MarkdownError):
        page_renderer.render_page("# Title", handbook.settings)
    pieces = [unread[start : start + PIECE] for start in range(0, len(unread), PIECE)]
    # What fails in another process fails here again, where its error is shown.
    for _, found in processes.spread(len(pieces), lambda number: facts_of(handbook, pieces[number], asked), count):
        for index, values in found.items():
            handbook.pages[index].facts.merge(values)


def facts_of(
    handbook: Handbook, pages: Sequence[Page], asked: Sequence[Callable[[Handbook, Page], None]]
) -> dict[int, dict[str, Any]]:
    """Return what was found out on the way, of these and of other pages, by their numbers."""
    before = [len(page.facts.values) for page in handbook.pages]
    for page in pages:
        for work in asked:
            work(handbook, page)
    return {
        index: page.facts.values for index, page in enumerate(handbook.pages) if len(page.facts.values) != before[index]
    }
