"""The commands that build: configuration in, a site out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError

from mkdocs_handbook.engine import terminal
from mkdocs_handbook.engine.driver import build
from mkdocs_handbook.engine.run import Options


class SetupError(Exception):
    """A configuration with which nothing can be built."""


def build_site(config_file: Path | None, options: Options, *, quiet: bool, verbose: bool, **settings: Any) -> int:
    """Build a site; give 0, or 1 if it has findings that stop it; raise SetupError where nothing can be built."""
    with terminal.telling(quiet=quiet, verbose=verbose):
        try:
            given = {name: value for name, value in settings.items() if value is not None}
            config = load_config(str(config_file) if config_file else None, **given)
            if options.serve_url:
                config.site_url = options.serve_url
            config.plugins.on_startup(command="serve" if options.serve_url else "build", dirty=False)
            try:
                build(config, replace(options, progress=options.progress if quiet else terminal.progress))
            finally:
                config.plugins.on_shutdown()
        except Abort as error:
            if not isinstance(error.__context__, Abort) and str(error):
                terminal.say(str(error))
            return 1
        except ConfigurationError as error:
            raise SetupError(str(error)) from error
    return 0
