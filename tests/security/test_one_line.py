"""Whatever is wrong with the world around a command is one line and exit code 2: no traceback, and nothing is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from command_line import run
from handbooks import contents, needs_links, write
from mkdocs_handbook.data import formats
from mkdocs_handbook.model import Settings
from mkdocs_handbook.pages import page_renderer
from mkdocs_handbook.project import atomic_write
from mkdocs_handbook.project.mkdocs_yml import Project

LONG = "x" * 3_000
COMMAND = [sys.executable, "-m", "mkdocs_handbook.cli"]
PEOPLE = {
    "rituals/people.yml": "ana: {name: Ana}\nbo: {name: Bo}\n",
    "rituals/a.channels.yml": '- {channel: "#a", dri: ana}\n- {channel: "#b", dri: bo}\n',
    "handbook/a.md": "# A\n\n## Slack channels\n\n[A](../rituals/a.channels.yml)\n",
}
OLD = '{"version": 1, "findings": []}\n'
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the limits of Linux")


def error(result: Result) -> str:
    """Return the one line of a command that ended with exit code 2, without the lines on its usage."""
    assert (result.exit_code, type(result.exception)) == (2, SystemExit), result.output
    (line,) = [one for one in result.output.splitlines() if one.startswith("Error: ")]
    assert result.output.endswith(f"{line}\n")
    assert "please report" not in line
    return line


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HANDBOOK_TRACEBACK", raising=False)
    return write(tmp_path, PEOPLE)


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ["lint", LONG],
        ["lint", f"{'a/' * 3_000}a.md"],
        ["lint", "--config-file", LONG],
        ["lint", "--baseline", LONG],
        ["lint", "--write-baseline", "--baseline", LONG],
        ["lint", "--since", LONG],
        ["lint", "--select", LONG],
        ["lint", "--today", LONG],
        ["build", "--quiet", "--site-dir", LONG],
        ["build", "--quiet", "--theme", LONG],
        ["serve", "--dev-addr", "127.0.0.1:99999"],
        ["serve", "--dev-addr", LONG],
        ["import", LONG],
        ["init", LONG],
        ["new", "kind", LONG],
        ["new", "group", LONG],
        ["schema", LONG],
        ["diff", LONG],
        ["rule", LONG],
        ["due", "--within", f"{'9' * 5_000}d"],
        ["due", "--group", LONG],
        ["dri", "set", "#a", LONG],
        ["dri", "replace", "ana", "\udcff"],
        ["rotation", "swap", LONG, "2026-01-01", "2026-01-02"],
        ["stubs", "suggest", "--since", "\udcff"],
        ["lint", "\udcff"],
        ["lint", "--baseline", "\udcff"],
    ],
    ids=lambda arguments: " ".join(arguments)[:40].encode("ascii", "backslashreplace").decode(),
)
def test_arguments_too_long_or_no_text(arguments: Sequence[str], root: Path) -> None:
    assert error(run(*arguments))


EPOCHS = ["abc", "-5", "1e9", "1.5", "²", "9" * 5_000, str(2**32), " 123"]


@pytest.mark.parametrize(
    ("arguments", "epoch"),
    [
        *((["lint"], epoch) for epoch in EPOCHS),
        *((arguments, "abc") for arguments in (["due"], ["dri", "list"], ["build", "--quiet"], ["init", "new"])),
    ],
)
def test_a_clock_that_tells_no_time(arguments: Sequence[str], epoch: str, root: Path) -> None:
    line = error(run(*arguments, SOURCE_DATE_EPOCH=epoch))
    assert line.startswith("Error: the variable SOURCE_DATE_EPOCH is no time")
    assert epoch.strip() not in line.replace(str(2**32 - 1), "")


@pytest.mark.parametrize("epoch", ["", "0", str(2**32 - 1)])
def test_a_clock_that_tells_a_time(epoch: str, root: Path) -> None:
    assert run("lint", SOURCE_DATE_EPOCH=epoch).exit_code == 0
    assert run("build", "--quiet", SOURCE_DATE_EPOCH=epoch).exit_code == 0


@pytest.mark.slow
@pytest.mark.parametrize("key", ["nav", "extra", "plugins", "markdown_extensions", "docs_dir"])
@pytest.mark.parametrize("command", [["lint"], ["build", "--quiet"]])
def test_a_configuration_that_is_nested_too_deeply(command: Sequence[str], key: str, root: Path) -> None:
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(f"{text}{key}: {'[' * 3_000}{']' * 3_000}\n", encoding="utf-8")
    assert "mkdocs.yml" in error(run(*command))


def test_a_system_without_time_zones(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zoneinfo.TZPATH", ())
    monkeypatch.setattr(formats, "zones", frozenset)
    monkeypatch.setattr(formats, "packaged_zones", frozenset)
    assert error(run("lint")).endswith('"UTC" is unknown, as this system has no time zones: install tzdata')


def test_an_unexpected_error_asks_for_a_report(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Project) -> None:
        raise KeyError("a\n\x1b[31mb" * 200)

    monkeypatch.setattr("mkdocs_handbook.cli.commands.lint.show_interrupted", fail)
    result = run("lint")
    assert (result.exit_code, result.output.count("\n")) == (2, 1)
    assert result.output.startswith('Error: "handbook lint" failed unexpectedly at test_one_line.py:')
    assert "KeyError" in result.output
    assert result.output.endswith('please report this with what "handbook --traceback lint" shows\n')
    assert "\x1b" not in result.output
    for shown in (run("--traceback", "lint"), run("lint", HANDBOOK_TRACEBACK="1")):
        assert shown.exit_code == 2
        assert "Traceback (most recent call last)" in shown.output
        assert "in fail\n" in shown.output


@needs_links
@pytest.mark.slow
@pytest.mark.parametrize("name", [".handbook-change.json", ".handbook-change.tmp"])
@pytest.mark.parametrize(
    "text",
    [
        "",
        '{"path"',
        "[]\nend\n",
        "end",
        '{"path": 5, "before": [], "after": null}\nend\n',
        '{"path": "a\\u0000", "before": "", "after": ""}\nend\n',
        f'{{"path": "{LONG}", "before": "", "after": ""}}\nend\n',
        '{"path": "../../a", "before": "", "after": ""}\nend\n',
        f'{{"path": "{"x/" * 3_000}", "before": "", "after": ""}}\nend\n',
        '{"path": "loop/a", "before": "", "after": ""}\nend\n',
        '{"path": "\\ud800", "before": "", "after": ""}\nend\n',
        f"{'9' * 5_000}\nend\n",
        f"{'[' * 50_000}\nend\n",
    ],
    ids=lambda text: text[:20].strip(),
)
def test_a_torn_journal(name: str, text: str, root: Path) -> None:
    (root / "loop").symlink_to("loop")
    (root / name).write_text(text, encoding="utf-8")
    result = run("dri", "list")
    if name == atomic_write.JOURNAL or result.exit_code:
        assert error(result).startswith(f"Error: {name}")
        assert "delete" in error(result)
    (root / name).unlink(missing_ok=True)
    assert run("dri", "list").exit_code == 0
    assert {path: (root / path).read_text() for path in PEOPLE} == PEOPLE


def process(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "HANDBOOK_TRACEBACK"}
    given = options.pop("env", {})
    return subprocess.run(
        [*COMMAND, *arguments], check=False, encoding="utf-8", errors="replace", env={**environment, **given}, **options
    )


@pytest.mark.slow
@ON_LINUX
@pytest.mark.parametrize("arguments", [["rule"], ["dri", "list"], ["due", "--format", "json"], ["--help"]])
def test_an_output_that_is_full(arguments: Sequence[str], root: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        one = process(*arguments, stdout=full, stderr=subprocess.PIPE)
        assert (one.returncode, one.stderr) == (
            2,
            "Error: standard output cannot be written: no space left on device\n",
        )
        assert process(*arguments, stdout=full, stderr=full).returncode == 2


@ON_LINUX
def test_an_output_that_nobody_reads(root: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        one = process("rule", stdout=writing, stderr=subprocess.PIPE)
    finally:
        os.close(writing)
    assert (one.returncode, one.stderr) == (2, "")


@pytest.mark.slow
@ON_LINUX
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(
    "arguments", ["lint", "lint --stdin-filename handbook/a.md -", "dri replace ana bo", "build --quiet"]
)
def test_streams_that_are_closed(arguments: str, closed: str, root: Path) -> None:
    line = f"{' '.join(COMMAND)} {arguments} {closed}"
    one = subprocess.run(
        ["bash", "-c", line], check=False, capture_output=True, text=True, input=PEOPLE["handbook/a.md"]
    )
    # What cannot be read is empty, and a page without a title.
    assert one.returncode == ("stdin-filename" in arguments and "<&-" in closed), one.stdout
    assert "Traceback" not in one.stderr
    # No file that the command opens takes the place of a stream.
    assert (root / "rituals/people.yml").read_text(encoding="utf-8") == PEOPLE["rituals/people.yml"]


@pytest.mark.slow
@ON_LINUX
@pytest.mark.parametrize("style", ["text", "concise", "json", "github", "gitlab", "sarif", "rdjson"])
def test_a_terminal_of_another_encoding(style: str, root: Path) -> None:
    name = os.fsdecode(b"handbook/\xff\xc3\xbc.md")
    write(root, {name: "# É\n\n[☃](☃.md)\n"})
    for encoding in ("ascii", "latin-1", "utf-8"):
        one = process("lint", "--format", style, env={"PYTHONIOENCODING": encoding}, capture_output=True)
        assert (one.returncode, one.stderr) == (1, "")
        assert "HB301" in one.stdout


# What Python warns of: a set in a set.
WARNED = {
    "schemas/x.schema.json": '{"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string", "pattern": "[[a]"}}}}',
    "rituals/a.x.yml": "- {a: b}\n",
    "handbook/b.md": "# B\n\n[x](../rituals/a.x.yml)\n",
}


@pytest.mark.parametrize("options", [[], ["-W", "default"]])
def test_warnings_of_python_are_for_those_who_ask(options: list[str], root: Path) -> None:
    write(root, WARNED)
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONWARNINGS"}
    command = [COMMAND[0], *options, *COMMAND[1:], "lint"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    assert done.returncode in (0, 1)
    assert ("Warning" in done.stderr) == bool(options)


class Exhausting(Extension):
    """An extension that needs more memory than there is."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.preprocessors.register(Exhausted(md), "exhausting", 1)


