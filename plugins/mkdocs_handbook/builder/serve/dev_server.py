"""`handbook serve`: builds in a process of its own after each change, and serves what it made."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.livereload import _serve_url

from mkdocs_handbook.builder import build_log
from mkdocs_handbook.builder.cache import FOLDER
from mkdocs_handbook.builder.driver import SetupError, configuration
from mkdocs_handbook.builder.fingerprint import root_of
from mkdocs_handbook.builder.serve.http_server import Server, watch
from mkdocs_handbook.builder.serve.standby import Builder
from mkdocs_handbook.util import templates

BUILD = (sys.executable, "-m", "mkdocs_handbook.cli", "build")


def serve(
    config_file: Path | None,
    *,
    dev_addr: str | None,
    livereload: bool,
    open_browser: bool,
    more: Sequence[str],
    arguments: Sequence[str],
    **settings: Any,
) -> None:
    """Serve a site until somebody interrupts it; `arguments` are those of the command that builds it."""
    with build_log.telling():
        config = started(configuration(config_file, dev_addr=dev_addr, **settings))
        host, port = config.dev_addr
        mount = urlsplit(config.site_url or "/").path
        folder = Path(root_of(config)) / FOLDER / f"served-{port}"
        folder.mkdir(parents=True, exist_ok=True)
        command = (*BUILD, *arguments, "--site-dir", str(folder), "--served-at", _serve_url(host, port, mount))
        builder = Builder(command, {"FORCE_COLOR": "1"} if build_log.is_coloured() else {}, often=livereload)
        server = Server(
            builder=lambda: built(builder),
            show=shower(config),
            host=host,
            port=port,
            root=str(folder),
            mount_path=mount,
        )
        try:
            run(server, config, more, livereload=livereload, open_browser=open_browser)
        except OSError as error:
            raise SetupError(f"{host}:{port}: {error.strerror or error}") from error
        finally:
            builder.close()
            config.plugins.on_shutdown()


def started(config: MkDocsConfig) -> MkDocsConfig:
    """Give a configuration with what plugins add to it, such as folders to watch; raise SetupError if they refuse."""
    try:
        config.plugins.on_startup(command="serve", dirty=False)
        return config.plugins.on_config(config)
    except (Abort, ConfigurationError) as error:
        raise SetupError(str(error)) from error


def run(server: Server, config: MkDocsConfig, more: Sequence[str], *, livereload: bool, open_browser: bool) -> None:
    """Build the site, watch what it is made of, and serve it."""
    server.rebuild()
    if livereload:
        custom = config.theme.custom_dir
        watch(server, [config.docs_dir, config.config_file_path or "", *([custom] if custom else [])])
        config.plugins.on_serve(server, config=config, builder=server.rebuild)
        watch(server, [*config.watch, *more])
    try:
        server.serve(open_in_browser=open_browser)  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        click.echo("", err=True)
    finally:
        server.shutdown()


def built(builder: Builder) -> str:
    """Build the site; print what the build tells, and give it if it failed, "" if all is well."""
    code, told = builder.build()
    click.echo(told, err=True, nl=False)
    return (click.unstyle(told).strip() or f"The build ended with exit code {code}, and said nothing.") if code else ""


def shower(config: MkDocsConfig) -> Any:
    """Give a function from the messages of a build that failed to the HTML that shows them."""
    custom = config.theme.custom_dir
    environment = templates.environment([custom] if custom else [])
    return lambda findings: templates.render(environment, "findings", findings=findings)
