"""Helpers of the commands: the handbook here, comparisons with git, findings, notes, and errors that become exit code 2."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mkdocs_handbook.cli import change_lock
from mkdocs_handbook.cli.options import NO_HANDBOOK, TRUST, checkout_options
from mkdocs_handbook.cli.options import Wrong as Wrong
from mkdocs_handbook.cli.options import examples as examples
from mkdocs_handbook.lint import baseline, report, rule_selection
from mkdocs_handbook.pages.page_renderer import MarkdownError
from mkdocs_handbook.project import atomic_write, clock, mkdocs_yml, paths, safe_files
from mkdocs_handbook.util.terminal_output import show_line
from mkdocs_handbook.util.wording import did_you_mean

if TYPE_CHECKING:
    from mkdocs_handbook.lint.comparison import Comparison
    from mkdocs_handbook.model import Finding
    from mkdocs_handbook.project.workspace import Workspace

# Errors that end a command with a message and exit code 2.
ERRORS = (
    mkdocs_yml.ConfigError,
    clock.ClockError,
    MarkdownError,
    rule_selection.SelectorError,
    paths.PathError,
    baseline.BaselineError,
    atomic_write.WriteError,
    change_lock.LockedError,
)


def as_day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    """Return the day that an option or argument names; raise BadParameter where it is none."""
    if not value:
        return None
    # Imported here: most commands are called without a day.
    from mkdocs_handbook.data.formats import MisfitError, check_date

    try:
        check_date(value)
    except MisfitError as error:
        raise click.BadParameter(error.message) from None
    return date.fromisoformat(value)


# What every command that reads a checkout takes.
config_option = checkout_options
# The settings of options and arguments that take a day.
DAY: Mapping[str, Any] = {"metavar": "DATE", "callback": as_day}
today_option = click.option(
    "--today", **DAY, help="The date to use as today (default: SOURCE_DATE_EPOCH, else the current date)."
)

# In which format findings are printed.
findings_format_option = click.option(
    "--format",
    "style",
    type=click.Choice(["auto", *report.FORMATS]),
    default="auto",
    show_default=True,
    help="The output format; auto is github in GitHub Actions, else text.",
)


@contextmanager
def exit_on_error() -> Iterator[None]:
    """Turn the known errors into a message and exit code 2."""
    try:
        yield
    except ERRORS as error:
        raise Wrong(str(error)) from None


def project_here(config_file: Path | None) -> mkdocs_yml.Project:
    """Return the project of a configuration file, else of this folder; raise UsageError without one, and ConfigError."""
    project = project_if_any(config_file)
    for line in project.notes if project else ():
        note(line)
    if project is None:
        raise click.UsageError(NO_HANDBOOK)
    return project


def project_if_any(config_file: Path | None) -> mkdocs_yml.Project | None:
    """Return the project of a configuration file, else of this folder, None where there is none; raise ConfigError."""
    path = config_file or mkdocs_yml.find_config(Path.cwd())
    if path is None and not Path("handbook").is_dir():
        return None
    try:
        # As a link it may lead anywhere, and all paths of a configuration count from where it is.
        real = safe_files.checked(path.absolute(), safe_files.limit(path.absolute().parent)) if path else None
    except OSError as error:
        raise mkdocs_yml.ConfigError(f"{path}: {safe_files.problem(error)}") from None
    return mkdocs_yml.read_project(real, Path.cwd(), is_trusted=is_trusted())


def is_trusted() -> bool:
    """Return whether the command that runs was told that the checkout is the user's own."""
    context = click.get_current_context(silent=True)
    return bool(context and context.meta.get(TRUST))


def compare(project: mkdocs_yml.Project, rev: str | None, now: datetime) -> Comparison:
    """Return the comparison of a project with a revision, else with the default one; raise Wrong where git has none."""
    # Imported here, because running git takes long to import.
    from mkdocs_handbook.lint import since_revision
    from mkdocs_handbook.project import git

    try:
        return since_revision.compare(project, git.default_revision(project.root) if rev is None else rev, now)
    except since_revision.GitError as error:
        raise Wrong(str(error)) from None


def show_interrupted(project: mkdocs_yml.Project) -> None:
    """Print a note if a change of data was interrupted, so that some files may be old and some new."""
    if atomic_write.is_interrupted(project.root):
        note('a change of data was interrupted, "handbook dri list" finishes it')


def begin_change(root: Path) -> None:
    """Keep other commands from changing a handbook until this one ends, and finish a change that was interrupted.

    Raise LockedError or WriteError.
    """
    context = click.get_current_context()
    context.with_resource(change_lock.held(root, context.command_path))
    finish_interrupted(root)


def finish_if_free(root: Path) -> None:
    """Finish a change that was interrupted, unless another command is changing the handbook; raise WriteError."""
    if not atomic_write.is_pending(root):
        return
    try:
        with change_lock.held(root, click.get_current_context().command_path):
            finish_interrupted(root)
    except change_lock.LockedError:
        note("another command is changing this handbook, so that what is shown may be of before or after")


def finish_interrupted(root: Path) -> None:
    """Finish a change of data that was interrupted, or take it back, with a note; raise WriteError."""
    if message := atomic_write.recover(root):
        note(message)


def show_notes(compared: Comparison | None) -> None:
    """Print what a comparison could not see to standard error."""
    for line in compared.notes if compared else ():
        note(line)


def open_workspace(
    config_file: Path | None, today: date | None, prepare: Callable[[Path], None] = finish_if_free
) -> Workspace:
    """Return the handbook here as it is on disk, once its folder is prepared; raise what that raises, and ConfigError."""
    from mkdocs_handbook.project import workspace

    project = project_here(config_file)
    prepare(project.root)
    return workspace.read(project, today)


def leave_as_it_is(_: Path) -> None:
    """Prepare nothing."""


def check_name(option: str, name: str, known: Iterable[str]) -> None:
    """Raise UsageError for a name that the handbook does not have."""
    known = list(known)
    if name and name not in known:
        raise click.UsageError(f'--{option}: the handbook knows no "{name}"{did_you_mean(name, known)}')


def check_group(opened: Workspace, group: str) -> None:
    """Raise UsageError for a group that has neither data nor a page."""
    from mkdocs_handbook.pages import group_pages

    check_name("group", group, group_pages.groups(opened.handbook))


def errors_in(opened: Workspace, ends: tuple[str, ...]) -> list[Finding]:
    """Return the errors that reading met in files whose paths have some ends."""
    from mkdocs_handbook.lint import rules

    settings = opened.project.settings
    found = (one for one in opened.problems if one.source.path.endswith(ends))
    return [one for one in found if rules.severity(one, settings) == "error"]


def show_findings(findings: Sequence[Finding], root: Path, *, err: bool = True) -> None:
    """Print findings, a line each, with their paths as seen from the top of the repository."""
    for finding in report.below(findings, paths.prefix(root)):
        show_line(report.text.concise(finding), err=err)


def add_to_summary(make: Callable[[], str]) -> None:
    """Add a text to the job's summary where GitHub asks for one; raise Wrong where that fails."""
    if path := os.environ.get("GITHUB_STEP_SUMMARY"):
        try:
            with Path(path).open("a", encoding="utf-8") as file:
                file.write(make())
        except OSError as error:
            raise Wrong(f"GITHUB_STEP_SUMMARY: {error.strerror}") from None


def note(text: str) -> None:
    """Print a note to standard error."""
    show_line(f"note: {text}", err=True)
