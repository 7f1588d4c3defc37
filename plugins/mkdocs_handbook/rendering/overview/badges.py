"""Badges: states in the colours of their schema, in their own cell or beside a row's name, and who is on duty."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from mkdocs_handbook.model import Column, Embed, Handbook
from mkdocs_handbook.pages import embed_items, embed_options
from mkdocs_handbook.pages.embed_items import EmbeddedItem
from mkdocs_handbook.rendering.cells import Cell, CellPart, split_cell
from mkdocs_handbook.util import words
from mkdocs_handbook.util.escaping import printable


def with_badges(
    handbook: Handbook, entry: EmbeddedItem, columns: Sequence[Column], cells: Sequence[Cell], embed: Embed
) -> tuple[Cell, ...]:
    """Return the cells of a row with its badges: each in the column of its key, beside the name where there is none.

    What all rows of a table have is no badge of one.
    """
    known = entry.file.kind.badges
    if not known:
        return tuple(cells)
    keys = [column.key for column in columns]
    marked = [coloured(cell, known.get(key, {})) for key, cell in zip(keys, cells, strict=True)]
    asked = {*keys, *(key for key, _ in embed.conditions)}
    said = {part.text for cell in marked for part in cell.parts if part.form == "badge"}
    beside = [part for part in state_badges(handbook, entry, known.keys() - asked) if part.text not in said]
    if marked and beside:
        at = keys.index(entry.file.kind.key) if entry.file.kind.key in keys else 0
        marked[at] = with_parts(marked[at], *beside)
    return tuple(marked)


def coloured(cell: Cell, colours: Mapping[str, str]) -> Cell:
    """Return a cell whose values have the colours that there are for them."""
    if not colours:
        return cell
    parts = (
        part._replace(form="badge", value=colours[part.text]) if part.text in colours else part for part in cell.parts
    )
    return cell._replace(parts=tuple(parts))


def state_badges(handbook: Handbook, entry: EmbeddedItem, keys: Collection[str]) -> tuple[CellPart, ...]:
    """Return the badges of an entry for some keys in the order of its schema, one for each word."""
    found: dict[str, CellPart] = {}
    for key, colours in entry.file.kind.badges.items():
        for text in embed_options.value_texts(embed_items.item_value(handbook, entry, key)) if key in keys else ():
            if text in colours:
                found.setdefault(text, CellPart(printable(text), "badge", value=colours[text]))
    return tuple(found.values())


def with_duty(handbook: Handbook, columns: Sequence[Column], cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Return the cells of a shift that is on, which says so beside who has it, or beside the name of what is had."""
    at = next((index for index, column in enumerate(columns) if column.key == "dri"), 0)
    mark = CellPart(words.say(words.of(handbook.settings), "duty"), "duty")
    return tuple(with_parts(cell, mark) if index == at else cell for index, cell in enumerate(cells))


def with_parts(cell: Cell, *parts: CellPart) -> Cell:
    """Return a cell with more parts behind what it says."""
    cell = split_cell(cell)
    return cell._replace(parts=(*cell.parts, *parts))
