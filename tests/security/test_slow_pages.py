"""Promise: a page that takes far more work than its length is not rendered, and a finding says from where on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from call_counter import calls_of
from command_line import run
from git_repositories import repository
from mkdocs_handbook.pages import page_renderer
from mkdocs_handbook.pages.rendering_effort import excess

pytestmark = pytest.mark.slow

# What makes a text that takes the square of its size, or more memory than that, and where it begins to be too much.
SLOW: dict[str, tuple[Callable[[int], str], str]] = {
    "a table of empty cells": (lambda n: "|a" * n + "|\n" + "|-" * n + "|\n" + "|a|\n" * n, "|-|-"),
    "a table without marks at its sides": (lambda n: "a|" * n + "b\n" + "-|" * n + "-\n" + "a|b\n" * n, "-|-"),
    "a table in a quote": (lambda n: "> " + "|a" * n + "|\n> " + "|-" * n + "|\n" + "> |a|\n" * n, "> |-"),
    "a table in an item": (lambda n: "- " + "|a" * n + "|\n  " + "|:-:" * n + "|\n" + "  |a|\n" * n, "  |:-"),
    "fences of tildes": (lambda n: "~~~a\n" * n, "~~~"),
    "fences of backticks": (lambda n: "```a\n" * n, "```"),
    "longer and longer fences": (lambda n: "".join("~" * (3 + n % 40) + "a\n" for n in range(n)), "~~~"),
    "fences with one end": (lambda n: "~~~{a}b}\n" * n + "~~~\n", "~~~"),
    "definitions in one another": (lambda n: "a\n:   b\n" * n, "a"),
    "definitions of one word": (lambda n: "a\n" + ":   b\n" * n, "a"),
    "abbreviations": (lambda n: "".join(f"*[a{i}]: x\n" for i in range(n)) + "\n" + "word " * n, "*["),
    "abbreviations on their own": (lambda n: "".join(f"*[a{i}]: x\n\n" for i in range(n)), "*["),
    "references of one footnote": (lambda n: "[^1]: x\n\n" + "[^1] " * n, "[^1]"),
    "headings without blank lines": (lambda n: "# a\n" * n, "#"),
    "marks of deleted text": (lambda n: "Text ~~~a\n" * n, "T"),
    "marks of inserted text": (lambda n: "Text ^^^a\n" * n, "T"),
    "marks of marked text": (lambda n: "Text ==a\n" * n, "T"),
    "lines of any kind": (lambda n: "a\n\n" * 2 * n, "\n"),
    "items": (lambda n: "- a\n" * 2 * n, "\n"),
    "footnotes": (lambda n: "".join(f"a[^{i}]\n\n[^{i}]: x\n\n" for i in range(n)), "\n"),
    "notes": (lambda n: "!!! a\n" * n, "!"),
    "notes that open": (lambda n: "??? a\n" * n, "?"),
    "tabs": (lambda n: '=== "a"\n' * n, "="),
    "attributes of a heading": (lambda n: "# " + "a {#" * n, "# "),
    "formulas": (lambda n: "a\\(" * n, "a"),
    "lines across": (lambda n: "* * *\n---\n___\n" * n, "*"),
}


@pytest.mark.parametrize(("make", "begins"), SLOW.values(), ids=SLOW)
def test_what_is_too_much_is_found(make: Callable[[int], str], begins: str) -> None:
    for text in (make(12_000), f"# A\n\n{make(12_000)}\n\n[x](y.md)\n"):
        found = excess(text)
        assert found is not None
        assert text[found.start :].startswith(begins)
    assert excess(make(20)) is None


@pytest.mark.parametrize("mark", ["~~~", "^^^"])
def test_three_marks_in_a_row_are_dear(mark: str) -> None:
    assert excess(f"Text {mark}a\n" * 1_000) is not None
    assert excess(f"Text {mark}a{mark}.\n\n" * 1_000) is None


def rows(count: int, columns: int) -> str:
    return "| Word " * columns + "|\n" + "|---" * columns + "|\n" + f"{'| word ' * columns}|\n" * count


# Pages that people write, though long.
ORDINARY = {
    "a long table": rows(5_000, 8),
    "a wide table": rows(200, 60),
    "tables": f"{rows(20, 6)}\n\n## Part\n\n" * 300,
    "code": "Text.\n\n```python\ncode = 1\n```\n\n~~~ yaml\na: b\n~~~\n\n" * 3_000,
    "code with attributes": '```{.python hl_lines="1"}\ncode = 1\n```\n\n' * 3_000,
    "definitions": "Word\n:   What it means, in some words.\n\n" * 3_000,
    "headings": "## Part\n\nText of a part.\n\n" * 5_000,
    "headings without blank lines": "## Part\nText of a part in a line of its own.\n" * 300,
    "abbreviations": "".join(f"*[A{i}]: Words\n" for i in range(300)) + "\n" + "Some text, A1 and A2.\n\n" * 3_000,
    "footnotes": "".join(f"Text.[^{i}]\n\n[^{i}]: A note, {i}.\n\n" for i in range(3_000)),
    "a footnote that many rows have": "Text.[^1]\n\n" * 90 + "[^1]: A note.\n",
    "underlined headings": "Part\n----\n\nText of a part.\n\n" * 5_000,
    "underlined titles": "Part\n====\n\nText of a part, ~a~ and ^b^.\n\n" * 5_000,
    "assignments": "a=1, b=2, and so on, or c==3.\n\n" * 5_000,
    "long lists": "- An item of a list, with some words.\n" * 10_000,
    "prose": "Some words of a long text, and again more words.\n" * 20_000,
    "attributes": "Text {.a} and [text](a.md){ target=_blank }.\n\n" * 5_000,
    "formulas": "Text \\(a\\) and \\(b\\), of which there are many.\n\n" * 5_000,
    "notes": '!!! note "A title"\n\n    Text of a note.\n\n' * 5_000,
    "tabs": '=== "A title"\n\n    Text.\n\n' * 5_000,
    "lists": "- item\n- item\n\n" * 5_000,
}


@pytest.mark.parametrize("text", ORDINARY.values(), ids=ORDINARY)
def test_long_pages_are_rendered(text: str) -> None:
    assert excess(f"# A\n\n{text}") is None


@pytest.mark.parametrize("make", [make for make, _ in SLOW.values()], ids=SLOW)
def test_lint_does_not_render_it(make: Callable[[int], str], tmp_path: Path) -> None:
    config = "site_name: x\ndocs_dir: handbook\nplugins: [handbook]\nmarkdown_extensions: [footnotes, abbr, def_list]\n"
    page = f"# A\n\n- # H\n\n<div id=a></div>\n\n[x](index.md#nope)\n\n{make(12_000)}\n"
    root = repository(tmp_path, {"mkdocs.yml": config, "handbook/index.md": page})
    output: list[str] = []

    def lint() -> None:
        output.append(run("lint", "-f", str(root / "mkdocs.yml"), "--select", "HB2,HB3").output)

    assert calls_of(lint, page_renderer.convert_with) == []
    assert "HB229" in output[0]
