"""The JSON API: a handbook's data as JSON files of version 1, each with its JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from mkdocs_handbook.data import kinds, row_ids
from mkdocs_handbook.data.people.recipients import recipient_of
from mkdocs_handbook.links import feed_urls, item_urls
from mkdocs_handbook.model import DataFile, Handbook, Item, Shift
from mkdocs_handbook.pages import group_pages
from mkdocs_handbook.schedule import item_dates, on_duty, rotation
from mkdocs_handbook.util import escaping
from mkdocs_handbook.util.escaping import JsonText

HERE = Path(__file__).parent / "api_output_schemas"
# So many dates, and shifts after the present one, say what comes next; whoever needs more has the calendars.
NEXT = 5

JsonObject = dict[str, Any]


def api_files(handbook: Handbook) -> dict[str, JsonText]:
    """Return the text of each list and of its schema by its address in the site."""
    texts: dict[str, JsonText] = {}
    for name in feed_urls.LISTS:
        entries = list(MAKERS[name](handbook))
        head = {"$schema": f"schemas/{name}.schema.json", "version": 1, "today": handbook.today.isoformat()}
        texts[f"api/v1/{name}.json"] = escaping.json_text({**head, name: entries}, indent=1)
        texts[f"api/v1/schemas/{name}.schema.json"] = schema_text(name)
    return texts


@cache
def schema_text(name: str) -> JsonText:
    """Return the text of the schema of a list."""
    return escaping.json_text(json.loads((HERE / f"{name}{kinds.SUFFIX}").read_text(encoding="utf-8")), indent=2)


def group_entries(handbook: Handbook) -> Iterator[JsonObject]:
    """Yield each group with its page, its kinds of data and its calendar."""
    own, names = group_pages.pages(handbook), group_pages.claims(handbook)
    by_group: dict[str, set[str]] = {}
    for file in handbook.files:
        by_group.setdefault(file.group, set()).add(file.kind.name)
    calendars = calendars_of(handbook)
    for name in names:
        page, mine = own.get(name), by_group.get(name, set())
        entry = {"group": name, "kinds": sorted(mine), "url": item_urls.site_url(handbook, page.dest) if page else ""}
        yield without_empty({**entry, "calendar": calendars.get(feed_urls.group_calendar(name), "")})


def ritual_entries(handbook: Handbook) -> Iterator[JsonObject]:
    """Yield each ritual with its next dates."""
    for file, item, row in items(handbook, "rituals"):
        days = islice(item_dates.due_dates(item, handbook.today), NEXT)
        row["next"] = [day.isoformat() for day in days]
        yield known_first(row, kinds.ordered(file.kind, item.values))


def channel_entries(handbook: Handbook) -> Iterator[JsonObject]:
    """Yield each channel."""
    for file, item, row in items(handbook, "channels"):
        yield known_first(row, kinds.ordered(file.kind, item.values))


def person_entries(handbook: Handbook) -> Iterator[JsonObject]:
    """Yield each person with a calendar."""
    calendars = calendars_of(handbook)
    for file, item, row in items(handbook, "people"):
        url = item_urls.person_url(handbook, item.name) or row.get("url")
        entry = {"handle": item.name, "calendar": calendars.get(feed_urls.person_calendar(item.name), ""), "url": url}
        yield known_first(without_empty(entry), kinds.ordered(file.kind, item.values))


def rotation_entries(handbook: Handbook) -> Iterator[JsonObject]:
    """Yield each rotation with its entries, who is on duty and who is next."""
    calendars = calendars_of(handbook)
    rows_by_item = {id(item): (file, row) for file, item, row in items(handbook, "rotations")}
    for file in files_of_kind(handbook, "rotations"):
        for name, entries in item_dates.by_rotation(file.items).items():
            _, row = rows_by_item[id(entries[0])]
            planned = [item_dates.rotation_of(item, handbook.settings.timezone) for item in entries]
            shifts = rotation.current_and_next(planned, handbook.now, NEXT)
            calendar = calendars.get(feed_urls.rotation_calendar(file.group, name), "")
            yield {
                **row,
                "rotation": name,
                **without_empty({"calendar": calendar}),
                "shifts": [shift_entry(shift) for shift in shifts],
                "entries": [kinds.ordered(file.kind, item.values) for item in entries],
            }


def escalation_entries(handbook: Handbook) -> Iterator[JsonObject]:
    """Yield each escalation; its steps say what they notify, and who is on duty for it."""
    for file, item, row in items(handbook, "escalations"):
        steps = [step_entry(handbook, file, step) for step in item.values["steps"]]
        yield known_first(
            {**row, "escalation": item.text("escalation"), "steps": steps}, kinds.ordered(file.kind, item.values)
        )


def step_entry(handbook: Handbook, file: DataFile, step: JsonObject) -> JsonObject:
    """Return a step of an escalation."""
    found = recipient_of(handbook, file.group, step)
    known: JsonObject = {"sort": found.sort} if found else {}
    if found and found.files:
        rotations_file = found.files[0]
        shifts = on_duty.coming_shifts(handbook, rotations_file.source.path).get(found.name, ())
        known |= {"group": rotations_file.group, "dri": on_duty.now_on(shifts, handbook.now)}
    elif found and found.sort == "person":
        known |= {"dri": found.name}
    return {**step, "after": step.get("after", 0), **without_empty(known)}


def stub_entries(handbook: Handbook) -> Iterator[JsonObject]:
    """Yield each address that moved: where it was, and where it leads now; nowhere if it is gone."""
    moved = [(dest, "", target) for dest, target in handbook.stubs.pages.items()]
    moved += [(dest, fragment, target) for (dest, fragment), target in handbook.stubs.headings.items()]
    for dest, fragment, target in sorted(moved, key=lambda stub: stub[:2]):
        old = item_urls.site_url(handbook, dest) + (f"#{fragment}" if fragment else "")
        if target.gone:
            yield {"from": old, "gone": True}
            continue
        new = target.external or item_urls.site_url(handbook, target.dest)
        yield {"from": old, "to": new + (f"#{target.fragment}" if target.fragment else ""), "gone": False}


def files_of_kind(handbook: Handbook, kind: str) -> list[DataFile]:
    """Return the data files of a kind in the order of groups."""
    return sorted(handbook.of_kind(kind), key=lambda file: (file.group, file.source.path))


def items(handbook: Handbook, kind: str) -> Iterator[tuple[DataFile, Item, JsonObject]]:
    """Yield each valid item of a kind with its group and its address, in the order of groups and of files."""
    for file in files_of_kind(handbook, kind):
        for item, anchor in zip(file.items, row_ids.row_ids(file), strict=False):
            url = item_urls.row_url(handbook, file, anchor)
            yield file, item, without_empty({"group": file.group, "anchor": anchor, "url": url})


def known_first(row: JsonObject, values: JsonObject) -> JsonObject:
    """Return what is known of an item, then what it says itself; a key of one's own schema does not hide what is known."""
    return {**row, **values, **row}


def calendars_of(handbook: Handbook) -> dict[str, str]:
    """Return the addresses of the calendars that there are, by their paths in the site."""
    if not handbook.settings.feeds:
        return {}
    paths = feed_urls.all_calendars(handbook.files, handbook.people or ())
    return {path: item_urls.site_url(handbook, path) for path in paths}


def shift_entry(shift: Shift) -> JsonObject:
    """Return a shift; times have the offset of the handoff's zone."""
    end = shift.end.isoformat() if shift.end else None
    return {"from": shift.start.isoformat(), "to": end, "dri": shift.dri, **without_empty({"reason": shift.reason})}


def without_empty(entry: Mapping[str, Any]) -> JsonObject:
    """Return an entry without the texts that are empty."""
    return {key: value for key, value in entry.items() if value not in ("", None)}


MAKERS = {
    "groups": group_entries,
    "rituals": ritual_entries,
    "channels": channel_entries,
    "people": person_entries,
    "rotations": rotation_entries,
    "escalations": escalation_entries,
    "stubs": stub_entries,
}
