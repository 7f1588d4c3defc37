"""Patterns match what pathspec matches, in time proportional to the path."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pathspec.gitignore import GitIgnoreSpec

from call_counter import calls
from mkdocs_handbook.util.patterns import ignore_patterns
from mkdocs_handbook.util.patterns.ignore_patterns import IgnoreSpec

PATTERNS = st.lists(
    st.lists(st.sampled_from(["a", "b", "*", "**", "/", "?", "[ab]", ".md", "**/", "*a*"]), min_size=1, max_size=5)
    .map("".join)
    .flatmap(lambda text: st.sampled_from([text, f"!{text}", f"{text}/", f"/{text}"])),
    min_size=1,
    max_size=3,
)
PATHS = st.lists(st.sampled_from(["a", "b", "ab", "aa.md", "b.md"]), min_size=1, max_size=4).map("/".join)


@given(PATTERNS, PATHS)
def test_what_matches_is_what_pathspec_matches(patterns: list[str], path: str) -> None:
    try:
        expected = GitIgnoreSpec.from_lines(patterns).match_file(path)
    except ValueError:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ignore_patterns, "FEW", -1)
        assert IgnoreSpec(patterns).match_file(path) == expected


PLAIN = st.lists(st.sampled_from([".*", "/a/", "/templates/", "/a-b/", "/a_1/"]), max_size=3)
PLAIN_PATHS = st.lists(
    st.sampled_from(["a", "templates", "a-b", "a_1", ".a", "b.md", ".md", "a."]), min_size=1, max_size=4
)


@given(PLAIN, PLAIN_PATHS.map("/".join))
def test_hidden_files_and_folders_are_told_without_pathspec(patterns: list[str], path: str) -> None:
    spec = IgnoreSpec(patterns)
    assert spec.is_plain
    assert spec.match_file(path) == GitIgnoreSpec.from_lines(patterns).match_file(path)


@pytest.mark.parametrize("pattern", ["*a*a*a*a*a*a*b", "**/a/**/a/**/a/**/a/**/b", "*" + "a*" * 50])
def test_double_the_path_takes_double_the_work(pattern: str) -> None:
    once, twice = (calls(lambda: IgnoreSpec([pattern]).match_file("a/" * n + "a" * n + "c")) for n in (200, 400))  # noqa: B023
    assert twice <= 2.2 * once
