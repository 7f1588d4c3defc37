"""The fixes of a run of lint: new files on disk, a diff of them, or a fixed standard input."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from mkdocs_handbook.lint import fixer, linter
from mkdocs_handbook.lint.finding_identity import StableIdentity, exact, in_file
from mkdocs_handbook.lint.fixer import FixResult
from mkdocs_handbook.lint.linter import LintResult, LintRun
from mkdocs_handbook.lint.report import costs
from mkdocs_handbook.model import Content, Edit, Finding, Handbook
from mkdocs_handbook.project import atomic_write, disk
from mkdocs_handbook.project.safe_files import repository
from mkdocs_handbook.util import unified_diff
from mkdocs_handbook.util.escaping import TerminalText, terminal_lines
from mkdocs_handbook.util.wording import quantity

if TYPE_CHECKING:
    from mkdocs_handbook.lint.side_effects import SideEffect

# So many findings are more than somebody mends at once.
MANY = 20
# Of a larger handbook, trying fixes takes longer than finding what they mend.
MOST_PAGES = 100
CONFLICT = re.compile(rb"^(?:<{7}|>{7}) ", re.MULTILINE)


def fix_files(run: LintRun, *, unsafe: bool) -> FixResult:
    """Return what a run shows after the safe fixes of its findings, or after all, and the new bytes of files.

    What it does not show is checked as well: no fix may bring a finding of another rule, or in another file.
    """
    # Imported here: it renders pages, and a lint that finds nothing fixes none.
    from mkdocs_handbook.lint import side_effects

    tried: dict[tuple[tuple[str, Content], ...], tuple[Handbook, LintResult]] = {}
    effects: dict[tuple[str, Content | None, Content | None], SideEffect | None] = {}

    def check(changed: Mapping[str, Content]) -> Sequence[Finding]:
        state = run.workspace.with_contents(changed) if changed else run.workspace
        result = linter.all_findings(run, state)
        tried[tuple(changed.items())] = state.handbook, result
        return [*result.shown, *result.hidden]

    def more(
        before: Mapping[str, Content], after: Mapping[str, Content], fixes: Sequence[Finding]
    ) -> Mapping[str, SideEffect]:
        (old, result), (now, _) = tried[tuple(before.items())], tried[tuple(after.items())]
        known = [*result.shown, *result.hidden]
        # Most files are as they were when other fixes beside them were tried.
        every = {
            edit.path: (edit.path, before.get(edit.path), after.get(edit.path)) for fix in fixes for edit in fix.edits
        }
        new = {path for path, state in every.items() if state not in effects}
        found = side_effects.side_effects(old, now, fixes, known, new)
        effects.update((every[path], found.get(path)) for path in new)
        return {path: effect for path, state in every.items() if (effect := effects[state])}

    contents = run.workspace.contents
    writable = lru_cache(None)(partial(may_change, run, contents))
    free = lru_cache(None)(partial(may_rename, run))

    def makes(edit: Edit) -> bool:
        return writable(edit.path) and (not edit.to or free(edit.path, edit.to))

    fixed = fixer.fix(contents, check({}), check, unsafe=unsafe, writable=makes, side_effects=more)
    before, after = tried[()][1].shown, tried[tuple(fixed.files.items())][1].shown
    # Those whose fix was refused have no edits any more.
    known = {exact(finding): finding for finding in fixed.findings}
    return FixResult(fixed.files, [known[exact(finding)] for finding in after], len(before) - len(after))


def with_tried_fixes(run: LintRun, findings: Sequence[Finding], *, unsafe: bool) -> FixResult:
    """Return findings, without the edits that `fix_files` would refuse, but its reason; as they are where that takes long."""
    wanted = [one for one in findings if one.edits and (one.is_safe or unsafe)]
    if not 0 < len(wanted) <= MANY or len(run.workspace.handbook.pages) > MOST_PAGES:
        return FixResult({}, findings, is_tried=not wanted)
    reasons: defaultdict[StableIdentity, list[str]] = defaultdict(list)
    for one in fix_files(run, unsafe=unsafe).findings:
        reasons[in_file(one)].append(one.refusal)

    def told(one: Finding) -> Finding:
        left = reasons[in_file(one)] if one in wanted else []
        return replace(one, edits=(), refusal=left.pop(0)) if left else one

    return FixResult({}, [told(one) for one in findings])


def may_change(run: LintRun, contents: Mapping[str, bytes], path: str) -> bool:
    """Return whether a fix may write a file: not one that must not be written, nor one with a merge conflict in it."""
    if CONFLICT.search(contents.get(path, b"")):
        return False
    # Standard input is answered on standard output: no disk is asked, and no other file written.
    if run.request.text_path:
        return path in (run.limit or ())
    root = run.workspace.project.root
    return disk.is_writable(root, path, contents, repository(root))


def may_rename(run: LintRun, path: str, to: str) -> bool:
    """Return whether a fix may give a file another name: not one that is only linked to, nor a name that is taken."""
    root, contents = run.workspace.project.root, run.workspace.contents
    is_taken = to in contents or (root / path).is_symlink()
    return not is_taken and may_change(run, contents, to)


def write(run: LintRun, fixed: FixResult) -> None:
    """Write the files that changed, all or none; raise WriteError, also for a file that was edited since it was read."""
    atomic_write.write(run.workspace.project.root, run.workspace.contents, fixed.files)


def diff(run: LintRun, fixed: FixResult, folder: str = "") -> bytes:
    """Return what `write` would change as a unified diff, with paths below a folder."""
    return unified_diff.diff(run.workspace.contents, fixed.files, folder)


def summary(fixed: FixResult, *, unsafe: bool, written: bool = True, is_first: bool = False) -> TerminalText:
    """Return how many problems were fixed, or would be, what those that are left cost, and which command goes on.

    "" where there are none. `is_first` says that nothing limits the findings, so that a baseline may take what is known.
    """
    # Fixes may uncover more than they mend.
    count, left = max(fixed.count, 0), len(fixed.findings)
    fixes = [finding.is_safe or unsafe for finding in fixed.findings if finding.edits]
    refused = sum(bool(finding.refusal) for finding in fixed.findings)
    guesses = fixes.count(False)
    could = [f"[*] --fix {'mends' if fixed.is_tried else 'tries'} {sum(fixes)}"] if any(fixes) else []
    could += [f"[?] {quantity(guesses, 'guess', 'es')}, look with --diff --unsafe-fixes"] if guesses else []
    left_costs = f": {costs.counted(fixed.findings)}" if left else ""
    done = f" ({count} fixed, {left} remaining)" if count else ""
    lines = (
        [f"Found {quantity(count + left, 'problem')}{done}{left_costs or '.'}"] if (count or left) and written else []
    )
    lines += [f"Would fix {quantity(count, 'problem')}."] if count and not written else []
    lines += [f"Would not fix {quantity(refused, 'problem')}, --fix says why."] if refused and not written else []
    could += [f"{quantity(refused, 'fix', 'es')} refused, each says why"] if refused and written else []
    ways = ways_on(fixes) if is_first and left >= MANY else ""
    return terminal_lines("".join(f"{line}\n" for line in [*lines, ", ".join(could), ways] if line))


def ways_on(fixes: Sequence[bool]) -> str:
    """Return the commands with which somebody goes on who has many findings, some of which can be fixed."""
    commands = ["handbook lint --fix"] if any(fixes) else []
    return f"To go on: {', then '.join([*commands, 'handbook lint --write-baseline'])} for what is to wait."
