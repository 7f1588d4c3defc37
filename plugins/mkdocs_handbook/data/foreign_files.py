"""Foreign files: YAML files in the data folder that are of another tool, and not misnamed data."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from mkdocs_handbook.data import kinds
from mkdocs_handbook.model import Kind, Source
from mkdocs_handbook.util.patterns.late_patterns import late_pattern
from mkdocs_handbook.util.wording import nearest

KEYS = late_pattern(
    r"^(?:- |\[)?[ {]*[\"']?([A-Za-z][\w-]*)[\"']?[ ]*:|, *[\"']?([A-Za-z][\w-]*)[\"']?[ ]*:", re.MULTILINE
)
# A word of a name is near to a kind with so much in common: "rituels" is, "positions" is not near to "rotations".
NEAR = 0.85


def is_foreign(source: Source, known: Mapping[str, Kind]) -> bool:
    """Return whether neither the name nor the keys of a file are near to those of data."""
    tables = {name: kind for name, kind in known.items() if name not in kinds.GROUPLESS}
    words = re.split(r"[\W_]+", posixpath.basename(source.path).rpartition(".")[0].casefold())
    if any(nearest(word, [*tables, *kinds.ALONE], NEAR) for word in words if len(word) > 3):
        return False
    return not any(required_keys(source, kind) for kind in tables.values())


def required_keys(source: Source, kind: Kind) -> int:
    """Return how many of the keys that the items of a kind need are in a file, 0 where it has no items of that kind."""
    keys = {one for match in KEYS.finditer(source.text) for one in match.groups() if one}
    required = set(kinds.item_schema(kind.schema).get("required", ()))
    found = len(required & keys)
    return found if kind.key in keys and found >= min(2, len(required)) else 0
