"""The command `handbook lint`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from mkdocs_handbook import baseline, choice, linting, paths, report, rules
from mkdocs_handbook.cli.common import Wrong, compare, config_option, project_here, show_notes, stopping

SELECTORS = "code, prefix (HB3) or name; may be repeated or hold several with commas."


@click.command(epilog="Exit codes: 0 no findings, 1 findings, 2 wrong use.")
@click.argument("named", nargs=-1, metavar="[PATHS]...")
@config_option
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day that counts as today (default: SOURCE_DATE_EPOCH, else today).",
)
@click.option("--select", multiple=True, help=f"Only these rules: {SELECTORS}")
@click.option("--ignore", multiple=True, help="Not these rules.")
@click.option("--extend-select", multiple=True, help="These rules too.")
@click.option("--since", "rev", metavar="REV", help="Only what changed since a git revision, and what that broke.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["auto", *report.FORMATS]),
    default="auto",
    show_default=True,
    help="How findings are printed; auto is github inside GitHub Actions, else text.",
)
@click.option("--statistics", is_flag=True, help="Print how many findings each rule has instead.")
@click.option(
    "--baseline",
    "baseline_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File of known findings, which are not shown.",
)
@click.option("--write-baseline", is_flag=True, help=f"Write all findings to the baseline (default: {baseline.NAME}).")
@click.option("--stdin-filename", default="", help="File whose text is read from standard input; only it is checked.")
def lint(named: tuple[str, ...], config_file: Path | None, rev: str | None, **options: Any) -> None:
    """Print every problem of the handbook, in order of file and line.

    Reads pages and data below the folder of mkdocs.yml; nothing is built. PATHS are files and folders to which the
    findings are limited, "-" is standard input.
    """
    check_use(named, options["stdin_filename"], write_baseline=options["write_baseline"])
    with stopping():
        found = project_here(config_file)
        run = linting.prepared(found, asked(named, options))
        if options["write_baseline"]:
            linting.write_baseline(run)
            return
        run = replace(run, since=compare(found, rev, run.now) if rev is not None else None)
        findings = linting.findings(run)
    show_notes(run.since)
    located = report.below(findings, paths.prefix(found.root))
    shown = [report.Shown(finding, rules.severity(finding, found.settings)) for finding in located]
    announce(shown, options["style"], is_counted=options["statistics"])
    sys.exit(1 if shown else 0)


def asked(named: tuple[str, ...], options: dict[str, Any]) -> linting.Request:
    """Give what the arguments ask for."""
    today: datetime | None = options["today"]
    stdin = options["stdin_filename"]
    return linting.Request(
        folder=Path.cwd(),
        choice=choice.Choice(*(choice.split(options[name]) for name in ("select", "ignore", "extend_select"))),
        today=today.date() if today else None,
        paths=() if stdin else named,
        text_path=stdin,
        text=sys.stdin.buffer.read() if stdin else b"",
        baseline=options["baseline_file"],
    )


def check_use(named: tuple[str, ...], stdin_filename: str, *, write_baseline: bool) -> None:
    """Raise UsageError where arguments contradict each other."""
    if "-" in named and not stdin_filename:
        raise click.UsageError("standard input needs --stdin-filename, the path of the file that it is")
    if stdin_filename and named not in ((), ("-",)):
        raise click.UsageError("with --stdin-filename only that file is checked, name no other path")
    if write_baseline and (named or stdin_filename):
        raise click.UsageError("--write-baseline takes the findings of the whole handbook, name no path")


def announce(shown: Sequence[report.Shown], style: str, *, is_counted: bool) -> None:
    """Print findings, and add them to the job's summary where GitHub asks for one."""
    colour = report.is_coloured(os.environ, is_terminal=sys.stdout.isatty())
    form = report.form(style, os.environ, is_counted=is_counted, is_coloured=colour)
    click.echo(form(shown), nl=False, color=colour)
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        try:
            with Path(summary).open("a", encoding="utf-8") as file:
                file.write(report.ci.summary(shown))
        except OSError as error:
            raise Wrong(f"GITHUB_STEP_SUMMARY: {error}") from None
