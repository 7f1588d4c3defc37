"""Rows of lint: cold, after edits, of one page from standard input, and how soon it starts."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import process_times
from benchmark_setting import LINT, Setting
from corpus_edits import Edit, data_edit, edited_page, forget, middle_page, nothing, page_edit
from goal_rows import Goal, Row
from process_times import Command

COLD = (*LINT, "--no-cache")
# What MkDocs says only where it is asked to.
VALIDATION = "validation: {links: {not_found: warn, anchors: warn, absolute_links: warn, unrecognized_links: warn}}"
# Sizes of handbooks of which one page is read from standard input: it should make no difference.
SIZES = (220, 883)
# The goal is meant for a machine on which Python does nothing in 0.02 s.
NOTHING = 0.02
PAGE = """# Page {0}

About [the next](page{1}.md), and [why](#why) there is [a home](index.md).

## Why

- This is the page of number {0}.
- Others are as long.

## How

See [how the next one does it](page{1}.md#how), or **nothing at all**.
"""


def rumdl(setting: Setting) -> Command:
    """Return rumdl, which knows no data."""
    return Command((setting.peers.program("rumdl"), "check", "--no-cache", "content"), setting.data.root, may_fail=True)


def cold(setting: Setting) -> Iterator[Row]:
    """Compare lint with rumdl, and with MkDocs' own search for dead links, which builds the site."""
    own = Command(setting.handbook(*COLD), setting.data.root, may_fail=True)
    times = process_times.medians((own, rumdl(setting)), 3 * setting.runs)
    yield Row("lint, cold", times[0], "rumdl", times[1], (Goal("wall", 2.5),))
    strict = setting.copy("strict")
    config = strict / "mkdocs.yml"
    text = re.sub(r"^validation:.*$", VALIDATION, config.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
    assert VALIDATION in text, "the corpus says what MkDocs validates"
    config.write_text(text, encoding="utf-8")
    peer = Command(setting.mkdocs("--strict"), strict, forget, may_fail=True)
    times = process_times.medians((own, peer), setting.runs)
    yield Row("lint, cold", times[0], "`mkdocs build --strict`", times[1], (Goal("CPU", 0.25),))


def again(setting: Setting) -> Iterator[Row]:
    """Compare a second run of lint with rumdl, which keeps nothing here."""
    changes: dict[str, Edit] = {"nothing": nothing, "one page": page_edit, "one data file": data_edit}
    for name, change in changes.items():
        own = Command(setting.handbook(*LINT), setting.data.root, change, may_fail=True)
        times = process_times.medians((own, rumdl(setting)), 3 * setting.runs)
        yield Row(f"lint, second run, {name} changed", times[0], "rumdl", times[1], (Goal("wall", 1.0),))


def stdin(setting: Setting) -> Iterator[Row]:
    """Compare lint of one page from standard input with Python's start and imports."""
    for size in SIZES:
        root = setting.sized(size)
        name = middle_page(root).relative_to(root).as_posix()
        own = Command(setting.handbook(*LINT, "--stdin-filename", name, "-"), root, edited_page, may_fail=True)
        peer = Command(setting.python("-c", "import mkdocs_handbook.cli.commands.lint"), root)
        # What an editor has done before: the handbook was read once.
        process_times.measured(Command(setting.handbook(*LINT), root, may_fail=True))
        times = process_times.medians((own, peer), 3 * setting.runs)
        work = f"lint of one page of {size} from standard input"
        yield Row(work, times[0], "start and imports", times[1], (Goal("wall", 0.15, is_added=True),))


def start(setting: Setting) -> Iterator[Row]:
    """Compare the start with that of Python."""
    root = ten_pages(setting)
    own = {
        "`handbook --version`": (0.12, ("--version",)),
        "lint of ten pages, cold": (0.35, ("lint", "--no-cache")),
        "lint of ten pages, second run": (0.35, ("lint",)),
    }
    commands = [
        Command(setting.python("-c", "pass"), root),
        *(Command(setting.handbook(*words), root) for _, words in own.values()),
    ]
    peer, *times = process_times.medians(commands, 3 * setting.runs)
    for (work, (seconds, _)), taken in zip(own.items(), times, strict=True):
        yield Row(work, taken, "`python -c pass`", peer, (Goal("wall", seconds / NOTHING),))


def ten_pages(setting: Setting) -> Path:
    """Return a handbook of ten pages, as `handbook init` makes it and somebody goes on; lint finds nothing in it."""
    root = setting.folder / "ten"
    if not root.exists():
        subprocess.run(setting.handbook("init", str(root), "--title", "Ten"), check=True, capture_output=True)
        for number in range(1, 9):
            text = PAGE.format(number, number % 8 + 1)
            (root / "handbook" / f"page{number}.md").write_text(text, encoding="utf-8")
    return root


ROWS: dict[str, Callable[[Setting], Iterator[Row | str]]] = {
    "start": start,
    "lint": cold,
    "again": again,
    "stdin": stdin,
}
