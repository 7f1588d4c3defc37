"""`handbook editor`: what it writes, and what yaml-language-server, which is in VS Code and others, makes of it."""

from __future__ import annotations

import json
import os
import shutil
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import npm_packages
from command_line import run
from handbooks import BARE, read, write
from language_server import Editor
from mkdocs_handbook.model import Frequency
from mkdocs_handbook.scaffold import editor_schemas, editor_settings, jsonc
from mkdocs_handbook.schedule import frequency, frequency_words

ROOT = Path(__file__).parents[2]
SERVER = "yaml-language-server@1.25.0"
PEOPLE = "ana: {name: Ana Example, role: Engineering manager}\nbo: {name: Bo Example}\nzoe: {name: Zoe, leftOn: 2026-01-05}\n"
CHANNELS = (
    '- {channel: "#help-team", dri: ana, description: Ask us.}\n- {channel: "#at-*", dri: ana}\n'
    '- {channel: "#old", dri: ana, status: archived}\n- {channel: "#named", dri: ana, renamedTo: "#help-team"}\n'
)
VENDORS = {
    "title": "Vendors",
    "type": "array",
    "items": {
        "type": "object",
        "required": ["vendor"],
        "properties": {
            "vendor": {"title": "Vendor", "type": "string"},
            "dri": {"title": "DRI", "type": "string", "format": "person", "description": "Who decides."},
        },
    },
}
FILES = {
    "mkdocs.yml": BARE,
    "handbook/index.md": "# Home\n",
    "rituals/people.yml": PEOPLE,
    "rituals/team.channels.yml": CHANNELS,
    "schemas/vendors.schema.json": json.dumps(VENDORS),
}
DATA = {"rituals": "rituals/team.rituals.yml", "rotations": "rituals/team.rotations.yml"}
WHOLE = "- task: {task}\n  startedOn: 2026-01-05\n  frequency: {frequency}\n  description: D.\n  dri: {dri}\n  {more}\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write(tmp_path, FILES)


# --- The language server ---


