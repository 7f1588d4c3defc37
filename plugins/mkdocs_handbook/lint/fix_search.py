"""Which of some fixes do well: those whose findings vanish, and that bring no other, wherever in a file findings stand now.

What else is then said of a link that had a finding before is no other one: a dead link to a page whose stub was written is
one to mend in the next round.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from mkdocs_handbook.lint.finding_identity import said
from mkdocs_handbook.model import Edit, Finding
from mkdocs_handbook.util.text_edits import applied

# Gives the findings of the handbook with the new bytes of some files.
Check = Callable[[Mapping[str, bytes]], Sequence[Finding]]


class Key(NamedTuple):
    """A finding's rule, file and message, and the link that it is about."""

    code: str
    path: str
    message: str
    url: str

    @property
    def link(self) -> tuple[str, str] | None:
        """The link and its file, None for a finding of something else."""
        return (self.path, self.url) if self.url else None


@dataclass(frozen=True, slots=True)
class Fixed:
    """What fixing came to: the new bytes of the files that changed, the findings that are left, how many are gone.

    What is left has no edits where its fix was refused.
    """

    files: Mapping[str, bytes]
    findings: Sequence[Finding]
    count: int = 0


def settled(files: Mapping[str, bytes], state: Fixed, chosen: list[Finding], check: Check) -> Fixed:
    """Give the state with those of some fixes that do well."""
    search = Search(files, state, check, state)
    search.run(together(chosen))
    # What was blamed beside fixes of other files may have been blamed for one of those.
    again, search.suspects = search.suspects, []
    search.run(together(again))
    return search.best


def together(fixes: Iterable[Finding]) -> list[list[Finding]]:
    """Give fixes in groups of which no two edit the same file."""
    groups: dict[str, list[Finding]] = {}
    for one in fixes:
        paths = {edit.path for edit in one.edits}
        joined, *others = {id(groups[path]): groups[path] for path in sorted(paths & groups.keys())}.values() or [[]]
        joined += [*(other for group in others for other in group), one]
        groups |= dict.fromkeys(
            [*paths, *(edit.path for group in others for fix in group for edit in fix.edits)], joined
        )
    return list({id(group): group for group in groups.values()}.values())


@dataclass(slots=True)
class Search:
    """The search for the fixes that do well: all at once, else by groups that get smaller.

    One look at the whole handbook judges a group of every file, for what is wrong in a file is mostly the fault of those
    that edit it. What is kept has been seen to do well, so a wrong guess can only refuse too much.
    """

    files: Mapping[str, bytes]
    state: Fixed
    check: Check
    best: Fixed
    kept: list[Finding] = field(default_factory=list)
    suspects: list[Finding] = field(default_factory=list)

    def run(self, waiting: list[list[Finding]]) -> None:
        """Keep those of some groups that do well."""
        while waiting:
            trial, waiting = disjoint(waiting)
            blame = self.tried(trial)
            if blame is None:
                continue
            pieces = [piece for group in trial for piece in self.pieces(group, blame, is_alone=len(trial) == 1)]
            if pieces == trial:
                # The fault lies in a file that none of them edits.
                half = len(trial) // 2
                self.run(trial[:half])
                self.run(trial[half:])
            else:
                waiting = [*pieces, *waiting]

    def tried(self, trial: list[list[Finding]]) -> Blame | None:
        """Give what is to blame where some groups do not do well; keep them where they do."""
        fixes = [*self.kept, *(one for group in trial for one in group)]
        new = applied(self.files, self.state.files, fixes)
        now = Fixed(new, self.check(new))
        blame = to_blame(fixes, self.state.findings, now.findings)
        if blame is None:
            self.kept, self.best = fixes, now
        return blame

    def pieces(self, group: list[Finding], blame: Blame, *, is_alone: bool) -> list[list[Finding]]:
        """Give what is to be tried next of a group: itself if nothing in it is to blame, else its parts; not one fix again."""
        is_one = is_alone and len(group) == 1
        clear = [one for one in group if one.edits in blame.clear]
        blamed = [one for one in group if blame.falls_on(one)]
        if is_one or (len(group) == 1 and blamed) or clear:
            self.suspects += () if is_one else [one for one in clear or group if key(one) not in blame.stays]
            rest = [one for one in group if one.edits not in blame.clear] if clear else []
            return [rest] if rest else []
        return parts(group, blamed) if blamed or is_alone else [group]


