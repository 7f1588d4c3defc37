"""The lock of a build, which keeps a second one of the same site out until it has ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


@contextmanager
def build_lock(path: Path | None) -> Iterator[None]:
    """Hold a lock file in the block, so that two builds of a site don't write and remove the same files at once.

    Wait until no other process holds it. The system releases the lock of a process that crashed. Without a path nothing is
    held: where there is no cache to write to either.
    """
    if path is None:
        yield
        return
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        file = path.open("ab")
    except OSError:
        # A folder that can't be written to has no cache either.
        yield
        return
    with file:
        if fcntl is not None:
            # Children of a build that was killed hold the lock too, until they end.
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
