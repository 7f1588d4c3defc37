"""Missing lines: the line of a key that is gone from above what stands under it, told by where its kind has such keys."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from mkdocs_handbook.data.items import read_items
from mkdocs_handbook.data.kinds import item_schema, resolve_ref
from mkdocs_handbook.data.yaml import parser
from mkdocs_handbook.data.yaml.errors import problem_left
from mkdocs_handbook.data.yaml.line_slips import START
from mkdocs_handbook.data.yaml.repairs import failure
from mkdocs_handbook.model import Edit, Finding, Kind, Source, Span, line_starts
from mkdocs_handbook.util.wording import is_slip, listed

# What is wrong with an item whose lines belong elsewhere: its keys, and what they hold.
MISPLACED = ("HB107", "HB108", "HB109")
# Findings of values in one file that are looked at.
MOST = 20


def in_unreadable(source: Source, kind: Kind, findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings of a text that cannot be read: indentation is mended only where its kind has such items.

    Else a line is missing above, or it is said where YAML ends.
    """
    moved = {row_of(source, one): one for one in findings if is_indentation(one)}
    stops = {row_of(source, one): one for one in findings if one.code == "HB101" and not one.edits}
    other = [one for one in findings if one not in moved.values() and one not in stops.values()]
    lines, said = lines_of(source), [*other]
    for first, end in parts(kind, lines, {*moved, *stops}) if moved or stops else ():
        here = {row: one for row, one in moved.items() if first <= row < end}
        wrong = misplaced(source, kind, mended(lines, source, [*other, *here.values()])[first:end], here, first)
        before = {row: one for row, one in here.items() if wrong is None or first < row < wrong}
        said += before.values()
        item = mended(lines, source, [*other, *before.values()])[first:end]
        if wrong is not None:
            said += missing_line(source, kind, item, first, wrong) or yaml_end(source, item, first)
        for row in (row for row in stops if first <= row < end and (wrong is None or row < wrong)):
            said += missing_line(source, kind, item, first, row) or [stops[row]]
    return sorted(said, key=lambda one: one.span)


