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

engine_option: Callable[[Any], Any] = click.option(
    "-e",
    "--engine",
    type=click.Choice(["mkdocs", "properdocs", "zensical"]),
    help='The engine that makes the site (default: the option "engine" of the plugin, else the first one installed).',
)

NO_SITE = (
    "no mkdocs.yml here or above, without which there is no site:"
    ' "handbook init . --keep" writes one beside your pages, or name yours with -f'
)
NO_HANDBOOK = "no mkdocs.yml here or above, and no folder handbook/: go to your handbook, or name it with -f"

# Where click keeps for all of a command that its checkout is trusted.
TRUST = "mkdocs_handbook.trust"


def require_config(config_file: Path | None) -> None:
    """Raise UsageError where no configuration is named, and none is here or above, whether there are pages or not."""
    from mkdocs_handbook.project.site.configurations import find_config

    if config_file is None and find_config(Path.cwd()) is None:
        raise click.UsageError(NO_SITE if Path("handbook").is_dir() else NO_HANDBOOK)


def keep_trust(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    """Note for what a command calls that its checkout is trusted."""
    ctx.meta[TRUST] = value


def checkout_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add to a command --config-file and --trust: what it reads runs nothing and may be anybody's, but for that."""
    trust = click.option(
        "--trust",
        is_flag=True,
        expose_value=False,
        callback=keep_trust,
        help="Load Markdown extensions and read variables (!ENV) that mkdocs.yml names; for a checkout of your own.",
    )
    decorated: Callable[..., Any] = config_option(trust(command))
    return decorated


def examples(*lines: str, codes: str = "0 success, 2 usage error") -> str:
    """Return the end of a command's help: examples to copy, and the meaning of its exit codes."""
    shown = "\n".join(f"  {line}" for line in lines)
    # Click does not wrap a paragraph that begins with "\b".
    return f"\b\nExamples:\n{shown}\n\nExit codes: {codes}."
