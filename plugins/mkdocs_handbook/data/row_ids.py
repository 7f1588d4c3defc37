"""Row ids: the HTML id of each item's table row, to which readers and stubs link."""

from __future__ import annotations

import re
import unicodedata

from mkdocs_handbook.model import DataFile


def slug(text: str) -> str:
    """Return a text in lower case with hyphens, letters of every alphabet kept; "" if nothing is left."""
    normal = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[\W_]+", "-", normal).strip("-")


def row_ids(file: DataFile) -> tuple[str, ...]:
    """Return the id of each item's row, such as `ritual-release-ritual`; a second one of the same name gets `-2`.

    Valid items come first, so that what is wrong with another one does not move their addresses.
    """
    given: dict[str, int] = {}
    ids = []
    for index, item in enumerate(file.all_items, 1):
        name = item.name or str(item.values.get(file.kind.key, ""))
        base = f"{slug(file.kind.noun)}-{slug(name) or index}"
        given[base] = given.get(base, 0) + 1
        ids.append(base if given[base] == 1 else f"{base}-{given[base]}")
    return tuple(ids)
