"""Every rule's documentation holds: its bad example fires, its good one does not, and its fix mends the bad one."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from handbooks import fix, read, write
from mkdocs_handbook.lint import rules
from mkdocs_handbook.lint.rules.registry import Rule
from rule_examples import EXAMPLES

# At least two codes in brackets.
CODES = re.compile(r'\(("HB\d{3}"(?:, "HB\d{3}")+)\)')


def codes(root: Path) -> set[str]:
    return {finding.code for finding in read(root)[1]}


@pytest.mark.parametrize("rule", rules.ALL.values(), ids=lambda one: one.code)
def test_documentation_is_complete(rule: Rule) -> None:
    assert rule.summary.endswith("."), "a sentence that says what holds"
    assert rule.why, "why it matters"
    assert rule.fix.startswith(("none", "safe", "unsafe")), "what --fix does"


def test_what_a_rule_costs_is_said_where_it_is_defined() -> None:
    dead = {one.code for one in rules.ALL.values() if one.code[2] in "34" and one.severity == "error"}
    assert dead | {"HB116", "HB211", "HB228", "HB230", "HB234"} == {
        one.code for one in rules.ALL.values() if one.cost == "dead for readers"
    }
    # No date, person or channel is a matter of style; forms that are behind the data are one.
    style = {one.code for one in rules.ALL.values() if one.cost == "style"}
    assert {code[2] for code in style - {"HB703"}} == {*"234"}


@pytest.mark.parametrize("rule", EXAMPLES)
def test_the_bad_example_fires_and_the_good_one_does_not(rule: Rule, tmp_path: Path) -> None:
    assert rule.bad
    assert rule.good
    assert rule.code in codes(write(tmp_path / "bad", rule.bad))
    mended = {path: text for path, text in {**rule.bad, **rule.good}.items() if text}
    assert rule.code not in codes(write(tmp_path / "good", mended))


@pytest.mark.parametrize("rule", EXAMPLES)
def test_what_a_rule_finds_depends_on_the_handbook_alone(rule: Rule, tmp_path: Path) -> None:
    """Neither on the rules that run beside it, nor on the handbooks that were linted before."""
    root = write(tmp_path / "bad", rule.bad)
    # Only the others can tell which comment suppresses nothing.
    chosen = rules.ALL if rule.code == "HB231" else {rule.code}
    alone = [one for one in read(root, chosen)[1] if one.code == rule.code]
    for number in range(3):
        config = (
            f"site_name: {number}\nsite_url: https://{number}.example.com/\ndocs_dir: handbook\nplugins: [handbook]\n"
        )
        read(write(tmp_path / f"{number}", {"mkdocs.yml": config, "handbook/a.md": "# A\n"}), {rule.code})
    assert [one for one in read(root)[1] if one.code == rule.code] == alone


@pytest.mark.parametrize("rule", EXAMPLES)
def test_a_message_holds_wherever_it_stands(rule: Rule, tmp_path: Path) -> None:
    """A baseline, `--since` and `--fix` know a finding again by its message, so it names no line."""
    below = {path: text if text.startswith("---") else f"\n{text}" for path, text in rule.bad.items()}
    before, after = (
        {finding.message for finding in read(write(tmp_path / name, files))[1] if finding.code == rule.code}
        for name, files in (("above", rule.bad), ("below", below))
    )
    assert before == after


@pytest.mark.parametrize("rule", EXAMPLES)
def test_the_fix_mends_the_bad_example_and_breaks_nothing(rule: Rule, tmp_path: Path) -> None:
    root = write(tmp_path, rule.bad)
    before = read(root)[1]
    fixable = [finding for finding in before if finding.code == rule.code and finding.edits]
    if not rule.fix.startswith(("safe", "unsafe")):
        assert not fixable
        return
    assert fixable
    assert {"safe" if finding.is_safe else "unsafe" for finding in fixable} <= set(re.findall(r"\w+", rule.fix))
    fix(root, unsafe=True)
    assert codes(root) <= {finding.code for finding in before} - {rule.code}
    assert not fix(root, unsafe=True).files, "a second run changes nothing"


def test_codes_that_belong_together_stand_in_one_place() -> None:
    modules = Path(rules.__file__).parents[2].rglob("*.py")
    found = Counter(codes for module in modules for codes in CODES.findall(module.read_text(encoding="utf-8")))
    assert set(found.values()) == {1}, found.most_common(3)
