"""The finder of lists of meetings: an item says a name and when, "Triage: Mondays at 9:00 ET (weekly)", and perhaps more below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, takewhile
from typing import Any

from mkdocs_handbook.importing.records import Cell, NotImportedError, Row
from mkdocs_handbook.importing.tables import column_headers, inline_markdown, markdown_lists
from mkdocs_handbook.importing.tables.markdown_lists import BULLET
from mkdocs_handbook.importing.times import dates, meeting_times
from mkdocs_handbook.importing.times.several_times import several_times
from mkdocs_handbook.model import Page, Span
from mkdocs_handbook.pages import embeds, outline
from mkdocs_handbook.pages.outline import Line
from mkdocs_handbook.util.wording import shortened

# What is said of a meeting, and no name of one.
LABELS = frozenset(
    word
    for key, words in column_headers.SPELLINGS["rituals"].items()
    if key != "task"
    for word in column_headers.split_words(words)
) | {"date", "dates", "agenda", "location", "where"}
PROBLEM = "this item is no ritual, which has a name and says when it is"
BOLD = re.compile(r"(?P<mark>\*\*|__)(?P<name>(?:(?!(?P=mark)).)+?):?(?P=mark)\s*(?::|–|—|-(?=\s))?\s*(?P<rest>.*)\Z")
SEPARATOR = re.compile(r":(?=\s|\Z)|\s[–—-](?=\s)")
# What stands in brackets is of one piece.
PIECE = re.compile(r"\[[^\[\]]*\](?:\([^()\s]*\))?|\((?:[^()]|\([^()]*\))*\)|`[^`]*`|<[^<>]*>|\\.")
SENTENCE = re.compile(r"\.(?:\s+(?=[A-Z(*_])|\s*\Z)")
ASIDE = re.compile(r"\s*\(([^()]+)\)\Z")
LINK_ASIDE = re.compile(r"\s*\((\[[^\[\]]*\]\([^()\s]*\))\)\s*\Z")
# So many colons and dashes may end a name, or what says when.
MOST = 3


def find_lists(page: Page, section: Span) -> Iterator[tuple[Row, ...]]:
    """Yield the lists in a section of a page, each item as a row; an item that is no meeting has a problem."""
    yield from (tuple(map(read_row, items)) for items in markdown_lists.list_items(page, section, begins))


def begins(line: Line) -> bool:
    """Return whether an item begins with a line."""
    return BULLET.match(line.text) is not None and not embeds.parse_embed(line.text, "", str)


def read_row(item: Sequence[Line]) -> Row:
    """Return an item as a row; the row has a problem if the item is no meeting, and cells if it says when all the same."""
    head, *below = item
    span = Span(head.start, item[-1].end)
    lead = BULLET.match(head.text)
    text = head.text[lead.end() if lead else 0 :].strip()
    at = head.start + head.text.index(text) if text else head.start
    going_on = list(takewhile(lambda line: not BULLET.match(line.text.strip()), below))
    text = " ".join([text, *(line.text.strip() for line in going_on)])
    more = sub_items(below[len(going_on) :])
    found = next((parts for parts in ways(text) if is_name(parts[0]) and says_frequency(parts[1])), None)
    if found and outline.plain_title(found[0]) in LABELS:
        # The list tells of one ritual, whose name stands elsewhere.
        return Row(
            {"when": Cell(text, at)}, span, f'"{found[0]}" is no name of a ritual, say in one item what it is and when'
        )
    if found is None:
        length = len(inline_markdown.plain_text(text))
        is_named = any(length < 200 or says_when(name) for name, _ in splits(text))
        says = says_when(text) and (length < 80 or is_named)
        return Row({"when": Cell(text, at)} if says else {}, span, reason(text) if says else PROBLEM)
    name, when, rest = found
    aside = LINK_ASIDE.search(name)
    parts = [aside[1] if aside else "", rest, *more]
    cells = {"task": Cell((name[: aside.start()] if aside else name).rstrip("."), at), "when": Cell(when, at)}
    description = ". ".join(part.removesuffix(".") for part in parts if part) + ("." if rest.endswith(".") else "")
    return Row(cells, span, others=(("", Cell(description, at)),) if description else ())


def reason(text: str) -> str:
    """Return why an item is no meeting: what is not understood of when it is."""
    rest = next((rest for _, rest in splits(text) if says_when(rest)), "")
    try:
        read_when(next((rest[:end] for end, _ in [*ends(rest)][1:]), rest))
    except NotImportedError as error:
        return str(error)
    return PROBLEM


def ways(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield the ways to read an item as a name, when it is, and the rest."""
    for name, rest in splits(text):
        for start, end in ends(rest):
            yield name, rest[:start], rest[end:].strip()
        aside = ASIDE.search(name)
        if aside and not says_when(rest):
            yield name[: aside.start()], aside[1], rest
        first = SENTENCE.search(mask(rest))
        title, about = (rest[: first.start()], rest[first.end() :]) if first else (rest, "")
        if says_frequency(name) and not says_when(title) and says_only(about, name) and len(title.split()) < 7:
            # "Mondays: Planning. Everybody says what comes next."
            yield title, name, about
        rhythm = meeting_times.RHYTHM.match(name)
        if rhythm and name[rhythm.end() :].strip() and not says_when(f"{name[rhythm.end() :]}: {rest}"):
            yield name, rhythm[0], rest


