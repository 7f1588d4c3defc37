"""Sections of all kinds of blocks in any order: the fix loses nothing, shows the same, and has nothing to do again."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import fix_corpus
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from handbooks import BARE, fix, write
from mkdocs_handbook.model import Settings

pytestmark = pytest.mark.slow

EXTENSIONS = ("toc", "tables", "fenced_code", "footnotes", "attr_list", "def_list", "admonition", "md_in_html")
SETTINGS = Settings(markdown_extensions=EXTENSIONS)
QUICK = settings(max_examples=60, suppress_health_check=list(HealthCheck))

# Blocks that end where they should, then those that may run on into what stands behind them.
CLOSED = (
    "Text with *marks*, `code` and [a link](index.md).",
    "Text  \nover lines  ",
    "Über uns 🚀 — 私たち",
    "- one\n- two\n\n    ## no section\n\n- three",
    "1. one\n2. two\n    - below",
    "> quote\n> ## no section",
    "    code\n\n    more code",
    "```python title=x\n## no section\n```",
    "~~~\n```\n~~~",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "<div>\n\n## no section\n\n</div>",
    '<div markdown="1">\n\n*text*\n\n</div>',
    "<!-- note\n\n## no section\n-->",
    "<hr>",
    "!!! note\n    text\n\n    ```\n    code\n    ```",
    "Term\n:   Definition",
    "Note[^1]\n\n[^1]: Foot\n\n    note",
    "[x]\n\n[x]: index.md",
    "### Deeper {#deeper}\n\ntext",
    "Deeper\n------\n\ntext",
    "***",
    "<a name=there></a>",
    "[R](../rituals/a.rituals.yml)",
    "&copy; \\# \\<b>",
)
RUNNING = (
    "```\ncode",
    "~~~~ x\ncode\n~~~",
    "<div>",
    "</div>",
    "<details>\n<summary>More</summary>",
    "<!-- note",
    "-->",
    "text <b>",
    "<script>",
    "- ```\n  code",
    "> ```\n> code",
    "[x]: other.md",
    "[^1]: Other",
    "### Same",
    "# Title",
    "## Stubs",
    "Stubs\n---",
    '<meta name="a">',
    "[TOC]",
    "<iframe src=x />",
    "*[HTML]: Language",
    "text\n===",
    "|",
    "!!! note",
)
HEADS = (
    "## Project boards",
    "## Rituals",
    "## Slack channels {.c}",
    "## Rituals ##",
    "## More",
    "Other\n-----",
    "## Other",
)
BLOCKS = st.lists(st.sampled_from(CLOSED), max_size=3) | st.lists(st.sampled_from((*CLOSED, *RUNNING)), max_size=3)


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Return a page of sections, with any gaps between their blocks."""
    heads = draw(st.lists(st.sampled_from(HEADS), min_size=2, max_size=6))
    parts = [draw(st.sampled_from(("", "# A", "---\ntitle: A\n---", "intro")))]
    for head in heads:
        parts += [head, *draw(BLOCKS)]
    parts += [draw(st.sampled_from(("", "", '<meta name="b">')))]
    gaps = draw(
        st.lists(st.sampled_from(("\n\n", "\n\n", "\n\n", "\n", "\n \n\n")), min_size=len(parts), max_size=len(parts))
    )
    text = "".join(part + gap for part, gap in zip(parts, gaps, strict=True) if part)
    text = draw(st.sampled_from((text, text.rstrip("\n"), text + "\n")))
    return draw(st.sampled_from((text, text.replace("\n", "\r\n"))))


def check(text: str) -> None:
    after = fix_corpus.fixed(text, SETTINGS, 2)
    assume(after)
    assert after
    assert not list(fix_corpus.violations(text, after, SETTINGS, 2)), after


@given(pages())
@QUICK
def test_sections_move_without_loss(text: str) -> None:
    check(text)


@pytest.mark.long
@given(pages())
@settings(QUICK, max_examples=2_000)
def test_sections_move_without_loss_at_length(text: str) -> None:
    check(text)


@given(text=pages())
@settings(QUICK, max_examples=15)
def test_fixing_a_handbook_leaves_less_to_fix_and_nothing_for_a_second_run(text: str) -> None:
    config = BARE + "markdown_extensions: [footnotes, attr_list, admonition, md_in_html]\n"
    data = {f"rituals/a.{kind}.yml": "[]\n" for kind in ("boards", "rituals", "channels")}
    with tempfile.TemporaryDirectory() as folder:
        root = write(Path(folder), {"mkdocs.yml": config, "handbook/a.md": text, **data})
        outcome = fix(root, unsafe=True)
        assert bool(outcome.files) == bool(outcome.count)
        assert not fix(root, unsafe=True).files
        written = (root / "handbook/a.md").read_bytes().decode()
        assert re.sub(r"\s", "", "".join(sorted(written))) == re.sub(r"\s", "", "".join(sorted(text)))