def in_readable(source: Source, kind: Kind, findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings of items, one at a line above which another is missing instead of what it is taken for."""
    lines = lines_of(source) if findings else []
    return [better(source, kind, lines, one) if at < MOST else one for at, one in enumerate(findings)]


def better(source: Source, kind: Kind, lines: Sequence[str], finding: Finding) -> Finding:
    """Return the finding of the line that is missing above an item of a list that a finding is about, else that finding."""
    row = row_of(source, finding)
    # Text goes on in the next line, even where that begins with a dash.
    row += "\n" in source.text[slice(*finding.span)] and not is_list_item(lines[row])
    if not is_list_item(lines[row]) or finding.edits:
        return finding
    for first, end in parts(kind, lines, {row}):
        for found in missing_line(source, kind, lines[first:end], first, row) if row > first else ():
            return replace(found, code=finding.code, edits=())
    return finding


def row_of(source: Source, finding: Finding) -> int:
    """Return the row of a finding, from 0."""
    return source.position(finding.span.start).row - 1


def lines_of(source: Source) -> list[str]:
    """Return the lines of a text without their ends."""
    return [source.line(row) for row in range(1, len(line_starts(source.text)) + 1)]


def is_list_item(line: str) -> bool:
    """Return whether a line begins with the dash of an item."""
    return line.lstrip(" ").startswith("- ")


def is_indentation(finding: Finding) -> bool:
    """Return whether a finding is mended by other spaces before a line, and nothing else."""
    text = finding.source.text
    return len(finding.edits) == 1 and all(
        text[slice(*edit.span)].strip() == edit.text.strip()
        and text[text.rfind("\n", 0, edit.span.start) + 1 : edit.span.start].strip() == ""
        for edit in finding.edits
    )


def mended(lines: Sequence[str], source: Source, findings: Iterable[Finding]) -> list[str]:
    """Return the lines of a text with the fixes of some findings, each of which is in one line."""
    starts, after = line_starts(source.text), [*lines]
    for edit in (edit for finding in findings for edit in finding.edits):
        row = source.position(edit.span.start).row - 1
        begin, end = edit.span.start - starts[row], edit.span.end - starts[row]
        after[row] = lines[row][:begin] + edit.text + lines[row][end:]
    return after


def parts(kind: Kind, lines: Sequence[str], rows: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield where the items that hold some rows begin and end."""
    content = [row for row, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")]
    top = indentation(lines[content[0]]) if content else 0
    is_map = kind.schema.get("type") == "object"
    starts = [row for row in content if indentation(lines[row]) == top and (is_map or not lines[row][top].isalnum())]
    for first, end in pairwise([*starts, len(lines)]):
        if any(first <= row < end for row in rows):
            yield first, end


def indentation(line: str) -> int:
    """Return how many blanks a line starts with."""
    return len(line) - len(line.lstrip())


def misplaced(source: Source, kind: Kind, lines: Sequence[str], rows: Collection[int], first: int) -> int | None:
    """Return the first of some rows in which a kind has no such items, None where it has; the lines begin at a row."""
    part = Source(source.path, "\n".join(lines))
    root, problems = parser.parse(part)
    found = read_items(part, root, kind)[2] if root else problems
    rows_in_part = (wrong_row(part, one, is_read=root is not None) for one in found)
    wrong = {first + row for row in rows_in_part if row is not None}
    if first in rows and first in wrong:
        # Not the beginning of the item, but what no item has there.
        stops = failure("\n".join(lines_of(source)[first : first + len(lines)]))
        return stops.row + first if stops else first
    return min((row for row in rows if row in wrong), default=None)


def wrong_row(part: Source, finding: Finding, *, is_read: bool) -> int | None:
    """Return the row of which a finding says that it is misplaced: that of a key, or the last one of text in several."""
    last = part.position(max(finding.span.start, finding.span.end - 1)).row - 1
    if is_misspelt(finding):
        return None
    if finding.code in MISPLACED or not is_read:
        return row_of(part, finding)
    return last if row_of(part, finding) < last else None


def is_misspelt(finding: Finding) -> bool:
    """Return whether a finding is about a key with a slip of the pen."""
    pairs = [(finding.source.text[slice(*edit.span)], edit.text) for edit in finding.edits]
    return finding.code == "HB107" and any(is_slip(*pair) for pair in pairs)


def missing_line(source: Source, kind: Kind, lines: Sequence[str], first: int, row: int) -> list[Finding]:
    """Return the finding of a row of an item above which the line of a key is missing, none where no key is known.

    The lines are those of the item, which begins at another row.
    """
    key = START.match(lines[0])
    column = len(key["lead"]) if key else 0
    names = missing_keys(source, kind, lines, row - first, column)
    if not names:
        return []
    start, line = line_starts(source.text)[row], source.line(row + 1)
    span = Span(start + indentation(line), start + len(line))
    edits = (Edit(source.path, Span(start, start), f"{' ' * column}{names[0]}:\n"),) if len(names) == 1 else ()
    message = f"{listed((f'{name}:' for name in names), 'or')} is missing above this line"
    return [Finding("HB101", source, span, message, edits, is_safe=False)]


def yaml_end(source: Source, lines: Sequence[str], first: int) -> list[Finding]:
    """Return the finding of where an item stops to be YAML; it begins at a row."""
    stop = problem_left(source, "\n".join(lines), first)
    return [*stop.findings(source)] if stop else []


def missing_keys(source: Source, kind: Kind, lines: Sequence[str], at: int, column: int) -> list[str]:
    """Return the keys under which the lines of an item can stand from one of them on, as keys of the item do."""
    there = {match["key"] for line in lines if (match := START.match(line)) and len(match["lead"]) == column}
    wrong: dict[str, list[str]] = {}
    for name, schema in item_schema(kind.schema).get("properties", {}).items():
        part = Source(source.path, "\n".join([*lines[:at], f"{' ' * column}{name}:", *lines[at:]]))
        if name not in there and holds_lines(schema, kind.schema) and not failure(part.text):
            root, _ = parser.parse(part)
            wrong[name] = [one.code for one in read_items(part, root, kind)[2]] if root else [*MISPLACED]
    best = min(map(len, wrong.values()), default=0)
    return [name for name, codes in wrong.items() if len(codes) == best and not {*codes} & {*MISPLACED}]


def holds_lines(schema: Any, root: Mapping[str, Any]) -> bool:
    """Return whether the values of a schema stand in lines of their own: those of lists and mappings."""
    return resolve_ref(schema, root).get("type") in ("array", "object")
