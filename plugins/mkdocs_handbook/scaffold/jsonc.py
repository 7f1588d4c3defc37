"""JSON with comments, as editors keep their settings: values with their places, and members that are added in place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mkdocs_handbook.model import Span

# A string is taken whole, so that nothing in it looks like a comment.
TOKENS = re.compile(r'"(?:[^"\\\n]|\\.)*"|//[^\r\n]*|/\*.*?\*/', re.DOTALL)
TRAILING = re.compile(r'"(?:[^"\\\n]|\\.)*"|,(?=\s*[}\]])')
SPACE = re.compile(r"\s*")
REST = re.compile(r"[ \t]*(?://[^\r\n]*|/\*[^\r\n]*?\*/)?[ \t]*(?=\r?\n)")
BLANK = re.compile(r"[^\r\n]")


class JsoncError(ValueError):
    """A text that can't be read, or not be added to."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an object: its key, its value, and the places of both."""

    key: str
    value: Any
    at: int
    span: Span


def bare(text: str) -> str:
    """Give a text of the same length that is plain JSON: spaces for comments and for commas that end a list."""
    blanked = TOKENS.sub(lambda found: found[0] if found[0][0] == '"' else BLANK.sub(" ", found[0]), text)
    return TRAILING.sub(lambda found: found[0] if found[0][0] == '"' else " ", blanked).replace("\ufeff", " ")


def parsed(text: str) -> Any:
    """Give the value of a text; raise JsoncError where it has none."""
    try:
        return json.loads(bare(text))
    except (ValueError, RecursionError) as error:
        raise JsoncError(str(error)) from None


def members(text: str, start: int = 0) -> Iterator[Member]:
    """Give the members of the object that begins at an offset; the text is one that `parsed` could read."""
    plain, decoder = bare(text), json.JSONDecoder()
    at = skip(plain, plain.index("{", start) + 1)
    while plain[at] != "}":
        key, end = decoder.raw_decode(plain, at)
        begins = skip(plain, plain.index(":", end) + 1)
        value, ends = decoder.raw_decode(plain, begins)
        yield Member(key, value, at, Span(begins, ends))
        at = skip(plain, skip(plain, ends) + 1) if plain[skip(plain, ends)] == "," else skip(plain, ends)


def skip(plain: str, at: int) -> int:
    """Give the offset of the next character that is no space."""
    found = SPACE.match(plain, at)
    return found.end() if found else at


def merged(text: str, wanted: Mapping[str, Any]) -> str:
    """Give an object's text with members added or replaced, objects in it merged; raise JsoncError if it is no object.

    All else stays as it is, byte for byte.
    """
    if not isinstance(before := parsed(text), dict):
        raise JsoncError("no object")
    after = with_members(text, wanted, 0, "")
    # What a person wrote may still be read in another way than here.
    if parsed(after) != combined(before, wanted):
        raise JsoncError("another form than expected")
    return after


def combined(before: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Give an object with members added or replaced, objects in it merged."""
    deep = {
        key: combined(before[key], value)
        for key, value in wanted.items()
        if isinstance(value, dict) and isinstance(before.get(key), dict)
    }
    return {**before, **wanted, **deep}


def with_members(text: str, wanted: Mapping[str, Any], start: int, indent: str) -> str:
    """Give a text in which the object that begins at an offset has the members."""
    for key, value in wanted.items():
        # Of two members with the same key, the later one counts.
        known = {one.key: one for one in members(text, start)}
        one = known.get(key)
        if one is None:
            text = appended(text, start, key, value, indent)
        elif isinstance(value, dict) and isinstance(one.value, dict):
            text = with_members(text, value, one.span.start, indent_of(text, one.at))
        elif one.value != value:
            text = text[: one.span.start] + written(value, indent_of(text, one.at)) + text[one.span.end :]
    return text


def appended(text: str, start: int, key: str, value: Any, indent: str) -> str:
    """Give a text in which an object has one more member, its last one."""
    last = max(members(text, start), key=lambda one: one.at, default=None)
    inner = indent_of(text, last.at) if last else f"{indent}  "
    end = "\r\n" if "\r\n" in text else "\n"
    member = f"\n{inner}{json.dumps(key, ensure_ascii=False)}: {written(value, inner)}".replace("\n", end)
    if last is None:
        brace = bare(text).index("{", start) + 1
        closing = skip(bare(text), brace)
        rest = text[brace:] if text[brace:closing].strip() else text[closing:]
        return f"{text[:brace]}{member}{end}{indent}{rest}"
    plain = TOKENS.sub(blank_comment, text)
    comma = skip(plain, last.span.end)
    has_comma = plain[comma] == ","
    at = comma + 1 if has_comma else last.span.end
    # A comment behind the last member stays behind it.
    rest_of_line = REST.match(text, at)
    below = rest_of_line.end() if rest_of_line else at
    return f"{text[:at]}{'' if has_comma else ','}{text[at:below]}{member}{text[below:]}"


def blank_comment(found: re.Match[str]) -> str:
    """Give a string as it is, and a comment as spaces."""
    return found[0] if found[0][0] == '"' else BLANK.sub(" ", found[0])


def indent_of(text: str, at: int) -> str:
    """Give the spaces at the beginning of an offset's line."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line[: len(line) - len(line.lstrip())]


def written(value: Any, indent: str) -> str:
    """Give the text of a value behind an indentation; a list stands on one line."""
    if not isinstance(value, dict) or not value:
        return json.dumps(value, ensure_ascii=False)
    inner = f"{indent}  "
    parts = (f"{inner}{json.dumps(key, ensure_ascii=False)}: {written(one, inner)}" for key, one in value.items())
    return "{\n" + ",\n".join(parts) + f"\n{indent}}}"
