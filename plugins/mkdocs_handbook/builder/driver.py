"""The build: the phases, plugin events and their order are those of `mkdocs.commands.build.build`."""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path

from mkdocs import utils
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError
from mkdocs.structure.files import get_files, set_exclusions
from mkdocs.structure.nav import get_navigation

from mkdocs_handbook.builder import (
    function_cache,
    known_plugins,
    lock,
    log_capture,
    page_loader,
    search_index,
    site_writer,
    theme_files,
)
from mkdocs_handbook.builder.build_run import Options, Run, build_log, log
from mkdocs_handbook.builder.cache import Store
from mkdocs_handbook.builder.digests import digest
from mkdocs_handbook.builder.fingerprint import fingerprints, root_of
from mkdocs_handbook.builder.output_files import Outputs
from mkdocs_handbook.builder.query_cache import site_of
from mkdocs_handbook.util import gc_control

CACHE = Path(".cache") / "handbook"
# The sorts of builds, of which each has its own last ones in the cache.
SERVED, BUILT = "serve", "build"
DEFAULT = Options()


def build(config: MkDocsConfig, options: Options = DEFAULT) -> None:
    """Build a site; raise Abort where MkDocs does."""
    counter = utils.CountHandler()
    counter.setLevel(logging.WARNING)
    if config.strict:
        log_capture.MKDOCS.addHandler(counter)
    cache = Path(root_of(config)) / CACHE
    store = Store(cache if options.use_cache else None, options.recent)
    try:
        with log_capture.complete():
            start = time.monotonic()
            with lock.alone(cache / f"{digest(config.site_dir)[:16]}.lock"):
                phases(config, options, store, cache)
            check(counter)
            build_log.info("Documentation built in %.2f seconds", time.monotonic() - start)
    except Exception as error:
        config.plugins.on_build_error(error=error)
        if isinstance(error, BuildError):
            build_log.error(str(error))
            raise Abort("Aborted with a BuildError!") from error
        raise
    finally:
        log_capture.MKDOCS.removeHandler(counter)
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
        build_log.info("Building documentation to directory: %s", config.site_dir)
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
            log.info("%s is always rendered: what %s does to it can't be known", what, reason)
    for reason in one.prints.reasons:
        log.info("always rendered are %s", reason)
