"""The settings of VS Code and JetBrains that name the schemas of a handbook's data files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from xml.sax.saxutils import quoteattr

from mkdocs_handbook.data import kinds
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
    """Return the text of every file that editors need, by its path below the folder that they open.

    `present` holds the files that exist, `prefix` leads from that folder to the handbook ("" or a path that ends in "/").
    Raise EditorError where one of them can't be added to.
    """
    schemas = {f"{prefix}{schema_path(name)}": text for name, text in editor_schemas.schemas(handbook).items()}
    data = posixpath.join(prefix, handbook.settings.data_dir)
    kinds = [name for name in handbook.kinds if name != "page"]
    globs = {f"{prefix}{schema_path(name)}": f"{data}/**/{file_glob(name)}" for name in sorted(kinds)}
    return {
        **schemas,
        SETTINGS: vscode_settings(present.get(SETTINGS, ""), globs),
        EXTENSIONS: vscode_extensions(present.get(EXTENSIONS, "")),
        JETBRAINS: jetbrains_mappings(present.get(JETBRAINS, ""), globs),
    }


def paths(handbook: Handbook, prefix: str = "") -> Iterable[str]:
    """Return the paths of all files that `files` returns."""
    return (*OTHERS, *(f"{prefix}{schema_path(name)}" for name in handbook.kinds if name != "page"))


def schema_path(kind: str) -> str:
    """Return the path of a kind's schema for editors."""
    return f"{FOLDER}/{kind}.schema.json"


def file_glob(kind: str) -> str:
    """Return the pattern of the names of a kind's files."""
    return f"{kind}.yml" if kind in kinds.ALONE else f"*.{kind}.yml"


def vscode_settings(text: str, globs: Mapping[str, str]) -> str:
    """Return VS Code's settings with the schemas in them; raise EditorError where the text can't be read."""
    wanted = {"yaml.schemas": {schema: [glob] for schema, glob in globs.items()}}
    with refused(SETTINGS, wanted):
        return jsonc.merge(text if text.strip() else "{}\n", wanted)


def vscode_extensions(text: str) -> str:
    """Return VS Code's recommendations with the extension for YAML; raise EditorError where the text can't be read."""
    text = text if text.strip() else "{}\n"
    with refused(EXTENSIONS, {"recommendations": [EXTENSION]}):
        value = jsonc.parse(text).get("recommendations")
        known = value if isinstance(value, list) else []
        return text if EXTENSION in known else jsonc.merge(text, {"recommendations": [*known, EXTENSION]})


@contextmanager
def refused(path: str, wanted: Mapping[str, Any]) -> Iterator[None]:
    """Raise EditorError, with the members to add by hand, for a file that can't be read."""
    try:
        yield
    except jsonc.JsoncError as error:
        raise EditorError(refusal(path, f"JSON with comments ({error})", jsonc.dump(wanted, ""))) from None


def refusal(path: str, form: str, wanted: str) -> str:
    """Return the message that a file is left as it is, and what to add to it."""
    return f"{path}: cannot be read as {form}, nothing was written; mend it, or add this by hand:\n{wanted}"


def jetbrains_mappings(text: str, globs: Mapping[str, str]) -> str:
    """Return JetBrains' schema mappings with those of the handbook; raise EditorError where the text has another form."""
    text = text or EMPTY_XML
    for schema, glob in globs.items():
        new = entry(schema, glob)
        name = re.escape(quoteattr(entry_name(schema)))
        old = re.search(rf"[ \t]*<entry key={name}>.*?</entry>\r?\n?", text, re.DOTALL)
        match = old or (re.search(r"(?=[ \t]*</map>)", text) if COMPONENT in text else None)
        if not match:
            wanted = EMPTY_XML.replace("      </map>", f"{new}      </map>")
            raise EditorError(refusal(JETBRAINS, "schema mappings", wanted))
        text = text[: match.start()] + new + text[match.end() :]
    return text


def entry(schema: str, glob: str) -> str:
    """Return JetBrains' mapping of a schema to the names of its files (its patterns know no folders)."""
    name = quoteattr(entry_name(schema))
    return ENTRY.format(key=name, schema=quoteattr(schema), pattern=quoteattr(posixpath.basename(glob)))


def entry_name(schema: str) -> str:
    """Return the name under which JetBrains shows a schema."""
    return f"Handbook: {posixpath.basename(schema).partition('.')[0]}"


def other_modelines(handbook: Handbook) -> dict[str, tuple[str, str]]:
    """Return the data files whose first line names another schema, each with that line and the right one.

    Editors prefer that line to all settings. A schema at an URL is left out.
    """
    others = {}
    for file in (*handbook.files, *handbook.stub_files):
        line = MODELINE.match(file.source.text)
        right = modeline(file.source.path, file.kind.name)
        if line and line[0] != right and "://" not in line[0]:
            others[file.source.path] = (line[0], right)
    return others


def modeline(path: str, kind: str) -> str:
    """Return the first line by which a data file tells any editor its schema."""
    return f"# yaml-language-server: $schema={posixpath.relpath(schema_path(kind), posixpath.dirname(path))}"
