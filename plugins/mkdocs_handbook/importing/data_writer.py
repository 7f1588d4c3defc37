"""The writer of imported data: a proposal's pages, items, people and stubs as the new bytes of files."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mkdocs_handbook.data.yaml.quoting import yaml_scalar
from mkdocs_handbook.importing.records import ImportedItem, NotImportedError, Place, Proposal
from mkdocs_handbook.model import DataFile, Edit, Handbook, Kind, Span
from mkdocs_handbook.stubs import stub_writer
from mkdocs_handbook.util.text_edits import edited


def new_contents(
    handbook: Handbook, before: Mapping[str, bytes], proposal: Proposal
) -> tuple[dict[str, bytes], dict[Place, str]]:
    """Return the new bytes of the files that a proposal changes, and why some of its places have no room in them."""
    refused: dict[Place, str] = {}
    edits = [*proposal.edits, *people_edits(handbook, proposal)]
    by_file: dict[str, list[ImportedItem]] = {}
    for item in proposal.items:
        by_file.setdefault(item.path, []).append(item)
    for path, items in by_file.items():
        edits.append(items_edit(handbook, path, items[0].kind, [item.values for item in items]))
    if proposal.stubs:
        edit = stubs_edit(handbook, proposal)
        edits += [edit] if edit else []
        if edit is None:
            reason = f"{stub_writer.stub_file(handbook).path} has a form that leaves no room for more"
            refused = {stub.place: reason for stub in proposal.stubs}
    by_path: dict[str, list[Edit]] = {}
    for edit in edits:
        by_path.setdefault(edit.path, []).append(edit)
    return {path: edited(before.get(path, b""), group) for path, group in by_path.items()}, refused


def stubs_edit(handbook: Handbook, proposal: Proposal) -> Edit | None:
    """Return the one edit that adds all stubs, None where stubs.yml has no room."""
    lines = [stub_writer.entry_line(stub.old, stub.new) for stub in proposal.stubs]
    additions = [stub_writer.add_line(handbook, line, is_first=not index) for index, line in enumerate(lines)]
    edits = [edit for edit in additions if edit]
    if len(edits) < len(lines):
        return None
    first = edits[0]
    gap = "" if first.span.start == first.span.end else "\n"
    return Edit(first.path, first.span, gap.join(edit.text for edit in edits))


def people_edits(handbook: Handbook, proposal: Proposal) -> Iterator[Edit]:
    """Yield the edit that adds people to people.yml, or begins it."""
    if not proposal.people:
        return
    file = next((file for file in handbook.files if file.kind.name == "people"), None)
    text = file.source.text if file else ""
    path = file.source.path if file else posixpath.join(handbook.settings.data_dir, "people.yml")
    lines = "".join(mapping_lines(proposal.people, ""))
    at = text.find("{}") if not file or not file.all_items else -1
    if at >= 0:
        yield Edit(path, Span(at, at + 2), lines)
    else:
        lead = "\n" if file and file.all_items and not text.endswith("\n") else ""
        yield Edit(path, Span(len(text), len(text)), lead + lines)


def items_edit(handbook: Handbook, path: str, kind: Kind, items: Sequence[Mapping[str, Any]]) -> Edit:
    """Return the edit that adds items to a data file, which may be new; raise NotImportedError if its form has no room."""
    file = handbook.by_path.get(path)
    if file is None and path in handbook.data_paths:
        raise NotImportedError(f"{path} cannot be read, mend it first")
    if file is None or not file.source.text:
        head = stub_writer.first_lines(handbook, path, kind.name)
        return Edit(path, Span(0, 0), head + "\n".join(map(list_item, items)))
    text = file.source.text
    content = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#")).strip()
    if content in ("[]", "--- []"):
        at = text.rindex("[]")
        return Edit(path, Span(at, at + 2), "\n".join(map(list_item, items)).removesuffix("\n"))
    if not file.all_items or content.removeprefix("---").lstrip().startswith(("[", "{")) or content.endswith("..."):
        raise NotImportedError(f'{path} has a form that leaves no room for more, write its items as a list with "- "')
    indent = indentation(file)
    # A blank line between new items where there is one between the file's own.
    gap = "\n" if "\n\n" in text.replace("\r", "") or len(file.all_items) < 2 else ""
    lead = "" if text.endswith("\n") else "\n"
    return Edit(path, Span(len(text), len(text)), lead + gap + gap.join(list_item(item, indent) for item in items))


def indentation(file: DataFile) -> str:
    """Return the spaces before the dash of a file's items."""
    row, _ = file.source.position(min(item.start for item in file.all_items))
    line = file.source.line(row)
    return line[: len(line) - len(line.lstrip())] if line.lstrip().startswith("-") else ""


def list_item(values: Mapping[str, Any], indent: str = "") -> str:
    """Return an item of a YAML list in block style, with the end of its last line."""
    body = "".join(mapping_lines(values, f"{indent}  "))
    return f"{indent}- {body[len(indent) + 2 :]}"


def mapping_lines(values: Mapping[str, Any], indent: str) -> Iterator[str]:
    """Yield the lines of a YAML mapping in block style, each with its end."""
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield f"{indent}{yaml_scalar(key)}:\n"
            yield from mapping_lines(value, f"{indent}  ")
        elif isinstance(value, list | tuple):
            yield f"{indent}{yaml_scalar(key)}:\n"
            for part in value:
                yield (
                    list_item(part, f"{indent}  ")
                    if isinstance(part, Mapping)
                    else f"{indent}  - {yaml_scalar(part)}\n"
                )
        else:
            yield f"{indent}{yaml_scalar(key)}: {yaml_scalar(value)}\n"
