"""What pages and data may hold does not stop a build with a traceback: it is built, or has a finding."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from command_line import run
from handbooks import build, lint, read, write

CONTROLS = ["\0", "\a", "\x1b", "\x7f", "\x85", "\uffff", "\u2028", "\u202e"]
ROTATION = "# A\n\n[Shifts](../rituals/a.rotations.yml)\n"


@pytest.mark.parametrize("character", CONTROLS, ids=ascii)
@pytest.mark.parametrize("has_people", [True, False])
def test_control_characters_in_handles_and_shifts(character: str, has_people: bool, tmp_path: Path) -> None:
    handle = f"a{character}b"
    files = {
        "handbook/a.md": f"{ROTATION}\n[More](../rituals/b.rotations.yml)\n",
        "rituals/a.rotations.yml": json.dumps(
            [{"rotation": "R", "startsOn": "2026-01-05", "shifts": [{"from": "2026-01-05", "dri": handle}]}]
        ),
        "rituals/b.rotations.yml": json.dumps(
            [{"rotation": "S", "startsOn": "2026-01-05", "every": "1 week", "members": [handle, "bo"]}]
        ),
    }
    people = {"rituals/people.yml": json.dumps({handle: {"name": "Ana"}, "bo": {"name": "Bo"}})}
    built = build(write(tmp_path, {**files, **(people if has_people else {})}))
    assert built.error == ""
    # No document may hold these; the rest stands there as it is.
    shown = handle if character in "\u2028\u202e" else "a\ufffdb"
    cell = f'<td><span title="@{shown}">Ana</span>' if has_people else f"<td>{shown}"
    assert re.findall(rf"{re.escape(cell)}( <span|</td>)", built.page("a/index.html")) == [" <span", "</td>", "</td>"]


PLACEHOLDERS = ["<Run ID>", "<a name>", "<Team Name>", '<p id="x">x</p> <a id>', "<Your NAME ID=>"]


@pytest.mark.parametrize("text", PLACEHOLDERS)
def test_placeholders_that_look_like_tags(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write(tmp_path, {"handbook/a.md": f"# A\n\nCall `run` {text} and wait.\n"})
    monkeypatch.chdir(root)
    assert build(root, site=root / "theirs").error == ""
    # Once rendered, and once from the cache.
    for _ in range(2):
        assert run("build", "--quiet").output == ""
        assert (root / "site/a/index.html").read_bytes() == (root / "theirs/a/index.html").read_bytes()


HOOK = """
import os

def on_files(files, config):
    for file in files:
        with open(file.abs_src_path, "rb") as source:
            assert source.read() == file.content_bytes
"""


def test_other_plugins_find_the_files_that_are_made_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = (
        "site_name: T\ndocs_dir: handbook\ntheme: {name: null, custom_dir: theme}\nplugins: [handbook]\nhooks: [h.py]\n"
    )
    people = "rituals/people.yml", "ana: {name: Ana}\n"
    root = write(
        tmp_path, {"mkdocs.yml": config, "h.py": HOOK, "rituals/stubs.yml": "old.md: index.md\n", people[0]: people[1]}
    )
    monkeypatch.chdir(root)
    assert run("build", "--quiet").output == ""
    assert (root / "site/directory/people/ana/index.html").exists()
    assert build(root, site=root / "theirs").error == ""


@pytest.mark.parametrize("kind", ["x", "page", "people", "rituals"])
@pytest.mark.parametrize("key", ["maximum", "minLength", "default", "enum"])
def test_a_schema_with_a_number_of_5000_digits(kind: str, key: str, tmp_path: Path) -> None:
    number = "9" * 5_000
    root = write(tmp_path, {f"schemas/{kind}.schema.json": f'{{"type": "array",\n  "{key}": [{number}]}}'})
    (line,) = [one for one in lint(root) if "HB119" in one]
    assert line.startswith(f"schemas/{kind}.schema.json:2:{len(key) + 8}: HB119 a number with thousands of digits")


@pytest.mark.parametrize("name", ["a.rituals.yml", "people.yml", "stubs.yml", "a.rotations.yml", "a.channels.yml"])
@pytest.mark.parametrize("value", ["9" * 5_000, f"-{'9' * 5_000}", "1e99999", "0x" + "f" * 5_000, "9" * 5_000 + ".5"])
def test_data_with_a_number_of_5000_digits(name: str, value: str, tmp_path: Path) -> None:
    keys = ("task", "startedOn", "startsOn", "duration", "every", "dri", "repeat")
    item = "{" + ", ".join(f"{key}: {value}" for key in keys) + "}"
    text = f"ana: {item}\n{value}: {value}\n" if "." not in name[:-4] else f"- {item}\n"
    assert read(write(tmp_path, {f"rituals/{name}": text, "handbook/a.md": f"---\ngroup: {value}\n---\n# A\n"}))[1]
