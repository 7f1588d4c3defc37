"""The command `handbook codeowners`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from mkdocs_handbook.cli import completion
from mkdocs_handbook.cli.common import (
    begin_change,
    config_option,
    examples,
    exit_on_error,
    leave_as_it_is,
    open_workspace,
    today_option,
)
from mkdocs_handbook.util.terminal_output import show_line

OWNER = "a handle of people.yml, @user or @org/team; may be repeated."


@click.command(
    epilog=examples(
        "handbook codeowners",
        "handbook codeowners --by group --people @acme/people --schemas ana",
        "handbook codeowners --check",
        codes="0 success, 1 the part is out of date (--check) or somebody cannot be asked, 2 usage error",
    )
)
@config_option
@today_option
@click.option(
    "--by",
    type=click.Choice(["dri", "page", "group"]),
    help="Who reviews a data file: those responsible in it, the maintainers of the pages that show it, or the group's team.",
)
@click.option(
    "--people",
    multiple=True,
    metavar="OWNER",
    shell_complete=completion.handles,
    help=f"Who reviews people.yml: {OWNER}",
)
@click.option(
    "--schemas", multiple=True, metavar="OWNER", shell_complete=completion.handles, help=f"Who reviews schemas: {OWNER}"
)
@click.option("--check", is_flag=True, help="Write nothing, and exit with 1 if the part is out of date.")
def codeowners(
    config_file: Path | None,
    today: date | None,
    by: str | None,
    people: tuple[str, ...],
    schemas: tuple[str, ...],
    *,
    check: bool,
) -> None:
    """Write the handbook's part of CODEOWNERS.

    Whoever maintains a page reviews it, and whoever is responsible for data reviews that. The rest of the file stays as it is.
    Options are kept in the part, so that you give them once.
    """
    from mkdocs_handbook.automation.codeowners import codeowners_part
    from mkdocs_handbook.automation.codeowners.reviewers import Choice
    from mkdocs_handbook.lint import report
    from mkdocs_handbook.project import atomic_write, paths
    from mkdocs_handbook.util.text_edits import apply_fixes
    from mkdocs_handbook.util.wording import quantity

    with exit_on_error():
        opened = open_workspace(config_file, today, leave_as_it_is if check else begin_change)
        choice = Choice(by or "dri", people, schemas) if by or people or schemas else None
        planned = codeowners_part.plan(opened.handbook, choice)
        is_mended = bool(planned.finding and planned.finding.edits) and not check
        if planned.finding and is_mended:
            atomic_write.write(
                opened.project.root, opened.contents, apply_fixes(opened.contents, {}, [planned.finding])
            )
    left = [*planned.problems, *([planned.finding] if planned.finding and not is_mended else [])]
    prefix = paths.prefix(opened.project.root)
    for finding in report.below(left, prefix):
        show_line(report.text.concise(finding), err=True)
    if is_mended:
        (place,) = report.below([planned.finding] if planned.finding else [], prefix)
        files = quantity(planned.count, "file")
        show_line(f"Reviewers of {files} written ({place.source.path}). Commit it to your default branch.")
    sys.exit(1 if left else 0)
