"""What a change of a handbook means, and that in words, as Markdown or for a program."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from itertools import groupby

from mkdocs_handbook.changes import diff_items, diff_pages, diff_shifts
from mkdocs_handbook.changes.diff_items import Difference
from mkdocs_handbook.lint.report.ci import inert
from mkdocs_handbook.model import Handbook
from mkdocs_handbook.stubs.vanished import VanishedAddress

TITLE = "What this changes"
PER_PERSON = "Rituals per person"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a change means: each difference, and how many rituals people had and have."""

    differences: tuple[Difference, ...]
    rituals: Mapping[str, tuple[int, int]]


def meaning(old: Handbook, new: Handbook, vanished: Iterable[VanishedAddress]) -> Meaning:
    """Give what has changed between two states of a handbook, both seen from the same day."""
    found = (
        *diff_items.of_items(old, new),
        *diff_shifts.of_rotations(old, new),
        *diff_pages.of_pages(old, new, vanished),
    )
    before, after = diff_items.rituals_of(old), diff_items.rituals_of(new)
    counts = {handle: (before.get(handle, 0), after.get(handle, 0)) for handle in sorted({*before, *after})}
    return Meaning(tuple(sorted(found, key=lambda one: rank(one.section))), counts)


def rank(section: str) -> int:
    """Give the place of a section: what people do comes first, pages last."""
    order = ("Rituals", "Rotations", "Slack channels", "Project boards", "People")
    return order.index(section) if section in order else len(order) + (section == diff_pages.SECTION)


# --- Forms ---


@dataclass(frozen=True, slots=True)
class Style:
    """How words are set: a name, other text of the handbook, and the arrow."""

    name: Callable[[str], str]
    text: Callable[[str], str]
    arrow: str


PLAIN = Style(lambda name: f'"{printable(name)}"', lambda text: printable(text), "->")
MARKDOWN = Style(lambda name: f"*{inert(printable(name))}*", lambda text: inert(printable(text)), "→")


def printable(text: str) -> str:
    """Give a text on one line, without what would command a terminal."""
    return "".join(char if char.isprintable() else "\ufffd" for char in " ".join(text.split()))


def sentence(one: Difference, style: Style) -> str:
    """Give a difference in words."""
    group = f" ({style.text(one.group)})" if one.group else ""
    before, after = style.text(one.before), style.text(one.after)
    note = style.text(one.note).replace("-&#62;", style.arrow).replace("->", style.arrow)
    turn = f"{before or 'none'} {style.arrow} {after or 'none'}"
    match one.what:
        case "new" | "removed" | "archived" | "active again":
            known = before or after
            return f"{one.what}: {style.name(one.name)}{group}{f', {known}' if known else ''}"
        case "renamed":
            return f"renamed{group}: {style.name(one.before)} {style.arrow} {style.name(one.after)}"
        case "moved":
            return f"{turn} ({note})"
        case "vanished":
            return f"vanished: {before} ({note})"
        case "left on" if not one.before:
            return f"{style.name(one.name)} left on {after}"
        case "shift":
            return f"{style.name(one.name)}{group}, {note}{f': {turn}' if before or after else ''}"
    change = "changed" if "…" in (one.before, one.after) else f"{turn}"
    joint = " " if change == "changed" else ": "
    return f"{style.text(one.what)} of {style.name(one.name)}{group}{joint}{change}{f', {note}' if note else ''}"


def text(found: Meaning) -> str:
    """Give what a change means in words, nothing where it means nothing."""
    parts = [
        f"{section}\n" + "".join(f"  {sentence(one, PLAIN)}\n" for one in lines)
        for section, lines in groupby(found.differences, key=lambda one: one.section)
    ]
    counts = changed_counts(found)
    width = max((len(handle) for handle in counts), default=0)
    rows = "".join(f"  {printable(handle).ljust(width)}  {was} -> {now}\n" for handle, (was, now) in counts.items())
    return "\n".join([*parts, *([f"{PER_PERSON}\n{rows}"] if rows else [])])


def markdown(found: Meaning) -> str:
    """Give what a change means as Markdown, for a comment or a job's summary."""
    parts = [
        f"**{inert(section)}**\n\n" + "".join(f"- {sentence(one, MARKDOWN)}\n" for one in lines)
        for section, lines in groupby(found.differences, key=lambda one: one.section)
    ]
    counts = changed_counts(found)
    rows = "".join(f"| {inert(printable(handle))} | {was} | {now} |\n" for handle, (was, now) in counts.items())
    table = f"**{PER_PERSON}**\n\n| Person | Before | After |\n|:--|--:|--:|\n{rows}"
    body = [*parts, *([table] if rows else [])] or ["Nothing that the handbook's data or addresses say.\n"]
    return "\n".join([f"### {TITLE}\n", *body])


def json_object(found: Meaning) -> str:
    """Give what a change means as an object of JSON."""
    counts = [{"handle": handle, "before": was, "after": now} for handle, (was, now) in found.rituals.items()]
    whole = {"changes": [asdict(one) for one in found.differences], "rituals": counts}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def changed_counts(found: Meaning) -> dict[str, tuple[int, int]]:
    """Give the numbers of rituals that are others than before."""
    return {handle: both for handle, both in found.rituals.items() if both[0] != both[1]}


FORMATS: Mapping[str, Callable[[Meaning], str]] = {"text": text, "markdown": markdown, "json": json_object}
