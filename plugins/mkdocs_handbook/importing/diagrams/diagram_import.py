"""The importer of diagrams: a flowchart that says who is notified, and who next, becomes an escalation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

from mkdocs_handbook.data.people import recipients, responsibilities
from mkdocs_handbook.importing.diagrams.flowcharts import Arrow, Flowchart, find_flowcharts
from mkdocs_handbook.importing.draft import Draft
from mkdocs_handbook.importing.embed_edits import replacement
from mkdocs_handbook.importing.records import Block, NotImportedError, Place, Row
from mkdocs_handbook.importing.tables import markdown_tables, table_import
from mkdocs_handbook.model import Page, Span
from mkdocs_handbook.pages import outline, page_reader
from mkdocs_handbook.util.wording import did_you_mean, folded, joined, listed, shortened

SAYS = re.compile(
    r"\b(?:escalat|paging\b|notification (?:path|chain|order)|(?:call|phone) tree\b|who (?:is|gets) (?:notified|paged|called))",
    re.IGNORECASE,
)
AMOUNT = re.compile(r"\b(\d{1,5})\s*(m|mins?|minutes?|h|hrs?|hours?)(?![^\W_])", re.IGNORECASE)
# What may stand beside an amount of time; the latter say that it counts from the step before.
BESIDE = frozenset(
    [
        "after",
        "if",
        "for",
        "in",
        "no",
        "not",
        "nobody",
        "without",
        "a",
        "an",
        "the",
        "and",
        "of",
        "there",
        "is",
        "response",
        "reply",
        "ack",
        "acknowledgement",
        "acknowledgment",
        "acknowledged",
        "answer",
        "answers",
        "answered",
        "unanswered",
        "then",
        "still",
    ]
)
RELATIVE = frozenset(["another", "more", "further", "later", "wait", "waits", "waiting"])
ANSWERED = frozenset(
    ["response", "reply", "ack", "acknowledgement", "acknowledgment", "acknowledged", "answer", "answers", "answered"]
)
DENIED = frozenset(("no", "not", "nobody", "without"))
REPEAT = re.compile(r"repeat(?:s|ed)?(?: up to)? (\d{1,4}) ?(?:times|x)", re.IGNORECASE)


def import_diagrams(draft: Draft, page: Page) -> None:
    """Add the escalation of each flowchart of a page that is one, and the embed that takes its place."""
    for chart in find_flowcharts(page) if "escalations" in draft.handbook.kinds else ():
        block = diagram_block(draft, page, chart)
        known = known_recipients(draft)
        if not is_meant(page, block, chart, known):
            continue
        # Whatever is wrong with its one item is wrong with the diagram.
        place, row = Place(page.source.path, chart.span.start, "block"), block.rows[0]
        if any(draft.is_barred(one, page.source, block.head) for one in (place, place._replace(what="row"))):
            continue
        try:
            item = escalation(page, block, chart, known)
            path = table_import.data_path(draft, block)
            entry = draft.new_item(path, block, row, item)
        except NotImportedError as error:
            draft.note_not_imported(
                page.source, error.args[1] if len(error.args) > 1 else block.head, str(error.args[0])
            )
            continue
        draft.items += [entry] if entry else []
        if len(item["steps"]) > 2:
            draft.note_assumption(page.source, block.head, assumption(item, chart))
        line = table_import.embed_paragraph(draft, block, path, (), str(item["escalation"]))
        draft.replace(replacement(block, {row.span}, line), place)


def diagram_block(draft: Draft, page: Page, chart: Flowchart) -> Block:
    """Return a diagram as a block of one row."""
    heading, section = markdown_tables.section_at(page, chart.span.start)
    title = outline.shown_title(heading.title) if heading else ""
    head = Span(chart.span.start, page.source.text.find("\n", chart.span.start))
    return Block(page, draft.handbook.kinds["escalations"], (Row({}, chart.span),), chart.span, head, section, title)


def is_meant(page: Page, block: Block, chart: Flowchart, known: Mapping[str, set[str]]) -> bool:
    """Return whether a flowchart probably says who is notified: a title says so, or arrows have times and a node a known name."""
    if SAYS.search(f"{page_reader.page_title(page)} {block.title} {chart.title}"):
        return bool(chart.arrows or chart.problem)
    has_times = any(AMOUNT.search(arrow.text) for arrow in chart.arrows)
    return has_times and any(folded(chart.text(node).lstrip("@")) in known for node in chart.places)


def known_recipients(draft: Draft) -> dict[str, set[str]]:
    """Return what the names of rotations, people and groups mean in steps, with those that this import adds."""
    pairs = recipients.recipient_names(draft.handbook)
    if draft.handbook.people is None:
        pairs += [(value.text, value.text) for _, value in responsibilities.person_values(draft.handbook)]
        pairs += [(name, name) for item in draft.items for name in people_in(item.kind.formats, item.values)]
    pairs += [(name, handle) for handle, person in draft.people.new.items() for name in (handle, *person.values())]
    pairs += [(item.values["rotation"],) * 2 for item in draft.items if item.kind.name == "rotations"]
    known: dict[str, set[str]] = {}
    for name, meant in pairs:
        known.setdefault(folded(name), set()).add(meant)
    return known


def people_in(formats: Mapping[str, frozenset[str]], values: Mapping[str, Any]) -> Iterator[str]:
    """Yield the people that an item for a data file names, those of shifts too."""
    left = [value for key, value in values.items() if "person" in formats.get(key, ())]
    while left:
        one = left.pop()
        if isinstance(one, str):
            yield one
        else:
            left += [one["dri"]] if isinstance(one, dict) else one


def escalation(page: Page, block: Block, chart: Flowchart, known: Mapping[str, set[str]]) -> dict[str, Any]:
    """Return the values of a flowchart's escalation; raise NotImportedError, with the place, for what is none."""
    if chart.problem:
        raise NotImportedError(*chart.problem)
    arrows, repeat = path_and_repeat(chart)
    nodes = [arrows[0].start, *(arrow.end for arrow in arrows)]
    names = [recipient(chart, node, known) for node in nodes]
    minutes = [0, *minutes_of(arrows)]
    steps = [{"notify": name} | ({"after": after} if after else {}) for name, after in zip(names, minutes, strict=True)]
    title = chart.title or block.title or page_reader.page_title(page)
    return {"escalation": title, "steps": steps} | ({"repeat": repeat} if repeat else {})


