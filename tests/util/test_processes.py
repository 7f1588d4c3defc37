"""Processes that share work: none is waited for in vain, and fewer do it where no more are to be had."""

from __future__ import annotations

import subprocess
import sys

import pytest

# Each program runs in a process of its own, as commands do: one that has threads, as pytest's workers have, may not fork.
PROGRAM = """
import os
from mkdocs_handbook.util.processes import spread

def square(number):
    return number * number

def give_up():
    # More than a pipe holds, from two processes, of which nobody reads the rest.
    results = spread(20, lambda number: "x" * 1_000_000, 2)
    first = len(next(results)[1])
    results.close()
    return first

def with_at_most(count):
    fork, started = os.fork, []

    def limited():
        if len(started) == count:
            raise BlockingIOError("no more processes")
        started.append(0)
        return fork()

    os.fork = limited
    return dict(spread(4, square, 3))

"""


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("sorted(spread(100, square, 3))", [(number, number * number) for number in range(100)]),
        ("dict(sorted(spread(3, lambda number: 1 // (number - 1), 2)))", {0: -1, 2: 1}),
        ("give_up()", 1_000_000),
        ("with_at_most(0)", {}),
        ("with_at_most(1)", {0: 0, 1: 1, 2: 4, 3: 9}),
    ],
)
def test_pieces_have_results(expression: str, value: object) -> None:
    program = f"{PROGRAM}print({expression})"
    done = subprocess.run([sys.executable, "-c", program], check=True, timeout=60, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == (f"{value}\n", "")
