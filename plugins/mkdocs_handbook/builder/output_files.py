"""The files of the built site: only those that differ are written, and what no build made is removed."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File

from mkdocs_handbook.builder.fingerprint import of_bytes

# A file that changed this shortly before it was looked at may change again without looking different.
RACY = 20_000_000
# Size, times of the last change of content and of the inode, and its number.
Stat = list[int]


class Outputs:
    """A site's folder, with what is known of its files from the build before."""

    def __init__(self, folder: str, memo: dict[str, Any] | None) -> None:
        self.folder = str(Path(folder).absolute())
        memo = memo or {}
        self.memo: dict[str, Any] = memo.get("files", {})
        self.sources: dict[str, Any] = memo.get("sources", {})
        self.before = dict(walk(self.folder))
        self.touched: dict[str, str] = {}
        self.seen_sources: dict[str, Any] = {}

    def has(self, path: str, digest: str) -> bool:
        """Whether a file of the site has a content; it is not removed then."""
        stat = self.before.get(path)
        if stat is None or path in self.touched:
            return self.touched.get(path) == digest
        noted = self.memo.get(path)
        found = noted[-1] if noted and noted[:-1] == stat else self.digest(path)
        if found == digest:
            self.touched[path] = digest
        return bool(found == digest)

    def digest(self, path: str) -> str:
        """Give the digest of a file of the site, "" where there is none."""
        try:
            return of_bytes(Path(self.folder, path).read_bytes())
        except OSError:
            return ""

    def write(self, path: str, content: bytes, digest: str = "") -> None:
        """Let a file of the site have a content."""
        digest = digest or of_bytes(content)
        if self.has(path, digest):
            return
        full = self.place(path)
        full.write_bytes(content)
        self.touched[path] = digest

    def place(self, path: str) -> Path:
        """Give the path of a file that will be written, with nothing in its way."""
        full = Path(self.folder, path)
        try:
            full.parent.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            for parent in full.parents:
                if parent.is_file() and parent.is_relative_to(self.folder):
                    parent.unlink()
            full.parent.mkdir(parents=True, exist_ok=True)
        if full.is_dir() and not full.is_symlink():
            shutil.rmtree(full)
        return full

    def copy(self, file: File) -> None:
        """Let the site have a file that is not a page, as MkDocs copies it."""
        path = os.path.relpath(file.abs_dest_path, self.folder).replace(os.sep, "/")
        digest = self.source_digest(file)
        if digest and self.has(path, digest):
            return
        self.place(path)
        file.copy_file()
        self.touched[path] = digest or self.digest(path)

    def source_digest(self, file: File) -> str:
        """Give the digest of a file that is copied, "" where it can't be read, which copying will tell."""
        if file._content is not None:
            return of_bytes(file.content_bytes)
        source = file.abs_src_path or ""
        try:
            stat = stat_of(os.stat(source))  # noqa: PTH116 (hundreds of them)
            noted = self.sources.get(source)
            digest = noted[-1] if noted and noted[:-1] == stat else of_bytes(Path(source).read_bytes())
        except OSError:
            return ""
        self.seen_sources[source] = [*stat, digest]
        return str(digest)

    def forget(self) -> None:
        """Remove the files that plugins wrote, since one of them may look whether its file is there."""
        for path in [path for path in self.before if path not in self.memo]:
            Path(self.folder, path).unlink()
            del self.before[path]

    def clean(self, kept: Collection[str]) -> None:
        """Remove the files that neither this build nor a plugin has written or will write; empty folders go with them."""
        removed = False
        for path, stat in self.before.items():
            full = Path(self.folder, path)
            if path not in self.touched and path not in kept and is_still(full, stat):
                full.unlink()
                removed = True
        for folder, folders, names in os.walk(self.folder, topdown=False) if removed else ():
            if folder != self.folder and not names and not any(Path(folder, one).exists() for one in folders):
                Path(folder).rmdir()

    def noted(self) -> dict[str, Any]:
        """Give what to know of the files in the next build."""
        limit = time.time_ns() - RACY
        files = {}
        for path, digest in self.touched.items():
            try:
                stat = stat_of(os.stat(os.path.join(self.folder, path)))  # noqa: PTH116
            except OSError:
                continue
            if max(stat[1:3]) < limit:
                files[path] = [*stat, digest]
        sources = {path: one for path, one in self.seen_sources.items() if max(one[1:3]) < limit}
        return {"files": files, "sources": sources}


def stat_of(found: os.stat_result) -> Stat:
    """Give what shows that a file was changed."""
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def is_still(path: Path, stat: Stat) -> bool:
    """Whether a file is there and was not changed."""
    try:
        return stat_of(path.lstat()) == stat
    except OSError:
        return False


def walk(folder: str, below: str = "") -> list[tuple[str, Stat]]:
    """Give the files below a folder; those at its top that begin with a dot are nobody's, as for MkDocs."""
    found = []
    try:
        entries = list(os.scandir(os.path.join(folder, below)))
    except OSError:
        return []
    for entry in entries:
        if not below and entry.name.startswith("."):
            continue
        path = f"{below}/{entry.name}" if below else entry.name
        if entry.is_dir(follow_symlinks=False):
            found += walk(folder, path)
        else:
            found.append((path, stat_of(entry.stat(follow_symlinks=False))))
    return found
