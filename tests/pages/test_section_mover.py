"""Sections that move into their order: how the text looks then, and where it is left as it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from handbooks import BARE, fix, read, write
from mkdocs_handbook.pages.page_renderer import MarkdownError

DATA = {
    "rituals/a.rituals.yml": "[]\n",
    "rituals/a.channels.yml": "[]\n",
}
RITUALS = "## Rituals\n\n[R](../rituals/a.rituals.yml)"
CHANNELS = "## Slack channels\n\n[C](../rituals/a.channels.yml)"


def reordered(root: Path, text: str, *extensions: str) -> str:
    """Return a page of the group "a" with its sections in order, or "" where they are left as they are."""
    config = BARE + f"markdown_extensions: {json.dumps(extensions)}\n"
    write(root, {"mkdocs.yml": config, "handbook/a.md": text, **DATA})
    outcome = fix(root, ["HB201"])
    assert not fix(root, ["HB201"]).files, "a second fix changes nothing"
    assert bool(outcome.files) != bool(outcome.findings)
    return (root / "handbook/a.md").read_bytes().decode() if outcome.files else ""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            f"# A\n\n{CHANNELS}\n\n## B\n\nb\n\n{RITUALS}\n",
            f"# A\n\n## B\n\nb\n\n{RITUALS}\n\n{CHANNELS}\n",
            id="ordinary ones first, then by rank",
        ),
        pytest.param(
            f"{CHANNELS}\n\n\n{RITUALS}", f"{RITUALS}\n\n\n{CHANNELS}", id="gaps and the missing line end stay"
        ),
        pytest.param(f"{CHANNELS}\n{RITUALS}\n", f"{RITUALS}\n{CHANNELS}\n", id="no blank line where none is needed"),
        pytest.param(
            f"{RITUALS}\n## C\nc\n\n\nB\n-\nb\n",
            f"## C\nc\n\nB\n-\nb\n\n\n{RITUALS}\n",
            id="a blank line where one is needed",
        ),
        pytest.param(
            f"{CHANNELS}  \n\n{RITUALS}\t\n \n", f"{RITUALS}\t\n\n{CHANNELS}  \n \n", id="blanks at the end of lines"
        ),
        pytest.param(
            f"{CHANNELS}\n\n### Stubs\n\n- old\n\n{RITUALS}\n",
            f"{RITUALS}\n\n{CHANNELS}\n\n### Stubs\n\n- old\n",
            id="stubs stay last",
        ),
        pytest.param(
            f"{CHANNELS}\n\n{RITUALS}\n\n<meta name='a' content='b'>\n\n<meta name='c'>\n",
            f"{RITUALS}\n\n{CHANNELS}\n\n<meta name='a' content='b'>\n\n<meta name='c'>\n",
            id="metadata stays last",
        ),
        pytest.param(
            f"{CHANNELS}\n\n{RITUALS}\n\n- [x]\n  > quote\n\n[x]: index.md\n",
            f"{RITUALS}\n\n- [x]\n  > quote\n\n[x]: index.md\n\n{CHANNELS}\n",
            id="a list, and a link's definition",
        ),
        pytest.param(
            f"{CHANNELS}\n\n```\n## no heading\n```\n\n{RITUALS}\n\n    code\n",
            f"{RITUALS}\n\n    code\n\n{CHANNELS}\n\n```\n## no heading\n```\n",
            id="code",
        ),
        pytest.param(
            f"[TOC]\n\n{CHANNELS}\n\n<div>\n\n## no heading\n\n</div>\n\n<!-- note -->\n\n{RITUALS}\n",
            f"[TOC]\n\n{RITUALS}\n\n{CHANNELS}\n\n<div>\n\n## no heading\n\n</div>\n\n<!-- note -->\n",
            id="raw HTML that ends, and a table of contents",
        ),
        pytest.param(
            f"---\ntitle: A\n---\n{CHANNELS}\n\n{RITUALS}\n",
            f"---\ntitle: A\n---\n{RITUALS}\n\n{CHANNELS}\n",
            id="front matter",
        ),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_moves(before: str, after: str, end: str, tmp_path: Path) -> None:
    assert reordered(tmp_path, before.replace("\n", end)) == after.replace("\n", end)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{CHANNELS}\n\n```\na\n```\n\n{RITUALS}\n\n```\ncode\n", id="a fence without end"),
        pytest.param(f"{CHANNELS}\n\n{RITUALS}\n\n<!-- note\n", id="a comment without end"),
        pytest.param(f"{CHANNELS}\n\n{RITUALS}\n\n<div>\n\ntext\n", id="an element without end"),
        pytest.param(f"{CHANNELS}\n\n{RITUALS}\n\ntext <span>\n", id="an element in a line without end"),
        pytest.param(f"{CHANNELS}\n\n### Who\n\n{RITUALS}\n\n### Who\n", id="anchors that would change"),
        pytest.param(f"{CHANNELS}\n\n#### Stubs\n\n### Lost\n\n{RITUALS}\n", id="what hides behind the stubs"),
        pytest.param(f"{RITUALS}\n\n## B\n\n{CHANNELS}\n\n---\n\nLost.\n", id="text below a line"),
        pytest.param(f"{CHANNELS}\n\n[x]: a\n\n{RITUALS}\n\n[x]\n\n[x]: b\n", id="definitions that contradict"),
    ],
)
def test_stays(text: str, tmp_path: Path) -> None:
    assert not reordered(tmp_path, text)


def test_footnotes_may_get_other_numbers(tmp_path: Path) -> None:
    first, second = f"{CHANNELS}\n\nc[^c]\n\n[^c]: C\n", f"{RITUALS}\n\nr[^r]\n\n[^r]: R\n"
    assert reordered(tmp_path, f"{first}\n{second}", "footnotes") == f"{second}\n{first}"


def test_a_section_does_not_move_under_another_one(tmp_path: Path) -> None:
    text = "# A\n\n### Rituals\n\n[R](../rituals/a.rituals.yml)\n\n## B\n"
    write(tmp_path, {"handbook/a.md": text, **DATA})
    assert not fix(tmp_path).files


def test_extensions_that_fail_on_a_page_cost_only_its_fix(tmp_path: Path) -> None:
    config = BARE + "markdown_extensions: [no_such_extension]\n"
    write(tmp_path, {"mkdocs.yml": config, "handbook/a.md": f"{CHANNELS}\n\n{RITUALS}\n", **DATA})
    (found,) = read(tmp_path, ["HB201"])[1]
    assert not found.edits
    # What a fix would break in links cannot be seen then.
    with pytest.raises(MarkdownError):
        fix(tmp_path, ["HB201"])


def test_a_huge_page_is_not_rendered(tmp_path: Path) -> None:
    long = "text\n" * 100_000
    assert not reordered(tmp_path, f"{CHANNELS}\n\n{long}\n{RITUALS}\n")
