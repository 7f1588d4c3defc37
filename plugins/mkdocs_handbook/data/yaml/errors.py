"""YAML syntax errors in plain words, for the person who typed the line."""

from __future__ import annotations

import re
from typing import Any

import yaml

from mkdocs_handbook.model import Source, Span, line_starts
from mkdocs_handbook.util.wording import shortened


class StopError(Exception):
    """Ends the reading of one file with the finding that says why."""

    def __init__(self, code: str, span: Span, message: str) -> None:
        super().__init__(message)
        self.code, self.span = code, span


def mark_offset(mark: Any) -> int:
    """Return the character offset of a parser's mark."""
    return int(mark.index) if mark else 0


# What libyaml says (the beginning of its problem), whether its context is the place to point at, and what to tell people.
PROBLEMS = (
    ("mapping values are not allowed", False, 'a ": " stands in the middle of unquoted text, put the text in quotes'),
    ("did not find expected ',' or", True, "what begins here is not closed, or lacks a comma"),
    ("did not find expected node content while parsing a flow", True, "what begins here is not closed"),
    ("found unexpected end of stream", True, "the quote that begins here is not closed"),
    ("found unexpected document indicator", True, "the quote that begins here is not closed"),
    ("could not find expected ':'", False, 'a key lacks its ":", or text runs on without indentation'),
    (
        "did not find expected '-' indicator",
        False,
        'a new entry begins with "- ", and keys of one entry stand in one column',
    ),
    (
        "did not find expected key",
        False,
        "this line is not indented as the keys above it, or a quote before it ends too early",
    ),
    ("block sequence entries are not allowed", False, 'a "- " begins no item here, items stand on lines of their own'),
    ("found unknown escape character", False, "a backslash in double quotes begins an escape, write it twice"),
)


def syntax_problem(source: Source, error: yaml.MarkedYAMLError) -> StopError:
    """Return the problem behind a parser's error, in words for the person who typed the line."""
    problem = " ".join(str(part) for part in (error.problem, error.context) if part)
    known = next((entry for entry in PROBLEMS if problem.startswith(entry[0])), None)
    is_context = known is not None and known[1]
    mark = (error.context_mark if is_context else error.problem_mark) or error.problem_mark or error.context_mark
    at = min(mark_offset(mark), len(source.text))
    line = source.line(source.position(at).row)
    word = re.match(r"[@`%][^\s,\]}]*", source.text[at:])
    if word:
        message = f'"{word.group()[0]}" cannot begin unquoted text, quote it: "{word.group()}"'
        return StopError("HB106", Span(at, at + len(word.group())), message)
    if re.match(r" *\t", line):
        return StopError("HB101", Span(at, at + 1), "tab in the indentation, YAML takes only spaces there")
    if re.match(r"[ \t]*\xa0", line):
        return StopError("HB101", Span(at, at + 1), "a non-breaking space in the indentation, type ordinary spaces")
    if stop := quoting_problem(source, at):
        return stop
    before = line[: source.position(at).column - 1]
    if problem.startswith("mapping values") and re.fullmatch(r"[ -]*[A-Za-z]\w*", before):
        message = "this key is indented deeper than the one above it, keys of one entry stand in one column"
        return StopError("HB101", Span(at, at + 1), message)
    hint = '; "#" without quotes begins a comment' if is_context and "#" in line else ""
    return StopError(
        "HB101", Span(at, min(at + 1, len(source.text))), f"{known[2] if known else f'not YAML: {problem}'}{hint}"
    )


# A value that begins with a mark of YAML's own, and goes on as only text does.
MARKED = re.compile(
    r"[ -]*[A-Za-z]\w*:[ \t]+(?P<value>[*&!|>][^\s].*|[|>] \S.*|\[[^\]]*\]\S.*|\"[^\"]*\"[ ]*[^\s#:][^:]*|'[^']*'[ ]*[^\s#':][^:]*)\Z"
)


def quoting_problem(source: Source, at: int) -> StopError | None:
    """Return the problem of text that has to stand in quotes for how it begins: in the line of an error, or the one above."""
    row = source.position(at).row
    for number in (row, row - 1):
        match = MARKED.match(source.line(number)) if number else None
        if match:
            start = line_starts(source.text)[number - 1] + match.start("value")
            text = match["value"].rstrip()
            quoted = "'" + text.replace("'", "''") + "'" if '"' in text else f'"{text}"'
            message = f"text that begins with {text[0]} stands in quotes: {shortened(quoted)}"
            return StopError("HB106", Span(start, start + len(text)), message)
    return None
