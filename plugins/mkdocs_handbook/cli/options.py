"""What all subcommands share and none has to wait for: an option, the end of their help, and how they stop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


class Wrong(click.ClickException):
    """A configuration or an environment in which nothing can be done."""

    exit_code = 2


config_option: Callable[[Any], Any] = click.option(
    "-f",
    "--config-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The configuration file to use (default: the nearest mkdocs.yml).",
)


def examples(*lines: str, codes: str = "0 success, 2 usage error") -> str:
    """Give the end of a command's help: calls that one can copy, and what its exit codes mean."""
    shown = "\n".join(f"  {line}" for line in lines)
    # Click breaks no lines in a paragraph that begins so.
    return f"\b\nExamples:\n{shown}\n\nExit codes: {codes}."
