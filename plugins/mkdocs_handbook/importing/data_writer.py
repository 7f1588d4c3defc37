"""A proposal as the new bytes of files: pages with their edits, data files with what is added to them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from mkdocs_handbook.importing import emit_yaml, merge_items
from mkdocs_handbook.importing.records import Place, Proposal
from mkdocs_handbook.model import Edit, Handbook, Span
from mkdocs_handbook.stubs import stub_writer
from mkdocs_handbook.util.text_edits import edited


def contents(
    handbook: Handbook, before: Mapping[str, bytes], proposal: Proposal
) -> tuple[dict[str, bytes], dict[Place, str]]:
    """Give the new bytes of the files that a proposal changes, and what of it has no room, with the reason."""
    refused: dict[Place, str] = {}
    found = [*proposal.edits, *people(handbook, proposal)]
    for path, entries in merge_items.by_path(proposal.entries).items():
        found.append(merge_items.addition(handbook, path, entries[0].kind, [one.values for one in entries]))
    if proposal.stubs:
        edit = stubs(handbook, proposal)
        found += [edit] if edit else []
        if edit is None:
            reason = f"{stub_writer.source(handbook).path} has a form that leaves no room for more"
            refused = {one.place: reason for one in proposal.stubs}
    by_path: dict[str, list[Edit]] = {}
    for edit in found:
        by_path.setdefault(edit.path, []).append(edit)
    return {path: edited(before.get(path, b""), edits) for path, edits in by_path.items()}, refused


def stubs(handbook: Handbook, proposal: Proposal) -> Edit | None:
    """Give the one edit that adds all stubs, None where stubs.yml has no room."""
    lines = [stub_writer.entry(one.old, one.new) for one in proposal.stubs]
    found = [stub_writer.addition(handbook, line, is_first=not index) for index, line in enumerate(lines)]
    edits = [edit for edit in found if edit]
    if len(edits) < len(lines):
        return None
    first = edits[0]
    gap = "" if first.span.start == first.span.end else "\n"
    return Edit(first.path, first.span, gap.join(edit.text for edit in edits))


def people(handbook: Handbook, proposal: Proposal) -> Iterator[Edit]:
    """Give the edit that adds people to people.yml, or begins it."""
    if not proposal.people:
        return
    file = next((file for file in handbook.files if file.kind.name == "people"), None)
    lines = "".join(emit_yaml.lines(proposal.people, ""))
    if file is None or not file.every:
        path = file.source.path if file else posixpath.join(handbook.settings.data_dir, "people.yml")
        text = file.source.text if file else ""
        at = text.find("{}")
        yield Edit(path, Span(at, at + 2) if at >= 0 else Span(len(text), len(text)), lines)
        return
    text = file.source.text
    yield Edit(file.source.path, Span(len(text), len(text)), lines if text.endswith("\n") else f"\n{lines}")
