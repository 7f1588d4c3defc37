"""The guide works as written: its commands and its YAML run in the sample, or in a handbook from `handbook init`."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import click
import pytest
import yaml

from command_line import run
from git_repositories import git, repository
from guide_blocks import NOT_RUN, OF_THE_SAMPLE, ROOT, Block, blocks, commands, is_run, name, pages
from mkdocs_handbook.cli import main
from mkdocs_handbook.project import mkdocs_yml

PAGES = {name(path): [*blocks(path)] for path in pages()}
EVERY = [block for page in PAGES.values() for block in page]
KINDS = {
    "task": "rituals",
    "channel": "channels",
    "board": "boards",
    "rotation": "rotations",
    "escalation": "escalations",
    "vendor": "vendors",
}
# Blocks of YAML that are no data and no settings of mkdocs.yml: what other programs read, and pieces of a longer text.
OTHERS = {
    "name:": "a workflow of GitHub, which `workflow_checks.py` checks",
    "repos:": "hooks, which `test_precommit.py` runs",
    "- repo:": "hooks, a piece of them",
    "- id:": "hooks, a piece of them",
    "- uses:": "steps of a workflow",
    "permissions:": "a piece of a workflow",
    "handbook-request:": "a job of GitLab",
    "handbook:": "a job of GitLab",
    "autoIssue:": "keys of a ritual, which `test_issues.py` has",
    "group:": "front matter",
}
# Pages on which printed lines are of a change or a mistake that no handbook has from the beginning.
NOT_COMPARED = ("stubs", "lint")
# What a page says is wrong, to show the finding or the comment that suppresses it.
WRONG = ("lint:",)
# Findings that come from the rest of the handbook: a channel that no file lists, a name of another page's data.
OF_OTHERS = ("HB124", "HB132")


def world(page: str, folder: Path) -> Path:
    """Return a handbook in which the examples of a page are true."""
    if page in OF_THE_SAMPLE:
        for part in ("mkdocs.yml", "handbook", "rituals", "schemas"):
            source, target = ROOT / part, folder / "sample" / part
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target)
            else:
                shutil.copy(source, target)
        root = folder / "sample"
    else:
        assert run("init", str(folder / "acme-handbook")).exit_code == 0
        root = folder / "acme-handbook"
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    shutil.rmtree(root)
    repository(root, {path: content for path, content in files.items() if not path.startswith(".git/")})
    git(root, "update-ref", "refs/remotes/origin/main", "HEAD")
    return root


@pytest.mark.parametrize("page", [page for page in PAGES if any(one.info == "console" for one in PAGES[page])])
def test_commands_run_as_the_page_has_them(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = world(page, tmp_path)
    for body in (one for one in PAGES[page] if one.text.startswith("### Group")):
        (root / "body.md").write_text(body.text, encoding="utf-8")
    here = tmp_path if any("handbook init" in one.text for one in PAGES[page]) else root
    shutil.rmtree(root) if here == tmp_path else None
    monkeypatch.chdir(here)
    for front in (one.text for one in PAGES[page] if one.text.startswith("---\ngroup: engineering\n")):
        own = root / "handbook/engineering/README.md"
        own.write_text(
            front + re.sub(r"\A---\n.*?\n---\n", "", own.read_text("utf-8"), flags=re.DOTALL), encoding="utf-8"
        )
    for block in PAGES[page]:
        if here == root and (title := re.search(r'title="(rituals/\S+)"', block.info)):
            (root / title[1]).write_text(block.text, encoding="utf-8")
    for block in PAGES[page]:
        for command in commands(block) if block.info == "console" else ():
            if command.words.startswith("cd "):
                monkeypatch.chdir(Path.cwd() / command.words.removeprefix("cd "))
            elif is_run(command.words):
                check(block, command.words, command.printed)


def check(block: Block, command: str, printed: tuple[str, ...]) -> None:
    """Run a command, and compare what it prints with the lines of the page."""
    words = shlex.split(re.sub(r" > \S+\Z", "", command))
    assert words[0] == "handbook", f"{block.name}: {command}: is no command of ours, and is not in NOT_RUN"
    text = None
    if "<" in words:
        text = Path(words[words.index("--stdin-filename") + 1]).read_text(encoding="utf-8")
        words = words[: words.index("<")]
    result = run(*words[1:], text=text)
    found = {0, 1} if words[1] == "lint" or {"--diff", "--check", "--plan"} & {*words} else {0}
    assert result.exit_code in found, f"{block.name}: {command}: exit code {result.exit_code}: {result.output}"
    missing = [line for line in printed if line.strip() not in result.output and block.page not in NOT_COMPARED]
    assert not missing, f"{block.name}: {command} prints no {missing}, but:\n{result.output}"


def is_read(block: Block) -> bool:
    """Return whether a block is YAML of a handbook, or settings, that has to be right."""
    is_yaml = block.info.startswith("yaml") and yaml.safe_load(block.text) is not None
    return is_yaml and not block.name.startswith(WRONG) and not block.text.lstrip().startswith(tuple(OTHERS))


@pytest.mark.parametrize("block", [one for one in EVERY if is_read(one)], ids=lambda one: one.name)
def test_yaml_is_read_as_the_page_says(block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = yaml.safe_load(block.text)
    first = block.text.strip().split("\n")[0]
    root = world(block.page, tmp_path)
    monkeypatch.chdir(root)
    if isinstance(data, list) and (kind := KINDS.get(next(iter(data[0])))):
        group = "engineering"
        for schema in (one for one in PAGES[block.page] if one.info == "json" and kind not in ("rituals", "channels")):
            (root / "schemas").mkdir(exist_ok=True)
            (root / f"schemas/{kind}.schema.json").write_text(schema.text, encoding="utf-8")
        path = f"rituals/{group}.{kind}.yml"
    elif "->" in block.text:
        path = "rituals/stubs.yml"
    elif isinstance(data, dict) and "theme" not in data and "name" in next(iter(data.values())):
        path = "rituals/people.yml"
    else:
        settings = yaml.safe_load((root / "mkdocs.yml").read_text("utf-8")) if block.page not in OF_THE_SAMPLE else {}
        assert {*data} <= {*settings, "nav", "repo_url", "edit_uri", "site_url", "plugins"}, f"what is {first}?"
        (root / "mkdocs.yml").write_text(
            yaml.safe_dump({**settings, "site_name": "A", "docs_dir": "handbook", **data}), "utf-8"
        )
        mkdocs_yml.read_project(root / "mkdocs.yml", root)
        return
    (root / path).write_text(block.text, encoding="utf-8")
    result = run("lint", path, "--format", "concise", "--select", "HB1")
    assert result.exit_code in (0, 1), result.output
    found = re.findall(r"(HB\d+) .*", result.output)
    assert not [code for code in found if code not in OF_OTHERS], result.output


def test_each_reason_not_to_run_is_needed() -> None:
    every = [one.words for block in EVERY if block.info == "console" for one in commands(block)]
    assert not [form for form in NOT_RUN if not any(re.match(form, one) for one in every)]
    assert not [key for key in OTHERS if not any(one.text.lstrip().startswith(key) for one in EVERY)]


INLINE = re.compile(r"(?<!`)`(handbook [a-z][^`]*)`(?!`)")
SPANS = [(name(path), span) for path in pages() for span in dict.fromkeys(INLINE.findall(path.read_text("utf-8")))]


@pytest.mark.parametrize(("page", "span"), SPANS)
def test_commands_in_sentences_are_commands(page: str, span: str) -> None:
    """Subcommands and options are those that there are; what they are given may be a placeholder."""
    for words in (
        shlex.split(one.strip()) for one in re.sub(r"\bhandbook (?=\S)", "\0", span).split("\0") if one.strip()
    ):
        command: click.Command = main
        context = click.Context(main)
        while words and isinstance(command, click.Group):
            names = words.pop(0).split("|")
            found = [command.get_command(context, one.strip(",")) for one in names if not one.startswith("-")]
            assert all(found), f"{page}: {span}: there is no {names}"
            command = found[0] if found and found[0] else command
        known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        used = {word.partition("=")[0] for word in words if word.startswith("--")}
        assert used <= known | {"--help", "--version", "--traceback"}, f"{page}: {span}"
