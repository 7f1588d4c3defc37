"""Rules of links that lead nowhere, in pages and in data (HB116, HB301, HB302)."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from mkdocs_handbook.links import urls
from mkdocs_handbook.links.address_parts import DIRECTIVE
from mkdocs_handbook.links.broken_links import (
    BrokenLink,
    broken_in_data,
    in_state,
    missing_anchor_message,
    suggested_anchor,
    suggested_page,
)
from mkdocs_handbook.lint.rules.links import link_slips
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import Finding, Handbook
from mkdocs_handbook.util.wording import guess_hint, shortened


@rule("HB116", "dead-data-link", cost="dead for readers")
def dead_data_link(handbook: Handbook) -> Iterator[Finding]:
    """A relative link in data leads to a page, and to an anchor on it, that exist.

    Readers who follow a dead link in a table get "not found" instead of instructions. Links in data are relative to the
    folder of the pages, whichever page shows the table. Most dead links get this wrong.

    Bad:

    ```yaml rituals/engineering.rituals.yml
    - task: Release
      startedOn: 2026-01-05
      frequency: Every 3 weeks
      description: Follow [the steps](../handbook/engineering/releases.md).
      dri: ana
    ```

    ```markdown handbook/engineering/releases.md
    # Releases
    ```

    Good:

    ```yaml rituals/engineering.rituals.yml
    - task: Release
      startedOn: 2026-01-05
      frequency: Every 3 weeks
      description: Follow [the steps](engineering/releases.md).
      dri: ana
    ```

    Fix: safe if the page or anchor is certain, for example if the address only lacks `.md`; unsafe if one merely has a
    similar name.
    """
    for link in broken_in_data(handbook):
        url, state = link.located.reference.url, link.outcome.state
        if state == "unsafe":
            message = f'"{shortened(url)}" is no safe address, http, https, mailto or a relative one is'
            yield link.finding("HB116", message, is_safe=False)
        elif state == "no-page":
            way = ", write the path of a page, or an address with https://"
            yield missing_page(handbook, link, "HB116", "page", way)
        elif state == "no-anchor":
            # Quoted, since some characters would end a value in YAML.
            yield missing_anchor(handbook, link, "HB116", safe="/")


def missing_page(handbook: Handbook, link: BrokenLink, code: str, what: str, way: str) -> Finding:
    """Return the finding of a link to what does not exist; `way` says what to do where nothing is near."""
    url = link.located.reference.url
    if meant := link_slips.slip(url):
        return link.finding(code, meant.message, meant.meant, is_safe=meant.is_sure)
    if reason := link.outcome.left_out:
        return link.finding(code, left_out_message(url, reason))
    if link.located.reference.is_image:
        return link.finding(code, f'no image stands at "{shortened(url)}"', is_safe=False)
    guess, is_sure = suggested_page(handbook, link)
    hint = guess_hint(shortened(guess)) or way
    return link.finding(code, f'no {what} stands at "{shortened(url)}"{hint}', guess, is_safe=is_sure, hint=hint)


def left_out_message(url: str, reason: str) -> str:
    """Return the message that what a link leads to is there, but not in the site."""
    return f'"{shortened(url)}" is there, but left out of the site {reason}'


def missing_anchor(handbook: Handbook, link: BrokenLink, code: str, safe: str) -> Finding:
    """Return the finding of a link to an anchor that its page lacks; `safe` characters are not quoted in the fix."""
    guess, is_sure = suggested_anchor(handbook, link)
    path, _, fragment = link.located.reference.url.partition("#")
    directive = "".join(fragment.partition(DIRECTIVE)[1:])
    fixed = f"{path}#{quote(guess, safe=safe)}{directive}" if guess else ""
    return link.finding(code, missing_anchor_message(handbook, link, guess), fixed, is_safe=is_sure)


@rule("HB301", "dead-link", scope="lint", cost="dead for readers")
def dead_link(handbook: Handbook) -> Iterator[Finding]:
    """A relative link leads to a page, or another file of the site, that exists.

    Readers who follow a dead link end on "404 not found", and you never hear of it.

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

    Fix: safe if the page is certain, for example if the address only lacks `.md`, if an e-mail address lacks `mailto:`, or
    if an invisible character stands in it; unsafe if another page merely has a similar name.
    """
    for link in in_state(handbook, "no-page"):
        way = ", write the path of a page or remove the link"
        yield missing_page(handbook, link, "HB301", "page or file", way)


@rule("HB302", "dead-anchor", scope="lint", cost="dead for readers")
def dead_anchor(handbook: Handbook) -> Iterator[Finding]:
    """The fragment of a link is an anchor on the page to which the link leads.

    Without the anchor, a browser shows the top of the page, and readers have to search for the right place. Anchors are
    those of the built page: of headings, of raw HTML, and of table rows.

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

    Fix: safe if one anchor differs only in letter case or separators; unsafe if one is merely similar.
    """
    for link in in_state(handbook, "no-anchor"):
        yield missing_anchor(handbook, link, "HB302", safe=urls.FRAGMENT)


RULES = (dead_data_link, dead_link, dead_anchor)
