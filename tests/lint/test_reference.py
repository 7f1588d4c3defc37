"""The generated pages of the guide are what the schemas and rules say now, and every schema helps an editor."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import reference_pages
from handbooks import read
from mkdocs_handbook.data import kinds
from mkdocs_handbook.lint import rules

ROOT = Path(__file__).parents[2]
SCHEMAS = sorted((ROOT / "schemas").glob("*.schema.json"))


@pytest.mark.parametrize("name", reference_pages.PAGES)
def test_generated_pages_are_up_to_date(name: str) -> None:
    path, text = ROOT / name, reference_pages.PAGES[name]()
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text, f"{name} is out of date, run `make reference`"


def test_examples_on_the_page_of_rules_are_no_embeds() -> None:
    handbook, findings = read(ROOT)
    page = handbook.by_uri["guide/rules.md"]
    assert "rituals.yml)" in page.source.text
    assert page.embeds == ()
    assert [one for one in findings if one.source.path == page.source.path] == []


def properties(schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield every property of a schema, nested ones too."""
    for key, value in schema.items():
        if key == "properties":
            yield from value.items()
        if isinstance(value, dict):
            yield from properties(value)


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_schemas_explain_their_keys(path: Path) -> None:
    schema = json.loads(path.read_text(encoding="utf-8"))
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert schema["title"]
    assert schema["description"]
    for key, value in properties(schema):
        assert value.get("title"), key
        assert value.get("description", "").endswith("."), key


def test_the_packaged_schemas_are_those_of_the_checkout() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert set(re.findall(r'"schemas/(\w+)\.schema\.json" =', pyproject)) == set(kinds.BUILT_IN)


@pytest.mark.parametrize("path", sorted((ROOT / "rituals").glob("*.yml")), ids=lambda path: path.name)
def test_data_files_of_the_sample_name_their_schema(path: Path) -> None:
    kind = path.name.split(".")[-2]
    assert path.read_text(encoding="utf-8").startswith(
        f"# yaml-language-server: $schema=../schemas/{kind}.schema.json\n"
    )
    assert (ROOT / f"schemas/{kind}.schema.json").is_file()


def test_rules_are_documented_and_their_names_are_unique() -> None:
    found = list(rules.ALL.values())
    assert len({one.name for one in found}) == len(found)
    for one in found:
        assert re.fullmatch(r"HB[1-8]\d\d", one.code)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", one.name)
        assert one.summary.endswith("."), one.code


def test_every_code_that_is_reported_is_a_rule_and_every_rule_has_a_golden_case() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "plugins").rglob("*.py"))
    golden = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests/golden").glob("*.md"))
    assert set(re.findall(r"HB\d{3}", code)) == set(rules.ALL)
    reported = set(re.findall(r"^\S+:\d+:\d+: (HB\d{3}) ", golden, re.MULTILINE))
    assert reported == set(rules.ALL)
