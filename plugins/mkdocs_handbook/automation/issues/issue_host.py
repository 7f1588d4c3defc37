"""What a host of issues can do, and how its client is set up from the environment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from mkdocs_handbook.automation.retries import HostError


@dataclass(frozen=True, slots=True)
class Filed:
    """An issue as a host has it."""

    number: int
    title: str
    body: str
    is_open: bool
    url: str
    labels: tuple[str, ...] = ()


class Host(Protocol):
    """Where issues are filed; every function raises HostError."""

    def issues(self, repo: str, label: str, since: str) -> list[Filed]:
        """Return the issues, open and closed, that have a label (any for "") and changed since a moment."""

    def create(self, repo: str, title: str, body: str, labels: Iterable[str], assignees: Iterable[str]) -> Filed:
        """File an issue and return it; raise LostResponseError where it may be filed or not."""

    def close_duplicate(self, repo: str, number: int, original: int) -> None:
        """Close an issue that is filed twice, and say of which it is a duplicate."""

    def labels(self, repo: str) -> list[str]:
        """Return the labels of a repository; raise HostError with status 404 if there is no such repository."""

    def create_label(self, repo: str, label: str) -> None:
        """Make a label."""

    def can_assign(self, repo: str, name: str) -> bool:
        """Return whether an issue can be assigned to somebody."""


def is_missing(error: HostError) -> bool:
    """Return whether a host says that something does not exist, or not for this token."""
    return error.status in (404, 410)


def label_names(entries: Iterable[Any]) -> list[str]:
    """Return the names in a host's list of labels."""
    return [str(one["name"]) for one in entries if isinstance(one, dict) and "name" in one]
