"""What a dead link was probably meant to be, and whether there is any doubt."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from mkdocs_handbook import addresses
from mkdocs_handbook.targets import Site, landing
from mkdocs_handbook.words import guesser

SEPARATORS = re.compile(r"[\W_]+")


class Guess(NamedTuple):
    """A page's path or an id that was probably meant, "" where nothing is near, and whether there is no doubt."""

    name: str = ""
    is_sure: bool = False


def page(site: Site, path: str, uri: str, dest: str) -> Guess:
    """Give the page that was meant by a dead path on a page with a path and a file in the site."""
    path = unquote(path)
    source = posixpath.normpath(posixpath.join(posixpath.dirname(uri), path))
    bare = posixpath.join(landing(dest, path), "index.html")
    written = (f"{source}.md", f"{source}/README.md", f"{source}/index.md")
    if bare in site.pages:
        return Guess(site.pages[bare].uri, is_sure=True)
    known = site.handbook.by_uri
    for one in (site.folded.get(source.casefold()), *(one for one in written if one in known)):
        if one:
            return Guess(one, is_sure=True)
    stem = addresses.stem(source)
    same = site.by_stem.get(stem, ())
    if len(same) == 1:
        return Guess(same[0])
    folder = posixpath.dirname(source)
    if same:
        return Guess(same[0] if folder in map(posixpath.dirname, same) else same[-1])
    return Guess(beside(site, folder)(stem))


@lru_cache(maxsize=4096)
def beside(site: Site, folder: str) -> Callable[[str], str]:
    """Give a function that gives the page of a folder whose name is nearest to a word, or ""."""
    by_stem = {addresses.stem(one): one for one in site.by_folder.get(folder, ())}
    near = guesser(by_stem)
    return lambda word: by_stem.get(near(word), "")


def anchors(known: Iterable[str]) -> Callable[[str], Guess]:
    """Give a function that gives the id of a page that was meant by a fragment that it does not have."""
    by_bare: dict[str, list[str]] = defaultdict(list)
    for one in known:
        by_bare[bare(one)].append(one)
    near = guesser(known)

    def guess(fragment: str) -> Guess:
        same = by_bare.get(bare(fragment), ())
        return Guess(same[0], is_sure=True) if len(same) == 1 else Guess(near(fragment))

    return guess


def bare(fragment: str) -> str:
    """Give an id without case and separators."""
    return SEPARATORS.sub("", fragment).casefold()
