"""What is wrong with YAML, in words for the person who typed the line."""

from __future__ import annotations

import re
from typing import Any

import yaml

from mkdocs_handbook.model import Source, Span


class StopError(Exception):
    """Ends the reading of one file with the finding that says why."""

    def __init__(self, code: str, span: Span, message: str) -> None:
        super().__init__(message)
        self.code, self.span = code, span


def index(mark: Any) -> int:
    """Give the character offset of a parser's mark."""
    return int(mark.index) if mark else 0


# What libyaml says (the beginning of its problem), whether its context is the place to point at, and what to tell people.
PROBLEMS = (
    ("mapping values are not allowed", False, 'a ": " stands in the middle of unquoted text, put the text in quotes'),
    ("did not find expected ',' or", True, "what begins here is not closed, or lacks a comma"),
    ("did not find expected node content while parsing a flow", True, "what begins here is not closed"),
    ("found unexpected end of stream", True, "the quote that begins here is not closed"),
    ("found unexpected document indicator", True, "the quote that begins here is not closed"),
    ("could not find expected ':'", False, 'a key lacks its ":", or text runs on without indentation'),
    ("did not find expected '-' indicator", False, "this line is not indented as the items above it"),
    (
        "did not find expected key",
        False,
        "this line is not indented as the keys above it, or a quote before it ends too early",
    ),
    ("block sequence entries are not allowed", False, 'a "- " begins no item here, items stand on lines of their own'),
    ("found unknown escape character", False, "a backslash in double quotes begins an escape, write it twice"),
)


def syntax_problem(source: Source, error: yaml.MarkedYAMLError) -> StopError:
    """Give the problem behind a parser's error, in words for the person who typed the line."""
    said = " ".join(str(part) for part in (error.problem, error.context) if part)
    known = next((entry for entry in PROBLEMS if said.startswith(entry[0])), None)
    is_context = known is not None and known[1]
    mark = (error.context_mark if is_context else error.problem_mark) or error.problem_mark or error.context_mark
    at = min(index(mark), len(source.text))
    line = source.line(source.position(at).row)
    word = re.match(r"[@`%][^\s,\]}]*", source.text[at:])
    if word:
        message = f'"{word.group()[0]}" cannot begin unquoted text, quote it: "{word.group()}"'
        return StopError("HB106", Span(at, at + len(word.group())), message)
    if re.match(r" *\t", line):
        return StopError("HB101", Span(at, at + 1), "tab in the indentation, YAML takes only spaces there")
    hint = '; "#" without quotes begins a comment' if is_context and "#" in line else ""
    return StopError(
        "HB101", Span(at, min(at + 1, len(source.text))), f"{known[2] if known else f'not YAML: {said}'}{hint}"
    )
