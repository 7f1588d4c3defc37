"""The engine MkDocs: its phases and plugins, with a cache between the phases."""

from __future__ import annotations

from mkdocs_handbook.builder import driver
from mkdocs_handbook.builder.build_run import Options
from mkdocs_handbook.builder.engines.engine_choice import BuildRequest, ServeRequest


def build(request: BuildRequest) -> int:
    """Build a site; return 0, or 1 if findings stopped it."""
    options = Options(request.use_cache, request.serve_url, request.preloaded)
    return driver.build_site(
        request.config_file, options, quiet=request.is_quiet, verbose=request.is_verbose, **request.settings
    )


def serve(request: ServeRequest) -> None:
    """Serve a site until it is interrupted."""
    # Imported here, because no build needs a server.
    from mkdocs_handbook.builder.serve import dev_server

    dev_server.serve(
        request.build.config_file,
        dev_addr=request.dev_addr,
        livereload=request.livereload,
        open_browser=request.open_browser,
        more=request.more,
        arguments=request.arguments,
    )
