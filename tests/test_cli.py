"""The command, as a person or a script meets it."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handbooks import write
from mkdocs_handbook.cli import main

BAD = {"rituals/a.channels.yml": '- channel: "#a"\n  dri: ana\n  status: archivd\n'}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_version_and_help() -> None:
    assert run("--version").output == f"handbook, version {version('mkdocs-handbook')}\n"
    assert "lint" in run("--help").output
    assert "--today" in run("lint", "-h").output


def test_silence_and_0_where_all_is_well(root: Path) -> None:
    write(root, {})
    result = run("lint")
    assert (result.exit_code, result.output) == (0, "")


def test_findings_and_1(root: Path) -> None:
    write(root, BAD)
    result = run("lint")
    assert result.exit_code == 1
    assert result.output == (
        'rituals/a.channels.yml:3:11: HB110 "status" cannot be "archivd", did you mean "archived"?\n'
        "  |\n"
        "3 |   status: archivd\n"
        "  |           ^^^^^^^ [*] archived\n"
        "[*] 1 fixable with --fix\n"
    )


def test_concise(root: Path) -> None:
    write(root, BAD)
    assert run("lint", "--format", "concise").output.count("\n") == 1


def test_works_below_the_root_and_by_path(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root, BAD)
    monkeypatch.chdir(root / "handbook")
    below = run("lint")
    monkeypatch.chdir("/")
    assert below.output == run("lint", "-f", str(root / "mkdocs.yml")).output != ""


def test_without_mkdocs_yml_the_folders_of_the_sample_are_read(root: Path) -> None:
    write(root, BAD)
    (root / "mkdocs.yml").unlink()
    assert run("lint").exit_code == 1


def test_without_the_plugin_the_defaults_hold(root: Path) -> None:
    write(root, {**BAD, "mkdocs.yml": "site_name: x\ndocs_dir: handbook\n"})
    assert run("lint").exit_code == 1


def test_a_folder_that_is_no_handbook_is_wrong_use(root: Path) -> None:
    result = run("lint")
    assert result.exit_code == 2
    assert "no mkdocs.yml" in result.output


def test_inherit_unknown_tags_and_excluded_pages(root: Path) -> None:
    base = "site_name: !ENV [NAME, x]\ndocs_dir: handbook\nplugins:\n  handbook: {data_dir: facts, order: 'off'}\nexclude_docs: |\n  old/\n"
    child = "INHERIT: base.yml\nmarkdown_extensions:\n  - pymdownx.emoji: {emoji_index: !!python/name:no.such.name }\nplugins: {handbook: {shifts: 1}}\n"
    write(root, {"base.yml": base, "mkdocs.yml": child, "handbook/old/a.md": b"\xff", "facts/a.boards.yml": "- {}\n"})
    assert (
        run("lint", "--format", "concise").output
        == 'facts/a.boards.yml:1:3: HB108 "board" and "url" are missing here\n'
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("{order: maybe}", '"maybe" is none of "error", "warn" and "off"'),
        ("{ordr: off}", 'unknown option, did you mean "order"?'),
        ("{shifts: many}", "a whole number belongs here, not text"),
        ("{shifts: -1}", "-1 is less than 0"),
        ("{timezone: Mars/Olympus}", 'unknown time zone "Mars/Olympus"'),
        ("{sections: {rituals: [1]}}", '"rituals" needs a title or a list of titles'),
        ("{edit_url: https://example.com}", "lacks {path}"),
    ],
)
def test_wrong_options_are_wrong_use(options: str, message: str, root: Path) -> None:
    write(root, {"mkdocs.yml": f"site_name: x\ndocs_dir: handbook\nplugins:\n  - handbook: {options}\n"})
    result = run("lint")
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())


def test_sections_of_a_kind_that_there_is_not_are_wrong_use(root: Path) -> None:
    write(root, {"mkdocs.yml": "docs_dir: handbook\nplugins: [{handbook: {sections: {ritual: Rituals}}}]\n"})
    result = run("lint")
    assert result.exit_code == 2
    assert 'names the kind "ritual", which has no schema, did you mean "rituals"?' in result.output


def test_a_folder_of_pages_that_does_not_exist_is_wrong_use(root: Path) -> None:
    write(root, {"mkdocs.yml": "docs_dir: nowhere\n"})
    result = run("lint")
    assert result.exit_code == 2
    assert '"nowhere", does not exist' in result.output


def test_what_mkdocs_accepts_in_a_configuration_is_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = (
        "docs_dir: !ENV [DOCS, handbook]\nplugins:\n  - handbook: {enabled: true, order: off, data_dir: ./rituals/}\n"
    )
    pages = {"handbook/a.md": "# A\n\n## Slack channels\n\n## Rituals\n\n[x](../rituals/zzz.rituals.yml)\n"}
    write(root, {"mkdocs.yml": config, **pages, "rituals/a.rituals.yml": "[]\n"})
    monkeypatch.delenv("DOCS", raising=False)
    assert run("lint", "--format", "concise").output.splitlines() == [
        'handbook/a.md:7:1: HB211 "../rituals/zzz.rituals.yml" leads to no data file, did you mean "../rituals/a.rituals.yml"?'
    ]


def test_slugs_of_the_configuration_make_the_anchors(root: Path) -> None:
    config = "docs_dir: handbook\nmarkdown_extensions:\n  - toc:\n      slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}\n"
    write(
        root,
        {"mkdocs.yml": config, "handbook/a.md": "# A\n\n## Über uns\n", "rituals/stubs.yml": "b.md: a.md#über-uns\n"},
    )
    assert run("lint").output == ""


def test_extensions_that_cannot_be_loaded_are_wrong_use(root: Path) -> None:
    write(
        root,
        {
            "mkdocs.yml": "docs_dir: handbook\nmarkdown_extensions: [no_such_extension]\n",
            "rituals/stubs.yml": "b.md: index.md#x\n",
        },
    )
    result = run("lint")
    assert result.exit_code == 2
    assert "no_such_extension" in result.output


@pytest.mark.parametrize("text", ["a: [", "- x", "a: b: c", "\xff"])
def test_a_configuration_that_cannot_be_read_is_wrong_use(text: str, root: Path) -> None:
    write(root, {"mkdocs.yml": text.encode("latin-1")})
    result = run("lint")
    assert result.exit_code == 2
    assert "mkdocs.yml" in result.output
    assert "Traceback" not in result.output


def test_lint_does_not_import_mkdocs(root: Path) -> None:
    write(root, {"handbook/x.md": "# X\n\n> [A](../rituals/a.channels.yml)\n", **BAD})
    code = (
        "import sys\nfrom mkdocs_handbook.cli import main\n"
        "try:\n    main(['lint'])\nexcept SystemExit as stop:\n    assert stop.code == 1\n"
        "loaded = [name for name in sys.modules if name.split('.')[0] in ('mkdocs', 'material')]\nassert not loaded, loaded\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=root, check=True, stdout=subprocess.DEVNULL)