def ends(rest: str) -> Iterator[tuple[int, int]]:
    """Yield where a part that says when may end, and where the next begins: the whole, a sentence, before a colon or a dash."""
    masked = mask(rest)
    yield len(rest.rstrip(". ")), len(rest)
    if match := SENTENCE.search(masked):
        yield match.start(), match.end()
    yield from ((match.start(), match.end()) for match in reversed([*islice(SEPARATOR.finditer(masked), MOST)]))


def splits(text: str) -> Iterator[tuple[str, str]]:
    """Yield an item's name and what follows: bold, before a colon or a dash, or before parentheses."""
    if match := BOLD.match(text):
        yield match["name"].strip(), match["rest"]
        return
    masked = mask(text)
    for match in islice(SEPARATOR.finditer(masked), MOST):
        yield text[: match.start()].strip("*_ "), text[match.end() :].strip("*_ ")
    if text.rstrip(".").endswith(")") and (at := masked.find(" (")) > 0:
        yield text[:at], text[at + 2 :].rstrip(".").removesuffix(")")


def mask(text: str) -> str:
    """Return a text of the same length in which nothing stands in brackets."""
    return PIECE.sub(lambda match: "(" + "x" * (len(match[0]) - 1), text)


def is_name(text: str) -> bool:
    """Return whether a text can be a name: it begins with a letter or a digit, and has some."""
    plain = inline_markdown.plain_text(text)
    return (
        re.match(r"[\W_]{0,3}\w[^\W_]", plain) is not None and not text.startswith(("(", "\\")) and not is_time(plain)
    )


def is_time(plain: str) -> bool:
    """Return whether a text only says when, as "Wednesdays at 18:00 UTC" does; "Daily" is a name as well."""
    try:
        return not meeting_times.RHYTHM.fullmatch(plain) and bool(read_when(plain))
    except NotImportedError:
        return False


def says_when(text: str) -> bool:
    """Return whether a text has a weekday, a time of day, or a word of frequencies in it."""
    return meeting_times.says_when(inline_markdown.plain_text(text))


def says_only(text: str, when: str) -> bool:
    """Return whether a text says nothing of when but what is known."""
    found = meeting_times.SAYS_WHEN.finditer(inline_markdown.plain_text(text))
    return all(match[0].casefold() in when.casefold() for match in found)


def says_frequency(text: str) -> bool:
    """Return whether a text says how often, and nothing that is not understood."""
    try:
        return bool(text) and "when" in read_when(text)
    except NotImportedError:
        return bool(several_times(inline_markdown.plain_text(text)))


def read_when(text: str) -> Mapping[str, Any]:
    """Return what a text says about when; raise NotImportedError if it says something that is not understood."""
    how, start = meeting_times.split_start(inline_markdown.plain_text(text))
    if start and not dates.day(start):
        raise NotImportedError(f'"{shortened(start)}" is no day that can be read without doubt, write YYYY-MM-DD')
    return meeting_times.read(how)


def sub_items(lines: Sequence[Line]) -> list[str]:
    """Return the items below an item, each on one line and without its bullet."""
    items: list[str] = []
    for line in lines:
        text = line.text.strip()
        if bullet := BULLET.match(text):
            items.append(text[bullet.end() :])
        else:
            items[-1] += f" {text}"
    return items
