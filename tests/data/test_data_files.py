"""Data files of which only the values were kept are what they are when they are parsed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from mkdocs_handbook.data import data_files, formats, kinds
from mkdocs_handbook.data.items import values_of_format
from mkdocs_handbook.data.yaml import parser
from mkdocs_handbook.model import DataFile, Node, Source, Value
from mkdocs_handbook.util.memo import no_memo

KINDS = kinds.built_in_kinds()
SAMPLE = Path(__file__).parents[2] / "rituals"
ODD = {
    "a.channels.yml": '# a comment\n- &one\n  channel: "#a"   # another\n  dri: ana\n- channel: "#b"\n  dri: bo\n',
    "b.channels.yml": '- channel: "#a"\n  dri: &who ana\n- {channel: "#b", dri: *who, description: "ü\\n[x](y.md)"}\n',
    "c.boards.yml": "[]\n",
    "d.rituals.yml": "- task: No frequency\n",
    "e.channels.yml": "- channel: #a\n  dri: ana\n",
    "people.yml": "ana:\n  name: 12\nbo: {name: Bo, leftOn: 2026-01-31}\ncy:\n  name: Cy\n  role:\n",
    "stubs.yml": "old.md: index.md\n",
    "f.unknown.yml": "- x: 1\n",
    "g.channels.yml": "",
    "h.channels.yml": '- channel: "#a"\n  dri: [ana]\n',
}


class Shelf:
    """Keeps what functions make of texts as JSON, as a cache does."""

    def __init__(self) -> None:
        self.texts: dict[tuple[str, str], str] = {}

    def __call__(self, name: str, given: Sequence[str], make: Callable[[int], Any]) -> list[Any]:
        """Return what was kept, or is made now."""
        return [self.one(name, text, number, make) for number, text in enumerate(given)]

    def one(self, name: str, text: str, number: int, make: Callable[[int], Any]) -> Any:
        """Return what was kept of one text."""
        if (name, text) not in self.texts:
            self.texts[name, text] = json.dumps(make(number))
        return json.loads(self.texts[name, text])


def sources() -> list[Source]:
    """Return the data of the sample handbook, and odd files."""
    sample = (Source(path.name, path.read_text(encoding="utf-8")) for path in sorted(SAMPLE.rglob("*.yml")))
    return [*sample, *(Source(name, text) for name, text in ODD.items())]


def told(file: DataFile | None) -> list[Any]:
    """Return all that a data file tells of its items, with the place of each value."""
    if file is None:
        return []
    items = [(item.name, item.start, item.values, item.node) for item in file.all_items]
    return [file.source, file.group, file.kind, items, list(texts(file))]


def texts(file: DataFile) -> Iterator[tuple[str, Value, Node]]:
    """Yield the texts of a file that have a format, with their nodes."""
    forms = {form for known in file.kind.formats.values() for form in known}
    yield from ((form, value, value.node) for form, value in values_of_format(file.all_items, file.kind, *forms))


def test_kept_items_are_those_that_are_parsed() -> None:
    """What was kept tells the same as what is parsed, places too; values stand where their text does."""
    given, shelf = sources(), Shelf()
    fresh = list(data_files.read_files(given, KINDS, no_memo))
    for _ in range(2):
        again = list(data_files.read_files(given, KINDS, shelf))
        assert [(told(file), problems) for file, _, problems in again] == [
            (told(file), problems) for file, _, problems in fresh
        ]
    values = [value for file, _, _ in fresh if file for _, value, _ in texts(file)]
    assert len(values) > 50
    assert all(value.node.text == value.text and value.span == value.node.span for value in values)


def test_what_was_kept_is_not_parsed_until_somebody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file without findings is parsed once; later only where the place of something is asked for."""
    shelf, parsed = Shelf(), list[str]()

    def parse(source: Source, original: Callable[[Source], Any] = parser.parse) -> Any:
        parsed.append(source.path)
        return original(source)

    monkeypatch.setattr(parser, "parse", parse)
    given = [Source(name, text) for name, text in ODD.items()]
    list(data_files.read_files(given, KINDS, shelf))
    assert sorted(parsed) == sorted(name for name in ODD if name != "f.unknown.yml")
    parsed.clear()
    files = [file for file, _, _ in data_files.read_files(given, KINDS, shelf)]
    # Those with findings, and the stubs.
    assert parsed == ["d.rituals.yml", "e.channels.yml", "stubs.yml", "g.channels.yml", "h.channels.yml"]
    parsed.clear()
    assert files[0] is not None
    assert [item.node.span.start for item in files[0].items] == [item.start for item in files[0].items]
    assert parsed == ["a.channels.yml"]


def test_zones_of_the_package_are_some_of_all() -> None:
    assert {"UTC", "Europe/Berlin"} <= formats.packaged_zones() <= formats.zones()


def test_the_system_is_searched_for_unknown_zones_alone() -> None:
    formats.zones.cache_clear()
    formats.check_timezone("Europe/Berlin")
    assert not formats.zones.cache_info().misses
    with pytest.raises(formats.MisfitError):
        formats.check_timezone("Europe/Berln")
    assert formats.zones.cache_info().misses


def test_the_zone_of_a_machine_is_no_name() -> None:
    with pytest.raises(formats.MisfitError):
        formats.check_timezone("localtime")


@pytest.mark.parametrize("text", ["x" * 70_000, "# " + "x" * 70_000, "#" + "x" * 70_000])
def test_a_long_name_of_a_channel_is_shown_in_part(text: str) -> None:
    with pytest.raises(formats.MisfitError) as caught:
        formats.check_channel(text)
    assert len(caught.value.message) < 200