class Exhausted(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return [str(bytearray(2**62)), *lines]


def test_memory_that_runs_out_is_no_matter_of_a_page() -> None:
    settings = Settings(markdown_extensions=(Exhausting(),))
    for _ in range(2):
        with pytest.raises(MemoryError):
            page_renderer.render_page("# A", settings)


@ON_LINUX
def test_an_interrupt(root: Path) -> None:
    # What a shell runs in the background ignores this signal.
    code = "import sys, signal, os\nsignal.signal(signal.SIGINT, signal.default_int_handler)\nfrom mkdocs_handbook.cli import main, error_lines\n"
    code += "import mkdocs_handbook.cli.commands.lint as lint\n"
    code += "lint.show_interrupted = lambda _: os.kill(os.getpid(), signal.SIGINT)\nmain(['lint'])\n"
    one = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert (one.returncode, one.stdout, one.stderr) == (128 + signal.SIGINT, "", "")


@pytest.mark.slow
@ON_LINUX
def test_a_folder_that_is_gone(root: Path) -> None:
    (root / "gone").mkdir()
    for arguments in (["lint"], ["build", "--quiet"]):
        (root / "gone").mkdir(exist_ok=True)
        line = f"cd gone && rmdir ../gone && {' '.join([*COMMAND, *arguments])}"
        one = subprocess.run(["bash", "-c", line], check=False, capture_output=True, text=True)
        assert (one.returncode, one.stderr.count("\n")) == (2, 1), one.stderr
        assert "is gone" in one.stderr


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)), resource.RLIM_INFINITY))
from mkdocs_handbook.cli import main
main(prog_name="handbook")
"""


@pytest.mark.slow
@ON_LINUX
@pytest.mark.parametrize("size", [0, 1_000, 20_000])
@pytest.mark.parametrize(
    ("arguments", "enough"),
    [
        (["build", "--quiet"], 30_000),
        (["build", "--quiet", "--no-cache"], 30_000),
        (["dri", "replace", "ana", "bo"], 1_000),
        (["new", "group", "finance"], 1_000),
        (["lint", "--write-baseline"], 1_000),
        (["editor"], 20_000),
    ],
    ids=lambda value: value if isinstance(value, int) else " ".join(value),
)
def test_files_that_cannot_be_written_whole(arguments: Sequence[str], enough: int, size: int, root: Path) -> None:
    write(root, {"handbook/long.md": f"# Long\n\n{'Words. ' * 4_000}\n", "handbook-baseline.json": OLD})
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    limited = [sys.executable, "-c", LIMITED, str(size), *arguments]
    one = subprocess.run(limited, check=False, capture_output=True, text=True)
    assert one.returncode == (0 if size >= enough else 2)
    assert "Traceback" not in one.stderr
    if one.returncode:
        assert one.stderr.splitlines()[-1].startswith("Error: ")
        assert {path: path.read_bytes() for path in before} == before
        assert not [path for path in root.rglob("*handbook-*") if path not in before and "site" not in path.parts]
    # With room again, the build is whole.
    assert process("build", "--quiet", capture_output=True).returncode == 0
    assert process("build", "--quiet", "--no-cache", "--site-dir", "clean", capture_output=True).returncode == 0
    assert contents(root / "site") == contents(root / "clean")
