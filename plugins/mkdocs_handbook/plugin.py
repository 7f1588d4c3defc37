"""The MkDocs plugin: reads the handbook, reports its findings, and hands tables and stubs to MkDocs."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mkdocs.config import config_options as opt
from mkdocs.config.base import Config, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from mkdocs_handbook.lint import suppression_comments
from mkdocs_handbook.model import RawFile, Settings
from mkdocs_handbook.project import clock, disk, plugin_options
from mkdocs_handbook.project.load import HandbookFiles
from mkdocs_handbook.project.plugin_options import DEFAULTS
from mkdocs_handbook.project.site import form_sources, left_out_files, site_settings
from mkdocs_handbook.rendering import directory_nav, page_extras, search_rows
from mkdocs_handbook.rendering.markdown_extension import HandbookExtension
from mkdocs_handbook.rendering.page_context import PageContext
from mkdocs_handbook.site import site_parts
from mkdocs_handbook.util import gc_control, templates
from mkdocs_handbook.util.escaping import terminal_lines
from mkdocs_handbook.util.words import WordsError

log = get_plugin_logger(__name__)
Inclusion = Callable[[InclusionLevel], bool]


class GeneratedFile(File):
    """A file of the site that is made here, and that is on the disk once another plugin asks for its path."""

    @cached_property
    def abs_src_path(self) -> str | None:
        """The path of the file: MkDocs has None here, which many plugins do not expect."""
        path = Path(scratch_folder().name, self.src_uri)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.content_bytes)
        return str(path)

    @classmethod
    def made(cls, config: MkDocsConfig, uri: str, text: str, inclusion: InclusionLevel) -> File:
        """Return the file of a path and a text."""
        file = cls.generated(config, uri, content=text, inclusion=inclusion)
        # Which MkDocs has set.
        vars(file).pop("abs_src_path", None)
        return file


@cache
def scratch_folder() -> TemporaryDirectory[str]:
    """Return the folder of such files, which is gone when this process ends."""
    return TemporaryDirectory(prefix="mkdocs-handbook-")


class ValidatedOption(opt.Type[Any]):
    """An option of a type whose value a function of the settings accepts or refuses."""

    def __init__(self, type_: type | tuple[type, ...], check: Any, default: Any) -> None:
        super().__init__(type_, default=default)
        self.check = check

    def run_validation(self, value: object) -> Any:
        """Return the value; raise ValidationError with what belongs there."""
        found = super().run_validation(value)
        try:
            self.check(found)
        except plugin_options.OptionError as error:
            raise ValidationError(str(error)) from None
        return found


class Order(opt.Choice[Any]):
    """The option `order`, for which YAML reads a bare `off` as false."""

    def run_validation(self, value: object) -> Any:
        """Return the choice; raise ValidationError if it is none."""
        return super().run_validation(plugin_options.order(value))


class HandbookConfig(Config):
    """The options of the plugin; the guide's reference tells what they mean."""

    data_dir = opt.Type(str, default=DEFAULTS["data_dir"])
    schemas_dir = opt.Type(str, default=DEFAULTS["schemas_dir"])
    order = Order(plugin_options.ORDERS, default=DEFAULTS["order"])
    sections = ValidatedOption(dict, plugin_options.sections, DEFAULTS["sections"])
    timezone = ValidatedOption(str, plugin_options.timezone, DEFAULTS["timezone"])
    shifts = ValidatedOption(int, plugin_options.shifts, DEFAULTS["shifts"])
    horizon = ValidatedOption(int, plugin_options.horizon, DEFAULTS["horizon"])
    feeds = opt.Type(bool, default=DEFAULTS["feeds"])
    api = opt.Type(bool, default=DEFAULTS["api"])
    edit_url = ValidatedOption(str, plugin_options.edit_url, DEFAULTS["edit_url"])
    email_domains = ValidatedOption(list, plugin_options.email_domains, DEFAULTS["email_domains"])
    select = ValidatedOption(list, plugin_options.selectors, DEFAULTS["select"])
    ignore = ValidatedOption(list, plugin_options.selectors, DEFAULTS["ignore"])
    extend_select = ValidatedOption(list, plugin_options.selectors, DEFAULTS["extend_select"])
    per_file_ignores = ValidatedOption(dict, plugin_options.per_file_ignores, DEFAULTS["per_file_ignores"])
    directory = ValidatedOption((dict, bool), plugin_options.directory, DEFAULTS["directory"])
    link_mentions = opt.Type(bool, default=DEFAULTS["link_mentions"])
    requests = opt.Type(bool, default=DEFAULTS["requests"])
    slack_workspace = ValidatedOption(str, plugin_options.slack_workspace, DEFAULTS["slack_workspace"])
    engine = ValidatedOption(str, plugin_options.engine, DEFAULTS["engine"])

    def validate(self) -> tuple[list[Any], list[Any]]:
        """Return what is wrong, and what is only to be warned of: an unknown option is wrong, as it is for lint."""
        failed, warnings = super().validate()
        unknown = [key for key in self if key not in DEFAULTS]
        failed += [(key, ValidationError(plugin_options.unknown_option(key))) for key in unknown]
        return failed, [(key, text) for key, text in warnings if key not in unknown]


