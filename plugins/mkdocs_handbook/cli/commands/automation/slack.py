"""The command `handbook slack`."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mkdocs_handbook.cli import completion
from mkdocs_handbook.cli.command_groups import CommandGroup
from mkdocs_handbook.cli.common import (
    Wrong,
    add_to_summary,
    begin_change,
    check_group,
    config_option,
    errors_in,
    examples,
    exit_on_error,
    findings_format_option,
    leave_as_it_is,
    note,
    open_workspace,
    project_here,
    show_findings,
    today_option,
)
from mkdocs_handbook.util.terminal_output import show_line

if TYPE_CHECKING:
    from mkdocs_handbook.automation.slack.slack_posts import Poster
    from mkdocs_handbook.automation.slack.slack_runs import Outcome
    from mkdocs_handbook.model import Finding
    from mkdocs_handbook.project.workspace import Workspace

CODES = "0 all done, 1 something could not be done or read, 2 usage error"
# The rules of channels that data and pages name.
CONSEQUENCES = ("HB125", "HB5")
dry_option = click.option("--dry-run", "is_dry", is_flag=True, help="Say what would be done, and do nothing.")
group_option = click.option(
    "--group", default="", shell_complete=completion.groups, help="Only what belongs to this group."
)


@click.group(cls=CommandGroup, epilog=examples("handbook slack digest --dry-run", "handbook slack check", codes=CODES))
def slack() -> None:
    """Post digests to Slack, set user groups to those on duty, and check channels.

    The token is in SLACK_BOT_TOKEN. Needs the extra "slack".
    """


@slack.command(epilog=examples("handbook slack digest", 'handbook slack digest --channel "#all"', codes=CODES))
@config_option
@today_option
@group_option
@click.option("--channel", default="", help="Post one digest of everything, or of the group, to this channel instead.")
@dry_option
def digest(config_file: Path | None, today: date | None, group: str, channel: str, *, is_dry: bool) -> None:
    """Post what is due today and this week to each group's channel, once a day."""
    with exit_on_error():
        opened = open_workspace(config_file, today, leave_as_it_is)
        check_group(opened, group)
        poster = connected(is_dry=is_dry)
        from mkdocs_handbook.automation.slack import digests, slack_runs
        from mkdocs_handbook.links.urls import PAGES

        handbook = opened.handbook
        errors = [] if channel else digests.errors_of(handbook, errors_in(opened, PAGES), group)
        if channel:
            name = channel if channel.startswith("#") else f"#{channel}"
            wanted = digests.digest(handbook, group, name, handbook.today)
        else:
            wanted = digests.digests(handbook, group, {one.source.path for one in errors})
        is_done = finish(opened, poster, slack_runs.post_digests(handbook, wanted, poster, time.time()), errors)
    sys.exit(0 if is_done else 1)


@slack.command("on-duty", epilog=examples("handbook slack on-duty", codes=CODES))
@config_option
@today_option
@group_option
@dry_option
def on_duty(config_file: Path | None, today: date | None, group: str, *, is_dry: bool) -> None:
    """Make those on duty now the only members of the user groups that rotations name.

    A change is announced once, in the first channel of the rotation. If nobody is on duty, or somebody whom Slack cannot know,
    the user group stays as it is.
    """
    with exit_on_error():
        opened = open_workspace(config_file, today, leave_as_it_is)
        check_group(opened, group)
        poster = connected(is_dry=is_dry)
        from mkdocs_handbook.automation.slack import duty_groups, slack_runs

        duties, problems = duty_groups.duties(opened.handbook)
        mine = [one for one in duties if group in {"", *(entry.file.group for entry in one.entries)}]
        found = [one for one in problems if not group or one.source.path in paths_of(opened, group)]
        # Of a file that cannot be read nobody knows which user groups it names.
        wanted = [] if is_unreadable(opened) else mine
        outcomes = slack_runs.set_groups(opened.handbook, wanted, poster, time.time())
        is_done = finish(opened, poster, outcomes, found)
    sys.exit(0 if is_done else 1)


