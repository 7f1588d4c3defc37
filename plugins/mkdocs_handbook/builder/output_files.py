"""The output folder: only files that differ are written, and files that no build has made are removed."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any

from mkdocs_handbook.project.caching.content_digest import digest_of_bytes

# A file may change again this many nanoseconds after a change without a change of its state.
TIMESTAMP_PRECISION = 20_000_000
# Size, times in nanoseconds of the last changes of content and of the inode, and the inode's number.
State = list[int]


class OutputFiles:
    """The folder of a site: its files before the build, and the digests of those that belong to the site now.

    `noted` is what `notes` returned after the build before.
    """

    def __init__(self, folder: str, noted: dict[str, Any] | None) -> None:
        self.folder = str(Path(folder).absolute())
        noted = noted or {}
        self.noted_files: dict[str, Any] = noted.get("files", {})
        self.noted_sources: dict[str, Any] = noted.get("sources", {})
        self.before = dict(list_files(self.folder))
        # The folders in it that were prepared, with whether they are new.
        self.folders: dict[str, bool] = {}
        self.digests: dict[str, str] = {}
        self.sources: dict[str, Any] = {}

    def has(self, path: str, digest: str) -> bool:
        """Return whether a file has the content of a digest; if so, it belongs to the site."""
        state = self.before.get(path)
        if state is None or path in self.digests:
            return self.digests.get(path) == digest
        noted = self.noted_files.get(path)
        is_same = (noted[-1] if noted and noted[:-1] == state else self.digest(path)) == digest
        if is_same:
            self.digests[path] = digest
        return bool(is_same)

    def digest(self, path: str) -> str:
        """Return the digest of a file as it is on disk, "" where it can't be read."""
        try:
            return digest_of_bytes(Path(self.folder, path).read_bytes())
        except OSError:
            return ""

    def write(self, path: str, content: bytes) -> str:
        """Write a file of the site unless it has the content already; return its digest."""
        digest = digest_of_bytes(content)
        if not self.has(path, digest):
            self.prepare(path).write_bytes(content)
            self.digests[path] = digest
        return digest

    def prepare(self, path: str) -> Path:
        """Return the full path of a file to write; create its folder, and remove what stands in its way."""
        full = Path(self.folder, path)
        if self._is_new_folder(path.rpartition("/")[0]) and path not in self.folders:
            return full
        if full.is_symlink():
            full.unlink()
        elif full.is_dir():
            shutil.rmtree(full)
        return full

    def _is_new_folder(self, path: str) -> bool:
        """Return whether a folder of the site ("" is its own) was created now, so that nothing stands in it.

        Create it unless it is there already, and remove a file or a link that stands in its way.
        """
        if path not in self.folders:
            full = Path(self.folder, path)
            if path:
                self._is_new_folder(path.rpartition("/")[0])
            try:
                full.mkdir(parents=not path)
                self.folders[path] = True
            except FileExistsError:
                # Through a link the site would be written elsewhere.
                if full.is_file() or (path and full.is_symlink()):
                    full.unlink()
                full.mkdir(exist_ok=True)
                self.folders[path] = False
        return self.folders[path]

    def copy(self, file: Any) -> None:
        """Copy a file of MkDocs' that is not a page as MkDocs does, unless the site has it already."""
        path = os.path.relpath(file.abs_dest_path, self.folder).replace(os.sep, "/")
        digest = self._source_digest(file)
        if digest and self.has(path, digest):
            return
        self.prepare(path)
        file.copy_file()
        self.digests[path] = digest or self.digest(path)

    def _source_digest(self, file: Any) -> str:
        """Return the digest of a file to copy, "" where it can't be read: copying raises the error."""
        if file._content is not None:
            return digest_of_bytes(file.content_bytes)
        source = file.abs_src_path or ""
        try:
            state = state_of(os.stat(source))  # noqa: PTH116 (hundreds of them)
            noted = self.noted_sources.get(source)
            digest = noted[-1] if noted and noted[:-1] == state else digest_of_bytes(Path(source).read_bytes())
        except OSError:
            return ""
        self.sources[source] = [*state, digest]
        return str(digest)

    def remove_files_of_plugins(self) -> None:
        """Remove the files that plugins wrote, since a plugin may do nothing where its file exists."""
        for path in [path for path in self.before if path not in self.noted_files]:
            Path(self.folder, path).unlink()
            del self.before[path]

    def remove_others(self, expected: Collection[str]) -> None:
        """Remove the files, but for expected ones, that were there before and that nothing in this build has made.

        Folders that are empty then are removed as well.
        """
        is_any_removed = False
        for path, state in self.before.items():
            full = Path(self.folder, path)
            if path not in self.digests and path not in expected and has_state(full, state):
                full.unlink()
                is_any_removed = True
        for folder, folders, names in os.walk(self.folder, topdown=False) if is_any_removed else ():
            if folder != self.folder and not names and not any(Path(folder, name).exists() for name in folders):
                Path(folder).rmdir()

    def notes(self) -> dict[str, Any]:
        """Return the states and digests of output files and of copied files, for the next build."""
        limit = time.time_ns() - TIMESTAMP_PRECISION
        files = {}
        for path, digest in self.digests.items():
            try:
                files[path] = [*state_of(os.stat(os.path.join(self.folder, path))), digest]  # noqa: PTH116
            except OSError:
                continue
        return {"files": settled(files, limit), "sources": settled(self.sources, limit)}


def settled(states: dict[str, Any], limit: int) -> dict[str, Any]:
    """Return the states of files whose last change was before a time in nanoseconds."""
    return {path: state for path, state in states.items() if max(state[1:3]) < limit}


def state_of(status: os.stat_result) -> State:
    """Return what differs once a file has changed."""
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]


def has_state(path: Path, state: State) -> bool:
    """Return whether a file exists and has not changed."""
    try:
        return state_of(path.lstat()) == state
    except OSError:
        return False


def list_files(folder: str, below: str = "") -> list[tuple[str, State]]:
    """Return paths and states of the files below a folder, but for hidden ones at its top, which MkDocs never touches."""
    files = []
    try:
        entries = list(os.scandir(os.path.join(folder, below)))
    except OSError:
        return []
    for entry in entries:
        if not below and entry.name.startswith("."):
            continue
        path = f"{below}/{entry.name}" if below else entry.name
        if entry.is_dir(follow_symlinks=False):
            files += list_files(folder, path)
        else:
            files.append((path, state_of(entry.stat(follow_symlinks=False))))
    return files
