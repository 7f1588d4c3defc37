"""The handbook's part of CODEOWNERS, between two marks: as it stands, as it belongs, and the finding where these differ."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from mkdocs_handbook.automation.codeowners import reviewers
from mkdocs_handbook.automation.codeowners.reviewers import Choice, Review
from mkdocs_handbook.model import Edit, Finding, Handbook, RawFile, Source, Span
from mkdocs_handbook.project import disk
from mkdocs_handbook.util.escaping import codeowners_pattern
from mkdocs_handbook.util.wording import shortened

CODE = "HB701"
BEGIN, END = "# begin: handbook codeowners", "# end: handbook codeowners"
NOTE = "# Written from maintainedBy and data: change those, and run the command again."
MARK = re.compile(rf"^(?:(?P<begin>{BEGIN})(?P<options> [^\r\n]*)?|{END})[ \t]*\r?$", re.MULTILINE)
# Bytes. GitHub reads no file of 3 MB or more, and does not say whether that is a power of two.
LIMIT = 3_000_000


class PartError(ValueError):
    """A CODEOWNERS to which no part can be written: where and why."""

    def __init__(self, span: Span, message: str) -> None:
        super().__init__(message)
        self.span = span


@dataclass(frozen=True, slots=True)
class Plan:
    """What stands and what belongs: the finding where these differ, with the edit, and those of people who cannot review.

    `count` is the number of files and folders that have reviewers.
    """

    source: Source
    has_part: bool = False
    finding: Finding | None = None
    problems: tuple[Finding, ...] = ()
    count: int = 0


@lru_cache(maxsize=2)
def plan(handbook: Handbook, choice: Choice | None = None) -> Plan:
    """Return what CODEOWNERS says and what belongs there; without a choice, the part's own first line has it."""
    raw = handbook.codeowners or RawFile(disk.CODEOWNERS[0], problem=disk.MISSING)
    source, unread = disk.decode(raw)
    if raw.problem != disk.MISSING and unread:
        return Plan(source, finding=Finding(CODE, source, unread[0].span, unread[0].message))
    try:
        return _planned(handbook, source, choice)
    except PartError as error:
        return Plan(source, has_part=True, finding=Finding(CODE, source, error.span, str(error)))


def _planned(handbook: Handbook, source: Source, choice: Choice | None) -> Plan:
    """Return the same for a file that can be read; raise PartError."""
    span, options = _stands(source.text)
    chosen = choice or _choice(options, span)
    made, problems = reviewers.reviews(handbook, chosen, source)
    lines, unwritten = _lines(handbook, made, source)
    old = source.text[span.start : span.end].replace("\r\n", "\n")
    new = "\n".join([" ".join([BEGIN, *_options(chosen)]), NOTE, *lines, END, ""])
    finding = None
    if old != new:
        before = source.text[: span.start]
        gap = "" if old or not before else "\n" if before.endswith("\n") else "\n\n"
        size = len(before.encode()) + len(source.text[span.end :].encode()) + len(new.encode())
        if size >= LIMIT:
            raise PartError(span, f"would have {size} bytes with the handbook's part, and GitHub reads less than 3 MB")
        message = "the handbook's part is not what maintainers and data say, write it with: handbook codeowners"
        finding = Finding(CODE, source, Span(span.start, span.start), message, (Edit(source.path, span, gap + new),))
    return Plan(source, bool(old), finding, (*problems, *unwritten), len(lines))


def _stands(text: str) -> tuple[Span, str]:
    """Return where the part stands, the end of a text without one, and its options; raise PartError."""
    marks = [*MARK.finditer(text)]
    if not marks:
        return Span(len(text), len(text)), ""
    if [bool(mark["begin"]) for mark in marks] != [True, False]:
        why = f'of "{BEGIN}" and "{END}" each stands once, in this order; delete what is too much'
        raise PartError(Span(marks[0].start(), marks[0].end()), why)
    begin, end = marks
    return Span(begin.start(), min(end.end() + 1, len(text))), begin["options"] or ""


def _options(choice: Choice) -> list[str]:
    """Return a choice as the options of the command."""
    named = (("--people", choice.people), ("--schemas", choice.schemas))
    return [
        "--by",
        choice.by,
        *(shlex.quote(word) for option, names in named for name in names for word in (option, name)),
    ]


def _choice(options: str, span: Span) -> Choice:
    """Return the choice that options say; raise PartError."""
    found: dict[str, list[str]] = {"--by": [], "--people": [], "--schemas": []}
    try:
        words = shlex.split(options)
        for option, value in zip(words[::2], words[1::2], strict=True):
            found[option].append(value)
        (by,) = found["--by"] or reviewers.BY[:1]
    except (ValueError, KeyError):
        by = ""
    if by not in reviewers.BY:
        why = f'"{shortened(options.strip())}" are no options of the command, write the part with: handbook codeowners --by dri'
        raise PartError(Span(span.start, span.start), why)
    return Choice(by, tuple(found["--people"]), tuple(found["--schemas"]))


def _lines(handbook: Handbook, made: Iterable[Review], source: Source) -> tuple[list[str], list[Finding]]:
    """Return a line for each file with reviewers, and a finding for each path that GitHub could not read."""
    lines, findings = [], []
    for review in made:
        path = handbook.folder + review.path
        pattern = codeowners_pattern(path)
        if pattern is None:
            message = f'"{shortened(path)}" has a character that CODEOWNERS cannot hold, rename the file'
            findings.append(Finding(reviewers.CODE, source, Span(0, 0), message))
        else:
            lines.append(" ".join([pattern, *review.owners]))
    return lines, findings
