"""Patterns of schemas find what Python's own find, in time proportional to the text, and the rest is refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from call_counter import calls
from mkdocs_handbook.util.patterns.linear_patterns import LinearPattern, PatternError

ATOMS = [
    "a",
    "[ab]",
    "[^a]",
    ".",
    r"\d",
    r"\w",
    r"\S",
    "^",
    "$",
    r"\b",
    "(ab|a)",
    r"\Z",
    r"\A",
    "é",
    "-",
    "(?i:A)",
    r"\.",
]
REPEATS = ["*", "+", "?", "{2}", "{1,2}", "{,2}", "*?", "+?"]
PATTERNS = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map("".join),
        st.tuples(inner, inner).map("(?:{0[0]}|{0[1]})".format),
        st.tuples(inner, st.sampled_from(REPEATS)).map("(?:{0[0]}){0[1]}".format),
    ),
)


@given(PATTERNS, st.text("abAB1 -é_.", max_size=8))
def test_what_is_found_is_what_python_finds(pattern: str, text: str) -> None:
    assert LinearPattern(pattern).search(text) == (re.search(pattern, text) is not None)


@pytest.mark.parametrize(
    ("pattern", "unit"),
    [
        ("(a+)+$", "a"),
        ("(.*)*x", "a"),
        ("^(a|a)*$", "a"),
        ("(a*)*(a*)*c", "a"),
        (r"^(\w+\s?)*$", "ab "),
        (".*.*.*=", "=a"),
    ],
)
def test_double_the_text_takes_double_the_work(pattern: str, unit: str) -> None:
    once, twice = (calls(lambda: LinearPattern(pattern).search(unit * size + "!")) for size in (500, 1_000))  # noqa: B023
    assert twice <= 2.2 * once


def test_many_ways_through_a_pattern_are_bounded() -> None:
    text = "".join("ab"[number * number % 7 % 2] for number in range(2_000))
    pattern = LinearPattern("(a|b)*a(a|b){12}c")
    assert calls(lambda: pattern.search(text)) < 100 * len(text)


def test_an_end_is_the_end() -> None:
    assert not LinearPattern("^a$").search("a\n")


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(?=a)b", "looks ahead"),
        ("(?<!a)b", "looks ahead or back"),
        (r"(a)\1", "repeats what it found"),
        ("a++", "looks ahead or back"),
        ("((a{100}){100}){100}", "more than 1000 parts"),
        ("(" * 5_000 + ")" * 5_000, "nested too deeply"),
        ("(?m)^a", 'only "i"'),
        ("(", "no regular expression"),
        ("a{99999999999999999999}", "no regular expression"),
    ],
)
def test_what_has_no_linear_time_is_refused(pattern: str, reason: str) -> None:
    with pytest.raises(PatternError, match=re.escape(reason)):
        LinearPattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "(){4000000000}",
        "(?:(?:){60000}){60000}x",
        "(?:(?:(){900}){900}){900}",
        "(?:a{0}){4000000000}",
        "(?:(?:)|a){4000000000}",
        "(?:^){4000000000}",
        "a{4000000000}",
        "a{0,4000000000}",
        "(){0,4000000000}",
        "(){4000000000,}",
        "(?i:){4000000000}?",
    ],
)
def test_repetitions_are_bounded_also_of_nothing(pattern: str) -> None:
    def refused() -> None:
        with pytest.raises(PatternError, match="more than 1000 parts once repetitions are written out"):
            LinearPattern(pattern)

    assert calls(refused) < 200_000
