"""Lint takes time in proportion: what is done for double the input is counted, in calls, and is about double.

Searches of one pattern count as one call however long they take; benchmarks/linear.py measures those.
"""

from __future__ import annotations

from pathlib import Path

import linear
import pytest

from call_counter import calls
from handbooks import read
from mkdocs_handbook.pages import page_renderer
from mkdocs_handbook.util import wording

SMALL = 60
# What grows by the square of the input is done four times for double of it.
MOST = 2.2


@pytest.mark.parametrize("name", linear.CASES)
def test_double_the_input_takes_double_the_work(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Guesses are made until there were enough comparisons: here, soon.
    monkeypatch.setattr(wording, "AFFORDABLE", 500)
    make, _ = linear.CASES[name]
    sizes = (SMALL, 2 * SMALL, 4 * SMALL)
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
