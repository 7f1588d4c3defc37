"""Side effects of fixes: what changes in rendered pages and in data beside what the fixes say.

A fix of a link changes one address, one of a mention one name, one of a heading that heading, one of a section the order
of sections, one of data the value that it stands in. A page is rendered before and after, by the site's Markdown.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from mkdocs_handbook.data import cell_markdown
from mkdocs_handbook.data.yaml import parser
from mkdocs_handbook.data.yaml.edits import plain_data
from mkdocs_handbook.lint.html_events import Event, events
from mkdocs_handbook.lint.rules import suppressions
from mkdocs_handbook.model import Edit, Finding, Handbook, MappingNode, Node, Page, ScalarNode, SequenceNode, Settings
from mkdocs_handbook.pages import page_renderer, section_mover
from mkdocs_handbook.pages.page_renderer import ADDRESSES, MarkdownError
from mkdocs_handbook.pages.rendering_effort import excess
from mkdocs_handbook.util.text_edits import spliced

PAGE = "it would change more of the page than this"
DATA = "it would change more of the file than this"
UNSEEN = "the page cannot be rendered, so nobody knows what it would change"
UNSEEN_VALUE = "a value is too much to be rendered, so nobody knows what it would change"
# What fixes of these say that they change.
SECTION_ORDER, HEADING, MENTIONS = "HB201", "HB225", "HB5"
COMMENTS = frozenset(one.code for one in suppressions.RULES)


@dataclass(frozen=True, slots=True)
class Announced:
    """What the edits of a text say: the addresses and names that they change, and how many headings they take away.

    `times` says how often an address may change: as often as there is a finding of it.
    """

    addresses: Mapping[str, str]
    names: Mapping[str, str]
    headings: int
    comments: bool
    times: Mapping[str, int]


class TooMuchError(Exception):
    """A value that is too much work to be rendered."""


def side_effects(
    before: Handbook, after: Handbook, fixes: Iterable[Finding], findings: Iterable[Finding], paths: Set[str]
) -> dict[str, str]:
    """Return those of some files in which fixes change more than they say, each with a reason to refuse them.

    `findings` are all that the handbook had before.
    """
    by_path: defaultdict[str, dict[Edit, Finding]] = defaultdict(dict)
    for fix in fixes:
        for edit in (edit for edit in fix.edits if edit.path in paths):
            by_path[edit.path].setdefault(edit, fix)
    times: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for finding in findings:
        times[finding.source.path][finding.url] += 1
    old, new = ({page.source.path: page for page in state.pages} for state in (before, after))
    found = {}
    for path, edits in by_path.items():
        if path in old and path in new:
            found[path] = in_page(old[path], new[path], edits, before.settings, times[path])
        else:
            found[path] = in_data(before, after, path, edits, times[path])
    return {path: reason for path, reason in found.items() if reason}


def announced(text: str, edits: Mapping[Edit, Finding], times: Mapping[str, int]) -> Announced:
    """Return what edits of a text say."""
    pairs = [(fix, text[slice(*edit.span)], edit.text) for edit, fix in edits.items()]
    return Announced(
        {old: new for fix, old, new in pairs if fix.url and fix.url == old},
        {plain(old): plain(new) for fix, old, new in pairs if fix.code.startswith(MENTIONS)},
        sum(fix.code == HEADING for fix, _, _ in pairs),
        any(fix.code in COMMENTS for fix, _, _ in pairs),
        times,
    )


def plain(name: str) -> str:
    """Return a name without the backslashes that keep it text."""
    return name.replace("\\", "")


# --- Pages ---


def in_page(
    before: Page, after: Page, edits: Mapping[Edit, Finding], settings: Settings, times: Mapping[str, int]
) -> str:
    """Return why the edits of a page are to be refused, "" where they change only what they say."""
    text, new = before.source.text[before.body :], after.source.text[after.body :]
    if text == new:
        return ""
    if excess(text) or excess(new):
        return UNSEEN
    body = {edit: fix for edit, fix in edits.items() if edit.span.start >= before.body and fix.code != SECTION_ORDER}
    try:
        if any(fix.code == SECTION_ORDER for fix in edits.values()):
            ordered, new = new, spliced(before.source.text, body)[before.body :]
            if Counter(pieces(new, settings)) != Counter(pieces(ordered, settings)):
                return PAGE
        return "" if is_page_as_said(text, new, announced(before.source.text, body, times), settings) else PAGE
    except MarkdownError:
        return UNSEEN


def pieces(text: str, settings: Settings) -> list[str]:
    """Return the HTML of the sections of a text, and the metadata at its end."""
    end = section_mover.metadata_start(text, 0)
    return [*section_mover.section_html(text[:end], settings), text[end:].strip()]


def is_page_as_said(text: str, new: str, said: Announced, settings: Settings) -> bool:
    """Return whether two texts are rendered alike but for what the edits between them say; raise MarkdownError."""
    was, now = (events(page_renderer.page_html(one, settings), without_comments=said.comments) for one in (text, new))
    if said.headings:
        return loses_headings(text, new, said, settings) and is_same_text(was, now, said)
    return is_as_said(was, now, said)


def is_as_said(was: Sequence[Event], now: Sequence[Event], said: Announced) -> bool:
    """Return whether HTML is the same but for addresses and names that were to change."""
    if len(was) != len(now):
        return False
    changed: Counter[str] = Counter()
    for one, other in zip(was, now, strict=True):
        if one == other:
            continue
        old = address_changed(one, other, said.addresses)
        if old is None and not is_renamed(one, other, said.names):
            return False
        changed[old or ""] += 1
    names = changed.pop("", 0)
    is_as_often = all(said.times.get(old, 0) >= count for old, count in changed.items())
    return is_as_often and said.addresses.keys() <= changed.keys() and bool(names) == bool(said.names)


def loses_headings(text: str, new: str, said: Announced, settings: Settings) -> bool:
    """Return whether a text has lost as many headings as were to go, and all others have the ids that they had."""
    was, now = (page_renderer.render_page(one, settings).headings for one in (text, new))
    lost, gained = Counter(was) - Counter(now), Counter(now) - Counter(was)
    return not gained and lost.total() <= said.headings


def is_same_text(was: Sequence[Event], now: Sequence[Event], said: Announced) -> bool:
    """Return whether two pages say the same and link to the same, apart from what made headings, and from what was to change."""
    names = {**said.addresses, **said.names}

    def shown(found: Sequence[Event]) -> tuple[str, list[str]]:
        words = "".join(event.text for event in found if event.kind == "data")
        urls = [value or "" for event in found for key, value in event.attributes if key in ADDRESSES.values()]
        return re.sub(r"[\s#]", "", replaced(words, said.names)), [names.get(url, url) for url in urls]

    return shown(was) == shown(now)


def address_changed(one: Event, other: Event, addresses: Mapping[str, str]) -> str | None:
    """Return the address of a link that has become the one that was to be written, None where anything else is different."""
    key = ADDRESSES.get(one.text)
    if key is None or one.kind != "start":
        return None
    old = dict(one.attributes).get(key) or ""
    expected = tuple((name, addresses.get(old) if name == key else value) for name, value in one.attributes)
    return old if old in addresses and other == one._replace(attributes=expected) else None


def is_renamed(one: Event, other: Event, names: Mapping[str, str]) -> bool:
    """Return whether two texts differ only in names that were to be written otherwise."""
    is_text = bool(names) and one.kind == other.kind == "data"
    return is_text and replaced(one.text, names) == replaced(other.text, names)


def replaced(text: str, names: Mapping[str, str]) -> str:
    """Return a text with all names as they were to be written."""
    # A new name may begin with an old one.
    every = sorted({*names, *names.values()}, key=len, reverse=True)
    pattern = rf"(?:{'|'.join(map(re.escape, every))})(?![\w-])"
    return re.sub(pattern, lambda match: names.get(match[0], match[0]), text) if names else text


# --- Data ---


def in_data(
    before: Handbook, after: Handbook, path: str, edits: Mapping[Edit, Finding], times: Mapping[str, int]
) -> str:
    """Return why the edits of a data file are to be refused, "" where they change only the values that they stand in."""
    old, new = (next((one for one in state.data_texts if one.path == path), None) for state in (before, after))
    if old is None or new is None:
        return ""
    (was, problems), (now, worse) = parser.parse(old), parser.parse(new)
    # Of a file that cannot be read as it is, lint tells whether it is better now.
    if problems or worse or was is None or now is None:
        return DATA if worse and not problems else ""
    said = announced(old.text, edits, times)
    try:
        return "" if differs_within(was, now, [edit.span for edit in edits], said) else DATA
    except TooMuchError:
        return UNSEEN_VALUE


def differs_within(was: Node, now: Node, spans: Sequence[tuple[int, int]], said: Announced) -> bool:
    """Return whether data differs only in what has an edit: in the value of a key, in a new or removed entry.

    Raise TooMuchError for a value that cannot be rendered.
    """
    inside = [span for span in spans if span[0] <= was.span.end and was.span.start <= span[1]]
    if not inside or type(was) is not type(now):
        return bool(inside) or plain_data(was) == plain_data(now)
    if isinstance(was, ScalarNode) and isinstance(now, ScalarNode):
        return not said.addresses or was.text == now.text or is_linked(was.text, now.text, said)
    one, other = entries(was), entries(now)
    if [key for key, _ in one] == [key for key, _ in other]:
        pairs = zip(one, other, strict=True)
        return all(differs_within(old, new, inside, said) for (_, old), (_, new) in pairs)
    gone, come = (Counter(repr((key, plain_data(value))) for key, value in pairs) for pairs in (one, other))
    return (gone - come).total() <= len(inside) and (come - gone).total() <= len(inside)


def is_linked(text: str, new: str, said: Announced) -> bool:
    """Return whether a value is another address, or inline Markdown with another one; raise TooMuchError."""
    if said.addresses.get(text) == new:
        return True
    if excess(text) or excess(new):
        raise TooMuchError
    here = {old: to for old, to in said.addresses.items() if old in text}
    was, now = (events(cell_markdown.cell_html(one)) for one in (text, new))
    return is_as_said(was, now, replace(said, addresses=here, names={}))


def entries(node: Node) -> list[tuple[str, Node]]:
    """Return the keys and values of a mapping, the items of a list."""
    if isinstance(node, MappingNode):
        return [(key.text, value) for key, value in node.pairs]
    return [("", item) for item in node.items] if isinstance(node, SequenceNode) else []
