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

from mkdocs_handbook import garbage
from mkdocs_handbook.engine import kept, known, listening, locks, populating, searching, themes, writing
from mkdocs_handbook.engine.digests import digest
from mkdocs_handbook.engine.fingerprint import fingerprints, root_of
from mkdocs_handbook.engine.outputs import Outputs
from mkdocs_handbook.engine.questions import site_of
from mkdocs_handbook.engine.run import Options, Run, build_log, log
from mkdocs_handbook.engine.store import Store

CACHE = Path(".cache") / "handbook"
# The sorts of builds, of which each has its own last ones in the cache.
SERVED, BUILT = "serve", "build"
DEFAULT = Options()


def build(config: MkDocsConfig, options: Options = DEFAULT) -> None:
    """Build a site; raise Abort where MkDocs does."""
    counter = utils.CountHandler()
    counter.setLevel(logging.WARNING)
    if config.strict:
        listening.MKDOCS.addHandler(counter)
    cache = Path(root_of(config)) / CACHE
    store = Store(cache if options.use_cache else None, options.recent)
    try:
        with listening.complete():
            start = time.monotonic()
            with locks.alone(cache / f"{digest(config.site_dir)[:16]}.lock"):
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
        listening.MKDOCS.removeHandler(counter)
        store.close()


def check(counter: utils.CountHandler) -> None:
    """Raise Abort if there was anything that a strict build does not stand."""
    if counts := counter.get_counts():
        told = ", ".join(f"{number} {level.lower()}s" for level, number in counts)
        raise Abort(f"Aborted with {told} in strict mode!")


def phases(config: MkDocsConfig, options: Options, store: Store, cache: Path) -> None:
    """Go through the phases of a build."""
    compiled = themes.place_of_compiled(cache) if options.use_cache else None
    # What a plugin does to the environment may change what templates are compiled to.
    if compiled and not known.unknowns(config).static:
        themes.keep_compiled(config, compiled)
    config = config.plugins.on_config(config)
    config.plugins.on_pre_build(config=config)
    site = os.path.relpath(config.site_dir, root_of(config))
    outputs = Outputs(config.site_dir, store.note(f"site {site}"))
    one = Run(config, options, store, outputs)
    if not options.serve_url:
        build_log.info("Building documentation to directory: %s", config.site_dir)
    one.unknown = known.unknowns(config)
    if one.unknown.any:
        outputs.forget()
    elif not one.unknown.markdown:
        garbage.left_at_exit()
    one.prints = fingerprints(config)
    announce(one)

    files = get_files(config)
    env = config.theme.get_env()
    themes.add_files(files, env, config, store)
    with kept.used(site_of(config), store, one.prints.versions, compiled):
        files = config.plugins.on_files(files, config=config)
    set_exclusions(files, config)
    nav = get_navigation(files, config)
    nav = config.plugins.on_nav(nav, config=config, files=files)

    populating.populate(one, files)
    env = config.plugins.on_env(env, config=config, files=files)
    writing.write(one, files, nav, env)
    outputs.clean(searching.files(config))
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
