"""The build: the phases, plugin events and their order are those of `mkdocs.commands.build.build`."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import jinja2
from mkdocs import utils
from mkdocs.commands import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError
from mkdocs.structure.files import File, Files, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page

from mkdocs_handbook.engine import known, listening, searching
from mkdocs_handbook.engine.contents import Contents
from mkdocs_handbook.engine.fingerprint import Fingerprints, fingerprints, root_of
from mkdocs_handbook.engine.known import Unknowns
from mkdocs_handbook.engine.outputs import Outputs
from mkdocs_handbook.engine.reads import Reads
from mkdocs_handbook.engine.store import Store
from mkdocs_handbook.engine.written import Keeper, Pages

log = logging.getLogger("mkdocs.handbook")
build_log = logging.getLogger("mkdocs.commands.build")
CACHE = Path(".cache") / "handbook"


@dataclass(frozen=True, slots=True)
class Options:
    """How to build: with a cache or without, and the address of the server if it is for one."""

    use_cache: bool = True
    serve_url: str = ""
    workers: int = 0


@dataclass(slots=True)
class Build:
    """One build, from phase to phase."""

    config: MkDocsConfig
    options: Options
    store: Store
    outputs: Outputs
    unknown: Unknowns = field(default_factory=Unknowns)
    prints: Fingerprints = field(default_factory=lambda: Fingerprints("", ""))

    @property
    def inclusion(self) -> Callable[[InclusionLevel], bool]:
        """Tells which pages are built."""
        return InclusionLevel.is_in_serve if self.options.serve_url else InclusionLevel.is_included


def build(config: MkDocsConfig, options: Options = Options()) -> None:
    """Build a site; raise Abort where MkDocs does."""
    counter = utils.CountHandler()
    counter.setLevel(logging.WARNING)
    if config.strict:
        listening.MKDOCS.addHandler(counter)
    store = Store(Path(root_of(config)) / CACHE if options.use_cache else None)
    try:
        with listening.complete():
            start = time.monotonic()
            run(config, options, store)
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


def run(config: MkDocsConfig, options: Options, store: Store) -> None:
    """Go through the phases of a build."""
    config = config.plugins.on_config(config)
    config.plugins.on_pre_build(config=config)
    site = os.path.relpath(config.site_dir, root_of(config))
    outputs = Outputs(config.site_dir, store.note(f"site {site}"))
    one = Build(config, options, store, outputs)
    if not options.serve_url:
        build_log.info("Building documentation to directory: %s", config.site_dir)
    one.unknown = known.unknowns(config)
    one.prints = fingerprints(config)
    announce(one)

    files = get_files(config)
    env = config.theme.get_env()
    files.add_files_from_theme(env, config)
    files = config.plugins.on_files(files, config=config)
    set_exclusions(files, config)
    nav = get_navigation(files, config)
    nav = config.plugins.on_nav(nav, config=config, files=files)

    populate(one, files)
    env = config.plugins.on_env(env, config=config, files=files)
    write(one, files, nav, env)
    outputs.clean()
    config.plugins.on_post_build(config=config)
    store.notes[f"site {site}"] = outputs.noted()
    store.save("serve" if options.serve_url else "build")


def announce(one: Build) -> None:
    """Say once what is done again each time because nobody knows what it does."""
    for reasons, what in ((one.unknown.markdown, "the Markdown of pages"), (one.unknown.templates, "pages' templates")):
        for reason in reasons:
            log.info("%s is always rendered: what %s does to it can't be known", what, reason)
    for reason in one.prints.reasons:
        log.info("always rendered are %s", reason)


def populate(one: Build, files: Files) -> None:
    """Read all pages and turn their Markdown into HTML."""
    fingerprint = "" if one.unknown.markdown or not one.options.use_cache else one.prints.markdown
    contents = Contents(one.config, files, fingerprint)
    excluded = []
    for file in files.documentation_pages(inclusion=one.inclusion):
        if file.page is None and file.inclusion.is_not_in_nav():
            if one.options.serve_url and file.inclusion.is_excluded():
                excluded.append(urljoin(one.options.serve_url, file.url))
            Page(None, file, one.config)
        page: Any = file.page
        with current(one.config, page, "reading"):
            populate_page(one, contents, page, files)
    if excluded:
        build_log.info(
            "The following pages are being built only for the preview "
            "but will be excluded from `mkdocs build` per `draft_docs` config:\n  - " + "\n  - ".join(excluded)
        )


def populate_page(one: Build, contents: Contents, page: Page, files: Files) -> None:
    """Read a page, and render or restore its content."""
    config, plugins = one.config, one.config.plugins
    page = plugins.on_pre_page(page, config=config, files=files)
    page.read_source(config)
    page.markdown = plugins.on_page_markdown(page.markdown or "", page=page, config=config, files=files)
    key = contents.key(page) if contents.fingerprint and type(page) is Page else ""
    entry = one.store.one(key) if key else None
    why = contents.stale(entry.value) if entry else "its text is new"
    if entry and not why:
        contents.restore(page, entry)
    else:
        log.debug("%s: %s", page.file.src_uri, why)
        entry = contents.render(page)
        if key and entry:
            one.store.add(key, entry)
    page.content = plugins.on_page_content(page.content or "", page=page, config=config, files=files)


@contextmanager
def current(config: MkDocsConfig, page: Page, doing: str) -> Iterator[None]:
    """Make a page the current one for a while, and say where it was if something goes wrong."""
    config._current_page = page
    try:
        yield
    except Exception as error:
        # The text of a BuildError follows anyway.
        told = "" if isinstance(error, BuildError) else f" {error}"
        build_log.error("Error %s page '%s':%s", doing, page.file.src_uri, told)
        raise
    finally:
        config._current_page = None


def write(one: Build, files: Files, nav: Navigation, env: jinja2.Environment) -> None:
    """Write all files of the site."""
    for file in files:
        if not file.is_documentation_page() and one.inclusion(file.inclusion):
            one.outputs.copy(file)
    doc_files = files.documentation_pages(inclusion=one.inclusion)
    reads = Reads(nav, files, doc_files, one.config)
    keeper = Keeper(one.store, reads)
    with reads.noting(env):
        write_templates(one, keeper, files, nav, env)
        fingerprint = "" if one.unknown.templates or not one.options.use_cache else one.prints.templates
        pages = Pages(one.config, doc_files, nav, env, keeper, one.outputs, fingerprint)
        write_pages(one, pages, doc_files)
    for file in doc_files:
        page: Any = file.page
        page.validate_anchor_links(files=files, log_level=one.config.validation.links.anchors)


def write_templates(one: Build, keeper: Keeper, files: Files, nav: Navigation, env: jinja2.Environment) -> None:
    """Write the files that the theme makes beside pages, and those of `extra_templates`."""
    config = one.config
    for name in config.theme.static_templates:
        one.outputs.place(name)
        mkdocs_build._build_theme_template(name, env, files, config, nav)
    for name in config.extra_templates:
        mkdocs_build._build_extra_template(name, files, config, nav)


def write_pages(one: Build, pages: Pages, doc_files: Sequence[File]) -> None:
    """Write the files of all pages that are not as they must be."""
    indexes: dict[str, Any] = {}
    for method in one.config.plugins.events["page_context"]:
        if (name := known.class_of(method)) in known.SEARCHES:
            indexes[name] = searching.entries_of(getattr(method, "__self__", None))
    for file in doc_files:
        page: Any = file.page
        with current(one.config, page, "building"):
            made = pages.unchanged(page)
            if made:
                listening.repeat(made.lines)
            else:
                log.debug("%s: what it shows, or its file in the site, is another", file.src_uri)
                made = pages.make(page)
                for key, entry in made.entries.items():
                    one.store.add(key, entry)
            for name, new in made.found:
                indexes[name].extend(new)
