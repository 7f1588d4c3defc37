"""The parts of addresses: host, path and fragment, and the file of the site at which a browser arrives."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import SplitResult, urlsplit

# What stands behind this mark is for the browser: a text to look for.
DIRECTIVE = ":~:"
DEFAULT_PORTS = (None, 80, 443)
# A name, a port where that does not go without saying, and who asks.
Host = tuple[str, int | None, str | None]
PARTS = re.compile(r"([^?#]*)(\?[^#]*)?(?:#(.*))?\Z", re.DOTALL)


def split_url(url: str) -> tuple[str, str]:
    """Return the path and the fragment of a relative link."""
    match = PARTS.match(url)
    return (match[1], (match[3] or "").partition(DIRECTIVE)[0]) if match else ("", "")


def split_address(url: str) -> SplitResult | None:
    """Return the parts of an address, None for one that is none."""
    try:
        parts = urlsplit(url)
        # Only now its port is read, which may be no number.
        found = parts if host(parts) else None
    except ValueError:
        return None
    return found


def host(parts: SplitResult) -> Host:
    """Return the host of an address, its port where that does not go without saying, and who asks."""
    return parts.hostname or "", None if parts.port in DEFAULT_PORTS else parts.port, parts.username


def without_www(parts: SplitResult) -> Host:
    """Return the same without a "www." before it."""
    name, port, user = host(parts)
    return name.removeprefix("www."), port, user


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
