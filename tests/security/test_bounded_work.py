"""Promise: whatever a checkout holds or asks for, the work of a command has a bound: in time, in memory, and in what it reads."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from jinja2 import TemplateError

from command_line import run
from git_repositories import commit, repository
from handbooks import BARE, lint, needs_links, write
from mkdocs_handbook.automation.issues import issue_templates
from mkdocs_handbook.project import disk, git_command, mkdocs_yml
from mkdocs_handbook.project import git as past
from mkdocs_handbook.project.site import page_plugins
from mkdocs_handbook.util import template_sandbox, templates

SNIPPETS = f"{BARE}markdown_extensions:\n  - pymdownx.snippets: {{base_path: ['.'], check_paths: true}}\n"
PAGE = "# A\n\n- # H\n\n<div id=a></div>\n\n[x](index.md#nope)\n\n"
INCLUDED = {
    "brackets": "[" * 40_000,
    "images": "![" * 40_000,
    "declarations": "<![CDATA[" * 9_000,
    "length": "word\n" * 300_000,
}


@pytest.mark.parametrize("text", INCLUDED.values(), ids=INCLUDED)
def test_what_a_snippet_holds_counts_as_of_the_page(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = f'{PAGE}--8<-- "part.txt"\n'
    root = write(tmp_path, {"mkdocs.yml": SNIPPETS, "part.txt": text, "handbook/index.md": page})
    monkeypatch.chdir(root)
    assert any("HB230" in one and "too much to be rendered" in one for one in lint(root))


# Filters of filters double a text each time; loops repeat work that may be large.
DEAR = {
    "filters": "{{ a" + " | tojson" * 60 + " }}",
    "filters of a constant": "{{ '\"'" + " | tojson" * 60 + " }}",
    "backslashes": "{{ '\\\\'" + " | plain" * 60 + " }}",
    "joined texts": "{{ " + " ~ ".join(["a"] * 1_000) + " }}",
    "searches in a loop": "{% for a in b %}{% if directory.has('rituals') %}x{% endif %}{% endfor %}",
    "searches": "{% if directory.has('rituals') %}x{% endif %}" * 100,
    "a long loop body": "{% for a in b %}" + "{% if a == c %}{% endif %}" * 700 + "{% endfor %}",
}


@pytest.mark.parametrize("template", DEAR.values(), ids=DEAR)
def test_a_template_that_makes_much_of_little_is_not_plain(template: str) -> None:
    assert not template_sandbox.is_plain(template)


def test_templates_without_trust_make_so_much_text_and_no_more() -> None:
    env = template_sandbox.environment({"a.md": "{% for one in many %}{{ text }}{% endfor %}"})
    assert isinstance(env, templates.Sandbox)
    env.left = 1_000
    assert templates.markdown(env, "a.md", many=range(9), text="x" * 100) == "x" * 900
    with pytest.raises(TemplateError, match="too long a text"):
        templates.markdown(env, "a.md", many=range(2), text="x" * 100)


LONG = {
    "a text": ({"task": "x" * 70_000, "agenda": []}, '"task" is too long'),
    "points": ({"task": "x", "agenda": ["a"] * 2_000}, '"agenda" is too long'),
    "both": ({"task": "x" * 60_000, "agenda": ["a"] * 900}, "too long a text"),
}


@pytest.mark.parametrize(("values", "said"), LONG.values(), ids=LONG)
def test_a_template_of_an_issue_makes_no_long_text(values: dict[str, object], said: str) -> None:
    with pytest.raises(issue_templates.IssueTextError, match=said):
        issue_templates.title("{% for point in agenda %}{{ task }}{% endfor %}", values)


@pytest.mark.parametrize(
    "text", ["x = 1\n" * 100_000, "-" * 300_000, "1" + "+1" * 200_000], ids=["long", "deep", "sum"]
)
def test_a_long_hook_is_not_parsed(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    monkeypatch.setattr(ast, "parse", parsed.append)
    assert page_plugins.hooked(text).paths == (page_plugins.ALL_PATHS,)
    assert parsed == []


def test_so_many_hooks_are_read(tmp_path: Path) -> None:
    root = write(tmp_path, {"mkdocs.yml": f"{BARE}hooks: [{'h.py, ' * 51}]\n", "h.py": ""})
    with pytest.raises(mkdocs_yml.ConfigError, match="more than 50 hooks"):
        mkdocs_yml.read_project(root / "mkdocs.yml", root)


@needs_links
def test_links_make_no_more_of_a_file_than_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "MOST_PAGES", 3_000)
    root = write(tmp_path, {"handbook/a.md": "# A\n\n" + "text\n" * 200})
    for number in range(5):
        (root / f"handbook/l{number}.md").symlink_to("a.md")
    found = [one for one in lint(root) if "HB121 the file is not read, since there is too much text before it" in one]
    # Links that lead to pages are read like pages, in order of their names.
    assert [one.partition(":")[0] for one in found] == [f"handbook/l{number}.md" for number in (1, 2, 3, 4)]


def test_so_much_data_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "MOST_DATA", 3_000)
    files = {f"rituals/{name}.boards.yml": "# x\n" * 300 for name in "abcd"}
    found = [one.partition(":")[0] for one in lint(write(tmp_path, files)) if "HB121" in one]
    assert found == ["rituals/c.boards.yml", "rituals/d.boards.yml"]


def test_a_large_file_of_the_past_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = repository(tmp_path, {"handbook/index.md": "# A\n", "handbook/a.md": "# A\n" + "x\n" * 1_000})
    (root / "handbook/a.md").write_text("# A\n", encoding="utf-8")
    monkeypatch.chdir(root)
    assert run("lint", "--since", "HEAD").exit_code == 0
    monkeypatch.setattr(past.check_size, "__defaults__", (1_000,))
    done = run("lint", "--since", "HEAD")
    assert (done.exit_code, done.output.count("\n")) == (2, 1)
    assert '"handbook/a.md" had more than' in done.output


def test_so_many_filters_of_git_are_switched_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = repository(tmp_path, {"handbook/index.md": "# A\n"})
    with (root / ".git/config").open("a", encoding="utf-8") as file:
        file.write("".join(f'[filter "a{number}"]\n\tclean = x\n' for number in range(git_command.MOST_FILTERS + 1)))
    monkeypatch.chdir(root)
    git_command.find_repository.cache_clear()
    done = run("lint", "--since", "HEAD")
    assert done.exit_code == 2
    assert f"more than {git_command.MOST_FILTERS} settings of filters" in done.output


STARRED = [f"{'*a' * 30}{number}" for number in range(101)]


@pytest.mark.parametrize(
    "setting",
    [
        f"plugins: [handbook: {{per_file_ignores: {json.dumps({key: ['HB1'] for key in STARRED})}}}]",
        f"plugins: [handbook]\nexclude_docs: {json.dumps(chr(10).join(STARRED))}",
    ],
    ids=["globs", "excluded"],
)
def test_so_many_patterns_have_many_wildcards(setting: str, tmp_path: Path) -> None:
    for config, is_refused in ((setting, True), (setting.replace(STARRED[0], "a/*/b/**"), False)):
        root = write(tmp_path, {"mkdocs.yml": f"site_name: T\ndocs_dir: handbook\n{config}\n"})
        done = run("lint", "-f", str(root / "mkdocs.yml"))
        assert (done.exit_code == 2, "more than 3000 wildcards" in done.output) == (is_refused, is_refused)


def schema(**words: object) -> str:
    return json.dumps(
        {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "array", "items": words}}}}
    )


def test_a_schema_of_many_values_is_not_used(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {"schemas/x.schema.json": schema(dependencies={f"a{n}": [f"b{m}" for m in range(200)] for n in range(200)})},
    )
    assert any("HB119 a schema of more than 20000 values" in one for one in lint(root))


@pytest.mark.parametrize("count", [900, 9_000])
def test_a_long_list_of_values_takes_steps(count: int, tmp_path: Path) -> None:
    data = "- {a: [" + "-1, " * 9_000 + "]}\n"
    root = write(tmp_path, {"schemas/x.schema.json": schema(enum=list(range(count))), "rituals/a.x.yml": data})
    found = [one for one in lint(root) if "rituals/a.x.yml" in one and ("HB119" in one or "HB110" in one)]
    assert any("steps for it" in one for one in found) is (count > 1_000)


@pytest.mark.parametrize("word", ["enum", "const"])
@pytest.mark.parametrize(("value", "fits"), [("1", True), ("1.0", True), ("true", False), ("2", False)])
def test_true_is_not_one(word: str, value: str, fits: bool, tmp_path: Path) -> None:
    text = schema(**{word: [1, "x"] if word == "enum" else 1})
    root = write(tmp_path, {"schemas/x.schema.json": text, "rituals/a.x.yml": f"- {{a: [{value}]}}\n"})
    assert any("rituals/a.x.yml" in one and "HB110" in one for one in lint(root)) is not fits


def test_a_page_that_was_no_text_in_its_name_is_no_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = repository(tmp_path, {"handbook/index.md": "# A\n"})
    try:
        path = root / "handbook/\udcff.md"
        path.write_text("# X\n", encoding="utf-8")
    except (OSError, UnicodeEncodeError):
        pytest.skip("names are text here")
    commit(root, {})
    path.unlink()
    monkeypatch.chdir(root)
    for command in (["lint", "--since", "HEAD"], ["diff", "HEAD"], ["stubs", "suggest"]):
        done = run(*command)
        assert "unexpectedly" not in done.output
        assert done.exit_code in (0, 1)


@pytest.mark.parametrize("rev", ["nope\n::error::x", "nope\0x", "n" * 5_000])
def test_an_unknown_revision_is_one_line(rev: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository(tmp_path, {"handbook/index.md": "# A\n"}))
    done = run("lint", "--since", rev)
    assert (done.exit_code, done.output.count("\n")) == (2, 1)
    assert len(done.output) < 1_000
