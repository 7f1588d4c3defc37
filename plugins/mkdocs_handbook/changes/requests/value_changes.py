"""Changes of single values of an item, such as how often a ritual takes place."""

from __future__ import annotations

from mkdocs_handbook.changes.data_change import Change, Success, row_of
from mkdocs_handbook.changes.dri_changes import value_edit
from mkdocs_handbook.data import formats
from mkdocs_handbook.data.yaml.checked_edits import apply_edits
from mkdocs_handbook.data.yaml.edits import ChangeError
from mkdocs_handbook.model import DataFile, Handbook, Item, ScalarNode
from mkdocs_handbook.util.wording import did_you_mean, shortened


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
    node, source = item.node.get(key), file.source
    title = next((column.title for column in file.kind.columns if column.key == key), key)
    if isinstance(node, ScalarNode) and node.text == text:
        row = source.position(node.span.start).row
        return Change(
            success=(Success(f'{title} of "{shortened(name)}" is "{shortened(text)}" already', source.path, row),)
        )
    edit = value_edit(source, item, key, text, is_date=formats.DATE.match(text) is not None)
    after = apply_edits(source, [edit])
    row = row_of(edit.edit, after)
    before = node.text if isinstance(node, ScalarNode) else "nothing"
    summary = f'{source.path}:{row}: {key} of "{shortened(name)}": {shortened(before)} -> {shortened(text)}'
    success = Success(f'{title} of "{shortened(name)}" is now "{shortened(text)}"', source.path, row)
    return Change({source.path: after}, (summary,), success=(success,))
