"""Rows become items of data: with all that their kind requires, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from mkdocs_handbook.data import kinds
from mkdocs_handbook.importing.records import Block, NotImportedError, Options, Remark, Row
from mkdocs_handbook.importing.tables import cell_values, channel_cells
from mkdocs_handbook.importing.tables.cell_values import Reader
from mkdocs_handbook.importing.tables.columns import COMPUTED_KEY, required
from mkdocs_handbook.model import Kind
from mkdocs_handbook.schedule import frequency, recurrence
from mkdocs_handbook.schedule.frequency import FrequencyProblem
from mkdocs_handbook.util.wording import listed


def items(reader: Reader, block: Block, row: Row, options: Options, keeper: str) -> Iterator[dict[str, Any] | Remark]:
    """Give the items of a row, and what was assumed of them; raise NotImportedError where it does not hold all that one needs.

    `keeper` is who maintains the page, and the DRI of what names none.
    """
    if row.problem:
        raise NotImportedError(row.problem)
    for cells in split(row):
        found: dict[str, Any] = {}
        for key, text in cells.items():
            for name, value in reader.values(key, text) if key != COMPUTED_KEY else ():
                if isinstance(value, list):
                    found[name] = list(dict.fromkeys([*found.get(name, ()), *value]))
                elif found.setdefault(name, value) != value:
                    raise NotImportedError(f'two cells say different things of "{name}"')
        yield from completed(reader, block, row, found, options, keeper)
        yield ordered(found, block.kind)


def split(row: Row) -> Iterator[dict[str, str]]:
    """Give the texts of a row's cells by key: once, or for each of several channels in its cell."""
    texts = {key: cell.text for key, cell in row.cells.items()}
    names = channel_cells.names(texts.get("channel", "")) if "task" not in texts else []
    if len(names) < 2:
        yield texts
    for name in names if len(names) > 1 else ():
        yield {**texts, "channel": name}


def completed(
    reader: Reader, block: Block, row: Row, found: dict[str, Any], options: Options, keeper: str
) -> Iterator[Remark]:
    """Add what a row does not say and can be known; raise NotImportedError where something required stays unknown."""
    source = block.page.source
    name = str(found.get(block.kind.key, ""))
    if not name:
        raise NotImportedError(f'this row has no "{block.kind.key}"')
    if day := found.pop("day", ""):
        found["frequency"] = cell_values.on_day(found.get("frequency", ""), day)
    lacks = set(required(block.kind)) - found.keys()
    if "dri" in lacks and (options.dri or keeper):
        found["dri"] = reader.people.handle_of(options.dri or keeper)
        why = "as --dri says" if options.dri else "who maintains the page"
        yield Remark(source, row.span, f'"{name}" has no DRI here and gets "{found["dri"]}", {why}', is_left=False)
    if "startedOn" in lacks and "frequency" in found and block.kind.name == "rituals":
        found["startedOn"], why = started(block, name, found["frequency"], options)
        yield Remark(source, row.span, f'"{name}" starts on {found["startedOn"]}: {why}', is_left=False)
    lacks = set(required(block.kind)) - found.keys()
    if lacks:
        is_list = block.head.start == block.head.end
        where = 'write "(DRI: NAME)" behind it' if is_list else "add a column or a cell for it"
        hint = ", or give --dri" if lacks == {"dri"} else ""
        raise NotImportedError(f'"{name}" lacks {listed(sorted(lacks))}, {where}{hint}')


def started(block: Block, name: str, often: str, options: Options) -> tuple[str, str]:
    """Give the first occurrence of a ritual whose start nobody wrote down, and where it is from."""
    seen = options.first_seen(block.page, name)
    begun: date = seen or options.today
    rule = frequency.parse(often)
    first = begun if isinstance(rule, FrequencyProblem) else recurrence.first(rule, begun)
    why = f"its row came into git on {begun}" if seen else f"git does not know its row, today is {begun}"
    return first.isoformat(), why + ("" if first == begun else f", and this is the first {often} from then on")


def ordered(found: Mapping[str, Any], kind: Kind) -> dict[str, Any]:
    """Give an item with its keys in the order of its schema."""
    order = list(kinds.item_schema(kind.schema).get("properties", {}))
    return {key: found[key] for key in sorted(found, key=lambda key: order.index(key) if key in order else len(order))}
