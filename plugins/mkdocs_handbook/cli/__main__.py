"""The command as `python -m mkdocs_handbook.cli`."""

from mkdocs_handbook.cli import main

main(prog_name="handbook")
