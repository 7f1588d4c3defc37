"""Reviewers: for each file of a handbook who reviews its changes, as data and front matter say."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from mkdocs_handbook.data.people import responsibilities
from mkdocs_handbook.data.people.responsibilities import Responsibility
from mkdocs_handbook.links import item_urls
from mkdocs_handbook.model import DataFile, Finding, Handbook, Page, Source, Span
from mkdocs_handbook.pages import group_pages
from mkdocs_handbook.util import escaping
from mkdocs_handbook.util.wording import shortened

CODE = "HB702"
# By whom data files are reviewed: who maintains the pages that show them, who is responsible in them, or the group's team.
BY = ("dri", "page", "group")
# What GitHub takes for a name of a team.
TEAM = re.compile(r"@(?=[^/]{1,39}/)[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*/[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")


@dataclass(frozen=True, slots=True)
class Choice:
    """What the command is told: by whom data files are reviewed, and by whom people.yml and the schemas."""

    by: str = "dri"
    people: tuple[str, ...] = ()
    schemas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """A text that names who reviews something: a handle of people.yml, or with "@" what GitHub knows."""

    text: str
    source: Source
    span: Span


@dataclass(frozen=True, slots=True)
class Review:
    """A file below the handbook's root, or a folder (its path ends with "/"), and its owners as GitHub knows them."""

    path: str
    owners: tuple[str, ...]


def reviews(handbook: Handbook, choice: Choice, chosen: Source) -> tuple[list[Review], list[Finding]]:
    """Return who reviews what, folders first, and the findings of people whom GitHub cannot ask; `chosen` holds the choice."""
    made: list[Review] = []
    findings: dict[tuple[str, str], Finding] = {}
    for path, names in _named(handbook, choice, chosen):
        owners: dict[str, str] = {}
        for name in names:
            owner, problem = owner_of(handbook, name)
            if problem:
                # Who lacks a name is reported once, who has left wherever somebody else belongs.
                place = str(name.span) + name.source.path if " left on " in problem else ""
                findings.setdefault((problem, place), Finding(CODE, name.source, name.span, problem))
            else:
                owners.setdefault(owner.casefold(), owner)
        if owners:
            made.append(Review(path, tuple(owners.values())))
    made.sort(key=lambda review: (not review.path.endswith("/"), review.path))
    return made, [*findings.values(), *(_without_team(handbook) if choice.by == "group" else ())]


def owner_of(handbook: Handbook, name: Named) -> tuple[str, str]:
    """Return the owner that a text names as GitHub knows it, and what is wrong with it: one of both is empty."""
    text = name.text
    if text.startswith("@"):
        is_good = TEAM.fullmatch(text) or escaping.USER.fullmatch(text[1:])
        return (text, "") if is_good else ("", f'GitHub knows no "{shortened(text)}", write "@user" or "@org/team"')
    person, problem = responsibilities.person_here(handbook, text)
    if person is None:
        return "", problem
    github, shown = person.text("github"), f'"{shortened(text)}"'
    if not github:
        return "", f"{shown} has no key github in people.yml, so GitHub cannot ask for a review"
    if not escaping.USER.fullmatch(github):
        return "", f'{shown} has a name in people.yml that GitHub refuses, "{shortened(github)}"'
    return f"@{github}", ""


def _named(handbook: Handbook, choice: Choice, chosen: Source) -> Iterator[tuple[str, Iterable[Named]]]:
    """Yield each file with who is named for it."""
    for page in handbook.pages:
        if maintainer := _maintainer(page):
            yield page.source.path, [maintainer]
    for file in handbook.files:
        if file.kind.name != "people":
            yield file.source.path, _of_data(handbook, file, choice.by)
    whole = Span(0, 0)
    for path in sorted(handbook.data_paths):
        if posixpath.basename(path) == "people.yml":
            yield path, [Named(text, chosen, whole) for text in choice.people]
    yield f"{handbook.settings.schemas_dir}/", [Named(text, chosen, whole) for text in choice.schemas]


def _maintainer(page: Page) -> Named | None:
    text = page.metadata("maintainedBy")
    return Named(text, page.source, page.front_matter.span("maintainedBy")) if text and page.front_matter else None


def _of_data(handbook: Handbook, file: DataFile, by: str) -> list[Named]:
    """Return who is named for a data file."""
    if by == "page":
        pages = [table.page for table in item_urls.tables(handbook, file.source.path)]
        pages += [page] if (page := group_pages.own_pages(handbook).get(file.group)) else []
        return [maintainer for page in pages if (maintainer := _maintainer(page))]
    if by == "group":
        team = _team(handbook, file.group)
        return [team] if team else []
    return [
        Named(post.person.text, post.source, post.person.span)
        for post in _posts(handbook).get(file.source.path, ())
        if post.key != "backup" and not post.is_over(handbook.today)
    ]


@lru_cache(maxsize=2)
def _posts(handbook: Handbook) -> Mapping[str, list[Responsibility]]:
    """Return the responsibilities of each file by its path."""
    found: dict[str, list[Responsibility]] = {}
    for post in responsibilities.responsibilities_of(handbook):
        found.setdefault(post.source.path, []).append(post)
    return found


def _team(handbook: Handbook, group: str) -> Named | None:
    """Return the team that the page of a group names, which needs no "@"."""
    page = group_pages.own_pages(handbook).get(group)
    text = page.metadata("github") if page else ""
    if not (text and page and page.front_matter):
        return None
    return Named(text if text.startswith("@") else f"@{text}", page.source, page.front_matter.span("github"))


def _without_team(handbook: Handbook) -> Iterator[Finding]:
    """Yield a finding for each group with data whose page names no team."""
    first = {file.group: file for file in reversed(handbook.files) if file.group}
    for group, file in sorted(first.items()):
        if not _team(handbook, group):
            page = group_pages.own_pages(handbook).get(group)
            message = f'the page of "{group}" names no team, add a key github such as "@acme/{group}"'
            yield Finding(CODE, page.source if page else file.source, Span(0, 0), message)
