"""YAML syntax errors in plain words, for the person who typed the line."""

from __future__ import annotations

import re

import yaml

from mkdocs_handbook.data.yaml import repairs
from mkdocs_handbook.data.yaml.events import LOADER, StopError, mark_offset
from mkdocs_handbook.data.yaml.line_slips import KEY_ALONE, TWO_KEYS
from mkdocs_handbook.model import NOWHERE, Source, Span, line_starts

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


TABLE = (
    'a Markdown table stands here, put it on a page and run "handbook import" with that page, which makes data of it'
)


def syntax_problems(source: Source, error: yaml.MarkedYAMLError | None, at: Span = NOWHERE) -> StopError:
    """Return the problems of a text that cannot be read: its slips, and what a parser says of the text without them."""
    found, text = repairs.repair(source)
    if not text:
        return syntax_problem(source, error) if error else StopError("HB101", at, PROBLEMS[3][2])
    stop = problem_left(source, text)
    return (
        StopError(stop.code, stop.span, str(stop), tuple(found)) if stop else StopError("", NOWHERE, "", tuple(found))
    )


def problem_left(source: Source, text: str, first: int = 0) -> StopError | None:
    """Return where some lines of a source stop to be YAML as another text has them, None where they do not."""
    left = Source(source.path, text)
    try:
        for event in iter(LOADER(text).get_event, None):
            del event
    except yaml.MarkedYAMLError as still:
        stop = syntax_problem(left, still)
        row, column = left.position(stop.span.start)
        start = min(line_starts(source.text)[row - 1 + first] + column - 1, len(source.text))
        return StopError(stop.code, Span(start, min(start + 1, len(source.text))), str(stop))
    return None


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
    if repairs.table_row(source, source.position(at).row):
        return StopError("HB101", Span(at, at + 1), TABLE)
    if match := TWO_KEYS.match(line):
        message = f'"{match["second"]}" begins a line of its own, below "{match["key"]}"'
        start = line_starts(source.text)[source.position(at).row - 1] + match.start("second")
        return StopError("HB101", Span(start, start + len(match["second"])), message)
    row = source.position(at).row
    if problem.startswith("could not find") and row > 1 and (match := KEY_ALONE.match(source.line(row - 1))):
        start = line_starts(source.text)[row - 2] + match.start("key")
        return StopError("HB101", Span(start, start + len(match["key"])), f'put a colon after "{match["key"]}"')
    before = line[: source.position(at).column - 1]
    if problem.startswith("mapping values") and re.fullmatch(r"[ -]*[A-Za-z]\w*", before):
        message = "this key is indented deeper than the one above it, keys of one entry stand in one column"
        return StopError("HB101", Span(at, at + 1), message)
    hint = '; "#" without quotes begins a comment' if is_context and "#" in line else ""
    return StopError(
        "HB101", Span(at, min(at + 1, len(source.text))), f"{known[2] if known else f'not YAML: {problem}'}{hint}"
    )