def disjoint(waiting: list[list[Finding]]) -> tuple[list[list[Finding]], list[list[Finding]]]:
    """Give of some groups those to try together, which edit different files, and the others."""
    taken: set[str] = set()
    trial: list[list[Finding]] = []
    rest: list[list[Finding]] = []
    for group in waiting:
        paths = {edit.path for one in group for edit in one.edits}
        (trial if taken.isdisjoint(paths) else rest).append(group)
        taken |= paths
    return trial, rest


@dataclass(frozen=True, slots=True)
class Blame:
    """What is wrong after some fixes: the findings that stay although they were to be mended, and the files with new ones.

    `clear` are the edits of fixes that have the line of a new finding for themselves.
    """

    stays: Set[Key]
    paths: Set[str]
    clear: Set[tuple[Edit, ...]]

    def falls_on(self, fix: Finding) -> bool:
        """Whether a fix may be at fault."""
        return key(fix) in self.stays or any(edit.path in self.paths for edit in fix.edits)


def to_blame(fixes: list[Finding], before: Iterable[Finding], after: Sequence[Finding]) -> Blame | None:
    """Give what is wrong after some fixes, None if nothing is."""
    was, now = Counter(map(key, before)), Counter(map(key, after))
    new = now - was
    gone = {one.link for one in (was - now) if one.link}
    # The same said of the same link under its new address is no news.
    brought = unlinked(now) - unlinked(was)
    new = Counter(
        {one: number for one, number in new.items() if one.link not in gone and one._replace(url="") in brought}
    )
    stays = {one for one, number in Counter(map(key, fixes)).items() if was[one] - now[one] < number}
    if not (new or stays):
        return None
    return Blame(stays, {one.path for one in new}, clear(fixes, [one for one in after if new[key(one)]]))


def unlinked(found: Counter[Key]) -> Counter[Key]:
    """Give how often findings are there, whatever address the link has that they are about."""
    bare: Counter[Key] = Counter()
    for one, number in found.items():
        bare[one._replace(url="")] += number
    return bare


def clear(fixes: Iterable[Finding], new: Iterable[Finding]) -> set[tuple[Edit, ...]]:
    """Give the edits of fixes that have the line of a new finding for themselves."""
    paths = {one.source.path for one in new}
    by_path: dict[str, list[tuple[Edit, Finding]]] = {path: [] for path in paths}
    for one in fixes:
        for edit in one.edits:
            if edit.path in paths:
                by_path[edit.path].append((edit, one))
    places = {path: placed(edits) for path, edits in by_path.items()}
    found = set()
    for one in new:
        text, (starts, makers) = one.source.text, places[one.source.path]
        first = bisect_left(starts, text.rfind("\n", 0, one.span.start) + 1)
        end = text.find("\n", one.span.start)
        there = {maker.edits for maker in makers[first : bisect_right(starts, len(text) if end < 0 else end)]}
        found |= there if len(there) == 1 else set()
    return found


def placed(edits: Iterable[tuple[Edit, Finding]]) -> tuple[list[int], list[Finding]]:
    """Give where edits of a file begin once they are made, and the fixes that they are of."""
    starts, makers, shift = [], [], 0
    for edit, maker in sorted(edits, key=lambda one: one[0].span):
        starts.append(edit.span.start + shift)
        makers.append(maker)
        shift += len(edit.text) - (edit.span.end - edit.span.start)
    return starts, makers


def key(finding: Finding) -> Key:
    """Give what identifies a finding while its place may shift, and what it suggests may change."""
    return Key(finding.code, finding.source.path, said(finding), finding.url)


def parts(group: list[Finding], blamed: list[Finding]) -> list[list[Finding]]:
    """Give the two parts of a group to try next: those without and with blame, else its halves."""
    guilty = {id(one) for one in blamed}
    fine = [one for one in group if id(one) not in guilty]
    half = len(group) // 2
    return [fine, blamed] if fine and blamed else [group[:half], group[half:]]
