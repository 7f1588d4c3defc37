"""The last phase: all files of the site are written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import jinja2
from mkdocs.commands import build as mkdocs_build
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation

from mkdocs_handbook.builder import build_log, known_plugins, search_index
from mkdocs_handbook.builder.build_run import Run, current
from mkdocs_handbook.builder.fingerprint import digest, text_of
from mkdocs_handbook.builder.page_files import Keeper, Made, Pages
from mkdocs_handbook.builder.template_reads import Reads


def write(run: Run, files: Files, nav: Navigation, env: jinja2.Environment) -> None:
    """Write all files of the site."""
    for file in files:
        if not file.is_documentation_page() and run.inclusion(file.inclusion):
            run.outputs.copy(file)
    doc_files = files.documentation_pages(inclusion=run.inclusion)
    reads = Reads(nav, files, doc_files, run.config)
    keeper = Keeper(run.store, reads)
    with reads.noting(env):
        for name in run.config.theme.static_templates:
            write_template(run, keeper, name, files, nav, env)
        for name in run.config.extra_templates:
            mkdocs_build._build_extra_template(name, files, run.config, nav)
        fingerprint = "" if run.unknown.templates or not run.options.use_cache else run.prints.templates
        write_pages(run, Pages(run.config, doc_files, nav, env, keeper, run.outputs, fingerprint), doc_files)
    for file in doc_files:
        if file.page is not None:
            file.page.validate_anchor_links(files=files, log_level=run.config.validation.links.anchors)


def write_template(run: Run, keeper: Keeper, name: str, files: Files, nav: Navigation, env: jinja2.Environment) -> None:
    """Write what the theme makes beside pages, such as 404.html, unless it would be the same."""
    is_known = run.prints.templates and run.options.use_cache and not run.unknown.static
    # What plugins tell the template; those that are known do nothing else there.
    told = run.config.plugins.on_template_context({}, template_name=name, config=run.config) if is_known else {}  # type: ignore[typeddict-item]
    key = digest("template", run.prints.templates, name, text_of(told)) if is_known else ""
    value = keeper.kept(key)
    if value and all(run.outputs.has(path, content) for path, content in value["files"]):
        build_log.repeat(value["lines"])
        return
    run.outputs.place(name)
    keeper.reads.begin(None)
    with build_log.listening() as lines:
        mkdocs_build._build_theme_template(name, env, files, run.config, nav)
    made = [(path, run.outputs.digest(path)) for path in (name, f"{name}.gz") if path == name or name == "sitemap.xml"]
    for path, content in made:
        if content:
            run.outputs.touched[path] = content
    for one, entry in keeper.keep(key, files=[pair for pair in made if pair[1]], lines=lines).items():
        run.store.add(one, entry)


def write_pages(run: Run, pages: Pages, doc_files: Sequence[File]) -> None:
    """Write the files of all pages that are not as they must be."""
    indexes = search_indexes(run)
    all_pages: list[Any] = [file.page for file in doc_files]
    if not (run.unknown.templates and run.unknown.pages):
        pages.keep_order(all_pages)
    made = pages.unchanged(all_pages)
    new = [page for page in all_pages if page.file.src_uri not in made]
    for page in new:
        why = run.why.get(page.file.src_uri, "what its template shows, or its file in the site, is another")
        build_log.HANDBOOK.debug("%s: %s", page.file.src_uri, why)
    spread = (
        {}
        if len({file.dest_uri for file in doc_files}) < len(doc_files)
        else run.spread("Writing pages", new, pages.make)
    )
    for page in all_pages:
        uri = page.file.src_uri
        one = made.get(uri) or spread.get(uri)
        if one is None:
            with current(run.config, page, "building"):
                one = pages.make(page)
        else:
            build_log.repeat(one.lines)
        take(run, one, indexes)


def search_indexes(run: Run) -> dict[str, Any]:
    """Give the lists to which the search plugins add their entries, by their class."""
    methods = run.config.plugins.events["page_context"]
    owners = {known_plugins.class_of(method): getattr(method, "__self__", None) for method in methods}
    return {name: search_index.entries_of(owner) for name, owner in owners.items() if name in known_plugins.SEARCHES}


def take(run: Run, made: Made, indexes: dict[str, Any]) -> None:
    """Take over what was made of a page, maybe in another process."""
    for key, entry in made.entries.items():
        run.store.add(key, entry)
    for name, new in made.found:
        indexes[name].extend(new)
    if made.path:
        run.outputs.touched[made.path] = made.digest
