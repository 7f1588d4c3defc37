"""The reader of typed on-duty schedules: a rotation if a period fits, else explicit shifts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from mkdocs_handbook.importing.records import Cell, NotImportedError
from mkdocs_handbook.importing.tables import inline_markdown
from mkdocs_handbook.importing.tables.column_headers import split_words
from mkdocs_handbook.importing.tables.markdown_tables import Table
from mkdocs_handbook.importing.tables.person_cells import People
from mkdocs_handbook.importing.times import dates
from mkdocs_handbook.model import Page, Span
from mkdocs_handbook.pages import outline
from mkdocs_handbook.util.wording import shortened

WHEN = split_words(
    """time frame, timeframe, when, dates, date, week, weeks, week of, period, rotation, shift, shifts, sprint, from, start,
    starts, start date, begins, schedule, days"""
)
UNTIL = split_words("to, until, till, end, ends, end date, through")
WHO = split_words(
    """engineer, engineers, who, person, on call, on call engineer, on duty, assignee, name, teammate, teammates, member,
    members, dri, owner, lead, support engineer, responsible, primary, primary on call, primary engineer, responder"""
)
NUMERIC = re.compile(r"[0-9]{1,2}[/.][0-9]{1,2}\b")
COUNT = re.compile(
    r"(?:(?:week|wk|sprint|shift|turn|rotation|iteration|no|nr|cw|kw|w) ?[.#]? ?)?#?([0-9]{1,3})\.?\Z", re.IGNORECASE
)
DUTY = re.compile(r"\b(?:on[ -]?call|on[ -]duty|rota|rotas|rotations?|pager|support schedule|shifts?)\b")
GENERIC = re.compile(
    r"(?:current |our |the )*(?:schedule|rotations?|rotation schedule|on[ -]call schedule|calendar|shifts)\Z"
)


class Turn(NamedTuple):
    """A row of a schedule: its first day, its last (None if not given), and who is on duty."""

    first: date
    last: date | None
    dri: str
    span: Span


@dataclass(frozen=True, slots=True)
class Columns:
    """The indexes of a schedule's columns."""

    when: int
    who: int
    until: int | None = None
    others: tuple[int, ...] = ()


def columns(table: Table) -> Columns | None:
    """Return the columns that make a table a schedule, None if it is none."""
    plain = [outline.plain_title(cell.text) for cell in table.header]
    # Several columns may say when, as "Week" and "Dates" do: the best one has both ends.
    dated = [index for index, word in enumerate(plain) if word in WHEN and is_dated(table, index)]
    when = next((index for index in dated if has_ends(table, index)), next(iter(dated), None))
    who = next((index for index, word in enumerate(plain) if word in WHO and index != when), None)
    if when is None or who is None:
        return None
    until = next((index for index, word in enumerate(plain) if word in UNTIL and index != when), None)
    others = (index for index in range(len(plain)) if index not in (when, who, until))
    return Columns(when, who, until, tuple(index for index in others if not is_counted(table, index)))


def has_ends(table: Table, index: int) -> bool:
    """Return whether the first cell of a column is a time frame with two ends."""
    texts = [inline_markdown.plain_text(row[index].text) for row, _ in table.rows if index < len(row)]
    return bool(texts and (dates.frame(texts[0], date(2000, 1, 1)) or (None, None))[1])


def looks_like_schedule(table: Table, title: str) -> bool:
    """Return whether headers and the title of the section say that a table without dates is a schedule."""
    plain = {outline.plain_title(cell.text) for cell in table.header}
    return bool(plain & {*WHEN} and plain & {*WHO} and DUTY.search(outline.plain_title(title)))


def is_counted(table: Table, index: int) -> bool:
    """Return whether a column only counts its rows, as "Week 1", "Week 2" do."""
    texts = [inline_markdown.plain_text(row[index].text) if index < len(row) else "" for row, _ in table.rows]
    numbers = [int(match[1]) for text in texts if (match := COUNT.match(text))]
    return len(numbers) == len(texts) > 1 and all(after == before + 1 for before, after in pairwise(numbers))


def is_dated(table: Table, index: int) -> bool:
    """Return whether most cells of a column are time frames, or look like ambiguous ones."""
    texts = [inline_markdown.plain_text(row[index].text) for row, _ in table.rows if index < len(row)]
    dated = [text for text in texts if NUMERIC.match(text) or dates.frame(text, date(2000, 1, 1))]
    return len(dated) * 2 > len(texts)


