"""The site writer, the last phase of a build: writes all files of the site that are not up to date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import jinja2
from mkdocs.commands import build as mkdocs_build
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.utils import get_build_date

from mkdocs_handbook.builder import build_log, template_recording
from mkdocs_handbook.builder.build_run import BuildRun
from mkdocs_handbook.builder.page_files import PageBuilder, PageResult, RenderCache
from mkdocs_handbook.builder.template_reads import TemplateReads
from mkdocs_handbook.project.caching.content_digest import canonical, digest


def write_site(run: BuildRun, files: Files, nav: Navigation, env: jinja2.Environment) -> None:
    """Write all files of the site."""
    for file in files:
        if not file.is_documentation_page() and run.is_built(file.inclusion):
            run.outputs.copy(file)
    doc_files = files.documentation_pages(inclusion=run.is_built)
    reads = TemplateReads(nav, files, doc_files, run.config)
    render_cache = RenderCache(run.cache, reads)
    with template_recording.recorded(env, reads):
        for name in run.config.theme.static_templates:
            write_static_template(run, render_cache, name, files, nav, env)
        for name in run.config.extra_templates:
            mkdocs_build._build_extra_template(name, files, run.config, nav)
        fingerprint = "" if run.unknown.templates or not run.options.use_cache else run.fingerprints.templates
        write_pages(run, PageBuilder(run, doc_files, nav, env, render_cache, fingerprint), doc_files)
    for file in doc_files:
        if file.page is not None:
            file.page.validate_anchor_links(files=files, log_level=run.config.validation.links.anchors)


def write_static_template(
    run: BuildRun, render_cache: RenderCache, name: str, files: Files, nav: Navigation, env: jinja2.Environment
) -> None:
    """Write what a theme's template such as 404.html or sitemap.xml renders, unless it is up to date."""
    key = ""
    if run.fingerprints.templates and run.options.use_cache and not run.unknown.static:
        # Known plugins only add names to the context; this event has no other effect.
        context: Any = run.config.plugins.on_template_context({}, template_name=name, config=run.config)  # type: ignore[typeddict-item]
        # The compressed sitemap holds the day, also where the sitemap does not.
        day = get_build_date() if name == "sitemap.xml" else ""
        key = digest("template", run.fingerprints.templates, name, canonical(context), day)
    value = render_cache.get(key)
    if value and all(run.outputs.has(path, content) for path, content in value["files"]):
        build_log.replay(value["lines"])
        return
    run.outputs.prepare(name)
    render_cache.reads.start(None)
    with build_log.recorded() as lines:
        mkdocs_build._build_theme_template(name, env, files, run.config, nav)
    paths = (name, f"{name}.gz") if name == "sitemap.xml" else (name,)
    digests = {path: found for path in paths if (found := run.outputs.digest(path))}
    run.outputs.digests.update(digests)
    for entry_key, entry in render_cache.entries(key, files=list(digests.items()), lines=lines).items():
        run.cache.add(entry_key, entry)


def write_pages(run: BuildRun, builder: PageBuilder, doc_files: Sequence[File]) -> None:
    """Write the files of all pages that are not up to date."""
    pages: list[Any] = [file.page for file in doc_files]
    if not (run.unknown.templates and run.unknown.pages):
        builder.show_original_contents(pages)
    # Of several pages with one address, the last one stays: each is written anew in every build, in their order.
    often = Counter(page.file.dest_uri for page in pages)
    apart = [page for page in pages if often[page.file.dest_uri] == 1]
    results = builder.unchanged(apart)
    for page in (page for page in pages if page.file.src_uri not in results):
        reason = run.reasons.get(page.file.src_uri, "what its template shows, or its file in the site, is another")
        build_log.HANDBOOK.debug("%s: %s", page.file.src_uri, reason)
    new = [page for page in apart if page.file.src_uri not in results]
    results |= run.in_processes("Writing pages", new, builder.build)
    for page in pages:
        result = results.get(page.file.src_uri)
        if result:
            build_log.replay(result.lines)
        else:
            result = builder.build(page)
        take_over(run, builder, result)


def take_over(run: BuildRun, builder: PageBuilder, result: PageResult) -> None:
    """Take over the result of a page, which another process may have built."""
    for key, entry in result.entries.items():
        run.cache.add(key, entry)
    for name, entries in result.search:
        builder.indexes[name].extend(entries)
    if result.path:
        run.outputs.digests[result.path] = result.digest
