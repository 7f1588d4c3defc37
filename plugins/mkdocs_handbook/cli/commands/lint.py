"""The command `handbook lint`."""

from __future__ import annotations

import os
import shlex
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from mkdocs_handbook.cli import completion
from mkdocs_handbook.cli.common import (
    add_to_summary,
    begin_change,
    compare,
    config_option,
    examples,
    exit_on_error,
    findings_format_option,
    note,
    project_here,
    show_interrupted,
    show_notes,
    today_option,
)
from mkdocs_handbook.lint import baseline, file_fixer, linter, report, rule_selection, rules, unknown_parts
from mkdocs_handbook.lint.fixer import FixResult
from mkdocs_handbook.project import paths
from mkdocs_handbook.project.caching import fact_store
from mkdocs_handbook.util.gc_control import collected, left_at_exit, uncollected
from mkdocs_handbook.util.terminal_output import show, show_diff, show_file, show_line
from mkdocs_handbook.util.wording import few, quantity

# How many files a note names.
FEW = 3
SELECTORS = "codes, prefixes (HB3) or names, separated by commas; may be repeated."


@click.command(
    epilog=examples(
        "handbook lint",
        "handbook lint --since origin/main",
        "handbook lint --fix rituals handbook/engineering",
        "handbook lint --select HB3 --format concise",
        codes="0 no findings, 1 findings, 2 usage error",
    )
)
@click.argument("named", nargs=-1, metavar="[PATHS]...")
@config_option
@today_option
@click.option("--select", multiple=True, help=f"Only run these rules: {SELECTORS}", shell_complete=completion.rules)
@click.option("--ignore", multiple=True, help="Do not run these rules.", shell_complete=completion.rules)
@click.option("--extend-select", multiple=True, help="Also run these rules.", shell_complete=completion.rules)
@click.option(
    "--since",
    "rev",
    metavar="REV",
    help="Only show findings that changes since a git revision brought.",
    shell_complete=completion.revisions,
)
@findings_format_option
@click.option(
    "--fix",
    is_flag=True,
    help="Apply the safe fixes and print the remaining findings; standard input is fixed to standard output.",
)
@click.option("--unsafe-fixes", is_flag=True, help="Also apply fixes that are a guess (with --fix or --diff).")
@click.option("--diff", is_flag=True, help="Show what --fix would change as a diff instead of writing it.")
@click.option("--statistics", is_flag=True, help="Show the number of findings of each rule instead.")
@click.option(
    "--baseline",
    "baseline_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file of known findings, which are not shown.",
)
@click.option(
    "--built",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A site that was built: its links and anchors count.",
)
@click.option("--write-baseline", is_flag=True, help=f"Write all findings to the baseline (default: {baseline.NAME}).")
@click.option(
    "-q", "--quiet", is_flag=True, help="Do not print how many findings there are, or what --write-baseline wrote."
)
@click.option(
    "--cache/--no-cache",
    "use_cache",
    default=True,
    help="Keep what is found out of files in your cache folder, and use it (the default).",
)
@click.option(
    "--stdin-filename", default="", help="The path of the file that is read from standard input; only it is checked."
)
def lint(named: tuple[str, ...], config_file: Path | None, rev: str | None, **options: Any) -> None:
    """Check the handbook and print its findings.

    Nothing is built, and no file of the handbook is written without --fix. PATHS limit the findings to files and folders;
    "-" is standard input.
    """
    check_use(named, options)
    left_at_exit()
    with exit_on_error(), uncollected():
        found = project_here(config_file)
        if options["write_baseline"] or (options["fix"] and not (options["diff"] or options["stdin_filename"])):
            begin_change(found.root)
        show_interrupted(found)
        # Of a site that was built, other things are known.
        store = fact_store.open_store(found.settings) if options["use_cache"] and not options["built"] else None
        run = linter.prepare(found, lint_request(named, options), store)
        if options["write_baseline"]:
            written = linter.write_baseline(run)
            if not options["quiet"]:
                show_baseline(*written)
            return
        run = replace(run, since=compare(found, rev, run.workspace.handbook.now) if rev is not None else None)
        result = run_lint(run, options)
        if store:
            store.save(str(found.root))
    collected()
    show_notes(run.since)
    show_unknown(run, result, options)
    if options["diff"]:
        show_diff(file_fixer.diff(run, result, paths.prefix(found.root)))
        show(file_fixer.summary(result, unsafe=options["unsafe_fixes"], written=False), err=True)
        sys.exit(1 if result.files else 0)
    is_filter = options["fix"] and run.request.text_path
    if is_filter:
        show_file(next((one for one in result.files.values() if isinstance(one, bytes)), run.request.text))
    print_findings(run, result, options, err=bool(is_filter))
    sys.exit(1 if result.findings else 0)


