"""Rules of structure work in proportion to the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from call_counter import calls
from handbooks import read, write
from mkdocs_handbook.lint import rules

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


RITUAL = "- {{task: {}, startedOn: 2026-01-05, frequency: Weekly, description: D., dri: {}}}\n"


@pytest.mark.parametrize("task", ["Release", "Release {0}"])
def test_double_the_groups_is_double_the_work(task: str, tmp_path: Path) -> None:
    def work(count: int) -> int:
        root = tmp_path / str(count)
        for number in range(count):
            # Each name is held by several groups, with a DRI in each.
            rituals = "".join(RITUAL.format(task.format(number // 2 + one), f"p{number}") for one in range(3))
            write(root, {f"rituals/g{number}.rituals.yml": rituals})
        handbook, _ = read(root, [])
        return calls(lambda: list(rules.run(handbook, ["HB120", "HB126", "HB127", "HB135"])))

    work(1)
    assert work(200) < 2.4 * work(100)
