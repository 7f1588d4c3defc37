"""One build at a time for one site: a second one waits, since both would write and remove its files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Wait until nobody else is between here and the end with the same file; a crash lets go of it."""
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
            # Processes that outlive a build that was killed hold it too, until they write no more.
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
