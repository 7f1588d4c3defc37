"""Drafts of issues: for each occurrence of a ritual with `autoIssue` in some days what is to be filed, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import takewhile
from typing import Any

from mkdocs_handbook.automation.issues import issue_templates
from mkdocs_handbook.automation.issues.issue_marker import Occurrence, marker
from mkdocs_handbook.data import row_ids
from mkdocs_handbook.data.people import responsibilities
from mkdocs_handbook.links import item_urls
from mkdocs_handbook.links.data_links import MARKDOWN_LINK
from mkdocs_handbook.model import DataFile, Finding, Handbook, Item
from mkdocs_handbook.schedule import item_dates
from mkdocs_handbook.schedule.frequency_words import WEEKDAYS
from mkdocs_handbook.util import escaping
from mkdocs_handbook.util.wording import quantity, shortened

# What is said of a ritual has no rule of lint.
CODE = "issue"
# Part of an address, in which dots alone would lead to another one.
REPOSITORY = re.compile(r"(?!\.{1,2}(?:/|\Z))[\w.-]+(?:/(?!\.{1,2}(?:/|\Z))[\w.-]+)*", re.ASCII)
# Characters that GitHub takes.
LONGEST_TITLE, LONGEST_BODY = 256, 65_536


@dataclass(frozen=True, slots=True)
class Window:
    """The days whose occurrences are filed: from `first` up to, not including, `end`; what is before `today` is late."""

    first: date
    today: date
    end: date

    @classmethod
    def around(cls, today: date, ahead: int, catch_up: int) -> Window:
        """Return the window that looks so many days ahead, today included, and so many back."""
        first = date.fromordinal(max(today.toordinal() - catch_up, 1))
        return cls(first, today, responsibilities.days_later(today, ahead))


@dataclass(frozen=True, slots=True)
class Draft:
    """An issue to be filed: its occurrence, repository and text, who is assigned, and the place of `autoIssue`."""

    occurrence: Occurrence
    repo: str
    title: str
    body: str
    labels: tuple[str, ...]
    assignees: tuple[str, ...]
    is_late: bool
    file: DataFile
    item: Item

    def problem(self, message: str) -> Finding:
        """Return a finding at the place of what says that this is to be filed."""
        return Finding(CODE, self.file.source, self.item.span("autoIssue"), message)


def rituals(handbook: Handbook, group: str = "") -> Iterator[tuple[DataFile, Item, str]]:
    """Yield the rituals with `autoIssue`, with their file and the address of their row."""
    for file in handbook.of_kind("rituals"):
        for item, anchor in zip(file.items, row_ids.row_ids(file), strict=False):
            if "autoIssue" in item.values and group in {"", file.group}:
                yield file, item, item_urls.row_url(handbook, file, anchor)


def names(handbook: Handbook) -> frozenset[tuple[str, str]]:
    """Return the groups and names of all rituals that there are, whether anything is filed for them or not."""
    return frozenset((file.group, item.text("task")) for file in handbook.of_kind("rituals") for item in file.all_items)


def drafts(
    handbook: Handbook, window: Window, label: str, owner: str, group: str = ""
) -> tuple[list[Draft], list[Finding]]:
    """Return what falls due in a window, in order of days, and findings of what cannot be filed."""
    made: list[Draft] = []
    findings: list[Finding] = []
    for file, item, url in rituals(handbook, group):
        problem = ""
        for day in takewhile(lambda day: day < window.end, item_dates.due_dates(item, window.first)):
            try:
                made.append(draft(handbook, file, item, url, day, window, label, owner))
            except issue_templates.IssueTextError as error:
                problem = str(error)
        if problem:
            findings.append(Finding(CODE, file.source, item.span("autoIssue"), problem))
    return sorted(made, key=lambda one: (one.occurrence.date, one.file.source.path, one.item.start)), findings


def draft(
    handbook: Handbook, file: DataFile, item: Item, url: str, day: date, window: Window, label: str, owner: str
) -> Draft:
    """Return the issue of a ritual on a day; raise IssueTextError."""
    auto = item.values["autoIssue"]
    occurrence = Occurrence(file.group, item.text("task"), day.isoformat(), item.text("startedOn"))
    given = values(handbook, item, file.group, day, url)
    title = issue_templates.title(str(auto.get("title") or "{{ task }} ({{ date }})"), given)
    body = f"{marker(occurrence)}\n{text(handbook, auto, given)}{late(day, window)}"
    if len(body) > LONGEST_BODY:
        raise issue_templates.IssueTextError(
            f"the body has {len(body)} characters, and GitHub takes {LONGEST_BODY}, shorten it"
        )
    dri = github(handbook, item.text("dri"))
    return Draft(
        occurrence=occurrence,
        repo=full_name(str(auto["repo"]), owner),
        title=shortened(title, LONGEST_TITLE),
        body=body,
        labels=tuple(dict.fromkeys([label, *auto["labels"]])),
        assignees=(dri,) if dri else (),
        is_late=day < window.today,
        file=file,
        item=item,
    )


def full_name(repo: str, owner: str) -> str:
    """Return a repository with its owner; raise IssueTextError where nobody says whose it is, and for what is none."""
    if not REPOSITORY.fullmatch(repo):
        raise issue_templates.IssueTextError(f'"{shortened(repo)}" is no repository, write "owner/name"')
    if "/" not in repo and not owner:
        raise issue_templates.IssueTextError(
            f'nobody says whose repository "{shortened(repo)}" is, write "owner/{shortened(repo)}" or give --owner'
        )
    return repo if "/" in repo else f"{owner}/{repo}"


def github(handbook: Handbook, handle: str) -> str:
    """Return a person's name on GitHub, "" for nobody, for who has left, and for who has none."""
    person, _ = responsibilities.person_here(handbook, handle)
    return person.text("github") if person else ""


