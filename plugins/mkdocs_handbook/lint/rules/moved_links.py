"""Rules of links that get there by a detour: to what has moved, or by the site's own address."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_handbook.links.broken_links import in_pages_and_data, link_to_target
from mkdocs_handbook.links.data_links import resolver_of
from mkdocs_handbook.links.link_resolver import State
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import Finding, Handbook, StubTarget
from mkdocs_handbook.util.wording import shortened


@rule("HB303", "link-to-moved-page", "warning", scope="lint")
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
    yield from moved(handbook, "HB303", "moved-page")


@rule("HB304", "absolute-own-link", "warning", scope="lint")
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

    Fix: safe. Writes the relative link. There is none for an address of the site at which no page exists.
    """
    for one in in_pages_and_data(handbook, "own", "own-dead"):
        url = one.located.reference.url
        if one.outcome.state == "own-dead":
            site = resolver_of(handbook)
            uri = site.uri(one.outcome.dest) if site.has_anchors(one.outcome.dest) else ""
            lacks = f'"{uri}" has no anchor "#{shortened(one.outcome.fragment)}"' if uri else "nothing stands there"
            yield one.finding("HB304", f'"{shortened(url)}" is an address of this site, and {lacks}')
            continue
        link = link_to_target(handbook, one, StubTarget(one.outcome.dest), one.outcome.fragment)
        yield one.finding("HB304", f'"{shortened(url)}" is an address of this site, link to "{shortened(link)}"', link)


@rule("HB305", "link-to-moved-heading", "warning", scope="lint")
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
    yield from moved(handbook, "HB305", "moved-heading")


def moved(handbook: Handbook, code: str, state: State) -> Iterator[Finding]:
    """Give the findings of links to old addresses."""
    for one in in_pages_and_data(handbook, state):
        url, target = one.located.reference.url, one.outcome.target
        if target.gone:
            yield one.finding(code, f'"{shortened(url)}" is gone, remove the link')
            continue
        fragment = target.fragment or ("" if state == "moved-heading" else one.outcome.fragment)
        site = resolver_of(handbook)
        # A browser that finds no such anchor shows the top of the page.
        is_there = not fragment or not site.has_anchors(target.dest) or fragment in site.anchors_at(target.dest)
        link = link_to_target(handbook, one, target, fragment if is_there else "")
        message = f'"{shortened(url)}" has moved to "{shortened(link)}", link to that'
        yield one.finding(code, message, link, is_safe=is_there)


RULES = (link_to_moved_page, absolute_own_link, link_to_moved_heading)