def read_turns(table: Table, shape: Columns, people: People, references: Mapping[str, str], near: date) -> list[Turn]:
    """Return the turns of a schedule; raise NotImportedError, with the span of the row, for one that can't be read."""
    turns: list[Turn] = []
    for cells, span in table.rows:
        try:
            turns.append(read_turn(cells, span, shape, people, references, turns[-1].first if turns else near))
        except NotImportedError as error:
            raise NotImportedError(str(error), span) from None
        texts = {index: inline_markdown.plain_text(cells[index].text) for index in shape.others if index < len(cells)}
        if more := [index for index, text in texts.items() if text and not says_turn(text, turns[-1])]:
            title = table.header[more[0]].text
            raise NotImportedError(f'column "{shortened(title)}" has no place in a rotation', span)
    for before, after in pairwise(turns):
        if after.first <= before.first or (before.last and after.first < before.last):
            raise NotImportedError(f"begins on {after.first}, before the turn above it is over", after.span)
    return turns


def says_turn(text: str, turn: Turn) -> bool:
    """Return whether a text is the time frame of a turn, or its first day, in other words."""
    first, last = dates.frame(text, turn.first) or (None, None)
    return first == turn.first and (last is None or last == turn.last)


def read_turn(
    cells: Sequence[Cell], span: Span, shape: Columns, people: People, references: Mapping[str, str], near: date
) -> Turn:
    """Return the turn of a row; raise NotImportedError where it can't be read."""
    texts = [cell.text for cell in cells] + [""] * (max(shape.when, shape.who, shape.until or 0) + 1 - len(cells))
    when = inline_markdown.plain_text(texts[shape.when])
    frame = dates.frame(when, near)
    if not frame:
        raise NotImportedError(f'"{shortened(when)}" is no time frame, write it as "2026-01-05 to 2026-01-12"')
    first, last = frame
    if shape.until is not None:
        until = dates.day(inline_markdown.plain_text(texts[shape.until]), first)
        last = until or last
    if last and last <= first:
        raise NotImportedError(f'"{shortened(when)}" ends before it begins')
    who = people.handles(texts[shape.who], references) if texts[shape.who] else []
    if len(who) != 1:
        named = (
            f'"{shortened(inline_markdown.plain_text(texts[shape.who]))}" are several people'
            if who
            else "nobody is named"
        )
        raise NotImportedError(f"{named}, a shift has one person")
    return Turn(first, last, who[0], span)


def rotation_keys(turns: Sequence[Turn]) -> dict[str, Any]:
    """Return the keys of a rotation that has the turns: a period and members if one fits, else explicit shifts."""
    starts_on = turns[0].first.isoformat()
    step, members = period(turns), cycle([turn.dri for turn in turns])
    if step and len(members) < len(turns) and are_continuous(turns):
        return {"startsOn": starts_on, "every": step, "members": members}
    shifts = [{"from": turn.first.isoformat(), "dri": turn.dri} for turn in turns]
    last = turns[-1].last
    ends = {"endsOn": (last + timedelta(0 if are_exclusive(turns) else 1)).isoformat()} if last else {}
    return {"startsOn": starts_on, "shifts": shifts, **ends}


def are_continuous(turns: Sequence[Turn]) -> bool:
    """Return whether each turn lasts until the next one, except for a weekend."""
    gaps = [(after.first - before.last).days for before, after in pairwise(turns) if before.last]
    return all(0 <= gap <= 3 for gap in gaps)


def are_exclusive(turns: Sequence[Turn]) -> bool:
    """Return whether the last day of a turn is the first day of the next."""
    return any(before.last == after.first for before, after in pairwise(turns))


def period(turns: Sequence[Turn]) -> str:
    """Return the time between the starts of turns as `every` takes it, "" where it is not always the same."""
    steps = {(after.first - before.first).days for before, after in pairwise(turns)}
    if len(steps) == 1:
        days = steps.pop()
        count, unit = (days // 7, "week") if days % 7 == 0 else (days, "day")
        return f"{count} {unit}{'s' if count > 1 else ''}" if count < 100 else ""
    months = {
        (after.first.year - before.first.year) * 12 + after.first.month - before.first.month
        for before, after in pairwise(turns)
    }
    is_same_day = len({turn.first.day for turn in turns}) == 1 and turns[0].first.day <= 28
    count = months.pop() if len(months) == 1 and is_same_day else 0
    return f"{count} month{'s' if count > 1 else ''}" if count else ""


def cycle(names: Sequence[str]) -> list[str]:
    """Return the shortest cycle of names that, repeated, makes all of them."""
    lengths = (
        length
        for length in range(1, len(names) + 1)
        if all(name == names[at % length] for at, name in enumerate(names))
    )
    return list(names[: next(lengths, len(names))])


def rotation_name(page: Page, title: str) -> str:
    """Return the name of a rotation: the title of its section, or the page's if that is as generic as "schedule"."""
    heads = outline.headings(page.source.text, page.body)
    named = (outline.shown_title(text) for text in [title, *(head.title for head in heads if head.level == 1)] if text)
    return next((text for text in named if not GENERIC.match(outline.plain_title(text))), title or page.uri)
