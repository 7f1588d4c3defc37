"""Rules of structure take time in proportion to the page."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from handbooks import read, write

PIECES = [
    "## Rituals\n\n",
    "## Rituals\n\n[a](b.md)\n\n",
    "## Rituals\n\n| a | b |\n| - | - |\n\n",
    "## Rituals\n\n[Rituals](../rituals/a.rituals.yml)\n\n",
    "### A\n\n#### B\n\n",
    "# A\n\n",
    "#### Stubs\n\n### B\n\n",
    "<h2>a</h2>\n\n",
    "<!-- ",
    "---\n\na\n\n",
    "[a][b] ",
]
CODES = ["HB201", "HB202", "HB205", "HB206", "HB207", "HB221", "HB222", "HB223", "HB224"]


@pytest.mark.parametrize("piece", PIECES)
def test_double_the_page_takes_double_the_time(piece: str, tmp_path: Path) -> None:
    def seconds(count: int) -> float:
        page = f"# A\n\n## Slack channels\n\n{piece * count}\n"
        root = write(tmp_path / str(count), {"handbook/a.md": page, "rituals/a.rituals.yml": "[]\n"})
        best = float("inf")
        for _ in range(3):
            start = time.perf_counter()
            read(root, CODES)
            best = min(best, time.perf_counter() - start)
        return best

    assert seconds(4000) < 0.3 + 3 * seconds(2000)
