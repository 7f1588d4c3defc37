"""Choices: the values of a handbook that its people choose from, by the format of a key, each with what it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mkdocs_handbook.data.items import values_of_format
from mkdocs_handbook.data.people import responsibilities
from mkdocs_handbook.data.people.recipients import group_names
from mkdocs_handbook.model import Handbook
from mkdocs_handbook.schedule import frequency_words

Choices = Mapping[str, Mapping[str, str]]


def choices(handbook: Handbook) -> Choices:
    """Return the values to choose from by format, each with its description."""
    return {
        "person": people(handbook),
        "channel": channels(handbook),
        "recipient": recipients(handbook),
        "frequency": {name: interval(name) for name in frequency_words.VOCABULARY},
        "timezone": dict.fromkeys(sorted({handbook.settings.timezone, *timezones(handbook)}), ""),
    }


def people(handbook: Handbook) -> dict[str, str]:
    """Return the handles of people who have not left, or the names in data of a handbook without people.yml."""
    if handbook.people is None:
        return dict.fromkeys(
            sorted({person.text for _, person in responsibilities.person_values(handbook) if person.text}), ""
        )
    here = responsibilities.people_here(handbook)
    return {handle: ", ".join(filter(None, map(item.text, ("name", "role")))) for handle, item in here.items()}


def recipients(handbook: Handbook) -> dict[str, str]:
    """Return the rotations, people and groups that a step of an escalation may name, each with what it is."""
    rotations = dict.fromkeys(responsibilities.rotation_files(handbook), "Rotation")
    return {**dict.fromkeys(sorted(group_names(handbook)), "Group"), **people(handbook), **rotations}


def channels(handbook: Handbook) -> dict[str, str]:
    """Return the channels in use with their descriptions, without wildcards."""
    items = [item for file in handbook.of_kind("channels") for item in file.all_items]
    used = [item for item in items if item.text("status") != "archived" and not item.text("renamedTo")]
    names = {item.text("channel"): item.text("description") for item in used}
    return {name: text for name, text in names.items() if name.startswith("#") and not name.endswith("*")}


def timezones(handbook: Handbook) -> Iterable[str]:
    """Yield the time zones in data."""
    for file in handbook.files:
        yield from (value.text for _, value in values_of_format(file.all_items, file.kind, "timezone"))


def interval(name: str) -> str:
    """Return how often a one-word frequency is, as a sentence."""
    interval = frequency_words.NAMES[name]
    if interval.unit == "weekday":
        return "From Monday to Friday."
    return f"Every {interval.every} {interval.unit}s." if interval.every > 1 else f"Every {interval.unit}."
