"""How fast `handbook build` is: against Zensical, MkDocs and rumdl on the same handbook, a table of ratios with goals.

    python benchmarks/fast.py CORPUS.tar.xz [--runs 5] [--groups 100] [--rows cold,page,…] [--keep DIR]

unpacks the corpus below a temporary folder, sets up the peers in a virtual environment of their own, and measures whole
processes. In each row its commands take turns, and each change is made to all of them; the medians are compared, of three
times as many runs for the plugin, whose part of a build is smaller than what differs from run to run. Compare only numbers
of one run. A data edit has no peer that knows data: it is compared with a page edit of Zensical's. The
growth is that of the corpus' pages in folders side by side, without and with a cold cache. Needs the package, pip's
index, and Linux.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import venv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import generate
import onscreen
import overhead

PEERS = ("zensical==0.0.73", "rumdl==0.3.0", "check-jsonschema==0.39.0")
HANDBOOK = (sys.executable, "-m", "mkdocs_handbook.cli")
BUILD = (*HANDBOOK, "build", "--quiet")
MKDOCS = (sys.executable, "-m", "mkdocs", "build", "--quiet")
LINT = (*HANDBOOK, "lint", "--format", "concise", "--today", "2026-11-20")
VARIABLES = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
# Numbers of pages, and the most that each may take of the one before: 2.3 for each doubling.
SIZES = {220: 0.0, 441: 2.3, 883: 2.3, 3532: 2.3**2}


@dataclass(frozen=True, slots=True)
class Command:
    """A program in a folder; `before` prepares a run of it, which is not measured."""

    words: Sequence[str]
    folder: Path
    before: Callable[[Path], None] = lambda _: None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what is compared, the medians of this package and of its peer, and the most that is fine."""

    name: str
    own: float
    peer: float
    goal: float
    unit: str = "s"

    def __str__(self) -> str:
        ratio = self.own / self.peer
        verdict = "met" if ratio <= self.goal else "missed"
        numbers = f"{self.own:.2f} {self.unit} | {self.peer:.2f} {self.unit}"
        return f"| {self.name} | {numbers} | {ratio:.2f} | {self.goal:.2f} | {verdict} |"


# --- Measuring ---


def wall(command: Command) -> float:
    """Return the seconds that one run takes; stop if it fails. Findings of lint are no failure."""
    command.before(command.folder)
    start = time.perf_counter()
    run = subprocess.run(command.words, cwd=command.folder, env=VARIABLES, capture_output=True, check=False)
    taken = time.perf_counter() - start
    if run.returncode not in (0, 1) or (run.returncode and "build" in command.words):
        sys.exit(f"{' '.join(command.words)} failed: {run.stderr.decode()[-2000:]}")
    return taken


