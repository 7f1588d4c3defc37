"""Names of files: the one that a data file should have, read from one that tells no group or kind."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Collection
from dataclasses import replace

from mkdocs_handbook.data.kinds import ALONE
from mkdocs_handbook.model import Finding
from mkdocs_handbook.util.patterns.late_patterns import late_pattern
from mkdocs_handbook.util.wording import nearest

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
ENDING = late_pattern(r"\.ya?ml\Z", re.IGNORECASE)
# A word of a name is a kind with so much in common: "ritual" and "rituels" are "rituals".
NEAR = 0.85
RENAME = late_pattern(r", rename this file to (\S+)\Z")


def right_name(name: str, kinds: Collection[str]) -> str:
    """Return the name that the file of another one should have, "" where it does not tell group and kind."""
    plain = unicodedata.normalize("NFKD", ENDING.sub("", name).casefold().translate(UMLAUTS))
    stem = re.sub(r"[^a-z0-9.]+", "-", re.sub(r"[\u0300-\u036f]", "", plain)).strip("-.")
    if alone := nearest(stem, ALONE, NEAR):
        return f"{alone}.yml"
    parts = [part for part in re.split(r"\.-?|-\.", stem) if part]
    words = parts if len(parts) > 1 else stem.split("-")
    joint = "." if len(parts) > 1 else "-"
    tables = [kind for kind in kinds if kind not in ALONE]
    for kind, group in ((words[-1], words[:-1]), (words[0], words[1:])):
        if group and (meant := nearest(kind, tables, NEAR)):
            right = f"{joint.join(group).replace('.', '-')}.{meant}.yml"
            return right if right != name else ""
    return ""


def told_if_taken(finding: Finding, paths: Collection[str]) -> Finding:
    """Return a finding, with another way to go on if it proposes a name that a file has already."""
    match = RENAME.search(finding.message)
    if not match or posixpath.join(posixpath.dirname(finding.source.path), match[1]) not in paths:
        return finding
    hint = f", and {match[1]} is there already, move the items there"
    return replace(finding, message=finding.message[: match.start()] + hint, hint=hint if finding.hint else "")
