"""Rules of structure work in proportion to the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from call_counter import calls
from handbooks import read, write

pytestmark = pytest.mark.slow

PIECES = [
    "## Rituals\n\n",
    "## Rituals\n\n[a](b.md)\n\n",
    "## Rituals\n\n| a | b |\n| - | - |\n\n",
    "## Rituals\n\n[Rituals](../rituals/a.rituals.yml)\n\n",
    "### A\n\n#### B\n\n",
    "# A\n\n",
    "#### Stubs\n\n### B\n\n",
    "<h2>a</h2>\n\n",
    "```\n",
    "  ```\na\n",
    "  - ```\n    a\n",
    "> ```\n\n",
    "~~~\n````\n",
    "<!-- ",
    "---\n\na\n\n",
    "[a][b] ",
]
CODES = ["HB201", "HB202", "HB205", "HB206", "HB207", "HB221", "HB222", "HB223", "HB224"]


@pytest.mark.parametrize("piece", PIECES)
def test_double_the_page_is_double_the_work(piece: str, tmp_path: Path) -> None:
    def work(count: int) -> int:
        page = f"# A\n\n## Slack channels\n\n{piece * count}\n"
        root = write(tmp_path / str(count), {"handbook/a.md": page, "rituals/a.rituals.yml": "[]\n"})
        return calls(lambda: read(root, CODES))

    # What is imported and kept for all handbooks is not counted.
    work(1)
    assert work(1000) < 2.2 * work(500)
