"""Lint takes time in proportion: what is done for double the input is counted, in calls, and is about double.

Searches of one pattern count as one call however long they take; benchmarks/linear.py measures those.
"""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import linear
import pytest

from call_counter import calls
from handbooks import BARE, build, read, run
from mkdocs_handbook.lint import file_fixer
from mkdocs_handbook.pages import page_renderer
from mkdocs_handbook.util import wording

SMALL = 60
# What grows by the square of the input is done four times for double of it.
MOST = 2.2
# What is bounded is so only where there is enough of it: what is below the bound may take the square of its time.
BOUNDED = (
    "brackets",
    "images",
    "links without end",
    "declarations",
    "tags",
    "backticks",
    "code",
    "emphasis",
    "long name",
)


@pytest.mark.parametrize("name", linear.CASES)
def test_double_the_input_takes_double_the_work(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Guesses are made until there were enough comparisons: here, soon.
    monkeypatch.setattr(wording, "AFFORDABLE", 500)
    make, _ = linear.CASES[name]
    sizes = [SMALL * number * (60 if name in BOUNDED else 1) for number in (1, 2, 4)]
    roots = [linear.write(tmp_path / str(size), make(size)) for size in sizes]
    # What is imported and kept for all handbooks is not counted.
    read(linear.write(tmp_path / "first", make(SMALL // 2)))
    once, twice, four_times = (calls(lambda: read(root)) for root in roots)  # noqa: B023
    assert four_times - twice <= MOST * (twice - once) + SMALL


def test_ordinary_pages_are_not_rendered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(page_renderer, "render_page", lambda text, _settings: asked.append(text))
    for name in (
        "5 MB of prose",
        "links",
        "dead links",
        "dead anchors",
        "headings",
        "equal headings",
        "mentions",
        "pages",
    ):
        read(linear.write(tmp_path / name, linear.CASES[name][0](SMALL)))
    assert asked == []


def rows(count: int) -> linear.Files:
    """Return a page with tables of so many people, and of rotations with them, one of which has as many entries."""
    known, turns = linear.people(count)["rituals/people.yml"], linear.rotations(count)["rituals/home.rotations.yml"]
    more = linear.entries_of_one(count)["rituals/home.rotations.yml"]
    text = "# Home\n\n[People](../rituals/people.yml)\n\n[Rotations](../rituals/home.rotations.yml)\n"
    theme = {
        "theme/main.html": b"{{ page.content }}\n",
        "mkdocs.yml": BARE.encode(),
        "handbook/index.md": text.encode(),
    }
    return {**theme, "rituals/people.yml": known, "rituals/home.rotations.yml": turns + more}


@pytest.mark.slow
def test_a_build_of_double_the_data_takes_double_the_work(tmp_path: Path) -> None:
    roots = [linear.write(tmp_path / str(size), rows(size)) for size in (10, 20, 40, 80)]
    build(roots[0])
    once, twice, four_times = (calls(lambda: build(root)) for root in roots[1:])  # noqa: B023
    assert four_times - twice <= MOST * (twice - once)


@pytest.mark.slow
@pytest.mark.parametrize("name", linear.CASES)
def test_double_the_input_takes_double_the_memory(name: str, tmp_path: Path) -> None:
    make, _ = linear.CASES[name]
    roots = [linear.write(tmp_path / str(size), make(size)) for size in (200, 400, 800)]
    read(roots[0])
    once, twice = (memory(root) for root in roots[1:])
    # So much is for what is kept of all handbooks.
    assert twice <= MOST * max(once, 1_000_000)


def memory(root: Path) -> int:
    """Return the most bytes that Python has at once while a handbook is linted."""
    tracemalloc.start()
    try:
        read(root)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def bad_rows(count: int) -> linear.Files:
    """Return rows in each of which two slips are mended."""
    item = "- task: Ritual {0}\n  startedOn: 2026-01-05\n  frequency: weekly\n  descripton: Do {0}.\n  dri: ana\n"
    return {**linear.page(""), "rituals/home.rituals.yml": "".join(map(item.format, range(count))).encode()}


def test_double_the_slips_take_double_the_work_to_mend(tmp_path: Path) -> None:
    runs = [run(linear.write(tmp_path / str(size), bad_rows(size))) for size in (20, 40, 80, 160)]
    file_fixer.fix_files(runs[0], unsafe=False)
    once, twice, four_times = (calls(lambda: file_fixer.fix_files(one, unsafe=False)) for one in runs[1:])  # noqa: B023
    assert four_times - twice <= MOST * (twice - once)


def test_double_the_pages_take_double_the_work_to_mend(tmp_path: Path) -> None:
    runs = [run(linear.write(tmp_path / str(size), linear.doubtful_pages(size))) for size in (10, 20, 40, 80)]
    file_fixer.fix_files(runs[0], unsafe=False)
    once, twice, four_times = (calls(lambda: file_fixer.fix_files(one, unsafe=False)) for one in runs[1:])  # noqa: B023
    assert four_times - twice <= MOST * (twice - once)
