"""The command, as a person or a script meets it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from command_line import run
from handbooks import write
from mkdocs_handbook.lint import rules

PAGE = "# A\n\n## Slack channels\n\n[A](../rituals/a.channels.yml)\n"
BAD = {"handbook/a.md": PAGE, "rituals/a.channels.yml": '- channel: "#a"\n  dri: ana\n  status: Archived\n'}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
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
        'rituals/a.channels.yml:3:11: HB110 "status" cannot be "Archived", did you mean "archived"?\n'
        "  |\n"
        "3 |   status: Archived\n"
        "  |           ^^^^^^^^ [*] archived\n"
        "Found 1 problem: 1 wrong data\n"
        "[*] --fix mends 1\n"
    )


def test_many_findings_end_with_what_they_cost_and_how_to_go_on(root: Path) -> None:
    links = "".join(f"[{number}](nothing-{number}.md)\n" for number in range(17))
    write(root, {**BAD, "handbook/a.md": f"# A\n\n{links}\n#### Deep\n"})
    costs = "Found 20 problems: 17 dead for readers, 1 wrong data, 2 style"
    ways = "To go on: handbook lint --fix, then handbook lint --write-baseline for what is to wait."
    assert run("lint").output.splitlines()[-3:] == [costs, "[*] --fix mends 1", ways]
    assert ways not in run("lint", "handbook").output, "what is limited is not the first run"
    assert costs not in run("lint", "--format", "concise").output
    assert run("lint", "--write-baseline").exit_code == 0
    assert run("lint", "--baseline", "handbook-baseline.json").output == ""


def test_files_of_other_tools_are_a_note(root: Path) -> None:
    files = {f"rituals/{name}.yml": "a: 1\n" for name in ("labeler", "dependabot", "renovate", "stale")}
    write(root, files)
    result = run("lint")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        "note: no data of the handbook, so not checked: rituals/dependabot.yml, rituals/labeler.yml, rituals/renovate.yml "
        "and 1 more (handbook rule HB137)\n"
    )
    assert run("lint", "--select", "HB137").exit_code == 1


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
    pages: dict[str, str | bytes] = {
        "handbook/a.md": "# A\n\n[A](../facts/a.boards.yml)\n",
        "handbook/old/a.md": b"\xff",
    }
    write(root, {"base.yml": base, "mkdocs.yml": child, **pages, "facts/a.boards.yml": "- {}\n"})
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
        ("{directory: true}", "false or a mapping belongs here, not true"),
        ("{shifts: -1}", "-1 is less than 0"),
        ("{shifts: 1000000000}", "1000000000 is more than 999"),
        ("{horizon: -1}", "-1 is less than 0"),
        ("{horizon: 99999}", "more than a hundred years"),
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


@pytest.mark.parametrize("name", ["handbok", "Handbook", "mkdocs-handbook", "mkdocs_handbook"])
@pytest.mark.parametrize("plugins", ["[search, {}]", "\n  - {}: {{data_dir: facts}}", "\n  {}: {{}}"])
def test_a_misspelled_plugin_is_wrong_use(name: str, plugins: str, root: Path) -> None:
    write(root, {"mkdocs.yml": f"docs_dir: handbook\nplugins: {plugins.format(name)}\n"})
    result = run("lint")
    assert result.exit_code == 2
    assert f'mkdocs.yml: no plugin is called "{name}", did you mean "handbook"?' in result.output


@pytest.mark.parametrize("plugins", ["[notebook]", "[handbok, handbook]", "[macros, material/blog]", "null"])
def test_other_plugins_are_nobody_s_business(plugins: str, root: Path) -> None:
    write(root, {"mkdocs.yml": f"docs_dir: handbook\nplugins: {plugins}\n"})
    assert run("lint").exit_code == 0


def test_a_folder_of_data_that_was_named_and_does_not_exist_is_wrong_use(root: Path) -> None:
    write(root, {"mkdocs.yml": "docs_dir: handbook\nplugins: [{handbook: {data_dir: ./fatcs}}]\n"})
    result = run("lint")
    assert result.exit_code == 2
    assert 'mkdocs.yml: option "data_dir" of the plugin "handbook": the folder of data, "fatcs", does' in result.output


def test_a_handbook_without_data_needs_no_folder_for_it(root: Path) -> None:
    write(root, {"mkdocs.yml": "docs_dir: handbook\nplugins: [handbook]\n"})
    assert run("lint").exit_code == 0


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


TWO = {**BAD, "handbook/old/x.md": "# X\n\n[x](../../rituals/no.channels.yml)\n"}
CHANNELS, OLD = "rituals/a.channels.yml:3:11: HB110", "handbook/old/x.md:3:1: HB211"


def found(*arguments: str, text: str | None = None) -> list[str]:
    result = run("lint", "--format", "concise", "--select", "HB110,HB211", *arguments, text=text)
    assert result.exit_code == bool(result.output), result.output
    return [" ".join(line.split(" ")[:2]) for line in result.output.splitlines()]


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        ((), {"HB110", "HB211"}),
        (("--select", "HB1"), {"HB110"}),
        (("--select", "HB110,dead-embed"), {"HB110", "HB211"}),
        (("--select", "HB110", "--select", "HB2"), {"HB110", "HB211"}),
        (("--ignore", "HB2"), {"HB110"}),
        (("--select", "HB2", "--extend-select", "schema"), {"HB110", "HB211"}),
    ],
)
def test_rules_are_chosen(arguments: tuple[str, ...], codes: set[str], root: Path) -> None:
    write(root, TWO)
    lines = run("lint", "--format", "concise", *arguments).output.splitlines()
    assert {line.split()[1] for line in lines} == codes


def test_an_unknown_selector_is_wrong_use(root: Path) -> None:
    write(root, {})
    for option in ("--select", "--ignore", "--extend-select"):
        result = run("lint", option, "HB1,schemma")
        assert (result.exit_code, result.output) == (2, 'Error: no rule is called "schemma", did you mean "schema"?\n')
    write(root, {"mkdocs.yml": "docs_dir: handbook\nplugins: [{handbook: {ignore: [schemma]}}]\n"})
    assert "mkdocs.yml: plugin" in run("lint").output


@pytest.mark.parametrize(
    ("paths", "lines"),
    [
        (["rituals/a.channels.yml"], [CHANNELS]),
        (["handbook"], [OLD]),
        (["handbook/old", "rituals"], [OLD, CHANNELS]),
        (["handbook/index.md"], []),
        (["."], [OLD, CHANNELS]),
        (["mkdocs.yml"], []),
    ],
)
def test_findings_are_limited_to_paths(paths: list[str], lines: list[str], root: Path) -> None:
    write(root, TWO)
    assert found(*paths) == lines


def test_paths_count_from_where_one_stands_or_from_the_repository(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root / "docs", TWO)
    (root / ".git").mkdir()
    monkeypatch.chdir(root / "docs/handbook")
    expected = [f"docs/{OLD}"]
    assert (
        found("old/x.md")
        == found("docs/handbook/old")
        == found("handbook/old")
        == found(str(root / "docs/handbook"))
        == expected
    )
    assert found() == [f"docs/{OLD}", f"docs/{CHANNELS}"]
    assert found(str(root)) == []


def test_a_path_that_does_not_exist_is_wrong_use(root: Path) -> None:
    write(root, {})
    result = run("lint", "handbook", "handbook/none.md")
    assert (result.exit_code, result.output) == (2, 'Error: "handbook/none.md" does not exist\n')


@pytest.mark.parametrize("dash", [(), ("-",)])
@pytest.mark.parametrize(
    ("name", "text", "lines"),
    [
        ("handbook/old/x.md", "# X\n", []),
        ("handbook/old/x.md", "[y](../../rituals/none.channels.yml)\n", ["handbook/old/x.md:1:1: HB211"]),
        ("handbook/old/new.md", "[y](../../rituals/a.channels.yml)\n", []),
        ("rituals/a.channels.yml", "- {channel: a, dri: x}\n", ["rituals/a.channels.yml:1:13: HB110"]),
        ("rituals/new/b.channels.yml", "- {channel: a, dri: x}\n", ["rituals/new/b.channels.yml:1:13: HB110"]),
        ("handbook/.hidden.md", "[y](../rituals/none.channels.yml)\n", []),
    ],
)
def test_standard_input_stands_for_a_file(
    dash: tuple[str, ...], name: str, text: str, lines: list[str], root: Path
) -> None:
    write(root, TWO)
    assert found(*dash, "--stdin-filename", name, text=text) == lines
    assert found() == [OLD, CHANNELS]


@pytest.mark.parametrize(
    ("name", "text"), [("handbook/data/README.md", "# Read me\n"), ("handbook/data/schemas/books.schema.json", "{}")]
)
def test_a_new_file_in_the_folder_of_data_is_what_its_suffix_says(name: str, text: str, root: Path) -> None:
    options = "plugins:\n  - handbook: {data_dir: handbook/data, schemas_dir: handbook/data/schemas}\n"
    write(root, {"mkdocs.yml": f"site_name: H\ndocs_dir: handbook\n{options}", "handbook/data/people.yml": ""})
    assert run("lint", "--select", "HB118", "--stdin-filename", name, text=text).output == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("-",), "needs --stdin-filename"),
        (("--stdin-filename", "/etc/passwd"), "no page, data file or schema"),
        (("--stdin-filename", "mkdocs.yml"), "no page, data file or schema"),
        (("handbook", "--stdin-filename", "handbook/a.md"), "name no other path"),
        (("--write-baseline", "handbook"), "takes the findings of the whole handbook"),
        (("--baseline", "none.json"), "none.json: cannot be read"),
        (("--baseline", "mkdocs.yml"), "mkdocs.yml: not JSON"),
        (("--write-baseline", "--baseline", "none/b.json"), "cannot be written"),
    ],
)
def test_wrong_use(arguments: tuple[str, ...], message: str, root: Path) -> None:
    write(root, {})
    result = run("lint", *arguments, text="")
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())


def test_a_baseline_is_written_and_held(root: Path) -> None:
    write(root, TWO)
    written, quiet = run("lint", "--write-baseline"), run("lint", "--write-baseline", "--quiet")
    assert (written.exit_code, run("lint").exit_code) == (0, 1)
    said = "written to handbook-baseline.json. Lint shows only others with: handbook lint --baseline handbook-baseline.json\n"
    assert re.fullmatch(rf"[1-9]\d* known findings? {re.escape(said)}", written.output)
    assert (quiet.exit_code, quiet.output) == (0, "")
    assert found("--baseline", "handbook-baseline.json") == []
    (root / "handbook/old/x.md").write_text("# X\n", encoding="utf-8")
    assert found("--baseline", "handbook-baseline.json", "--extend-select", "HB233") == [
        "handbook-baseline.json:4:5: HB233"
    ]


def test_statistics(root: Path) -> None:
    write(root, TWO)
    assert run("lint", "--statistics").output.splitlines()[:2] == ["1\tHB110\t[*] schema", "1\tHB211\t[-] dead-embed"]
    assert [one["count"] for one in json.loads(run("lint", "--statistics", "--format", "json").output)] == [1, 1]


def test_auto_is_what_github_reads_inside_its_actions(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root, TWO)
    assert run("lint").output.startswith("handbook/old/x.md:3:1: HB211")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(root / "summary.md"))
    assert run("lint").output.startswith("::error file=handbook/old/x.md,")
    assert run("lint", "--format", "text").output.startswith("handbook/old/x.md:3:1: HB211")
    assert (root / "summary.md").read_text(encoding="utf-8").count("### Handbook: 2 findings") == 2


def test_colours_where_they_are_forced(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root, TWO)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run("lint").output
    assert "\x1b[" not in run("lint", "--format", "json").output


def test_lint_does_not_import_mkdocs(root: Path) -> None:
    write(root, {"handbook/x.md": "# X\n\n> [A](../rituals/a.channels.yml)\n", **BAD})
    code = (
        "import sys\nfrom mkdocs_handbook.cli import main\n"
        "try:\n    main(['lint'])\nexcept SystemExit as stop:\n    assert stop.code == 1\n"
        "loaded = [name for name in sys.modules if name.split('.')[0] in ('mkdocs', 'material')]\nassert not loaded, loaded\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=root, check=True, stdout=subprocess.DEVNULL)


# What takes more than a millisecond to import and what finds nothing does without.
PUT_OFF = (
    "email",
    "html.parser",
    "importlib.metadata",
    "pathspec",
    "pymdownx.twemoji_db",
    "secrets",
    "selectors",
    "mkdocs_handbook.data.yaml.line_slips",
    "mkdocs_handbook.lint.comparison",
    "mkdocs_handbook.lint.side_effects",
    "mkdocs_handbook.pages.rendered.tree_extension",
    "mkdocs_handbook.rendering",
    "mkdocs_handbook.schedule.frequency_guesses",
    "mkdocs_handbook.schedule.written_dates",
)
IMPORTS = """
import json, sys
from mkdocs_handbook.cli import main
try:
    main(sys.argv[1:], prog_name="handbook")