@lru_cache(maxsize=2)
def names_on_github(handbook: Handbook) -> frozenset[str]:
    """Return the names by which GitHub knows people, without letter case."""
    names = (person.text("github") for person in (handbook.people or {}).values())
    return frozenset(name.casefold() for name in names if name)


def values(handbook: Handbook, item: Item, group: str, day: date, url: str) -> dict[str, Any]:
    """Return the values that templates know, all of them texts but for the agenda."""
    keys = ("task", "dri", "backup", "channel", "time", "timezone", "frequency")
    named = {key: item.text(key) for key in keys}
    more = item_urls.link_url(handbook, item.text("moreInfoUrl"))
    return {
        **named,
        "description": with_addresses(handbook, item.text("description")),
        "group": group,
        "date": day.isoformat(),
        "weekday": WEEKDAYS[day.weekday()],
        "agenda": [str(point) for point in item.values.get("agenda", ())],
        "url": url if "://" in url else "",
        "moreInfoUrl": more if "://" in more else "",
    }


def text(handbook: Handbook, auto: Mapping[str, Any], given: Mapping[str, Any]) -> str:
    """Return the text of a body below its marker; raise IssueTextError."""
    known = names_on_github(handbook)
    people = {key: person(handbook, str(given[key])) for key in ("dri", "backup")}
    if template := auto.get("body"):
        return issue_templates.body(str(template), given, people, known)
    parts = [
        escaping.issue_markdown(str(auto.get("issueDescription", "")), known),
        escaping.issue_markdown(given["description"], known),
        "".join(f"- [ ] {escaping.markdown(point)}\n" for point in given["agenda"]),
        escaping.markdown_link("More information", given["moreInfoUrl"]) if given["moreInfoUrl"] else "",
        due_line(given, people),
    ]
    return "\n\n".join(part.strip() for part in parts if part.strip()) + "\n"


def with_addresses(handbook: Handbook, text: str) -> str:
    """Return Markdown whose links to pages are addresses of the site, if that has one: an issue stands elsewhere."""

    def absolute(link: re.Match[str]) -> str:
        url = item_urls.link_url(handbook, link[1])
        start, end = (at - link.start() for at in link.span(1))
        return f"{link[0][:start]}{url}{link[0][end:]}" if "://" in url else link[0]

    return MARKDOWN_LINK.sub(absolute, text)


def due_line(given: Mapping[str, Any], people: Mapping[str, str]) -> str:
    """Return who does what when in a line of Markdown."""
    name = escaping.markdown_link(given["task"], given["url"]) if given["url"] else escaping.markdown(given["task"])
    at = (
        f", {escaping.markdown(given['time'])} {escaping.markdown(given['timezone'])}".rstrip() if given["time"] else ""
    )
    backup = f" If need be, {people['backup']} stands in." if people["backup"] else ""
    return f"{name} is due on {given['weekday']} {given['date']}{at}. DRI: {people['dri']}.{backup}"


def person(handbook: Handbook, handle: str) -> str:
    """Return a person in Markdown: mentioned where GitHub knows the name, "" for nobody."""
    name = github(handbook, handle)
    return f"@{name}" if escaping.USER.fullmatch(name) else escaping.markdown(handle)


def late(day: date, window: Window) -> str:
    """Return what is said in an issue that an earlier run should have filed, "" in any other."""
    days = (window.today - day) // timedelta(1)
    if days < 1:
        return ""
    return f"\nFiled {quantity(days, 'day')} late: no run before could file it.\n"
