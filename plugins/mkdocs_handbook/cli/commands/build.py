"""The command `handbook build`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mkdocs_handbook.cli.options import Wrong, config_option, engine_option, examples, require_config
from mkdocs_handbook.util.gc_control import uncollected

if TYPE_CHECKING:
    from mkdocs_handbook.project.caching.cache import Entry

EXAMPLES = examples(
    "handbook build --strict",
    "handbook build --site-dir public --no-cache",
    "handbook build --verbose",
    codes="0 the site is built, 1 findings stopped it, 2 usage error",
)


@click.command(epilog=EXAMPLES)
@config_option
@engine_option
@click.option(
    "-d", "--site-dir", type=click.Path(file_okay=False), help="The directory of the site (default: site_dir)."
)
@click.option("-c", "--clean", is_flag=True, expose_value=False, help="Remove files of earlier builds (always on).")
@click.option("-s", "--strict/--no-strict", default=None, help="Fail on warnings.")
@click.option("--use-directory-urls/--no-directory-urls", default=None, help="Publish pages at page/ or at page.html.")
@click.option("-t", "--theme", metavar="NAME", help="The theme to use instead of the configured one.")
@click.option(
    "--cache/--no-cache",
    "use_cache",
    default=True,
    help="Reuse what has not changed since the last build (the default).",
)
@click.option("--served-at", "serve_url", default="", hidden=True, help="Where `handbook serve` serves the site.")
@click.option("--standby", is_flag=True, hidden=True, help="Build once a line stands on standard input.")
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
@click.option("-v", "--verbose", is_flag=True, help="Print why each page is rebuilt.")
def build(
    config_file: Path | None,
    engine: str | None,
    use_cache: bool,
    serve_url: str,
    standby: bool,
    quiet: bool,
    verbose: bool,
    **settings: Any,
) -> None:
    """Build the site, reusing pages that have not changed.

    The files are the same as those of `mkdocs build`. The cache is in .cache/handbook/ next to mkdocs.yml; you can delete it
    at any time.
    """
    from mkdocs_handbook.builder.engines import engine_choice

    require_config(config_file)
    try:
        name = engine_choice.chosen(engine, config_file)
        # Before the rest is imported, so that no change of it goes unseen.
        code = code_state() if standby else []
        # An engine takes a while to import, which the other commands do not need.
        with uncollected():
            used = engine_choice.load(name)
        preloaded = stand_by(config_file, code, use_cache=use_cache) if standby else {}
        request = engine_choice.BuildRequest(config_file, use_cache, serve_url, preloaded, quiet, verbose, settings)
        sys.exit(used.build(request))
    except engine_choice.SetupError as error:
        raise Wrong(str(error)) from None


def code_state() -> list[str]:
    """Return what differs once the code that a build runs has changed."""
    from mkdocs_handbook.builder.serve import standby

    return standby.code_state()


def stand_by(config_file: Path | None, code: list[str], *, use_cache: bool) -> dict[str, Entry]:
    """Import what a build needs, and wait for a line on standard input; return entries read from the cache meanwhile.

    If the code is not as it was, another process builds.
    """
    from importlib.metadata import entry_points

    from mkdocs_handbook.builder.serve import standby

    # MkDocs loads the plugin only once it has read the configuration, which may have changed by then.
    next(iter(entry_points(group="mkdocs.plugins", name="handbook"))).load()
    entries = standby.preload(config_file) if use_cache else {}
    standby.wait(code)
    return entries
