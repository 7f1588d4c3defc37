"""The commands that build: configuration in, a site out."""

from __future__ import annotations

import gc
from dataclasses import replace
from pathlib import Path
from typing import Any

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError

from mkdocs_handbook.builder import terminal
from mkdocs_handbook.builder.build_run import Options
from mkdocs_handbook.builder.driver import build

SELDOM = 50_000


class SetupError(Exception):
    """A configuration with which nothing can be built."""


def build_site(config_file: Path | None, options: Options, *, quiet: bool, verbose: bool, **settings: Any) -> int:
    """Build a site; give 0, or 1 if it has findings that stop it; raise SetupError where nothing can be built."""
    # Hardly anything becomes garbage while nothing is rendered, and the search for it takes a tenth of the time.
    gc.set_threshold(SELDOM)
    with terminal.telling(quiet=quiet, verbose=verbose):
        config = configuration(config_file, **settings)
        if options.serve_url:
            config.site_url = options.serve_url
        config.plugins.on_startup(command="serve" if options.serve_url else "build", dirty=False)
        try:
            build(config, replace(options, progress=options.progress if quiet else terminal.progress))
        except Abort as error:
            terminal.say(str(error))
            return 1
        finally:
            config.plugins.on_shutdown()
    return 0


def nearest(folder: Path) -> Path | None:
    """Give the configuration of a folder or of the first one above that has one, None if there is none."""
    paths = (above / name for above in (folder, *folder.parents) for name in ("mkdocs.yml", "mkdocs.yaml"))
    return next((path for path in paths if path.is_file()), None)


def configuration(config_file: Path | None, **settings: Any) -> MkDocsConfig:
    """Give the configuration of a site with the settings that are given; raise SetupError where it is none."""
    try:
        given = {name: value for name, value in settings.items() if value is not None}
        found = config_file or nearest(Path.cwd())
        return load_config(str(found) if found else None, **given)
    except (Abort, ConfigurationError) as error:
        raise SetupError(str(error)) from error