def server() -> list[str]:
    """Install the language server beside other caches, and give its command; without npm nothing is tried, but in CI."""
    if sys.platform == "win32":
        pytest.skip("the server writes the addresses of drives in another way")
    lacking = pytest.fail if os.environ.get("CI") else pytest.skip
    try:
        folder = npm_packages.installed(SERVER)
    except npm_packages.NpmError as error:
        lacking(str(error))
    start = folder / "yaml-language-server/bin/yaml-language-server"
    return ["node", str(start), "--stdio"]


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor that has a handbook open, of which its settings know nothing but what `handbook editor` wrote."""
    command = server()
    folder = write(tmp_path_factory.mktemp("open"), FILES)
    assert run("editor", "-f", str(folder / "mkdocs.yml")).exit_code == 0
    settings = json.loads((folder / editor_settings.SETTINGS).read_text(encoding="utf-8"))
    with Editor(command, folder, settings) as opened:
        yield opened


lsp = pytest.mark.xdist_group("language server")
OFFERED: dict[str, tuple[str, str, dict[str, str], list[str]]] = {
    "handles as DRI": (
        "rituals",
        "- task: T\n  dri: |\n",
        {"ana": "Ana Example, Engineering manager", "bo": "Bo Example"},
        ["zoe", "true", "null"],
    ),
    "handles as backup, which may be absent": ("rituals", "- task: T\n  backup: |\n", {"ana": "Ana"}, ["zoe", "null"]),
    "handles in a list": ("rotations", "- rotation: R\n  members:\n    - |\n", {"bo": "Bo Example"}, ["zoe"]),
    "handles in an override": ("rotations", "- overrides:\n    - dri: |\n", {"bo": "Bo Example"}, ["zoe"]),
    "channels, in quotes": (
        "rituals",
        "- task: T\n  channel: |\n",
        {'"#help-team"': "Ask us."},
        ['"#at-*"', '"#old"', '"#named"'],
    ),
    "no channels where a new one is named": ("channels", "- channel: |\n", {}, ['"#help-team"']),
    "channels that took the place of another": ("channels", "- renamedTo: |\n", {'"#help-team"': "Ask us."}, []),
    "what a choice is": ("channels", "- status: |\n", {"active": "", "archived": ""}, []),
    "frequencies": (
        "rituals",
        "- task: T\n  frequency: |\n",
        {"Triweekly": "Every 3 weeks.", "Weekdays": "From Monday to Friday.", "Monthly on the first Tuesday": ""},
        [],
    ),
    "keys": (
        "rituals",
        "- task: T\n  startedOn: 2026-01-05\n  |\n",
        {"frequency": "How often: Daily", "dri": "Handle of the directly responsible individual", "moreInfoUrl": ""},
        ["task", "startedOn"],
    ),
    "keys of a person": ("people", "ana:\n  |\n", {"name": "Full name", "leftOn": "Last day"}, []),
    "keys of a nested mapping": ("rotations", "- handoff:\n    |\n", {"time": "Local time", "timezone": "IANA"}, []),
    "handles in a kind of one's own": ("vendors", "- dri: |\n", {"ana": "Ana Example"}, ["zoe"]),
}


def path_of(kind: str) -> str:
    return f"rituals/{kind}.yml" if kind in ("people", "stubs") else f"rituals/team.{kind}.yml"


@lsp
@pytest.mark.parametrize("case", OFFERED)
def test_an_editor_offers(case: str, editor: Editor) -> None:
    kind, text, expected, unwanted = OFFERED[case]
    found = editor.completions(path_of(kind), text)
    assert {label: found.get(label, "(absent)")[: len(said)] for label, said in expected.items()} == expected, found
    assert [label for label in unwanted if label in found] == []


EXPLAINED = {
    "a key": (
        "rituals",
        "- task: T\n  frequ|ency: Weekly\n",
        ["#### Frequency", "refined by `on …`", "Every 3 weeks."],
    ),
    "a person": ("rituals", "- task: T\n  dri: a|na\n", ["#### DRI", "* `ana`: Ana Example, Engineering manager"]),
    "a key with an example": ("rituals", "- ta|sk: T\n", ["#### Ritual", "Name of the ritual.", "`Release ritual`"]),
    "a key without choices": ("people", "ana:\n  left|On: 2026-01-05\n", ["#### Left on", "Last day at the company"]),
    "a new address": ("stubs", "a.md: go|ne\n", ["#### New address", "an https address, or gone"]),
}


@lsp
@pytest.mark.parametrize("case", EXPLAINED)
def test_an_editor_explains(case: str, editor: Editor) -> None:
    kind, text, expected = EXPLAINED[case]
    found = editor.hover(path_of(kind), text)
    assert [part for part in expected if part not in found] == [], found


def ritual(**values: str) -> str:
    return WHOLE.format(**{"task": "T", "frequency": "Weekly", "dri": "ana", "more": "backup: bo", **values})


PROBLEMS: dict[str, tuple[str, str, list[str]]] = {
    "nothing": ("rituals", ritual(), []),
    "a person that the schema does not know yet": ("rituals", ritual(dri="new"), []),
    "no URL, in each way": (
        "rituals",
        "".join(ritual(more=f"moreInfoUrl:{one}") for one in ("", " null", ' ""', " ~")),
        [],
    ),
    "optional keys without a value": ("rituals", ritual(more="time:\n  endsOn:\n  duration:\n  agenda:"), []),
    "texts that YAML may take for something else": (
        "rituals",
        "".join(ritual(task=one) for one in ("no", "2024", "010", "1.10", "12:30", "true")),
        [],
    ),
    "any frequency of the vocabulary": (
        "rituals",
        "".join(ritual(frequency=one) for one in ("Each release", "Every 6 weeks", "Annually on 1 March", "Daily ⏰")),
        [],
    ),
    "a misspelled frequency": ("rituals", ritual(frequency="Wekly"), ["3: Value is not accepted."]),
    "an unknown key": ("rituals", ritual(more="backupp: bo"), ["6: Property backupp is not allowed."]),
    "a missing key": ("channels", '- channel: "#a"\n', ['1: Missing property "dri".']),
    "a list where a text belongs": ("rituals", ritual(dri="[ana, bo]"), ["5: Value is not accepted."]),
    "a day that is none": ("rituals", ritual(more="endsOn: someday"), ["6: String is not a RFC3339 date."]),
    "a choice": ("channels", '- {channel: "#a", dri: ana, status: old}\n', ["1: Value is not accepted."]),
    "an item of a kind of one's own": ("vendors", "- dri: ana\n", ['1: Missing property "vendor".']),
}


@lsp
@pytest.mark.parametrize("case", PROBLEMS)
def test_an_editor_finds(case: str, editor: Editor) -> None:
    kind, text, expected = PROBLEMS[case]
    found = editor.diagnostics(path_of(kind), text)
    assert len(found) == len(expected), found
    assert [line for line, start in zip(found, expected, strict=True) if not line.startswith(start)] == []


@pytest.mark.slow
@lsp
def test_the_data_of_the_sample_is_right_for_an_editor(tmp_path: Path) -> None:
    command = server()
    for name in ("handbook", "rituals", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    assert run("editor", "--modelines", "-f", str(tmp_path / "mkdocs.yml")).exit_code == 0
    # Only the first lines of the files say which schema is theirs, as for an editor that knows no settings.
    with Editor(command, tmp_path, {}) as opened:
        for path in sorted((tmp_path / "rituals").glob("*.yml")):
            name = path.relative_to(tmp_path).as_posix()
            assert opened.diagnostics(name, path.read_text(encoding="utf-8")) == [], name
        line = (tmp_path / "rituals/engineering.rituals.yml").read_text(encoding="utf-8").splitlines()[0]
        assert "zwass" in opened.completions("rituals/x.rituals.yml", f"{line}\n- task: T\n  dri: |\n")


# --- What is written ---

SCHEMAS = [
    f".handbook/schemas/{name}.schema.json"
    for name in ("boards", "channels", "escalations", "people", "rituals", "rotations", "stubs", "vendors")
]
WRITTEN = sorted([*SCHEMAS, *editor_settings.OTHERS])


def test_it_says_what_it_writes_and_writes_it_once(root: Path) -> None:
    result = run("editor")
    assert (result.exit_code, result.output.splitlines()) == (0, WRITTEN)
    assert (run("editor").exit_code, run("editor").output) == (0, "")
    with (root / "rituals/people.yml").open("a", encoding="utf-8") as file:
        file.write("cam: {name: Cam}\n")
    changed = [
        name for name in SCHEMAS if "vendors" in name or name.split("/")[2][:3] in ("boa", "cha", "esc", "rit", "rot")
    ]
    assert run("editor").output.splitlines() == changed


def test_diff_writes_nothing_and_exits_with_1(root: Path) -> None:
    result = run("editor", "--diff")
    assert result.exit_code == 1
    assert "+++ b/.vscode/settings.json\n" in result.output
    assert not (root / ".vscode").exists()
    run("editor")
    assert (run("editor", "--diff").exit_code, run("editor", "--diff").output) == (0, "")


def test_a_handbook_below_the_top_of_its_repository(tmp_path: Path) -> None:
    root = write(tmp_path / "docs", FILES)
    (tmp_path / ".git").mkdir()
    run("editor", "-f", str(root / "mkdocs.yml"))
    settings = json.loads((tmp_path / editor_settings.SETTINGS).read_text(encoding="utf-8"))["yaml.schemas"]
    assert settings["docs/.handbook/schemas/rituals.schema.json"] == ["docs/rituals/**/*.rituals.yml"]
    assert (root / ".handbook/schemas/rituals.schema.json").is_file()


def test_first_lines_that_name_another_schema(root: Path) -> None:
    line = "# yaml-language-server: $schema=../schemas/{}.schema.json\r\n"
    away = "# yaml-language-server: $schema=https://example.com/x.json\n[]\n"
    write(
        root,
        {"rituals/people.yml": line.format("people") + PEOPLE, "rituals/stubs.yml": line.format("stubs") + "{}\r\n"},
    )
    write(root, {"rituals/team.boards.yml": away})
    result = run("editor")
    note = "note: rituals/people.yml and 1 more name another schema in the first line, which editors prefer; --modelines changes that\n"
    assert result.stderr == note
    assert run("editor", "--modelines").output.splitlines() == ["rituals/people.yml", "rituals/stubs.yml"]
    new = line.replace("../schemas", "../.handbook/schemas")
    assert (root / "rituals/people.yml").read_bytes() == (new.format("people") + PEOPLE).encode()
    assert (root / "rituals/stubs.yml").read_bytes() == (new.format("stubs") + "{}\r\n").encode()
    assert (root / "rituals/team.boards.yml").read_bytes() == away.encode()


# Settings as they stood, and as they stand then with the member "n": {"k": [1]}.
MERGED = {
    "{}\n": '{\n  "n": {\n    "k": [1]\n  }\n}\n',
    '{"a": 1}': '{"a": 1,\n"n": {\n  "k": [1]\n}}',
    '{\n    // why\n    "a": 1 // c\n}\n': '{\n    // why\n    "a": 1, // c\n    "n": {\n      "k": [1]\n    }\n}\n',
    '{\n\t"a": 1, /* c */\n}\n': '{\n\t"a": 1, /* c */\n\t"n": {\n\t  "k": [1]\n\t}\n}\n',
    '{\r\n  "a": "//"\r\n}\r\n': '{\r\n  "a": "//",\r\n  "n": {\r\n    "k": [1]\r\n  }\r\n}\r\n',
    '{\n  "n": {\n    "x": [0] // x\n  },\n  "z": 1\n}\n': '{\n  "n": {\n    "x": [0], // x\n    "k": [1]\n  },\n  "z": 1\n}\n',
    '{\n  "n": { "k": [0, /* old */ 2], "x": 1 }\n}\n': '{\n  "n": { "k": [1], "x": 1 }\n}\n',
    '{\n  "n": null // none\n}\n': '{\n  "n": {\n    "k": [1]\n  } // none\n}\n',
    '{\n  "n": {"k": [1]}, // as it is\n}\n': '{\n  "n": {"k": [1]}, // as it is\n}\n',
    "// top\n{ /* empty */ }\n": '// top\n{\n  "n": {\n    "k": [1]\n  }\n /* empty */ }\n',
}


@pytest.mark.parametrize("before", MERGED)
def test_settings_are_added_in_place(before: str) -> None:
    after = jsonc.merge(before, {"n": {"k": [1]}})
    assert after == MERGED[before]
    assert jsonc.merge(after, {"n": {"k": [1]}}) == after


@pytest.mark.parametrize("text", ["[]", "{", '{"a": 1} x', '"a"', "{'a': 1}", '{"a": 1,,}', '{"a": 1 /* }'])
def test_settings_that_cannot_be_read_are_left_alone(text: str, root: Path) -> None:
    write(root, {editor_settings.SETTINGS: text})
    result = run("editor")
    assert result.exit_code == 2
    assert ".vscode/settings.json: cannot be read as JSON with comments" in result.output
    assert '".handbook/schemas/rituals.schema.json": ["rituals/**/*.rituals.yml"]' in result.output
    assert (root / editor_settings.SETTINGS).read_text(encoding="utf-8") == text
    assert not (root / ".handbook").exists()


KEYS = st.sampled_from(["a", "b", "yaml.schemas", "//", '"', "é", "{"])
SCALARS: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["", "//", "/*", ",}", '\\"', "x"])
)
FLAT = SCALARS | st.lists(SCALARS, max_size=3) | st.dictionaries(KEYS, SCALARS, max_size=3)
VALUES = FLAT | st.dictionaries(KEYS, FLAT, max_size=3)
SPACES = st.sampled_from(["", " ", "\n", "\n\t", " // c, }\n", " /* c: { */ ", "\r\n  "])


@st.composite
def commented(draw: st.DrawFn, value: Any) -> str:
    """Return a text of a value with spaces and comments anywhere."""
    if not isinstance(value, dict | list) or not value:
        return draw(SPACES) + json.dumps(value) + draw(SPACES)
    is_map = isinstance(value, dict)
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    parts = [
        f"{draw(SPACES)}{json.dumps(key)}{draw(SPACES)}:{draw(commented(one))}" if is_map else draw(commented(one))
        for key, one in pairs
    ]
    end = draw(st.sampled_from(["", ","])) + draw(SPACES)
    return ("{" if is_map else "[") + ",".join(parts) + end + ("}" if is_map else "]")


def combined(before: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object with members added or replaced, objects in it merged."""
    deep = {
        key: combined(before[key], value)
        for key, value in wanted.items()
        if isinstance(value, dict) and isinstance(before.get(key), dict)
    }
    return {**before, **wanted, **deep}


