"""The build: the phases, plugin events and their order are those of `mkdocs.commands.build.build`."""

from __future__ import annotations

import gc
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

from mkdocs_handbook.builder import (
    build_log,
    function_cache,
    known_plugins,
    page_loader,
    search_index,
    site_writer,
    theme_files,
)
from mkdocs_handbook.builder.build_run import Options, Run, alone
from mkdocs_handbook.builder.cache import BUILT, FOLDER, SERVED, Store
from mkdocs_handbook.builder.fingerprint import digest, fingerprints, root_of
from mkdocs_handbook.builder.output_files import Outputs
from mkdocs_handbook.builder.query_cache import site_of
from mkdocs_handbook.util import gc_control

DEFAULT = Options()
SELDOM = 50_000


def build(config: MkDocsConfig, options: Options = DEFAULT) -> None:
    """Build a site; raise Abort where MkDocs does."""
    counter = utils.CountHandler()
    counter.setLevel(logging.WARNING)
    if config.strict:
        build_log.MKDOCS.addHandler(counter)
    cache = Path(root_of(config)) / FOLDER
    store = Store(cache if options.use_cache else None, options.recent)
    try:
        with build_log.complete():
            start = time.monotonic()
            with alone(cache / f"{digest(config.site_dir)[:16]}.lock"):
                phases(config, options, store, cache)
            check(counter)
            build_log.BUILD.info("Documentation built in %.2f seconds", time.monotonic() - start)
    except Exception as error:
        config.plugins.on_build_error(error=error)
        if isinstance(error, BuildError):
            build_log.BUILD.error(str(error))
            raise Abort("Aborted with a BuildError!") from error
        raise
    finally:
        build_log.MKDOCS.removeHandler(counter)
        store.close()


def check(counter: utils.CountHandler) -> None:
    """Raise Abort if there was anything that a strict build does not stand."""
    if counts := counter.get_counts():
        told = ", ".join(f"{number} {level.lower()}s" for level, number in counts)
        raise Abort(f"Aborted with {told} in strict mode!")


def phases(config: MkDocsConfig, options: Options, store: Store, cache: Path) -> None:
    """Go through the phases of a build."""
    compiled = theme_files.place_of_compiled(cache) if options.use_cache else None
    # What a plugin does to the environment may change what templates are compiled to.
    if compiled and not known_plugins.unknowns(config).static:
        theme_files.keep_compiled(config, compiled)
    config = config.plugins.on_config(config)
    config.plugins.on_pre_build(config=config)
    site = os.path.relpath(config.site_dir, root_of(config))
    outputs = Outputs(config.site_dir, store.note(f"site {site}"))
    one = Run(config, options, store, outputs)
    if not options.serve_url:
        build_log.BUILD.info("Building documentation to directory: %s", config.site_dir)
    one.unknown = known_plugins.unknowns(config)
    if one.unknown.any:
        outputs.forget()
    elif not one.unknown.markdown:
        gc_control.left_at_exit()
    one.prints = fingerprints(config)
    announce(one)

    files = get_files(config)
    env = config.theme.get_env()
    theme_files.add_files(files, env, config, store)
    with function_cache.used(site_of(config), store, one.prints.versions, compiled):
        files = config.plugins.on_files(files, config=config)
    set_exclusions(files, config)
    nav = get_navigation(files, config)
    nav = config.plugins.on_nav(nav, config=config, files=files)

    page_loader.populate(one, files)
    env = config.plugins.on_env(env, config=config, files=files)
    site_writer.write(one, files, nav, env)
    outputs.clean(search_index.files(config))
    config.plugins.on_post_build(config=config)
    store.notes[f"site {site}"] = outputs.noted()
    store.save(SERVED if options.serve_url else BUILT)


def announce(one: Run) -> None:
    """Say once what is done again each time because nobody knows what it does."""
    for reasons, what in ((one.unknown.markdown, "the Markdown of pages"), (one.unknown.templates, "pages' templates")):
        for reason in reasons:
            build_log.HANDBOOK.info("%s is always rendered: what %s does to it can't be known", what, reason)
    for reason in one.prints.reasons:
        build_log.HANDBOOK.info("always rendered are %s", reason)


class SetupError(Exception):
    """A configuration with which nothing can be built."""


def build_site(config_file: Path | None, options: Options, *, quiet: bool, verbose: bool, **settings: Any) -> int:
    """Build a site; give 0, or 1 if it has findings that stop it; raise SetupError where nothing can be built."""
    # Hardly anything becomes garbage while nothing is rendered, and the search for it takes a tenth of the time.
    gc.set_threshold(SELDOM)
    with build_log.telling(quiet=quiet, verbose=verbose):
        config = configuration(config_file, **settings)
        if options.serve_url:
            config.site_url = options.serve_url
        config.plugins.on_startup(command="serve" if options.serve_url else "build", dirty=False)
        try:
            build(config, replace(options, progress=options.progress if quiet else build_log.progress))
        except Abort as error:
            build_log.say(str(error))
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
