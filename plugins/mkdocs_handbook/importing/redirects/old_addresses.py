"""Addresses as old links and redirects have them, written as stubs.yml writes addresses."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import unquote, urlsplit

from mkdocs_handbook.data import formats, row_ids
from mkdocs_handbook.data.yaml import parser
from mkdocs_handbook.importing.records import NotImportedError
from mkdocs_handbook.links import urls
from mkdocs_handbook.links.anchor_index import AnchorIndex
from mkdocs_handbook.model import Handbook, Heading, MappingNode, Page, Source, Span, StubTarget
from mkdocs_handbook.pages import anchors as slugs
from mkdocs_handbook.pages import extension_effects, outline
from mkdocs_handbook.stubs import stub_entries, stub_writer
from mkdocs_handbook.stubs.stub_entries import Address, StubError
from mkdocs_handbook.util.wording import bare, guesser, meaning, shortened


@dataclass(slots=True)
class Addresses:
    """Where addresses lead in a handbook that was, or is, published at some addresses of its own."""

    handbook: Handbook
    own: tuple[str, ...] = ()
    pages: dict[str, Page] = field(init=False)
    anchors: AnchorIndex = field(init=False)
    nearest_page: Callable[[str], str] = field(init=False)
    # What stubs.yml says already: the new side and the row of each old address.
    standing: dict[Address, tuple[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        self.pages = {page.dest: page for page in self.handbook.pages}
        self.anchors = AnchorIndex(self.handbook)
        self.nearest_page = guesser(self.handbook.by_uri)
        given = (*self.own, self.handbook.settings.site_url)
        self.own = tuple(re.sub(r"^https?:", "", one).rstrip("/") for one in given if one)
        self.standing = {}
        for file in self.handbook.stub_files:
            root = parser.parse(file.source)[0]
            for entry in stub_entries.entries(file.source, root)[0] if isinstance(root, MappingNode) else ():
                try:
                    old = self.key(entry.old.text)
                except StubError:
                    continue
                row = file.source.position(entry.old.span.start).row
                self.standing.setdefault(old, (entry.new.text, f"{file.source.path}:{row}"))

    @property
    def directory_urls(self) -> bool:
        """Whether pages are published as folders."""
        return self.handbook.settings.use_directory_urls

    def inside(self, href: str) -> str | None:
        """Give the path below the site of an address of the handbook's own, None for any other address."""
        bare_address = re.sub(r"^https?:", "", href)
        for one in self.own:
            if bare_address == one or bare_address.startswith((f"{one}/", f"{one}#")):
                return bare_address.removeprefix(one).lstrip("/")
        return None

    def new(self, href: str, page: Page, label: str = "") -> str:
        """Give where a link of a page leads, as stubs.yml writes it; raise NotImportedError where nothing is."""
        inside = self.inside(href)
        if inside is None and (formats.SCHEME.match(href) or href.startswith("//")):
            if not formats.is_link(href):
                raise NotImportedError(f'"{shortened(href)}" is no address that a stub can lead to')
            return href
        path, _, fragment = (href if inside is None else inside).partition("#")
        path = unquote(path.partition("?")[0])
        target = self.page_at(path, page, is_from_top=inside is not None or path.startswith("/"))
        return self.with_fragment(target, unquote(fragment), label)

    def page_at(self, path: str, page: Page, *, is_from_top: bool) -> Page:
        """Give the page to which a path leads, from another page or from the top of the site."""
        if not path and not is_from_top:
            return page
        path = path.lstrip("/")
        folder = "" if is_from_top else posixpath.dirname(page.uri)
        uri = posixpath.normpath(posixpath.join(folder, path)) if path else "."
        if found := self.handbook.by_uri.get(uri):
            return found
        # As browsers have it, a page of its own is a folder.
        base = posixpath.join(posixpath.dirname(page.dest), path) if not is_from_top else path
        for one in (uri, posixpath.normpath(base) if base else "."):
            stem = "" if one == "." else one
            dests = (posixpath.join(stem, "index.html"), f"{stem}.html", stem)
            if dest := next((dest for dest in dests if dest in self.pages), None):
                return self.pages[dest]
        raise NotImportedError(f'nothing stands at "{shortened(path)}"{meaning(self.nearest_page(uri))}')

    def with_fragment(self, page: Page, fragment: str, label: str) -> str:
        """Give a page with an anchor that it has, found by the fragment, its spelling, or the text of the link."""
        if not fragment:
            return page.uri
        ids = self.anchors.of(page)
        made = extension_effects.of(self.handbook.settings)
        ways = [fragment, made.slugify(label, made.separator)] if label else [fragment]
        found = next((one for one in ways if one in ids or Address(page.dest, one) in self.standing), "")
        alike = [] if found else [one for one in ids if bare(one) == bare(fragment)]
        found = found or (alike[0] if len(alike) == 1 else "")
        if not found:
            raise NotImportedError(
                f'"{page.uri}" has no anchor "#{shortened(fragment)}"{meaning(self.anchors.nearest(page, fragment))}'
            )
        return f"{page.uri}#{found.replace('%', '%25')}"

    def old(self, path: str) -> str:
        """Give an old address of the site, or an old page, as stubs.yml writes it; raise NotImportedError where it can't."""
        inside = self.inside(path)
        if inside is None and (formats.SCHEME.match(path) or path.startswith("//")):
            raise NotImportedError(f'"{shortened(path)}" is an address of another site')
        plain, _, fragment = unquote(path if inside is None else inside).partition("#")
        plain = self.below(plain).lstrip("/")
        name = posixpath.basename(plain)
        if plain.endswith("/**"):
            return plain
        if plain.endswith("/index.html"):
            plain = plain.removesuffix("index.html")
        elif name and not name.endswith((*urls.PAGES, ".html", ".htm")):
            plain = f"{plain}/"
        text = plain + (f"#{fragment}" if fragment else "")
        try:
            stub_entries.address(text, directory_urls=self.directory_urls)
        except StubError as error:
            raise NotImportedError(str(error)) from None
        if not plain:
            raise NotImportedError("the site's own start page is no old address")
        return text

    def below(self, path: str) -> str:
        """Give a path of the host as one of the site, which may stand in a folder of its own."""
        base = urlsplit(self.handbook.settings.site_url).path.rstrip("/")
        return path.removeprefix(base) if base and path.startswith(f"{base}/") else path

    def key(self, old: str) -> Address:
        """Give what an old side means, so that two spellings compare as one; raise StubError for what is none."""
        # A folder is no address of a file, and is written in one way only.
        return Address(old) if old.endswith("/**") else stub_entries.address(old, directory_urls=self.directory_urls)

    def said(self, old: str) -> tuple[str, str] | None:
        """Give what stubs.yml says of an old address, and where; None where it says nothing."""
        try:
            return self.standing.get(self.key(old))
        except StubError:
            return None

    def target(self, new: str) -> StubTarget | str:
        """Give what a new side means, so that two spellings compare as one."""
        try:
            return stub_entries.target(new, self.handbook.others, directory_urls=self.directory_urls)
        except StubError:
            return new

    def heading(self, page: Page, title: str) -> tuple[str, ...]:
        """Give the anchors under which a heading was published: this site's, and that of hosts that turn dots into hyphens."""
        settings = self.handbook.settings
        made = extension_effects.of(settings)
        named = slugs.id_of(Heading(5, title, Span(0, 0)), made, settings)
        own = named[0] if named else made.slugify(outline.shown_title(title), made.separator)
        return tuple(dict.fromkeys((own, row_ids.slug(outline.shown_title(title)))))

    def live(self, page: Page, start: int, end: int) -> frozenset[str]:
        """Give the anchors that a page has without a part of it."""
        text = page.source.text
        rest = Source(page.source.path, text[:start] + text[end:])
        return self.anchors.written(replace(page, source=rest)) | self.anchors.tables(page)

    def name(self, page: Page, fragment: str) -> str:
        """Give a heading's address as stubs.yml writes it, "" where it can't."""
        return stub_writer.name(self.handbook, Address(page.dest, fragment), page)
