"""Differences of lines are right, and take time in proportion."""

from __future__ import annotations

import subprocess
from difflib import unified_diff as library_diff
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from call_counter import calls
from mkdocs_handbook.util import line_matching, unified_diff

LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "d\n"]), max_size=12)


@given(LINES, LINES)
def test_few_lines_are_compared_as_difflib_does(before: list[str], after: list[str]) -> None:
    expected = "".join(library_diff(before, after, "a/f", "b/f"))
    assert unified_diff.diff({"f": "".join(before).encode()}, {"f": "".join(after).encode()}) == expected.encode()


@given(LINES, LINES, st.integers(0, 6))
def test_matches_are_the_same_lines_in_order(before: list[str], after: list[str], few: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(line_matching, "FEW", few)
        pairs = line_matching.matches(before, after)
    assert all(before[old] == after[new] for old, new in pairs)
    assert all(one[0] < other[0] and one[1] < other[1] for one, other in pairwise(pairs))


def changed(count: int) -> tuple[bytes, bytes]:
    """Return a data file of so many items before and after one line in each was mended."""
    item = "- task: Ritual {}\n  startedOn: 2026-01-05\n  frequency: {}\n  dri: ana\n"
    return tuple("".join(item.format(n, word) for n in range(count)).encode() for word in ("weekly", "Weekly"))  # type: ignore[return-value]


def equal_items(count: int) -> tuple[bytes, bytes]:
    """Return the same of items that are all equal, one of which goes."""
    return b"- a: weekly\n  b: 1\n" * count, b"- a: Weekly\n  b: 1\n" * (count - 1)


@pytest.mark.parametrize("make", [changed, equal_items])
def test_double_the_changes_take_double_the_work(make: object) -> None:
    assert callable(make)
    made = [make(size) for size in (200, 400)]
    once, twice = (calls(lambda: unified_diff.diff({"f": old}, {"f": new})) for old, new in made)  # noqa: B023
    assert twice <= 2.2 * once


@pytest.mark.parametrize("make", [changed, equal_items])
def test_git_applies_long_differences(make: object, tmp_path: Path) -> None:
    assert callable(make)
    old, new = make(300)
    (tmp_path / "f").write_bytes(old)
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=unified_diff.diff({"f": old}, {"f": new}), check=True)
    assert (tmp_path / "f").read_bytes() == new
