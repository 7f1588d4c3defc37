"""The check of what issues need: repositories, labels and assignees that exist."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from mkdocs_handbook.automation.issues import issue_drafts
from mkdocs_handbook.automation.issues.issue_host import Host, is_missing
from mkdocs_handbook.automation.issues.issue_templates import IssueTextError
from mkdocs_handbook.automation.retries import HostError
from mkdocs_handbook.model import DataFile, Finding, Handbook, Item, Value
from mkdocs_handbook.util.wording import did_you_mean, shortened


def findings(handbook: Handbook, host: Host, owner: str) -> Iterator[Finding]:
    """Yield a finding for each repository, label and assignee that does not exist; each is asked for once."""

    @cache
    def labels(repo: str) -> list[str] | str:
        try:
            return host.labels(repo)
        except HostError as error:
            return f'"{shortened(repo)}" is not there, or the token may not see it' if is_missing(error) else str(error)

    @cache
    def refusal(repo: str, name: str) -> str:
        try:
            return "" if host.can_assign(repo, name) else f'nothing in {repo} can be assigned to "{shortened(name)}"'
        except HostError as error:
            return str(error)

    for file, item, _ in issue_drafts.rituals(handbook):
        try:
            repo = issue_drafts.full_name(str(item.values["autoIssue"]["repo"]), owner)
        except IssueTextError as error:
            yield at(file, item, str(error), "autoIssue", "repo")
            continue
        known = labels(repo)
        if isinstance(known, str):
            yield at(file, item, known, "autoIssue", "repo")
            continue
        yield from label_findings(file, item, repo, known)
        handle = item.text("dri")
        name = issue_drafts.github(handbook, handle)
        problem = (
            refusal(repo, name) if name else f'"{shortened(handle)}" has no name on GitHub here, nobody is assigned'
        )
        if problem:
            yield at(file, item, problem, "dri")


def label_findings(file: DataFile, item: Item, repo: str, known: list[str]) -> Iterator[Finding]:
    """Yield a finding for each label of a ritual that its repository has not."""
    there = {label.casefold() for label in known}
    for number, label in enumerate(item.values["autoIssue"]["labels"]):
        if label.casefold() not in there:
            message = f'{repo} has no label "{shortened(label)}"{did_you_mean(label, known)}'
            yield at(file, item, message, "autoIssue", "labels", number)


def at(file: DataFile, item: Item, message: str, *path: str | int) -> Finding:
    """Return a finding at a value of an item."""
    return Finding(issue_drafts.CODE, file.source, Value("", item, path).span, message)
