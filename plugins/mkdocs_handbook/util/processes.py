"""A pool of forked processes: each is a copy of this one with all that it has read, and sends back pickled results."""

from __future__ import annotations

import gc
import os
import pickle
import struct
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, NoReturn

# A pipe takes 64 kB before it blocks.
AT_ONCE = 8_000
NUMBER = struct.Struct("=I")


def count(pieces: int, least: int) -> int:
    """Return the number of processes for some pieces of work, of which each has the least that pays at least.

    It is one where this process can't be copied safely.
    """
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return max(1, min(len(os.sched_getaffinity(0)), pieces // least))


def spread(pieces: int, work: Callable[[int], Any], processes: int) -> Iterator[tuple[int, Any]]:
    """Start to work; give the results of pieces by their numbers, as they come; a piece that fails has none."""
    # Whoever is free takes the next number from a pipe that all share; it holds them all.
    size = pieces // AT_ONCE + 1
    source, numbers = os.pipe()
    os.write(numbers, b"".join(NUMBER.pack(start) for start in range(0, pieces, size)))
    os.close(numbers)
    children: list[tuple[int, int]] = []
    gc.freeze()
    # Where there are no more processes to have, fewer do the work.
    with suppress(OSError):
        while len(children) < processes:
            children.append(_child(source, lambda start: _block(work, start, min(start + size, pieces)), children))
    gc.unfreeze()
    os.close(source)
    return _results(children)


def _results(children: list[tuple[int, int]]) -> Iterator[tuple[int, Any]]:
    """Yield the results of processes until all have ended."""
    # Imported here, as what follows: one process does the work of a small handbook.
    import selectors

    try:
        with selectors.DefaultSelector() as ready:
            for _, results in children:
                ready.register(results, selectors.EVENT_READ, bytearray())
            while ready.get_map():
                for key, _ in ready.select():
                    data = os.read(key.fd, 1 << 20)
                    key.data.extend(data)
                    yield from _frames(key.data)
                    if not data:
                        ready.unregister(key.fd)
    finally:
        # All of them first: a process ends once nobody reads what it writes.
        for _, results in children:
            os.close(results)
        for process, _ in children:
            os.waitpid(process, 0)


def _block(work: Callable[[int], Any], start: int, end: int) -> list[tuple[int, Any]]:
    """Return the results of pieces of work in a row, without those that fail."""
    results = []
    for number in range(start, end):
        with suppress(Exception):
            results.append((number, work(number)))
    return results


def _child(source: int, work: Callable[[int], Any], others: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Start a process that works beside others; give its id and where its results can be read; raise OSError."""
    results, out = os.pipe()
    try:
        process = os.fork()
    except OSError:
        os.close(results)
        os.close(out)
        raise
    if process:
        os.close(out)
        return process, results
    return _work(source, out, work, [results, *(read for _, read in others)])


def _work(source: int, out: int, work: Callable[[int], Any], unread: Sequence[int]) -> NoReturn:
    """Do pieces of work until there are none, and end this process without cleaning up what is the parent's.

    What is `unread` here is for the parent alone: its writers end when that no longer reads.
    """
    import logging

    # What is logged goes back with the results, and is shown in the order of the pages.
    for logger in (logging.getLogger(), logging.getLogger("mkdocs")):
        logger.handlers.clear()
    with suppress(BaseException), os.fdopen(out, "wb") as pipe:
        for one in unread:
            os.close(one)
        while data := os.read(source, NUMBER.size):
            frame = pickle.dumps(work(NUMBER.unpack(data)[0]))
            pipe.write(NUMBER.pack(len(frame)) + frame)
    os._exit(0)


def _frames(data: bytearray) -> Iterator[tuple[int, Any]]:
    """Yield the results that have come whole, and take them away."""
    while len(data) >= NUMBER.size:
        (size,) = NUMBER.unpack_from(data)
        end = NUMBER.size + size
        if len(data) < end:
            return
        yield from pickle.loads(data[NUMBER.size : end])  # noqa: S301 (from a copy of this process)
        del data[:end]
