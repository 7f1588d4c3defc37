"""The page loader, the first phase of a build: reads all pages, and sets their contents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from mkdocs_handbook.builder import build_log
from mkdocs_handbook.builder.build_run import BuildRun, current
from mkdocs_handbook.builder.page_contents import PageContents
from mkdocs_handbook.builder.page_errors import as_build_error
from mkdocs_handbook.project.caching.cache import Entry


@dataclass(slots=True)
class SourcePage:
    """A page whose Markdown was read, the key of its content ("" if it is not cached), and its content if that is known."""

    page: Page
    key: str
    entry: Entry | None = None


def load_pages(run: BuildRun, files: Files) -> None:
    """Read all pages and turn their Markdown into HTML."""
    fingerprint = "" if run.unknown.markdown or not run.options.use_cache else run.fingerprints.markdown
    contents = PageContents(run.config, files, fingerprint)
    if run.unknown.pages:
        # A plugin that counts pages sees them as in MkDocs, one after the other.
        for page in pages_to_build(run, files):
            source = read_page(run, contents, page)
            source.entry = cached_entry(run, contents, source)
            set_content(run, contents, source)
        return
    sources = [read_page(run, contents, page) for page in pages_to_build(run, files)]
    run.cache.fetch(source.key for source in sources)
    for source in sources:
        source.entry = cached_entry(run, contents, source)
    new = [source.page for source in sources if not source.entry]
    rendered = run.in_processes("Rendering Markdown", new, contents.render)
    for source in sources:
        if entry := rendered.get(source.page.file.src_uri):
            source.entry = entry
            if source.key:
                run.cache.add(source.key, entry)
        set_content(run, contents, source)


def pages_to_build(run: BuildRun, files: Files) -> Iterator[Page]:
    """Yield the pages to build in the order of their files, as MkDocs does; log which ones are drafts."""
    drafts = []
    for file in files.documentation_pages(inclusion=run.is_built):
        if file.page is None and file.inclusion.is_not_in_nav():
            if run.options.serve_url and file.inclusion.is_excluded():
                drafts.append(urljoin(run.options.serve_url, file.url))
            Page(None, file, run.config)
        if file.page is not None:
            yield file.page
    if drafts:
        build_log.BUILD.info(
            "The following pages are being built only for the preview "
            "but will be excluded from `mkdocs build` per `draft_docs` config:\n  - " + "\n  - ".join(drafts)
        )


def read_page(run: BuildRun, contents: PageContents, page: Page) -> SourcePage:
    """Return a page after its Markdown was read."""
    config, plugins, files = run.config, run.config.plugins, contents.files
    with current(config, page, "reading"):
        page = plugins.on_pre_page(page, config=config, files=files)
        page.read_source(config)
        page.markdown = plugins.on_page_markdown(page.markdown or "", page=page, config=config, files=files)
    return SourcePage(page, contents.key(page) if contents.fingerprint and type(page) is Page else "")


def cached_entry(run: BuildRun, contents: PageContents, source: SourcePage) -> Entry | None:
    """Return the content of a page from the cache; None where there is none that still holds, for a reason to log."""
    entry = run.cache.get(source.key)
    if entry:
        reason = contents.stale_reason(entry.value)
    else:
        reason = "its text is new" if source.key else "it is always rendered"
    if reason:
        run.reasons[source.page.file.src_uri] = reason
        return None
    if entry and contents.update_origins(entry.value):
        run.cache.add(source.key, entry)
    return entry


def set_content(run: BuildRun, contents: PageContents, source: SourcePage) -> None:
    """Set the content of a page to that of its entry, or render it now."""
    page, config = source.page, run.config
    with current(config, page, "reading"):
        if source.entry:
            contents.restore(page, source.entry)
        else:
            with as_build_error(config, page):
                entry = contents.render(page)
            if source.key and entry:
                run.cache.add(source.key, entry)
        page.content = config.plugins.on_page_content(
            page.content or "", page=page, config=config, files=contents.files
        )
