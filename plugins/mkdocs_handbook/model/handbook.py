"""Records of pages, settings and stubs, and the handbook that holds everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import InitVar, dataclass, field
from datetime import date, datetime
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from mkdocs_handbook.model.data import DataFile, Item, Kind
from mkdocs_handbook.model.facts import Facts
from mkdocs_handbook.model.finding import NOWHERE, RawFile, Source, Span


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 to 6, its raw text, and the span of its line or lines."""

    level: int
    title: str
    span: Span


@dataclass(frozen=True, slots=True)
class Embed:
    """A paragraph or tag that becomes a table.

    `target` is the link or the base name as written, `label` the text of the link. `path` is where it leads below the root: to a
    data file, to all files of a pattern where it `is_wildcard`, to any of a name (`**/name`) where it `is_tag`. `columns` and
    `conditions`, pairs of a key and the text that it must have, are read from the `options`. `written` is its paragraph.
    """

    target: str
    path: str
    label: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    conditions: tuple[tuple[str, str], ...] = ()
    span: Span = NOWHERE
    is_tag: bool = False
    is_wildcard: bool = False
    written: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown page.

    `uri` is its path below the pages' folder, `dest` the path of its file in the site, `body` the offset behind the
    front matter, `embeds` the data files that it shows. `facts` depend on nothing but these, its text, and the settings for
    which it was read; they begin with what was `known`, and another page, even with the same text, has its own.
    """

    source: Source
    uri: str
    dest: str
    front_matter: Item | None = None
    body: int = 0
    embeds: tuple[Embed, ...] = ()
    known: InitVar[Facts | None] = None
    facts: Facts = field(init=False, repr=False, compare=False)

    def __post_init__(self, known: Facts | None) -> None:
        """Begin with what is known."""
        object.__setattr__(self, "facts", Facts() if known is None else known)

    @property
    def group(self) -> str:
        """The group that the front matter names, or ""."""
        return self.metadata("group")

    def metadata(self, key: str) -> str:
        """Return the text of a key of the front matter, "" where there is none."""
        return self.front_matter.text(key) if self.front_matter else ""


@dataclass(frozen=True, slots=True)
class StubTarget:
    """Where a stub leads: an address in the site (`dest` and, if any, a fragment), one outside, or nowhere (gone)."""

    dest: str = ""
    fragment: str = ""
    external: str = ""

    @property
    def gone(self) -> bool:
        """Whether the old address leads nowhere any more."""
        return not self.dest and not self.external


@dataclass(frozen=True, slots=True)
class Stubs:
    """Where old addresses lead: by file in the site for pages, by (file, fragment) for headings; chains flattened."""

    pages: Mapping[str, StubTarget] = field(default_factory=dict)
    headings: Mapping[tuple[str, str], StubTarget] = field(default_factory=dict)

    def of_page(self, dest: str) -> dict[str, StubTarget]:
        """Return the moved headings of a page by their old fragment."""
        return {fragment: target for (page, fragment), target in self.headings.items() if page == dest}


@dataclass(frozen=True, slots=True)
class SitePlugins:
    """What other plugins do to pages, as far as it matters to links and anchors.

    What is found by `rewritten` they replace by something else, to pages with `anchored` they add anchors, and `made` are
    patterns of the paths of files that they make. Where they are `is_referring`, references may lead where no definition
    says. `languages` are those of a site with several, its own first; their pages lie `in_folders`, or have them in their names.
    `names` are the plugins, each with its part of `rewritten` and `anchored`.
    """

    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    rewritten: str = ""
    anchored: str = ""
    made: tuple[str, ...] = ()
    is_referring: bool = False
    languages: tuple[str, ...] = ()
    in_folders: bool = False


class BuiltPage(NamedTuple):
    """What the HTML of a page has: its ids, and its addresses, each with whether it shows an image.

    Where it `has_text`, these are those of its text, else all.
    """

    ids: frozenset[str]
    links: tuple[tuple[str, bool], ...]
    has_text: bool


class BuiltSite(NamedTuple):
    """A site that was built: its files by their paths, and what its pages have."""

    files: frozenset[str]
    pages: Mapping[str, BuiltPage]


class SlackChannel(NamedTuple):
    """A channel as Slack has it: its ID, its name without `#`, and the names that it had."""

    id: str
    name: str
    is_archived: bool = False
    is_private: bool = False
    previous_names: tuple[str, ...] = ()


class NavEntry(NamedTuple):
    """A path or address in the navigation of a configuration, with its place there."""

    path: str
    source: Source
    span: Span


class ThemeLook(NamedTuple):
    """How a theme's pages look: its name and stylesheets, its primary colour, its scheme, and that of those who like it dark."""

    name: str = ""
    styles: tuple[str, ...] = ()
    primary: str = ""
    scheme: str = ""
    dark: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Settings:
    """What the configuration says, from MkDocs or read without it; paths are "/"-separated and relative to the root.

    `absolute_links` says that links that begin with "/" begin at the pages' folder, as MkDocs' `relative_to_docs` has it.
    `has_own_slugs` says that the ids of headings come from a function that only the site itself can call.
    `unresolved` are the Markdown extensions of which a function is missing, so that what they make of a page is not known.
    `nav` are the pages of the navigation, None where the configuration does not list them; `not_in_nav` are patterns.
    `directory` is the folder of the directory's pages, "" for none, `directory_nav` its title in the navigation;
    `template_dirs` are the folders of a theme's own templates; where nothing is built, `own_templates` are those of the
    directory's pages that may be rendered without trust, by name, and "" for each that may not.
    `issues_url` is where requests for changes are opened, "" where that is nowhere; without `requests` there are none.
    `words` are those of the site beside its data, none for English.
    `search` is where the theme's search takes a query, None without one: a page with the parameter `q`, or a dialogue (`modal`).
    Two are the same only if they are one: so what is found out for one can be kept by it.
    """

    docs_dir: str = "docs"
    data_dir: str = "rituals"
    schemas_dir: str = "schemas"
    order: Literal["error", "warn", "off"] = "error"
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    timezone: str = "UTC"
    shifts: int = 3
    horizon: int = 30
    edit_url: str = ""
    issues_url: str = ""
    requests: bool = True
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    use_directory_urls: bool = True
    site_url: str = ""
    site_name: str = ""
    words: Mapping[str, Any] = field(default_factory=dict)
    search: str | None = None
    look: ThemeLook = field(default_factory=ThemeLook)
    absolute_links: bool = False
    email_domains: tuple[str, ...] = ()
    markdown_extensions: tuple[Any, ...] = ()
    extension_configs: Mapping[str, Any] = field(default_factory=dict)
    has_own_slugs: bool = False
    unresolved: tuple[str, ...] = ()
    nav: frozenset[str] | None = None
    nav_entries: tuple[NavEntry, ...] = ()
    plugins: SitePlugins = SitePlugins()
    not_in_nav: tuple[str, ...] = ()
    feeds: bool = True
    api: bool = True
    directory: str = "directory"
    directory_nav: str = "Directory"
    link_mentions: bool = True
    slack_workspace: str = ""
    engine: str = ""
    template_dirs: tuple[str, ...] = ()
    own_templates: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Handbook:
    """Everything that was read, in the order of paths; what rules check and what tables and stubs are made from.

    `built` is the site, where that was built and is what counts.
    `left_out` are files of the pages' folder that the site does not have, each with the reason.
    `data_texts` are the data files that are text, whatever they hold; `forms` those by which people ask for changes.
    `generated` are the pages of the directory, which come from the data: their file in the site by their path, and the path
    by that. `codeowners` is CODEOWNERS of the repository, and `folder` the handbook's in that, "" or with "/" at its end.
    `flawed` are the paths of pages and data files of which something could not be understood.
    `slack` are the channels of the workspace, where somebody has asked Slack for them. `shown` are the paths of the files
    whose findings are looked at, None for all: rules may leave out others.
    """

    settings: Settings
    now: datetime
    pages: tuple[Page, ...] = ()
    by_uri: Mapping[str, Page] = field(default_factory=dict)
    files: tuple[DataFile, ...] = ()
    by_path: Mapping[str, DataFile] = field(default_factory=dict)
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    other_files: frozenset[str] = frozenset()
    left_out: Mapping[str, str] = field(default_factory=dict)
    data_paths: frozenset[str] = frozenset()
    data_texts: tuple[Source, ...] = ()
    flawed: frozenset[str] = frozenset()
    people: Mapping[str, Item] | None = None
    stubs: Stubs = field(default_factory=Stubs)
    stub_files: tuple[DataFile, ...] = ()
    forms: tuple[Source, ...] = ()
    generated: Mapping[str, str] = field(default_factory=dict)
    generated_at: Mapping[str, str] = field(default_factory=dict)
    built: BuiltSite | None = None
    codeowners: RawFile | None = None
    folder: str = ""
    slack: tuple[SlackChannel, ...] | None = None
    shown: frozenset[str] | None = None

    @property
    def checked(self) -> tuple[Page, ...]:
        """The pages whose findings are looked at."""
        return self.pages if self.shown is None else tuple(page for page in self.pages if self.is_shown(page.source))

    def is_shown(self, source: Source) -> bool:
        """Return whether findings in a file are looked at."""
        return self.shown is None or source.path in self.shown

    @property
    def today(self) -> date:
        """The day of the build in the site's time zone."""
        return self.now.astimezone(ZoneInfo(self.settings.timezone)).date()

    def of_kind(self, kind: str) -> Iterator[DataFile]:
        """Yield the data files of a kind."""
        return (file for file in self.files if file.kind.name == kind)