@slack.command(
    epilog=examples(
        "handbook slack check", "handbook slack check --fix", codes="0 no findings, 1 findings, 2 usage error"
    )
)
@config_option
@findings_format_option
@click.option("--fix", is_flag=True, help="Apply the safe fixes and print the remaining findings.")
@click.option("--unsafe-fixes", is_flag=True, help="Also apply fixes that are a guess (with --fix or --diff).")
@click.option("--diff", is_flag=True, help="Show what --fix would change as a diff instead of writing it.")
@click.option("--unlisted", is_flag=True, help="Also name public channels in use that no file names.")
def check(config_file: Path | None, **options: Any) -> None:
    """Compare the channels of the data with those of the workspace."""
    from mkdocs_handbook.cli.commands import lint
    from mkdocs_handbook.lint import file_fixer, linter, report, rules
    from mkdocs_handbook.lint.rule_selection import Selection
    from mkdocs_handbook.project import paths
    from mkdocs_handbook.util.terminal_output import show, show_diff

    with exit_on_error():
        project = project_here(config_file)
        if options["fix"] and not options["diff"]:
            begin_change(project.root)
        codes = ["HB801", *(["HB802"] if options["unlisted"] else [])]
        run = linter.prepare(project, linter.LintRequest(Path.cwd(), Selection(tuple(codes))))
        handbook = replace(run.workspace.handbook, slack=channels())
        # Whoever names a channel that is archived now is to hear of it.
        judges = frozenset(code for code in rules.DEFAULT if not code.startswith(CONSEQUENCES))
        run = replace(run, workspace=replace(run.workspace, handbook=handbook), judges=judges)
        result = lint.run_lint(run, options)
    unread = errors_in(run.workspace, (".channels.yml",))
    show_findings(unread, project.root)
    if options["diff"]:
        show_diff(file_fixer.diff(run, result, paths.prefix(project.root)))
        sys.exit(1 if result.files or unread else 0)
    lint.print_findings(run, result, {**options, "statistics": False, "quiet": True}, err=False)
    if report.named(options["style"], os.environ) == "text":
        show(file_fixer.summary(result, unsafe=options["unsafe_fixes"]))
    sys.exit(1 if result.findings or unread else 0)


def connected(*, is_dry: bool) -> Poster:
    """Return what posts to the workspace of the environment; raise Wrong without the extra or a token."""
    from mkdocs_handbook.automation.retries import Environment, HostError, SetupError

    try:
        from mkdocs_handbook.automation.slack import slack_client
        from mkdocs_handbook.automation.slack.slack_posts import Poster
        from mkdocs_handbook.automation.slack.slack_workspace import SlackWorkspace
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("slack_sdk"):
            raise
        raise Wrong('this needs Slack\'s library: pip install "mkdocs-handbook[slack]"') from None
    try:
        client = slack_client.slack_client(Environment(os.environ, time.sleep, time.time))
    except (SetupError, HostError) as error:
        raise Wrong(str(error)) from None
    return Poster(SlackWorkspace(client), is_dry)


def channels() -> Any:
    """Return the channels of the workspace; raise Wrong where Slack does not tell them."""
    from mkdocs_handbook.automation.retries import HostError

    try:
        return connected(is_dry=True).workspace.channels()
    except HostError as error:
        raise Wrong(str(error)) from None


def finish(opened: Workspace, poster: Poster, outcomes: Iterable[Outcome], problems: Sequence[Finding] = ()) -> bool:
    """Print what a run does while it goes on, and return whether all of it is done and all data could be read."""
    from mkdocs_handbook.feeds import due

    left = [*errors_in(opened, (*due.DATED, "people.yml")), *problems]
    done, refusals = [], []
    for one in outcomes:
        left += one.problems
        if one.refusal:
            refusals.append(one.refusal)
        if one.done:
            done.append(one.done)
            show_line(one.done)
    for text in poster.notes:
        note(text)
    for text in refusals:
        show_line(text, err=True)
    show_findings(left, opened.project.root)
    add_to_summary(lambda: summary([*done, *refusals], left))
    return not (left or refusals)


def is_unreadable(opened: Workspace) -> bool:
    """Return whether a file of rotations could not be read at all."""
    files = (opened.handbook.by_path.get(one.source.path) for one in errors_in(opened, (".rotations.yml",)))
    return any(file is None or not file.all_items for file in files)


def paths_of(opened: Workspace, group: str) -> set[str]:
    """Return the paths of a group's files."""
    return {file.source.path for file in opened.handbook.files if file.group == group}


def summary(done: Sequence[str], left: Sequence[Finding]) -> str:
    """Return what a job did as Markdown, "" if nothing."""
    from mkdocs_handbook.util import escaping

    failed = [f"{one.source.path}:{one.position.row} {one.message}" for one in left]
    lines = "".join(f"- {escaping.markdown(text)}\n" for text in (*done, *failed))
    return f"### Slack\n\n{lines}" if lines else ""
