"""The steps of an escalation: whom each notifies and when, and who is on duty for it now and later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from mkdocs_handbook.data.people.recipients import Recipient, recipient_of
from mkdocs_handbook.model import DataFile, Handbook, Item, Shift
from mkdocs_handbook.pages import embed_items
from mkdocs_handbook.rendering import cells, computed_cells
from mkdocs_handbook.rendering.cells import Cell, CellPart
from mkdocs_handbook.rendering.overview import duty_cards
from mkdocs_handbook.rendering.overview.duty_cards import DutyState
from mkdocs_handbook.schedule.on_duty import coming_shifts, midnight
from mkdocs_handbook.util import words
from mkdocs_handbook.util.escaping import printable


class EscalationStep(NamedTuple):
    """A step: when and whom it notifies, and of a rotation or person, who that is from which instant on."""

    when: str
    name: CellPart
    states: tuple[DutyState, ...]


def steps_cell(handbook: Handbook, item: Item) -> Cell:
    """Return the cell that holds the steps of an escalation, with what comes after them: how often they repeat."""
    times = item.values.get("repeat")
    again = words.say(words.of(handbook.settings), "again", count=str(times)) if times else ""
    return Cell("steps", (CellPart(again, "note"),) if again else ())


def escalation_steps(handbook: Handbook, file: DataFile, item: Item) -> Iterator[EscalationStep]:
    """Yield the steps of an escalation in their order."""
    said = words.of(handbook.settings)
    for step in item.values.get("steps", ()):
        found, after = recipient_of(handbook, file.group, step), step.get("after", 0)
        when = words.say(said, "afterMinutes", count=str(after)) if after else words.say(said, "atOnce")
        yield EscalationStep(when, name_part(handbook, found, step), tuple(step_states(handbook, found)))


def name_part(handbook: Handbook, found: Recipient | None, step: Mapping[str, Any]) -> CellPart:
    """Return the name of what a step notifies, linked to where it is explained."""
    link = step.get("moreInfoUrl", "")
    part = CellPart(printable(step["notify"]), href=cells.safe_address(printable(link)))
    if found is None or found.sort == "elsewhere":
        return part
    if found.sort == "person":
        return cells.person_part(handbook, found.name)
    if found.sort == "group":
        return computed_cells.group_part(handbook, found.name)
    # A rotation that is over has no row.
    return part._replace(href=rotation_address(handbook, found) or part.href) if shifts_of(handbook, found) else part


def shifts_of(handbook: Handbook, found: Recipient) -> tuple[Shift, ...]:
    """Return the shifts of a rotation that run now or begin within a year."""
    return coming_shifts(handbook, found.files[0].source.path).get(found.name, ())


def rotation_address(handbook: Handbook, found: Recipient) -> str:
    """Return where the row of a rotation stands, "" if it is on no page."""
    entries = embed_items.pattern_items(handbook, f"{handbook.settings.data_dir}/*.rotations.yml")
    paths = {file.source.path for file in found.files}
    named = (one for one in entries if one.file.source.path in paths and one.item.text("rotation") == found.name)
    return next((computed_cells.row_address(handbook, one) for one in named), "")


def step_states(handbook: Handbook, found: Recipient | None) -> Iterator[DutyState]:
    """Yield who is on duty for a step that notifies a rotation, and from when on."""
    if found is None or found.sort != "rotation":
        return
    known = duty_cards.known_shifts(handbook, shifts_of(handbook, found))
    if known.shifts:
        yield from duty_cards.states(handbook, known)
    else:
        yield DutyState(midnight(handbook, handbook.today))
