"""Responsibilities: each place where data or front matter names a person, and the day on which it ends."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from mkdocs_handbook.data.items import values_of_format, with_invalid_values
from mkdocs_handbook.data.kinds import BUILT_IN
from mkdocs_handbook.data.people import person_names
from mkdocs_handbook.data.people.person_names import login
from mkdocs_handbook.model import (
    DataFile,
    Handbook,
    Item,
    MappingNode,
    Node,
    Page,
    ScalarNode,
    SequenceNode,
    Source,
    Value,
)
from mkdocs_handbook.util.handbook_memo import by_handbook
from mkdocs_handbook.util.wording import guess_hint, guesser, shortened

# In a kind of one's own these keys say who is responsible; others may well name who once was, as authors of an RFC.
RESPONSIBLE = ("dri", "backup")


@dataclass(frozen=True, slots=True)
class Responsibility:
    """A person's responsibility: the place that names the person, and the first day on which it is over, if any.

    `kind` and `group` are those of the file (of a page "page", and the group that it names or in whose folder it is),
    `item` is the item's name, or the page's title, and `key` is the key below which the person is named.
    """

    source: Source
    person: Value
    until: date | None = None
    kind: str = ""
    group: str = ""
    item: str = ""
    key: str = ""

    def is_over(self, day: date) -> bool:
        """Return whether the responsibility is over on a day."""
        return self.until is not None and self.until <= day


@lru_cache(maxsize=2)
def person_values(handbook: Handbook) -> tuple[tuple[Source, Value], ...]:
    """Return every place at which data or front matter names a person; kept, because several rules ask for it."""
    in_data = ((file.source, value) for file in handbook.files for value in people_in(handbook, file))
    return (*in_data, *((page.source, value) for page, value in page_maintainers(handbook)))


def people_in(handbook: Handbook, file: DataFile) -> Iterator[Value]:
    """Yield every place of a data file that names a person; a step of an escalation does if what it names is known as one."""
    for form, value in values_of_format(file.all_items, file.kind, "person", "recipient"):
        is_rotation = form == "recipient" and value.text in rotation_files(handbook)
        if form == "person" or (not is_rotation and known_handle(handbook, value.text) in (handbook.people or {})):
            yield value


@by_handbook
def rotation_files(handbook: Handbook) -> Mapping[str, tuple[DataFile, ...]]:
    """Return the files that have a rotation of a name, in the order of their paths."""
    found: defaultdict[str, dict[str, DataFile]] = defaultdict(dict)
    for file in sorted(handbook.of_kind("rotations"), key=lambda file: file.source.path):
        for item in file.all_items:
            found[item.text("rotation")][file.source.path] = file
    return {name: tuple(files.values()) for name, files in found.items() if name}


@lru_cache(maxsize=4)
def spellings(handbook: Handbook) -> Mapping[str, str]:
    """Return the spelling of each person by login: that of people.yml, else the most frequent one, else the first."""
    times: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for _, person in person_values(handbook):
        times[login(person.text)][person.text] += 1
    known = {one: counter.most_common(1)[0][0] for one, counter in times.items()}
    return {**known, **handles(handbook)}


@lru_cache(maxsize=4)
def handles(handbook: Handbook) -> Mapping[str, str]:
    """Return the handles of people.yml by login."""
    return {login(handle): handle for handle in reversed([*(handbook.people or ())])}


def known_handle(handbook: Handbook, text: str) -> str:
    """Return the handle of people.yml of which a text is a spelling, the text as it is where it is none."""
    return text if text in (handbook.people or {}) else handles(handbook).get(login(text), text)


def spelled(handbook: Handbook, text: str) -> str:
    """Return a handle as the handbook spells it, as it is where the handbook does not name that person."""
    return text if text in (handbook.people or {}) else spellings(handbook).get(login(text), text)


def page_maintainers(handbook: Handbook) -> Iterator[tuple[Page, Value]]:
    """Yield every place at which the front matter of a page names a person."""
    kind = handbook.kinds["page"]
    for page in handbook.pages:
        if page.front_matter:
            values = values_of_format([with_invalid_values(page.front_matter, kind)], kind, "person")
            yield from ((page, value) for _, value in values)


def responsibilities_of(handbook: Handbook) -> Iterator[Responsibility]:
    """Yield every responsibility; authors and deciders of the past have none."""
    for file in handbook.files:
        ends = end_dates(file)
        for person in people_in(handbook, file):
            item, key = person.item, str(person.path[0])
            if file.kind.name in BUILT_IN or key in RESPONSIBLE:
                own_ends = [ends[start] for start in (item.start, person.span.start) if start in ends] if ends else []
                name = item.name or item.text(file.kind.key)
                yield Responsibility(
                    file.source, person, min(own_ends, default=None), file.kind.name, file.group, name, key
                )
    groups = {file.group for file in handbook.files}
    for page, person in page_maintainers(handbook):
        folder = page.uri.partition("/")[0]
        group = page.group or (folder if folder in groups else "")
        yield Responsibility(
            page.source, person, None, "page", group, page.metadata("title") or page.uri, str(person.path[0])
        )


def left_on(person: Item) -> date | None:
    """Return the last day of a person, None if there is none."""
    return parse_day(person.text("leftOn"))


def has_left(person: Item, day: date) -> bool:
    """Return whether a person has left by a day: the last day counts, as others are to have taken over by then."""
    left = left_on(person)
    return left is not None and left <= day


def people_here(handbook: Handbook) -> dict[str, Item]:
    """Return the people who have not left, by handle."""
    people = (handbook.people or {}).items()
    return {handle: person for handle, person in people if not has_left(person, handbook.today)}


def person_here(handbook: Handbook, text: str) -> tuple[Item | None, str]:
    """Return the person of whom a text is a spelling, None and what is wrong where there is none or that one has left."""
    people = handbook.people or {}
    person, shown = people.get(known_handle(handbook, text)), f'"{shortened(text)}"'
    if person is None:
        return (
            None,
            f"{shown} is not in people.yml{guess_hint(handle_guesser(handbook)(text)) or ', add the person there'}",
        )
    if has_left(person, handbook.today):
        return None, f"{shown} left on {person.text('leftOn')}, name somebody else"
    return person, ""


@by_handbook
def handles_by_name(handbook: Handbook) -> Mapping[str, str]:
    """Return the handle of each person by name, GitHub account and handle."""
    people = handbook.people or {}
    names = {item.text(key): handle for handle, item in people.items() for key in ("name", "github") if item.text(key)}
    return {**names, **{handle: handle for handle in people}}


@by_handbook
def handle_guesser(handbook: Handbook) -> Callable[[str], str]:
    """Return the function that gives the handle probably meant by a text, "" if none is; all who ask share what can be afforded."""
    handles = handles_by_name(handbook)
    guess = guesser(handles)
    return lambda text: handles.get(guess(text), "")


def misnomer_check(handbook: Handbook) -> Callable[[str], person_names.Misnomer]:
    """Return the function that tells what a text is that does not name one person ("" if it may name one)."""
    people = handbook.people or {}
    names = (item.text(key) for item in people.values() for key in ("name", "github"))
    known = frozenset(name.casefold() for name in (*people, *names) if name)
    # One letter is rather a person of an example than a group.
    groups = frozenset(file.group for file in handbook.files if len(file.group) > 1)
    return lambda text: person_names.misnomer(text, known, groups)


def end_dates(file: DataFile) -> dict[int, date]:
    """Return the first day on which an item, or a person's place in one, is over, by its start; the others last."""
    if file.kind.name == "rituals":
        return {item.start: days_later(day) for item in file.all_items if (day := parse_day(item.text("endsOn")))}
    if file.kind.name == "channels":
        return {item.start: date.min for item in file.all_items if item.text("status") == "archived"}
    return dict(rotation_ends(file.all_items)) if file.kind.name == "rotations" else {}


