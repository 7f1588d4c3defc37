"""The link resolver: where links lead in the site, by MkDocs' rules for Markdown and a browser's for the rest."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal, NamedTuple
from urllib.parse import SplitResult, unquote

from mkdocs_handbook.data.formats import SCHEME, is_safe_link
from mkdocs_handbook.links import urls
from mkdocs_handbook.links.address_parts import (
    DIRECTIVE,
    Host,
    host,
    landing_file,
    split_address,
    split_url,
    without_www,
)
from mkdocs_handbook.links.anchor_index import AnchorIndex
from mkdocs_handbook.links.site import languages
from mkdocs_handbook.model import Handbook, Page, StubTarget
from mkdocs_handbook.pages import extension_effects
from mkdocs_handbook.pages.page_renderer import Reference
from mkdocs_handbook.util.patterns.ignore_patterns import IgnoreSpec

# What is at the end of a link; rules tell what leads nowhere, or to where things were, apart by it.
State = Literal["live", "unsafe", "no-page", "no-anchor", "moved-page", "moved-heading", "own", "own-dead"]
# Browsers scroll up for this fragment, whether or not a page has it.
TOP = "top"
# Anchors that Material's plugin of tags makes.
TAGGED = "tag:"


class Resolved(NamedTuple):
    """Where a link leads: the file of the site and the fragment, and what is there; of what lives, only where anchors count.

    `left_out` is why the site does not have a file that is there. An address is not `is_certain` that has another host's name.
    """

    state: State
    dest: str = ""
    fragment: str = ""
    target: StubTarget = StubTarget()
    left_out: str = ""
    is_certain: bool = True


LIVE = Resolved("live")
# The beginning of an address with a host.
WEB = re.compile(r"https?://[^/?#]", re.IGNORECASE)


def is_absolute(url: str) -> bool:
    """Return whether an address has a scheme or a host, or begins as browsers read such a one."""
    return SCHEME.match(url) is not None or url.startswith(("//", "\\"))


def source_path(path: str, uri: str) -> str:
    """Return the path of a source, below the pages' folder, that a path on a page with another one names."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(uri), unquote(path)).lstrip("/"))


