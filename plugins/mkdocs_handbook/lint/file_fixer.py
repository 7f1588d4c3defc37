"""Fixing: from a project's findings to new files on disk, or to what would change."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial

from mkdocs_handbook.lint import fixer, linter
from mkdocs_handbook.lint.finding_identity import exact
from mkdocs_handbook.lint.fixer import FixResult
from mkdocs_handbook.lint.linter import Run
from mkdocs_handbook.model import Finding
from mkdocs_handbook.project import atomic_write, disk, workspace
from mkdocs_handbook.project.load import HandbookFiles
from mkdocs_handbook.project.paths import repository
from mkdocs_handbook.util import unified_diff

CONFLICT = re.compile(rb"^(?:<{7}|>{7}) ", re.MULTILINE)


def fixed(run: Run, *, unsafe: bool) -> FixResult:
    """Give what a run shows after the safe fixes of its findings, or after all, and the new bytes of files.

    What it does not show is looked at as well: no fix may bring a finding of another rule, or in another file.
    """
    contents = workspace.contents(run.given)
    found = linter.watched(run, run.given)
    outcome = fixer.fix(
        contents,
        everything(found),
        lambda changed: everything(linter.watched(run, workspace.replaced(run.given, changed, run.project.settings))),
        unsafe=unsafe,
        writable=lru_cache(None)(partial(may_change, run, contents)),
    )
    last = (
        linter.watched(run, workspace.replaced(run.given, outcome.files, run.project.settings))
        if outcome.files
        else found
    )
    # Those whose fix was refused have no edits any more.
    offered = {exact(one): one for one in outcome.findings}
    shown = [offered.get(exact(one), one) for one in last.shown]
    return FixResult(outcome.files, shown, len(found.shown) - len(shown))


def may_change(run: Run, contents: Mapping[str, bytes], path: str) -> bool:
    """Whether a fix may write a file: not where it must not, nor where a merge left a conflict to a person."""
    if CONFLICT.search(contents.get(path, b"")):
        return False
    # Standard input is answered on standard output: no disk is asked, and no other file written.
    if run.request.text_path:
        return path in (run.limit or ())
    return disk.is_writable(run.project.root, path, contents, repository(run.project.root))


def everything(found: linter.Watched) -> list[Finding]:
    """Give all findings of a handbook, shown or not."""
    return [*found.shown, *found.hidden]


def write(run: Run, outcome: FixResult) -> None:
    """Write the files that changed, all or none; raise WriteError, also where somebody has edited one since it was read."""
    root = run.project.root
    atomic_write.write(root, workspace.contents(run.given), outcome.files)


def diff(given: HandbookFiles, outcome: FixResult, folder: str = "") -> bytes:
    """Give what `write` would change, with paths below a folder."""
    return unified_diff.diff(workspace.contents(given), outcome.files, folder)


def text(run: Run, outcome: FixResult) -> bytes:
    """Give the text of standard input after the fixes that were made."""
    return next(iter(outcome.files.values()), run.request.text)


def marked(findings: Sequence[Finding], *, unsafe: bool) -> Sequence[Finding]:
    """Give findings as text shows them: with unsafe fixes on, those count as the others do."""
    return [replace(one, is_safe=True) for one in findings] if unsafe else findings


def summary(outcome: FixResult, *, unsafe: bool, written: bool = True) -> str:
    """Give how many problems were fixed, or would be, and how many could be with which option; nothing where none is."""
    count, left = outcome.count, len(outcome.findings)
    fixes = [one.is_safe or unsafe for one in outcome.findings if one.edits]
    could = [f"[*] {sum(fixes)} fixable with --fix"] if any(fixes) else []
    could += [f"[?] {fixes.count(False)} more with --unsafe-fixes"] if not all(fixes) else []
    lines = [f"Found {problems(count + left)} ({count} fixed, {left} remaining)."] if count and written else []
    lines += [f"Would fix {problems(count)}."] if count and not written else []
    return "".join(f"{line}\n" for line in [*lines, ", ".join(could)] if line)


def problems(number: int) -> str:
    """Give a number of problems in words."""
    return f"{number} problem{'' if number == 1 else 's'}"