except SystemExit as stop:
    assert not stop.code, stop.code
print(json.dumps([*sys.modules]))
"""


def imports(root: Path, *arguments: str) -> list[str]:
    """Return the modules that a command imports."""
    words = [sys.executable, "-c", IMPORTS, *arguments]
    done = subprocess.run(words, cwd=root, check=True, capture_output=True, text=True)
    modules: list[str] = json.loads(done.stdout.splitlines()[-1])
    return modules


def test_what_finds_nothing_imports_little(tmp_path: Path) -> None:
    assert run("init", str(tmp_path / "new"), "--title", "New").exit_code == 0
    loaded = imports(tmp_path / "new", "lint")
    assert not [name for name in loaded if any(name == one or name.startswith(f"{one}.") for one in PUT_OFF)]


def test_the_version_imports_next_to_nothing(tmp_path: Path) -> None:
    loaded = imports(tmp_path, "--version")
    assert "importlib.metadata" not in loaded
    own = [name for name in loaded if name.startswith("mkdocs_handbook.")]
    assert sorted({name.split(".")[1] for name in own}) == ["cli", "util"]
    assert {name for name in own if ".util." in name} == {"mkdocs_handbook.util.gc_control"}


def test_rules_are_listed(root: Path) -> None:
    result = run("rule")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert len(lines) == len(rules.ALL)
    assert all(re.match(r"HB\d{3}  [a-z0-9-]+ +[A-Z].*\.$", line) for line in lines)


@pytest.mark.parametrize("prefix", ["HB30", "hb30"])
def test_the_rules_of_a_prefix_are_listed(prefix: str, root: Path) -> None:
    result = run("rule", prefix)
    assert result.exit_code == 0
    assert [line[:5] for line in result.output.splitlines()] == [code for code in rules.ALL if code.startswith("HB30")]


@pytest.mark.parametrize("name", ["HB201", "hb201", "section-order", "Section-Order"])
def test_a_rule_explains_itself_by_code_or_name(name: str, root: Path) -> None:
    result = run("rule", name)
    assert result.exit_code == 0
    assert result.output.startswith("# HB201 section-order\n\nClosing sections are at the end of a page")
    assert [
        part for part in ("Bad, in `", "and in `", "Good, in `", "Fix:", "Severity: error") if part not in result.output
    ] == []


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("hb999", '"handbook rule" lists all of them'),
        ("HB199", '"handbook rule" lists all of them'),
        ("banana", '"handbook rule" lists all of them'),
        ("section-ordre", 'did you mean "section-order"?'),
        ("HB2O1", '"handbook rule" lists all of them'),
        ("H201", 'did you mean "HB201"?'),
        ("dead-embeds", 'did you mean "dead-embed"?'),
    ],
)
def test_an_unknown_rule_is_wrong_use(name: str, hint: str, root: Path) -> None:
    result = run("rule", name)
    assert result.exit_code == 2
    assert f'no rule is called "{name}", {hint}\n' in result.output


@pytest.mark.parametrize(
    "line",
    [
        "extra: {d: 2026-02-30}",
        "extra: !!int x",
        "edit_uri: !ENV [3, b]",
        "extra: !!python/object/apply:pymdownx.slugs.slugify {kwds: [a]}",
        "exclude_docs: '!'",
        "exclude_docs: '[z-a]'",
        "not_in_nav: '!'",
    ],
)
def test_a_configuration_that_no_reader_understands_is_wrong_use(line: str, root: Path) -> None:
    write(root, {"mkdocs.yml": f"site_name: x\ndocs_dir: handbook\n{line}\n"})
    result = run("lint")
    assert (result.exit_code, result.exception and type(result.exception)) == (2, SystemExit)
    assert "mkdocs.yml" in result.output


def test_a_navigation_that_holds_itself_is_no_navigation(root: Path) -> None:
    write(root, {"mkdocs.yml": "site_name: x\ndocs_dir: handbook\nnav: &a [index.md, *a]\n"})
    assert run("lint").exit_code == 0
