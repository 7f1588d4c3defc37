"""Line slips: lines at which people stumble over YAML, each with the text that was meant, tried before it is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from mkdocs_handbook.data.yaml.quoting import UNSAFE_PLAIN, double_quoted, inline_scalar
from mkdocs_handbook.util.wording import shortened


class Slip(NamedTuple):
    """A line as it was meant: its code, what is said of it, the column (from 0) to point at, and whether it is a guess."""

    line: str
    message: str
    column: int
    code: str = "HB101"
    is_safe: bool = True


KEY = r"[A-Za-z][\w-]*"
START = re.compile(rf"(?P<lead>[ ]*(?:- +)?)(?P<key>{KEY}):(?=[ ]|\Z)[ ]*(?P<value>.*?)[ ]*\Z")
DASHES = {"—": "a long dash", "–": "a long dash", "‐": "another hyphen", "‑": "another hyphen", "−": "a minus sign"}
DASHES |= {"•": "a bullet", "·": "a dot", "*": "an asterisk", "+": "a plus sign"}
WRONG_DASH = re.compile(rf"(?P<lead>[ ]*)(?P<mark>[{''.join(map(re.escape, DASHES))}])[ ]*(?P<rest>[\w\"'].*)\Z")
NO_SPACE_DASH = re.compile(rf"(?P<lead>[ ]*)-(?P<rest>(?:{KEY}|[\"']).*)\Z")
# Also an old address, as stubs have them.
NO_SPACE_COLON = re.compile(
    rf"(?P<lead>[ ]*(?:- +)?)(?P<key>{KEY}|[\w./-]+\.md(?:#[\w-]+)?):(?! )(?=\s*+\S)(?P<value>.*)\Z"
)
WRONG_COLON = re.compile(rf"(?P<lead>[ ]*(?:- +)?)(?P<key>{KEY})[ ]*(?P<mark>[：=]|[ ]:)[ ]*(?P<value>\S.*)\Z")
NO_COLON = re.compile(rf"(?P<lead>[ ]*(?:- +)?)(?P<key>{KEY})[ ]+(?P<value>\S.*)\Z")
KEY_ALONE = re.compile(rf"[ ]*(?:- +)?(?P<key>{KEY})[ ]*\Z")
TWO_KEYS = re.compile(rf"[ ]*(?:- +)?(?P<key>{KEY}): +(?:\"[^\"]*\"|'[^']*'|\S+) +(?P<second>{KEY}):(?: |\Z)")
INDENTED = re.compile(r"(?P<indent>[ \t\xa0\u2000-\u200a\u3000]*)(?P<rest>\S.*)\Z")
CURLY = "“”„‟«»‘’‚"
HANDLE = re.compile(r"@[\w.-]+\Z")
QUOTES = ("'", '"')
# What begins a value that is more than words, and what no such words begin with.
WRITTEN, MARKS = "[{|>'\"", "*&!|>[]{}%@`,?"
PROSE = ("description", "task", "agenda", "notes", "title")
IN_BRACKETS = re.compile(r"\[(?P<inside>[^\[\]\"']*)(?P<end>\]?)[ ]*\Z")
TABLE = re.compile(r"[ ]*\|.*\|[ ]*\Z")
COMMENT = re.compile(r"[ \t]+#.*\Z")
# "#help" may as well be text: only its author knows.
SURE_COMMENT = re.compile(r"[ \t]+#+(?:[ \t]|\Z)")
MAYBE_COMMENT, MAYBE_COMMENT_IN_LIST = re.compile(r"[ \t]#|\A#[ \t]"), re.compile(r"[^\s,\[][ \t]+#|#[ \t]")


def dashes(lines: Sequence[str], row: int) -> Iterator[Slip]:
    """Yield the line with the dash that begins an item in YAML."""
    if match := WRONG_DASH.match(lines[row]):
        mark, at = match["mark"], len(match["lead"])
        yield Slip(f"{match['lead']}- {match['rest']}", f'"{mark}" is {DASHES[mark]}, type "- "', at)
    elif match := NO_SPACE_DASH.match(lines[row]):
        meant = f"- {match['rest']}"
        yield Slip(match["lead"] + meant, f"put a space after the dash: {shortened(meant)}", len(match["lead"]))


def colons(lines: Sequence[str], row: int) -> Iterator[Slip]:
    """Yield the line with a colon and a space behind its key."""
    line, names = lines[row], {match["key"] for one in lines if (match := START.match(one))}
    if (match := NO_SPACE_COLON.match(line)) and not match["value"].startswith("//"):
        yield with_colon(match, "put a space after the colon: {}")
    elif match := WRONG_COLON.match(line):
        yield with_colon(match, f'"{match["mark"].strip() or " :"}" stands where ": " belongs: {{}}')
    elif (match := NO_COLON.match(line)) and match["key"] in names:
        yield with_colon(match, f'put a colon after "{match["key"]}": {{}}')


def with_colon(match: re.Match[str], message: str) -> Slip:
    """Return the slip of a key and its value that lack their colon or its space."""
    written = match["value"].strip()
    value, comment = (written, "") if written[0] in WRITTEN else parted(written)
    # Without a space before it a "#" begins no comment; with one it would.
    is_written = value[0] in WRITTEN or not UNSAFE_PLAIN.match(value)
    meant = f"{match['key']}: {value if is_written else double_quoted(value)}"
    slip = Slip(match["lead"] + meant, message.format(shortened(meant)), len(match["lead"]))
    return slip if value[0] in WRITTEN else commented(slip, value, comment)


def indentations(lines: Sequence[str], row: int) -> Iterator[Slip]:
    """Yield the line indented as its neighbours are."""
    match = INDENTED.match(lines[row])
    if not match or match["rest"].startswith("#"):
        return
    indent, rest = match["indent"], match["rest"]
    for wanted in dict.fromkeys(neighbours(lines, row)):
        if "\t" in indent or not indent.isascii():
            odd = "tab" if "\t" in indent else "non-breaking space"
            yield Slip(" " * wanted + rest, f"{odd} in the indentation, type {spaces(wanted)} instead", 0)
        elif 0 < abs(wanted - len(indent)) <= 4:
            said = f"this line starts with {spaces(len(indent))}, {placed(lines, row, wanted)}"
            yield Slip(" " * wanted + rest, said, len(indent))


def spaces(number: int) -> str:
    """Return a number of spaces in words."""
    return "no space" if not number else f"{number} space{'s' if number > 1 else ''}"


def placed(lines: Sequence[str], row: int, wanted: int) -> str:
    """Return where the lines around a row begin."""
    around = [one for one in (content(lines, row, -1), content(lines, row, 1)) if one is not None]
    starts = [len(lines[one]) - len(lines[one].lstrip(" ")) for one in around]
    if wanted in starts:
        return f"the lines around it with {wanted or 'none'}"
    if lines[row].lstrip().startswith("- "):
        return f"type {wanted or 'none'}, as before the other items"
    above, here = (START.match(lines[one]) for one in (around[0], row))
    if not (above and here):
        return f"type {wanted}"
    side = "below" if above["value"] else "inside"
    return f'type {wanted}, so that "{here["key"]}" stands {side} "{above["key"]}"'


def content(lines: Sequence[str], row: int, step: int) -> int | None:
    """Return the next row in a direction that is neither blank nor a comment."""
    row += step
    while 0 <= row < len(lines):
        if lines[row].strip() and not lines[row].lstrip().startswith("#"):
            return row
        row += step
    return None


def neighbours(lines: Sequence[str], row: int) -> Iterator[int]:
    """Yield the columns at which a line may begin beside the lines above and below it."""
    above, below = content(lines, row, -1), content(lines, row, 1)
    is_item = lines[row].lstrip(" \t\xa0").startswith("- ")
    if above is not None:
        match = START.match(lines[above])
        column = len(match["lead"]) if match else len(lines[above]) - len(lines[above].lstrip(" "))
        # What an empty key holds stands below it.
        if match and not match["value"]:
            yield column + 2
        yield column - 2 * (is_item and column > 1)
    # Text goes on deeper than its key.
    if above is not None and match and match["value"] and not START.match(lines[row]):
        yield column + 2
    if below is not None and lines[below].lstrip(" ").startswith("- ") == is_item:
        yield len(lines[below]) - len(lines[below].lstrip(" "))


def quotes(lines: Sequence[str], row: int) -> Iterator[Slip]:
    """Yield the line with the quotes that its value lacks."""
    match = START.match(lines[row])
    if not match or not match["value"] or (match["value"][0] in QUOTES and TWO_KEYS.match(lines[row])):
        return
    value, comment = parted(match["value"])
    lead, at = f"{match['lead']}{match['key']}: ", match.start("value")
    yield from (commented(slip, value, comment) for slip in quoted_values(value, match["key"], lead, at))


def parted(value: str) -> tuple[str, str]:
    """Return a value without the comment behind it, and the comment with the spaces before it."""
    end = 1
    if value[0] == "[":
        end = value.find("]") + 1 or len(value)
    elif value[0] in QUOTES:
        end = value.rfind(value[0], 1) + 1 or len(value)
    comment = COMMENT.search(value, end)
    at = comment.start() if comment else len(value)
    return value[:at], value[at:]


def commented(slip: Slip, value: str, comment: str) -> Slip:
    """Return the slip of a value with the comment behind it: a guess where it may be text, or text a comment."""
    maybe = MAYBE_COMMENT_IN_LIST if value[0] == "[" else MAYBE_COMMENT
    is_clear = not comment or (value[0] not in QUOTES and SURE_COMMENT.match(comment) is not None)
    is_safe = slip.is_safe and is_clear and not maybe.search(value)
    return slip._replace(line=slip.line + comment, is_safe=is_safe)


def quoted_values(value: str, key: str, lead: str, at: int) -> Iterator[Slip]:
    """Yield the line of a key with the quotes that its value lacks."""
    if value[0] in QUOTES:
        yield from closed(value, lead, at)
    elif HANDLE.match(value) and key not in PROSE:
        yield Slip(lead + value[1:], f'"@" begins no text here, write {value[1:]}, without @', at, "HB106")
    elif brackets := IN_BRACKETS.match(value):
        yield from listed(brackets, lead, at)
    elif value[0] in MARKS or ": " in value or value.endswith(":"):
        yield quoted(value, lead, at)


def closed(value: str, lead: str, at: int) -> Iterator[Slip]:
    """Yield the value with quotes that hold all of it."""
    mark, inside = value[0], value[1:]
    if inside.endswith(mark) and len(inside) > 1:
        meant = inline_quoted(inside[:-1])
        why = f"the quote ends at the {mark} in the middle"
        why = why if mark in inside[:-1] else "a backslash begins an escape here"
        yield Slip(lead + meant, f"{why}, write: {shortened(meant)}", at, "HB106")
    elif inside[-1:] in tuple(CURLY):
        meant = inline_quoted(inside[:-1])
        yield Slip(lead + meant, f'"{inside[-1]}" does not end a quote, write: {shortened(meant)}', at)
    elif mark not in inside:
        meant = value + mark
        yield Slip(
            lead + meant,
            f"the quote that begins here is not closed, write: {shortened(lead.strip().removeprefix('- ') + ' ' + meant)}",
            at,
            is_safe=False,
        )
    else:
        meant = inline_quoted(value)
        yield Slip(lead + meant, f"text that begins with {mark} stands in quotes: {shortened(meant)}", at, "HB106")


def listed(brackets: re.Match[str], lead: str, at: int) -> Iterator[Slip]:
    """Yield a list in brackets with its end, and its texts in quotes where they need them."""
    parts = [part.strip() for part in brackets["inside"].split(",") if part.strip()]
    odd = next((part[0] for part in parts if part[0] in "#@"), "")
    is_people = odd == "@" and all(HANDLE.match(part) or part[0] not in "@#" for part in parts)
    meant = f"[{', '.join(inline_scalar(part.lstrip('@') if is_people else part) for part in parts)}]"
    if is_people:
        yield Slip(lead + meant, f'"@" begins no text here, write {shortened(meant)}, without @', at, "HB106")
    elif odd:
        yield Slip(lead + meant, f'"{odd}" begins no text here, quote it: {shortened(meant)}', at, "HB106")
    elif not brackets["end"]:
        yield Slip(
            lead + meant, f"the list that begins here is not closed, write: {shortened(meant)}", at, is_safe=False
        )


def quoted(value: str, lead: str, at: int) -> Slip:
    """Return the slip of a value that has to stand in quotes for what is in it, or for how it begins."""
    meant = inline_quoted(value)
    if value[0] in "@`%":
        return Slip(lead + meant, f'"{value[0]}" cannot begin unquoted text, quote it: {shortened(meant)}', at, "HB106")
    if value[0] in MARKS:
        return Slip(lead + meant, f"text that begins with {value[0]} stands in quotes: {shortened(meant)}", at, "HB106")
    colon = max(0, value.find(": "))
    message = f'a ": " stands in the middle of unquoted text, put the text in quotes: {shortened(meant)}'
    return Slip(lead + meant, message, at + colon)


def inline_quoted(text: str) -> str:
    """Return a text in quotes: double ones, or single ones where double ones are in it."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


FINDERS: tuple[Callable[[Sequence[str], int], Iterator[Slip]], ...] = (dashes, colons, quotes, indentations)
