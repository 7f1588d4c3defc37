"""The choice of an engine, and what is said where it is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine_runs import MKDOCS, run
from handbooks import build, lint, write
from mkdocs_handbook.builder.engines.engine_choice import chosen, configured
from mkdocs_handbook.project.mkdocs_yml import ConfigError

NAMED = "site_name: Test\ndocs_dir: handbook\nplugins: [handbook: {{engine: {}}}]\n"


def test_mkdocs_is_the_first_choice(tmp_path: Path) -> None:
    assert chosen(None, write(tmp_path, {}) / "mkdocs.yml") == "mkdocs"


@pytest.mark.parametrize(
    ("files", "name"),
    [
        ({}, ""),
        ({"mkdocs.yml": NAMED.format("properdocs")}, "properdocs"),
        ({"mkdocs.yml": NAMED.format("mkdocs")}, "mkdocs"),
        ({"base.yml": NAMED.format("zensical"), "mkdocs.yml": "INHERIT: base.yml\n"}, "zensical"),
        # The engine says what is wrong with these.
        ({"mkdocs.yml": NAMED.format("hugo")}, ""),
        ({"mkdocs.yml": "plugins: [handbook: {engine: zensical]\n"}, ""),
        ({"mkdocs.yml": b"# engine \xff\n"}, ""),
    ],
)
def test_the_configuration_may_name_it(tmp_path: Path, files: dict[str, str | bytes], name: str) -> None:
    assert configured(write(tmp_path, files) / "mkdocs.yml") == name


def test_what_is_asked_for_counts_more_than_the_configuration(tmp_path: Path) -> None:
    assert chosen("mkdocs", write(tmp_path, {"mkdocs.yml": NAMED.format("zensical")}) / "mkdocs.yml") == "mkdocs"


def test_mkdocs_builds_whatever_engine_is_named(tmp_path: Path) -> None:
    named = "site_name: T\ndocs_dir: handbook\ntheme: {name: null, custom_dir: theme}\nplugins: [handbook: {engine: zensical}]\n"
    assert not build(write(tmp_path, {"mkdocs.yml": named})).error
    assert lint(tmp_path) == []


def test_another_name_is_no_engine(tmp_path: Path) -> None:
    root = write(tmp_path, {"mkdocs.yml": NAMED.format("hugo")})
    assert '"hugo" is none of "mkdocs", "properdocs" and "zensical"' in build(root).error
    with pytest.raises(ConfigError, match='"hugo" is none of'):
        lint(root)


def test_an_engine_that_is_not_there_is_named(tmp_path: Path) -> None:
    root = write(tmp_path, {})
    assert run(root, "build", "--engine", "properdocs", hidden=("properdocs",)) == (
        2,
        'Error: properdocs is not installed, "pip install mkdocs-handbook[properdocs]" installs it\n',
    )
    code, told = run(root, "build", hidden=(*MKDOCS, "properdocs", "zensical"))
    assert (code, "none of" in told, "pip install mkdocs" in told) == (2, True, True)


def test_nothing_but_a_build_needs_an_engine(tmp_path: Path) -> None:
    root = write(tmp_path, {"handbook/index.md": "# Home\n\n[x](gone.md)\n"})
    code, told = run(root, "lint", hidden=(*MKDOCS, "properdocs", "zensical"))
    assert (code, "HB301" in told) == (1, True)
