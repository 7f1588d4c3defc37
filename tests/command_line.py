"""The command `handbook`, run inside the test process."""

from __future__ import annotations

from click.testing import CliRunner, Result

from mkdocs_handbook.cli import main


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)