def rotation_entries(items: Iterable[Item]) -> dict[str, list[tuple[date, Item]]]:
    """Return the entries of each rotation of a file by its name, with their start, ascending; none without a start."""
    entries: dict[str, list[tuple[date, Item]]] = {}
    for item in items:
        if starts := parse_day(item.text("startsOn")):
            entries.setdefault(item.text("rotation"), []).append((starts, item))
    for same in entries.values():
        same.sort(key=lambda entry: entry[0])
    return entries


def rotation_ends(items: tuple[Item, ...]) -> Iterator[tuple[int, date]]:
    """Yield the ends of rotations that end or are taken over, of explicit shifts, and of overrides."""
    for same in rotation_entries(items).values():
        nexts: list[date | None] = [*(starts for starts, _ in same[1:]), None]
        for (_, item), taken_over in zip(same, nexts, strict=True):
            ends = [day for day in (parse_day(item.text("endsOn")), taken_over) if day]
            if ends:
                yield item.start, min(ends)
    for item in items:
        for (_, person), (begins, _) in pairwise(dated_dris(item.node.get("shifts"), "from")):
            yield person.span.start, begins
        yield from ((person.span.start, day) for day, person in dated_dris(item.node.get("overrides"), "to"))


def dated_dris(node: Node | None, key: str) -> Iterator[tuple[date, ScalarNode]]:
    """Yield the day of a key, and the DRI, of each mapping in a list that has both."""
    for entry in node.items if isinstance(node, SequenceNode) else ():
        if isinstance(entry, MappingNode):
            day, person = node_day(entry.get(key)), entry.get("dri")
            if day and isinstance(person, ScalarNode):
                yield day, person


def days_later(day: date, days: int = 1) -> date:
    """Return the day that comes so many days after another, at most the calendar's last."""
    return day + min(timedelta(days), date.max - day)


def node_day(node: Node | None) -> date | None:
    """Return the day that a node holds, None if it holds none."""
    return parse_day(node.text) if isinstance(node, ScalarNode) else None


def parse_day(text: str) -> date | None:
    """Return the day that a text is, None if it is none."""
    try:
        return date.fromisoformat(text) if len(text) == len("2026-01-31") else None
    except ValueError:
        return None


@lru_cache(maxsize=4)
def groups_by_person(handbook: Handbook) -> Mapping[str, tuple[str, ...]]:
    """Return the groups in whose data a person is responsible for something, by handle."""
    groups = {file.source.path: file.group for file in handbook.files}
    by_handle: defaultdict[str, set[str]] = defaultdict(set)
    for responsibility in responsibilities_of(handbook):
        if (group := groups.get(responsibility.source.path)) and not responsibility.is_over(handbook.today):
            by_handle[spelled(handbook, responsibility.person.text)].add(group)
    return {handle: tuple(sorted(names)) for handle, names in by_handle.items()}


@lru_cache(maxsize=4)
def pages_by_person(handbook: Handbook) -> Mapping[str, tuple[Page, ...]]:
    """Return the pages that a person maintains, by handle, in the order of their paths."""
    by_handle: defaultdict[str, list[Page]] = defaultdict(list)
    for page in handbook.pages:
        if page.front_matter and (handle := page.front_matter.text("maintainedBy")):
            by_handle[spelled(handbook, handle)].append(page)
    return {handle: tuple(sorted(pages, key=lambda page: page.uri)) for handle, pages in by_handle.items()}
