"""What every command uses and none should wait for: --config-file, the end of help texts, and the error."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


class Wrong(click.ClickException):
    """A usage, configuration or environment error: a message, and exit code 2."""

    exit_code = 2


config_option: Callable[[Any], Any] = click.option(
    "-f",
    "--config-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The configuration file to use (default: the nearest mkdocs.yml).",
)


def examples(*lines: str, codes: str = "0 success, 2 usage error") -> str:
    """Return the end of a command's help: examples to copy, and the meaning of its exit codes."""
    shown = "\n".join(f"  {line}" for line in lines)
    # Click does not wrap a paragraph that begins with "\b".
    return f"\b\nExamples:\n{shown}\n\nExit codes: {codes}."
