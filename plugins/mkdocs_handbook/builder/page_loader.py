"""The first phase: all pages are read, and their Markdown becomes HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from mkdocs_handbook.builder import build_log
from mkdocs_handbook.builder.build_run import Run, current
from mkdocs_handbook.builder.cache import Entry
from mkdocs_handbook.builder.page_contents import Contents


@dataclass(slots=True)
class Read:
    """A page whose source was read: the key of its content ("" where none is kept), and the content if it was kept."""

    page: Page
    key: str
    entry: Entry | None = None


def populate(run: Run, files: Files) -> None:
    """Read all pages and turn their Markdown into HTML."""
    fingerprint = "" if run.unknown.markdown or not run.options.use_cache else run.prints.markdown
    contents = Contents(run.config, files, fingerprint)
    if run.unknown.pages:
        # Who counts pages sees them as from MkDocs, one after the other.
        for page in pages_of(run, files):
            finish(run, contents, read(run, contents, page, files), files)
        return
    found = [read(run, contents, page, files) for page in pages_of(run, files)]
    run.store.fetch(one.key for one in found)
    for one in found:
        one.entry = kept(run, contents, one)
    new = [one.page for one in found if not one.entry]
    made = run.spread("Rendering Markdown", new, contents.render)
    for one in found:
        if entry := made.get(one.page.file.src_uri):
            one.entry = entry
            if one.key:
                run.store.add(one.key, entry)
        finish(run, contents, one, files)


def pages_of(run: Run, files: Files) -> Iterator[Page]:
    """Give the pages to build, in the order of their files."""
    excluded = []
    for file in files.documentation_pages(inclusion=run.inclusion):
        if file.page is None and file.inclusion.is_not_in_nav():
            if run.options.serve_url and file.inclusion.is_excluded():
                excluded.append(urljoin(run.options.serve_url, file.url))
            Page(None, file, run.config)
        if file.page is not None:
            yield file.page
    if excluded:
        build_log.BUILD.info(
            "The following pages are being built only for the preview "
            "but will be excluded from `mkdocs build` per `draft_docs` config:\n  - " + "\n  - ".join(excluded)
        )


def read(run: Run, contents: Contents, page: Page, files: Files) -> Read:
    """Read the source of a page."""
    config, plugins = run.config, run.config.plugins
    with current(config, page, "reading"):
        page = plugins.on_pre_page(page, config=config, files=files)
        page.read_source(config)
        page.markdown = plugins.on_page_markdown(page.markdown or "", page=page, config=config, files=files)
    return Read(page, contents.key(page) if contents.fingerprint and type(page) is Page else "")


def kept(run: Run, contents: Contents, one: Read) -> Entry | None:
    """Give the content of a page if it is known and still true; note why it is not."""
    entry = run.store.one(one.key) if one.key else None
    why = contents.stale(entry.value) if entry else "its text is new" if one.key else "it is always rendered"
    if why:
        run.why[one.page.file.src_uri] = why
    elif entry and contents.renew(entry.value):
        run.store.add(one.key, entry)
    return None if why else entry


def finish(run: Run, contents: Contents, one: Read, files: Files) -> None:
    """Give a page its content, as it was kept or rendered now."""
    page, config = one.page, run.config
    with current(config, page, "reading"):
        if one.entry is None and run.unknown.pages:
            one.entry = kept(run, contents, one)
        if one.entry:
            contents.restore(page, one.entry)
        else:
            entry = contents.render(page)
            if one.key and entry:
                run.store.add(one.key, entry)
        page.content = config.plugins.on_page_content(page.content or "", page=page, config=config, files=files)
