"""Rows of builds: cold, after edits, while they are served, by MkDocs with the plugin, and what an installation takes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import fresh_installs
import instruction_counts
import lint_rows
import onscreen
import overhead
import process_times
from benchmark_setting import BUILD, Setting
from corpus_edits import Edit, data_edit, forget, nothing, page_edit, title_edit
from goal_rows import Goal, Row
from process_times import Command

# Numbers of pages, and the most that each may take of the one before: 2.3 for each doubling.
SIZES = {220: 0.0, 441: 2.3, 883: 2.3, 3532: 2.3**2}


def cold(setting: Setting) -> Iterator[Row]:
    """Compare a cold build with those of MkDocs and Zensical."""
    own = Command(setting.handbook(*BUILD), setting.copy("own"), forget)
    mkdocs = Command(setting.mkdocs(), setting.copy("mkdocs"), forget)
    zensical = Command(setting.zensical("build"), setting.copy("zensical"), forget)
    times = process_times.medians((own, mkdocs, zensical), setting.runs)
    yield Row("cold build", times[0], "MkDocs", times[1], (Goal("CPU", 1.05), Goal("wall", 0.6)))
    yield Row("cold build", times[0], "Zensical", times[2], (Goal("wall", 0.8),))


def edited(work: str, most: float, change: Edit) -> Callable[[Setting], Iterator[Row]]:
    """Return what compares a build behind a change with Zensical's."""

    def rows(setting: Setting) -> Iterator[Row]:
        own = Command(setting.handbook(*BUILD), setting.copy("own"), change)
        peer = Command(setting.zensical("build"), setting.copy("zensical"), change)
        times = process_times.medians((own, peer), setting.runs)
        yield Row(work, times[0], "Zensical", times[1], (Goal("wall", most),))

    return rows


def data(setting: Setting) -> Iterator[Row]:
    """Compare a data edit with Zensical's page edit."""
    own = Command(setting.handbook(*BUILD), setting.data.root, data_edit)
    peer = Command(setting.zensical("build"), setting.copy("zensical"), page_edit)
    times = process_times.medians((own, peer), setting.runs)
    yield Row("build, one data edit", times[0], "Zensical, one page edit", times[1], (Goal("wall", 0.4),))


def seen(setting: Setting) -> Iterator[Row]:
    """Compare how soon a page that is served shows an edit."""
    own = setting.handbook("serve", "--dev-addr"), setting.copy("own")
    peer = setting.zensical("serve", "--dev-addr"), setting.copy("zensical")
    times = onscreen.medians((own, peer), setting.runs)
    yield Row("served, from an edit to the page", times[0], "Zensical", times[1], (Goal("wall", 0.8),))


def plugin(setting: Setting) -> Iterator[Row]:
    """Compare MkDocs with the plugin and without: by instructions where those can be counted, and by time."""
    twin = setting.folder / "static"
    overhead.static_twin(setting.data, twin)
    variants = {"plugin": setting.data.root, "static": twin}
    build = setting.mkdocs()
    overhead.rounds(variants, 1, build)
    found = overhead.rounds(variants, 3 * setting.runs, build)
    own, peer = (
        process_times.of_runs([process_times.Run(one.wall, one.user) for one in runs]) for runs in found.values()
    )
    yield Row("`mkdocs build` with the plugin", own, "static tables", peer, (Goal("CPU", 1.05),))
    if counter := instruction_counts.counter():
        counts = [
            {"instructions": instruction_counts.count(counter, build, root, overhead.SETTINGS)}
            for root in variants.values()
        ]
        yield Row(
            "`mkdocs build` with the plugin", counts[0], "static tables", counts[1], (Goal("instructions", 1.03),)
        )
    else:
        print("neither perf nor valgrind can count instructions here", file=sys.stderr)


def memory(setting: Setting) -> Iterator[Row]:
    """Compare the memory of a cold build with that of MkDocs."""
    own = {"memory": process_times.memory(Command(setting.handbook(*BUILD), setting.copy("own"), forget))}
    peer = {"memory": process_times.memory(Command(setting.mkdocs(), setting.copy("mkdocs"), forget))}
    yield Row("peak memory of a cold build", own, "MkDocs", peer, (Goal("memory", 2.2),))


def engine(setting: Setting) -> Iterator[Row]:
    """Compare a cold build with Zensical as the engine with Zensical alone."""
    setting.installed.add(setting.peers.versions("zensical").replace(" ", "=="))
    own = Command(setting.handbook(*BUILD, "--engine", "zensical"), setting.copy("own"), forget)
    peer = Command(setting.zensical("build"), setting.copy("zensical"), forget)
    times = process_times.medians((own, peer), setting.runs)
    yield Row("cold build, `--engine zensical`", times[0], "Zensical", times[1], (Goal("CPU", 1.35),))


def growth(setting: Setting) -> Iterator[Row]:
    """Compare each size with the one before, as for a doubling."""
    commands = [Command(setting.handbook(*BUILD), setting.sized(size), forget) for size in SIZES]
    times = process_times.medians(commands, max(1, setting.runs // 2))
    for number, (size, most) in enumerate(SIZES.items()):
        if number:
            goals = (Goal("wall", most),)
            yield Row(
                f"cold build, {size} pages", times[number], f"{[*SIZES][number - 1]} pages", times[number - 1], goals
            )


def install(setting: Setting) -> Iterator[str]:
    """Report what a new user waits for, and which packages come."""
    made = fresh_installs.install(setting.folder / "fresh", str(fresh_installs.wheel(setting.folder / "wheel")))
    first = process_times.measured(
        Command((made.program("handbook"), "lint", "--no-cache"), lint_rows.ten_pages(setting))
    )
    yield from fresh_installs.report(made, first.wall)


ROWS: dict[str, Callable[[Setting], Iterator[Row | str]]] = {
    "cold": cold,
    "page": edited("build, one page edit", 0.3, page_edit),
    "data": data,
    "nothing": edited("build, nothing changed", 0.25, nothing),
    "title": edited("build, a title changed", 0.4, title_edit),
    "seen": seen,
    "plugin": plugin,
    "memory": memory,
    "engine": engine,
    "growth": growth,
    "install": install,
}
