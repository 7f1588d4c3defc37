"""YAML quoting: text as scalars that read back as the same text in any YAML reader."""

from __future__ import annotations

import json
import re
from typing import Any

from mkdocs_handbook.data import formats
from mkdocs_handbook.util.patterns.late_patterns import late_pattern

UNSAFE_PLAIN = late_pattern(r"[#@*&!%|>'\"`{}\[\],?-]|.*(: |:\Z| #|\s\Z)")
# What readers take for something else than text: nothing, a truth, a number, a time, a date.
LIKE_OTHERS = late_pattern(
    r"(?:|~|null|true|false|yes|no|on|off|y|n|[-+.]?[0-9][0-9_,.:eExXoa-fA-F+-]*|[-+]?\.(?:inf|nan)|[0-9-]+[Tt ][0-9:]+.*|=|<<)\Z",
    re.IGNORECASE,
)
# What a plain scalar can't hold: a line break of any alphabet would be folded, and no control character may stand there.
ESCAPED = late_pattern(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
# Words that need no quotes wherever they stand, also in brackets.
WORDS = late_pattern(r"[^\W\d][\w.+-]*(?: [\w.+]+)*\Z")


def yaml_scalar(value: Any) -> str:
    """Return a value as a scalar of block style; text gets quotes where it could be taken for anything else."""
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    text = str(value)
    # The sample's dates stand without quotes, as people write them.
    if formats.DATE.match(text):
        return text
    is_plain = not ESCAPED.search(text) and not LIKE_OTHERS.match(text) and text == text.strip()
    return text if is_plain and not UNSAFE_PLAIN.match(text) else double_quoted(text)


def inline_scalar(text: str) -> str:
    """Return a text as a scalar that may also stand in brackets: only words go without quotes."""
    return text if WORDS.match(text) and not LIKE_OTHERS.match(text) else double_quoted(text)


def double_quoted(text: str) -> str:
    """Return a text in double quotes."""
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + '"'
