"""Links of snippets are reported at the lines that include them."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbooks import BARE, lint, write

SNIPPETS = "markdown_extensions:\n  - pymdownx.snippets: {base_path: [parts], auto_append: [links.md]}\n"
FILES = {
    "mkdocs.yml": f"{BARE}{SNIPPETS}",
    "parts/note.md": 'See [the rules](nope.md), [below](#nowhere), or [here](#a).\n\n-8<- "deep.md"\n',
    "parts/deep.md": "![A plan](plan.png)\n",
    "parts/links.md": "[the form]: gone.md\n\n*[HR]: Human resources\n",
}
PAGE = """# A

- An item

    --8<-- "note.md"

Fill in [the form].

--8<--
deep.md
--8<--

[Own](own.md)
"""


def test_links_of_snippets_are_those_of_the_lines_that_include_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {**FILES, "handbook/a.md": PAGE, "handbook/b.md": "# B\n\n[Form][the form] of HR\n"})
    found = [line.split(",")[0] for line in lint(tmp_path, ["HB301", "HB302", "HB308"])]
    assert found == [
        'handbook/a.md:5:5: HB301 no page or file stands at "nope.md"',
        'handbook/a.md:5:5: HB302 "a.md" has no anchor "#nowhere"',
        'handbook/a.md:5:5: HB308 no image stands at "plan.png"',
        'handbook/a.md:7:9: HB301 no page or file stands at "gone.md"',
        'handbook/a.md:9:1: HB308 no image stands at "plan.png"',
        'handbook/a.md:13:7: HB301 no page or file stands at "own.md"',
        'handbook/b.md:3:1: HB301 no page or file stands at "gone.md"',
    ]
