"""The schemas of a handbook as text: its own, and the packaged ones of other kinds."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Mapping

from mkdocs_handbook.data import kinds
from mkdocs_handbook.model import Source
from mkdocs_handbook.project import disk
from mkdocs_handbook.project.mkdocs_yml import Project
from mkdocs_handbook.util.escaping import TerminalText, terminal


class SchemaFileError(ValueError):
    """A schema of the handbook that can't be read: the message names it."""


def read_schemas(project: Project | None) -> dict[str, Source]:
    """Return the schemas by kind, in order, the packaged ones with the path ""; raise SchemaFileError."""
    folder = kinds.schemas_folder()
    known = {
        name: Source("", (folder / f"{name}{kinds.SUFFIX}").read_text(encoding="utf-8")) for name in kinds.BUILT_IN
    }
    raws = project.tree.tree(project.root, project.settings.schemas_dir, (kinds.SUFFIX,)) if project else ()
    for raw in raws:
        source, problems = disk.decode(raw)
        if problems:
            raise SchemaFileError(f"{raw.path}: {problems[0].message}")
        known[posixpath.basename(raw.path).removesuffix(kinds.SUFFIX)] = source
    return dict(sorted(known.items()))


def listing(known: Mapping[str, Source]) -> TerminalText:
    """Return a line for each kind: its name, its description, and the path of a schema that is not built in."""
    width = max(map(len, known))
    lines = (f"{name:{width}}  {description(schema)}" for name, schema in known.items())
    return TerminalText("".join(f"{terminal(line.rstrip())}\n" for line in lines))


def description(source: Source) -> str:
    """Return the description of a schema, with its path."""
    try:
        schema = json.loads(source.text)
    except (ValueError, RecursionError):
        return f"cannot be read ({source.path})"
    text = str(schema.get("description", "")) if isinstance(schema, dict) else ""
    return f"{text} ({source.path})" if source.path else text
