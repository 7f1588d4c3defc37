"""The rule of entries of the navigation that lead nowhere (HB311)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from mkdocs_handbook.data.formats import SCHEME
from mkdocs_handbook.links import link_suggestions
from mkdocs_handbook.links.data_links import resolver_of
from mkdocs_handbook.links.link_resolver import LinkResolver
from mkdocs_handbook.lint.rules.links.dead_links import left_out_message
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import Finding, Handbook, NavEntry
from mkdocs_handbook.pages.page_renderer import Reference
from mkdocs_handbook.util.wording import guess_hint, shortened


@rule("HB311", "dead-nav-entry", scope="lint", cost="dead for readers")
def dead_nav_entry(handbook: Handbook) -> Iterator[Finding]:
    """An entry of the navigation is a page of the site, or an address that exists.

    The navigation is on every page, so that all readers meet a dead entry. MkDocs warns of some of them, and of none that
    is a draft.

    Bad:

    ```yaml mkdocs.yml
    site_name: Handbook
    docs_dir: handbook
    plugins: [handbook]
    nav: [index.md, hirng.md]
    ```

    ```markdown handbook/hiring.md
    # Hiring
    ```

    Good:

    ```yaml mkdocs.yml
    site_name: Handbook
    docs_dir: handbook
    plugins: [handbook]
    nav: [index.md, hiring.md]
    ```

    Fix: none, since lint never changes mkdocs.yml: what it says decides how everything else is read. The finding names the
    page whose name is nearest.
    """
    site = resolver_of(handbook)
    for entry in handbook.settings.nav_entries:
        if entry.path.startswith("/"):
            yield from absolute_findings(site, entry)
        elif entry.path and not (SCHEME.match(entry.path) or entry.path.startswith("\\")):
            yield from entry_findings(site, entry)


def absolute_findings(site: LinkResolver, entry: NavEntry) -> Iterator[Finding]:
    """Yield the finding of an entry with an absolute path that names the source of a page, where the host has nothing."""
    path = posixpath.normpath(entry.path.partition("#")[0].lstrip("/"))
    if path.endswith(".md") and not entry.path.startswith("//") and site.by_source(path, "", ""):
        message = f'no page stands at "{shortened(entry.path)}"{guess_hint(shortened(path))}'
        yield Finding("HB311", entry.source, entry.span, message, url=entry.path)


def entry_findings(site: LinkResolver, entry: NavEntry) -> Iterator[Finding]:
    """Yield the finding of an entry, if there is one: MkDocs takes it for a page's path, else for an address from the top."""
    known = site.by_source(posixpath.normpath(entry.path), "", "")
    outcome = known or site.outcome(Reference(entry.path, is_raw=True), "", "index.html")
    if outcome.state == "live":
        return
    path, mark, fragment = entry.path.partition("#")
    shown, hint = shortened(entry.path), ""
    if mark and site.by_source(posixpath.normpath(path), "", ""):
        message = f'"{shown}" is no page, and an entry of the navigation has no anchor: write "{shortened(path)}"'
    elif outcome.left_out:
        message = left_out_message(entry.path, outcome.left_out)
    elif outcome.state == "no-anchor":
        message = f'"{shown}" leads to a page that has no anchor "#{shortened(unquote(fragment))}"'
    else:
        meant = link_suggestions.suggest_page(site, path, "", "index.html").name
        hint = guess_hint(shortened(meant)) or ", remove the entry or add the page"
        message = f'no page stands at "{shown}"{hint}'
    yield Finding("HB311", entry.source, entry.span, message, url=entry.path, hint=hint)


RULES = (dead_nav_entry,)
