"""Which occurrences are filed already, whatever people did to their issues since, and which are filed twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from mkdocs_handbook.automation.issues.issue_drafts import Draft
from mkdocs_handbook.automation.issues.issue_host import Filed
from mkdocs_handbook.automation.issues.issue_marker import Occurrence, marked


@dataclass(frozen=True, slots=True)
class Matching:
    """The drafts that nobody has filed, and pairs of open issues with the older one that they repeat."""

    missing: tuple[Draft, ...]
    duplicates: tuple[tuple[Filed, Filed], ...]


def by_key(issues: Iterable[Filed]) -> dict[tuple[str, str, str], list[tuple[Occurrence, Filed]]]:
    """Return the issues with a marker by what it says, the oldest first."""
    found: dict[tuple[str, str, str], list[tuple[Occurrence, Filed]]] = {}
    for issue in sorted(issues, key=lambda one: one.number):
        if occurrence := marked(issue.body):
            found.setdefault(occurrence.key, []).append((occurrence, issue))
    return found


def match(drafts: Iterable[Draft], issues: Collection[Filed], names: frozenset[tuple[str, str]]) -> Matching:
    """Return what of some drafts is missing among the issues of their repository; `names` are the rituals that there are.

    A ritual that was renamed, or moved to another group, is known by its first day. An issue whose marker somebody deleted is
    known by its title, if that names the day.
    """
    known = by_key(issues)
    orphans = [same[0][0] for key, same in known.items() if key[:2] not in names]
    titles = [issue.title for issue in issues if not marked(issue.body)]
    missing = []
    for draft in drafts:
        if draft.occurrence.key in known:
            continue
        if orphan := next((one for one in orphans if is_renamed(one, draft.occurrence)), None):
            orphans.remove(orphan)
        elif draft.occurrence.date in draft.title and draft.title in titles:
            titles.remove(draft.title)
        else:
            missing.append(draft)
    return Matching(tuple(missing), tuple(pair for same in known.values() for pair in repeated(same)))


def is_renamed(old: Occurrence, new: Occurrence) -> bool:
    """Return whether an occurrence is that of a ritual under another name, or of another group."""
    is_same = old.group == new.group or old.ritual == new.ritual
    return is_same and (old.date, old.started) == (new.date, new.started)


def repeated(same: Iterable[tuple[Occurrence, Filed]]) -> list[tuple[Filed, Filed]]:
    """Return the open issues of one occurrence but for the oldest, each with that."""
    (_, first), *others = same
    return [(issue, first) for _, issue in others if issue.is_open]
