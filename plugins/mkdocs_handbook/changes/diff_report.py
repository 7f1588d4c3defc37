"""The report of `handbook diff`: what changed between two states, as text, Markdown or JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from itertools import groupby

from mkdocs_handbook.changes import diff_items, diff_pages, diff_shifts
from mkdocs_handbook.changes.diff_items import Difference
from mkdocs_handbook.data.people import responsibilities
from mkdocs_handbook.data.people.person_names import login
from mkdocs_handbook.model import Handbook
from mkdocs_handbook.stubs.vanished import VanishedAddress
from mkdocs_handbook.util import escaping
from mkdocs_handbook.util.escaping import JsonText, MarkdownText, TerminalText, marked_up, one_line

TITLE = "What this changes"
PER_PERSON = "Rituals per person"


@dataclass(frozen=True, slots=True)
class HandbookDiff:
    """What changed between two states: each difference, and how many rituals people had and have, by handle."""

    differences: tuple[Difference, ...]
    rituals: Mapping[str, tuple[int, int]]


def compare(old: Handbook, new: Handbook, vanished: Iterable[VanishedAddress]) -> HandbookDiff:
    """Return what changed between two states of a handbook, both seen from the same day."""
    differences = (
        *diff_items.item_differences(old, new),
        *diff_shifts.rotation_differences(old, new),
        *diff_pages.page_differences(old, new, vanished),
    )
    was, now = diff_items.ritual_dris(old), diff_items.ritual_dris(new)
    written = {login(one): one for one in reversed([*now, *was])}
    names = {**written, **responsibilities.handles(old), **responsibilities.handles(new)}
    before, after = (Counter(names[login(one)] for one in dris) for dris in (was, now))
    counts = {handle: (before[handle], after[handle]) for handle in sorted({*before, *after})}
    return HandbookDiff(tuple(sorted(differences, key=lambda difference: section_rank(difference.section))), counts)


def section_rank(section: str) -> int:
    """Return the position of a section: what people do comes first, pages last."""
    order = ("Rituals", "Rotations", "Escalations", "Slack channels", "Project boards", "People")
    return order.index(section) if section in order else len(order) + (section == diff_pages.SECTION)


# --- Formats ---


@dataclass(frozen=True, slots=True)
class Style:
    """How a format writes names, other text of the handbook, and arrows."""

    name: Callable[[str], TerminalText]
    text: Callable[[str], TerminalText]
    arrow: str


PLAIN = Style(lambda name: TerminalText(f'"{one_line(name)}"'), one_line, "->")
MARKDOWN = Style(lambda name: TerminalText(f"*{marked_up(name)}*"), marked_up, "→")


def sentence(difference: Difference, style: Style) -> str:
    """Return a difference in words."""
    group = f" ({style.text(difference.group)})" if difference.group else ""
    before, after = style.text(difference.before), style.text(difference.after)
    note = style.text(difference.note).replace("-&#62;", style.arrow).replace("->", style.arrow)
    turn = f"{before or 'none'} {style.arrow} {after or 'none'}"
    name = style.name(difference.name)
    match difference.what:
        case "new" | "removed" | "archived" | "active again":
            known = before or after
            return f"{difference.what}: {name}{group}{f', {known}' if known else ''}"
        case "renamed":
            return f"renamed{group}: {style.name(difference.before)} {style.arrow} {style.name(difference.after)}"
        case "moved":
            return f"{turn} ({note})"
        case "vanished":
            return f"vanished: {before} ({note})"
        case "left on" if not difference.before:
            return f"the last day of {name} is {after}"
        case "shift":
            return f"{name}{group}, {note}{f': {turn}' if before or after else ''}"
    change = " changed" if "…" in (difference.before, difference.after) else f": {turn}"
    return f"{style.text(difference.what)} of {name}{group}{change}{f', {note}' if note else ''}"


def text(diff: HandbookDiff) -> TerminalText:
    """Return what changed in words, nothing where nothing changed."""
    parts = [
        f"{one_line(section)}\n" + "".join(f"  {sentence(difference, PLAIN)}\n" for difference in lines)
        for section, lines in groupby(diff.differences, key=lambda difference: difference.section)
    ]
    counts = changed_counts(diff)
    width = max((len(handle) for handle in counts), default=0)
    rows = "".join(f"  {one_line(handle).ljust(width)}  {was} -> {now}\n" for handle, (was, now) in counts.items())
    return TerminalText("\n".join([*parts, *([f"{PER_PERSON}\n{rows}"] if rows else [])]))


def markdown(diff: HandbookDiff) -> MarkdownText:
    """Return what changed as Markdown, for a comment or a job's summary."""
    parts = [
        f"**{marked_up(section)}**\n\n" + "".join(f"- {sentence(difference, MARKDOWN)}\n" for difference in lines)
        for section, lines in groupby(diff.differences, key=lambda difference: difference.section)
    ]
    counts = changed_counts(diff)
    rows = "".join(f"| {marked_up(handle)} | {was} | {now} |\n" for handle, (was, now) in counts.items())
    table = f"**{PER_PERSON}**\n\n| Person | Before | After |\n|:--|--:|--:|\n{rows}"
    body = [*parts, *([table] if rows else [])] or ["Nothing that the handbook's data or addresses say.\n"]
    return MarkdownText(TerminalText("\n".join([f"### {TITLE}\n", *body])))


def json_object(diff: HandbookDiff) -> JsonText:
    """Return what changed as a JSON object."""
    counts = [{"handle": handle, "before": was, "after": now} for handle, (was, now) in diff.rituals.items()]
    whole = {"changes": [asdict(difference) for difference in diff.differences], "rituals": counts}
    return escaping.json_text(whole, indent=2)


def changed_counts(diff: HandbookDiff) -> dict[str, tuple[int, int]]:
    """Return the numbers of rituals that changed."""
    return {handle: both for handle, both in diff.rituals.items() if both[0] != both[1]}


FORMATS: Mapping[str, Callable[[HandbookDiff], TerminalText]] = {
    "text": text,
    "markdown": markdown,
    "json": json_object,
}
