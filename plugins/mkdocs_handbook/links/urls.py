"""URLs of pages: from source paths to published files and addresses."""

from __future__ import annotations

import posixpath
from urllib.parse import quote

# The longest name of a file that common file systems take, in bytes.
LONGEST = 255
PAGES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
INDEXES = ("README", "index")


def page_dest(uri: str, *, directory_urls: bool) -> str:
    """Return the path in the site of the file that MkDocs makes of a page, such as `a/index.html` for `a/README.md`."""
    folder, name = posixpath.split(uri)
    stem = next((name.removesuffix(suffix) for suffix in PAGES if name.endswith(suffix)), name)
    if stem in INDEXES:
        return posixpath.join(folder, "index.html")
    return posixpath.join(folder, stem, "index.html") if directory_urls else posixpath.join(folder, f"{stem}.html")


def page_name(uri: str) -> str:
    """Return the name by which people know a page, without case: its file's, or its folder's where it is an index."""
    folder, name = posixpath.split(uri)
    base = next((name.removesuffix(suffix) for suffix in PAGES if name.endswith(suffix)), name)
    return (posixpath.basename(folder) if base in INDEXES and folder else base).casefold()


def relative_url(dest: str, *, start: str, directory_urls: bool, fragment: str = "") -> str:
    """Return the relative address of a file of the site, as seen from another file of it."""
    folder = posixpath.dirname(start)
    path = posixpath.relpath(dest, folder) if folder else dest
    if directory_urls and posixpath.basename(path) == "index.html":
        path = posixpath.dirname(path)
        path = f"{path}/" if path else "./"
    return quote(path) + (f"#{quote(fragment, safe=FRAGMENT)}" if fragment else "")


def absolute_url(dest: str, *, base: str, directory_urls: bool) -> str:
    """Return the address of a file of the site below a base: the site's own address, or the path that it has on a host."""
    if directory_urls and posixpath.basename(dest) == "index.html":
        dest = dest.removesuffix("index.html")
    return f"{base.rstrip('/')}/{quote(dest)}"


# What RFC 3986 allows in a fragment beside letters, digits and "-._~".
FRAGMENT = "!$&'()*+,;=:@/?"


def is_inside(path: str) -> bool:
    """Return whether a relative path stays below its root and could be a file there."""
    parts = path.split("/")
    # What is no text in UTF-8 is not printable either, and cannot be encoded.
    if any(not part.isprintable() or not part or len(part.encode()) > LONGEST for part in parts):
        return False
    return "\\" not in path and ":" not in parts[0] and not {"..", "."} & set(parts)
