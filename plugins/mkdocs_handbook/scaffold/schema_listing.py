"""The schemas that a handbook has as they stand in their files: its own ones, and the packaged ones of other kinds."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass

from mkdocs_handbook.data import kinds
from mkdocs_handbook.project import disk
from mkdocs_handbook.project.config import Project


class SchemaFileError(ValueError):
    """A schema of the handbook that can't be read: the message names it."""


@dataclass(frozen=True, slots=True)
class SchemaFile:
    """A schema's text, and its path in the handbook, "" for a packaged one."""

    text: str
    path: str = ""


def texts(found: Project | None) -> dict[str, SchemaFile]:
    """Give the schemas by kind, in order; without a project the packaged ones. Raise SchemaFileError."""
    folder = kinds.packaged()
    known = {
        name: SchemaFile((folder / f"{name}{kinds.SUFFIX}").read_text(encoding="utf-8")) for name in kinds.BUILT_IN
    }
    raws = found.tree.tree(found.root, found.settings.schemas_dir, (kinds.SUFFIX,)) if found else ()
    for raw in raws:
        source, problems = disk.decode(raw)
        if problems:
            raise SchemaFileError(f"{raw.path}: {problems[0].message}")
        known[posixpath.basename(raw.path).removesuffix(kinds.SUFFIX)] = SchemaFile(source.text, raw.path)
    return dict(sorted(known.items()))


def listing(known: Mapping[str, SchemaFile]) -> str:
    """Give a line for each kind: its name, what its file holds, and where its schema is unless that is built in."""
    width = max(map(len, known))
    lines = (f"{name:{width}}  {said(one)}" for name, one in known.items())
    return "".join(f"{line.rstrip()}\n" for line in lines)


def said(file: SchemaFile) -> str:
    """Give what a schema says of itself."""
    try:
        schema = json.loads(file.text)
    except (ValueError, RecursionError):
        return f"cannot be read ({file.path})"
    text = str(schema.get("description", "")) if isinstance(schema, dict) else ""
    return f"{text} ({file.path})" if file.path else text
