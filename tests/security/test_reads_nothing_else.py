"""Promise: nothing outside of the repository is opened, asked or published, and no value of a file or variable is printed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from http.server import HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from command_line import run
from git_repositories import commit, git, repository
from handbooks import BARE, build, needs_links, write
from local_server import QuietHandler, running
from mkdocs_handbook.cli import main
from mkdocs_handbook.project import safe_files

SECRET = "hunter2"  # noqa: S105 (whose value no output may have)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder beside the repository with a file that no output may show, in every format that is read."""
    folder = tmp_path / "outside"
    folder.mkdir()
    for name in ("x.md", "x.yml", "x.schema.json", "x.png", "people.yml", "mkdocs.yml", "x.json"):
        (folder / name).write_text(f"{SECRET}: [ {SECRET}\n# {SECRET}\n\n[x]({SECRET}.md)\n", encoding="utf-8")
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        "rituals/people.yml": "ana: {name: Ana}\n",
        "handbook/index.md": "# Home\n\n[x](a.md)\n",
        "handbook/a.md": "# A\n",
    }
    return repository(tmp_path / "h", files)


def lint(root: Path, *arguments: str) -> str:
    done = run("lint", "-f", str(root / "mkdocs.yml"), *arguments)
    assert done.exit_code in (0, 1, 2)
    assert SECRET not in done.output
    return done.output


# Where a link stands, and to which file outside it leads.
LINKS = {
    "a page": ("handbook/l.md", "x.md"),
    "an image": ("handbook/l.png", "x.png"),
    "a folder of pages": ("handbook/l", ""),
    "data": ("rituals/l.channels.yml", "x.yml"),
    "people": ("rituals/l/people.yml", "people.yml"),
    "a folder of data": ("rituals/l", ""),
    "a schema": ("schemas/l.schema.json", "x.schema.json"),
    "the folder of schemas": ("schemas", ""),
    "git's folder": ("handbook/l.md", "../h/.git/config"),
    "a hidden file": ("handbook/l.md", "../h/.env"),
    "a process": ("handbook/l.md", "/proc/self/environ"),
    "a device": ("handbook/l.md", "/dev/zero"),
    "itself": ("handbook/l.md", "../h/handbook/l.md"),
}


def link(root: Path, outside: Path, where: str, to: str) -> None:
    (root / ".env").write_text(f"TOKEN={SECRET}\n", encoding="utf-8")
    with (root / ".git/config").open("a", encoding="utf-8") as file:
        file.write(f"[a]\n\tb = {SECRET}\n")
    path = root / where
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(os.path.normpath(outside / to))


@needs_links
@pytest.mark.parametrize(("where", "to"), LINKS.values(), ids=LINKS)
def test_a_link_out_of_the_repository_is_a_finding(where: str, to: str, root: Path, outside: Path) -> None:
    link(root, outside, where, to)
    said = '"schemas_dir": leads out of the repository' if where == "schemas" else f"{where}:1:1: HB121"
    assert said in lint(root, "--select", "HB1")


@needs_links
@pytest.mark.parametrize(("where", "to"), [pair for pair in LINKS.values() if pair[0].startswith("handbook/l")])
@pytest.mark.parametrize("options", ["{}", "{ignore: [HB121], per_file_ignores: {'**': [HB121]}}"])
def test_a_link_out_of_the_repository_is_not_published(
    where: str, to: str, options: str, root: Path, outside: Path
) -> None:
    (root / "mkdocs.yml").write_text(BARE.replace("[handbook]", f"[handbook: {options}]"), encoding="utf-8")
    link(root, outside, where, to)
    built = build(root)
    # No setting lets it through.
    assert built.error == "handbook: 1 error, nothing was built"
    assert not built.site.exists()


@needs_links
def test_the_root_is_not_read(root: Path, outside: Path) -> None:
    # MkDocs itself walks it, so that nothing is built here.
    link(root, outside, "handbook/l", "/")
    assert "handbook/l:1:1: HB121" in lint(root, "--select", "HB1")


