"""How many instructions a process takes, which no other load on the machine changes: by perf, else by cachegrind."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

PERF = ("perf", "stat", "-x,", "-e", "instructions:u")
CACHEGRIND = ("valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null")
COUNT = re.compile(r"^(?:==\d+== I +refs: +([\d,]+)|(\d+),,instructions)", re.MULTILINE)


def counter() -> Sequence[str]:
    """Return the program that counts here, with its options; none where there is none."""
    for words in (PERF, CACHEGRIND):
        # Virtual machines often hide the counters of the processor from perf.
        if shutil.which(words[0]) and count(words, [sys.executable, "-c", "pass"], Path.cwd(), {}):
            return words
    return ()


def count(program: Sequence[str], words: Sequence[str], folder: Path, settings: Mapping[str, str]) -> float:
    """Return the billions of instructions of a run with all processes that it starts, 0 where they cannot be counted."""
    variables = {**os.environ, **settings}
    done = subprocess.run([*program, *words], cwd=folder, env=variables, capture_output=True, check=False, text=True)
    if done.returncode:
        return 0
    return sum(int((one[1] or one[2]).replace(",", "")) for one in COUNT.finditer(done.stderr)) / 1e9
