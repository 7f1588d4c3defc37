"""Files issues: what is missing in each repository, each once, whatever fails on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from mkdocs_handbook.automation.issues.issue_drafts import Draft
from mkdocs_handbook.automation.issues.issue_host import Filed, Host
from mkdocs_handbook.automation.issues.issue_marker import marked
from mkdocs_handbook.automation.issues.issue_matching import by_key, match
from mkdocs_handbook.automation.retries import HostError, LostResponseError
from mkdocs_handbook.util.wording import listed, shortened

State = Literal["filed", "missing", "failed"]
# Days before a window: so early an issue of it may have been filed, with a larger --ahead.
EARLIEST = 92
TRIES = 3


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a draft: filed as an issue, missing (nobody was to file it), or failed; and what is to be said of it."""

    draft: Draft
    state: State
    issue: Filed | None = None
    problem: str = ""


@dataclass(slots=True)
class Filer:
    """What files drafts on a host: all issues have the label, and `names` are the rituals that there are."""

    host: Host
    label: str
    names: frozenset[tuple[str, str]]
    wait: Callable[[int], None]
    is_dry: bool = False
    notes: list[str] = field(default_factory=list)

    def run(self, drafts: Iterable[Draft], first: date) -> Iterator[Result]:
        """Yield what becomes of drafts that nobody has filed yet; `first` is the first day of their window."""
        since = f"{date.fromordinal(max(first.toordinal() - EARLIEST, 1))}T00:00:00Z"
        by_repo: dict[str, list[Draft]] = {}
        for draft in drafts:
            by_repo.setdefault(draft.repo.casefold(), []).append(draft)
        for mine in by_repo.values():
            yield from self._in_repo(mine[0].repo, mine, since)

    def _in_repo(self, repo: str, drafts: Sequence[Draft], since: str) -> Iterator[Result]:
        """Yield what becomes of the drafts of one repository."""
        try:
            issues = self._known(repo, since)
            matching = match(drafts, issues, self.names)
            self._close(repo, matching.duplicates)
        except HostError as error:
            yield from (Result(draft, "failed", problem=str(error)) for draft in drafts)
            return
        if self.is_dry:
            yield from (Result(draft, "missing") for draft in matching.missing)
            return
        filed = False
        for draft in matching.missing:
            result = self._file(draft, since)
            filed = filed or result.state == "filed"
            yield result
        if filed:
            self._check_again(repo, since)

    def _known(self, repo: str, since: str) -> list[Filed]:
        """Return the issues that were filed before; raise HostError, also where their label is another one now."""
        if self._has_label(repo):
            return self.host.issues(repo, self.label, since)
        # Either nothing was ever filed here, or somebody has renamed the label.
        lost = [issue for issue in self.host.issues(repo, "", since) if marked(issue.body)]
        if lost and self._has_label(repo):
            # Another run has made it meanwhile.
            return self.host.issues(repo, self.label, since)
        if lost:
            now = f" with {listed(lost[-1].labels)}" if lost[-1].labels else ""
            raise HostError(
                f'{repo} has no label "{shortened(self.label)}", but #{lost[-1].number}{now} was filed with it;'
                " rename the label back, or name the new one with --label"
            )
        if not self.is_dry:
            self.host.create_label(repo, self.label)
        return []

    def _has_label(self, repo: str) -> bool:
        """Return whether a repository has the label, whose case is of no account; raise HostError."""
        return self.label.casefold() in map(str.casefold, self.host.labels(repo))

    def _file(self, draft: Draft, since: str) -> Result:
        """Return what becomes of a draft that was missing."""
        assignees, problem = draft.assignees, ""
        for attempt in range(1, TRIES + 1):
            try:
                issue = self.host.create(draft.repo, draft.title, draft.body, draft.labels, assignees)
            except LostResponseError as lost:
                problem = str(lost)
                self.wait(attempt)
                try:
                    found = by_key(self.host.issues(draft.repo, self.label, since)).get(draft.occurrence.key)
                except HostError as error:
                    return Result(draft, "failed", problem=f"{problem}; whether it is filed is unknown: {error}")
                if found:
                    return Result(draft, "filed", found[0][1])
            except HostError as error:
                if error.status != 422 or not assignees:
                    return Result(draft, "failed", problem=str(error))
                # An issue that is assigned to nobody is better than none.
                problem = f'filed, but not assigned to "{assignees[0]}": {error}'
                assignees = ()
            else:
                return Result(draft, "filed", issue, problem if assignees != draft.assignees else "")
        return Result(draft, "failed", problem=problem)

    def _check_again(self, repo: str, since: str) -> None:
        """Close what another run at the same time has filed as well, or a request that seemed to be lost."""
        try:
            self._close(repo, match((), self.host.issues(repo, self.label, since), self.names).duplicates)
        except HostError as error:
            self.notes.append(f"{repo}: whether anything is filed twice is unknown, the next run looks again: {error}")

    def _close(self, repo: str, duplicates: Iterable[tuple[Filed, Filed]]) -> None:
        """Close issues that are filed twice; raise HostError."""
        for issue, original in () if self.is_dry else duplicates:
            self.host.close_duplicate(repo, issue.number, original.number)
            self.notes.append(f"{repo}#{issue.number} was closed as a duplicate of #{original.number}")
