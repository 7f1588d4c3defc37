"""What the plugin costs: a build with tables from data, against one with the same tables written in the pages.

    python benchmarks/overhead.py CORPUS.tar.xz [--runs 7] [--groups 100] [--anchors] [--keep DIR] [--profile]

makes the handbook of `generate.py` twice: "plugin" embeds its data, "static" has pipe tables of the same cells instead
and no plugin. It builds both in turn, after one build of each that does not count, compares the cells of their pages,
and prints the medians of whole processes. Compare only numbers of one run. `--profile` prints instead which functions
of the package one build with the plugin spends its time in. Needs the package and Linux or macOS.
"""

from __future__ import annotations

import argparse
import os
import posixpath
import pstats
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import generate

from mkdocs_handbook.links.item_urls import TablePlace
from mkdocs_handbook.model import Handbook, Page
from mkdocs_handbook.pages import embeds
from mkdocs_handbook.project import clock
from mkdocs_handbook.project import mkdocs_yml as project
from mkdocs_handbook.project.load import load
from mkdocs_handbook.rendering import cells, tables

GOAL = 1.03
# One day for both, whenever they are built: tables show the next date of a ritual.
DAY = datetime(2026, 11, 20, 12, tzinfo=UTC)
SETTINGS = {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": str(int(DAY.timestamp())), "PYTHONHASHSEED": "0"}
BUILD = (sys.executable, "-m", "mkdocs", "build", "-q")
MEGABYTE = 2**20 if sys.platform == "darwin" else 2**10
SHOWN = 40

# What pstats keeps: file, line and name; calls without and with recursion, own and cumulative seconds, and the callers.
Place = tuple[str, int, str]
Cost = tuple[int, int, float, float, object]


@dataclass(frozen=True, slots=True)
class Run:
    """What one build took: seconds of user CPU, seconds of wall time, and the peak of its memory in MB."""

    user: float
    wall: float
    memory: float


# --- The static twin ---


def static_twin(corpus: generate.Corpus, root: Path) -> None:
    """Write the corpus once more, with pipe tables instead of data and without the plugin."""
    shutil.copytree(corpus.root, root)
    shutil.rmtree(root / "rituals")
    config = root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace(generate.WITH_HANDBOOK, generate.PLUGINS), encoding="utf-8")
    handbook = read(corpus.root)
    for uri in corpus.groups.values():
        page = handbook.by_uri[uri]
        (root / page.source.path).write_bytes(static(handbook, page).encode())


def read(root: Path) -> Handbook:
    """Return the handbook below a folder; there must be nothing to find in its data."""
    found = project.read_project(root / "mkdocs.yml", root)
    handbook, problems = load(project.read_files(found), found.settings, clock.now(found.settings.timezone, DAY.date()))
    assert not problems, problems[0].message
    return handbook


def static(handbook: Handbook, page: Page) -> str:
    """Return a page's text with a pipe table for each embed."""
    text = page.source.text
    for embed in reversed(page.embeds):
        assert embeds.data_files(handbook, embed), f"{page.uri} embeds what is not there"
        table = "\n".join(pipe_table(tables.build_table(handbook, TablePlace(page, embed), set()), page.uri))
        text = text[: embed.span.start] + table + text[embed.span.end :]
    return text


def pipe_table(table: tables.Table, uri: str) -> Iterator[str]:
    """Yield the lines of a table as a page would hold them."""
    yield f"| {' | '.join(column.title for column in table.columns)} |"
    yield f"|{' --- |' * len(table.columns)}"
    for row in table.rows:
        yield f"| {' | '.join(''.join(piece(part, cell.format, uri) for part in cell.parts) for cell in row.cells)} |"


def piece(part: cells.CellPart, form: str, uri: str) -> str:
    """Return a piece of a cell behind what stands before it."""
    before = ", " if part.joined else " " if part.form == "note" else ""
    return before + markdown(part, form, uri)


def markdown(part: cells.CellPart, form: str, uri: str) -> str:
    """Return a piece of a cell as Markdown for a page."""
    text = part.text if "markdown" in (form, part.form) else re.sub(r"([\\`*_\[\]])", r"\\\1", part.text)
    text = re.sub(r"\]\(([^)]+)\)", lambda match: f"]({rebased(match[1], uri)})", text.replace("|", r"\|"))
    title = f' "{part.title}"' if part.title else ""
    return f"[{text}]({rebased(part.href, uri)}{title})" if part.href else text


def rebased(address: str, uri: str) -> str:
    """Return an address that begins at the pages' folder as seen from a page."""
    if ":" in address:
        return address
    return posixpath.relpath(address, posixpath.dirname(uri) or ".")


# --- Comparing what was built ---


class Cells(HTMLParser):
    """Collects the text and the links of a page's table cells, in their order, without what a row tells when opened."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.is_open = self.is_folded = False
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a cell, or take the address of a link in one."""
        if tag in ("td", "th"):
            self.is_open, self.is_folded = True, False
            self.found.append("")
        elif tag == "details":
            self.is_folded = True
        elif self.is_folded:
            return
        elif tag == "a" and self.is_open:
            self.found[-1] += f"<{dict(attrs).get('href')}>"

    def handle_endtag(self, tag: str) -> None:
        """End a cell."""
        self.is_open = self.is_open and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        """Take the text of a cell."""
        if self.is_open and not self.is_folded:
            self.found[-1] += data


