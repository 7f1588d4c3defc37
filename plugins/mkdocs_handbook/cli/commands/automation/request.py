"""The command `handbook request`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from mkdocs_handbook.cli.command_groups import CommandGroup
from mkdocs_handbook.cli.common import (
    begin_change,
    config_option,
    examples,
    exit_on_error,
    leave_as_it_is,
    open_workspace,
    today_option,
)
from mkdocs_handbook.project import atomic_write, paths
from mkdocs_handbook.util.escaping import json_text
from mkdocs_handbook.util.terminal_output import show

if TYPE_CHECKING:
    from mkdocs_handbook.changes.requests.issue_body import Request

CODES = "0 success, 1 the request does not fit, 2 usage error"
body_option = click.option(
    "--body-file",
    type=click.File("rb"),
    default="-",
    help="The file with the body of the issue (default: standard input).",
)


@click.group(cls=CommandGroup)
def request() -> None:
    """Make a change that somebody asked for by a form in an issue."""


@request.command(epilog=examples("handbook request parse --body-file body.md", codes=CODES))
@body_option
def parse(body_file: BinaryIO) -> None:
    """Print what the body of an issue asks for, as JSON."""
    asked = read(body_file)
    show(json_text({"form": asked.form.name, "values": dict(asked.answers)}, indent=2))


@request.command(
    epilog=examples(
        "handbook request apply --body-file body.md",
        "handbook request apply --body-file body.md --dry-run",
        codes=CODES,
    )
)
@body_option
@click.option("--dry-run", is_flag=True, help="Print the answer, and write nothing.")
@today_option
@config_option
def apply(body_file: BinaryIO, config_file: Path | None, today: date | None, *, dry_run: bool) -> None:
    """Make the change that the body of an issue asks for, and print the answer as Markdown.

    The answer says what has changed and what that means. If something does not fit, it says what, and nothing is written.
    """
    from mkdocs_handbook.changes import data_change
    from mkdocs_handbook.changes.requests import request_answer, request_changes
    from mkdocs_handbook.changes.requests.issue_body import RequestError

    asked = read(body_file)
    with exit_on_error():
        workspace = open_workspace(config_file, today, leave_as_it_is if dry_run else begin_change)
        try:
            change, after = request_changes.make(workspace, asked)
        except RequestError as error:
            show(request_answer.misfit(error))
            sys.exit(1)
        if wrong := data_change.objections(data_change.new_findings(workspace, after)):
            show(request_answer.refused(wrong))
            sys.exit(1)
        if not dry_run:
            atomic_write.write(workspace.project.root, workspace.contents, change.contents)
    show(request_answer.done(change, workspace.handbook, after.handbook, paths.prefix(workspace.project.root)))


def read(body_file: BinaryIO) -> Request:
    """Return the request of a body; print the answer and exit with 1 where it is none."""
    from mkdocs_handbook.changes.requests import issue_body, request_answer

    content = body_file.read()
    if not content and body_file is sys.stdin.buffer:
        raise click.UsageError("standard input is empty, name the file with the body of the issue: --body-file")
    try:
        return issue_body.parse(content.decode("utf-8", "replace"))
    except issue_body.RequestError as error:
        show(request_answer.misfit(error))
        sys.exit(1)