@given(st.data(), st.dictionaries(KEYS, VALUES, max_size=4), st.dictionaries(KEYS, VALUES, max_size=2))
def test_any_settings_keep_all_else(data: st.DataObject, before: dict[str, Any], wanted: dict[str, Any]) -> None:
    text = data.draw(commented(before))
    assert jsonc.parse(text) == before
    after = jsonc.merge(text, wanted)
    assert jsonc.parse(after) == combined(before, wanted)
    assert jsonc.merge(after, wanted) == after
    if not before.keys() & wanted.keys():
        kept = iter(after)
        assert all(char in kept for char in text.replace(" ", "").replace("\n", "")), "something is lost"


def test_recommended_extensions_stay(root: Path) -> None:
    write(root, {editor_settings.EXTENSIONS: '{\n  "recommendations": ["a.b"], // ours\n}\n'})
    run("editor")
    assert (root / editor_settings.EXTENSIONS).read_text(encoding="utf-8") == (
        '{\n  "recommendations": ["a.b", "redhat.vscode-yaml"], // ours\n}\n'
    )


OTHER = editor_settings.entry("x/other.schema.json", "*.other.json").replace("Handbook: other", "Other")


def mapped(root: Path) -> dict[str, dict[str, str]]:
    """Return the options of each mapping of JetBrains by its name."""
    tree = ET.parse(root / editor_settings.JETBRAINS)  # noqa: S314 (a file of this test)
    entries = tree.findall("component/state/map/entry")
    return {
        one.get("key", ""): {option.get("name", ""): option.get("value", "") for option in one.iter("option")}
        for one in entries
    }


