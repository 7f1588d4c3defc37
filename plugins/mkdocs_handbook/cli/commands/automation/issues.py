"""The command `handbook issues`."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mkdocs_handbook.cli import completion
from mkdocs_handbook.cli.command_groups import CommandGroup
from mkdocs_handbook.cli.common import (
    Wrong,
    add_to_summary,
    check_group,
    config_option,
    errors_in,
    examples,
    exit_on_error,
    leave_as_it_is,
    note,
    open_workspace,
    show_findings,
    today_option,
)
from mkdocs_handbook.util.terminal_output import show

if TYPE_CHECKING:
    from mkdocs_handbook.automation.issues.issue_host import Host

DAYS = re.compile(r"([0-9]{1,3})([dw])")
MOST_DAYS = 90
CODES = "0 all done, 1 something could not be filed or read, 2 usage error"


def days(least: int) -> Callable[[click.Context, click.Parameter, str], int]:
    """Return what reads a number of days of an option, and raises BadParameter where it is none."""

    def read(_context: click.Context, _option: click.Parameter, value: str) -> int:
        match = DAYS.fullmatch(value)
        count = int(match[1]) * (7 if match[2] == "w" else 1) if match else -1
        if not least <= count <= MOST_DAYS:
            raise click.BadParameter(f'"{value}" is no time from {least}d to {MOST_DAYS}d, write 7d or 2w')
        return count

    return read


def one_label(_context: click.Context, _option: click.Parameter, value: str) -> str:
    """Return the label of an option; raise BadParameter where it is none, or would be several in an address."""
    if not value.strip() or "," in value:
        raise click.BadParameter(f'"{value}" is no label, write one without a comma')
    return value.strip()


host_option = click.option(
    "--host",
    "host_name",
    type=click.Choice(["github", "gitlab"]),
    default="github",
    show_default=True,
    help="Where the issues are; the token is in GITHUB_TOKEN or GITLAB_TOKEN.",
)
owner_option = click.option(
    "--owner", default="", help="The owner of repositories without one (default: that of the CI's own repository)."
)


@click.group(
    cls=CommandGroup,
    invoke_without_command=True,
    epilog=examples("handbook issues --dry-run", "handbook issues --ahead 1w", codes=CODES),
)
@config_option
@today_option
@click.option(
    "--ahead", callback=days(1), default="1d", show_default=True, help="How far to look ahead; 1d is today only."
)
@click.option(
    "--catch-up",
    callback=days(0),
    default="14d",
    show_default=True,
    help="How far to look back for what no earlier run has filed.",
)
@click.option("--group", default="", shell_complete=completion.groups, help="Only rituals of this group.")
@click.option(
    "--label",
    callback=one_label,
    default="handbook",
    show_default=True,
    help="The label of all these issues, by which they are found again.",
)
@host_option
@owner_option
@click.option("--dry-run", is_flag=True, help="Say what would be filed, and file nothing.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="The output format: for people or for a script.",
)
@click.pass_context
def issues(ctx: click.Context, /, config_file: Path | None, today: date | None, **options: Any) -> None:
    """File an issue for each occurrence of a ritual with autoIssue, once.

    What an earlier run has missed is filed late. What is filed already is not filed again, whatever became of its issue.
    """
    if ctx.invoked_subcommand:
        return
    with exit_on_error():
        is_done = file_issues(config_file, today, options)
    sys.exit(0 if is_done else 1)


@issues.command(epilog=examples("handbook issues check", codes="0 no findings, 1 findings, 2 usage error"))
@config_option
@host_option
@owner_option
def check(config_file: Path | None, host_name: str, owner: str) -> None:
    """Ask once whether all repositories, labels and assignees exist."""
    from mkdocs_handbook.automation.issues import issue_check

    with exit_on_error():
        opened = open_workspace(config_file, None, leave_as_it_is)
    host, _ = connected(host_name)
    every = issue_check.findings(opened.handbook, host, owner or owner_here(host_name))
    found = sorted(every, key=lambda one: (one.source.path, one.span))
    show_findings(found, opened.project.root, err=False)
    sys.exit(1 if found else 0)


def file_issues(config_file: Path | None, today: date | None, options: dict[str, Any]) -> bool:
    """File what is due, print it, and return whether all of it is filed and all data could be read."""
    from mkdocs_handbook.automation.issues import issue_drafts, issue_report
    from mkdocs_handbook.automation.issues.issue_filer import Filer

    opened = open_workspace(config_file, today, leave_as_it_is)
    check_group(opened, options["group"])
    window = issue_drafts.Window.around(opened.handbook.today, options["ahead"], options["catch_up"])
    owner = options["owner"] or owner_here(options["host_name"])
    wanted, findings = issue_drafts.drafts(opened.handbook, window, options["label"], owner, options["group"])
    unread = errors_in(opened, (".rituals.yml", "people.yml"))
    results = []
    if wanted:
        host, wait = connected(options["host_name"])
        filer = Filer(host, options["label"], issue_drafts.names(opened.handbook), wait, is_dry=options["dry_run"])
        for result in filer.run(wanted, window.first):
            results.append(result)
            if options["style"] == "text":
                show(issue_report.as_text([result]))
        for text in filer.notes:
            note(text)
    if options["style"] == "json":
        show(issue_report.as_json(results))
    left = [*unread, *findings, *issue_report.problems(results)]
    show_findings(left, opened.project.root)
    add_to_summary(lambda: issue_report.summary(results, left))
    return not left


def connected(name: str) -> tuple[Host, Callable[[int], None]]:
    """Return a host and how to wait for it; raise Wrong for an environment that lacks something."""
    from mkdocs_handbook.automation.issues import github_host, gitlab_host
    from mkdocs_handbook.automation.retries import Environment, HostError, SetupError

    environment = Environment(os.environ, time.sleep, time.time)
    try:
        made = (github_host.github_host if name == "github" else gitlab_host.gitlab_host)(environment)
    except (SetupError, HostError) as error:
        raise Wrong(str(error)) from None
    return made, made.client.wait


def owner_here(host_name: str) -> str:
    """Return the owner of the repository whose CI runs this, "" elsewhere."""
    return os.environ.get("GITHUB_REPOSITORY_OWNER" if host_name == "github" else "CI_PROJECT_NAMESPACE", "")