def path_and_repeat(chart: Flowchart) -> tuple[list[Arrow], int]:
    """Return the arrows of a flowchart from its first node to its last, and how often they repeat; raise NotImportedError."""
    back = [arrow for arrow in chart.arrows if REPEAT.fullmatch(arrow.text)]
    arrows = [arrow for arrow in chart.arrows if arrow not in back]
    for ends, says in (([one.start for one in arrows], "leads to"), ([one.end for one in arrows], "follows")):
        node, count = next(iter(Counter(ends).most_common(1)), ("", 0))
        if count > 1:
            others = [one.end if says == "leads to" else one.start for one in arrows if node in (one.start, one.end)]
            others = [shortened(chart.text(one)) for one in dict.fromkeys(others) if one != node]
            message = (
                f'"{shortened(chart.text(node))}" {says} {listed(others)}, an escalation is one path: draw one for each'
            )
            raise NotImportedError(message, next(one.line for one in reversed(arrows) if node in (one.start, one.end)))
    after = {arrow.start: arrow for arrow in arrows}
    first = [node for node in chart.places if node not in {arrow.end for arrow in arrows}]
    if not first or not arrows:
        circle = 'its arrows lead in a circle, write "repeat 3 times" at the last one'
        raise NotImportedError(circle if arrows else "it has no arrow that says who comes next", chart.span)
    if len(first) > 1:
        begins = listed([shortened(chart.text(node)) for node in first[:3]])
        raise NotImportedError(f"nothing leads to {begins}, an escalation has one beginning", chart.places[first[1]])
    path = [after[first[0]]]
    while path[-1].end in after:
        path.append(after[path[-1].end])
    if len(path) < len(arrows):
        lost = next(arrow for arrow in arrows if arrow not in path)
        raise NotImportedError(
            f'"{shortened(chart.text(lost.start))}" is not on the path from its beginning', lost.line
        )
    for arrow in back:
        if len(back) > 1 or (arrow.start, arrow.end) != (path[-1].end, first[0]):
            raise NotImportedError("only the whole path repeats, from its last step to its first", arrow.line)
    return path, int(match[1]) if back and (match := REPEAT.fullmatch(back[0].text)) else 0


def recipient(chart: Flowchart, node: str, known: Mapping[str, set[str]]) -> str:
    """Return whom a node names, as data spells it; raise NotImportedError where that is nobody or more than one."""
    text = chart.text(node).removeprefix("@")
    found = known.get(folded(text), set())
    if text in found or len(found) == 1:
        return text if text in found else next(iter(found))
    name = shortened(text)
    if found:
        raise NotImportedError(f'"{name}" may be {listed(sorted(found), "or")}, write which', chart.places[node])
    hint = did_you_mean(folded(text), known) or ", name one, or keep the diagram"
    raise NotImportedError(f'"{name}" is no rotation, person or group here{hint}', chart.places[node])


def minutes_of(arrows: Sequence[Arrow]) -> list[int]:
    """Return the minutes from the beginning after which each arrow is followed; raise NotImportedError."""
    minutes = [minutes_said(arrow) for arrow in arrows]
    return list(accumulate(minutes)) if are_added(arrows, minutes) else minutes


def are_added(arrows: Sequence[Arrow], minutes: Sequence[int]) -> bool:
    """Return whether each time counts from the step before: a word says so, or as times from the beginning they would not grow."""
    words = {word for arrow in arrows for word in folded(arrow.text).split()}
    return bool(words & RELATIVE) or any(later <= before for before, later in pairwise(minutes))


def minutes_said(arrow: Arrow) -> int:
    """Return the minutes in the text of an arrow; raise NotImportedError where it says no time, or something else."""
    amounts = AMOUNT.findall(arrow.text)
    words = set(re.findall(r"[^\W\d_]+|\d+", AMOUNT.sub(" ", folded(arrow.text))))
    is_denied = words & DENIED or not words & ANSWERED
    if len(amounts) != 1 or words - BESIDE - RELATIVE or not is_denied:
        said = f'the text "{shortened(arrow.text)}" of an arrow is no time' if arrow.text else "an arrow has no time"
        raise NotImportedError(f'{said}, write "after 15 min"', arrow.line)
    number, unit = amounts[0]
    return int(number) * (60 if unit[0] in "hH" else 1)


def assumption(item: Mapping[str, Any], chart: Flowchart) -> str:
    """Return the remark on how the times of a flowchart were read."""
    minutes = [str(step["after"]) for step in item["steps"][1:]]
    arrows, _ = path_and_repeat(chart)
    why = (
        "each arrow adds to the one before" if are_added(arrows, [*map(minutes_said, arrows)]) else "as its arrows say"
    )
    return f'"{item["escalation"]}" goes on {joined(minutes)} minutes after the beginning: {why}'