def test_mappings_of_jetbrains(root: Path) -> None:
    old = editor_settings.entry(".handbook/schemas/rituals.schema.json", "old.yml")
    begun = editor_settings.EMPTY_XML.replace("      </map>", f"{OTHER}{old}      </map>")
    write(root, {editor_settings.JETBRAINS: begun})
    run("editor")
    assert OTHER in (root / editor_settings.JETBRAINS).read_text(encoding="utf-8")
    found = mapped(root)
    assert set(found) == {"Other", *(f"Handbook: {name.split('/')[2].split('.')[0]}" for name in SCHEMAS)}
    rituals = found["Handbook: rituals"]
    assert (rituals["relativePathToSchema"], rituals["path"]) == (SCHEMAS[4], "*.rituals.yml")
    assert rituals["mappingKind"] == "Pattern"


def test_mappings_of_another_form_are_left_alone(root: Path) -> None:
    write(root, {editor_settings.JETBRAINS: "<project/>\n"})
    result = run("editor")
    assert result.exit_code == 2
    assert ".idea/jsonSchemas.xml: cannot be read as schema mappings, nothing was written" in result.output
    assert not (root / ".vscode").exists()


ENDS = st.sampled_from(["", " ⏰", " ✅ "])
BASES = st.sampled_from([*frequency_words.VOCABULARY, "Every 6 weeks", "Every twelve days", "Every year"])
FORMS = st.sampled_from(
    ["", " on Monday", " on the 15th", " on the last Friday", " on 1 March", " on Monday and Thursday"]
)
TEXTS = (
    st.builds("{}{}{}".format, BASES, FORMS, ENDS) | st.text(max_size=12).map("Each {}".format) | st.text(max_size=20)
)


