"""Changes of single values of an item, such as how often a ritual takes place."""

from __future__ import annotations

import re
from typing import Any

from mkdocs_handbook.changes.data_change import Change, Success, row_of
from mkdocs_handbook.changes.dri_changes import value_edit
from mkdocs_handbook.changes.items import item_fields, item_writer
from mkdocs_handbook.data import formats
from mkdocs_handbook.data.yaml.checked_edits import apply_edits
from mkdocs_handbook.data.yaml.edits import (
    ChangeError,
    NodeEdit,
    RefusedError,
    content_span,
    dash_column,
    end_offset,
    is_flow,
    write_list,
    write_mapping,
)
from mkdocs_handbook.model import DataFile, Edit, Handbook, Item, ScalarNode, SequenceNode, Source, Span
from mkdocs_handbook.util.wording import did_you_mean, shortened

# What a form asks of a step.
STEP_KEYS = ("notify", "after")
COMMENT = re.compile(r"(?:^|[ \t])#", re.MULTILINE)


def find(handbook: Handbook, kind: str, group: str, name: str) -> tuple[DataFile, Item]:
    """Return the one item of a name in the files of a kind and group; raise ChangeError where there is none, or more."""
    files = [file for file in handbook.of_kind(kind) if file.group == group]
    items = [(file, item) for file in files for item in file.all_items]
    named = [(file, item) for file, item in items if item.text(file.kind.key) == name]
    if len(named) == 1:
        return named[0]
    if named:
        raise ChangeError(f'"{shortened(name)}" stands there {len(named)} times, give them different names first')
    groups = {file.group for file in handbook.of_kind(kind) if file.group}
    if group not in groups:
        raise ChangeError(
            f'no group with {shortened(kind)} is called "{shortened(group)}"{did_you_mean(group, groups)}'
        )
    names = {item.text(file.kind.key) for file, item in items}
    raise ChangeError(f'nothing of the group "{group}" is called "{shortened(name)}"{did_you_mean(name, names)}')


def set_value(handbook: Handbook, kind: str, group: str, name: str, key: str, text: str) -> Change:
    """Return the change that gives an item a text as the value of a key; raise ChangeError where it is not there."""
    file, item = find(handbook, kind, group, name)
    known = next((one for one in item_fields.fields(file.kind) if one.path == (key,)), None)
    value = item_fields.value_of(known, [text]) if known else text
    if isinstance(value, list):
        return set_steps(file, item, value)
    node, source = item.node.get(key), file.source
    title = next((column.title for column in file.kind.columns if column.key == key), key)
    if isinstance(node, ScalarNode) and node.text == text:
        row = source.position(node.span.start).row
        return Change(
            success=(Success(f'{title} of "{shortened(name)}" is "{shortened(text)}" already', source.path, row),)
        )
    is_bare = isinstance(value, int) or formats.DATE.match(text) is not None
    edit = value_edit(source, item, key, text, is_bare=is_bare)
    after = apply_edits(source, [edit])
    row = row_of(edit.edit, after)
    before = node.text if isinstance(node, ScalarNode) else "nothing"
    summary = f'{source.path}:{row}: {key} of "{shortened(name)}": {shortened(before)} -> {shortened(text)}'
    success = Success(f'{title} of "{shortened(name)}" is now "{shortened(text)}"', source.path, row)
    return Change({source.path: after}, (summary,), success=(success,))


def set_steps(file: DataFile, item: Item, steps: list[dict[str, Any]]) -> Change:
    """Return the change of the steps of an escalation; raise ChangeError where they cannot be written anew.

    What else a step says stays with whom it notifies.
    """
    node, source = item.node.get("steps"), file.source
    if "steps" not in item.values or not isinstance(node, SequenceNode):
        raise ChangeError(f"the steps in {source.path} cannot be read, mend them first: handbook lint")
    before = {step["notify"]: step for step in item.values["steps"]}
    after = [
        {**step, **{key: value for key, value in before.get(step["notify"], {}).items() if key not in STEP_KEYS}}
        for step in steps
    ]
    name, row = shortened(item.text(file.kind.key)), source.position(node.span.start).row
    if after == item.values["steps"]:
        return Change(success=(Success(f'Steps of "{name}" are these already', source.path, row),))
    changed = apply_edits(source, [steps_edit(source, node, after)])
    said = f'"{name}": {len(before)} -> {len(after)}'
    success = Success(f'Steps of "{name}" are new', source.path, row)
    return Change({source.path: changed}, (f"{source.path}:{row}: steps of {said}",), success=(success,))


def steps_edit(source: Source, node: SequenceNode, steps: list[dict[str, Any]]) -> NodeEdit:
    """Return the edit that writes steps in the place of others; raise RefusedError where a comment would go."""
    is_short = is_flow(source, node)
    is_flat = is_short or is_flow(source, node.items[0])
    texts = [write_mapping(item_writer.written(step, flow=is_flat), flow=is_flat) for step in steps]
    start, stop = content_span(source, node).start, end_offset(source, node)
    if COMMENT.search(source.text, start, stop):
        raise RefusedError(source, node.span, "a comment stands among the steps, change them by hand")
    if is_short:
        text = write_list(texts, flow=True)
    else:
        column = dash_column(source, node.items[0])
        start = source.text.rindex("\n", 0, node.items[0].span.start) + 1 + column
        lines = "\n".join("- " + written.replace("\n", "\n  ") for written in texts)
        text = lines.replace("\n", ("\r\n" if "\r\n" in source.text else "\n") + " " * column)
    becomes = [item_writer.plain(step) for step in steps]
    return NodeEdit(Edit(source.path, Span(start, stop), text), node, becomes)
