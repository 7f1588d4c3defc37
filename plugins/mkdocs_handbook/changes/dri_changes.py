"""DRI changes: one item gets another DRI, everything of a person goes to another one, and a person leaves."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from datetime import date

from mkdocs_handbook.changes import shift_changes
from mkdocs_handbook.changes.data_change import Change, Success, row_of
from mkdocs_handbook.changes.dri_report import describe, location, responsibilities_of
from mkdocs_handbook.changes.rotation_file import RotationFile
from mkdocs_handbook.data.kinds import item_schema
from mkdocs_handbook.data.people import responsibilities
from mkdocs_handbook.data.people.person_names import login
from mkdocs_handbook.data.people.responsibilities import Responsibility, known_handle, spelled
from mkdocs_handbook.data.yaml.checked_edits import apply_edits, read_document, walk
from mkdocs_handbook.data.yaml.edits import ChangeError, NodeEdit, add_key, remove_item, set_scalar
from mkdocs_handbook.data.yaml.quoting import inline_scalar
from mkdocs_handbook.model import DataFile, Handbook, Item, ScalarNode, SequenceNode, Source
from mkdocs_handbook.schedule import item_dates
from mkdocs_handbook.util.wording import did_you_mean, guess_hint, listed, short_day, shortened


def check_known(handbook: Handbook, handle: str, day: date | None = None) -> None:
    """Raise ChangeError for a handle that people.yml does not have, and for a person who has left by a day."""
    people = handbook.people
    if people is not None and handle not in people:
        hint = (
            guess_hint(responsibilities.handle_guesser(handbook)(handle))
            or ", add the person first: handbook new person"
        )
        raise ChangeError(f'people.yml has no "{shortened(handle)}"{hint}')
    if day and people and responsibilities.has_left(person := people[handle], day):
        raise ChangeError(f'"{handle}" left on {person.text("leftOn")}, name somebody who is there')
    if not handle.strip() or not handle.isprintable():
        raise ChangeError(f'"{shortened(handle)}" is no handle')


# --- One DRI ---


def set_dri(handbook: Handbook, name: str, handle: str, group: str = "", kind: str = "") -> Change:
    """Return the change that makes a person the DRI of the one item of a name; raise ChangeError where it is not clear."""
    handle = spelled(handbook, handle)
    check_known(handbook, handle, handbook.today)
    file, item = find_item(handbook, name, group, kind)
    node, path = item.node.get("dri"), file.source.path
    before = node.text if isinstance(node, ScalarNode) else "nobody"
    if isinstance(node, ScalarNode) and node.text == handle:
        there = f'DRI of "{shortened(name)}" is {person_name(handbook, handle)} already'
        return Change(success=(Success(there, path, file.source.position(node.span.start).row),))
    edit = value_edit(file.source, item, "dri", handle)
    after = apply_edits(file.source, [edit])
    row = row_of(edit.edit, after)
    summary = f'{path}:{row}: DRI of "{shortened(name)}": {before} -> {handle}'
    now = f'DRI of "{shortened(name)}" is now {person_name(handbook, handle)}'
    return Change({path: after}, (summary,), success=(Success(now, path, row, next_due(handbook, file, item)),))


def person_name(handbook: Handbook, handle: str) -> str:
    """Return the name of a person, the handle where none is known."""
    person = (handbook.people or {}).get(known_handle(handbook, handle))
    return (shortened(person.text("name")) if person else "") or handle


def next_due(handbook: Handbook, file: DataFile, item: Item) -> str:
    """Return in words when a ritual is due next, "" for what is no valid ritual, or over."""
    due = item_dates.next_date(item, handbook.today) if file.kind.name == "rituals" and item in file.items else None
    return f"Next: {short_day(due, handbook.today)}." if due else ""


def find_item(handbook: Handbook, name: str, group: str, kind: str) -> tuple[DataFile, Item]:
    """Return the item of a name that has a DRI; raise ChangeError where there is none, or more than one."""
    files = [file for file in handbook.files if has_dri(file) and kind in ("", file.kind.name)]
    items = [(file, item) for file in files for item in file.all_items if group in ("", file.group)]
    named = [(file, item) for file, item in items if item.text(file.kind.key) == name]
    matches = [(file, item) for file, item in named if not is_over(file, item, handbook.today)] or named
    if len(matches) == 1:
        return matches[0]
    if not matches:
        names = {item.text(file.kind.key) for file, item in items}
        hint = elsewhere_hint(handbook, name, files) or did_you_mean(name, names)
        raise ChangeError(f'nothing with a DRI is called "{shortened(name)}"{scope(group, kind)}{hint}')
    places = ", ".join(f"{file.source.path}:{file.source.position(item.start).row}" for file, item in matches)
    groups = sorted({file.group for file, _ in matches})
    kinds = sorted({file.kind.name for file, _ in matches})
    options = [f"--group {group}" for group in groups] if len(groups) > 1 else [f"--kind {kind}" for kind in kinds]
    how = f"choose with {' or '.join(options)}" if len(options) > 1 else "give them different names first"
    raise ChangeError(f'"{shortened(name)}" stands in several places, {how}: {places}')


def elsewhere_hint(handbook: Handbook, name: str, files: Sequence[DataFile]) -> str:
    """Return where else a name stands: in other groups, or as that of a rotation, which has members."""
    groups = sorted({file.group for file in files for item in file.all_items if item.text(file.kind.key) == name})
    if groups:
        return f", {listed(groups)} {'has' if len(groups) == 1 else 'have'} it"
    rotations = {item.text("rotation") for file in handbook.of_kind("rotations") for item in file.all_items}
    return ", it is a rotation: handbook rotation --help" if name in rotations else ""


def has_dri(file: DataFile) -> bool:
    """Return whether an item of a file has one DRI, and not one for each of its shifts."""
    return "dri" in item_schema(file.kind.schema).get("properties", {})


def is_over(file: DataFile, item: Item, day: date) -> bool:
    """Return whether an item is over on a day, such as a ritual that ended."""
    end = responsibilities.end_dates(file).get(item.start)
    return end is not None and end <= day


def scope(group: str, kind: str) -> str:
    """Return in words to what a search is limited."""
    return (f' in group "{group}"' if group else "") + (f' of kind "{kind}"' if kind else "")


# --- Everything of a person ---


def replace(handbook: Handbook, old: str, new: str, group: str = "", kind: str = "") -> Change:
    """Return the change that gives what a person is responsible for now or later to another one; what is over stays.

    Where a list names both, the old one leaves it. In rotations, no past shift moves. Raise ChangeError where a handle
    is wrong.
    """
    old, new = spelled(handbook, old), spelled(handbook, new)
    check_known(handbook, new, handbook.today)
    if old == new:
        raise ChangeError(f'"{old}" would replace themselves')
    mine = remaining(handbook, old, handbook.today)
    chosen = [post for post in mine if group in ("", post.group) and kind in ("", post.kind)]
    if not mine:
        known = {post.person.text for post in responsibilities.responsibilities_of(handbook)}
        hint = did_you_mean(old, known) if old not in known else " any more"
        raise ChangeError(f'nothing names "{shortened(old)}"{hint}')
    if not chosen:
        raise ChangeError(f'"{shortened(old)}" is responsible for nothing{scope(group, kind)}')
    by_path: dict[str, list[Responsibility]] = {}
    for post in chosen:
        by_path.setdefault(post.source.path, []).append(post)
    sources: dict[str, Source] = {}
    for path, posts in by_path.items():
        file, source = handbook.by_path.get(path), posts[0].source
        if file is not None and file.kind.name == "rotations":
            after = hand_over_rotations(handbook, file, posts, new)
        else:
            after = apply_edits(source, person_edits(source, posts, new))
        if after.text != source.text:
            sources[path] = after
    one = next(iter(sources)) if len(sources) == 1 else ""
    count = f"{len(chosen)} {'entry' if len(chosen) == 1 else 'entries'}"
    where = "" if one else f" in {len(sources)} files"
    success = Success(
        f"{person_name(handbook, new)} has taken over {count} of {person_name(handbook, old)}{where}",
        one,
        follows=f'"handbook dri show {shlex.quote(new)}" lists what {new} has now.',
    )
    summary = tuple(f"{location(post)}: {describe(post)}: {old} -> {new}" for post in chosen)
    return Change(sources, summary, success=(success,))


def hand_over_rotations(handbook: Handbook, file: DataFile, posts: Sequence[Responsibility], new: str) -> Source:
    """Return a file of rotations after the handover of those in which a person has a part."""
    source = file.source
    # A rotation knows its members by the letter, so each spelling hands over on its own.
    for name, spelling in dict.fromkeys((post.item, post.person.text) for post in posts):
        rotation = RotationFile(source, file.kind, name, handbook.settings.timezone)
        source = shift_changes.hand_over(rotation, spelling, new, handbook.now).source
    return source


def person_edits(source: Source, posts: Sequence[Responsibility], new: str) -> Iterator[NodeEdit]:
    """Yield the edits that put a person into responsibilities of a file; a list that has the person names them once."""
    lists = {
        item.span: node for node in walk(read_document(source)) if isinstance(node, SequenceNode) for item in node.items
    }
    shortened_lists: set[tuple[int, int]] = set()
    for post in posts:
        node = lists.get(post.person.span)
        if node is None or all(
            not isinstance(item, ScalarNode) or login(item.text) != login(new) for item in node.items
        ):
            yield set_scalar(source, post.person.node, new)
        elif node.span not in shortened_lists:
            shortened_lists.add(node.span)
            yield remove_item(source, node, [item.span for item in node.items].index(post.person.span))


# --- Leaving ---


def remaining(handbook: Handbook, handle: str, day: date) -> list[Responsibility]:
    """Return what a person is still responsible for after a day."""
    return [post for post in responsibilities_of(handbook, handle) if not post.is_over(day)]


def leave(handbook: Handbook, handle: str, day: date) -> Change:
    """Return the change that writes into people.yml on which day a person left; raise ChangeError where it cannot."""
    if handbook.people is None:
        raise ChangeError("there is no people.yml in which somebody could leave")
    check_known(handbook, handle)
    file, item = next(
        (file, item) for file in handbook.of_kind("people") for item in file.all_items if item.name == handle
    )
    node, text = item.node.get("leftOn"), day.isoformat()
    row, name = file.source.position(item.start).row, person_name(handbook, handle)
    said = f"{name} {'leaves' if day >= handbook.today else 'left'} on {short_day(day, handbook.today)}"
    success = Success(said, file.source.path, row)
    if isinstance(node, ScalarNode) and node.text == text:
        return Change(success=(success,))
    edit = value_edit(file.source, item, "leftOn", text, is_bare=True)
    summary = f"{file.source.path}:{row}: the last day of {handle} is {day}"
    return Change({file.source.path: apply_edits(file.source, [edit])}, (summary,), success=(success,))


def value_edit(source: Source, item: Item, key: str, text: str, *, is_bare: bool = False) -> NodeEdit:
    """Return the edit that gives an item a text as the value of a key; a date or a number is bare, without quotes."""
    node = item.node.get(key)
    if not isinstance(node, ScalarNode):
        return add_key(source, item.node, key, node, text if is_bare else inline_scalar(text), text)
    edit = set_scalar(source, node, text)
    if not is_bare:
        return edit
    is_plain = source.text[edit.edit.span.start : edit.edit.span.end][:1] not in ("'", '"')
    written = edit.edit.text.replace('"', "") if is_plain else edit.edit.text
    return NodeEdit(type(edit.edit)(source.path, edit.edit.span, written), node, text)
