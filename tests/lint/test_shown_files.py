"""Where only the findings of one file are shown, these are those that it has among all."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbooks import TODAY, write
from mkdocs_handbook.lint import linter, rules
from mkdocs_handbook.lint.rule_selection import Selection
from mkdocs_handbook.lint.rules.registry import Rule
from mkdocs_handbook.model import Finding
from mkdocs_handbook.project import mkdocs_yml
from rule_examples import EXAMPLES


def findings(root: Path, **given: str | bytes) -> list[Finding]:
    project = mkdocs_yml.read_project(root / "mkdocs.yml", root)
    chosen = Selection(extend_select=tuple(rules.ALL))
    run = linter.prepare(project, linter.LintRequest(root, chosen, TODAY, **given))  # type: ignore[arg-type]
    return linter.findings(run)


@pytest.mark.parametrize("rule", EXAMPLES)
def test_a_file_from_standard_input_has_its_findings(rule: Rule, tmp_path: Path) -> None:
    every = findings(write(tmp_path, rule.bad))
    for path, text in rule.bad.items():
        if path.startswith(("handbook/", "rituals/")):
            found = findings(tmp_path, text_path=path, text=text.encode())
            assert found == [one for one in every if one.source.path == path]
