"""The command `handbook`."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from mkdocs_handbook import clock, explanations, linting, project, report, rules
from mkdocs_handbook.comparison import Comparison
from mkdocs_handbook.embeds import MarkdownError
from mkdocs_handbook.words import did_you_mean


class Wrong(click.ClickException):
    """A configuration or an environment in which nothing can be done."""

    exit_code = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mkdocs-handbook", prog_name="handbook")
def main() -> None:
    """Keep a company handbook true: its data, its pages and its old addresses."""


@main.command(epilog="Exit codes: 0 no findings, 1 findings, 2 wrong use.")
@click.option(
    "-f",
    "--config-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="MkDocs configuration to read instead of the nearest mkdocs.yml.",
)
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day that counts as today (default: SOURCE_DATE_EPOCH, else today).",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(list(report.FORMATS)),
    default="text",
    show_default=True,
    help="How findings are printed.",
)
@click.option("--since", "rev", metavar="REV", help="Only what changed since a git revision, and what that broke.")
def lint(config_file: Path | None, today: datetime | None, style: str, rev: str | None) -> None:
    """Print every problem of the handbook, in order of file and line.

    Reads pages and data below the folder of mkdocs.yml; nothing is built or written.
    """
    try:
        found = project.read(configuration(config_file), Path.cwd())
        now = clock.now(found.settings.timezone, today.date() if today else None)
        compared = compare(found, rev, now) if rev is not None else None
        checked = linting.check(found, now, since=compared)
    except (project.ConfigError, MarkdownError) as error:
        raise Wrong(str(error)) from None
    show_notes(compared)
    shown = [report.Shown(finding, rules.severity(finding, found.settings)) for finding in checked.findings]
    click.echo(report.FORMATS[style](shown), nl=False)
    sys.exit(1 if shown else 0)


def configuration(given: Path | None) -> Path | None:
    """Give the configuration to read, None where there is none and the defaults do; raise UsageError without a handbook."""
    config = given or project.find(Path.cwd())
    if config is None and not Path("handbook").is_dir():
        raise click.UsageError(
            "no mkdocs.yml here or above, and no folder handbook/: go to your handbook, or name it with -f"
        )
    return config.resolve() if config else None


def compare(found: project.Project, rev: str | None, now: datetime) -> Comparison:
    """Give the comparison of a project with a revision, or with the one that suggests itself; raise Wrong without it."""
    # Only here: what runs git takes a while to import.
    from mkdocs_handbook import since

    try:
        return since.compare(found, since.default(found.root) if rev is None else rev, now)
    except since.HistoryError as error:
        raise Wrong(str(error)) from None


def show_notes(compared: Comparison | None) -> None:
    """Print what a comparison could not see, beside the findings."""
    for note in compared.notes if compared else ():
        click.echo(f"note: {note}", err=True)


@main.group()
def stubs() -> None:
    """Work on stubs.yml, where old addresses lead."""


@stubs.command()
@click.option("-f", "--config-file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="As of lint.")
@click.option("--since", "rev", metavar="REV", help="Revision to compare with (default: origin/HEAD, else HEAD).")
def suggest(config_file: Path | None, rev: str | None) -> None:
    """Print the stubs that addresses need which vanished since a git revision, as lines of stubs.yml."""
    try:
        found = project.read(configuration(config_file), Path.cwd())
        now = clock.now(found.settings.timezone)
        compared = compare(found, rev, now)
        text = linting.suggestions(found, now, compared)
    except (project.ConfigError, MarkdownError) as error:
        raise Wrong(str(error)) from None
    show_notes(compared)
    click.echo(text, nl=False)


@main.command("rule")
@click.argument("code", required=False, metavar="[CODE]")
def explain(code: str | None) -> None:
    """List all rules, or explain one by its code or name."""
    if code is None:
        click.echo(explanations.listing(), nl=False)
        return
    found = next((one for one in rules.ALL.values() if code.casefold() in (one.code.casefold(), one.name)), None)
    if found is None:
        known = (*rules.ALL, *(one.name for one in rules.ALL.values()))
        raise click.UsageError(f'no rule is called "{code}"{did_you_mean(code.upper(), known)}')
    click.echo(explanations.explanation(found), nl=False)
