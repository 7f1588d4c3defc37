"""Side effects of fixes: what changes in rendered pages and in data beside what the fixes say.

A fix of a link changes one address, one of a mention one name, one of a heading that heading, one of a section the order
of sections, one of data the value that it stands in; one of a reference makes a link of brackets. A page is rendered before
and after, by the site's Markdown.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple, TypeVar

from mkdocs_handbook.data import cell_markdown
from mkdocs_handbook.data.yaml import parser
from mkdocs_handbook.data.yaml.edits import plain_data
from mkdocs_handbook.lint.html_events import Event, address_changed, events, is_renamed, replaced
from mkdocs_handbook.lint.rules import suppressions
from mkdocs_handbook.lint.rules.links import undefined_references
from mkdocs_handbook.model import (
    Edit,
    Finding,
    Handbook,
    MappingNode,
    Node,
    Page,
    ScalarNode,
    SequenceNode,
    Settings,
    Source,
)
from mkdocs_handbook.pages import page_renderer, section_mover
from mkdocs_handbook.pages.page_renderer import MarkdownError, TooMuchError
from mkdocs_handbook.pages.rendered.rendered_page import ADDRESSES
from mkdocs_handbook.pages.rendering_effort import excess
from mkdocs_handbook.util.text_edits import spliced

PAGE = "it would change more of the page than this"
DATA = "it would change more of the file than this"
UNSEEN = "the page cannot be rendered, so nobody knows what it would change"
UNSEEN_VALUE = "a value is too much to be rendered, so nobody knows what it would change"
# What fixes of these say that they change.
SECTION_ORDER, HEADING, TITLE, MENTIONS, REFERENCE = "HB201", "HB225", "HB203", "HB5", "HB312"
# How often the fixes of a file are halved to find those that do harm; each time takes two renderings.
MOST_HALVED = 32
T = TypeVar("T")
# Returns why some edits are to be refused, from the text of their file with them, "" where they change only what they say.
Check = Callable[[str, Mapping[Edit, Finding]], str]
COMMENTS = frozenset(one.code for one in suppressions.RULES)


@dataclass(frozen=True, slots=True)
class Announced:
    """What the edits of a text say: the addresses and names that they change, and how many headings they take away.

    `titles` counts the headings that they give another title. `times` says how often an address may change: as often as there is a finding of it.
    """

    addresses: Mapping[str, Set[str]]
    names: Mapping[str, str]
    headings: int
    titles: int
    comments: bool
    times: Mapping[str, int]


class SideEffect(NamedTuple):
    """Why the fixes of a file are to be refused, and those of their edits that do harm by themselves, as far as known."""

    reason: str
    edits: frozenset[Edit] = frozenset()


def side_effects(
    before: Handbook, after: Handbook, fixes: Iterable[Finding], findings: Iterable[Finding], paths: Set[str]
) -> dict[str, SideEffect]:
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
    was, now = ({source.path: source for source in state.data_texts} for state in (before, after))
    found = {}
    for path, edits in by_path.items():
        check: Check
        if path in old and path in new:
            source, body, text = old[path].source, old[path].body, new[path].source.text[new[path].body :]
            check = partial(in_page, old[path], before.settings, times[path])
        elif path in was and path in now:
            source, body, text = was[path], 0, now[path].text
            check = partial(in_data, was[path], times[path])
        else:
            continue
        if reason := check(text, edits):
            found[path] = SideEffect(reason, harmful_edits(source.text, body, edits, check))
    return found


def harmful_edits(text: str, body: int, edits: Mapping[Edit, Finding], check: Check) -> frozenset[Edit]:
    """Return the edits of fixes that change more than they say without the others, none where that is not known.

    So that not all of the handbook is read for each part of them, those of a file are halved here.
    """
    by_fix: defaultdict[tuple[Edit, ...], dict[Edit, Finding]] = defaultdict(dict)
    for edit, fix in edits.items():
        by_fix[fix.edits][edit] = fix
    if any(edit.span.start < body for edit in edits):
        return frozenset()

    def is_harmless(part: Sequence[dict[Edit, Finding]]) -> bool:
        made = {edit: fix for one in part for edit, fix in one.items()}
        return not check(spliced(text, made)[body:], made)

    fixes = sorted(by_fix.values(), key=lambda one: min(edit.span for edit in one))
    return frozenset(edit for one in harmful_parts(fixes, is_harmless) for edit in one)


def harmful_parts(parts: Sequence[T], is_harmless: Callable[[Sequence[T]], bool]) -> list[T]:
    """Return what does harm of some parts that do it together, found by halves; more of them after so many tries."""
    harmful: list[Sequence[T]] = [parts]
    found: list[T] = []
    for _ in range(MOST_HALVED):
        if not harmful:
            break
        part = harmful.pop()
        half = len(part) // 2
        worse = [one for one in (part[:half], part[half:]) if len(part) > 1 and not is_harmless(one)]
        harmful += worse
        # Of two that do harm only together, one may stay.
        found += [] if worse else part[half:]
    return [*found, *(one for part in harmful for one in part)]


def announced(text: str, edits: Mapping[Edit, Finding], times: Mapping[str, int]) -> Announced:
    """Return what edits of a text say."""
    pairs = [(fix, text[slice(*edit.span)], edit.text) for edit, fix in edits.items()]
    addresses: defaultdict[str, set[str]] = defaultdict(set)
    for old, new in ((old, new) for fix, old, new in pairs if old and (fix.url == old or fix.renames)):
        addresses[old].add(new)
    # Every link to a file that is renamed changes.
    every = {old: len(text) for fix, old, _ in pairs if fix.renames}
    return Announced(
        addresses,
        {plain(old): plain(new) for fix, old, new in pairs if fix.code.startswith((MENTIONS, TITLE))},
        sum(fix.code == HEADING for fix, _, _ in pairs),
        sum(fix.code == TITLE for fix, _, _ in pairs),
        any(fix.code in COMMENTS for fix, _, _ in pairs),
        {**times, **every},
    )


def plain(name: str) -> str:
    """Return a name without the backslashes that keep it text."""
    return name.replace("\\", "")


# --- Pages ---


def in_page(before: Page, settings: Settings, times: Mapping[str, int], new: str, edits: Mapping[Edit, Finding]) -> str:
    """Return why the edits of a page are to be refused that make a new text of it, "" where they change only what they say."""
    text = before.source.text[before.body :]
    if text == new:
        return ""
    body = {edit: fix for edit, fix in edits.items() if edit.span.start >= before.body and fix.code != SECTION_ORDER}
    try:
        if any(fix.code == SECTION_ORDER for fix in edits.values()):
            ordered, new = new, spliced(before.source.text, body)[before.body :]
            if Counter(pieces(new, settings)) != Counter(pieces(ordered, settings)):
                return PAGE
        names = [edit for edit, fix in body.items() if fix.code == REFERENCE]
        text = undefined_references.with_definitions(before.source.text, before.body, names) if names else text
        return "" if is_page_as_said(text, new, announced(before.source.text, body, times), settings) else PAGE
    except MarkdownError:
        return UNSEEN


def pieces(text: str, settings: Settings) -> list[str]:
    """Return the HTML of the sections of a text, and the metadata at its end."""
    end = section_mover.metadata_start(text, 0)
    return [*section_mover.section_html(text[:end], settings), text[end:].strip()]


def is_page_as_said(text: str, new: str, said: Announced, settings: Settings) -> bool:
    """Return whether two texts are rendered alike but for what the edits between them say; raise MarkdownError."""
    # A heading has its own links, and is in the page's contents: these go with it.
    has_other_headings = bool(said.headings or said.titles)
    shown = page_renderer.without_contents(settings) if has_other_headings else settings
    was, now = (events(page_renderer.page_html(one, shown), without_comments=said.comments) for one in (text, new))
    if has_other_headings:
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
    """Return whether a text has lost as many headings as were to go, or to change, and all others have their ids."""
    was, now = (page_renderer.render_page(one, settings).headings for one in (text, new))
    lost, gained = Counter(was) - Counter(now), Counter(now) - Counter(was)
    return gained.total() <= said.titles and lost.total() <= said.headings + said.titles


def is_same_text(was: Sequence[Event], now: Sequence[Event], said: Announced) -> bool:
    """Return whether two pages say the same and link to the same, apart from what made headings, and from what was to change."""
    (text, urls), (new_text, new_urls) = (words_and_urls(found, said) for found in (was, now))
    if text != new_text or len(urls) != len(new_urls):
        return False
    return all(old == new or new in said.addresses.get(old, ()) for old, new in zip(urls, new_urls, strict=True))


def words_and_urls(found: Sequence[Event], said: Announced) -> tuple[str, list[str]]:
    """Return the text of a page without blanks and marks of headings, and the addresses of its links."""
    words = "".join(event.text for event in found if event.kind == "data")
    urls = [value or "" for event in found for key, value in event.attributes if key in ADDRESSES.values()]
    return re.sub(r"[\s#]", "", replaced(words, said.names)), urls


# --- Data ---


def in_data(old: Source, times: Mapping[str, int], text: str, edits: Mapping[Edit, Finding]) -> str:
    """Return why the edits of a data file are to be refused, "" where they change only the values that they stand in."""
    (was, problems), (now, worse) = parser.parse(old), parser.parse(Source(old.path, text))
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
    if new in said.addresses.get(text, ()):
        return True
    if excess(text) or excess(new):
        raise TooMuchError(UNSEEN_VALUE)
    here = {old: to for old, to in said.addresses.items() if old in text}
    was, now = (events(cell_markdown.cell_html(one)) for one in (text, new))
    return is_as_said(was, now, replace(said, addresses=here, names={}))


def entries(node: Node) -> list[tuple[str, Node]]:
    """Return the keys and values of a mapping, the items of a list."""
    if isinstance(node, MappingNode):
        return [(key.text, value) for key, value in node.pairs]
    return [("", item) for item in node.items] if isinstance(node, SequenceNode) else []
