"""Items are added to data files: what stands there stays as it is, and what is there already is not added again."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mkdocs_handbook.importing import emit_yaml
from mkdocs_handbook.importing.records import Entry, LeftError
from mkdocs_handbook.model import DataFile, Edit, Handbook, Item, Kind, Span
from mkdocs_handbook.stubs import stub_writer
from mkdocs_handbook.util.wording import listed, shortened


def plain(name: object) -> str:
    """Give a name for comparison, without letter case and with single spaces."""
    return " ".join(str(name).casefold().split())


def by_name(file: DataFile) -> dict[str, Item]:
    """Give the items of a file by their names, of two of one name the first."""
    return {plain(one.values.get(file.kind.key, "")): one for one in reversed(file.every)}


def contradiction(file: DataFile, there: Item, values: Mapping[str, Any], assumed: Iterable[str]) -> str:
    """Say where an item that stands in a file says something else than one that would be added, "" where it does not.

    What was only assumed may differ.
    """
    known = {key: value for key, value in values.items() if key not in assumed}
    others = [key for key, value in known.items() if there.values.get(key) != value]
    if not others:
        return ""
    row = file.source.position(there.start).row
    name = shortened(str(values.get(file.kind.key, "")))
    return f'{file.source.path}:{row} has "{name}" with another {listed(others)}, make the two agree'


def addition(handbook: Handbook, path: str, kind: Kind, entries: Sequence[Mapping[str, Any]]) -> Edit:
    """Give the edit that adds items to a data file, which may be a new one; raise LeftError where its form leaves no room."""
    file = handbook.by_path.get(path)
    if file is None and path in handbook.data_paths:
        raise LeftError(f"{path} cannot be read, mend it first")
    if file is None or not file.source.text:
        text = "\n".join(emit_yaml.item(values) for values in entries)
        return Edit(path, Span(0, 0), schema_line(handbook, path, kind) + text)
    text = file.source.text
    content = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#")).strip()
    if content in ("[]", "--- []"):
        at = text.rindex("[]")
        return Edit(path, Span(at, at + 2), "\n".join(emit_yaml.item(values) for values in entries).removesuffix("\n"))
    if not file.every or content.removeprefix("---").lstrip().startswith(("[", "{")) or content.endswith("..."):
        raise LeftError(f'{path} has a form that leaves no room for more, write its items as a list with "- "')
    indent = indentation(file)
    # As the file has it between its own items.
    gap = "\n" if "\n\n" in text.replace("\r", "") or len(file.every) < 2 else ""
    lead = "" if text.endswith("\n") else "\n"
    added = gap.join(emit_yaml.item(values, indent) for values in entries)
    return Edit(path, Span(len(text), len(text)), lead + gap + added)


def indentation(file: DataFile) -> str:
    """Give what stands before the dash of a file's items."""
    row, _ = file.source.position(min(one.start for one in file.every))
    line = file.source.line(row)
    return line[: len(line) - len(line.lstrip())] if line.lstrip().startswith("-") else ""


def schema_line(handbook: Handbook, path: str, kind: Kind) -> str:
    """Give the line that tells editors the schema, where the handbook's other data files have one."""
    line = stub_writer.schema_line(handbook)
    is_beside = posixpath.dirname(path) == handbook.settings.data_dir
    return line.replace("stubs.schema.json", f"{kind.name}.schema.json") + "\n" if line and is_beside else ""


def by_path(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Give entries by their file, in order."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.path, []).append(entry)
    return found
