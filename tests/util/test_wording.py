"""Guesses of words."""

from __future__ import annotations

from difflib import get_close_matches

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_handbook.util.wording import close_match, most_alike

WORDS = st.text("abcde-", max_size=8)


@given(WORDS, st.lists(WORDS, max_size=6), st.sampled_from((0.6, 0.8, 1.0)))
def test_a_close_match_is_that_of_difflib(word: str, known: list[str], cutoff: float) -> None:
    assert close_match(word, known, cutoff) == next(iter(get_close_matches(word, known, 1, cutoff)), "")


@pytest.mark.parametrize(
    ("word", "other", "most"), [("", "", 1), ("ab", "ba", 1), ("aab", "abcd", 6 / 7), ("ab", "c", 0)]
)
def test_words_are_at_most_as_alike_as_their_letters(word: str, other: str, most: float) -> None:
    assert most_alike(word, other) == most
