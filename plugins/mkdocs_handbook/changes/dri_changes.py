"""Who is responsible for what, and the changes that give it to somebody else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain

from mkdocs_handbook.changes import rotation_file, shift_changes
from mkdocs_handbook.changes.data_change import Change
from mkdocs_handbook.data import responsibilities
from mkdocs_handbook.data.items import texts
from mkdocs_handbook.data.kinds import item_schema
from mkdocs_handbook.data.responsibilities import Responsibility
from mkdocs_handbook.data.yaml.checked_edits import document, made, nodes
from mkdocs_handbook.data.yaml.edits import NodeEdit, key, scalar, without
from mkdocs_handbook.data.yaml.quoting import anywhere
from mkdocs_handbook.model import DataFile, Handbook, Item, ScalarNode, SequenceNode, Source
from mkdocs_handbook.util.wording import did_you_mean, listed, nearest, shortened

ROLES = {
    "dri": "DRI",
    "maintainedBy": "maintainer",
    "members": "member",
    "overrides": "override",
    "participants": "participant",
    "shifts": "shift",
}


class HandoverError(ValueError):
    """A change of who is responsible that makes no sense: the message says why, and what would."""


# --- Who has what ---


def posts_of(handbook: Handbook, handle: str) -> list[Responsibility]:
    """Give the posts of somebody, over or not, in the order of files and lines; those of a participant as well."""
    found = chain(responsibilities.held(handbook), takes_part(handbook))
    return sorted((one for one in found if one.person.text == handle), key=where)


def takes_part(handbook: Handbook) -> Iterator[Responsibility]:
    """Give everybody who takes part in a ritual: handles, and groups of people that nobody calls by one."""
    for file in handbook.of_kind("rituals"):
        ends = responsibilities.over(file)
        for item in file.every:
            # A text alone is no list of people, and a finding.
            for one in texts(item, "participants") if not item.text("participants") else ():
                until = ends.get(item.start)
                yield Responsibility(file.source, one, until, "rituals", file.group, item.text("task"), "participants")


def where(post: Responsibility) -> tuple[str, int]:
    """Give the place of a post, for sorting."""
    return post.source.path, post.person.span.start


def counts(handbook: Handbook) -> dict[str, dict[str, int]]:
    """Give how many items of each kind everybody is responsible for today, by handle; who has most comes first."""
    found: dict[str, dict[str, set[tuple[str, str]]]] = {
        handle: {} for handle, person in (handbook.people or {}).items() if not person.text("leftOn")
    }
    for post in responsibilities.held(handbook):
        if not post.is_over(handbook.today):
            found.setdefault(post.person.text, {}).setdefault(post.kind, set()).add((post.source.path, post.item))
    numbers = {handle: {kind: len(items) for kind, items in sorted(kinds.items())} for handle, kinds in found.items()}
    return dict(sorted(numbers.items(), key=lambda one: (-sum(one[1].values()), one[0])))


def named(post: Responsibility) -> str:
    """Say what a post is, such as `DRI of ritual "Release ritual" (engineering)`."""
    group = f" ({post.group})" if post.group else ""
    noun = {"page": "page", "rituals": "ritual", "channels": "channel", "boards": "board", "rotations": "rotation"}
    return f'{ROLES.get(post.key, post.key)} of {noun.get(post.kind, post.kind)} "{shortened(post.item)}"{group}'


def check_known(handbook: Handbook, handle: str, day: date | None = None) -> None:
    """Raise HandoverError for a handle that people.yml does not know, and for somebody who has left by a day."""
    people = handbook.people
    if people is not None and handle not in people:
        by_name = {
            item.text(one): name for name, item in people.items() for one in ("name", "github") if item.text(one)
        }
        guess = nearest(handle, [*people, *by_name])
        hint = f', did you mean "{by_name.get(guess, guess)}"?' if guess else ", add the person first"
        raise HandoverError(f'people.yml has no "{shortened(handle)}"{hint}')
    left = people[handle].text("leftOn") if people else ""
    if day and left and date.fromisoformat(left) <= day:
        raise HandoverError(f'"{handle}" left on {left}, name somebody who is there')
    if not handle.strip() or not handle.isprintable():
        raise HandoverError(f'"{shortened(handle)}" is no handle')


# --- One DRI ---


def set_dri(handbook: Handbook, name: str, handle: str, group: str = "", kind: str = "") -> Change:
    """Give the change that makes somebody the DRI of the one item of a name; raise HandoverError where that is not clear."""
    check_known(handbook, handle, handbook.today)
    file, item = one_item(handbook, name, group, kind)
    node = item.node.get("dri")
    if isinstance(node, ScalarNode):
        if node.text == handle:
            return Change()
        splice, before = scalar(file.source, node, handle), node.text
    else:
        splice, before = key(file.source, item.node, "dri", node, anywhere(handle), handle), "nobody"
    row = file.source.position(splice.edit.span.start).row
    summary = f'{file.source.path}:{row}: DRI of "{shortened(name)}": {before} -> {handle}'
    return Change({file.source.path: made(file.source, [splice])}, (summary,))


def one_item(handbook: Handbook, name: str, group: str, kind: str) -> tuple[DataFile, Item]:
    """Give the item of a name that has a DRI; raise HandoverError where none or more than one is meant."""
    having = [file for file in handbook.files if has_dri(file) and kind in ("", file.kind.name)]
    entries = [(file, item) for file in having for item in file.every if group in ("", file.group)]
    found = [(file, item) for file, item in entries if item.text(file.kind.key) == name]
    current = [one for one in found if not is_over(*one, handbook.today)]
    found = current or found
    if len(found) == 1:
        return found[0]
    if not found:
        names = {item.text(file.kind.key) for file, item in entries}
        hint = beside(handbook, name, having) or did_you_mean(name, names)
        raise HandoverError(f'nothing with a DRI is called "{shortened(name)}"{within(group, kind)}{hint}')
    places = ", ".join(f"{file.source.path}:{file.source.position(item.start).row}" for file, item in found)
    groups = sorted({file.group for file, _ in found})
    kinds = sorted({file.kind.name for file, _ in found})
    options = [f"--group {one}" for one in groups] if len(groups) > 1 else [f"--kind {one}" for one in kinds]
    how = f"choose with {' or '.join(options)}" if len(options) > 1 else "give them different names first"
    raise HandoverError(f'"{shortened(name)}" stands in several places, {how}: {places}')


def beside(handbook: Handbook, name: str, having: Sequence[DataFile]) -> str:
    """Say where else a name stands: in other groups, or as that of a rotation, which has members."""
    elsewhere = sorted({file.group for file in having for item in file.every if item.text(file.kind.key) == name})
    if elsewhere:
        return f", {listed(elsewhere)} {'has' if len(elsewhere) == 1 else 'have'} it"
    rotations = {item.text("rotation") for file in handbook.of_kind("rotations") for item in file.every}
    return ", it is a rotation: handbook rotation --help" if name in rotations else ""


def has_dri(file: DataFile) -> bool:
    """Whether an item of a file has one DRI, and not one for each of its shifts."""
    return "dri" in item_schema(file.kind.schema).get("properties", {})


def is_over(file: DataFile, item: Item, day: date) -> bool:
    """Whether an item is over on a day, such as a ritual that ended."""
    ends = responsibilities.over(file).get(item.start)
    return ends is not None and ends <= day


def within(group: str, kind: str) -> str:
    """Say to what a search is limited."""
    return (f' in group "{group}"' if group else "") + (f' of kind "{kind}"' if kind else "")


# --- Everything of somebody ---


def replace(handbook: Handbook, old: str, new: str, group: str = "", kind: str = "") -> Change:
    """Give the change that gives what somebody is responsible for now or later to somebody else; what is over stays.

    Where a list names both, the old one leaves it. In rotations, nobody's past shifts move. Raise HandoverError where a
    handle is wrong.
    """
    check_known(handbook, new, handbook.today)
    if old == new:
        raise HandoverError(f'"{old}" would replace themselves')
    mine = [one for one in posts_of(handbook, old) if not one.is_over(handbook.today)]
    chosen = [one for one in mine if group in ("", one.group) and kind in ("", one.kind)]
    if not chosen and not mine:
        known = {one.person.text for one in responsibilities.held(handbook)}
        raise HandoverError(
            f'nothing names "{shortened(old)}"{did_you_mean(old, known) if old not in known else " any more"}'
        )
    if not chosen:
        raise HandoverError(f'"{shortened(old)}" is responsible for nothing{within(group, kind)}')
    sources: dict[str, Source] = {}
    for path, found in by_file(chosen).items():
        file = handbook.by_path.get(path)
        source = found[0].source
        if file is not None and file.kind.name == "rotations":
            after = rotations_handed(handbook, file, found, old, new)
        else:
            after = made(source, handed(source, found, new))
        if after.text != source.text:
            sources[path] = after
    summary = (f"{at(one)}: {named(one)}: {old} -> {new}" for one in chosen)
    return Change(sources, tuple(summary))


def by_file(chosen: Iterable[Responsibility]) -> dict[str, list[Responsibility]]:
    """Give posts by the paths of their files."""
    found: dict[str, list[Responsibility]] = {}
    for one in chosen:
        found.setdefault(one.source.path, []).append(one)
    return found


def at(post: Responsibility) -> str:
    """Give the place of a post as file and line."""
    return f"{post.source.path}:{post.source.position(post.person.span.start).row}"


def rotations_handed(handbook: Handbook, file: DataFile, found: Sequence[Responsibility], old: str, new: str) -> Source:
    """Give a file of rotations after the handover of those in which somebody has a post."""
    source = file.source
    for name in dict.fromkeys(one.item for one in found):
        one = rotation_file.Roster(source, file.kind, name, handbook.settings.timezone)
        source = shift_changes.hand_over(one, old, new, handbook.now).source
    return source


def handed(source: Source, found: Sequence[Responsibility], new: str) -> Iterator[NodeEdit]:
    """Give the splices that put somebody into posts of a file; who is in a list already is not named twice."""
    lists = {item.span: node for node in lists_of(source) for item in node.items}
    shortened_lists: set[tuple[int, int]] = set()
    for post in found:
        node = lists.get(post.person.span)
        if node is None or all(not isinstance(item, ScalarNode) or item.text != new for item in node.items):
            yield scalar(source, post.person.node, new)
        elif node.span not in shortened_lists:
            shortened_lists.add(node.span)
            yield without(source, node, [item.span for item in node.items].index(post.person.span))


def lists_of(source: Source) -> Iterator[SequenceNode]:
    """Give the lists of a document."""
    return (node for node in nodes(document(source)) if isinstance(node, SequenceNode))


# --- Leaving ---


def left_over(handbook: Handbook, handle: str, day: date) -> list[Responsibility]:
    """Give what somebody is still responsible for after a day."""
    return [one for one in posts_of(handbook, handle) if not one.is_over(day)]


def leave(handbook: Handbook, handle: str, day: date) -> Change:
    """Give the change that says in people.yml on which day somebody left; raise HandoverError where it cannot."""
    if handbook.people is None:
        raise HandoverError("there is no people.yml in which somebody could leave")
    check_known(handbook, handle)
    file, item = next((file, item) for file in handbook.of_kind("people") for item in file.every if item.name == handle)
    node, text = item.node.get("leftOn"), day.isoformat()
    if isinstance(node, ScalarNode) and node.text == text:
        return Change()
    splice = (
        scalar_date(file.source, node, text)
        if isinstance(node, ScalarNode)
        else key(file.source, item.node, "leftOn", node, text, text)
    )
    summary = f"{file.source.path}:{file.source.position(item.start).row}: {handle} left on {day}"
    return Change({file.source.path: made(file.source, [splice])}, (summary,))


def scalar_date(source: Source, node: ScalarNode, text: str) -> NodeEdit:
    """Give the splice that replaces a date, which needs no quotes here."""
    splice = scalar(source, node, text)
    is_plain = source.text[splice.edit.span.start : splice.edit.span.end][:1] not in ("'", '"')
    written = splice.edit.text.replace('"', "") if is_plain else splice.edit.text
    return NodeEdit(type(splice.edit)(source.path, splice.edit.span, written), node, text)
