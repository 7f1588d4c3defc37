"""The options of an embed: which columns, which rows, how many shifts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from mkdocs_handbook.data import kinds
from mkdocs_handbook.data.items import as_text
from mkdocs_handbook.model import Embed, Kind
from mkdocs_handbook.util.patterns.late_patterns import late_pattern
from mkdocs_handbook.util.wording import did_you_mean, known_hint, listed, shortened

OPTIONS = ("columns", "where", "shifts", "due")
OPTION = late_pattern(
    r"(?P<key>[\w-]+)=(?:\"(?P<quoted>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"']+))|(?P<stray>\S+)"
)
# How far the rituals of a table with the option `due` may be ahead.
PERIODS = ("week", "month")


# What a condition may ask for though no file holds it.
COMPUTED_KEYS: Mapping[str, tuple[str, ...]] = {
    "channels": ("group", "state"),
    "people": ("handle", "groups", "state"),
    "rituals": ("group", "state"),
    "rotations": ("group", "dri"),
}


def parse_options(text: str) -> dict[str, str]:
    """Return the options of an embed by key; what is no `key="value"` has an empty key."""
    options = {}
    for match in OPTION.finditer(text):
        value = next((match[name] for name in ("quoted", "single", "bare") if match[name] is not None), match["stray"])
        options[match["key"] or ""] = value or ""
    return options


def parse_columns(options: Mapping[str, str]) -> tuple[str, ...]:
    """Return the columns that an embed names, in its order."""
    return tuple(key for key in re.split(r"[\s,]+", options.get("columns", "")) if key)


def parse_conditions(options: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the conditions of an embed's `where`, each a key and the value that it asks for ("" where it has none)."""
    parts = [part.strip() for part in options.get("where", "").split(",")]
    pairs = (part.partition("=") for part in parts if part)
    return tuple((key.strip(), value.strip()) for key, _, value in pairs)


def value_texts(value: Any) -> list[str]:
    """Return the texts that a condition can ask for: those of a list's values, or of the value itself; none if it is absent."""
    return [as_text(one) for one in (value if isinstance(value, list) else [value])] if value is not None else []


def option_problems(kind: Kind, embed: Embed) -> Iterator[str]:
    """Yield what is wrong with the options of an embed of a kind."""
    options = embed.options
    for key, value in options.items():
        if key not in OPTIONS:
            name = f'option "{shortened(key)}"' if key else f'"{shortened(value)}", an option is written key="value"'
            yield f"unknown {name}{known_hint(key, OPTIONS)}"
    known = [column.key for column in kind.columns]
    stored = [key for key in kinds.item_schema(kind.schema).get("properties", {}) if key in known]
    stored = [*stored, *(key for key in COMPUTED_KEYS.get(kind.name, ("group",)) if key in known and key not in stored)]
    for key in embed.columns:
        if key not in known:
            yield no_column(kind, key, known)
    for key, value in embed.conditions:
        if not value:
            yield f'"where" takes conditions such as "frequency=Weekly", not "{shortened(key)}"'
        elif key not in stored:
            yield no_column(kind, key, stored)
    if "shifts" in options and (kind.name != "rotations" or not re.fullmatch(r"[0-9]{1,3}", options["shifts"])):
        yield f'"shifts" takes a number up to 999, for rotations, not "{shortened(options["shifts"])}" for {kind.name}'

    if "due" in options and (kind.name != "rituals" or options["due"] not in PERIODS):
        yield f'"due" takes {listed(PERIODS)}, for rituals, not "{shortened(options["due"])}" for {kind.name}'


def no_column(kind: Kind, key: str, known: list[str]) -> str:
    """Return the message for a column that a kind does not have."""
    hint = did_you_mean(key, known) or f", they have {listed(known)}"
    return f'{kind.name} have no column "{shortened(key)}"{hint}'
