"""Atomic writes: several files change all or none, even if the process is killed or the power fails.

1. An intent beside the configuration names the files, and what they were and will be.
2. The new contents are written beside their files, each complete and on the disk.
3. The intent becomes the journal by one rename: this is the moment at which the change is made.
4. Each new content is renamed onto its file, files that have another name now go under the old one, then the journal goes.

The next command takes an intent back and finishes a journal. Until then every file is either old or new; only between 3
and 4 can some be old and some be new.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from mkdocs_handbook.model import Content, Renamed
from mkdocs_handbook.project import disk, safe_files
from mkdocs_handbook.project.safe_files import repository
from mkdocs_handbook.util.wording import quantity

INTENT, JOURNAL = ".handbook-change.tmp", ".handbook-change.json"
# Bytes of a path and of a name in it, beyond which every system says only that it is too long.
LONGEST_PATH, LONGEST_NAME = 4_096, 255


class WriteError(Exception):
    """A change that can't be written, or finished: the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Step:
    """A file of a change: its path below the root, and the digests of what it was and will be ("" for no file)."""

    path: str
    before: str
    after: str


def write(root: Path, before: Mapping[str, bytes], after: Mapping[str, Content]) -> None:
    """Write files below the root, all or none; raise WriteError, and write none, where one is not as it was read.

    `before` has what was read, `after` the new contents, by path. Nothing is written outside of the repository;
    permissions stay, and a link to a file stays one.
    """
    contents = {path: None if isinstance(content, Renamed) else content for path, content in after.items()}
    steps = [Step(path, digest(before.get(path)), digest(content)) for path, content in sorted(contents.items())]
    if not steps:
        return
    limit = repository(root)
    with as_write_errors():
        if is_interrupted(root):
            raise WriteError(f"{JOURNAL}: another change is being written, nothing was written; run it again")
        for step in steps:
            if not disk.is_writable(root, step.path, before, limit):
                raise WriteError(f"{step.path}: is not writable, or a link to a file elsewhere; nothing was written")
            if digest(read_if_exists(root, step.path)) != step.before:
                raise WriteError(f"{step.path}: has changed meanwhile, nothing was written; run it again")
        try:
            write_journal(root, steps, after)
        except BaseException:
            take_back(root, steps)
            raise
        finish(root, steps)


def recover(root: Path) -> str:
    """Finish a change that was interrupted, or take it back; return that as a sentence, "" where there was none.

    Raise WriteError where somebody has edited one of its files since.
    """
    with as_write_errors():
        if (root / JOURNAL).exists():
            steps = read_steps(root / JOURNAL)
            if not steps:
                raise WriteError(f"{JOURNAL}: is not what was written there, delete it")
            check_journal(root, steps)
            finish(root, steps)
            return f"an interrupted change of {quantity(len(steps), 'file')} was finished"
        if (root / INTENT).exists():
            # Without its last line, none of its contents was written.
            steps = read_steps(root / INTENT)
            take_back(root, [step for step in steps if is_inside(root, step.path)])
            return f"an interrupted change of {quantity(len(steps), 'file')} was taken back" if steps else ""
    return ""


def is_interrupted(root: Path) -> bool:
    """Return whether a change was made and not finished: some files may be old, and some new."""
    return (root / JOURNAL).exists()


def is_pending(root: Path) -> bool:
    """Return whether there is something to finish or to take back."""
    return (root / JOURNAL).exists() or (root / INTENT).exists()


def write_journal(root: Path, steps: list[Step], after: Mapping[str, Content]) -> None:
    """Write an intent and the new contents beside their files, and make the intent the journal."""
    intent = "".join(f"{json.dumps(asdict(step))}\n" for step in steps) + "end\n"
    write_synced(root / INTENT, intent.encode(), 0o644)
    old_paths = {content.to: path for path, content in after.items() if isinstance(content, Renamed)}
    for path, content in ((step.path, after[step.path]) for step in steps):
        if isinstance(content, Renamed):
            continue
        with as_write_errors(path):
            (root / path).resolve().parent.mkdir(parents=True, exist_ok=True)
            old = (root / old_paths.get(path, path)).resolve()
            mode = stat.S_IMODE(old.stat().st_mode) if old.exists() else 0o666 & ~disk.umask()
            write_synced(pending_path(root, path), content, mode)
    for folder in {pending_path(root, step.path).parent for step in steps}:
        sync_folder(folder)
    (root / INTENT).replace(root / JOURNAL)
    sync_folder(root)


