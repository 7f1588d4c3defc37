"""Processes that share work: none is waited for in vain, and fewer do it where no more are to be had."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from mkdocs_handbook.util import processes

# More than a pipe holds, from two processes, of which nobody reads the rest.
GIVEN_UP = """
from mkdocs_handbook.util import processes

results = processes.spread(20, lambda number: "x" * 1_000_000, 2)
print(len(next(results)[1]))
results.close()
"""


def square(number: int) -> int:
    return number * number


def test_all_pieces_have_results() -> None:
    assert dict(processes.spread(100, square, 3)) == {number: square(number) for number in range(100)}


def test_a_piece_that_fails_has_none() -> None:
    assert dict(processes.spread(3, lambda number: 1 // (number - 1), 2)) == {0: -1, 2: 1}


def test_results_that_nobody_reads_stop_nobody() -> None:
    done = subprocess.run([sys.executable, "-c", GIVEN_UP], check=True, timeout=60, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("1000000\n", "")


@pytest.mark.parametrize("most", [0, 1])
def test_without_more_processes_fewer_work(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    fork, started = os.fork, list[int]()

    def limited() -> int:
        if len(started) == most:
            raise BlockingIOError("no more processes")
        started.append(0)
        return fork()

    monkeypatch.setattr(os, "fork", limited)
    assert dict(processes.spread(4, square, 3)) == ({0: 0, 1: 1, 2: 4, 3: 9} if most else {})
