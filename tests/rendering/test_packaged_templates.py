"""The packaged templates are well-formed: a build checks only those that a site replaces."""

from __future__ import annotations

from pathlib import Path

from mkdocs_handbook.rendering.html_tree import check_templates
from mkdocs_handbook.util import templates


def test_the_packaged_templates_are_well_formed() -> None:
    check_templates(templates.environment())


def test_a_folder_of_templates_is_an_override(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    (tmp_path / "own/handbook").mkdir(parents=True)
    assert not templates.has_overrides([str(tmp_path / "plain")])
    assert templates.has_overrides([str(tmp_path / "plain"), str(tmp_path / "own")])
