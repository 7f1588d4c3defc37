"""Garbage collection: switched off while a handbook is read and checked, which makes hardly any garbage."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

# Allocations between two searches for garbage.
THRESHOLD = 50_000


@contextmanager
def uncollected() -> Iterator[None]:
    """Disable garbage collection in a block, which saves a tenth of its time; what is left is exempt until `collected`."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


def rarely() -> None:
    """Look for garbage rarely: a build makes hardly any, and to look for it takes a tenth of its time."""
    gc.set_threshold(THRESHOLD)


def collected() -> None:
    """Return all objects to garbage collection."""
    gc.unfreeze()


def left_at_exit() -> None:
    """Exempt all objects from garbage collection at exit, which takes a tenth of a command's time."""
    atexit.register(gc.freeze)
