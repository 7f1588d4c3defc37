"""The work of rendering is bounded from above by what is counted quickly, so that few pages are counted exactly."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from call_counter import calls_of
from mkdocs_handbook.pages import rendering_effort
from mkdocs_handbook.pages.rendering_effort import excess, fences_again, inline_again, most_again

PIECES = (
    "[",
    "](",
    "a]",
    ")",
    "<",
    "<!",
    "<?x",
    "<![CDATA[",
    ">",
    "`",
    "``",
    "*",
    "~~~",
    "^^^",
    "=",
    "{",
    "\\(",
    "\\[",
)
BREAKS = ("\n", "\n\n", "\n- ", "\n 1. ", "\n\n- ", "\r\n\r\n", "\n \n", "\n|-|-|\n", " ", "word")
TEXTS = st.lists(st.sampled_from((*PIECES, *BREAKS)), min_size=1, max_size=40).map("".join)


@given(TEXTS, st.integers(1, 120), st.booleans())
@settings(max_examples=300)
def test_what_is_counted_quickly_is_never_less(text: str, times: int, is_apart: bool) -> None:
    whole = ("\n\n" if is_apart else "").join([text] * times)
    exact = sum(again for _, again in inline_again(whole, 0))
    assert most_again(whole, 0) >= exact or sum(map(whole.count, "[<`{\\*_~^=")) < rendering_effort.FEW


BLOCKS = (
    "# ",
    "---",
    "- - -",
    "* * *",
    "!!! ",
    "===",
    "> ",
    ": ",
    "*[a]: b",
    "[^a]",
    "````",
    "|-|",
    "        ",
    "\t\t",
    "é",
    "\ud800",
)


@given(
    st.lists(st.sampled_from((*PIECES, *BREAKS, *BLOCKS)), min_size=1, max_size=30).map("".join), st.integers(1, 400)
)
@settings(max_examples=300)
def test_what_seems_little_is_little(text: str, times: int) -> None:
    whole = text * times
    if rendering_effort.is_little(whole, 0):
        assert rendering_effort.first_beyond(fences_again(whole, 0), rendering_effort.allowed(whole, 0)) is None
        assert rendering_effort.limit(whole, 0) is None


def test_most_texts_are_little() -> None:
    page = "# Title\n\n- See [the page](page.md), *now*.\n\n| a | b |\n|--|--|\n| c | d |\n\n" * 10
    assert rendering_effort.is_little(page, 0)


def test_an_ordinary_page_is_not_counted_exactly() -> None:
    page = (
        "# Title\n\n"
        + "- See [the page](page.md) and `code`, *now*.\n" * 400
        + "\nText with [a link](b.md) in it.\n" * 200
    )
    assert calls_of(lambda: excess(page), rendering_effort.read_again) == []
    assert calls_of(lambda: excess("[" * 30_000), rendering_effort.read_again)
