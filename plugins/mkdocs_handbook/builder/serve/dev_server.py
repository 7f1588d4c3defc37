"""The development server: builds a site in a process of its own after each change, and serves the result."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.livereload import _serve_url

from mkdocs_handbook.builder import build_log
from mkdocs_handbook.builder.driver import configuration
from mkdocs_handbook.builder.engines.engine_choice import SetupError
from mkdocs_handbook.builder.fingerprint import project_root
from mkdocs_handbook.builder.serve.http_server import Server, watch
from mkdocs_handbook.builder.serve.overlay import shown_messages
from mkdocs_handbook.builder.serve.standby import COMMAND, StandbyBuilder
from mkdocs_handbook.project.caching import cache_folder
from mkdocs_handbook.util import templates
from mkdocs_handbook.util.escaping import TerminalText
from mkdocs_handbook.util.terminal_output import show, show_line

BUILD = (*COMMAND, "build")


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
    """Serve a site until it is interrupted.

    `more` are further paths to watch, `arguments` those of the command that builds the site.
    """
    with build_log.on_terminal(), ExitStack() as stack:
        config = run_startup(configuration(config_file, dev_addr=dev_addr, **settings))
        host, port = config.dev_addr
        mount = urlsplit(config.site_url or "/").path
        folder = stack.enter_context(served_folder(Path(project_root(config)), port))
        command = (*BUILD, *arguments, "--site-dir", str(folder), "--served-at", _serve_url(host, port, mount))
        colour = {"FORCE_COLOR": "1"} if build_log.is_coloured() else {}
        builder = StandbyBuilder(command, colour, is_repeated=livereload)
        server = Server(
            lambda: build(builder), findings_renderer(config), host=host, port=port, root=str(folder), mount_path=mount
        )
        try:
            run(server, config, more, livereload=livereload, open_browser=open_browser)
        except OverflowError:
            raise SetupError(f"{host}:{port}: ports count up to 65535") from None
        except OSError as error:
            raise SetupError(f"{host}:{port}: {error.strerror or error}") from error
        finally:
            builder.close()
            config.plugins.on_shutdown()


@contextmanager
def served_folder(root: Path, port: int) -> Iterator[Path]:
    """Yield the folder of the site that is served: in the cache, so that the next time less is built, else a temporary one."""
    if cache := cache_folder.trusted_folder(root):
        folder = cache / f"served-{port}"
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="handbook-") as temporary:
        yield Path(temporary)


def run_startup(config: MkDocsConfig) -> MkDocsConfig:
    """Return a configuration with what plugins add to it, such as folders to watch; raise SetupError if they refuse."""
    try:
        config.plugins.on_startup(command="serve", dirty=False)
        return config.plugins.on_config(config)
    except (Abort, ConfigurationError) as error:
        raise SetupError(str(error)) from error


def run(server: Server, config: MkDocsConfig, more: Sequence[str], *, livereload: bool, open_browser: bool) -> None:
    """Build the site, watch its sources, and serve it until it is interrupted."""
    server.rebuild()
    if livereload:
        custom = config.theme.custom_dir
        watch(server, [config.docs_dir, config.config_file_path or "", *([custom] if custom else [])])
        config.plugins.on_serve(server, config=config, builder=server.rebuild)
        watch(server, [*config.watch, *more])
    try:
        server.serve(open_in_browser=open_browser)  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        show_line("", err=True)
    finally:
        server.shutdown()


def build(builder: StandbyBuilder) -> str:
    """Build the site and print the messages of the build; return them if it failed, else ""."""
    code, messages = builder.build()
    # Of our own command, which made them inert, and coloured them.
    show(TerminalText(messages), err=True)
    return (
        (click.unstyle(messages).strip() or f"The build ended with exit code {code}, and said nothing.") if code else ""
    )


def findings_renderer(config: MkDocsConfig) -> Callable[[str], str]:
    """Return a function from the messages of a failed build to the HTML that shows them."""
    custom = config.theme.custom_dir
    environment = templates.environment([custom] if custom else [])
    return lambda findings: templates.render(environment, "findings", findings=shown_messages(findings))
