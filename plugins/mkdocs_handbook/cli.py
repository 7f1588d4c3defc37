"""The command `handbook`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from mkdocs_handbook import baseline, choice, explanations, linting, paths, project, report, rules
from mkdocs_handbook.embeds import MarkdownError


class Wrong(click.ClickException):
    """A configuration or an environment in which nothing can be done."""

    exit_code = 2


# What stops a run before it has findings.
WRONG = (
    project.ConfigError,
    MarkdownError,
    choice.SelectorError,
    paths.PathError,
    baseline.BaselineError,
)
SELECTORS = "code, prefix (HB3) or name; may be repeated or hold several with commas."


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mkdocs-handbook", prog_name="handbook")
def main() -> None:
    """Keep a company handbook true: its data, its pages and its old addresses."""


@main.command(epilog="Exit codes: 0 no findings, 1 findings, 2 wrong use.")
@click.argument("named", nargs=-1, metavar="[PATHS]...")
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
@click.option("--select", multiple=True, help=f"Only these rules: {SELECTORS}")
@click.option("--ignore", multiple=True, help="Not these rules.")
@click.option("--extend-select", multiple=True, help="These rules too.")
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
def lint(
    named: tuple[str, ...],
    config_file: Path | None,
    today: datetime | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    extend_select: tuple[str, ...],
    style: str,
    statistics: bool,
    baseline_file: Path | None,
    write_baseline: bool,
    stdin_filename: str,
) -> None:
    """Print every problem of the handbook, in order of file and line.

    Reads pages and data below the folder of mkdocs.yml; nothing is built. PATHS are files and folders to which the
    findings are limited, "-" is standard input.
    """
    check_use(named, stdin_filename, write_baseline=write_baseline)
    request = linting.Request(
        folder=Path.cwd(),
        choice=choice.Choice(choice.split(select), choice.split(ignore), choice.split(extend_select)),
        today=today.date() if today else None,
        paths=() if stdin_filename else named,
        text_path=stdin_filename,
        text=sys.stdin.buffer.read() if stdin_filename else b"",
        baseline=baseline_file,
    )
    try:
        found = project_here(config_file)
        run = linting.prepared(found, request)
        if write_baseline:
            linting.write_baseline(run)
            return
        findings = linting.findings(run)
    except WRONG as error:
        raise Wrong(str(error)) from None
    located = report.below(findings, paths.prefix(found.root))
    shown = [report.Shown(finding, rules.severity(finding, found.settings)) for finding in located]
    announce(shown, style, is_counted=statistics)
    sys.exit(1 if shown else 0)


def check_use(named: tuple[str, ...], stdin_filename: str, *, write_baseline: bool) -> None:
    """Raise UsageError where arguments of `handbook lint` contradict each other."""
    if "-" in named and not stdin_filename:
        raise click.UsageError("standard input needs --stdin-filename, the path of the file that it is")
    if stdin_filename and named not in ((), ("-",)):
        raise click.UsageError("with --stdin-filename only that file is checked, name no other path")
    if write_baseline and (named or stdin_filename):
        raise click.UsageError("--write-baseline takes the findings of the whole handbook, name no path")


def project_here(config_file: Path | None) -> project.Project:
    """Give the project of a configuration file, or of the folder; raise UsageError if there is none, and ConfigError."""
    config = config_file or project.find(Path.cwd())
    if config is None and not Path("handbook").is_dir():
        raise click.UsageError(
            "no mkdocs.yml here or above, and no folder handbook/: go to your handbook, or name it with -f"
        )
    return project.read(config.resolve() if config else None, Path.cwd())


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


@main.command("rule")
@click.argument("code", required=False, metavar="[CODE]")
def explain(code: str | None) -> None:
    """List all rules, or explain one by its code or name."""
    if code is None:
        click.echo(explanations.listing(), nl=False)
        return
    found = explanations.find(code)
    if found is None:
        raise click.UsageError(f'no rule is called "{code}"{explanations.hint(code)}')
    click.echo(explanations.explanation(found), nl=False)


if __name__ == "__main__":
    main()
