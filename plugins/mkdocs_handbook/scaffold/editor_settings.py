"""The files by which VS Code and JetBrains know the schemas of a handbook's data."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import quoteattr

from mkdocs_handbook.data import data_files
from mkdocs_handbook.model import Handbook
from mkdocs_handbook.scaffold import editor_schemas, jsonc

FOLDER = ".handbook/schemas"
SETTINGS, EXTENSIONS, JETBRAINS = ".vscode/settings.json", ".vscode/extensions.json", ".idea/jsonSchemas.xml"
OTHERS = (SETTINGS, EXTENSIONS, JETBRAINS)
EXTENSION = "redhat.vscode-yaml"
MODELINE = re.compile(r"# yaml-language-server: \$schema=(?P<schema>\S+)")
COMPONENT = "JsonSchemaMappingsProjectConfiguration"
EMPTY_XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<project version="4">
  <component name="{COMPONENT}">
    <state>
      <map>
      </map>
    </state>
  </component>
</project>
"""
ENTRY = """        <entry key={key}>
          <value>
            <SchemaInfo>
              <option name="name" value={key} />
              <option name="relativePathToSchema" value={schema} />
              <option name="patterns">
                <list>
                  <Item>
                    <option name="path" value={pattern} />
                    <option name="mappingKind" value="Pattern" />
                  </Item>
                </list>
              </option>
            </SchemaInfo>
          </value>
        </entry>
"""


class EditorError(ValueError):
    """A file of an editor that can't be added to: the message says what to add."""


def files(handbook: Handbook, present: Mapping[str, str], prefix: str = "") -> dict[str, str]:
    """Give the text of every file that editors need, by its path below the folder that they open.

    `present` are those that are there, `prefix` leads from that folder to the handbook ("" or a path that ends in "/").
    Raise EditorError where one of those can't be added to.
    """
    schemas = {f"{prefix}{schema_path(name)}": text for name, text in editor_schemas.schemas(handbook).items()}
    data = posixpath.join(prefix, handbook.settings.data_dir)
    kinds = [name for name in handbook.kinds if name != "page"]
    globs = {f"{prefix}{schema_path(name)}": f"{data}/**/{file_glob(name)}" for name in sorted(kinds)}
    return {
        **schemas,
        SETTINGS: settings(present.get(SETTINGS, ""), globs),
        EXTENSIONS: extensions(present.get(EXTENSIONS, "")),
        JETBRAINS: mappings(present.get(JETBRAINS, ""), globs),
    }


def schema_path(kind: str) -> str:
    """Give the path of the schema that is made for editors."""
    return f"{FOLDER}/{kind}.schema.json"


def file_glob(kind: str) -> str:
    """Give what the name of a kind's file looks like."""
    alone = {kind: name for name, kind in data_files.ALONE.items()}
    return alone.get(kind, f"*.{kind}.yml")


def settings(text: str, globs: Mapping[str, str]) -> str:
    """Give VS Code's settings with the schemas in them; raise EditorError where that can't be."""
    return added(SETTINGS, text, {"yaml.schemas": {schema: [glob] for schema, glob in globs.items()}})


def extensions(text: str) -> str:
    """Give the extensions that VS Code recommends, with that for YAML; raise EditorError where that can't be."""
    wanted = [EXTENSION]
    if text.strip():
        found = read(EXTENSIONS, text, {"recommendations": wanted})
        known = found.get("recommendations", []) if isinstance(found, dict) else []
        if isinstance(known, list):
            wanted = known if EXTENSION in known else [*known, EXTENSION]
    return added(EXTENSIONS, text, {"recommendations": wanted})


def added(path: str, text: str, wanted: Mapping[str, Any]) -> str:
    """Give a file with members added; raise EditorError where that can't be."""
    try:
        return jsonc.merged(text if text.strip() else "{}\n", wanted)
    except jsonc.JsoncError as error:
        raise EditorError(refusal(path, f"JSON with comments ({error})", jsonc.written(wanted, ""))) from None


def read(path: str, text: str, wanted: Mapping[str, Any]) -> Any:
    """Give what a file holds; raise EditorError where it can't be read."""
    try:
        return jsonc.parsed(text)
    except jsonc.JsoncError as error:
        raise EditorError(refusal(path, f"JSON with comments ({error})", jsonc.written(wanted, ""))) from None


def refusal(path: str, form: str, wanted: str) -> str:
    """Say that a file is left as it is, and what belongs in it."""
    return f"{path}: cannot be read as {form}, nothing was written; mend it, or add this by hand:\n{wanted}"


def mappings(text: str, globs: Mapping[str, str]) -> str:
    """Give the schema mappings of JetBrains with those of the handbook; raise EditorError where that can't be."""
    entries = {entry_name(schema): entry(schema, glob) for schema, glob in globs.items()}
    text = text or EMPTY_XML
    for name, one in entries.items():
        old = re.search(rf"[ \t]*<entry key={re.escape(quoteattr(name))}>.*?</entry>\r?\n?", text, re.DOTALL)
        if old:
            text = text[: old.start()] + one + text[old.end() :]
            continue
        end = re.search(r"[ \t]*</map>", text)
        if COMPONENT not in text or end is None:
            raise EditorError(
                refusal(JETBRAINS, "schema mappings", EMPTY_XML.replace("      </map>", one + "      </map>"))
            )
        text = text[: end.start()] + one + text[end.start() :]
    return text


def entry(schema: str, glob: str) -> str:
    """Give the mapping of a schema; a pattern of JetBrains is one of the file's name."""
    name = quoteattr(entry_name(schema))
    return ENTRY.format(key=name, schema=quoteattr(schema), pattern=quoteattr(posixpath.basename(glob)))


def entry_name(schema: str) -> str:
    """Give the name under which JetBrains shows a schema."""
    return f"Handbook: {posixpath.basename(schema).partition('.')[0]}"


def misled(handbook: Handbook) -> dict[str, tuple[str, str]]:
    """Give the data files whose first line names another schema, which editors prefer: that line, and the right one."""
    found = {}
    for file in (*handbook.files, *handbook.stub_files):
        line = MODELINE.match(file.source.text)
        right = modeline(file.source.path, file.kind.name)
        if line and line[0] != right and "://" not in line[0]:
            found[file.source.path] = (line[0], right)
    return found


def schema_link(path: str, kind: str) -> str:
    """Give the schema for editors as seen from a data file."""
    return posixpath.relpath(schema_path(kind), posixpath.dirname(path))


def modeline(path: str, kind: str) -> str:
    """Give the first line by which a data file tells any editor its schema."""
    return f"# yaml-language-server: $schema={schema_link(path, kind)}"


def changed(wanted: Mapping[str, str], present: Mapping[str, str]) -> dict[str, str]:
    """Give the files that are not yet as they should be."""
    return {path: text for path, text in wanted.items() if present.get(path) != text}


def paths(handbook: Handbook, prefix: str = "") -> Iterable[str]:
    """Give the paths of all files that `files` gives."""
    return (*OTHERS, *(f"{prefix}{schema_path(name)}" for name in handbook.kinds if name != "page"))
