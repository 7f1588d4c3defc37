"""The forms of a report, each read back as its reader would."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from handbooks import read, write
from mkdocs_handbook import report, rules

FILES = {
    "rituals/ü,a:b.channels.yml": "[]\n",
    "rituals/a.channels.yml": '# \U0001f680\n- {channel: "#é", dri: ana, status: archivd}\n- {channel: "#é", dri: ana, status: archivd}\n',
    "handbook/a.md": "# A\n\n## Slack channels\n\n[C](../rituals/a.channels.yml)\n\n## More\n",
}


def shown(root: Path, before: str = "") -> list[report.Shown]:
    write(root, {**FILES, "rituals/a.channels.yml": before + FILES["rituals/a.channels.yml"]})
    handbook, findings = read(root)
    return [report.Shown(finding, rules.severity(finding, handbook.settings)) for finding in findings]


def form(name: str, root: Path, before: str = "") -> str:
    return report.FORMATS[name](shown(root, before))


def test_text_marks_wide_characters_and_long_lines(tmp_path: Path) -> None:
    assert form("text", tmp_path).splitlines()[:4] == [
        'handbook/a.md:3:1: HB201 section "Slack channels" stands where "More" belongs',
        "  |",
        "3 | ## Slack channels",
        "  | ^^^^^^^^^^^^^^^^^ [*]",
    ]


def test_json_has_the_keys_of_ruff(tmp_path: Path) -> None:
    found = json.loads(form("json", tmp_path))
    assert [one["code"] for one in found] == ["HB201", "HB110", "HB110", "HB118"]
    first = found[1]
    assert set(first) >= {"code", "name", "message", "filename", "location", "end_location", "fix", "url"}
    assert first["location"] == {"row": 2, "column": 37}
    assert first["end_location"] == {"row": 2, "column": 44}
    assert first["fix"]["edits"] == [
        {
            "content": "archived",
            "filename": "rituals/a.channels.yml",
            "location": first["location"],
            "end_location": first["end_location"],
        }
    ]


def test_github_escapes_what_would_end_a_property(tmp_path: Path) -> None:
    lines = form("github", tmp_path).splitlines()
    assert lines[1] == (
        "::error file=rituals/a.channels.yml,line=2,endLine=2,title=HB110 schema,col=37,endColumn=44"
        '::"status" cannot be "archivd", did you mean "archived"?'
    )
    assert lines[3].startswith("::error file=rituals/ü%2Ca%3Ab.channels.yml,line=1,")


@pytest.mark.parametrize(
    ("name", "path"), [("gitlab", ("fingerprint",)), ("sarif", ("partialFingerprints", "handbook/v1"))]
)
def test_fingerprints_differ_and_survive_a_shift_of_lines(name: str, path: tuple[str, ...], tmp_path: Path) -> None:
    def marks(text: str) -> list[str]:
        found = json.loads(text)
        entries = found["runs"][0]["results"] if isinstance(found, dict) else found
        for key in path:
            entries = [entry[key] for entry in entries]
        return [str(entry) for entry in entries]

    before, after = marks(form(name, tmp_path / "a")), marks(form(name, tmp_path / "b", "# one\n# two\n"))
    assert before == after
    assert len(set(before)) == len(before) == 4


def test_sarif_names_rules_and_places(tmp_path: Path) -> None:
    run = json.loads(form("sarif", tmp_path))["runs"][0]
    result = run["results"][1]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "HB110"
    location = result["locations"][0]["physicalLocation"]
    assert location["region"] == {"startLine": 2, "startColumn": 37, "endLine": 2, "endColumn": 44}
    assert result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"] == {"text": "archived"}


def test_rdjson_counts_bytes(tmp_path: Path) -> None:
    found = json.loads(form("rdjson", tmp_path))["diagnostics"][1]
    assert found["location"]["range"]["start"] == {"line": 2, "column": 38}
    assert found["suggestions"][0]["text"] == "archived"


def test_the_summary_is_markdown_that_shows_texts_as_they_are(tmp_path: Path) -> None:
    findings = shown(tmp_path)
    text = report.ci.summary(findings)
    assert text.startswith("### Handbook: 4 findings\n\n| Rule | Findings |\n|:--|--:|\n| `HB110` schema | 2 |\n")
    assert "&#60;group&#62;" in text
    assert "No findings" in report.ci.summary([])
