"""How fast lint and builds are: against Zensical, MkDocs and rumdl on the same handbook, a table of ratios with goals.

    python benchmarks/fast.py CORPUS.tar.xz [--runs 5] [--groups 100] [--rows lint,cold,page,…] [--keep DIR]

unpacks the corpus below a temporary folder, installs the wheel of this checkout and the newest peers that pip finds into virtual
environments of their own, and measures whole processes: wall and user CPU. In each row its commands take turns, and each change is made to all of them; the
medians are compared, of three times as many runs for lint and the plugin, whose part of a build is smaller than what differs
from run to run; where perf or valgrind can count instructions, one run of those is enough. Compare only numbers of one run,
and those of two cores only where both are free. A data edit has no peer that knows data: it is compared with a page edit of
Zensical's. The growth is that of the corpus' pages in folders side by side, without and with a cold cache. Lint keeps what it
finds out below the temporary folder. Needs the package with MkDocs, pip's index, and Linux.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import build_rows
import fresh_installs
import generate
import lint_rows
import process_times
from benchmark_setting import Setting
from goal_rows import HEAD, Row

ROWS: dict[str, Callable[[Setting], Iterator[Row | str]]] = {**lint_rows.ROWS, **build_rows.ROWS}


def run(given: argparse.Namespace, folder: Path) -> None:
    """Set up everything below a folder, and print the table row by row."""
    names = given.rows.split(",")
    if unknown := [name for name in names if name not in ROWS]:
        sys.exit(f"no rows are called {', '.join(unknown)}: there are {', '.join(ROWS)}")
    os.environ.update(process_times.variables(folder))
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    peers = fresh_installs.install(folder / "peers", *fresh_installs.PEERS)
    installed = fresh_installs.install(folder / "installed", str(fresh_installs.wheel(folder / "wheel")))
    corpus = generate.make(given.corpus, folder / "data", given.groups)
    setting = Setting(folder, given.corpus, corpus, given.runs, installed, peers)
    print(
        f"{datetime.now(UTC).date()}, Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f};"
    )
    print(
        f"{installed.versions('mkdocs', 'mkdocs-material')}, {peers.versions(*fresh_installs.PEERS)}; medians of {given.runs} runs\n\n{HEAD}",
        flush=True,
    )
    # A table of its own stands behind the others.
    for name in sorted(names, key="install".__eq__):
        for row in ROWS[name](setting):
            print(row, flush=True)


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure how fast lint and builds are.")
    parser.add_argument("corpus", type=Path, metavar="CORPUS.tar.xz")
    parser.add_argument("--runs", type=int, default=5, help="runs of each command that count")
    parser.add_argument("--groups", type=int, default=100, help="pages that get a group of data")
    parser.add_argument("--rows", default=",".join(ROWS), help=f"rows of the table: {', '.join(ROWS)}")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="folder to make for everything, kept afterwards")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(given, given.keep.resolve() if given.keep else Path(folder))


if __name__ == "__main__":
    main()
