"""The build driver: from a configuration through MkDocs' phases to a site, with a cache between the phases."""

from __future__ import annotations

import logging
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from mkdocs import utils
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError, ConfigurationError
from mkdocs.structure.files import get_files, set_exclusions
from mkdocs.structure.nav import get_navigation

from mkdocs_handbook.builder import build_log, page_loader, search_index, site_writer, theme_files
from mkdocs_handbook.builder.build_run import BuildRun, Options
from mkdocs_handbook.builder.caching import site_results
from mkdocs_handbook.builder.caching.build_lock import build_lock
from mkdocs_handbook.builder.engines.engine_choice import SetupError
from mkdocs_handbook.builder.fingerprint import fingerprints, project_root
from mkdocs_handbook.builder.known_plugins import unknown_effects
from mkdocs_handbook.builder.output_files import OutputFiles
from mkdocs_handbook.project import clock
from mkdocs_handbook.project.caching import cache_folder
from mkdocs_handbook.project.caching.cache import BUILT, SERVED, Cache
from mkdocs_handbook.project.caching.content_digest import digest
from mkdocs_handbook.project.site.configurations import find_config
from mkdocs_handbook.util import gc_control
from mkdocs_handbook.util.terminal_output import show_line

DEFAULT = Options()


def build_site(config_file: Path | None, options: Options, *, quiet: bool, verbose: bool, **settings: Any) -> int:
    """Build a site, and show the log; return 0, or 1 if findings stopped it.

    `settings` replace those of the configuration where they are not None. Raise SetupError where nothing can be built.
    """
    gc_control.rarely()
    with build_log.on_terminal(quiet=quiet, verbose=verbose):
        config = configuration(config_file, **settings)
        if options.serve_url:
            config.site_url = options.serve_url
        config.plugins.on_startup(command="serve" if options.serve_url else "build", dirty=False)
        try:
            build(config, replace(options, show_progress=not quiet))
        except Abort as error:
            show_line(str(error), err=True)
            return 1
        finally:
            config.plugins.on_shutdown()
    return 0


def configuration(config_file: Path | None, **settings: Any) -> MkDocsConfig:
    """Return a configuration with the settings that are not None; raise SetupError where it can't be used."""
    path = config_file or find_config(Path.cwd())
    try:
        given = {name: value for name, value in settings.items() if value is not None}
        clock.now("UTC")
        return load_config(str(path) if path else None, **given)
    except (Abort, ConfigurationError, clock.ClockError) as error:
        raise SetupError(str(error)) from error
    except RecursionError:
        raise SetupError(f"{path}: nested too deeply") from None


def build(config: MkDocsConfig, options: Options = DEFAULT) -> None:
    """Build a site; raise Abort where MkDocs does."""
    counter = utils.CountHandler()
    counter.setLevel(logging.WARNING)
    if config.strict:
        build_log.ENGINE.addHandler(counter)
    root = Path(project_root(config))
    folder = cache_folder.trusted_folder(root)
    cache = Cache(folder if options.use_cache else None, options.preloaded)
    try:
        with build_log.info_enabled():
            start = time.monotonic()
            if folder is None and options.use_cache:
                build_log.BUILD.info("The cache is not used: %s", cache_folder.refusal(root))
            with build_lock(folder / f"{digest(config.site_dir)[:16]}.lock" if folder else None):
                run_phases(config, options, cache)
            abort_on_warnings(counter)
            build_log.BUILD.info("Documentation built in %.2f seconds", time.monotonic() - start)
    except Exception as error:
        config.plugins.on_build_error(error=error)
        if isinstance(error, BuildError):
            build_log.BUILD.error(str(error))
            raise Abort("Aborted with a BuildError!") from error
        raise
    finally:
        build_log.ENGINE.removeHandler(counter)
        cache.close()


def abort_on_warnings(counter: utils.CountHandler) -> None:
    """Raise Abort with their numbers if a strict build logged warnings or errors."""
    if counts := counter.get_counts():
        numbers = ", ".join(f"{number} {level.lower()}s" for level, number in counts)
        raise Abort(f"Aborted with {numbers} in strict mode!")


def run_phases(config: MkDocsConfig, options: Options, cache: Cache) -> None:
    """Run phases and plugin events in the order of `mkdocs.commands.build.build`."""
    # A plugin that changes the environment may change what templates compile to.
    if options.use_cache and not unknown_effects(config).static:
        theme_files.cache_templates(config)
    config = config.plugins.on_config(config)
    config.plugins.on_pre_build(config=config)
    site_notes = f"site {os.path.relpath(config.site_dir, project_root(config))}"
    outputs = OutputFiles(config.site_dir, cache.local_value(site_notes))
    run = BuildRun(config, options, cache, outputs, unknown_effects(config), fingerprints(config))
    if not options.serve_url:
        build_log.BUILD.info("Building documentation to directory: %s", config.site_dir)
    if run.unknown.any:
        outputs.remove_files_of_plugins()
    elif not run.unknown.markdown:
        gc_control.left_at_exit()
    log_unknown(run)

    files = get_files(config)
    env = config.theme.get_env()
    theme_files.add_static_files(files, env, config)
    with site_results.kept(run) as stores:
        files = config.plugins.on_files(files, config=config)
    set_exclusions(files, config)
    nav = get_navigation(files, config)
    nav = config.plugins.on_nav(nav, config=config, files=files)

    page_loader.load_pages(run, files)
    env = config.plugins.on_env(env, config=config, files=files)
    site_writer.write_site(run, files, nav, env)
    outputs.remove_others(search_index.files(config))
    config.plugins.on_post_build(config=config)
    for store in stores:
        store.add_new()
    cache.local_values[site_notes] = outputs.notes()
    cache.save(SERVED if options.serve_url else BUILT)


def log_unknown(run: BuildRun) -> None:
    """Log what is rendered in every build because it is unknown what it depends on."""
    unknown = ((run.unknown.markdown, "the Markdown of pages"), (run.unknown.templates, "pages' templates"))
    for reasons, subject in unknown:
        for reason in reasons:
            build_log.HANDBOOK.info("%s is always rendered: what %s does to it can't be known", subject, reason)
    for reason in run.fingerprints.reasons:
        build_log.HANDBOOK.info("always rendered are %s", reason)
