"""What `handbook lint` costs: its time against that of rumdl, which lints the pages alone and knows no data.

    python benchmarks/lint.py CORPUS.tar.xz [--runs 10] [--groups 100] [--keep DIR] [--profile]

makes the handbook of `generate.py` and a virtual environment with rumdl, runs both commands in turn, after one run of each
that does not count, and prints the medians of whole processes with their ratio. Compare only numbers of one run. Python
keeps the bytecode of modules, as it does wherever a package is installed. `--profile` prints instead where one run of
lint spends its time. Needs the package, pip's index, and Linux or macOS.
"""

from __future__ import annotations

import argparse
import os
import pstats
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from dataclasses import dataclass
from pathlib import Path

import generate
from overhead import Cost, Place, show

RUMDL = "rumdl==0.3.0"
GOAL, MOST = 1.0, 1.5
# One day for all runs: rules of time may depend on it.
DAY = "2026-11-20"
LINT = (sys.executable, "-m", "mkdocs_handbook.cli", "lint", "--format", "concise", "--today", DAY)


@dataclass(frozen=True, slots=True)
class Command:
    """What is measured: a command and the folder in which it runs."""

    words: tuple[str, ...]
    folder: Path


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took: seconds of wall time, of user CPU, and of the system's."""

    wall: float
    user: float
    system: float


def environment(folder: Path) -> dict[str, str]:
    """Return the variables with which everything runs; bytecode is kept below a folder, whatever the caller's say."""
    given = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return given | {"PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "PYTHONHASHSEED": "0"}


def rumdl(folder: Path) -> str:
    """Return the path of rumdl, which is installed into a virtual environment below a folder."""
    venv.create(folder, with_pip=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", RUMDL]
    subprocess.run(pip, check=True)
    return str(folder / "bin" / "rumdl")


def measured(command: Command, variables: dict[str, str]) -> Run:
    """Return what one run in a process of its own takes; stop if it cannot do its work. Findings are no failure."""
    start = time.perf_counter()
    with subprocess.Popen(
        command.words, cwd=command.folder, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        sys.exit(f"{' '.join(command.words)} failed with exit code {process.returncode}")
    return Run(time.perf_counter() - start, usage.ru_utime, usage.ru_stime)


def rounds(commands: dict[str, Command], count: int, variables: dict[str, str]) -> dict[str, list[Run]]:
    """Return the runs of each command, which take turns."""
    found: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(count):
        for name, command in commands.items():
            found[name].append(measured(command, variables))
    return found


def report(found: dict[str, list[Run]]) -> None:
    """Print the medians of each command, and their ratio."""
    print("command         wall s (min to max)   user CPU s   system CPU s")
    for name, runs in found.items():
        walls = [run.wall for run in runs]
        user, system = (
            statistics.median(times) for times in zip(*((run.user, run.system) for run in runs), strict=True)
        )
        print(f"{name:14}  {statistics.median(walls):6.3f} ({min(walls):.3f} to {max(walls):.3f})", end="")
        print(f"  {user:9.3f}  {system:13.3f}")
    other, own = (statistics.median(run.wall for run in runs) for runs in found.values())
    other_user, own_user = (statistics.median(run.user for run in runs) for runs in found.values())
    print(f"ratio wall handbook lint/rumdl: {own / other:.2f}x (at most {MOST}, the goal is {GOAL})", end="; ")
    print(f"user CPU: {own_user / other_user:.2f}x (rumdl uses all cores)")


def profile(root: Path, variables: dict[str, str]) -> None:
    """Print in which functions of the package one run of lint spends most time, and in which modules of others."""
    path = root.parent / "lint.prof"
    command = [sys.executable, "-m", "cProfile", "-o", str(path), *LINT[1:]]
    subprocess.run(command, cwd=root, env=variables, stdout=subprocess.DEVNULL, check=False)
    stats: dict[Place, Cost] = vars(pstats.Stats(str(path)))["stats"]
    own = {place: cost for place, cost in stats.items() if f"{os.sep}mkdocs_handbook{os.sep}" in place[0]}
    print(f"whole run: {sum(cost[2] for cost in stats.values()) * 1000:.0f} ms under the profiler")
    print(f"the package's own code: {sum(cost[2] for cost in own.values()) * 1000:.0f} ms")
    show("own", sorted(own.items(), key=lambda pair: -pair[1][2]))
    show("cumulative", sorted(own.items(), key=lambda pair: -pair[1][3]))
    show("own, of others,", sorted((one for one in stats.items() if one[0] not in own), key=lambda pair: -pair[1][2]))


def main() -> None:
    """Measure or profile as the command line asks."""
    parser = argparse.ArgumentParser(description="Measure what handbook lint costs.")
    parser.add_argument("corpus", type=Path, metavar="CORPUS.tar.xz")
    parser.add_argument("--runs", type=int, default=10, help="runs of each command that count")
    parser.add_argument("--groups", type=int, default=100, help="pages that get a group")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="folder to make for the handbook, kept afterwards")
    parser.add_argument("--profile", action="store_true", help="profile one run of lint instead")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(given, given.keep or Path(folder))


def run(given: argparse.Namespace, folder: Path) -> None:
    """Make the handbook below a folder, then measure or profile."""
    corpus = generate.make(given.corpus, folder / "handbook", given.groups)
    variables = environment(folder)
    if given.profile:
        measured(Command(LINT, corpus.root), variables)
        profile(corpus.root, variables)
        return
    program = rumdl(folder / "rumdl")
    version = subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    commands = {
        version: Command((program, "check", "--no-cache", str(corpus.docs.relative_to(corpus.root))), corpus.root),
        "handbook lint": Command(LINT, corpus.root),
    }
    rounds(commands, 1, variables)
    print(f"{len(list(corpus.docs.rglob('*.md')))} pages, {given.groups} groups of data; {given.runs} rounds")
    report(rounds(commands, given.runs, variables))


if __name__ == "__main__":
    main()
