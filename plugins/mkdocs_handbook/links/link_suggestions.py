"""Link suggestions: "did you mean" for dead links and anchors, and whether there is any doubt."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from mkdocs_handbook.links import urls
from mkdocs_handbook.links.address_parts import landing_file
from mkdocs_handbook.links.link_resolver import LinkResolver
from mkdocs_handbook.util.wording import Kept, computed, contradict, guesser, nearest

# How much two names of folders, or of pages in one folder, have in common; in a short name any letter may be another word.
NEAR_FOLDER, NEAR_NAME, NEAR_OWN, SHORTEST = 0.75, 0.65, 0.7, 4
SEPARATORS = re.compile(r"[\W_]+")


class Suggestion(NamedTuple):
    """A page's path or an id that was probably meant, "" where nothing is near, and whether there is no doubt."""

    name: str = ""
    is_sure: bool = False


def suggest_page(site: LinkResolver, path: str, uri: str, dest: str) -> Suggestion:
    """Return the page that was meant by a dead path on a page with a path and a file in the site."""
    path = unquote(path).replace("\\", "/")
    source = posixpath.normpath(posixpath.join(posixpath.dirname(uri), path))
    bare = posixpath.join(landing_file(dest, path), "index.html")
    written = (f"{source}.md", f"{source}/README.md", f"{source}/index.md")
    if bare in site.pages:
        return Suggestion(site.pages[bare].uri, is_sure=True)
    same = page_names(site).folded.get(source.casefold())
    if same := same or next((uri for uri in written if uri in site.handbook.by_uri), ""):
        return Suggestion(same, is_sure=True)
    found = page_names(site).meant(source, is_folder=path.endswith("/"))
    return Suggestion("" if found and contradict(urls.page_name(source), urls.page_name(found)) else found)


@lru_cache(maxsize=2)
def page_names(site: LinkResolver) -> PageNames:
    """Return the names of a site's pages; kept, because every dead link asks for them."""
    return PageNames(site)


@dataclass(frozen=True, eq=False)
class PageNames:
    """The names of a site's pages and folders, and what is near them."""

    site: LinkResolver

    def meant(self, source: str, *, is_folder: bool) -> str:
        """Return the path of the page that was probably meant by another path, "" where nothing is near."""
        folder, stem = posixpath.dirname(source), urls.page_name(source)
        if folder and folder not in self.by_folder:
            folder = self.near_folder(folder) or folder
        if same := self.by_stem.get(stem):
            return choose_page(same, folder)
        found = self.index(source) if is_folder else ""
        found = found or choose_page(self.by_bare.get(normalized_id(stem), ()), folder)
        found = found or self.beside(folder)(stem)
        if found or is_file(source):
            return found
        return self.index(source) or choose_page(self.by_bare.get(self.near_name(normalized_id(stem)), ()), folder)

    def index(self, folder: str) -> str:
        """Return the page that stands for the folder whose path is nearest, or ""."""
        near = self.near_folder(folder)
        # Most of a long path is that of the folder above: its own name has to be near as well.
        if not nearest(posixpath.basename(folder), [posixpath.basename(near)], NEAR_FOLDER):
            return ""
        page = self.site.pages.get(posixpath.join(near, "index.html"))
        return page.uri if page and posixpath.dirname(page.uri) else ""

    @cached_property
    def folded(self) -> Mapping[str, str]:
        """The pages' paths by themselves without letter case."""
        return {uri.casefold(): uri for uri in self.site.handbook.by_uri}

    @cached_property
    def by_stem(self) -> Mapping[str, Sequence[str]]:
        """The pages' paths by the name of the page."""
        found: dict[str, list[str]] = defaultdict(list)
        for uri in self.site.handbook.by_uri:
            found[urls.page_name(uri)].append(uri)
        return found

    @cached_property
    def by_folder(self) -> Mapping[str, Sequence[str]]:
        """The pages' paths by their folder."""
        found: dict[str, list[str]] = defaultdict(list)
        for uri in self.site.handbook.by_uri:
            found[posixpath.dirname(uri)].append(uri)
        return found

    @cached_property
    def by_bare(self) -> Mapping[str, Sequence[str]]:
        """The pages' paths by the name of the page without case and separators."""
        found: dict[str, list[str]] = defaultdict(list)
        for stem, uris in self.by_stem.items():
            found[normalized_id(stem)] += uris
        found.pop("", None)
        return found

    @cached_property
    def near_name(self) -> Callable[[str], str]:
        """The function that gives the nearest of all names without case and separators."""
        return guesser(self.by_bare, cutoff=0.8)

    @cached_property
    def near_folder(self) -> Callable[[str], str]:
        """The function that gives the folder whose path is nearest."""
        return guesser(self.by_folder, cutoff=NEAR_FOLDER)

    @cached_property
    def beside(self) -> Callable[[str], Callable[[str], str]]:
        """The function that gives for a folder what gives its page whose name, or file's name, is nearest to a word."""
        return cache(self._beside)

    def _beside(self, folder: str) -> Callable[[str], str]:
        uris = self.by_folder.get(folder, ())
        names = {posixpath.splitext(posixpath.basename(uri))[0].casefold(): uri for uri in uris}
        # What a folder's own page is called in it says nothing of what it is about.
        own: dict[str, str] = {name: names.pop(name) for name in ("readme", "index") if name in names}
        names |= {urls.page_name(uri): uri for uri in uris if urls.page_name(uri) != posixpath.basename(folder)}
        near, near_own = guesser(names, NEAR_NAME), guesser(own, NEAR_OWN)

        def guess(word: str) -> str:
            if len(word) < SHORTEST:
                return ""
            bare = posixpath.splitext(word)[0]
            return names.get(near(word), "") or own.get(near_own(bare), "")

        return guess


def choose_page(same: Sequence[str], folder: str) -> str:
    """Return one of the pages of one name, in the same folder if one is there; "" if there are none."""
    if not same:
        return ""
    return same[0] if folder in map(posixpath.dirname, same) else same[-1]


def is_file(path: str) -> bool:
    """Return whether a path is one of a file that is no page."""
    return "." in posixpath.basename(path) and not path.endswith(urls.PAGES)


def anchor_suggester(known: Iterable[str], kept: Kept = computed) -> Callable[[str], Suggestion]:
    """Return a function that gives the id of a page that was meant by a fragment that it does not have."""
    by_bare: dict[str, list[str]] = defaultdict(list)
    for anchor in known:
        by_bare[normalized_id(anchor)].append(anchor)
    near = guesser(known, kept=kept)

    def guess(fragment: str) -> Suggestion:
        same = by_bare.get(normalized_id(fragment), ())
        if len(same) == 1:
            return Suggestion(same[0], is_sure=True)
        found = near(fragment)
        return Suggestion("" if contradict(fragment, found) else found)

    return guess


def normalized_id(fragment: str) -> str:
    """Return an id without case and separators."""
    return SEPARATORS.sub("", fragment).casefold()
