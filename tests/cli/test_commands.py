"""All commands, whichever there are: their help with examples, their exit codes, and what a shell completes of them."""

from __future__ import annotations

import os
import re
import select
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import action_runner
from command_line import run
from handbooks import write
from mkdocs_handbook.cli import main

ROOT = Path(__file__).parents[2]


def tree(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command below one, with the words that call it."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            one = command.get_command(context, name)
            assert one, name
            yield from tree(one, (*path, name))


COMMANDS = {" ".join(path): command for path, command in tree(main)}
LEAVES = {
    name: command
    for name, command in COMMANDS.items()
    if not isinstance(command, click.Group) or command.invoke_without_command
}
GROUPS = {name: command for name, command in COMMANDS.items() if isinstance(command, click.Group)}


def examples(text: str) -> list[str]:
    """Return the lines of a text that call the command; in prose "handbook" may begin a line as well."""
    blocks = re.findall(r"^\s*Examples?:\n(.*?)(?:\n\n|\Z)", text, re.MULTILINE | re.DOTALL)
    lines = [*"\n".join(blocks).splitlines(), *(text.splitlines() if not blocks else [])]
    return [line.strip().removeprefix("$ ") for line in lines if re.match(r"\s*(\$ )?handbook [\w-]", line)]


def called(line: str) -> tuple[str, click.Command, list[str]]:
    """Return the command that a line calls, and the arguments behind its name."""
    words = shlex.split(re.split(r" [|>] ", line)[0], comments=True)[1:]
    for length in range(len(words), 0, -1):
        if " ".join(words[:length]) in LEAVES:
            name = " ".join(words[:length])
            return name, LEAVES[name], words[length:]
    raise AssertionError(f"{line!r} calls no command")


def check(line: str) -> str:
    """Return the command that a line calls, with options and as many arguments as that has."""
    name, command, words = called(line)
    with click.Context(command, info_name=name) as context:
        values, left, _ = command.make_parser(context).parse_args(list(words))
        assert left == [], line
        for param in command.params:
            if isinstance(param, click.Argument) and param.required:
                assert values.get(str(param.name)), f"{line}: {param.name} is missing"
            if isinstance(param.type, click.Choice) and isinstance(given := values.get(str(param.name)), str):
                param.type.convert(given, param, context)
    return name


@pytest.mark.parametrize("name", LEAVES)
def test_the_help_of_a_command_has_examples_that_work(name: str) -> None:
    result = run(*name.split(), "--help")
    assert result.exit_code == 0
    assert LEAVES[name].help
    found = examples(result.output)
    assert found, "no example"
    assert [check(line) for line in found] == [name] * len(found)
    # Each stands on a line of its own, so that one can copy it.
    assert all(len(line) < 100 for line in found)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_what_it_does_and_what_its_options_are(name: str) -> None:
    command = COMMANDS[name]
    assert command.get_short_help_str(200)
    missing = [param.name for param in command.params if isinstance(param, click.Option) and not param.help]
    assert missing == []


@pytest.mark.parametrize("name", COMMANDS)
def test_wrong_use_exits_with_2(name: str) -> None:
    result = run(*name.split(), "--no-such-option")
    assert result.exit_code == 2
    assert "No such option" in result.output


def test_the_help_shows_each_summary_whole() -> None:
    shown = " ".join(run("--help").output.split())
    for name, command in COMMANDS.items():
        if name and " " not in name:
            assert f"{name} {command.get_short_help_str(500)}" in shown
    assert "..." not in shown.partition("Commands:")[2]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("lnt", "lint"),
        ("bild", "build"),
        ("dri st", "set"),
        ("rotation swop", "swap"),
        ("new grup", "group"),
        ("issues chek", "check"),
    ],
)
def test_a_mistyped_command_gets_the_one_that_was_meant(words: str, meant: str) -> None:
    result = run(*words.split())
    assert result.exit_code == 2
    assert result.output.endswith(f'Error: No such command "{words.split()[-1]}", did you mean "{meant}"?\n')


