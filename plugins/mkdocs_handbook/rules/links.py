"""Rules of links, in prose and in data: where they lead, as the built site will have it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote

from mkdocs_handbook import addresses, hyperlinks, nearby
from mkdocs_handbook.candidates import Located
from mkdocs_handbook.links import in_items, place, site_of
from mkdocs_handbook.model import Edit, Finding, Handbook, Page, Source, Span, Target
from mkdocs_handbook.rendering import Reference
from mkdocs_handbook.rules.registry import rule
from mkdocs_handbook.targets import Outcome, State
from mkdocs_handbook.words import shortened


class Problem(NamedTuple):
    """A link that does not lead where it should: the file it stands in, the path and address it counts from, where it leads."""

    source: Source
    uri: str
    dest: str
    located: Located
    outcome: Outcome

    def finding(self, code: str, message: str, link: str = "", *, is_safe: bool = True) -> Finding:
        """Give the finding at the link's address; a link that is given is what belongs there."""
        reference, span = self.located
        is_there = (
            link and self.source.text[span.start : span.end] == reference.url and is_replaceable(self.source, span)
        )
        edits = (Edit(self.source.path, span, link),) if is_there else ()
        return Finding(code, self.source, span, message, edits, is_safe, reference.url)


def is_replaceable(source: Source, span: Span) -> bool:
    """Whether another address may stand where one does: not between bare angle brackets, nor right before a title."""
    before, after = source.text[max(0, span.start - 2) : span.start], source.text[span.end : span.end + 1]
    return not (before.endswith("<") and before != "(<") and not (before.endswith("(") and after in ("'", '"'))


@lru_cache(maxsize=2)
def problems(handbook: Handbook) -> tuple[Problem, ...]:
    """Give the links and images of all pages that do not lead to something that is there."""
    return tuple(one for page in handbook.pages for one in problems_of(handbook, page))


def problems_of(handbook: Handbook, page: Page) -> Iterator[Problem]:
    """Give those of one page."""
    site = site_of(handbook)
    embedded = {embed.target for embed in page.embeds}

    def wanted(reference: Reference) -> bool:
        is_embed = not reference.is_raw and reference.url in embedded
        return not is_embed and site.outcome(reference, page.uri, page.dest).state != "live"

    for located in hyperlinks.links(page, handbook.settings, wanted):
        yield Problem(page.source, page.uri, page.dest, located, site.outcome(located.reference, page.uri, page.dest))


@lru_cache(maxsize=2)
def problems_in_data(handbook: Handbook) -> tuple[Problem, ...]:
    """Give the links in data that do not lead to something that is there; they count from the pages' folder."""
    site = site_of(handbook)
    found = []
    for file in handbook.files:
        for link in in_items(file.every, file.kind):
            reference = Reference(link.address, is_image=link.is_image)
            outcome = site.outcome(reference, "", "index.html")
            if outcome.state != "live":
                located = Located(reference, place(file.source, link))
                found.append(Problem(file.source, "", "index.html", located, outcome))
    return tuple(found)


def of_state(handbook: Handbook, *states: State, images: bool = False) -> Iterator[Problem]:
    """Give the problems of pages with one of some states, of links or of images."""
    for one in problems(handbook):
        if one.outcome.state in states and one.located.reference.is_image == images:
            yield one


def everywhere(handbook: Handbook, *states: State) -> Iterator[Problem]:
    """Give the problems of pages and data with one of some states."""
    return (one for one in (*problems(handbook), *problems_in_data(handbook)) if one.outcome.state in states)