def user(command: Command) -> float:
    """Return the seconds of the processor that one run takes, with all processes that it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    wall(command)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def medians(commands: Sequence[Command], runs: int) -> list[float]:
    """Return the median seconds of commands that take turns, after a round that does not count."""
    found: list[list[float]] = [[] for _ in commands]
    for number in range(runs + 1):
        for times, command in zip(found, commands, strict=True):
            taken = wall(command)
            if number:
                times.append(taken)
    return [statistics.median(times) for times in found]


def memory(command: Command) -> float:
    """Return the peak of what one run and its children hold at once, in MB; what they share counts once."""
    command.before(command.folder)
    peak = 0
    with subprocess.Popen(command.words, cwd=command.folder, env=VARIABLES, stderr=subprocess.DEVNULL) as process:
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


# --- What is changed before a run ---


def nothing(_root: Path) -> None:
    """Change nothing."""


def forget(root: Path) -> None:
    """Remove what was built and kept."""
    for name in ("site", ".cache", ".handbook"):
        shutil.rmtree(root / name, ignore_errors=True)


def page_edit(root: Path) -> None:
    """Add a word to a page in the middle of all."""
    pages = sorted((root / "content").rglob("*.md"))
    page = pages[len(pages) // 2]
    page.write_bytes(page.read_bytes() + f"\nWord {time.time_ns()}.\n".encode())


def title_edit(root: Path) -> None:
    """Change the title of a page in the middle of all."""
    for page in sorted((root / "content").rglob("*.md"))[400:]:
        lines = page.read_bytes().split(b"\n")
        if lines[0].startswith(b"# "):
            page.write_bytes(b"\n".join([f"# Title {time.time_ns()}".encode(), *lines[1:]]))
            return


def data_edit(root: Path) -> None:
    """Return a ritual another DRI."""
    path = sorted((root / "rituals").glob("*.rituals.yml"))[7]
    text = path.read_text(encoding="utf-8")
    now = text.partition("  dri: ")[2].partition("\n")[0]
    other = "anaadler" if now != "anaadler" else "boadler"
    path.write_text(text.replace(f"dri: {now}\n", f"dri: {other}\n", 1), encoding="utf-8")


# --- The rows ---


@dataclass(frozen=True, slots=True)
class Setting:
    """What all rows share: handbooks with and without data, one for each program, the peers, and the number of runs."""

    folder: Path
    archive: Path
    data: generate.Corpus
    runs: int
    groups: int

    def peer(self, name: str) -> str:
        """Return the path of a peer's program."""
        return str(self.folder / "peers" / "bin" / name)

    def copy(self, name: str) -> Path:
        """Return a copy of the corpus without data, made when it is asked for first."""
        root = self.folder / name
        return next(root.glob("*/mkdocs.yml")).parent if root.exists() else generate.unpack(self.archive, root)

    def against(self, name: str, goal: float, change: Callable[[Path], None]) -> Row:
        """Return the row of a change, built by this package and by Zensical."""
        own = Command(BUILD, self.copy("own"), change)
        peer = Command((self.peer("zensical"), "build"), self.copy("zensical"), change)
        own_time, peer_time = medians((own, peer), self.runs)
        return Row(name, own_time, peer_time, goal)


def data(setting: Setting) -> Iterator[Row]:
    """Compare a data edit with Zensical's page edit."""
    own = Command(BUILD, setting.data.root, data_edit)
    peer = Command((setting.peer("zensical"), "build"), setting.copy("zensical"), page_edit)
    own_time, peer_time = medians((own, peer), setting.runs)
    yield Row("one data edit (peer: one page edit)", own_time, peer_time, 0.5)


def plugin(setting: Setting) -> Iterator[Row]:
    """Compare MkDocs with the plugin and without."""
    twin = setting.folder / "static"
    overhead.static_twin(setting.data, twin)
    found = overhead.rounds({"plugin": setting.data.root, "static": twin}, 3 * setting.runs)
    own, peer = (statistics.median(run.user for run in runs) for runs in found.values())
    yield Row("`mkdocs build` with the plugin against static tables, user CPU", own, peer, overhead.GOAL)


def peak(setting: Setting) -> Iterator[Row]:
    """Compare the memory of a cold build with that of MkDocs."""
    own = memory(Command(BUILD, setting.copy("own"), forget))
    yield Row("peak memory, cold (peer: MkDocs)", own, memory(Command(MKDOCS, setting.copy("mkdocs"))), 2.2, "MB")


def engine(setting: Setting) -> Iterator[Row]:
    """Compare a cold build with Zensical as the engine with Zensical alone."""
    own = Command((*BUILD, "--engine", "zensical"), setting.copy("own"), forget)
    peer = Command((setting.peer("zensical"), "build"), setting.copy("zensical"), forget)
    rounds = [(user(own), user(peer)) for _ in range(setting.runs + 1)][1:]
    own_time, peer_time = (statistics.median(times) for times in zip(*rounds, strict=True))
    yield Row("cold build, `--engine zensical` against Zensical alone, user CPU", own_time, peer_time, 1.35)