@given(TEXTS)
def test_editors_take_every_frequency(text: str) -> None:
    import re

    if isinstance(frequency.parse(text), Frequency):
        assert re.search(editor_schemas.FREQUENCY, text)


def test_steps_of_escalations_choose_among_rotations_people_and_groups(root: Path) -> None:
    write(
        root,
        {"rituals/ops.rotations.yml": "- {rotation: On-call, startsOn: 2026-01-05, every: 1 week, members: [ana]}\n"},
    )
    schema = json.loads(editor_schemas.schemas(read(root)[0])["escalations"])
    step = schema["items"]["properties"]["steps"]["items"]["properties"]["notify"]
    chosen = step["anyOf"][0]
    assert dict(zip(chosen["enum"], chosen["markdownEnumDescriptions"], strict=True)) == {
        "ops": "Group",
        "team": "Group",
        "ana": "Ana Example, Engineering manager",
        "bo": "Bo Example",
        "On-call": "Rotation",
    }


def test_every_schema_that_is_made_is_one_and_explains_its_keys(root: Path) -> None:
    from jsonschema import Draft7Validator

    handbook, _ = read(root)
    made = {name: json.loads(text) for name, text in editor_schemas.schemas(handbook).items()}
    assert "page" not in made
    for name, schema in made.items():
        Draft7Validator.check_schema(schema)
        before = handbook.kinds[name].schema
        assert keys(schema) == keys(before)


def keys(schema: Any) -> list[str]:
    """Return all keys that a schema describes."""
    if not isinstance(schema, Mapping):
        return []
    own = list(schema.get("properties", {}))
    return [*own, *(key for one in schema.values() for key in keys(one))]