class HandbookPlugin(BasePlugin[HandbookConfig]):
    """Validates the handbook's data and shows it in the pages."""

    def __init__(self) -> None:
        self.site = PageContext()
        self.root = Path()
        self.settings = Settings()
        self.moved: dict[str, str] = {}
        self.is_shown: Inclusion = InclusionLevel.is_included

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Note whether drafts are shown: `mkdocs serve` does."""
        self.is_shown = InclusionLevel.is_in_serve if command == "serve" else InclusionLevel.is_included

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Take the site's settings, watch the data, and add the extension, the stylesheet and the script."""
        check_clock()
        self.root = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
        try:
            self.settings = plugin_options.make_settings(
                dict(self.config), **site_settings.of_build(config, self.root, self.config.edit_url)
            )
        except WordsError as error:
            raise PluginError(terminal_lines(f"handbook: {error}")) from None
        try:
            plugin_options.check_site(self.root, config, self.settings)
        except plugin_options.OptionError as error:
            raise PluginError(f'handbook: "{error.option}": {error}') from None
        for folder in (self.settings.data_dir, self.settings.schemas_dir):
            if (self.root / folder).is_dir():
                config.watch.append(str(self.root / folder))
        config.markdown_extensions = [*config.markdown_extensions, HandbookExtension(self.site)]  # type: ignore[list-item]
        assets = list(templates.assets())
        config.extra_css.extend(name for name in assets if name.endswith(".css"))
        config.extra_javascript.extend(name for name in assets if name.endswith(".js"))
        config.theme.dirs[:] = page_extras.with_missing_page(config.theme.dirs)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read and check the handbook; raise PluginError if it has errors, else add the files of its stubs."""
        try:
            checked = site_parts.check(
                inputs(files, self.root, config, self.settings, self.is_shown), self.settings, self.site
            )
            checked.announce(log.error, log.warning, log.info)
            parts = site_parts.make(checked.handbook, self.site)
        except site_parts.SiteError as error:
            raise PluginError(str(error)) from None
        search_rows.index_rows(config.plugins.values())
        for uri, text in parts.files.items():
            if files.get_file_from_path(uri) is None:
                files.append(GeneratedFile.made(config, uri, text, InclusionLevel.INCLUDED))
        config.nav = directory_nav.with_directory(config.nav, parts.handbook)
        for uri, page in parts.pages.items():
            # MkDocs warns of pages that a navigation lacks, but not of those that are in none.
            is_listed = uri in parts.listed and config.nav is None
            level = InclusionLevel.INCLUDED if is_listed else InclusionLevel.NOT_IN_NAV
            files.append(GeneratedFile.made(config, uri, page.source.text, level))
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Put the directory last where the navigation is made of folders, and people's pages below that of all people."""
        if self.site.handbook:
            if config.nav is None:
                nav = directory_nav.with_directory_last(nav, self.site.handbook)
            directory_nav.place_people(self.site.handbook, files)
        return nav

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Take the comments that suppress findings from above the title, which MkDocs would not see behind them."""
        return suppression_comments.AT_TOP.sub("", markdown)

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Take the moved headings out of a page, so that no search index has them."""
        content, mark, moved = html.rpartition(page_extras.MOVED)
        if not mark:
            self.moved.pop(page.file.src_uri, None)
            return html
        self.moved[page.file.src_uri] = mark + moved
        return content

    # After the search plugins, which read the content in the same event.
    @event_priority(-100)
    def on_page_context(self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
        """Add who maintains the page, and put the moved headings back."""
        handbook, env, uri = self.site.handbook, self.site.env, page.file.src_uri
        known = handbook.by_uri.get(uri) if handbook else None
        end = page_extras.page_end(handbook, known, env, page_extras.page_link) if handbook and known and env else ""
        page.content = (page.content or "") + end + self.moved.get(uri, "")

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Unfreeze what was frozen for the build."""
        gc_control.collected()

    def on_build_error(self, *, error: Exception) -> None:
        """Unfreeze it where a build fails, too."""
        gc_control.collected()

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Add the addresses of the search and the directory to the page of missing addresses."""
        if template_name == "404.html" and self.site.handbook:
            context["handbook"] = page_extras.missing_page(  # type: ignore[typeddict-unknown-key]
                self.site.handbook, self.site.generated_pages
            )
        return context


def check_clock() -> None:
    """Raise PluginError where the variable of the clock is no time; forget it where it is empty, which stops MkDocs."""
    if not os.environ.get(clock.VARIABLE):
        os.environ.pop(clock.VARIABLE, None)
    try:
        clock.now("UTC")
    except clock.ClockError as error:
        raise PluginError(f"handbook: {error}") from None


def inputs(files: Files, root: Path, config: MkDocsConfig, chosen: Settings, is_shown: Inclusion) -> HandbookFiles:
    """Return the handbook's files: MkDocs' without those that may not be read, data and schemas from the disk."""
    own = {file.src_uri: file for file in files if file.src_dir == config.docs_dir and not file.generated_by}
    for uri in (refused := disk.refused_files(Path(config.docs_dir), own, root)):
        files.remove(own[uri])
    live = [file for file in files if is_shown(file.inclusion)]
    return HandbookFiles(
        pages=tuple((page_file(file, chosen), file.dest_uri) for file in live if file.is_documentation_page()),
        data=tuple(disk.tree(root, chosen.data_dir, (".yml", ".yaml"))),
        schemas=tuple(disk.tree(root, chosen.schemas_dir, (".schema.json",))),
        forms=form_sources.read(root, chosen),
        other_files=frozenset(file.dest_uri for file in live if not file.is_documentation_page()),
        left_out=left_out_files.of_build(files, live, Path(config.docs_dir)),
        refused=tuple(dict.fromkeys(refused.values())),
    )


def page_file(file: File, chosen: Settings) -> RawFile:
    """Return a page as MkDocs will read it, also one that another plugin made."""
    path = f"{chosen.docs_dir}/{file.src_uri}"
    try:
        return RawFile(path, file.content_bytes)
    except OSError as error:
        return RawFile(path, problem=f"cannot be read: {error.strerror or error}")
