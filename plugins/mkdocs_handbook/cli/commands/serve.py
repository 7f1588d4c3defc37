"""The command `handbook serve`."""

from __future__ import annotations

from pathlib import Path

import click

from mkdocs_handbook.cli.options import Wrong, config_option, engine_option, examples, require_config

EXAMPLES = examples("handbook serve", "handbook serve --open --dev-addr 127.0.0.1:8001")


@click.command(epilog=EXAMPLES)
@config_option
@engine_option
@click.option(
    "-a", "--dev-addr", metavar="IP:PORT", help="The address to serve at (default: dev_addr, else 127.0.0.1:8000)."
)
@click.option("-o", "--open", "open_browser", is_flag=True, help="Open the site in your browser.")
@click.option("--livereload/--no-livereload", default=True, help="Rebuild after each change (the default).")
@click.option(
    "-w",
    "--watch",
    "more",
    multiple=True,
    type=click.Path(exists=True),
    help="Another file or folder to watch; may be repeated.",
)
@click.option("-s", "--strict/--no-strict", default=None, help="Fail on warnings.")
@click.option("--cache/--no-cache", "use_cache", default=True, help="Reuse what has not changed (the default).")
@click.option("-v", "--verbose", is_flag=True, help="Print why each page is rebuilt.")
def serve(
    config_file: Path | None,
    engine: str | None,
    dev_addr: str | None,
    open_browser: bool,
    livereload: bool,
    more: tuple[str, ...],
    strict: bool | None,
    use_cache: bool,
    verbose: bool,
) -> None:
    """Serve the site and reload it when files change.

    If a change breaks the build, its findings are shown on top of the last good site.
    """
    from mkdocs_handbook.builder.engines import engine_choice
    from mkdocs_handbook.builder.engines.engine_choice import BuildRequest, ServeRequest

    require_config(config_file)
    arguments = [
        *(["--engine", engine] if engine else []),
        *(["--config-file", str(config_file)] if config_file else []),
        *([] if strict is None else ["--strict" if strict else "--no-strict"]),
        *([] if use_cache else ["--no-cache"]),
        *(["--verbose"] if verbose else []),
    ]
    request = BuildRequest(config_file, use_cache, is_verbose=verbose, settings={"strict": strict})
    try:
        # An engine takes a while to import, which the other commands do not need.
        used = engine_choice.load(engine_choice.chosen(engine, config_file))
        used.serve(ServeRequest(request, dev_addr, livereload, open_browser, more, arguments))
    except engine_choice.SetupError as error:
        raise Wrong(str(error)) from None