@dataclass(frozen=True, eq=False)
class LinkResolver:
    """The files of a site and what is known of them."""

    handbook: Handbook

    @cached_property
    def files(self) -> frozenset[str]:
        """The files that the site has or will have, by their paths in it; what has moved is none of them."""
        if built := self.handbook.built:
            return built.files - self.handbook.stubs.pages.keys()
        return frozenset({page.dest for page in self.handbook.pages} | self.handbook.other_files)

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """The pages by their files in the site."""
        return {page.dest: page for page in self.handbook.pages}

    @cached_property
    def anchors(self) -> AnchorIndex:
        """The anchors of pages."""
        return AnchorIndex(self.handbook)

    @cached_property
    def left_out_at(self) -> Mapping[str, str]:
        """Why files are not in the site that would have these paths there."""
        settings, uris = self.handbook.settings, self.handbook.left_out
        return {**uris, **{languages.dest(uri, settings): reason for uri, reason in uris.items()}}

    @cached_property
    def made(self) -> IgnoreSpec:
        """What matches the paths of files that plugins make."""
        return IgnoreSpec(self.handbook.settings.plugins.made)

    @cached_property
    def rewritten(self) -> re.Pattern[str] | None:
        """What in an address a plugin replaces by something else; None for nothing."""
        return extension_effects.searched(self.handbook.settings.plugins.rewritten)

    def outcome(self, reference: Reference, uri: str, dest: str) -> Resolved:
        """Return where a relative link leads that stands on a page with a path and a file in the site."""
        url = reference.url.strip()
        if extension_effects.is_found(self.rewritten, url):
            return LIVE
        is_rooted = url.startswith("/") and not url.startswith("//")
        if is_rooted and self.handbook.settings.absolute_links and not reference.is_raw:
            url, uri = url.lstrip("/"), ""
        elif is_rooted or is_absolute(url):
            return (self.named_by_source(url) if is_rooted else None) or self.absolute(url)
        path, fragment = split_url(url)
        if not path:
            return self.at(dest, fragment)
        source = source_path(path, uri)
        if not reference.is_raw and (found := self.by_source(source, uri, fragment)):
            return found
        return self.by_address(dest, path, fragment, "" if reference.is_raw else source)

    def is_foreign(self, url: str) -> bool:
        """Return whether an address leads out of the site, whatever that has."""
        url = url.strip()
        if WEB.match(url) and (not self.base.netloc or self.hosts[1][0] not in url.casefold()):
            return True
        return is_absolute(url) and self.own_path(url) is None

    def named_source(self, reference: Reference, uri: str) -> tuple[str, str] | None:
        """Return the source and the fragment that a link names which counts from its page, None for any other.

        So `by_source` tells all of it where that finds something.
        """
        url = reference.url.strip()
        if reference.is_raw or url.startswith("/") or is_absolute(url) or self.handbook.settings.plugins.languages:
            return None
        path, fragment = split_url(url)
        is_plain = path and not extension_effects.is_found(self.rewritten, url)
        return (source_path(path, uri), fragment) if is_plain else None

    @cached_property
    def at_source(self) -> Callable[[tuple[str, str]], Resolved | None]:
        """What gives for a source and a fragment, as `named_source` has them, what `by_source` finds there."""
        return cache(lambda named: self.by_source(named[0], "", named[1]))

    def by_source(self, source: str, uri: str, fragment: str) -> Resolved | None:
        """Return what MkDocs finds at the path of a source that is named on a page, None where that is nothing."""
        plugins = self.handbook.settings.plugins
        for path in (source, *languages.variants(source, uri, plugins)):
            if page := self.handbook.by_uri.get(path):
                return self.at(page.dest, fragment)
            if made := self.handbook.generated.get(path):
                return self.at(made, fragment)
            if languages.file_dest(path, plugins) in self.handbook.other_files or self.is_data(path):
                return LIVE
        return None

    def named_by_source(self, url: str) -> Resolved | None:
        """Return where a path from "/" on would lead if it began at the pages' folder; None where that is no page's source.

        MkDocs leaves such an address as it is, and no host has the sources of pages.
        """
        path, fragment = split_url(url)
        source = unquote(path).lstrip("/")
        for uri in (source, source.removeprefix(f"{self.handbook.settings.docs_dir}/")):
            if uri.endswith(urls.PAGES) and (page := self.handbook.by_uri.get(uri)):
                return Resolved("no-page", page.dest, fragment, StubTarget(page.dest))
        return None

    def by_address(self, dest: str, path: str, fragment: str, source: str) -> Resolved:
        """Return what is at a path on the site, or was at that of a page's source."""
        resolved = self.at(landing_file(dest, unquote(path)), fragment)
        if resolved.state != "no-page":
            return resolved
        if source.endswith(urls.PAGES):
            moved = self.at(urls.page_dest(source, directory_urls=self.directory_urls), fragment)
            if moved.state == "moved-page":
                return moved
        if self.made.match_file(source) or self.made.match_file(resolved.dest):
            return LIVE
        reason = self.handbook.left_out.get(source) or self.left_out_at.get(resolved.dest, "")
        return resolved._replace(left_out=reason)

    def outcome_in_data(self, address: str) -> Resolved:
        """Return where a link in data leads, which counts from the pages' folder on whatever page it is shown.

        So it is the path of a page or a file: an address on the site, or a fragment alone, is another one on each page.
        """
        if not is_safe_link(address):
            return Resolved("unsafe")
        if address.startswith("/") and self.handbook.settings.absolute_links:
            address = address.lstrip("/")
        elif address.startswith("/") or SCHEME.match(address):
            if named := self.named_by_source(address):
                return named
            resolved = self.absolute(address)
            is_elsewhere = address.startswith("/") and resolved.state in ("live", "own-dead")
            return Resolved("no-page") if is_elsewhere else resolved
        path, fragment = split_url(address)
        source = posixpath.normpath(unquote(path)) if path else ""
        found = self.by_source(source, "", fragment) if source and not self.is_data(source) else None
        if found:
            return found
        resolved = self.by_address("index.html", path, fragment, source)
        is_other = resolved.state != "moved-page" and not (resolved.state == "live" and self.made.match_file(source))
        return Resolved("no-page", left_out=resolved.left_out) if is_other else resolved

    @cached_property
    def base(self) -> SplitResult:
        """The address of the site, in parts; all are empty where it is not known."""
        return split_address(self.handbook.settings.site_url.rstrip("/")) or SplitResult("", "", "", "", "")

    @cached_property
    def hosts(self) -> tuple[Host, Host]:
        """The host of the site, with and without "www."."""
        return host(self.base), without_www(self.base)

    def own_path(self, url: str) -> tuple[str, bool] | None:
        """Return what stands behind the site's own address in another one, and whether the host has the same name; else None.

        Hosts have no letter case, and the ports of both schemes go without saying; "www." is a name that a host may have too.
        """
        parts = split_address(url)
        if parts is None or parts.scheme not in ("", "http", "https") or url.startswith("\\"):
            return None
        if parts.netloc and not self.base.netloc:
            return None
        is_same = not parts.netloc or host(parts) == self.hosts[0]
        if not is_same and without_www(parts) != self.hosts[1]:
            return None
        path = parts.path if parts.path or not parts.netloc else "/"
        start = f"{self.base.path}/"
        if f"{path}/" == start and parts.netloc:
            path = start
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        return (path.removeprefix(start) + fragment, is_same) if path.startswith(start) else None

    def absolute(self, url: str) -> Resolved:
        """Return what is at an absolute address, of which only those of the site itself matter."""
        own = self.own_path(url)
        if own is None:
            return LIVE
        path, _, fragment = own[0].partition("#")
        fragment = fragment.partition(DIRECTIVE)[0]
        dest = landing_file("index.html", unquote(path) or "./")
        dest = f"{dest}/index.html" if dest not in self.files and f"{dest}/index.html" in self.files else dest
        resolved = self.at(dest, fragment)
        if resolved.state == "live":
            return Resolved("own", dest, fragment, is_certain=own[1])
        if self.made.match_file(dest) or not own[1]:
            return LIVE
        if resolved.state not in ("no-page", "no-anchor"):
            return resolved
        # A site at the top of its host may share that with others.
        is_shared = url.startswith("/") and not url.startswith("//") and not self.base.path
        return LIVE if is_shared and resolved.state == "no-page" else resolved._replace(state="own-dead")

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
        if not fragment or fragment == TOP:
            return LIVE
        is_tag = fragment.startswith(TAGGED) and self.handbook.settings.plugins.anchored != ""
        if is_tag or not self.has_anchors(dest) or self.anchors.has(dest, {fragment, decoded}):
            return Resolved("live", dest, decoded)
        moved = stubs.headings.get((dest, decoded))
        return Resolved("moved-heading" if moved else "no-anchor", dest, decoded, moved or StubTarget())

    def has_anchors(self, dest: str) -> bool:
        """Return whether a file of the site is a page whose anchors are known."""
        return (dest in self.pages or dest in self.handbook.generated_at) and self.anchors.are_known(dest)

    def uri(self, dest: str) -> str:
        """Return the path by which people name a file of the site: its page's, if it has one."""
        page = self.pages.get(dest)
        return page.uri if page else self.handbook.generated_at.get(dest, dest)
