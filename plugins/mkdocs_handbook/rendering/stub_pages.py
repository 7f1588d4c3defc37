"""Redirect pages: the HTML file at each old address, and the `_redirects` file of Netlify."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from jinja2 import Environment

from mkdocs_handbook.links import directory_pages, urls
from mkdocs_handbook.model import Handbook, Page, StubTarget
from mkdocs_handbook.pages import page_reader
from mkdocs_handbook.util import escaping, templates
from mkdocs_handbook.util.escaping import Html, RedirectRules


@dataclass(frozen=True, slots=True)
class MovedHeading:
    """A moved heading: its old anchor, what it was called, and the address and name of where it went ("" if gone)."""

    id: str
    label: str
    href: str
    to: str


def redirect_files(handbook: Handbook, env: Environment) -> dict[str, Html | RedirectRules]:
    """Return the stub pages by their path in the site, and `_redirects` for hosts that read one."""
    pages: dict[str, Html | RedirectRules] = {
        dest: stub_page(handbook, env, dest, target) for dest, target in handbook.stubs.pages.items()
    }
    return {**pages, "_redirects": redirects_file(handbook)} if pages else {}


def stub_page(handbook: Handbook, env: Environment, dest: str, target: StubTarget) -> Html:
    """Return the page that stands at an old address: one that leads on, or a tombstone."""
    moved = moved_headings(handbook, dest, by_page=False)
    directory_urls = handbook.settings.use_directory_urls
    return templates.render(
        env,
        "stub",
        href=target_href(handbook, target, dest),
        canonical=canonical_url(handbook, target, dest),
        to=target_name(handbook, target),
        site_name=handbook.settings.site_name,
        look=handbook.settings.look,
        root=urls.relative_url(".", start=dest, directory_urls=False),
        name=dest.removesuffix("index.html").rstrip("/") if directory_urls else dest,
        home=urls.relative_url("index.html", start=dest, directory_urls=directory_urls),
        moved={stub.id: stub.href for stub in moved},
        stubs=moved,
    )


def moved_headings(handbook: Handbook, dest: str, *, by_page: bool) -> list[MovedHeading]:
    """Return the moved headings of a page in order; their links lead to pages' sources (`by_page`) or to the site's files."""
    found: list[MovedHeading] = []
    stubs = handbook.stubs.of_page(dest)
    start = page_at(handbook, dest) if stubs else None
    for fragment, target in sorted(stubs.items()):
        page = page_at(handbook, target.dest)
        if by_page and page and start:
            anchor = f"#{target.fragment}" if target.fragment else ""
            address = urls.relative_url(page.uri, start=start.uri, directory_urls=False) + anchor
        else:
            address = target_href(handbook, target, dest)
        found.append(MovedHeading(fragment, page_reader.anchor_label(fragment), address, target_name(handbook, target)))
    return found


def target_href(handbook: Handbook, target: StubTarget, start: str) -> str:
    """Return the address of a target as seen from a file of the site, "" if it is gone."""
    if target.gone or target.external:
        return target.external
    directory_urls = handbook.settings.use_directory_urls
    return urls.relative_url(target.dest, start=start, fragment=target.fragment, directory_urls=directory_urls)


def canonical_url(handbook: Handbook, target: StubTarget, start: str) -> str:
    """Return the whole address of a target where the site's own is known, else the relative one; without its fragment."""
    settings = handbook.settings
    if settings.site_url and target.dest:
        return urls.absolute_url(target.dest, base=settings.site_url, directory_urls=settings.use_directory_urls)
    return target_href(handbook, target, start).partition("#")[0]


def page_at(handbook: Handbook, dest: str) -> Page | None:
    """Return the page that is published as a file of the site."""
    if uri := handbook.generated_at.get(dest):
        return directory_pages.make_page(handbook, uri)
    return next((page for page in handbook.pages if page.dest == dest), None)


def target_name(handbook: Handbook, target: StubTarget) -> str:
    """Return a target in words: its page's title and its heading's, or its address."""
    page = page_at(handbook, target.dest)
    return page_reader.place_title(page, target.fragment) if page else target.external or target.dest


def redirects_file(handbook: Handbook) -> RedirectRules:
    """Return the lines of a `_redirects` file, which Netlify, Cloudflare Pages and others read: old, new, status."""
    settings = handbook.settings
    base = urlsplit(settings.site_url).path
    rules = []
    for dest, target in sorted(handbook.stubs.pages.items()):
        # A host answers before the page that would know where its headings went.
        if not target.gone and not target.external.startswith("mailto:") and not handbook.stubs.of_page(dest):
            old = urls.absolute_url(dest, base=base, directory_urls=settings.use_directory_urls)
            rules.append(escaping.redirect_rule(old, site_address(target, base, handbook)))
    return RedirectRules("".join(rules))


def site_address(target: StubTarget, base: str, handbook: Handbook) -> str:
    """Return a target's address on its host."""
    if target.external:
        return target.external
    path = urls.absolute_url(target.dest, base=base, directory_urls=handbook.settings.use_directory_urls)
    return f"{path}#{target.fragment}" if target.fragment else path
