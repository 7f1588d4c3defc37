"""Person names: tells placeholders, groups and several people from the name of one person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import Literal

from mkdocs_handbook.util.patterns.late_patterns import late_pattern
from mkdocs_handbook.util.wording import folded

Misnomer = Literal["nobody", "group", "several", ""]

NOBODY = frozenset(
    re.split(
        r",\s+",
        """tbd, tba, tbc, todo, none, nobody, no one, null, nil, n/a, n.a, n.a., xxx, unknown, unassigned, undecided, vacant,
        open, open role, not applicable, not assigned, to be decided, to be determined, to be defined, to be announced,
        to be confirmed, to be hired""",
    )
)
EVERYBODY = frozenset(
    re.split(
        r",\s+",
        """everyone, everybody, anyone, anybody, someone, somebody, whoever, us, we, various, multiple, several, many, rotating,
        team, teams, group, squad, department, staff, company, members, managers, leads, engineers, volunteers""",
    )
)
GROUP = late_pattern(
    r"(?:every|each|all|any) .+|(?:the |our )?(?:whole |entire )?team(?: (?!lead|manager).+)?"
    r"|.+[ -](?:team|teams|group|squad|department|dept)|@[\w.-]+/[\w./-]+"
)
# Commas, signs and words between names; a hyphen belongs to a name.
BETWEEN = late_pattern(r"\s*[,;/&+]\s*|\s+(?:and|or)\s+", re.IGNORECASE)
PERSON = late_pattern(r"@?[^\W\d_][\w.'’-]*(?: [\w.'’-]+){0,2}")
# What follows a comma without being a second person, as in "Ana Example, CTO".
TITLE = late_pattern(
    r"\b(?:[A-Z]{2,4}|of|for|[jJ]r|[sS]r|[pP]h\.?[dD]|(?i:vp|head|chief|lead|leader|manager|director|officer|engineer"
    r"|designer|founder|president|interim|acting|backup|sales|marketing|product|support|people|finance|legal|design))\b"
)

# An account may be written as it is mentioned, and as the address of its page.
MARK = late_pattern(r"@|(?:https?://)?(?:www\.)?github\.com/(?=[\w-]+/?\Z)")


@lru_cache(maxsize=4096)
def login(text: str) -> str:
    """Return what all spellings of one login or name share: logins know no letter case."""
    plain = folded(unicodedata.normalize("NFKC", text))
    return MARK.sub("", plain, count=1).rstrip("/") if MARK.match(plain) else plain


def misnomer(text: str, known: Collection[str], groups: Collection[str] = ()) -> Misnomer:
    """Return what a text names instead of one person: nobody, a group or several people; "" if it may name one person.

    `known` are the handles and names of people in case-folded form, `groups` the groups of the handbook.
    """
    plain = normalized(text)
    if plain in known:
        return ""
    if is_nobody(text):
        return "nobody"
    parts = [part.replace(" ", "-") for part in BETWEEN.split(plain)]
    if plain in EVERYBODY or GROUP.fullmatch(plain) or all(part in groups for part in parts):
        return "group"
    return "several" if is_several(text, known) else ""


def normalized(text: str) -> str:
    """Return a text for comparison: without letter case, brackets and spaces around."""
    return folded(text.strip(" \t\n()[]<>{}_*"))


def is_nobody(text: str) -> bool:
    """Return whether a text only stands for one that is yet to be written."""
    plain = normalized(text)
    return plain in NOBODY or not any(map(str.isalnum, plain))


def is_several(text: str, known: Collection[str]) -> bool:
    """Return whether a text names more than one person: parts that are all known, or that all look like names."""
    parts = [part for part in BETWEEN.split(" ".join(text.split())) if part]
    if len(parts) < 2 or "://" in text:
        return False
    return all(part.lstrip("@").casefold() in known or is_name(part) for part in parts)


def is_name(text: str) -> bool:
    """Return whether a text looks like a person's handle or name, and not like a role."""
    return PERSON.fullmatch(text) is not None and not TITLE.search(text)
