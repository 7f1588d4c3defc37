"""What a dead link was probably meant to be, and whether there is any doubt."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote

from mkdocs_handbook import addresses
from mkdocs_handbook.targets import Site, landing
from mkdocs_handbook.words import nearest

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
    beside = {addresses.stem(one): one for one in same or site.by_folder.get(folder, ())}
    return Guess(same[0] if folder in map(posixpath.dirname, same) else beside.get(nearest(stem, beside), ""))


def anchor(known: Iterable[str], fragment: str) -> Guess:
    """Give the id of a page that was meant by a fragment that it does not have."""
    same = [one for one in known if bare(one) == bare(fragment)]
    if len(same) == 1:
        return Guess(same[0], is_sure=True)
    return Guess(nearest(fragment, known))


def bare(fragment: str) -> str:
    """Give an id without case and separators."""
    return SEPARATORS.sub("", fragment).casefold()