@needs_links
def test_links_inside_of_the_repository_are_followed(root: Path) -> None:
    (root / "more").mkdir()
    (root / "more/b.md").write_text("# B\n\n[x](nope.md)\n", encoding="utf-8")
    (root / "handbook/b.md").symlink_to("../more/b.md")
    (root / "handbook/more").symlink_to("../more", target_is_directory=True)
    output = lint(root, "--select", "HB1,HB301")
    assert output.count("HB301") == 2
    assert "HB121" not in output
    assert not build(root).error


@needs_links
@pytest.mark.parametrize(
    "where", ["handbook/p.md", "handbook/p.png", "rituals/p.channels.yml", "schemas/p.schema.json"]
)
def test_a_pipe_is_not_opened(where: str, root: Path) -> None:
    (root / where).parent.mkdir(exist_ok=True)
    os.mkfifo(root / where)
    assert "HB121 the file is no regular file" in lint(root, "--select", "HB121")


@needs_links
@pytest.mark.parametrize(
    "where", ["mkdocs.yml", "handbook-baseline.json", ".handbook-change.json", ".handbook-change.tmp"]
)
@pytest.mark.parametrize("make", [lambda path: os.mkfifo(path), lambda path: Path(path).symlink_to("/dev/zero")])
def test_files_of_the_command_itself_are_regular(where: str, make: Callable[[Path], None], root: Path) -> None:
    (root / where).unlink(missing_ok=True)
    make(root / where)
    done = run("lint", "--fix", "-f", str(root / "mkdocs.yml"), "--baseline", str(root / "handbook-baseline.json"))
    assert done.exit_code == 2


def test_a_large_file_is_not_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_files, "LARGEST", 2_000)
    (root / "handbook/a.md").write_text("# A\n" + "text\n" * 500, encoding="utf-8")
    assert "handbook/a.md:1:1: HB121 the file is larger than" in lint(root, "--select", "HB121")


INHERITED = (
    "../outside/x.yml",
    "../outside/mkdocs.yml",
    "/etc/passwd",
    ".git/config",
    "/proc/self/environ",
    "../h/../outside/x.yml",
)


@pytest.mark.parametrize("path", INHERITED)
def test_a_configuration_inherits_nothing_from_outside(path: str, root: Path, outside: Path) -> None:
    (root / "mkdocs.yml").write_text(f"INHERIT: {path}\n{BARE}", encoding="utf-8")
    output = lint(root)
    assert output.count("\n") == 1
    assert outside.exists()


def test_an_inherited_file_that_is_no_configuration_is_not_quoted(root: Path) -> None:
    (root / "token.txt").write_text(f"a: *{SECRET}\n", encoding="utf-8")
    (root / "mkdocs.yml").write_text(f"INHERIT: token.txt\n{BARE}", encoding="utf-8")
    assert "token.txt:1:4: not YAML\n" in lint(root)


@needs_links
def test_a_configuration_that_is_a_link(root: Path, outside: Path) -> None:
    (root / "mkdocs.yml").unlink()
    (root / "mkdocs.yml").symlink_to(outside / "mkdocs.yml")
    assert "leads out of the repository" in lint(root)


FOLDERS = {
    "data": "plugins: [handbook: {data_dir: /}]",
    "data above": "plugins: [handbook: {data_dir: ../..}]",
    "schemas": "plugins: [handbook: {schemas_dir: /etc}]",
    "pages": "plugins: [handbook]\ndocs_dir: /",
    "git's": "plugins: [handbook: {data_dir: .git}]",
    "templates": "plugins: [handbook]\ntheme: {name: null, custom_dir: /etc}",
}


@pytest.mark.parametrize("setting", FOLDERS.values(), ids=FOLDERS)
def test_no_setting_names_a_folder_outside(setting: str, root: Path) -> None:
    first = "" if "docs_dir" in setting else "docs_dir: handbook\n"
    (root / "mkdocs.yml").write_text(f"site_name: T\n{first}{setting}\n", encoding="utf-8")
    assert "leads out of the repository, name a folder in it" in lint(root)
    if "data_dir: /" in setting:
        assert "leads out of the repository" in build(root, theme={"name": "mkdocs"}).error


