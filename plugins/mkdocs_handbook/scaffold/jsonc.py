"""The editor of JSON with comments (JSONC, as VS Code keeps settings): it adds members and keeps all else byte for byte."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mkdocs_handbook.model import Span

# Strings match first, so that nothing in them looks like a comment.
STRING = r'"(?:[^"\\\n]|\\.)*"'
COMMENT = re.compile(rf"{STRING}|(?P<other>//[^\r\n]*|/\*.*?\*/)", re.DOTALL)
TRAILING_COMMA = re.compile(rf"{STRING}|(?P<other>,(?=\s*[}}\]]))")
REST_OF_LINE = re.compile(r"(?:[ \t]*(?://[^\r\n]*|/\*[^\r\n]*?\*/)?[ \t]*(?=\r?\n))?")
DECODER = json.JSONDecoder()


class JsoncError(ValueError):
    """A text that is no object in JSON with comments."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an object: its key and where that begins, its value and the span of that."""

    key: str
    start: int
    value: Any
    span: Span


def parse(text: str) -> dict[str, Any]:
    """Return the object that a text holds; raise JsoncError where it holds none."""
    try:
        value = json.loads(as_json(text))
    except (ValueError, RecursionError) as error:
        raise JsoncError(str(error)) from None
    if not isinstance(value, dict):
        raise JsoncError("no object")
    return value


def merge(text: str, wanted: Mapping[str, Any]) -> str:
    """Return an object's text with members added or replaced, and objects in it merged; raise JsoncError if it is none."""
    parse(text)
    return merge_at(text, wanted, 0, "")


def merge_at(text: str, wanted: Mapping[str, Any], start: int, indent: str) -> str:
    """Return a text in which the object that begins at an offset has the members."""
    for key, value in wanted.items():
        # Of two members with the same key, the later one counts.
        member = {member.key: member for member in members(text, start)}.get(key)
        if member is None:
            text = append(text, start, key, value, indent)
        elif isinstance(value, dict) and isinstance(member.value, dict):
            text = merge_at(text, value, member.span.start, indentation(text, member.start))
        elif member.value != value:
            new = dump(value, indentation(text, member.start))
            text = text[: member.span.start] + new + text[member.span.end :]
    return text


def members(text: str, start: int) -> Iterator[Member]:
    """Yield the members of the object that begins at an offset."""
    bare = as_json(text)
    at = skip_space(bare, bare.index("{", start) + 1)
    while bare[at] != "}":
        key, end = DECODER.raw_decode(bare, at)
        value_start = skip_space(bare, bare.index(":", end) + 1)
        value, end = DECODER.raw_decode(bare, value_start)
        yield Member(key, at, value, Span(value_start, end))
        at = skip_space(bare, end)
        at = skip_space(bare, at + 1) if bare[at] == "," else at


def append(text: str, start: int, key: str, value: Any, indent: str) -> str:
    """Return a text in which an object has one more member, its last one."""
    last = max(members(text, start), key=lambda member: member.start, default=None)
    inner = indentation(text, last.start) if last else f"{indent}  "
    end = "\r\n" if "\r\n" in text else "\n"
    member = f"\n{inner}{json.dumps(key, ensure_ascii=False)}: {dump(value, inner)}".replace("\n", end)
    if last is None:
        bare = as_json(text)
        brace = bare.index("{", start) + 1
        closing = skip_space(bare, brace)
        rest = text[brace:] if text[brace:closing].strip() else text[closing:]
        return f"{text[:brace]}{member}{end}{indent}{rest}"
    bare = blanked(text, COMMENT)
    at = skip_space(bare, last.span.end)
    comma, at = ("", at + 1) if bare[at] == "," else (",", last.span.end)
    # A comment behind the last member stays behind it.
    return text[:at] + comma + REST_OF_LINE.sub(lambda match: match[0] + member, text[at:], count=1)


def as_json(text: str) -> str:
    """Return a text of the same length that is JSON: spaces for comments and for trailing commas."""
    return blanked(blanked(text, COMMENT), TRAILING_COMMA).replace("\ufeff", " ")


def blanked(text: str, pattern: re.Pattern[str]) -> str:
    """Return a text with spaces for what a pattern matches besides strings; line ends stay."""
    return pattern.sub(lambda match: re.sub(r"[^\r\n]", " ", match[0]) if match["other"] else match[0], text)


def skip_space(text: str, at: int) -> int:
    """Return the offset of the next character that is no white space."""
    return len(text) - len(text[at:].lstrip())


def indentation(text: str, at: int) -> str:
    """Return the white space at the beginning of an offset's line."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line[: len(line) - len(line.lstrip())]


def dump(value: Any, indent: str) -> str:
    """Return a value as JSON behind an indentation, lists on one line."""
    if not isinstance(value, dict) or not value:
        return json.dumps(value, ensure_ascii=False)
    inner = f"{indent}  "
    parts = (f"{inner}{json.dumps(key, ensure_ascii=False)}: {dump(part, inner)}" for key, part in value.items())
    return "{\n" + ",\n".join(parts) + f"\n{indent}}}"
