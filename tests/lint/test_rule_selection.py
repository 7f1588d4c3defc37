"""Selectors: which rules run, and in which files they count."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbooks import BARE, build, lint, write
from mkdocs_handbook.lint import linter, rule_selection, rules
from mkdocs_handbook.lint.rule_selection import ALWAYS, Selection, SelectorError
from mkdocs_handbook.lint.rules.registry import Rule
from mkdocs_handbook.model import Finding, Settings
from mkdocs_handbook.project import mkdocs_yml

ALL = rules.ALL
HB1 = {code for code in rules.DEFAULT if code.startswith("HB1")}
HB20 = {code for code in rules.DEFAULT if code.startswith("HB20")}
BAD = {
    "rituals/a.channels.yml": '- {channel: "#a", dri: ana, status: archivd}\n',
    "handbook/old/a.md": "# A\n\n[x](../../rituals/no.channels.yml)\n",
    "handbook/b.md": "# B\n\n[x](../rituals/no.channels.yml)\n",
    "handbook/c.md": "# C\n\n[x](../rituals/a.channels.yml)\n",
}


@pytest.mark.parametrize(
    ("selector", "codes"),
    [
        ("HB201", {"HB201"}),
        ("hb201", {"HB201"}),
        ("section-order", {"HB201"}),
        (" HB20 ", HB20),
        ("HB1", HB1),
        ("HB", rules.DEFAULT),
        ("ALL", rules.DEFAULT),
    ],
)
def test_a_selector_is_a_code_a_prefix_or_a_name(selector: str, codes: set[str]) -> None:
    assert rule_selection.matching(selector) == codes


@pytest.mark.parametrize(
    ("selector", "message"),
    [
        ("HB999", 'no rule is called "HB999"'),
        ("HB2O1", 'no rule is called "HB2O1", did you mean "HB201"?'),
        ("section-oder", 'no rule is called "section-oder", did you mean "section-order"?'),
        ("H", 'no rule is called "H"'),
        ("", 'no rule is called ""'),
    ],
)
def test_an_unknown_selector_says_what_was_meant(selector: str, message: str) -> None:
    with pytest.raises(SelectorError) as caught:
        rule_selection.matching(selector)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("layers", "codes"),
    [
        ([], rules.DEFAULT),
        ([Selection(select=("HB1",))], HB1),
        ([Selection(select=("HB1",), ignore=("HB10",))], {code for code in HB1 if not code.startswith("HB10")}),
        ([Selection(select=("HB104", "HB2"), ignore=("HB1", "HB2"))], {"HB104"}),
        ([Selection(ignore=("HB104",), select=("HB104",))], set()),
        ([Selection(ignore=("duplicate-key",), select=("HB1",))], HB1 - {"HB104"}),
        ([Selection(select=("HB2",), extend_select=("HB1",), ignore=("HB2", "HB1"))], set()),
        # The command line over the configuration.
        ([Selection(select=("HB2",), ignore=("HB103",)), Selection(select=("HB1",))], HB1),
        ([Selection(select=("HB1",)), Selection(ignore=("HB103",))], HB1 - {"HB103"}),
        ([Selection(ignore=("HB103",)), Selection(extend_select=("HB1",))], rules.DEFAULT),
        ([Selection(ignore=("HB",))], set()),
    ],
)
def test_the_narrower_selector_wins_and_the_later_layer(layers: list[Selection], codes: set[str]) -> None:
    assert rule_selection.codes(*layers) == codes | ALWAYS


def test_a_rule_that_must_be_asked_for_is(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Rule("HB699", "asked", "warning", "", scope="asked")
    monkeypatch.setattr(rule_selection, "ALL", {**ALL, "HB699": asked})
    monkeypatch.setattr(rule_selection, "NAMES", {**rule_selection.NAMES, "asked": "HB699"})
    rule_selection.matching.cache_clear()
    try:
        assert "HB699" not in rule_selection.codes(Selection(select=("HB",)))
        for selector in ("HB6", "HB69", "HB699", "asked"):
            assert "HB699" in rule_selection.codes(Selection(extend_select=(selector,)))
    finally:
        rule_selection.matching.cache_clear()


def test_options_hold_several_with_commas() -> None:
    assert rule_selection.split(("HB1, HB2", "HB3,", "")) == ("HB1", "HB2", "HB3")


def configured(root: Path, options: str) -> list[str]:
    write(root, {**BAD, "mkdocs.yml": BARE.replace("[handbook]", f"[{{handbook: {options}}}]")})
    found = mkdocs_yml.read_project(root / "mkdocs.yml", root)
    lines = lint(root, linter.selected_codes(found, Selection()))
    # A build honours the same options for its own rules, and shows nothing else.
    assert build(root).findings == lines
    return [line.split(": ")[0].split(":")[0] + line.split(":")[3][:6] for line in lines]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ("{}", ["handbook/b.md HB211", "handbook/old/a.md HB211", "rituals/a.channels.yml HB110"]),
        ("{ignore: [HB2]}", ["rituals/a.channels.yml HB110"]),
        ("{select: [dead-embed]}", ["handbook/b.md HB211", "handbook/old/a.md HB211"]),
        (
            "{select: [HB1], extend_select: [HB211], ignore: [HB110]}",
            ["handbook/b.md HB211", "handbook/old/a.md HB211"],
        ),
        ("{per_file_ignores: {'handbook/old/**': [HB2]}}", ["handbook/b.md HB211", "rituals/a.channels.yml HB110"]),
        ("{per_file_ignores: {'*.yml': [schema], 'old/': [HB]}}", ["handbook/b.md HB211"]),
    ],
)
def test_options_of_the_plugin_hold_in_lint_and_in_a_build(options: str, found: list[str], tmp_path: Path) -> None:
    assert configured(tmp_path, options) == found


def test_a_file_that_cannot_be_read_is_never_ignored(tmp_path: Path) -> None:
    write(tmp_path, {"rituals/a.channels.yml": "- [\n"})
    settings = Settings(per_file_ignores={"**": ("HB",)}, ignore=("HB",))
    assert rule_selection.of_build(settings) == ALWAYS
    assert not rule_selection.ignored(settings)(next(iter(found_in(tmp_path))))


def found_in(root: Path) -> list[Finding]:
    found = mkdocs_yml.read_project(root / "mkdocs.yml", root)
    return linter.findings(linter.prepare(found, linter.LintRequest(root)))


@pytest.mark.parametrize("options", ["{select: [HB999]}", "{per_file_ignores: {x: [HB999]}}"])
def test_a_selector_of_the_configuration_that_is_unknown_stops_a_build(options: str, tmp_path: Path) -> None:
    write(tmp_path, {"mkdocs.yml": BARE.replace("[handbook]", f"[{{handbook: {options}}}]")})
    assert 'no rule is called "HB999"' in build(tmp_path).error