@pytest.mark.parametrize("name", ["build", "serve", "lint"])
def test_outside_of_a_handbook_all_say_the_same(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(name)
    assert result.exit_code == 2
    assert result.output.endswith(
        "Error: no mkdocs.yml here or above, and no folder handbook/: go to your handbook, or name it with -f\n"
    )


@pytest.mark.parametrize("name", ["build", "serve"])
def test_pages_without_a_configuration_are_no_site(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "handbook").mkdir()
    result = run(name)
    assert result.exit_code == 2
    assert "no mkdocs.yml here or above, without which there is no site" in result.output
    assert "no folder handbook/" not in result.output
    assert run("lint").exit_code == 0


DAYS = [(name, param) for name, one in LEAVES.items() for param in one.params if param.metavar == "DATE"]


@pytest.mark.parametrize(("name", "param"), [pytest.param(*one, id=f"{one[0]} {one[1].name}") for one in DAYS])
def test_what_is_no_day_is_said_in_words(name: str, param: click.Parameter) -> None:
    arguments = [one for one in LEAVES[name].params if isinstance(one, click.Argument) and one.required]
    words = ["2026-13-01" if one is param else "2026-12-31" if one.metavar == "DATE" else "x" for one in arguments]
    option = [] if param in arguments else [param.opts[0], "2026-13-01"]
    result = run(*name.split(), *words, *option)
    assert result.exit_code == 2
    assert '"2026-13-01" does not exist, months count from 1 to 12' in result.output


@pytest.mark.parametrize("name", GROUPS)
def test_an_unknown_command_exits_with_2(name: str) -> None:
    result = run(*name.split(), "no-such-command")
    assert result.exit_code == 2
    assert "No such command" in result.output


@pytest.mark.parametrize("name", LEAVES)
def test_without_a_handbook_nobody_sees_a_traceback(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    needed = ["x" for param in LEAVES[name].params if isinstance(param, click.Argument) and param.required]
    result = run(*name.split(), *needed)
    assert result.exit_code in (0, 2), result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output


PAGES = [ROOT / "README.md", *sorted((ROOT / "handbook/guide").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_commands_of_the_guide_are_there(page: Path) -> None:
    fences = re.findall(r"^ *```(?:console|bash|sh)\n(.*?)^ *```$", page.read_text(encoding="utf-8"), re.M | re.S)
    for line in examples("".join(fences).replace("$ .venv/bin/handbook", "$ handbook")):
        check(line)


# --- Completion ---

HANDBOOK = {
    "handbook/team.md": "# Team\n",
    "rituals/people.yml": "# name: no handle\nana:\n  name: Ana\nana-lee: {name: Ana Lee}\nbo: {name: Bo}\n",
    "rituals/team.boards.yml": "[]\n",
    "rituals/below/sales.rituals.yml": "[]\n",
    "schemas/vendors.schema.json": "{}",
}
# What stands in the command line, its last word unfinished, and what is offered.
COMPLETED: dict[str, tuple[str, list[str]]] = {
    "commands": ("in", ["init"]),
    "commands of a group": (
        "new ",
        ["board", "channel", "escalation", "group", "kind", "person", "ritual", "rotation"],
    ),
    "options": ("lint --si", ["--since"]),
    "values of a choice": ("lint --format g", ["github", "gitlab"]),
    "codes": ("rule HB20", [f"HB20{number}" for number in range(1, 8)]),
    "codes in any letter case": ("rule hb201", ["HB201"]),
    "codes again": ("lint --select HB101 --ignore HB20", [f"HB20{number}" for number in range(1, 8)]),
    "kinds": ("schema r", ["rituals", "rotations"]),
    "kinds of one's own": ("new group x --with v", ["vendors"]),
    "groups": ("new kind x --group ", ["sales", "team"]),
    "handles": ("new group x --dri an", ["ana", "ana-lee"]),
    "revisions": ("lint --since ", ["HEAD", "change", "main", "v1"]),
    "revisions that begin so": ("stubs suggest --since m", ["main"]),
}


@pytest.fixture(scope="module")
def handbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write(tmp_path_factory.mktemp("handbook"), HANDBOOK)
    identity = ("-c", "user.name=Ana", "-c", "user.email=ana@example.com")
    for command in (
        ("init", "--quiet", "--initial-branch", "main"),
        ("commit", "--quiet", "--allow-empty", "--message", "A"),
        ("branch", "change"),
        ("tag", "v1"),
    ):
        subprocess.run(["git", *identity, *command], cwd=root, check=True)
    return root


def offered(shell: str, line: str) -> list[str]:
    """Return what a shell is told to offer, by the protocol of click's scripts for it."""
    words = f"handbook {line}"
    *before, last = words.split(" ")
    env = {"_HANDBOOK_COMPLETE": f"{shell}_complete", "COMP_WORDS": words}
    result = run(**env, COMP_CWORD=last if shell == "fish" else str(len(before)))
    if shell == "zsh":
        # A type, a value and a help text on lines of their own.
        return result.output.splitlines()[1::3]
    return re.findall(r"^plain,([^\t\n]*)", result.output, re.MULTILINE)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize("case", COMPLETED)
def test_what_a_shell_offers(case: str, shell: str, handbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(handbook)
    line, expected = COMPLETED[case]
    assert offered(shell, line) == expected


@pytest.mark.parametrize("line", ["new group x --dri a", "new kind x --group a", "lint --since a", "schema zzz"])
def test_nothing_is_offered_where_nothing_can_be_read(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert offered("bash", line) == []
    write(tmp_path, {"mkdocs.yml": "a: [", "rituals/people.yml": b"\xff"})
    assert offered("bash", line) == []


CALL = """
eval "$(_HANDBOOK_COMPLETE=bash_source handbook)"
COMP_WORDS=(handbook lint --since m)
COMP_CWORD=3
_handbook_completion handbook
printf '%s\\n' "${COMPREPLY[@]}"
"""


def installed(name: str) -> str:
    """Return the path of a shell; without it nothing is tried, but in CI on Linux, which installs all of them."""
    found = shutil.which(name)
    lacking = pytest.fail if os.environ.get("CI") and sys.platform == "linux" else pytest.skip
    return found or lacking(f"{name} is not installed")


def shell(name: str, *arguments: str, root: Path) -> str:
    """Run a real shell with the command in its path, and give what it prints."""
    found = installed(name)
    scripts = root.parent / f"{root.name}-{name}-{len(arguments[-1])}"
    path = f"{action_runner.command(scripts)}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [found, *arguments], cwd=root, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="bash is another system's, or older than 4.4")
def test_bash_itself(handbook: Path) -> None:
    assert shell("bash", "--norc", "-c", CALL, root=handbook) == "main\n"


@pytest.mark.skipif(sys.platform == "win32", reason="no such shell")
def test_fish_itself(handbook: Path) -> None:
    call = '_HANDBOOK_COMPLETE=fish_source handbook | source; complete --do-complete "handbook lint --since m"'
    assert shell("fish", "--no-config", "-c", call, root=handbook) == "main\n"


@pytest.mark.skipif(sys.platform == "win32", reason="no such shell")
def test_zsh_itself(handbook: Path) -> None:
    """What stands in the command line after the key Tab: zsh completes only in a terminal."""
    import pty

    found = installed("zsh")
    path = f"{action_runner.command(handbook.parent / 'zsh-scripts')}{os.pathsep}{os.environ['PATH']}"
    terminal, side = pty.openpty()
    process = subprocess.Popen(
        [found, "-f", "-i"],
        cwd=handbook,
        env={**os.environ, "PATH": path, "TERM": "dumb", "PS1": ""},
        stdin=side,
        stdout=side,
        stderr=side,
        start_new_session=True,
    )
    os.close(side)
    try:
        os.write(terminal, b"autoload -Uz compinit; compinit -u -D; unsetopt zle_bracketed_paste prompt_sp\n")
        os.write(terminal, b'eval "$(_HANDBOOK_COMPLETE=zsh_source handbook)"; print beg""un\n')
        until(terminal, b"begun")
        os.write(terminal, b"handbook lint --since m\t")
        assert until(terminal, b"--since main").endswith(b"handbook lint --since main")
    finally:
        process.kill()
        process.wait()
        os.close(terminal)


def until(terminal: int, awaited: bytes) -> bytes:
    """Return what a terminal shows up to some text."""
    shown = b""
    while awaited not in shown:
        ready, _, _ = select.select([terminal], [], [], 30)
        assert ready, f"{awaited!r} is not among {shown!r}"
        shown += os.read(terminal, 1024)
    return shown[: shown.index(awaited) + len(awaited)]
