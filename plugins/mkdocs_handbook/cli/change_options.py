"""What the commands that change data share: their options, and how a change is made, shown and written."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from mkdocs_handbook.cli import completion
from mkdocs_handbook.cli.common import (
    Wrong,
    begin_change,
    config_option,
    exit_on_error,
    leave_as_it_is,
    note,
    open_workspace,
    today_option,
)
from mkdocs_handbook.project import atomic_write, mkdocs_yml, paths
from mkdocs_handbook.util.terminal_output import show_diff, show_line

# What changes data is imported where it is needed: lint should not have to wait for it.
if TYPE_CHECKING:
    from mkdocs_handbook.changes.data_change import Change
    from mkdocs_handbook.model import Finding
    from mkdocs_handbook.project.workspace import Workspace

CODES = "0 success, 1 --diff found changes, 2 usage error, or the change is not possible"

group_option = click.option(
    "--group", default="", help="Only search the files of this group.", shell_complete=completion.groups
)
format_option = click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="The output format.",
)


def editing_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return a command with the options of all that change data."""
    for option in (
        click.option("--diff", is_flag=True, help="Show the changes as a diff instead of writing them."),
        click.option("-q", "--quiet", is_flag=True, help="Do not say what was changed."),
        click.option("--dry-run", is_flag=True, help="List the changes instead of writing them."),
        today_option,
        config_option,
    ):
        command = option(command)
    return command


@contextmanager
def exit_on_refusal() -> Iterator[None]:
    """Turn what stops a change into a message and exit code 2."""
    from mkdocs_handbook.data.yaml.edits import ChangeError

    try:
        with exit_on_error():
            yield
    except ChangeError as error:
        raise Wrong(str(error)) from None


def make_change(
    make: Callable[[Workspace], Change],
    options: dict[str, Any],
    accept: Callable[[Change, Sequence[Finding]], None] = lambda _change, _findings: None,
) -> None:
    """Make a change and write it, or show it; print its notes and the findings that it brings to standard error.

    `accept` raises where the change is not to be made for these findings.
    """
    from mkdocs_handbook.changes import data_change
    from mkdocs_handbook.lint import report
    from mkdocs_handbook.util import unified_diff

    is_shown = options["diff"] or options["dry_run"]
    with exit_on_refusal():
        prepare = leave_as_it_is if is_shown else begin_change
        workspace = open_workspace(options["config_file"], options["today"], prepare)
        change, after = data_change.with_forms(workspace, make(workspace))
        prefix = paths.prefix(workspace.project.root)
        findings = data_change.new_findings(workspace, after)
        accept(change, findings)
        for line in change.notes:
            note(f"{prefix}{line}")
        for line in data_change.last_days(workspace, after):
            note(line)
        for finding in findings:
            note(f"lint will say: {report.text.concise(finding)}")
        if options["diff"]:
            show_diff(unified_diff.diff(workspace.contents, change.contents, prefix))
        elif options["dry_run"]:
            print_lines(workspace.project, change.summary)
        else:
            atomic_write.write(workspace.project.root, workspace.contents, change.contents)
            if not options["quiet"]:
                show_success(change, prefix)
    if options["diff"] and change.sources:
        sys.exit(1)


def show_success(change: Change, prefix: str) -> None:
    """Print what a change has brought about, a line each."""
    for success in change.success:
        show_line(success.sentence(prefix))


def print_lines(project: mkdocs_yml.Project, lines: Iterable[str]) -> None:
    """Print lines that begin with a path, as seen from the top of the repository."""
    prefix = paths.prefix(project.root)
    for line in lines:
        show_line(f"{prefix}{line}")