def show_unknown(run: linter.LintRun, result: FixResult, options: dict[str, Any]) -> None:
    """Print on a terminal what cannot be known of the site, and which setting would mend many findings."""
    if sys.stderr.isatty() and not options["quiet"]:
        handbook = run.workspace.handbook
        for line in (*unknown_parts.unknown_notes(handbook), *unknown_parts.setting_notes(handbook, result.findings)):
            note(line)


def show_baseline(path: Path, count: int) -> None:
    """Print which baseline was written, and what it is good for."""
    name = Path(os.path.relpath(path)).as_posix()
    known = quantity(count, "known finding")
    show_line(f"{known} written to {name}. Lint shows only others with: handbook lint --baseline {shlex.quote(name)}")


def run_lint(run: linter.LintRun, options: dict[str, Any]) -> FixResult:
    """Return the findings of a run after the chosen fixes, and write those unless a diff or a text is printed."""
    if not (options["fix"] or options["diff"]):
        found = linter.findings(replace(run, is_parallel=True))
        # Programs are offered what they may try themselves.
        is_read = report.named(options["style"], os.environ) == "text"
        unsafe = options["unsafe_fixes"]
        return file_fixer.with_tried_fixes(run, found, unsafe=unsafe) if is_read else FixResult({}, found)
    result = file_fixer.fix_files(run, unsafe=options["unsafe_fixes"])
    if not (options["diff"] or run.request.text_path):
        file_fixer.write(run, result)
    return result


def lint_request(named: tuple[str, ...], options: dict[str, Any]) -> linter.LintRequest:
    """Return the options of the run that the arguments ask for."""
    stdin = options["stdin_filename"]
    return linter.LintRequest(
        folder=Path.cwd(),
        selection=rule_selection.Selection(
            *(rule_selection.split(options[name]) for name in ("select", "ignore", "extend_select"))
        ),
        today=options["today"],
        paths=() if stdin else named,
        text_path=stdin,
        text=sys.stdin.buffer.read() if stdin else b"",
        baseline=options["baseline_file"],
        built=options["built"],
    )


def check_use(named: tuple[str, ...], options: dict[str, Any]) -> None:
    """Raise UsageError where arguments contradict each other."""
    stdin = options["stdin_filename"]
    if "-" in named and not stdin:
        raise click.UsageError("standard input needs --stdin-filename, the path of the file that it is")
    if stdin and named not in ((), ("-",)):
        raise click.UsageError("with --stdin-filename only that file is checked, name no other path")
    if options["built"] and (options["fix"] or options["diff"] or stdin):
        raise click.UsageError("--built is for a site of these sources: change them first, and build it then")
    if options["write_baseline"] and (named or stdin or options["fix"] or options["diff"]):
        raise click.UsageError("--write-baseline takes the findings of the whole handbook as they are, alone")


def print_findings(run: linter.LintRun, result: FixResult, options: dict[str, Any], *, err: bool) -> None:
    """Print findings, to standard error where standard output has the fixed text, and add them to the job's summary."""
    colour = report.is_coloured(os.environ, is_terminal=(sys.stderr if err else sys.stdout).isatty())
    style = report.named(options["style"], os.environ)
    unsafe = options["unsafe_fixes"]
    # Text marks the fixes that have to be asked for, and these were.
    is_asked = unsafe and style == "text"
    findings = [replace(one, is_safe=True) for one in result.findings] if is_asked else result.findings
    project = run.workspace.project
    located = report.below(findings, paths.prefix(project.root))
    shown = [report.ReportedFinding(finding, rules.severity(finding, project.settings)) for finding in located]
    form = report.form(style, is_counted=options["statistics"], is_coloured=colour)
    show(form(shown), color=colour, err=err)
    if style == "text" and not (options["statistics"] or options["quiet"]):
        is_first = not (run.limit or run.since or run.request.baseline)
        show(file_fixer.summary(result, unsafe=unsafe, is_first=is_first), err=err)
        show_foreign(run)
    add_to_summary(lambda: report.ci.summary(shown))


def show_foreign(run: linter.LintRun) -> None:
    """Note the files in the data folder that are of other tools, unless their rule lists them."""
    found = [one.source.path for one in run.workspace.problems if one.code == "HB137"] if not run.limit else []
    if found and "HB137" not in run.codes:
        note(f"no data of the handbook, so not checked: {few(sorted(found), FEW)} (handbook rule HB137)")
