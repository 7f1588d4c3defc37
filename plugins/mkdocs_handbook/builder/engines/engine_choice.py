"""The choice of an engine: the one that was asked for, that mkdocs.yml names, or else the first one that is installed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from mkdocs_handbook.project.site.configurations import ENGINES, find_config
from mkdocs_handbook.util.wording import listed

# What a configuration has to say before it is worth reading for the name of an engine.
NAMING = re.compile(r"\b(?:engine|INHERIT)\b")


class SetupError(Exception):
    """A configuration, or an environment, with which nothing can be built."""


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """How a site is to be built: `settings` replace those of the configuration where they are not None.

    `serve_url` is where it is served, "" for a site that is published, `preloaded` what was read of the cache before.
    """

    config_file: Path | None = None
    use_cache: bool = True
    serve_url: str = ""
    preloaded: Mapping[str, Any] = field(default_factory=dict)
    is_quiet: bool = False
    is_verbose: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ServeRequest:
    """How a site is to be served: `more` are further paths to watch, `arguments` those of a command that builds it."""

    build: BuildRequest
    dev_addr: str | None = None
    livereload: bool = True
    open_browser: bool = False
    more: Sequence[str] = ()
    arguments: Sequence[str] = ()


class Engine(Protocol):
    """A module of this package; both of its functions raise SetupError where nothing can be built."""

    def build(self, request: BuildRequest) -> int:
        """Build a site; return 0, or 1 if findings stopped it."""

    def serve(self, request: ServeRequest) -> None:
        """Serve a site until it is interrupted."""


def chosen(asked: str | None, config_file: Path | None) -> str:
    """Return the name of the engine to use; raise SetupError where it is not installed, or none is."""
    there = [name for name in ENGINES if find_spec(name)]
    name = asked or configured(config_file) or next(iter(there), "")
    if not name:
        raise SetupError(f'none of {listed(ENGINES)} is installed, "pip install mkdocs" installs one')
    if name not in there:
        raise SetupError(f'{name} is not installed, "pip install mkdocs-handbook[{name}]" installs it')
    return name


def configured(config_file: Path | None) -> str:
    """Return the engine that the plugin's option names, "" where the configuration says nothing that can be read."""
    config = config_file or find_config(Path.cwd())
    try:
        if config is None or not NAMING.search(config.read_text(encoding="utf-8")):
            return ""
    except (OSError, UnicodeError):
        # The engine says what is wrong.
        return ""
    return named(config)


def named(config: Path) -> str:
    """Return the engine that a configuration names, "" where it names none."""
    # Only here: most configurations name none, and to read them takes far longer than to see that.
    from mkdocs_handbook.project import disk, mkdocs_yml, safe_files
    from mkdocs_handbook.project.config_file import ConfigError, read_config

    try:
        # A build runs what a configuration names, so that it may read variables, too.
        site = read_config(
            config.absolute(), disk, safe_files.limit(config.absolute().parent), is_trusted=True
        ).settings
    except (OSError, UnicodeError, ConfigError):
        return ""
    name = mkdocs_yml.options_given(site).get("engine")
    return name if name in ENGINES else ""


def load(name: str) -> Engine:
    """Return an engine, whose modules are imported now."""
    engine: Engine = import_module(f"mkdocs_handbook.builder.engines.{name}")
    return engine
