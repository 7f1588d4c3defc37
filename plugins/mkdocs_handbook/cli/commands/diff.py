"""The command `handbook diff`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from mkdocs_handbook.cli import completion
from mkdocs_handbook.cli.common import (
    Wrong,
    compare,
    config_option,
    examples,
    exit_on_error,
    project_here,
    show_notes,
    today_option,
)
from mkdocs_handbook.util.terminal_output import show


@click.command(
    epilog=examples(
        "handbook diff HEAD",
        "handbook diff origin/main --format markdown",
        codes="0 success, whether or not something changed, 2 usage error",
    )
)
@click.argument("rev", shell_complete=completion.revisions)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="The output format; markdown suits a comment on a pull request.",
)
@today_option
@config_option
def diff(config_file: Path | None, today: date | None, rev: str, style: str) -> None:
    """Show what changed in the handbook since a git revision.

    The changes are those of people, dates, items and addresses, not of lines.
    """
    from mkdocs_handbook.changes import diff_report
    from mkdocs_handbook.project import clock, workspace

    with exit_on_error():
        found = project_here(config_file)
        now = clock.now(found.settings.timezone, today)
        compared = compare(found, rev, now)
        if compared.old is None:
            raise Wrong("; ".join(compared.notes))
        new = workspace.read(found, today)
        vanished = compared.vanished(new.handbook, new.problems)
        text = diff_report.FORMATS[style](diff_report.compare(compared.old, new.handbook, vanished))
    show_notes(compared)
    show(text)
