"""Fixes: the edits of findings are applied to files, again and again, until nothing changes.

A fix is all edits of one finding. It is kept if it does well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from mkdocs_handbook.lint.fix_search import Check, Fixed, settled
from mkdocs_handbook.model import Edit, Finding
from mkdocs_handbook.util.text_edits import apart

__all__ = ["Fixed", "fix"]

MAX_ROUNDS = 100


def fix(
    files: Mapping[str, bytes],
    findings: Sequence[Finding],
    check: Check,
    *,
    unsafe: bool = False,
    writable: Callable[[str], bool] = lambda path: True,
) -> Fixed:
    """Give the files after the fixes of their findings: the safe ones, or all; a path that no file has becomes one."""
    state = Fixed({}, findings)
    refused: set[tuple[Edit, ...]] = set()
    for _ in range(MAX_ROUNDS):
        wanted = (one for one in state.findings if (one.is_safe or unsafe) and one.edits not in refused)
        chosen = apart(one for one in wanted if one.edits and all(writable(edit.path) for edit in one.edits))
        if not chosen:
            break
        before, state = state, settled(files, state, chosen, check)
        # What was refused beside other fixes may do well now that those are made.
        refused = set() if state is not before else {*refused, *(one.edits for one in chosen)}
    left = [replace(one, edits=()) if one.is_safe or unsafe else one for one in state.findings]
    return Fixed(state.files, left, len(findings) - len(left))