@rule("HB301", "dead-link", scope="lint")
def dead_link(handbook: Handbook) -> Iterator[Finding]:
    """A relative link leads to a page, or another file of the site, that exists.

    A reader who follows a dead link ends on "404 not found", and nobody hears of it.

    Bad:

    ```markdown handbook/a.md
    # A

    See [the other page](b).
    ```

    ```markdown handbook/b.md
    # B
    ```

    Good:

    ```markdown handbook/a.md
    # A

    See [the other page](b.md).
    ```

    Fix: safe where the page is certain, such as an address that lacks `.md`; unsafe where another page has a similar name.
    """
    for one in of_state(handbook, "no-page"):
        reference = one.located.reference
        path, mark, rest = re.split(r"([?#]|\Z)", reference.url.strip(), maxsplit=1)
        guess = nearby.page(site_of(handbook), path, one.uri, one.dest)
        link = f"{relative(one, handbook.by_uri[guess.name].dest, guess.name)}{mark}{rest}" if guess.name else ""
        hint = f', did you mean "{shortened(link)}"?' if link else ", write the path of a page or remove the link"
        message = f'no page or file stands at "{shortened(reference.url)}"{hint}'
        yield one.finding("HB301", message, link, is_safe=guess.is_sure)


@rule("HB302", "dead-anchor", scope="lint")
def dead_anchor(handbook: Handbook) -> Iterator[Finding]:
    """The fragment of a link is an anchor of the page to which it leads.

    Without the anchor, a browser shows the top of the page, and the reader has to search for what was meant. Anchors are
    those of the built page: of headings, of raw HTML, and of the rows of tables.

    Bad:

    ```markdown handbook/a.md
    # A

    [Our values](#our-value)

    ## Our values
    ```

    Good:

    ```markdown handbook/a.md
    # A

    [Our values](#our-values)

    ## Our values
    ```

    Fix: safe where one anchor differs only in letter case or separators, unsafe where one is similar.
    """
    site = site_of(handbook)
    guesses = cache(lambda dest: nearby.anchors(site.anchors_at(dest)))
    for one in of_state(handbook, "no-anchor"):
        guess = guesses(one.outcome.dest)(one.outcome.fragment)
        url = one.located.reference.url
        link = f"{url.partition('#')[0]}#{quote(guess.name, safe=addresses.FRAGMENT)}" if guess.name else ""
        hint = f', did you mean "#{guess.name}"?' if guess.name else ""
        message = f'"{site.uri(one.outcome.dest)}" has no anchor "#{shortened(one.outcome.fragment)}"{hint}'
        yield one.finding("HB302", message, link, is_safe=guess.is_sure)


@rule("HB303", "link-to-moved-page", "warning", scope="lint")
def link_to_moved_page(handbook: Handbook) -> Iterator[Finding]:
    """A link leads to where a page is now, not to its old address.

    The stub of a moved page is for links that others made. In the handbook itself a detour costs readers a redirect, and
    MkDocs cannot check it.

    Bad:

    ```markdown handbook/a.md
    # A

    See [the other page](old.md).
    ```

    ```markdown handbook/b.md
    # B
    ```

    ```yaml rituals/stubs.yml
    old.md: b.md
    ```

    Good:

    ```markdown handbook/a.md
    # A

    See [the other page](b.md).
    ```

    Fix: safe, the new address.
    """
    yield from moved(handbook, "HB303", "moved-page")


@rule("HB304", "absolute-own-link", "warning", scope="lint")
def absolute_own_link(handbook: Handbook) -> Iterator[Finding]:
    """A link to a page of the handbook itself is a relative one.

    An absolute address leads out of a preview of the site and out of an editor, nobody checks it, and it dies when the
    site moves to another host or below another path.

    Bad:

    ```yaml mkdocs.yml
    site_name: Handbook
    site_url: https://handbook.example.com/
    docs_dir: handbook
    plugins: [handbook]
    ```

    ```markdown handbook/a.md
    # A

    See [the other page](https://handbook.example.com/b/).
    ```

    ```markdown handbook/b.md
    # B
    ```

    Good:

    ```markdown handbook/a.md
    # A

    See [the other page](b.md).
    ```

    Fix: safe, the relative link. An address of the site at which no page stands has none.
    """
    for one in everywhere(handbook, "own", "own-dead"):
        url = one.located.reference.url
        if one.outcome.state == "own-dead":
            site = site_of(handbook)
            uri = site.uri(one.outcome.dest) if site.has_anchors(one.outcome.dest) else ""
            lacks = f'"{uri}" has no anchor "#{shortened(one.outcome.fragment)}"' if uri else "nothing stands there"
            yield one.finding("HB304", f'"{shortened(url)}" is an address of this site, and {lacks}')
            continue
        link = address_of(handbook, one, Target(one.outcome.dest), one.outcome.fragment)
        yield one.finding("HB304", f'"{shortened(url)}" is an address of this site, link to "{shortened(link)}"', link)


