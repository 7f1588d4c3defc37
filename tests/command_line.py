"""The command `handbook`, run inside the test process."""

from __future__ import annotations

from click.testing import CliRunner, Result

from mkdocs_handbook.cli import main


def run(*arguments: str, text: str | None = None, **environment: str) -> Result:
    """Return how the command ended, given arguments, what it reads from standard input, and variables."""
    return CliRunner().invoke(main, arguments, input=text, env=environment, prog_name="handbook")
