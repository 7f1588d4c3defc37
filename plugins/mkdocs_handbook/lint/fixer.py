"""The fixer: applies the edits of findings to files until nothing changes, and refuses the fixes that do harm.

A fix is all edits of one finding. It does harm if its finding stays or another one appears, wherever findings stand now.
What is said of a link that had a finding before is no other finding: a dead link to a page whose stub was written is one
to mend in the next round. Neither is what nobody could see before: a file that can be read now is looked at for the first
time, as is an item whose values are ones now.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mkdocs_handbook.lint.finding_identity import StableIdentity, in_file
from mkdocs_handbook.lint.rules.registry import UNPARSED, UNREAD_ITEM
from mkdocs_handbook.model import Content, Edit, Finding
from mkdocs_handbook.util.text_edits import apply_fixes, without_overlaps

if TYPE_CHECKING:
    from mkdocs_handbook.lint.side_effects import SideEffect

MAX_ROUNDS = 100
# Returns the findings of the handbook with the new bytes of some files.
Check = Callable[[Mapping[str, Content]], Sequence[Finding]]
# Returns the files in which some fixes change more than they say, from their bytes before and after.
SideEffects = Callable[[Mapping[str, Content], Mapping[str, Content], Sequence[Finding]], Mapping[str, "SideEffect"]]
LINKS = ("HB116", "HB211", "HB3")
STAYS, BRINGS = "the problem would stay", "another problem would appear"


@dataclass(frozen=True, slots=True)
class FixResult:
    """The new bytes of the files that changed, the findings that are left, and how many are gone.

    What is left has no edits where its fix was refused, but the reason. `is_tried` says that this is known.
    """

    files: Mapping[str, Content]
    findings: Sequence[Finding]
    count: int = 0
    is_tried: bool = True


def fix(
    files: Mapping[str, bytes],
    findings: Sequence[Finding],
    check: Check,
    *,
    unsafe: bool = False,
    writable: Callable[[Edit], bool] = lambda edit: True,
    side_effects: SideEffects = lambda before, after, fixes: {},
) -> FixResult:
    """Return the files after the safe fixes of their findings, or after all; a path that no file has becomes one."""
    state = FixResult({}, findings)
    refused: dict[tuple[Edit, ...], str] = {}
    for _ in range(MAX_ROUNDS):
        wanted = (one for one in state.findings if (one.is_safe or unsafe) and one.edits not in refused)
        fixes = without_overlaps(one for one in wanted if one.edits and all(map(writable, one.edits)))
        if not fixes:
            break
        search = _Search(files, state, check, side_effects, state)
        search.keep(fixes)
        if not search.kept:
            # Another fix may have done the harm that those were blamed for.
            search.keep([*search.suspects])
        # What was refused beside other fixes may do no harm now that those are made.
        refused = (
            {} if search.kept else {**refused, **dict.fromkeys((one.edits for one in fixes), ""), **search.reasons}
        )
        state = search.best
    left = [
        replace(one, edits=(), refusal=refused.get(one.edits, "")) if one.is_safe or unsafe else one
        for one in state.findings
    ]
    return FixResult(state.files, left, len(findings) - len(left))


@dataclass(slots=True)
class _Search:
    """The search for the fixes of one round that do no harm: all at once, else without those to blame, else by halves.

    What is kept has been seen to do no harm, so wrong blame can only refuse too much.
    """

    files: Mapping[str, bytes]
    state: FixResult
    check: Check
    side_effects: SideEffects
    best: FixResult
    kept: list[Finding] = field(default_factory=list)
    suspects: list[Finding] = field(default_factory=list)
    reasons: dict[tuple[Edit, ...], str] = field(default_factory=dict)

    def keep(self, fixes: list[Finding]) -> None:
        """Keep those of some fixes that do no harm beside those that are kept."""
        while fixes and (blame := self.tried(fixes)):
            if len(fixes) == 1:
                self.reasons[fixes[0].edits] = blame.reason
                return
            if not any(fix.edits in blame.edits for fix in fixes):
                for part in halves(fixes, blame):
                    self.keep(part)
                return
            suspects = [fix for fix in fixes if fix.edits in blame.edits]
            self.suspects += suspects
            self.reasons |= {fix.edits: blame.reason for fix in suspects}
            fixes = [fix for fix in fixes if fix.edits not in blame.edits]

    def tried(self, fixes: list[Finding]) -> Blame | None:
        """Keep some fixes if they do no harm, else return what is to blame."""
        every = [*self.kept, *fixes]
        changed = apply_fixes(self.files, self.state.files, every)
        now = FixResult(changed, self.check(changed))
        blame = blame_of(every, self.state.findings, now.findings) or self.blame_for_more(changed, every)
        if blame is None:
            self.kept, self.best = every, now
        return blame

    def blame_for_more(self, changed: Mapping[str, Content], fixes: Sequence[Finding]) -> Blame | None:
        """Return the harm of fixes that change more than they say, None where none does."""
        more = self.side_effects(self.state.files, changed, fixes)
        if not more:
            return None
        harmful = {edit for one in more.values() for edit in one.edits}
        by_path = {path: {fix.edits for fix in fixes if any(edit.path == path for edit in fix.edits)} for path in more}
        alone = {fix for makers in by_path.values() if len(makers) == 1 for fix in makers}
        alone |= {fix.edits for fix in fixes if not harmful.isdisjoint(fix.edits)}
        return Blame(frozenset(), more.keys(), alone, next(iter(more.values())).reason)


@dataclass(frozen=True, slots=True)
class Blame:
    """The harm of some fixes: findings that stay though they were to be mended, and the files with new ones.

    `edits` are those of the fixes that are probably to blame: they have the line or the file of a new finding for
    themselves, or are alone in what they were to mend.
    """

    stay: Set[StableIdentity]
    paths: Set[str]
    edits: Set[tuple[Edit, ...]]
    reason: str = ""

    def falls_on(self, fix: Finding) -> bool:
        """Return whether a fix may have done the harm."""
        return in_file(fix) in self.stay or any(edit.path in self.paths for edit in fix.edits)


def blame_of(fixes: list[Finding], before: Iterable[Finding], after: Sequence[Finding]) -> Blame | None:
    """Return the harm that fixes did between two states of the handbook, None if they did none."""
    was, now = Counter(map(in_file, before)), Counter(map(in_file, after))
    gone = {link_of(one) for one in was - now if one.url}
    # The same said of the same link under its new address is no news.
    brought = Counter(one._replace(url="") for one in now.elements())
    brought -= Counter(one._replace(url="") for one in was.elements())
    hidden = hidden_before(fixes)
    new = {one for one in now - was if link_of(one) not in gone and one._replace(url="") in brought and not hidden(one)}
    wanted = Counter(map(in_file, fixes))
    stay = {one for one, number in wanted.items() if was[one] - now[one] < number}
    if not (new or stay):
        return None
    beside = alone_beside([finding for finding in after if in_file(finding) in new], fixes)
    alone = {fix.edits for fix in fixes if wanted[same := in_file(fix)] == 1 and same in stay}
    first = min(new, default=None)
    reason = f"{BRINGS}: {first.code} {first.message}" if first else STAYS
    return Blame(stay, {one.path for one in new}, beside | alone, reason)


def hidden_before(fixes: Iterable[Finding]) -> Callable[[StableIdentity], bool]:
    """Return a function that says whether what some fixes mend may have hidden another finding."""
    made = [*fixes]
    names = {edit.to for fix in made for edit in fix.edits if edit.to}
    from mkdocs_handbook.lint.side_effects import SECTION_ORDER, TITLE

    whole = {edit.path for fix in made if fix.code in UNPARSED for edit in fix.edits} | names
    items = {edit.path for fix in made if fix.code in UNREAD_ITEM for edit in fix.edits}
    # The order of sections is that of those whose titles say which they are.
    titled = {(SECTION_ORDER, edit.path) for fix in made if fix.code == TITLE for edit in fix.edits}

    def hidden(one: StableIdentity) -> bool:
        if one.path in names or (one.code, one.path) in titled:
            return True
        # Links lead to the name that a file has.
        if one.code in UNPARSED or (names and one.code.startswith(LINKS)):
            return False
        return bool(whole) if one.code not in UNREAD_ITEM else one.path in whole

    return lambda one: hidden(one) or (one.path in items and one.code not in (*UNPARSED, *UNREAD_ITEM))


def link_of(finding: StableIdentity) -> tuple[str, str]:
    """Return the file and the URL of the link that a finding is about."""
    return finding.path, finding.url


def alone_beside(findings: Sequence[Finding], fixes: Iterable[Finding]) -> set[tuple[Edit, ...]]:
    """Return the edits of fixes that have the line of a finding for themselves, or its file."""
    edits: defaultdict[str, list[tuple[Edit, Finding]]] = defaultdict(list)
    for fix in fixes:
        for edit in fix.edits:
            edits[edit.path].append((edit, fix))
    paths = {finding.source.path for finding in findings}
    placed = {path: new_places(edits[path]) for path in paths}
    by_file = [{maker.edits for _, maker in edits[path]} for path in paths]
    alone = {fix for makers in by_file if len(makers) == 1 for fix in makers}
    for finding in findings:
        text, (starts, makers) = finding.source.text, placed[finding.source.path]
        first = bisect_left(starts, text.rfind("\n", 0, finding.span.start) + 1)
        end = text.find("\n", finding.span.start)
        on_line = {maker.edits for maker in makers[first : bisect_right(starts, len(text) if end < 0 else end)]}
        alone |= on_line if len(on_line) == 1 else set()
    return alone


def new_places(edits: Iterable[tuple[Edit, Finding]]) -> tuple[list[int], list[Finding]]:
    """Return the offsets at which the edits of a file begin once all are made, and the fixes that they belong to."""
    starts, makers, shift = [], [], 0
    for edit, maker in sorted(edits, key=lambda pair: pair[0].span):
        starts.append(edit.span.start + shift)
        makers.append(maker)
        shift += len(edit.text) - (edit.span.end - edit.span.start)
    return starts, makers


def halves(fixes: list[Finding], blame: Blame) -> tuple[list[Finding], list[Finding]]:
    """Return two parts of some fixes: those that cannot and those that may have done the harm, else equal ones."""
    blamed = [fix for fix in fixes if blame.falls_on(fix)]
    if 0 < len(blamed) < len(fixes):
        return [fix for fix in fixes if not blame.falls_on(fix)], blamed
    half = len(fixes) // 2
    return fixes[:half], fixes[half:]