@rule("HB305", "link-to-moved-heading", "warning", scope="lint")
def link_to_moved_heading(handbook: Handbook) -> Iterator[Finding]:
    """A link leads to where a heading is now, not to its old anchor.

    The stub of a moved heading is for links that others made.

    Bad:

    ```markdown handbook/a.md
    # A

    See [the story](b.md#story).
    ```

    ```markdown handbook/b.md
    # B

    ## History
    ```

    ```yaml rituals/stubs.yml
    b.md#story: b.md#history
    ```

    Good:

    ```markdown handbook/a.md
    # A

    See [the story](b.md#history).
    ```

    Fix: safe, the new address.
    """
    yield from moved(handbook, "HB305", "moved-heading")


def moved(handbook: Handbook, code: str, state: State) -> Iterator[Finding]:
    """Give the findings of links to old addresses."""
    for one in everywhere(handbook, state):
        url, target = one.located.reference.url, one.outcome.target
        if target.gone:
            yield one.finding(code, f'"{shortened(url)}" is gone, remove the link')
            continue
        fragment = target.fragment or ("" if state == "moved-heading" else one.outcome.fragment)
        site = site_of(handbook)
        # A browser that finds no such anchor shows the top of the page.
        is_there = not fragment or not site.has_anchors(target.dest) or fragment in site.anchors_at(target.dest)
        link = address_of(handbook, one, target, fragment if is_there else "")
        message = f'"{shortened(url)}" has moved to "{shortened(link)}", link to that'
        yield one.finding(code, message, link, is_safe=is_there)


def address_of(handbook: Handbook, one: Problem, target: Target, fragment: str) -> str:
    """Give the link from a page to a target, with the query that a link had."""
    if target.external:
        return target.external
    path = relative(one, target.dest, site_of(handbook).uri(target.dest))
    _, mark, query = one.located.reference.url.partition("#")[0].partition("?")
    return f"{path}{mark}{query}" + (f"#{quote(unquote(fragment), safe=addresses.FRAGMENT)}" if fragment else "")


def relative(one: Problem, dest: str, uri: str) -> str:
    """Give a relative link to a page or file: for Markdown to its source, in raw HTML to its address."""
    if one.located.reference.is_raw:
        is_folder = posixpath.basename(dest) == "index.html"
        return addresses.link(dest, start=one.dest, directory_urls=is_folder)
    path = posixpath.relpath(uri, posixpath.dirname(one.uri) or ".")
    return quote(path)


@rule("HB308", "dead-image", scope="lint")
def dead_image(handbook: Handbook) -> Iterator[Finding]:
    """An image exists.

    A reader sees a broken picture, or only its description.

    Bad:

    ```markdown handbook/a.md
    # A

    ![Map of our offices](map.png)
    ```

    Good:

    ```markdown handbook/a.md
    # A

    Our offices are in Berlin and Lisbon.
    ```

    Fix: none.
    """
    for one in of_state(handbook, "no-page", images=True):
        yield one.finding("HB308", f'no image stands at "{shortened(one.located.reference.url)}"')


RULES = (dead_link, dead_anchor, link_to_moved_page, absolute_own_link, link_to_moved_heading, dead_image)
