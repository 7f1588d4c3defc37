"""Output of the commands: inert text, and files as they are where nobody takes them for anything else."""

from __future__ import annotations

import os
import re
import stat
import sys

import click

from mkdocs_handbook.util.escaping import TerminalText, terminal, terminal_lines

# What a runner of GitHub would take for a command in lines that begin with a blank, "+" or "-".
COMMAND = re.compile(rb"^\s*::|##\[", re.MULTILINE)


def show(text: TerminalText, *, err: bool = False, color: bool | None = None) -> None:
    """Write lines to standard output, or to standard error; `color` as click takes it."""
    click.echo(text, nl=False, err=err, color=color)


def show_line(text: str, *, err: bool = False) -> None:
    """Write a text as one line."""
    show(TerminalText(f"{terminal(text)}\n"), err=err)


def show_file(content: bytes) -> None:
    """Write the content of a file as it is, unless it goes to a terminal."""
    if sys.stdout.isatty():
        show(terminal_lines(content.decode("utf-8", "surrogateescape")))
    else:
        click.echo(content, nl=False)


def show_diff(diff: bytes) -> None:
    """Write a unified diff as it is; in the log of a workflow, between lines that switch commands off.

    Git and patch skip what stands around a diff, so it can still be applied.
    """
    if is_workflow_log() and COMMAND.search(diff):
        # Imported here: it takes as long as a tenth of `handbook --version`.
        from secrets import token_hex

        token = token_hex(16).encode()
        diff = b"::stop-commands::%b\n%b::%b::\n" % (token, diff, token)
    show_file(diff)


def is_workflow_log() -> bool:
    """Return whether standard output may be the log of a workflow of GitHub: it runs there, and writes to no file."""
    try:
        is_file = stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except (OSError, ValueError):
        is_file = False
    return os.environ.get("GITHUB_ACTIONS") == "true" and not is_file
