"""The lock of a handbook: one command at a time changes it, and another one says which and ends.

The lock is the system's, on a file beside the configuration, so that it ends with the process that holds it, however that ends.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

NAME = ".handbook-change.lock"
FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
HELD = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
LONGEST = 200

if sys.platform == "win32":
    import msvcrt

    def lock(handle: int) -> None:
        """Lock an open file; raise OSError where another process has."""
        # Windows keeps others from reading what is locked, so that is far behind what is written.
        os.lseek(handle, 2**30, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)
else:
    import fcntl

    def lock(handle: int) -> None:
        """Lock an open file; raise OSError where another process has."""
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class LockedError(Exception):
    """A handbook that another command is changing: the message says which, and what to do."""


@contextmanager
def held(root: Path, command: str) -> Iterator[None]:
    """Hold the lock of a handbook in the block; raise LockedError where another command holds it.

    A folder in which nothing can be written has no lock: nobody can change it.
    """
    path = root / NAME
    # A link may lead to anything.
    handle = None if path.is_symlink() else opened(path)
    if handle is None:
        yield
        return
    try:
        with suppress(OSError):
            os.truncate(handle, 0)
            os.write(handle, f'"{command}" (process {os.getpid()})'.encode())
        yield
    finally:
        # Elsewhere, who opens the file between both takes it for free, and then sees that it is gone.
        if os.name == "nt":
            os.close(handle)
        with suppress(OSError):
            path.unlink()
        if os.name != "nt":
            os.close(handle)


def opened(path: Path) -> int | None:
    """Return the open and locked file of a path, None where there can be none; raise LockedError."""
    while True:
        try:
            handle = os.open(path, FLAGS, 0o644)
        except OSError:
            return None
        try:
            lock(handle)
            # The one who held it may have removed it meanwhile.
            if os.path.samestat(os.fstat(handle), path.stat()):
                return handle
        except FileNotFoundError:
            pass
        except OSError as error:
            holder = os.read(handle, LONGEST).decode("utf-8", "replace")
            os.close(handle)
            if error.errno not in HELD:
                return None
            raise LockedError(
                f"another command is changing this handbook: {holder or 'it has just begun'};"
                " nothing was written, run this again when it has ended"
            ) from None
        os.close(handle)
