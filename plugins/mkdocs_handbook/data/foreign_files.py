"""Foreign files: YAML files in the data folder that are of another tool, and not misnamed data."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from mkdocs_handbook.data import kinds
from mkdocs_handbook.model import Kind, Source
from mkdocs_handbook.util.wording import nearest

KEYS = re.compile(
    r"^(?:- |\[)?[ {]*[\"']?([A-Za-z][\w-]*)[\"']?[ ]*:|, *[\"']?([A-Za-z][\w-]*)[\"']?[ ]*:", re.MULTILINE
)
ALONE = ("people", "stubs")
# A word of a name is near to a kind with so much in common: "rituels" is, "positions" is not near to "rotations".
NEAR = 0.85


def is_foreign(source: Source, known: Mapping[str, Kind]) -> bool:
    """Return whether neither the name nor the keys of a file are near to those of data."""
    tables = {name: kind for name, kind in known.items() if name not in kinds.GROUPLESS}
    words = re.split(r"[\W_]+", posixpath.basename(source.path).rpartition(".")[0].casefold())
    if any(nearest(word, [*tables, *ALONE], NEAR) for word in words if len(word) > 3):
        return False
    return not any(holds_items_of(source, kind) for kind in tables.values())


def holds_items_of(source: Source, kind: Kind) -> bool:
    """Return whether a file has the keys of the items of a kind."""
    return has_keys_of(kind, {one for match in KEYS.finditer(source.text) for one in match.groups() if one})


def has_keys_of(kind: Kind, keys: set[str]) -> bool:
    """Return whether keys are those of a kind: the one that names an item, and one more that each item needs."""
    required = set(kinds.item_schema(kind.schema).get("required", ()))
    return kind.key in keys and len(required & keys) >= min(2, len(required))