def growth(setting: Setting) -> Iterator[Row]:
    """Compare each size with the one before, as for a doubling."""
    commands = [Command(BUILD, sized(setting, size), forget) for size in SIZES]
    times = medians(commands, max(1, setting.runs // 2))
    for number, (size, goal) in enumerate(SIZES.items()):
        if number:
            before = list(SIZES)[number - 1]
            yield Row(f"cold, {size} pages (peer: {before} pages)", times[number], times[number - 1], goal)


def sized(setting: Setting, size: int) -> Path:
    """Return a handbook of a number of pages: some of the corpus, or all of it several times."""
    source, root = setting.copy("own"), setting.folder / f"pages-{size}"
    root.mkdir()
    shutil.copy(source / "mkdocs.yml", root)
    pages = sorted((source / "content").rglob("*.md"))
    for copy in range(max(1, size // len(pages))):
        for page in pages[: min(size, len(pages))]:
            target = root / "content" / f"copy{copy}" / page.relative_to(source / "content")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(page, target)
    return root


def seen(setting: Setting) -> Iterator[Row]:
    """Compare how soon a page that is served shows an edit."""
    own = (*HANDBOOK, "serve", "--dev-addr"), setting.copy("own")
    peer = (setting.peer("zensical"), "serve", "--dev-addr"), setting.copy("zensical")
    own_time, peer_time = onscreen.medians((own, peer), setting.runs)
    yield Row("served: from an edit to the page", own_time, peer_time, 1.0)


def lint(setting: Setting) -> Iterator[Row]:
    """Compare lint with rumdl, which knows no data."""
    own = Command(LINT, setting.data.root)
    peer = Command((setting.peer("rumdl"), "check", "--no-cache", "content"), setting.data.root)
    own_time, peer_time = medians((own, peer), 2 * setting.runs)
    yield Row("`handbook lint` (peer: rumdl)", own_time, peer_time, 1.5)


ROWS: dict[str, Callable[[Setting], Iterator[Row]]] = {
    "cold": lambda setting: iter([setting.against("cold build", 0.8, forget)]),
    "page": lambda setting: iter([setting.against("one page edit", 0.5, page_edit)]),
    "data": data,
    "nothing": lambda setting: iter([setting.against("nothing changed", 0.6, nothing)]),
    "title": lambda setting: iter([setting.against("a title changed", 0.7, title_edit)]),
    "plugin": plugin,
    "memory": peak,
    "engine": engine,
    "growth": growth,
    "seen": seen,
    "lint": lint,
}


def peers(folder: Path) -> None:
    """Install the peers into a virtual environment of their own."""
    venv.create(folder, with_pip=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", *PEERS]
    subprocess.run(pip, check=True)


def run(given: argparse.Namespace, folder: Path) -> None:
    """Set up everything below a folder, and print the table row by row."""
    peers(folder / "peers")
    corpus = generate.make(given.corpus, folder / "data", given.groups)
    setting = Setting(folder, given.corpus, corpus, given.runs, given.groups)
    today = datetime.now(UTC).date()
    print(f"{today}, Python {platform.python_version()}, {os.cpu_count()} cores, medians of {given.runs} runs\n")
    print("| work | handbook | peer | ratio | at most | |\n|:--|--:|--:|--:|--:|:--|")
    for name in given.rows.split(","):
        for row in ROWS[name](setting):
            print(row, flush=True)


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure how fast handbook build is.")
    parser.add_argument("corpus", type=Path, metavar="CORPUS.tar.xz")
    parser.add_argument("--runs", type=int, default=5, help="runs of each command that count")
    parser.add_argument("--groups", type=int, default=100, help="pages that get a group of data")
    parser.add_argument("--rows", default=",".join(ROWS), help=f"rows of the table: {', '.join(ROWS)}")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="folder to make for everything, kept afterwards")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(given, given.keep or Path(folder))


if __name__ == "__main__":
    main()
