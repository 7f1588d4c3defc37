"""Typed tables of who is on duty when: a rotation where a period fits, else explicit shifts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from mkdocs_handbook.importing.records import Cell, NotImportedError
from mkdocs_handbook.importing.tables import dates, inline_markdown
from mkdocs_handbook.importing.tables.columns import spelled
from mkdocs_handbook.importing.tables.markdown_tables import Table
from mkdocs_handbook.importing.tables.person_cells import People
from mkdocs_handbook.model import Page, Span
from mkdocs_handbook.pages import outline
from mkdocs_handbook.util.wording import shortened

WHEN = spelled(
    """time frame, timeframe, when, dates, date, week, weeks, week of, period, rotation, shift, shifts, sprint, from, start,
    starts, start date, begins, schedule, days"""
)
UNTIL = spelled("to, until, till, end, ends, end date, through")
WHO = spelled(
    """engineer, engineers, who, person, on call, on call engineer, on duty, assignee, name, teammate, teammates, member,
    members, dri, owner, lead, support engineer, responsible, primary, primary on call, primary engineer, responder"""
)
NOTE = spelled("note, notes, reason, comment, comments")
NUMERIC = re.compile(r"[0-9]{1,2}[/.][0-9]{1,2}\b")
GENERIC = re.compile(
    r"(?:current |our |the )*(?:schedule|rotations?|rotation schedule|on[ -]call schedule|calendar|shifts)\Z"
)


class Turn(NamedTuple):
    """A row of a schedule: from which day until which (None where it does not say), and who."""

    first: date
    last: date | None
    dri: str
    span: Span


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a schedule say when and who."""

    when: int
    who: int
    until: int | None = None
    others: tuple[int, ...] = ()


def columns(table: Table) -> Columns | None:
    """Give which columns of a table make it a schedule, None if it is none."""
    plain = [outline.plain_title(cell.text) for cell in table.header]
    when = next((index for index, word in enumerate(plain) if word in WHEN), None)
    who = next((index for index, word in enumerate(plain) if word in WHO and index != when), None)
    if when is None or who is None or not is_dated(table, when):
        return None
    until = next((index for index, word in enumerate(plain) if word in UNTIL), None)
    return Columns(when, who, until, tuple(index for index in range(len(plain)) if index not in (when, who, until)))


def is_dated(table: Table, index: int) -> bool:
    """Whether most cells of a column are time frames, or look like some that nobody can read for sure."""
    found = [inline_markdown.plain(row[index].text) for row, _ in table.rows if index < len(row)]
    dated = [text for text in found if NUMERIC.match(text) or dates.frame(text, date(2000, 1, 1))]
    return len(dated) * 2 > len(found)


def turns(table: Table, shape: Columns, people: People, references: Mapping[str, str], near: date) -> list[Turn]:
    """Give the turns of a schedule; raise NotImportedError with the row's span as second argument where one can't be read."""
    found: list[Turn] = []
    for cells, span in table.rows:
        try:
            found.append(turn(cells, span, shape, people, references, found[-1].first if found else near))
        except NotImportedError as error:
            raise NotImportedError(str(error), span) from None
        if any(cells[index].text for index in shape.others if index < len(cells)):
            title = table.header[shape.others[0]].text
            raise NotImportedError(f'column "{shortened(title)}" has no place in a rotation', span)
    for before, after in pairwise(found):
        if after.first <= before.first or (before.last and after.first < before.last):
            raise NotImportedError(f"begins on {after.first}, before the turn above it is over", after.span)
    return found


def turn(
    cells: Sequence[Cell], span: Span, shape: Columns, people: People, references: Mapping[str, str], near: date
) -> Turn:
    """Give the turn of a row; raise NotImportedError where it can't be read."""
    texts = [cell.text for cell in cells] + [""] * (max(shape.when, shape.who, shape.until or 0) + 1 - len(cells))
    when = inline_markdown.plain(texts[shape.when])
    found = dates.frame(when, near)
    if not found:
        raise NotImportedError(f'"{shortened(when)}" is no time frame, write it as "2026-01-05 to 2026-01-12"')
    first, last = found
    if shape.until is not None:
        until = dates.day(inline_markdown.plain(texts[shape.until]), first)
        last = until or last
    if last and last <= first:
        raise NotImportedError(f'"{shortened(when)}" ends before it begins')
    who = people.all(texts[shape.who], references) if texts[shape.who] else []
    if len(who) != 1:
        named = (
            f'"{shortened(inline_markdown.plain(texts[shape.who]))}" are several people' if who else "nobody is named"
        )
        raise NotImportedError(f"{named}, a shift has one person")
    return Turn(first, last, who[0], span)


def rotation(found: Sequence[Turn]) -> dict[str, Any]:
    """Give the keys of a rotation that has the turns: a period and members where one fits, else the shifts themselves."""
    starts_on = found[0].first.isoformat()
    step, members = period(found), cycle([one.dri for one in found])
    if step and len(members) < len(found) and are_whole(found):
        return {"startsOn": starts_on, "every": step, "members": members}
    shifts = [{"from": one.first.isoformat(), "dri": one.dri} for one in found]
    last = found[-1].last
    ends = {"endsOn": (last + timedelta(0 if are_exclusive(found) else 1)).isoformat()} if last else {}
    return {"startsOn": starts_on, "shifts": shifts, **ends}


def are_whole(found: Sequence[Turn]) -> bool:
    """Whether each turn lasts until the next one, but for a weekend."""
    gaps = [(after.first - before.last).days for before, after in pairwise(found) if before.last]
    return all(0 <= gap <= 3 for gap in gaps)


def are_exclusive(found: Sequence[Turn]) -> bool:
    """Whether the last day of a turn is the first one of the next."""
    return any(before.last == after.first for before, after in pairwise(found))


def period(found: Sequence[Turn]) -> str:
    """Give the time between the starts of turns as `every` takes it, "" where it is not always the same."""
    steps = {(after.first - before.first).days for before, after in pairwise(found)}
    if len(steps) == 1:
        days = steps.pop()
        count, unit = (days // 7, "week") if days % 7 == 0 else (days, "day")
        return f"{count} {unit}{'s' if count > 1 else ''}" if count < 100 else ""
    months = {
        (after.first.year - before.first.year) * 12 + after.first.month - before.first.month
        for before, after in pairwise(found)
    }
    is_same_day = len({one.first.day for one in found}) == 1 and found[0].first.day <= 28
    count = months.pop() if len(months) == 1 and is_same_day else 0
    return f"{count} month{'s' if count > 1 else ''}" if count else ""


def cycle(names: Sequence[str]) -> list[str]:
    """Give the shortest beginning of some names that repeats itself to give all of them."""
    lengths = (
        length
        for length in range(1, len(names) + 1)
        if all(name == names[at % length] for at, name in enumerate(names))
    )
    return list(names[: next(lengths, len(names))])


def name(page: Page, title: str) -> str:
    """Give the name of a rotation: the title of its section, or that of the page where it only says "schedule"."""
    heads = outline.headings(page.source.text, page.body)
    named = (outline.shown_title(one) for one in [title, *(head.title for head in titles(heads))] if one)
    return next((one for one in named if not GENERIC.match(outline.plain_title(one))), title or page.uri)


def titles(heads: Sequence[Any]) -> Iterator[Any]:
    """Give the headings that name a page as a whole."""
    yield from (head for head in heads if head.level == 1)