def compare(corpus: generate.Corpus, twin: Path) -> int:
    """Return the number of cells that both builds show; stop at a page whose cells differ."""
    count = 0
    for uri in corpus.groups.values():
        path = Path("site", uri.removesuffix("index.md").removesuffix(".md"), "index.html")
        plugin, other = (Cells((root / path).read_text(encoding="utf-8")).found for root in (corpus.root, twin))
        if plugin != other:
            pairs = (pair for pair in zip([*plugin, None], [*other, None], strict=False) if pair[0] != pair[1])
            sys.exit(f"{uri}: the variants show different cells: {next(pairs)}")
        count += len(plugin)
    return count


# --- Measuring ---


def build(root: Path, command: Sequence[str] = BUILD) -> Run:
    """Return what one build in a process of its own takes; stop if it fails."""
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=root, env=os.environ | SETTINGS) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"the build of {root} failed with exit code {process.returncode}")
    return Run(usage.ru_utime, time.perf_counter() - start, usage.ru_maxrss / MEGABYTE)


def rounds(variants: dict[str, Path], count: int, command: Sequence[str] = BUILD) -> dict[str, list[Run]]:
    """Return the runs of each variant; every round builds all of them, in the reverse order of the round before."""
    found: dict[str, list[Run]] = {name: [] for name in variants}
    order = list(variants)
    for _ in range(count):
        for name in order:
            found[name].append(build(variants[name], command))
        order.reverse()
    return found


def report(found: dict[str, list[Run]]) -> None:
    """Print the medians of each variant, and their ratio."""
    print("variant   user CPU s (min to max)    wall s   peak RSS MB")
    for name, runs in found.items():
        users = [run.user for run in runs]
        wall, memory = statistics.median(run.wall for run in runs), statistics.median(run.memory for run in runs)
        print(f"{name:8}  {statistics.median(users):6.2f} ({min(users):.2f} to {max(users):.2f})", end="")
        print(f"  {wall:10.2f}  {memory:12.0f}")
    plugin, other = (statistics.median(run.user for run in runs) for runs in found.values())
    print(f"ratio user CPU plugin/static: {plugin / other:.3f}x (goal: at most {GOAL})")


# --- Profiling ---


def profile(root: Path) -> None:
    """Print the functions of the package in which one build spends most time, by own and by cumulative time."""
    path = root / "build.prof"
    command = [sys.executable, "-m", "cProfile", "-o", str(path), *BUILD[1:]]
    subprocess.run(command, cwd=root, env=os.environ | SETTINGS, check=True)
    if not (root / "site" / "index.html").exists():
        sys.exit(f"the build of {root} failed")
    stats: dict[Place, Cost] = vars(pstats.Stats(str(path)))["stats"]
    own = {place: cost for place, cost in stats.items() if f"{os.sep}mkdocs_handbook{os.sep}" in place[0]}
    print(f"whole build: {sum(cost[2] for cost in stats.values()) * 1000:.0f} ms under the profiler")
    print(f"the package's own code: {sum(cost[2] for cost in own.values()) * 1000:.0f} ms")
    show("own", sorted(own.items(), key=lambda pair: -pair[1][2]))
    show("cumulative", sorted(own.items(), key=lambda pair: -pair[1][3]))


def show(title: str, functions: list[tuple[Place, Cost]]) -> None:
    """Print the first of some functions."""
    print(f"\nmost {title} time\n   calls    own ms   cum. ms  function")
    for (file, line, name), (_, calls, own, cumulative, _) in functions[:SHOWN]:
        print(f"{calls:8}  {own * 1000:8.1f}  {cumulative * 1000:8.1f}  {Path(file).stem}:{line} {name}")


def main() -> None:
    """Measure or profile as the command line asks."""
    parser = argparse.ArgumentParser(description="Measure what the plugin costs.")
    parser.add_argument("corpus", type=Path, metavar="CORPUS.tar.xz")
    parser.add_argument("--runs", type=int, default=7, help="builds of each variant that count")
    parser.add_argument("--groups", type=int, default=100, help="pages that get a group")
    parser.add_argument("--anchors", action="store_true", help="links in data lead to headings, not only to pages")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="folder to make for the handbooks, kept afterwards")
    parser.add_argument("--profile", action="store_true", help="profile one build with the plugin instead")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(given, given.keep or Path(folder))


def run(given: argparse.Namespace, folder: Path) -> None:
    """Make the handbooks below a folder, then measure or profile them."""
    corpus = generate.make(given.corpus, folder / "plugin", given.groups, anchors=given.anchors)
    if given.profile:
        profile(corpus.root)
        return
    variants = {"plugin": corpus.root, "static": folder / "static"}
    static_twin(corpus, variants["static"])
    rounds(variants, 1)
    print(f"{given.groups} groups, {compare(corpus, variants['static'])} cells, the same in both; {given.runs} rounds")
    report(rounds(variants, given.runs))


if __name__ == "__main__":
    main()