def finish(root: Path, steps: list[Step]) -> None:
    """Rename the new contents onto their files, those that are not there yet, and remove old names and the journal."""
    for step in (one for one in steps if one.after):
        if digest(read_if_exists(root, step.path)) != step.after:
            pending_path(root, step.path).replace((root / step.path).resolve())
        else:
            pending_path(root, step.path).unlink(missing_ok=True)
    for step in (one for one in steps if not one.after):
        (root / step.path).unlink(missing_ok=True)
    for folder in {pending_path(root, step.path).parent for step in steps}:
        sync_folder(folder)
    (root / JOURNAL).unlink()
    sync_folder(root)


def take_back(root: Path, steps: list[Step]) -> None:
    """Remove the new contents and the intent."""
    if not (root / JOURNAL).exists():
        for step in steps:
            pending_path(root, step.path).unlink(missing_ok=True)
        (root / INTENT).unlink(missing_ok=True)


def check_journal(root: Path, steps: list[Step]) -> None:
    """Raise WriteError unless every file of a journal is as it was or as it will be, and can become that."""
    for step in steps:
        if not is_inside(root, step.path):
            raise WriteError(f'{JOURNAL} names "{step.path}", which is no file of this handbook; delete {JOURNAL}')
        now = digest(read_if_exists(root, step.path))
        ready = pending_path(root, step.path)
        is_ready = not step.after or (
            ready.is_file() and digest(safe_files.read(ready, repository(root))) == step.after
        )
        if now != step.after and (now != step.before or not is_ready):
            name = Path(os.path.relpath(ready, root)).as_posix()
            raise WriteError(
                f"{step.path}: was edited after a change of {quantity(len(steps), 'file')} was interrupted;"
                f' compare it with "{name}", then delete {JOURNAL}'
            )


def read_steps(path: Path) -> list[Step]:
    """Return the steps of a journal or an intent, none where it is not complete; raise WriteError where it is neither."""
    *lines, last = safe_files.read(path, repository(path.parent)).decode("utf-8", "replace").splitlines() or [""]
    if last != "end":
        return []
    try:
        return [read_step(line) for line in lines]
    except (ValueError, TypeError, RecursionError):
        raise WriteError(f"{path.name}: is not what was written there, delete it") from None


def read_step(line: str) -> Step:
    """Return a step of a journal; raise ValueError or TypeError where a line is none, or has a path that no system has."""
    step = Step(**json.loads(line))
    name = os.fsencode(step.path)
    is_too_long = len(name) > LONGEST_PATH or any(len(part) > LONGEST_NAME for part in name.split(b"/"))
    if is_too_long or b"\0" in name or not isinstance(step.before + step.after, str):
        raise TypeError(line)
    return step


@contextmanager
def as_write_errors(path: str = "") -> Iterator[None]:
    """Turn errors of the system about a file, or about the change, into a WriteError."""
    try:
        yield
    except OSError as error:
        name = f"{path}:" if path else "the change"
        raise WriteError(f"{name} cannot be written: {error.strerror or error}") from None


def write_synced(path: Path, content: bytes, mode: int) -> None:
    """Write a new file and wait until it is on the disk."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(mode)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can do that."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def pending_path(root: Path, path: str) -> Path:
    """Return where the new content of a file waits: beside it, so that the rename stays on one disk."""
    target = (root / path).resolve()
    return target.with_name(f".{target.name}.handbook-new")


def read_if_exists(root: Path, path: str) -> bytes | None:
    """Return the content of a file, None where there is none."""
    target = root / path
    return safe_files.read(target, repository(root)) if target.exists() else None


def digest(content: bytes | None) -> str:
    """Return the SHA-256 of a content as hexadecimal digits, "" for no file."""
    return "" if content is None else sha256(content).hexdigest()


def is_inside(root: Path, path: str) -> bool:
    """Return whether a path leads to a file of the repository."""
    return not safe_files.leads_out(root / path, repository(root))
