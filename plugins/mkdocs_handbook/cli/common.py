"""What the subcommands share: where the handbook is, what it is compared with, and what stops them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from mkdocs_handbook import baseline, choice, paths, project
from mkdocs_handbook.cli.options import Wrong as Wrong
from mkdocs_handbook.cli.options import config_option as config_option
from mkdocs_handbook.comparison import Comparison
from mkdocs_handbook.embeds import MarkdownError

# What stops a run before it has findings.
STOPS = (project.ConfigError, MarkdownError, choice.SelectorError, paths.PathError, baseline.BaselineError)


@contextmanager
def stopping() -> Iterator[None]:
    """Turn what stops a run into a message and exit code 2."""
    try:
        yield
    except STOPS as error:
        raise Wrong(str(error)) from None


@contextmanager
def uncollected() -> Iterator[None]:
    """Let nothing look for garbage meanwhile: there is hardly any, and the search takes a tenth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def project_here(config_file: Path | None) -> project.Project:
    """Give the project of a configuration file, or of the folder; raise UsageError if there is none, and ConfigError."""
    config = config_file or project.find(Path.cwd())
    if config is None and not Path("handbook").is_dir():
        raise click.UsageError(
            "no mkdocs.yml here or above, and no folder handbook/: go to your handbook, or name it with -f"
        )
    return project.read(config.resolve() if config else None, Path.cwd())


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
