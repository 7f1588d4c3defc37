"""The resolver of old links and redirects: addresses as stubs.yml has them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import unquote, urlsplit

from mkdocs_handbook.data import formats, row_ids
from mkdocs_handbook.importing.records import NotImportedError
from mkdocs_handbook.links import urls
from mkdocs_handbook.links.anchor_index import AnchorIndex
from mkdocs_handbook.model import Handbook, Heading, Page, Source, Span, StubTarget
from mkdocs_handbook.pages import extension_effects, outline
from mkdocs_handbook.pages.anchors import heading_id
from mkdocs_handbook.stubs import stub_entries, stub_writer
from mkdocs_handbook.stubs.stub_entries import GONE, Address, StubError
from mkdocs_handbook.stubs.stub_resolver import with_fragment
from mkdocs_handbook.util.wording import guess_hint, guesser, normalized, shortened


@dataclass(slots=True)
class Addresses:
    """The addresses of a handbook: its pages and anchors, its stubs, and the sites at which it was published (`own`)."""

    handbook: Handbook
    own: tuple[str, ...] = ()
    pages: dict[str, Page] = field(init=False)
    anchors: AnchorIndex = field(init=False)
    nearest_page: Callable[[str], str] = field(init=False)
    # What stubs.yml says already: the new side and the row of each old address.
    known: dict[Address, tuple[str, str]] = field(init=False)
    # Where pages are that stood elsewhere.
    moved: dict[str, StubTarget] = field(init=False)

    def __post_init__(self) -> None:
        self.pages = {page.dest: page for page in self.handbook.pages}
        self.anchors = AnchorIndex(self.handbook)
        self.nearest_page = guesser(self.handbook.by_uri)
        given = (*self.own, self.handbook.settings.site_url)
        self.own = tuple(re.sub(r"^https?:", "", address).rstrip("/") for address in given if address)
        ends = self.handbook.stubs.pages.items()
        self.moved = {old: end for old, end in ends if end.external or end.dest in self.pages}
        self.known = {}
        for file in self.handbook.stub_files:
            for entry in stub_entries.entries_of(file.source):
                try:
                    old = self.comparable_old(entry.old.text)
                except StubError:
                    continue
                row = file.source.position(entry.old.span.start).row
                self.known.setdefault(old, (entry.new.text, f"{file.source.path}:{row}"))

    @property
    def directory_urls(self) -> bool:
        """Return whether pages are published as folders."""
        return self.handbook.settings.use_directory_urls

    def path_in_site(self, href: str) -> str | None:
        """Return the path of an address of the handbook's own, None for any other address."""
        bare_address = re.sub(r"^https?:", "", href)
        for site in self.own:
            if bare_address == site or bare_address.startswith((f"{site}/", f"{site}#")):
                return bare_address.removeprefix(site).lstrip("/")
        return None

    def resolve_new(self, href: str, page: Page, label: str = "") -> str:
        """Return the target of a page's link as stubs.yml has it; raise NotImportedError if there is none."""
        in_site = self.path_in_site(href)
        if in_site is None and (formats.SCHEME.match(href) or href.startswith("//")):
            if not formats.is_link(href):
                raise NotImportedError(f'"{shortened(href)}" is no address that a stub can lead to')
            return href
        path, _, fragment = (href if in_site is None else in_site).partition("#")
        path, mark, query = path.partition("?")
        if mark:
            raise NotImportedError(
                f'a stub leads to a page or a heading, and takes no query such as "?{shortened(query)}"'
            )
        path, fragment = unquote(path), unquote(fragment)
        is_from_top = in_site is not None or path.startswith("/")
        uri, dests = self.places(path, page, is_from_top=is_from_top)
        live = page if not path and not is_from_top else self.handbook.by_uri.get(uri)
        live = live or next((self.pages[dest] for dest in dests if dest in self.pages), None)
        if live:
            return self.with_fragment(live, fragment, label)
        moved = next((self.moved[dest] for dest in dests if dest in self.moved), GONE)
        if moved.gone:
            raise NotImportedError(f'nothing stands at "{shortened(path)}"{guess_hint(self.nearest_page(uri))}')
        end = with_fragment(moved, fragment)
        return end.external or self.with_fragment(self.pages[end.dest], end.fragment, label)

    def places(self, path: str, page: Page, *, is_from_top: bool) -> tuple[str, list[str]]:
        """Return the page's path that a path means, relative to another page or to the top of the site, and published files."""
        path = path.lstrip("/")
        folder = "" if is_from_top else posixpath.dirname(page.uri)
        uri = posixpath.normpath(posixpath.join(folder, path)) if path else "."
        # As browsers have it, a page of its own is a folder.
        base = posixpath.join(posixpath.dirname(page.dest), path) if not is_from_top else path
        stems = ("" if place == "." else place for place in (uri, posixpath.normpath(base) if base else "."))
        dests = [way for stem in stems for way in (posixpath.join(stem, "index.html"), f"{stem}.html", stem)]
        is_page = uri.endswith(urls.PAGES)
        return uri, [*dests, urls.page_dest(uri, directory_urls=self.directory_urls)] if is_page else dests

    def note_move(self, old: str, new: str) -> None:
        """Note that a page has moved, so that links to where it was lead to where it is."""
        address = stub_entries.parse_address(old, directory_urls=self.directory_urls)
        target = stub_entries.parse_target(new, self.handbook.other_files, directory_urls=self.directory_urls)
        if not address.fragment and (target.external or target.dest in self.pages):
            self.moved.setdefault(address.dest, target)

    def with_fragment(self, page: Page, fragment: str, label: str) -> str:
        """Return a page's address with an anchor, found by the fragment, a similar spelling, or the text of the link."""
        if not fragment:
            return page.uri
        if not self.anchors.are_known(page.dest):
            return f"{page.uri}#{fragment.replace('%', '%25')}"
        ids = self.anchors.of(page)
        effects = extension_effects.dialect(self.handbook.settings)
        ways = [fragment, effects.slugify(label, effects.separator)] if label else [fragment]
        anchor = next((way for way in ways if way in ids or Address(page.dest, way) in self.known), "")
        alike = [] if anchor else [known for known in ids if normalized(known) == normalized(fragment)]
        anchor = anchor or (alike[0] if len(alike) == 1 else "")
        if not anchor:
            raise NotImportedError(
                f'"{page.uri}" has no anchor "#{shortened(fragment)}"{guess_hint(self.anchors.nearest(page, fragment))}'
            )
        return f"{page.uri}#{anchor.replace('%', '%25')}"

    def normalize_old(self, path: str) -> str:
        """Return an old address or page as stubs.yml has it; raise NotImportedError if it has no form for it."""
        in_site = self.path_in_site(path)
        if in_site is None and (formats.SCHEME.match(path) or path.startswith("//")):
            raise NotImportedError(f'"{shortened(path)}" is an address of another site')
        path_part, _, fragment = unquote(path if in_site is None else in_site).partition("#")
        path_part = self.without_base(path_part).lstrip("/")
        name = posixpath.basename(path_part)
        if path_part.endswith("/**"):
            return path_part
        if path_part.endswith("/index.html"):
            path_part = path_part.removesuffix("index.html")
        elif name and not name.endswith((*urls.PAGES, ".html", ".htm")):
            path_part = f"{path_part}/"
        text = path_part + (f"#{fragment}" if fragment else "")
        try:
            stub_entries.parse_address(text, directory_urls=self.directory_urls)
        except StubError as error:
            raise NotImportedError(str(error)) from None
        if not path_part:
            raise NotImportedError("the site's own start page is no old address")
        return text

    def without_base(self, path: str) -> str:
        """Return a path of the host as one of the site, which may be published in a folder."""
        base = urlsplit(self.handbook.settings.site_url).path.rstrip("/")
        return path.removeprefix(base) if base and path.startswith(f"{base}/") else path

    def comparable_old(self, old: str) -> Address:
        """Return an old address for comparison, whatever its spelling; raise StubError if it is none."""
        # A folder is no address of a file, and is written in one way only.
        return (
            Address(old) if old.endswith("/**") else stub_entries.parse_address(old, directory_urls=self.directory_urls)
        )

    def known_stub(self, old: str) -> tuple[str, str] | None:
        """Return the target of an old address in stubs.yml and its file and row, None if it has none."""
        try:
            return self.known.get(self.comparable_old(old))
        except StubError:
            return None

    def comparable_new(self, new: str) -> StubTarget | str:
        """Return a stub's target for comparison, whatever its spelling."""
        try:
            return stub_entries.parse_target(new, self.handbook.other_files, directory_urls=self.directory_urls)
        except StubError:
            return new

    def heading_anchors(self, title: str) -> tuple[str, ...]:
        """Return the anchors of a published heading: this site's, and that of hosts that turn dots into hyphens."""
        settings = self.handbook.settings
        effects = extension_effects.dialect(settings)
        named = heading_id(Heading(5, title, Span(0, 0)), effects, settings)
        own = named[0] if named else effects.slugify(outline.shown_title(title), effects.separator)
        return tuple(dict.fromkeys((own, row_ids.slug(outline.shown_title(title)))))

    def other_anchors(self, page: Page, start: int, end: int) -> frozenset[str]:
        """Return the anchors of a page without a part of it."""
        text = page.source.text
        rest = Source(page.source.path, text[:start] + text[end:])
        return self.anchors.written(replace(page, source=rest)) | self.anchors.tables(page)

    def stub_address(self, page: Page, fragment: str) -> str:
        """Return a heading's address as stubs.yml has it, "" if it has no form for it."""
        return stub_writer.address_text(self.handbook, Address(page.dest, fragment), page)
