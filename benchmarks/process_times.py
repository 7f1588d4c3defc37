"""Whole processes, measured: wall and user CPU of runs that take turns, and the peak of their memory. Needs Linux."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Command:
    """A program in a folder.

    `before` prepares a run of it and returns its standard input; it is not measured. `may_fail` is for what exits with 1 once
    it has found something.
    """

    words: Sequence[str]
    folder: Path
    before: Callable[[Path], bytes | None] = lambda _: None
    may_fail: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """What one run takes: seconds of wall time, and of user CPU with all processes that it starts."""

    wall: float
    user: float


def variables(folder: Path) -> dict[str, str]:
    """Return the variables with which everything runs, as users have them: bytecode is kept, and what is imported is installed.

    What lint keeps in the user's cache folder is below a folder of the benchmark.
    """
    kept = {key: value for key, value in os.environ.items() if key not in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")}
    return kept | {"XDG_CACHE_HOME": str(folder / "cache"), "NO_MKDOCS_2_WARNING": "1", "PYTHONHASHSEED": "0"}


def measured(command: Command) -> Run:
    """Return what one run takes; stop if it fails."""
    given = command.before(command.folder)
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as source:
        source.write(given or b"")
        source.seek(0)
        start = time.perf_counter()
        with subprocess.Popen(command.words, cwd=command.folder, stdin=source, stdout=output, stderr=output) as process:
            _, status, usage = os.wait4(process.pid, 0)
            taken = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode and not (command.may_fail and process.returncode == 1):
            output.seek(0)
            sys.exit(f"{' '.join(command.words)} failed: {output.read().decode(errors='replace')[-2000:]}")
    return Run(taken, usage.ru_utime)


def medians(commands: Sequence[Command], runs: int) -> list[Mapping[str, float]]:
    """Return the median seconds of commands that take turns, after a round that does not count."""
    found: list[list[Run]] = [[] for _ in commands]
    for number in range(runs + 1):
        for times, command in zip(found, commands, strict=True):
            run = measured(command)
            if number:
                times.append(run)
    return [of_runs(times) for times in found]


def of_runs(runs: Sequence[Run]) -> Mapping[str, float]:
    """Return the medians of wall and user CPU."""
    return {"wall": statistics.median(run.wall for run in runs), "CPU": statistics.median(run.user for run in runs)}


# --- Memory ---


def memory(command: Command) -> float:
    """Return the peak of what one run and its children hold at once, in MB; what they share counts once."""
    command.before(command.folder)
    peak = 0
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command.words, cwd=command.folder, stdout=quiet, stderr=quiet) as process:
        stop = threading.Event()

        def watch() -> None:
            nonlocal peak
            while not stop.wait(0.02):
                peak = max(peak, sum(map(held, family(process.pid))))

        watcher = threading.Thread(target=watch)
        watcher.start()
        process.wait()
        stop.set()
        watcher.join()
    return peak / 1024


def family(pid: int) -> Iterator[int]:
    """Yield a process and all below it."""
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return
    for child in children:
        yield from family(int(child))


def held(pid: int) -> int:
    """Return the kB that a process holds, its part of what it shares."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
