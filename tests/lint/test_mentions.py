"""What prose mentions: the text that readers see, near names, and fixes that are really applied."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from call_counter import calls
from handbooks import read, write
from mkdocs_handbook.data import channels
from mkdocs_handbook.model import Page, Settings, Source
from mkdocs_handbook.pages import channel_headings, visible_text

CHANNELS = """
- {channel: "#help-engineering", dri: ana}
- {channel: "#g_team", dri: ana}
- {channel: "#old", dri: ana, renamedTo: "#g_team"}
"""
FIXES = [
    ("Ask #help-enginering.", "Ask #help-engineering.", False),
    ("Ask #Help-Engineering!", "Ask #help-engineering!", True),
    ("Ask **#old**, please.", "Ask **#g_team**, please.", True),
    ("Ask [#old](https://slack.example.com/#old).", "Ask [#g_team](https://slack.example.com/#old).", True),
    ("Ask #G\\_team.", "Ask #g\\_team.", True),
    ("Ask _#help-enginering_.", "Ask _#help-engineering_.", False),
    ("- #g_team answers", "- \\#g_team answers", True),
    ("Ask in\r\n#team.\r\n", "Ask in\r\n\\#team.\r\n", True),
]


@pytest.mark.parametrize(("before", "after", "is_safe"), FIXES)
def test_fixes(before: str, after: str, is_safe: bool, tmp_path: Path) -> None:
    write(tmp_path, {"handbook/a.md": f"# A\n\n{before}", "rituals/a.channels.yml": CHANNELS})
    [finding] = read(tmp_path, ["HB225", "HB501", "HB502"])[1]
    [edit] = finding.edits
    text = finding.source.text
    assert text[: edit.span.start] + edit.text + text[edit.span.end :] == f"# A\n\n{after}"
    assert finding.is_safe == is_safe


NEAR = [
    ("it-tech-ops", "ite-tech-ops", True),
    ("distributioneers", "distributrioneers", True),
    ("it-tech-ops", "tech-ops-it", True),
    ("it-tech-ops", "it_techops", True),
    ("it-tech-ops", "it-ops", False),
    ("feed-2023", "feed-2024", False),
    ("help-sales", "help-legal", False),
]


@pytest.mark.parametrize(("known", "word", "is_near"), NEAR)
def test_near(known: str, word: str, is_near: bool) -> None:
    assert channels.is_near(word, known) == is_near
    assert channels.is_near(known, word) == is_near


LETTERS = st.sampled_from("abcdefgh")
NAMES = st.text(LETTERS, min_size=5, max_size=12)


@given(NAMES, st.integers(0, 11), LETTERS, st.sampled_from(["more", "less", "other", "swapped"]))
def test_every_slip_is_found(name: str, at: int, letter: str, slip: str) -> None:
    at %= len(name) - 1
    word = {
        "more": name[:at] + letter + name[at:],
        "less": name[:at] + name[at + 1 :],
        "other": name[:at] + letter + name[at + 1 :],
        "swapped": name[:at] + name[at + 1] + name[at] + name[at + 2 :],
    }[slip]
    if word != name:
        assert channels.is_near(word, name)
        assert set(channels.keys(word)) & set(channels.keys(name))


PIECES = st.lists(
    st.sampled_from(
        [
            "`",
            "``",
            "<",
            "a",
            ">",
            "<!--",
            "-->",
            "](",
            "(",
            ")",
            "[#",
            "{",
            "}",
            "://",
            "\n",
            "#",
            "<code>",
            "</code>",
            "-",
        ]
    )
)


@given(PIECES)
def test_what_is_not_shown_leaves_everything_else_in_its_place(pieces: list[str]) -> None:
    text = "".join(pieces)
    shown = visible_text.visible_text(text)
    assert len(shown) == len(text)
    assert [at for at, char in enumerate(text) if char == "\n"] == [at for at, char in enumerate(shown) if char == "\n"]
    assert all(there in (char, " ") for char, there in zip(text, shown, strict=True))


LINES = st.sampled_from(
    [
        "- #x",
        "* #x",
        "1. #x",
        "  - #x",
        "    - #x",
        "    #x",
        "  #x",
        "#x",
        "> #x",
        "text",
        "- text",
        "# T",
        "---",
        "===",
        "***",
        "```",
        "<!-- c -->",
        "<div>",
        "</div>",
        "| a |",
        "",
    ]
)


@given(st.lists(LINES, max_size=8))
def test_a_certain_heading_is_the_one_that_is_rendered(lines: list[str]) -> None:
    text = "\n".join(line.replace("#x", f"#x{index}") for index, line in enumerate(lines))
    page = Page(Source("a.md", text), "a.md", "a/index.html")
    settings = Settings(markdown_extensions=("toc", "tables", "fenced_code"))
    real = channel_headings.rendered_titles(text, settings)
    known = {f"#x{index}" for index in range(len(lines))}
    for one in channel_headings.candidates(page, known):
        if one.is_heading is not None:
            assert one.is_heading == bool(real[one.title]), text


SLOW = [
    "`" * 3 + "a` ",
    "<code> ",
    "<code></kbd> ",
    "## a\n",
    "a\n- ",
    "](",
    "](a(",
    "<!-- ",
    "<a ",
    "[#",
    "{",
    "#a-",
    "@a.",
    "://",
    "\\_#_",
    "- #a\n",
    "> #a\n\n",
    "| #a |\n",
]


@pytest.mark.parametrize("piece", SLOW)
def test_double_the_text_is_double_the_work(piece: str, tmp_path: Path) -> None:
    def work(count: int) -> int:
        root = write(
            tmp_path / str(count), {"handbook/a.md": f"# A\n\n{piece * count}\n", "rituals/a.channels.yml": CHANNELS}
        )
        return calls(lambda: read(root, ["HB225", "HB501", "HB503"]))

    assert work(2000) < 2.2 * work(1000)


def test_names_of_a_mention_are_found_once(tmp_path: Path) -> None:
    write(tmp_path, {"handbook/a.md": "# A\n\n#help-engineering\n", "rituals/a.channels.yml": CHANNELS})
    findings = read(tmp_path, ["HB225", "HB501", "HB502"])[1]
    assert [re.sub(r" .*", "", finding.code) for finding in findings] == ["HB225"]
