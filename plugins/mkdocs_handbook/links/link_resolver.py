"""The link resolver: where links lead in the site, by MkDocs' rules for Markdown and a browser's for the rest."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from mkdocs_handbook.data.formats import is_safe_link
from mkdocs_handbook.links import urls
from mkdocs_handbook.links.anchor_index import AnchorIndex
from mkdocs_handbook.model import Handbook, Page, StubTarget
from mkdocs_handbook.pages.page_renderer import Reference

# What a link has that leads nowhere, or to where things were: HB116 and HB301 to HB308 tell these apart.
State = Literal["live", "unsafe", "no-page", "no-anchor", "moved-page", "moved-heading", "own", "own-dead"]
PARTS = re.compile(r"([^?#]*)(\?[^#]*)?(?:#(.*))?\Z", re.DOTALL)
SCHEMES = re.compile(r"https?:(?=//)", re.IGNORECASE)
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# Browsers scroll up for this fragment, whether or not a page has it.
TOP = "top"


class Resolved(NamedTuple):
    """Where a link leads: the file of the site and the fragment, and what is there."""

    state: State
    dest: str = ""
    fragment: str = ""
    target: StubTarget = StubTarget()


LIVE = Resolved("live")


@dataclass(frozen=True, eq=False)
class LinkResolver:
    """The files of a site and what is known of them."""

    handbook: Handbook

    @cached_property
    def files(self) -> frozenset[str]:
        """The files that the site will have, by their paths in it."""
        return frozenset({page.dest for page in self.handbook.pages} | self.handbook.other_files)

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """The pages by their files in the site."""
        return {page.dest: page for page in self.handbook.pages}

    @cached_property
    def anchors(self) -> AnchorIndex:
        """The anchors of pages."""
        return AnchorIndex(self.handbook)

    def outcome(self, reference: Reference, uri: str, dest: str) -> Resolved:
        """Return where a relative link leads that stands on a page with a path and a file in the site."""
        url = reference.url.strip()
        is_rooted = url.startswith("/") and not url.startswith("//")
        if is_rooted and self.handbook.settings.absolute_links and not reference.is_raw:
            url, uri = url.lstrip("/"), ""
        elif is_rooted or SCHEME.match(url) or url.startswith(("//", "\\")):
            return self.absolute(url)
        path, fragment = split_url(url)
        if not path:
            return self.at(dest, fragment)
        source = posixpath.normpath(posixpath.join(posixpath.dirname(uri), unquote(path)).lstrip("/"))
        if not reference.is_raw:
            if page := self.handbook.by_uri.get(source):
                return self.at(page.dest, fragment)
            if made := self.handbook.generated.get(source):
                return self.at(made, fragment)
            if source in self.handbook.other_files or self.is_data(source):
                return LIVE
        return self.by_address(dest, path, fragment, "" if reference.is_raw else source)

    def by_address(self, dest: str, path: str, fragment: str, source: str) -> Resolved:
        """Return what is at a path on the site, or was at that of a page's source."""
        resolved = self.at(landing_file(dest, unquote(path)), fragment)
        if resolved.state == "no-page" and source.endswith(urls.PAGES):
            moved = self.at(urls.page_dest(source, directory_urls=self.directory_urls), fragment)
            return moved if moved.state == "moved-page" else resolved
        return resolved

    def outcome_in_data(self, address: str) -> Resolved:
        """Return where a link in data leads, which counts from the pages' folder on whatever page it is shown.

        So it is the path of a page or a file: an address on the site, or a fragment alone, is another one on each page.
        """
        if not is_safe_link(address):
            return Resolved("unsafe")
        if address.startswith("/") and self.handbook.settings.absolute_links:
            address = address.lstrip("/")
        elif address.startswith("/") or SCHEME.match(address):
            resolved = self.absolute(address)
            is_elsewhere = address.startswith("/") and resolved.state in ("live", "own-dead")
            return Resolved("no-page") if is_elsewhere else resolved
        path, fragment = split_url(address)
        source = posixpath.normpath(unquote(path)) if path else ""
        if page := self.handbook.by_uri.get(source):
            return self.at(page.dest, fragment)
        if made := self.handbook.generated.get(source):
            return self.at(made, fragment)
        if source in self.handbook.other_files:
            return LIVE
        resolved = self.by_address("index.html", path, fragment, source)
        return resolved if resolved.state == "moved-page" else Resolved("no-page")

    def absolute(self, url: str) -> Resolved:
        """Return what is at an absolute address, of which only those of the site itself matter."""
        base = urlsplit(self.handbook.settings.site_url.rstrip("/"))
        # With either scheme or none, and from the host on.
        address = SCHEMES.sub("", url)
        host = f"//{base.netloc}{base.path}/" if base.netloc else ""
        start = next((prefix for prefix in (host, f"{base.path}/") if prefix and address.startswith(prefix)), "")
        if not start or (address.startswith("//") and start != host):
            return LIVE
        path, _, fragment = address[len(start) :].partition("#")
        dest = landing_file("index.html", unquote(path.partition("?")[0]) or "./")
        dest = f"{dest}/index.html" if dest not in self.files and f"{dest}/index.html" in self.files else dest
        resolved = self.at(dest, fragment)
        if resolved.state == "live":
            return Resolved("own", dest, fragment)
        if resolved.state not in ("no-page", "no-anchor"):
            return resolved
        # A site at the top of its host may share that with others.
        return LIVE if start == "/" and resolved.state == "no-page" else resolved._replace(state="own-dead")

    @property
    def directory_urls(self) -> bool:
        """Whether pages are published as folders."""
        return self.handbook.settings.use_directory_urls

    def is_data(self, source: str) -> bool:
        """Return whether a path, as seen from the pages' folder, is of a data file: such links lead to the repository."""
        if not source.endswith((".yml", ".yaml")):
            return False
        return posixpath.normpath(posixpath.join(self.handbook.settings.docs_dir, source)) in self.handbook.data_paths

    def at(self, dest: str, fragment: str) -> Resolved:
        """Return what is at a file of the site and a fragment, which browsers take as it is written, else decoded."""
        stubs, decoded = self.handbook.stubs, unquote(fragment)
        if dest not in self.files:
            is_moved = dest in stubs.pages
            target = stubs.headings.get((dest, decoded)) or stubs.pages.get(dest) or StubTarget()
            return Resolved("moved-page" if is_moved else "no-page", dest, decoded, target)
        if not fragment or fragment == TOP or not self.has_anchors(dest):
            return LIVE
        if not {fragment, decoded}.isdisjoint(self.anchors.at(dest)):
            return LIVE
        moved = stubs.headings.get((dest, decoded))
        return Resolved("moved-heading" if moved else "no-anchor", dest, decoded, moved or StubTarget())

    def has_anchors(self, dest: str) -> bool:
        """Return whether a file of the site is a page whose anchors are known."""
        return (dest in self.pages or dest in self.handbook.generated_at) and self.anchors.are_known(dest)

    def uri(self, dest: str) -> str:
        """Return the path by which people name a file of the site: its page's, if it has one."""
        page = self.pages.get(dest)
        return page.uri if page else self.handbook.generated_at.get(dest, dest)


def split_url(url: str) -> tuple[str, str]:
    """Return the path and the fragment of a relative link."""
    match = PARTS.match(url)
    return (match[1], match[3] or "") if match else ("", "")


def landing_file(dest: str, path: str) -> str:
    """Return the file of the site to which a browser goes by a relative path from another file of it."""
    folder = posixpath.dirname(dest)
    folders: list[str] = []
    for part in [*folder.split("/"), *path.split("/")]:
        if part == "..":
            del folders[-1:]
        elif part and part != ".":
            folders.append(part)
    name = "/".join(folders)
    is_folder = path.endswith("/") or posixpath.basename(path) in (".", "..")
    return posixpath.join(name, "index.html") if is_folder else name
