"""The forms of a report, each read back as its reader would."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from click import unstyle

from handbooks import read, write
from mkdocs_handbook.lint import report, rules
from mkdocs_handbook.model import Edit, Finding, Source, Span
from sarif_schema import SARIF

FILES = {
    "rituals/ü,a:b.channels.yml": "[]\n",
    "rituals/a.channels.yml": '# \U0001f680\n- {channel: "#é", dri: ana, status: Archived}\n- {channel: "#é", dri: ana, status: Archived}\n',
    "handbook/a.md": "# A\n\n## Slack channels\n\n[C](../rituals/a.channels.yml)\n\n## More\n",
}


def shown(root: Path, before: str = "") -> list[report.ReportedFinding]:
    write(root, {**FILES, "rituals/a.channels.yml": before + FILES["rituals/a.channels.yml"]})
    # Two equal lines are on purpose here, for the fingerprints.
    handbook, findings = read(root, rules.ALL.keys() - {"HB127"})
    return [report.ReportedFinding(finding, rules.severity(finding, handbook.settings)) for finding in findings]


def form(name: str, root: Path, before: str = "") -> str:
    return report.FORMATS[name](shown(root, before))


def test_text_marks_wide_characters_and_long_lines(tmp_path: Path) -> None:
    assert form("text", tmp_path).splitlines()[:4] == [
        'handbook/a.md:7:1: HB201 move section "More" above "Slack channels"',
        "  |",
        "7 | ## More",
        "  | ^^^^^^^ [*]",
    ]


def test_json_has_the_keys_of_ruff(tmp_path: Path) -> None:
    found = json.loads(form("json", tmp_path))
    assert [one["code"] for one in found] == ["HB201", "HB110", "HB110", "HB118"]
    first = found[1]
    assert set(first) >= {"code", "name", "message", "filename", "location", "end_location", "fix", "url"}
    assert first["location"] == {"row": 2, "column": 37}
    assert first["end_location"] == {"row": 2, "column": 45}
    assert first["fix"]["message"] == 'Write "archived"'
    assert first["fix"]["edits"] == [
        {
            "content": "archived",
            "filename": "rituals/a.channels.yml",
            "location": first["location"],
            "end_location": first["end_location"],
        }
    ]


@pytest.mark.parametrize(
    ("edits", "title"),
    [
        ((Edit("a.md", Span(0, 3), "one"),), 'Write "one"'),
        ((Edit("a.md", Span(3, 3), " more"),), 'Insert "more"'),
        ((Edit("a.md", Span(0, 4), ""),), 'Remove "old"'),
        ((Edit("a.md", Span(3, 4), ""),), "Change white space"),
        ((Edit("a.md", Span(0, 1), "a"), Edit("b.md", Span(0, 1), "b")), "Change 2 places"),
        ((Edit("b.md", Span(0, 1), "b"),), 'Change "b.md"'),
    ],
)
def test_a_fix_in_json_says_what_it_does(edits: tuple[Edit, ...], title: str) -> None:
    finding = Finding("HB301", Source("a.md", "old text"), Span(0, 3), "m", edits)
    (one,) = json.loads(report.FORMATS["json"]([report.ReportedFinding(finding, "error")]))
    assert one["fix"]["message"] == title


def test_json_has_the_address_of_a_link_as_it_is_written(tmp_path: Path) -> None:
    stubs = "old.md: nope.md\nindex.md: a.md\nelse.md#x: a.md\n../b.md: a.md\nc/**: d\n"
    boards = "- {board: A, url: nope.md#x}\n- {board: B, url: a.md#y}\n"
    write(tmp_path, {"handbook/a.md": "# A\n", "rituals/stubs.yml": stubs, "rituals/a.boards.yml": boards})
    handbook, findings = read(tmp_path, [one for one in rules.ALL if one == "HB116" or one.startswith("HB4")])
    every = [report.ReportedFinding(finding, rules.severity(finding, handbook.settings)) for finding in findings]
    assert [(one["code"], one["url"]) for one in json.loads(report.FORMATS["json"](every))] == [
        ("HB116", "nope.md#x"),
        ("HB116", "a.md#y"),
        ("HB404", "nope.md"),
        ("HB405", "index.md"),
        ("HB409", "else.md#x"),
        ("HB407", "../b.md"),
        ("HB408", "c/**"),
    ]


def test_github_escapes_what_would_end_a_property(tmp_path: Path) -> None:
    lines = form("github", tmp_path).splitlines()
    assert lines[1] == (
        "::error file=rituals/a.channels.yml,line=2,endLine=2,title=HB110 schema,col=37,endColumn=45"
        '::"status" cannot be "Archived", did you mean "archived"?'
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
    assert location["region"] == {"startLine": 2, "startColumn": 37, "endLine": 2, "endColumn": 45}
    assert result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"] == {"text": "archived"}


def test_sarif_is_what_the_standard_allows(tmp_path: Path) -> None:
    found = shown(tmp_path)
    other = Edit("rituals/b c.yml", Span(3, 5), "x")
    elsewhere = replace(found[1].finding, edits=(*found[1].finding.edits, other), is_safe=False)
    text = report.FORMATS["sarif"]([*found, report.ReportedFinding(elsewhere, "warning")])
    log = json.loads(text)
    jsonschema.Draft7Validator(SARIF, format_checker=jsonschema.FormatChecker()).validate(log)
    fix = log["runs"][0]["results"][-1]["fixes"][0]
    assert [change["artifactLocation"]["uri"] for change in fix["artifactChanges"]] == [
        "rituals/a.channels.yml",
        "rituals/b%20c.yml",
    ]
    assert fix["artifactChanges"][1]["replacements"][0]["deletedRegion"] == {"charOffset": 3, "charLength": 2}


@pytest.mark.parametrize(
    ("old", "new"),
    [('"version": "2.1.0"', '"version": "2.1"'), ('"ruleId"', '"rule"'), ('"level": "error"', '"level": "bad"')],
)
def test_the_schema_of_sarif_refuses_what_the_standard_does(old: str, new: str, tmp_path: Path) -> None:
    assert list(jsonschema.Draft7Validator(SARIF).iter_errors(json.loads(form("sarif", tmp_path).replace(old, new))))


def test_keys_of_gitlab_and_rdjson(tmp_path: Path) -> None:
    for entry in json.loads(form("gitlab", tmp_path)):
        assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert entry["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert set(entry["location"]) == {"path", "lines"}
        assert set(entry["location"]["lines"]) == {"begin", "end"}
    found = json.loads(form("rdjson", tmp_path))
    assert set(found) == {"source", "diagnostics"}
    for one in found["diagnostics"]:
        assert set(one) == {"message", "location", "severity", "code", "suggestions"}
        assert one["severity"] in {"ERROR", "WARNING", "INFO"}
        assert set(one["location"]) == {"path", "range"}
        assert set(one["location"]["range"]) == {"start", "end"}


def test_statistics_are_those_of_ruff(tmp_path: Path) -> None:
    found = shown(tmp_path)
    assert report.statistics.text(found).splitlines() == [
        "2\tHB110\t[*] schema",
        "1\tHB118\t[-] file-name",
        "1\tHB201\t[*] section-order",
        "[*] fixable with `handbook lint --fix`",
        "[-] some fixable, or only with `--unsafe-fixes`",
    ]
    unsafe = report.ReportedFinding(replace(found[1].finding, is_safe=False), "error")
    assert report.statistics.text([*found, unsafe]).splitlines()[0] == "3\tHB110\t[-] schema"
    assert json.loads(report.statistics.json_array(found))[0] == {
        "code": "HB110",
        "name": "schema",
        "count": 2,
        "fixable": True,
    }
    assert report.statistics.text([]) == ""


def test_paths_are_those_of_the_repository(tmp_path: Path) -> None:
    findings = [one.finding for one in shown(tmp_path)]
    moved = report.below(findings, "docs/")
    assert [one.source.path for one in moved] == [f"docs/{one.source.path}" for one in findings]
    assert moved[1].edits[0].path == "docs/rituals/a.channels.yml"
    beside = replace(findings[0], source=replace(findings[0].source, path="../b.json"))
    assert report.below([beside], "docs/")[0].source.path == "b.json"


@pytest.mark.parametrize(
    ("edits", "is_safe", "mark"),
    [
        ([("new", 0)], True, " [*] new"),
        ([("new", 0)], False, " [?] new"),
        ([("", 0)], True, " [*]"),
        ([("a", 0), ("b", 2)], True, " [*]"),
        ([("a\nb", 0)], False, " [?]"),
        ([], True, ""),
    ],
)
def test_text_shows_a_fix_beside_the_marks(edits: list[tuple[str, int]], is_safe: bool, mark: str) -> None:
    changes = tuple(Edit("a.md", Span(at, at + 1), text) for text, at in edits)
    finding = Finding("HB211", Source("a.md", "xyz\n"), Span(0, 1), "m", changes, is_safe=is_safe)
    assert report.text.text(finding).splitlines()[3:] == [f"  | ^{mark}"]
    assert unstyle(report.text.text(finding, report.text.coloured)) == report.text.text(finding)


def test_a_text_cannot_command_a_terminal() -> None:
    finding = Finding("HB211", Source("a.md", "x\x1b[31my\n"), Span(0, 1), "a\x1b]0;b\x07\x9b")
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", report.text.text(finding))


@pytest.mark.parametrize(
    ("environment", "is_terminal", "coloured"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ({"TERM": "dumb"}, True, False),
    ],
)
def test_colours_are_for_terminals(environment: dict[str, str], is_terminal: bool, coloured: bool) -> None:
    assert report.is_coloured(environment, is_terminal=is_terminal) is coloured


def test_rdjson_counts_bytes(tmp_path: Path) -> None:
    found = json.loads(form("rdjson", tmp_path))["diagnostics"][1]
    assert found["location"]["range"]["start"] == {"line": 2, "column": 38}
    assert found["suggestions"][0]["text"] == "archived"


def test_the_summary_is_markdown_that_shows_texts_as_they_are(tmp_path: Path) -> None:
    findings = shown(tmp_path)
    text = report.ci.summary(findings)
    assert text.startswith("### Handbook: 4 findings\n\n| Rule | Findings |\n|:--|--:|\n| `HB110` schema | 2 |\n")
    odd = [replace(one, finding=replace(one.finding, message="write <group>")) for one in findings]
    assert "&#60;group&#62;" in report.ci.summary(odd)
    assert "No findings" in report.ci.summary([])
