"""`handbook new` on a terminal asks for what is missing, and for nothing else."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest
from item_cases import FILES, RETRO, STAND_UP, TODAY

from handbooks import contents, write

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path, FILES)


def talk(root: Path, arguments: tuple[str, ...], answers: list[str]) -> tuple[str, int]:
    """Return what a terminal shows while somebody answers the questions of a command, and its exit code."""
    import pty

    terminal, other = pty.openpty()
    command = [sys.executable, "-m", "mkdocs_handbook.cli", "new", *arguments]
    with subprocess.Popen(command, cwd=root, stdin=other, stdout=other, stderr=other, close_fds=True) as process:
        os.close(other)
        shown = ""
        for answer in answers:
            shown += read_until(terminal, ": ")
            os.write(terminal, f"{answer}\n".encode())
        shown += read_until(terminal, None)
        code = process.wait(60)
    os.close(terminal)
    return shown.replace("\r\n", "\n"), code


def read_until(terminal: int, end: str | None) -> str:
    """Return what a terminal shows until a question ends, or the command does."""
    shown, deadline = "", time.monotonic() + 60
    while time.monotonic() < deadline:
        if not select.select([terminal], [], [], 0.2)[0]:
            if end and shown.endswith(end):
                return shown
            continue
        try:
            chunk = os.read(terminal, 4096).decode()
        except OSError:
            return shown
        if not chunk:
            return shown
        shown += chunk
    raise AssertionError(f"nothing more came after {shown!r}")


QUESTIONS = ["eng", "Retro", "Now", "Biweekly on Tuesday", "Look back.", "zoe", "bo", "", ""]


def test_a_terminal_is_asked_for_what_is_missing(root: Path) -> None:
    shown, code = talk(root, ("ritual", *TODAY), QUESTIONS)
    assert code == 0, shown
    text = "- task: Retro\n  startedOn: 2026-11-24\n  frequency: Biweekly on Tuesday\n  description: Look back.\n  dri: bo\n"
    assert (root / "rituals/eng.rituals.yml").read_text("utf-8") == f"{STAND_UP}\n{text}"
    # What there is to choose from, what is wrong, defaults, and the next dates before anything is written.
    for part in (
        "  eng, ops\n",
        'Error: unknown frequency "Now"',
        "  ana, bo\n",
        'Error: people.yml has no "zoe"',
        "[2026-11-24]: ",
        "Next: 24 Nov, 8 Dec, 22 Dec.\nWrite it? [Y/n]: ",
    ):
        assert part in shown, shown


def test_a_terminal_may_say_no(root: Path) -> None:
    before = contents(root)
    shown, code = talk(root, ("ritual", *TODAY), [*(one for one in QUESTIONS[:-1] if one not in ("Now", "zoe")), "n"])
    assert (code, contents(root)) == (1, before), shown


def test_a_terminal_is_not_asked_for_what_is_known(root: Path) -> None:
    shown, code = talk(root, (*RETRO, "--started-on", "2026-11-24", *TODAY), [])
    assert code == 0
    assert shown == 'Ritual "Retro: how was it?" is new (rituals/eng.rituals.yml:7). Next: 24 Nov, 8 Dec, 22 Dec.\n'
