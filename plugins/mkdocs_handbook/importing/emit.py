"""Data as YAML text that reads back as the same data: for this handbook, for editors, and for any other reader."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from mkdocs_handbook import edits, formats

# What readers take for something else than text: nothing, a truth, a number, a time, a date.
LIKE_OTHERS = re.compile(
    r"(?:|~|null|true|false|yes|no|on|off|y|n|[-+.]?[0-9][0-9_,.:eExXoa-fA-F+-]*|[-+]?\.(?:inf|nan)|[0-9-]+[Tt ][0-9:]+.*|=|<<)\Z",
    re.IGNORECASE,
)
# What a plain scalar may hold: a line break of any alphabet would be folded, and no control character may stand there.
PLAIN = re.compile(r"[\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]+\Z")
ESCAPED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def scalar(value: Any) -> str:
    """Give a value as a YAML scalar; text gets quotes where it could be taken for anything else."""
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    text = str(value)
    # The sample's dates stand without quotes, as people write them.
    if formats.DATE.match(text):
        return text
    is_plain = PLAIN.match(text) and not LIKE_OTHERS.match(text) and text == text.strip()
    if is_plain and not edits.UNSAFE_PLAIN.match(text) and "\t" not in text:
        return text
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + '"'


def item(values: Mapping[str, Any], indent: str = "") -> str:
    """Give an item of a list as lines, each with its end."""
    body = "".join(lines(values, f"{indent}  "))
    return f"{indent}- {body[len(indent) + 2 :]}"


def lines(values: Mapping[str, Any], indent: str) -> Iterator[str]:
    """Give a mapping as lines in block style."""
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield f"{indent}{scalar(key)}:\n"
            yield from lines(value, f"{indent}  ")
        elif isinstance(value, list | tuple):
            yield f"{indent}{scalar(key)}:\n"
            for one in value:
                yield item(one, f"{indent}  ") if isinstance(one, Mapping) else f"{indent}  - {scalar(one)}\n"
        else:
            yield f"{indent}{scalar(key)}: {scalar(value)}\n"
