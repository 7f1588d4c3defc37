"""Rules of links to old addresses, and to the site's own absolute address (HB303 to HB305, HB310)."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_handbook.links.broken_links import in_pages_and_data, link_to_target
from mkdocs_handbook.links.data_links import resolver_of
from mkdocs_handbook.links.link_resolver import State
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import Finding, Handbook, StubTarget
from mkdocs_handbook.util.wording import shortened


@rule("HB303", "link-to-moved-page", "warning", scope="lint", cost="style")
def link_to_moved_page(handbook: Handbook) -> Iterator[Finding]:
    """A link leads to the current address of a page, not to its old one.

    The stub of a moved page is for links from elsewhere. In the handbook itself, the detour costs readers a redirect,
    and MkDocs cannot check it.

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

    Fix: safe. Writes the new address.
    """
    yield from links_to_old(handbook, "HB303", "moved-page")


@rule("HB304", "absolute-own-link", "warning", scope="lint", cost="style")
def absolute_own_link(handbook: Handbook) -> Iterator[Finding]:
    """A link to a page of the handbook itself is relative.

    An absolute address leads out of a preview of the site and out of an editor. Nothing checks it, and it breaks when
    the site moves to another host or path.

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

    Fix: safe; unsafe where only the name of the host begins with another "www.". Writes the relative link.
    """
    for link in in_pages_and_data(handbook, "own"):
        new = link_to_target(handbook, link, StubTarget(link.outcome.dest), link.outcome.fragment)
        url, is_certain = shortened(link.located.reference.url), link.outcome.is_certain
        what = "is" if is_certain else "is probably"
        message = f'"{url}" {what} an address of this site, link to "{shortened(new)}"'
        yield link.finding("HB304", message, new, is_safe=is_certain)


@rule("HB310", "dead-own-address", scope="lint", cost="dead for readers")
def dead_own_address(handbook: Handbook) -> Iterator[Finding]:
    """A link to an absolute address of the site itself leads to a page, and to an anchor on it, that exist.

    Readers who follow a dead link end on "404 not found", and MkDocs checks no absolute address.

    Bad:

    ```yaml mkdocs.yml
    site_name: Handbook
    site_url: https://handbook.example.com/
    docs_dir: handbook
    plugins: [handbook]
    ```

    ```markdown handbook/a.md
    # A

    See [the other page](https://handbook.example.com/c/).
    ```

    ```markdown handbook/b.md
    # B
    ```

    Good:

    ```markdown handbook/a.md
    # A

    See [the other page](b.md).
    ```

    Fix: none. Write the relative link to the page, or add a stub for the address.
    """
    site = resolver_of(handbook)
    for link in in_pages_and_data(handbook, "own-dead"):
        dest, fragment = link.outcome.dest, link.outcome.fragment
        is_page = site.has_anchors(dest)
        rest = f'"{site.uri(dest)}" has no anchor "#{shortened(fragment)}"' if is_page else "nothing stands there"
        message = f'"{shortened(link.located.reference.url)}" is an address of this site, and {rest}'
        yield link.finding("HB310", message)


@rule("HB305", "link-to-moved-heading", "warning", scope="lint", cost="style")
def link_to_moved_heading(handbook: Handbook) -> Iterator[Finding]:
    """A link leads to the current anchor of a heading, not to its old one.

    The stub of a moved heading is for links from elsewhere.

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

    Fix: safe. Writes the new address.
    """
    yield from links_to_old(handbook, "HB305", "moved-heading")


def links_to_old(handbook: Handbook, code: str, state: State) -> Iterator[Finding]:
    """Yield the findings of links to old addresses."""
    site = resolver_of(handbook)
    for link in in_pages_and_data(handbook, state):
        url, target = link.located.reference.url, link.outcome.target
        if target.gone:
            yield link.finding(code, f'"{shortened(url)}" is gone, remove the link')
            continue
        fragment = target.fragment or ("" if state == "moved-heading" else link.outcome.fragment)
        # A browser that finds no such anchor shows the top of the page.
        is_there = not fragment or not site.has_anchors(target.dest) or site.anchors.has(target.dest, {fragment})
        new = link_to_target(handbook, link, target, fragment if is_there else "")
        message = f'"{shortened(url)}" has moved to "{shortened(new)}", link to that'
        yield link.finding(code, message, new, is_safe=is_there)


RULES = (link_to_moved_page, absolute_own_link, link_to_moved_heading, dead_own_address)
