"""The converter of rows to items of data; an item has all that its kind requires, or is not imported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from mkdocs_handbook.data import kinds
from mkdocs_handbook.importing.records import Block, NotImportedError, Options, Remark, Row
from mkdocs_handbook.importing.tables import channel_cells, inline_markdown
from mkdocs_handbook.importing.tables.cell_values import LINKS, MORE, Reader
from mkdocs_handbook.importing.tables.column_headers import COMPUTED_KEY, WHEN, required
from mkdocs_handbook.importing.times import meeting_times
from mkdocs_handbook.importing.times.several_times import several_times
from mkdocs_handbook.model import Kind
from mkdocs_handbook.schedule import frequency, recurrence
from mkdocs_handbook.schedule.frequency import FrequencyProblem
from mkdocs_handbook.util.wording import listed


def read_items(
    reader: Reader, block: Block, row: Row, options: Options, keeper: str
) -> Iterator[dict[str, Any] | Remark]:
    """Yield the items of a row, and remarks on what was assumed; raise NotImportedError where something required is missing.

    `keeper` is who maintains the page, and the DRI of what names none.
    """
    if row.problem:
        raise NotImportedError(row.problem)
    after: date | None = None
    for cells, is_next in split_row(row, block.kind):
        values: dict[str, Any] = {MORE: list(other_texts(reader, row))} if row.others else {}
        for key, text in cells.items():
            for name, value in reader.values(key, text) if key != COMPUTED_KEY else ():
                if isinstance(value, list):
                    values[name] = list(dict.fromkeys([*values.get(name, ()), *value]))
                elif name == "moreInfoUrl" and block.kind.name == "rituals" and values.setdefault(name, value) != value:
                    values.setdefault(LINKS, []).append(inline_markdown.Link(inline_markdown.plain_text(text), value))
                elif values.setdefault(name, value) != value:
                    raise NotImportedError(f'two cells say different things of "{name}"')
        yield from completed(reader, block, row, values, options, keeper, after if is_next else None)
        after = week_after(values["startedOn"]) if "startedOn" in values else None
        yield kinds.ordered(block.kind, values)


def other_texts(reader: Reader, row: Row) -> Iterator[str]:
    """Yield the cells that have no key of their own as Markdown, each with its header unless it is the same."""
    for header, cell in row.others:
        plain = inline_markdown.plain_text(cell.text)
        markdown = reader.value("markdown", cell.text, plain)
        if plain:
            is_named = header and header.casefold() not in plain.casefold()
            yield f"{header}: {markdown}" if is_named else markdown


def split_row(row: Row, kind: Kind) -> Iterator[tuple[dict[str, str], bool]]:
    """Yield the texts of a row's cells by key: once, or for each of several channels or times in a cell.

    With each comes whether its time is in the week after that of the one before.
    """
    if row.parts:
        yield from (({key: cell.text for key, cell in cells.items()}, False) for cells in row.parts)
        return
    texts = {key: cell.text for key, cell in row.cells.items()}
    if (
        kind.name == "rituals"
        and "description" not in texts
        and (parts := inline_markdown.BREAK.split(texts.get("task", ""), 1))[1:]
    ):
        # A name, and below it what it is for.
        texts |= {"task": parts[0], "description": parts[1]}
    names = channel_cells.split_channels(texts.get("channel", "")) if "task" not in texts else []
    if len(names) > 1:
        yield from (({**texts, "channel": name}, False) for name in names)
        return
    when = next((key for key in texts if key in WHEN), "") if "task" in texts else ""
    # A link would be that of all of them.
    times = several_times(inline_markdown.plain_text(texts[when])) if when and "](" not in texts[when] else []
    for one in times:
        yield {**texts, "task": f"{texts['task']} ({one.name})", when: one.when}, one.is_next
    if not times:
        yield texts, False


def completed(
    reader: Reader,
    block: Block,
    row: Row,
    values: dict[str, Any],
    options: Options,
    keeper: str,
    after: date | None,
) -> Iterator[Remark]:
    """Add the values that a row lacks if they are known, and yield remarks; raise NotImportedError where one stays unknown.

    `after` is the first day of the week in which a ritual has its turn, None if that is not known.
    """
    source = block.page.source
    name = str(values.get(block.kind.key, ""))
    if not name:
        raise NotImportedError(f'this row has no "{block.kind.key}"')
    if phrases := values.pop("when", ()):
        values["frequency"] = meeting_times.combined(phrases)
        typed = " ".join(inline_markdown.plain_text(row.cells[key].text) for key in row.cells if key in WHEN)
        meeting_times.refuse_contradiction(name, values["frequency"], typed)
    is_own = any(not header for header, _ in row.others)
    if add_links(values) and block.kind.name == "rituals" and not is_own:
        message = f'"{name}" has no description here and gets what else its row says'
        yield Remark(source, row.span, message, is_left=False)
    lacks = set(required(block.kind)) - values.keys()
    if "dri" in lacks and (options.dri or keeper):
        values["dri"] = reader.people.handle_of(options.dri or keeper)
        why = "as --dri says" if options.dri else "who maintains the page"
        yield Remark(source, row.span, f'"{name}" has no DRI here and gets "{values["dri"]}", {why}', is_left=False)
    if "startedOn" in lacks and "frequency" in values and block.kind.name == "rituals":
        values["startedOn"], why = first_occurrence(block, name, values["frequency"], options, after)
        yield Remark(source, row.span, f'"{name}" starts on {values["startedOn"]}: {why}', is_left=False)
    lacks = set(required(block.kind)) - values.keys()
    if lacks:
        is_list = block.head.start == block.head.end
        behind = 'write "(DRI: NAME)" behind it' if "dri" in lacks else "write it behind the name"
        where = behind if is_list else "add a column or a cell for it"
        hint = ", or give --dri" if lacks == {"dri"} else ""
        raise NotImportedError(f'"{name}" lacks {listed(sorted(lacks))}, {where}{hint}')


def add_links(values: dict[str, Any]) -> bool:
    """Add links and cells without a key to `moreInfoUrl` and the description; return whether that begins the description."""
    links, more = values.pop(LINKS, []), values.pop(MORE, [])
    if links and "moreInfoUrl" not in values and (more or "description" in values):
        values["moreInfoUrl"] = links.pop(0).href
    parts = [*more, *(link.markdown for link in links)]
    is_first = bool(parts) and "description" not in values
    if parts:
        said = [values["description"]] if "description" in values else []
        values["description"] = "; ".join([*said, *parts]).replace(".; ", ". ", len(said))
    return is_first


def first_occurrence(block: Block, name: str, often: str, options: Options, after: date | None) -> tuple[str, str]:
    """Return the first occurrence of a ritual without a start date, as YYYY-MM-DD, and the reason for it."""
    # Of several times, each has its own behind the name that git knows.
    seen = options.first_seen(block.page, name) or options.first_seen(block.page, name.rpartition(" (")[0] or name)
    begun: date = after or seen or options.today
    rule = frequency.parse(often)
    first = begun if isinstance(rule, FrequencyProblem) else recurrence.first_occurrence(rule, begun)
    if after:
        return first.isoformat(), "its turn comes in the week after the one before"
    why = f"its row came into git on {begun}" if seen else f"git does not know its row, today is {begun}"
    return first.isoformat(), why + ("" if first == begun else f", and this is the first {often} from then on")


def week_after(day: str) -> date:
    """Return the Monday after a day."""
    begun = date.fromisoformat(day)
    return begun + timedelta(7 - begun.weekday())
