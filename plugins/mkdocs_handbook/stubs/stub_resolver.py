"""The stub resolver: stubs.yml as a map from each old address to its target, with chains flattened."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from mkdocs_handbook.data.yaml.edits import replace_scalar
from mkdocs_handbook.links import urls
from mkdocs_handbook.links.anchor_index import AnchorIndex
from mkdocs_handbook.model import Finding, Handbook, Page, ScalarNode, Stubs, StubTarget
from mkdocs_handbook.pages.anchors import rendered_slug
from mkdocs_handbook.stubs.stub_entries import Address, StubEntry, StubError, parse_address, parse_folder, parse_target
from mkdocs_handbook.util.wording import guess_hint, guesser, shortened

MAX_HOPS = 50
# No id has one in it.
BLANK = re.compile(r"\s")


def resolve(handbook: Handbook, lines: Iterable[StubEntry], others: frozenset[str]) -> tuple[Stubs, list[Finding]]:
    """Return where each old address leads, with chains flattened, and the findings of entries that can't be written."""
    entries = [*lines]
    if not entries:
        return Stubs(), []
    resolver = _Resolver(handbook, others)
    for entry in entries:
        resolver.collect(entry)
    resolver.expand()
    return resolver.resolved(), resolver.findings


@dataclass(slots=True)
class _Resolver:
    handbook: Handbook
    others: frozenset[str]
    findings: list[Finding] = field(default_factory=list)
    stubs: dict[Address, tuple[StubEntry, StubTarget]] = field(default_factory=dict)
    folders: dict[str, tuple[StubEntry, str]] = field(default_factory=dict)
    pages: dict[str, Page] = field(init=False)
    # Files of the site by their paths without letter case, and by the folders in which they are.
    folded: dict[str, str] = field(init=False)
    folders_of: dict[str, str] = field(init=False)
    anchors: AnchorIndex = field(init=False)
    nearest_page: Callable[[str], str] = field(init=False)
    # The pages' folder, if no address begins with it.
    prefix: str = field(init=False)

    def __post_init__(self) -> None:
        self.pages = {page.dest: page for page in self.handbook.pages}
        self.folded = {}
        self.folders_of = {}
        for dest in (*self.pages, *self.others):
            self.occupy(dest)
        self.anchors = AnchorIndex(self.handbook)
        self.nearest_page = guesser(page.uri for page in self.handbook.pages)
        folder = f"{self.handbook.settings.docs_dir}/"
        self.prefix = "" if any(page.uri.startswith(folder) for page in self.handbook.pages) else folder

    @property
    def directory_urls(self) -> bool:
        return self.handbook.settings.use_directory_urls

    def report(self, code: str, entry: StubEntry, at: ScalarNode, message: str, fix: str = "") -> None:
        mends = (replace_scalar(entry.source, at, fix),) if fix else ()
        self.findings.append(Finding(code, entry.source, at.span, message, mends, url=at.text))

    # --- Reading entries ---

    def collect(self, entry: StubEntry) -> None:
        """Add an entry, or report why it has no usable addresses."""
        at = entry.old
        try:
            if entry.old.text.endswith("**") or entry.new.text.endswith("**"):
                self.folders[parse_folder(entry.old.text)] = (entry, parse_folder(entry.new.text))
                return
            self.check_prefix(entry.old.text)
            old = parse_address(entry.old.text, directory_urls=self.directory_urls)
            at = entry.new
            self.check_prefix(entry.new.text)
            goal = parse_target(entry.new.text, self.others, directory_urls=self.directory_urls)
            at = entry.old
            self.check_old(old)
        except StubError as problem:
            self.report(problem.code, entry, at, str(problem))
            return
        self.stubs[old] = (entry, goal)

    def check_old(self, old: Address) -> None:
        """Raise StubError where an old address is in use: by a page, a heading, another stub, or but for its case."""
        if old in self.stubs:
            other = self.stubs[old][0].old.text
            raise StubError("HB406", f'this address stands twice, "{other}" is the same one')
        if BLANK.search(old.fragment):
            raise self.title_error(old)
        if old.fragment and (old.dest in self.pages or old.dest in self.handbook.generated_at):
            if self.anchors.are_known(old.dest) and old.fragment in self.anchors.at(old.dest):
                raise StubError("HB405", f'the page still has "#{old.fragment}", a stub for it would never be reached')
            return
        if old.fragment:
            return
        self.check_dest(old.dest)
        self.occupy(old.dest)

    def title_error(self, old: Address) -> StubError:
        """Return what is wrong with the text of a heading where its anchor belongs."""
        anchor = rendered_slug(" ".join(old.fragment.split()), self.handbook.settings)
        is_live = old.dest in self.pages and self.anchors.are_known(old.dest) and anchor in self.anchors.at(old.dest)
        still = ", which the page still has: a stub for it would never be reached" if is_live else ""
        text = f'"#{shortened(old.fragment)}" is the text of a heading, an address has its anchor'
        text += f', write "#{anchor}"' if anchor else ""
        return StubError("HB405" if is_live else "HB407", f"{text}{still}")

    def occupy(self, dest: str) -> None:
        """Record a path of the site as taken by a file, and its folders as folders."""
        folded = dest.casefold()
        self.folded[folded] = dest
        for folder in parent_folders(folded):
            if folder in self.folders_of:
                # So are those around it.
                break
            self.folders_of[folder] = dest

    def check_dest(self, dest: str) -> None:
        """Raise StubError where the file of a stub would stand in the way of another file."""
        if dest in self.pages or dest in self.others:
            raise StubError("HB405", "a live page has this address, a stub would overwrite it")
        other = self.folded.get(dest.casefold())
        if other is not None:
            raise StubError(
                "HB406",
                f'differs only in letter case from "{self.uri(other)}", which many hosts take for the same file',
            )
        folded = dest.casefold()
        files = (self.folded.get(folder) for folder in parent_folders(folded))
        clash = next(filter(None, files), None) or self.folders_of.get(folded)
        if clash:
            raise StubError("HB406", f'"{clash}" is a file of the site, this address would make it a folder')

    def expand(self) -> None:
        """Add a stub for each page that stands under the target of a folder's stub; exact ones and live pages win."""
        for old, (entry, new) in sorted(self.folders.items(), key=lambda pair: len(pair[0]), reverse=True):
            seen = [old]
            while new in self.folders and new not in seen:
                seen.append(new)
                new = self.folders[new][1]
            if new in seen:
                self.report("HB402", entry, entry.new, f'leads in a circle over "{new}**"')
                continue
            if len(seen) > 1:
                message = f'"{entry.new.text}" has moved as well, to "{new}**"'
                self.report("HB403", entry, entry.new, message, f"{new}**")
            below = [page for page in self.handbook.pages if page.uri.startswith(new)]
            if not below:
                self.report("HB404", entry, entry.new, f'no page stands under "{new}"')
            for page in below:
                self.add(entry, old + page.uri.removeprefix(new), page)

    def add(self, entry: StubEntry, uri: str, page: Page) -> None:
        address = Address(urls.page_dest(uri, directory_urls=self.directory_urls))
        if address in self.stubs or address.dest in self.pages:
            return
        try:
            self.check_old(address)
        except StubError as problem:
            self.report(problem.code, entry, entry.old, f'for "{uri}": {problem}')
        else:
            self.stubs[address] = (entry, StubTarget(page.dest))

    # --- Where they lead ---

    def resolved(self) -> Stubs:
        """Return all stubs that lead somewhere, and report the others."""
        pages: dict[str, StubTarget] = {}
        headings: dict[tuple[str, str], StubTarget] = {}
        for old, (entry, new) in self.stubs.items():
            try:
                final = self.followed(old, new)
                self.check_target(final)
                self.check_home(old)
            except StubError as problem:
                self.report(problem.code, entry, entry.old if problem.code == "HB409" else entry.new, str(problem))
                continue
            if final != new:
                self.warn_of_chain(entry, final)
            if old.fragment:
                headings[old] = final
            else:
                pages[old.dest] = final
        return Stubs(pages, headings)

    def followed(self, old: Address, target: StubTarget) -> StubTarget:
        """Return the end of the chain that begins with a stub; raise StubError for a loop."""
        seen = {old}
        while not target.gone and not target.external:
            here = Address(target.dest, target.fragment)
            nearest = here if here in self.stubs else Address(here.dest)
            if nearest not in self.stubs:
                break
            if nearest in seen or len(seen) > MAX_HOPS:
                raise StubError("HB402", f'leads in a circle over "{self.stubs[nearest][0].old.text}"')
            seen.add(nearest)
            came = "" if nearest == here else here.fragment
            target = with_fragment(self.stubs[nearest][1], came)
        return target

    def check_target(self, target: StubTarget) -> None:
        """Raise StubError where a target is neither a live page with that anchor nor another file of the site."""
        is_made = target.dest in self.handbook.generated_at
        if target.gone or target.external or (target.dest in self.others and not is_made):
            return
        if not is_made and target.dest not in self.pages:
            name = self.uri(target.dest)
            raise StubError("HB404", f'nothing stands at "{shortened(name)}"{guess_hint(self.nearest_page(name))}')
        is_known = bool(target.fragment) and self.anchors.are_known(target.dest)
        if is_known and not self.anchors.has(target.dest, {target.fragment}):
            page = self.pages.get(target.dest)
            hint = guess_hint(self.anchors.nearest(page, target.fragment)) if page else ""
            name = self.uri(target.dest)
            raise StubError("HB404", f'"{name}" has no anchor "#{shortened(target.fragment)}"{hint}')

    def check_home(self, old: Address) -> None:
        """Raise StubError where a moved heading has no page, neither a live one nor a stub, on which to stand."""
        is_live = old.dest in self.pages or old.dest in self.handbook.generated_at
        if old.fragment and not is_live and Address(old.dest) not in self.stubs:
            raise StubError(
                "HB409", f'no page and no stub stands at "{self.uri(old.dest)}", add a stub for the page itself'
            )

    def warn_of_chain(self, entry: StubEntry, final: StubTarget) -> None:
        text = (
            "gone"
            if final.gone
            else final.external or self.uri(final.dest) + (f"#{final.fragment}" if final.fragment else "")
        )
        self.report("HB403", entry, entry.new, f'"{entry.new.text}" has moved as well, to "{text}"', text)

    def check_prefix(self, text: str) -> None:
        """Raise StubError where an address begins with the pages' folder, as paths of the repository do."""
        if self.prefix and text.startswith(self.prefix):
            belongs = text.removeprefix(self.prefix)
            raise StubError("HB407", f'addresses begin inside "{self.prefix}", write "{belongs}"')

    def uri(self, dest: str) -> str:
        """Return the path by which people name a file of the site: its page's, if it has one."""
        if dest in self.handbook.generated_at:
            return self.handbook.generated_at[dest]
        page = self.pages.get(dest)
        if page:
            return page.uri
        name = posixpath.basename(dest)
        return dest.removesuffix("index.html") if name == "index.html" else dest


def parent_folders(path: str) -> Iterator[str]:
    """Yield the folders around a path, the innermost first."""
    while path := posixpath.dirname(path):
        yield path


def with_fragment(target: StubTarget, fragment: str) -> StubTarget:
    """Return a target with the fragment that came along, unless it has one of its own."""
    if not fragment or target.gone or target.fragment or "#" in target.external:
        return target
    if target.external:
        return replace(target, external=f"{target.external}#{fragment}")
    return replace(target, fragment=fragment)