VARIABLES = (
    "docs_dir: !ENV TOKEN",
    "docs_dir: !ENV [TOKEN]",
    "docs_dir: !ENV [NONE, TOKEN, x]",
    "docs_dir: handbook\nplugins: [handbook: {order: !ENV TOKEN}]",
    "docs_dir: handbook\nplugins: [handbook: {edit_url: !ENV TOKEN}]",
    "docs_dir: handbook\nplugins: [handbook: {sections: {rituals: !ENV TOKEN}}]",
    "docs_dir: handbook\nplugins: [handbook: {select: [!ENV TOKEN]}]",
    "docs_dir: handbook\nnav: [!ENV TOKEN]",
    "docs_dir: handbook\nmarkdown_extensions: [!ENV TOKEN]",
    "docs_dir: handbook\nexclude_docs: !ENV TOKEN",
    "docs_dir: handbook\nsite_url: !ENV TOKEN",
)


@pytest.mark.parametrize("setting", VARIABLES)
def test_messages_name_variables_and_no_values(setting: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", SECRET)
    (root / "mkdocs.yml").write_text(f"site_name: T\n{setting}\n", encoding="utf-8")
    assert "!ENV TOKEN is not read without --trust" in lint(root)


def test_a_trusted_variable_is_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOLDER", "handbook")
    (root / "mkdocs.yml").write_text("site_name: T\ndocs_dir: !ENV FOLDER\n", encoding="utf-8")
    assert lint(root, "--trust", "--select", "HB3") == ""


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """The address of a server, and what it was asked for."""
    paths: list[str] = []

    class Handler(QuietHandler):
        def do_GET(self) -> None:  # noqa: N802 (a name of the library)
            paths.append(self.path)
            self.send_response(200)
            self.end_headers()

    with running(HTTPServer(("127.0.0.1", 0), Handler)) as address:
        yield address, paths


def snippets(root: Path, options: str, page: str) -> str:
    config = f"{BARE}markdown_extensions:\n  - pymdownx.snippets: {options}\n"
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    (root / "handbook/a.md").write_text(f"# A\n\n{page}\n", encoding="utf-8")
    (root / "handbook/index.md").write_text("# Home\n\n[x](a.md#nothing)\n", encoding="utf-8")
    return lint(root)


def test_snippets_ask_no_network(asked: tuple[str, list[str]], root: Path) -> None:
    address, paths = asked
    snippets(root, "{url_download: true, check_paths: false}", f'--8<-- "{address}/x.md"')
    assert paths == []


@needs_links
@pytest.mark.parametrize("name", ["x.md", "../outside/x.md", "/etc/passwd", "l.md", ".git/config", "pipe", "big"])
@pytest.mark.parametrize("restricted", ["true", "false"])
def test_snippets_include_nothing_from_outside(
    name: str, restricted: str, root: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "l.md").symlink_to(outside / "x.md")
    os.mkfifo(root / "pipe")
    monkeypatch.chdir(root)
    options = f"{{base_path: ['{outside}', '{root}', '/'], restrict_base_path: {restricted}, check_paths: true}}"
    output = snippets(root, options, f'--8<-- "{name}"')
    assert f"Snippet at path '{name}' could not be found" in output


def test_snippets_of_the_repository_are_included(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    (root / "part.md").write_text("## Nothing\n", encoding="utf-8")
    assert "HB302" not in snippets(root, "{base_path: [.], check_paths: true}", '--8<-- "part.md"')


def test_snippets_in_snippets_end(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    for number in range(40):
        (root / f"p{number}.md").write_text(f'--8<-- "p{number + 1}.md"\n' * 2, encoding="utf-8")
    assert "what its snippets include is too much" in snippets(root, "{base_path: [.]}", '--8<-- "p0.md"')


ADDRESSES = (
    ("plugins: [handbook: {edit_url: 'javascript:alert(1)//{path}'}]", "edit_url"),
    ("plugins: [handbook: {edit_url: '//evil.example/{path}'}]", "edit_url"),
    ("plugins: [handbook: {edit_url: 'data:text/html,{path}'}]", "edit_url"),
    ("plugins: [handbook: {slack_workspace: 'javascript:alert(1)'}]", "slack_workspace"),
    ("plugins: [handbook]\nsite_url: 'javascript://a.example/%0aalert(1)'", "site_url"),
    ("plugins: [handbook]\nrepo_url: 'javascript://a.example/%0aalert(1)'", "repo_url"),
    ("plugins: [handbook: {dta_dir: x}]", "dta_dir"),
    ("plugins: [handbook: {anything: x}]", "anything"),
)


@pytest.mark.parametrize(("setting", "key"), ADDRESSES)
def test_lint_and_a_build_refuse_the_same_settings(setting: str, key: str, root: Path) -> None:
    config = f"site_name: T\ndocs_dir: handbook\ntheme: {{name: null, custom_dir: theme}}\n{setting}\n"
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    done = run("lint", "-f", str(root / "mkdocs.yml"))
    assert (done.exit_code, key in done.output) == (2, True)
    built = build(root)
    assert built.error
    assert any(key in text for text in (built.error, *built.messages))


@needs_links
@pytest.mark.parametrize("target", ["out.json", "../h/.git/hooks"])
def test_a_baseline_is_written_through_no_link(target: str, root: Path, outside: Path) -> None:
    (outside / "out.json").write_text('{"version": 1, "findings": []}', encoding="utf-8")
    before = (outside / "out.json").read_bytes()
    (root / "handbook-baseline.json").symlink_to(outside / target)
    done = run("lint", "--write-baseline", "-f", str(root / "mkdocs.yml"))
    assert done.exit_code == 2
    assert (outside / "out.json").read_bytes() == before
    assert (root / "handbook-baseline.json").is_symlink()


def test_a_baseline_may_be_wherever_it_is_asked_for(root: Path, tmp_path: Path) -> None:
    where = tmp_path / "elsewhere.json"
    for _ in range(2):
        assert run("lint", "--write-baseline", "-f", str(root / "mkdocs.yml"), "--baseline", str(where)).exit_code == 0
    assert where.read_text(encoding="utf-8").startswith('{\n  "version": 1')
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@needs_links
def test_the_past_is_read_within_the_repository_too(root: Path, outside: Path) -> None:
    (root / "handbook/l.md").symlink_to(outside / "x.md")
    (root / "mkdocs.yml").write_text(f"INHERIT: {outside}/x.yml\n{BARE}", encoding="utf-8")
    commit(root, {})
    (root / "mkdocs.yml").write_text(BARE, encoding="utf-8")
    lint(root, "--since", "HEAD")
    commit(root, {})
    lint(root, "--since", "HEAD")
    assert git(root, "status", "--short") == ""
    subprocess.run(["git", "status"], cwd=root, check=True, capture_output=True)


DEAD = ("x.yml", "x.yaml", "x.pdf", "x.json", "x/y.rituals.yml", "../rituals/x.rituals.yml", "../mkdocs.yml", "nothing")


@pytest.mark.parametrize("url", DEAD)
def test_a_dead_link_to_any_file_is_found(url: str, root: Path) -> None:
    forms = f'# A\n\nA [link]({url}), and [another][1].\n\n[1]: {url}\n\n<a href="{url}">x</a>\n'
    (root / "handbook/a.md").write_text(forms, encoding="utf-8")
    (root / "rituals/a.rituals.yml").write_text(
        f"- {{task: T, startedOn: 2026-01-05, frequency: Weekly, description: 'D [x]({url}).', dri: ana, moreInfoUrl: '{url}'}}\n",
        encoding="utf-8",
    )
    output = lint(root, "--select", "HB3,HB116", "--format", "concise")
    assert output.count(f'"{url}"') == 5, output


READ_BEFORE_WRITTEN = (
    ".vscode/settings.json",
    ".idea/jsonSchemas.xml",
    ".handbook/schemas/people.schema.json",
    ".github/ISSUE_TEMPLATE/handbook-change-ritual.yml",
    ".github/workflows/handbook-requests.yml",
)


@needs_links
@pytest.mark.parametrize("where", READ_BEFORE_WRITTEN)
@pytest.mark.parametrize("target", ["../outside/x.yml", "/dev/zero", "/proc/self/environ", "pipe"])
def test_files_that_are_written_anew_are_read_from_nowhere_else(
    where: str, target: str, root: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = root / where
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path) if target == "pipe" else path.symlink_to(os.path.normpath(root / target))
    monkeypatch.chdir(root)
    done = run("editor")
    assert (done.exit_code, done.output.count("\n"), SECRET in done.output) == (2, 1, False)
    assert f"{where}: {'is no regular file' if target == 'pipe' else 'leads out of the repository'}" in done.output
    assert (outside / "x.yml").read_text(encoding="utf-8").startswith(SECRET)


@needs_links
@pytest.mark.parametrize("where", [".github", ".github/ISSUE_TEMPLATE"])
def test_a_folder_that_no_setting_names_is_not_looked_for_elsewhere(
    where: str, root: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in (outside, outside / "ISSUE_TEMPLATE"):
        folder.mkdir(exist_ok=True)
        (folder / "handbook-change-ritual.yml").write_text(SECRET, encoding="utf-8")
    (root / where).parent.mkdir(exist_ok=True)
    (root / where).symlink_to(outside, target_is_directory=True)
    listed: list[str] = []
    real = os.walk

    def walk(top: str, *, followlinks: bool = False) -> Iterator[object]:
        listed.append(os.path.realpath(top))
        yield from real(top, followlinks=followlinks)

    monkeypatch.setattr(os, "walk", walk)
    lint(root)
    assert listed
    assert not [path for path in listed if path.startswith(str(outside))]


@needs_links
def test_completion_opens_nothing_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret.yml").write_text("secret: {name: S}\n", encoding="utf-8")
    root = write(tmp_path / "root", {"rituals/a/people.yml": "ana: {name: Ana}\n"})
    monkeypatch.chdir(root)
    typed = {"_HANDBOOK_COMPLETE": "bash_complete", "COMP_WORDS": "handbook dri show ", "COMP_CWORD": "3"}
    assert CliRunner().invoke(main, [], env=typed, prog_name="handbook").output == "plain,ana\n"
    (root / "rituals/people.yml").symlink_to(tmp_path / "secret.yml")
    assert CliRunner().invoke(main, [], env=typed, prog_name="handbook").output.strip() == ""


def outcome(read: Callable[[Path], bytes], path: Path) -> tuple[object, ...]:
    """Return what a file holds, or why it is not read."""
    try:
        return (read(path),)
    except OSError as error:
        return type(error), error.strerror


# Links beside a page, which is called own.md.
WAYS = {
    "out": "../../outside",
    "git": "../.git",
    "self": ".",
    "loop": "loop",
    "link.md": "own.md",
    "out.md": "../../outside/own.md",
    "loop.md": "loop.md",
    "gone.md": "gone",
}


@needs_links
@pytest.mark.parametrize("links_fail", [safe_files.LINKS_FAIL, False])
def test_many_files_are_read_as_one_is(
    links_fail: bool, root: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of a system on which links can be told as they are opened, and of one on which they cannot."""
    monkeypatch.setattr(safe_files, "LINKS_FAIL", links_fail)
    (outside / "own.md").write_text("SECRET", encoding="utf-8")
    docs = root / "handbook"
    (root / ".git/own.md").write_text("SECRET", encoding="utf-8")
    for name, to in WAYS.items():
        (docs / name).symlink_to(to)
    (docs / "own.md").write_text("OWN", encoding="utf-8")
    (docs / "folder.md").mkdir()
    os.mkfifo(docs / "pipe.md")
    names = sorted(os.listdir(docs))  # noqa: PTH208
    paths = [docs / folder / name for folder in (".", "out", "git", "self", "loop", "own.md") for name in names]
    within = safe_files.repository(root)
    reader = safe_files.Reader(within)
    free = os.dup(0)
    os.close(free)
    found = {path: outcome(reader.read, path) for path in paths}
    assert found == {path: outcome(lambda one: safe_files.read(one, within), path) for path in paths}
    assert found[docs / "self" / "link.md"] == (b"OWN",)
    assert "SECRET" not in str(found)
    # No file stays open.
    again = os.dup(0)
    os.close(again)
    assert again == free
