"""A staged project: what an engine without plugins reads of a handbook, in a folder of its own beside mkdocs.yml."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jinja2 import Environment

from mkdocs_handbook.builder import build_log
from mkdocs_handbook.builder.engines.engine_choice import BuildRequest, SetupError
from mkdocs_handbook.builder.output_files import OutputFiles
from mkdocs_handbook.builder.staging import derived_config, derived_nav, missing_page, staged_tables
from mkdocs_handbook.builder.staging.staged_extension import Rendering, StagedSite
from mkdocs_handbook.builder.staging.staged_pages import ShownRecords, marked
from mkdocs_handbook.links import urls
from mkdocs_handbook.model import Page, ThemeLook
from mkdocs_handbook.project import clock, config_file, disk, mkdocs_yml, safe_files
from mkdocs_handbook.project.caching import cache_folder
from mkdocs_handbook.project.load import HandbookFiles
from mkdocs_handbook.project.mkdocs_yml import Project
from mkdocs_handbook.project.site import site_settings
from mkdocs_handbook.rendering import search_rows
from mkdocs_handbook.site import site_parts
from mkdocs_handbook.util import templates
from mkdocs_handbook.util.words import WordsError

# Where the schemas for editors are, too, which belong to the handbook.
FOLDER, CONFIG, THEME = Path(".handbook"), "mkdocs.yml", "theme"


@dataclass(frozen=True, slots=True)
class StagedProject:
    """The project of a request, its configuration as it stands, the folder of the site, and that of what is staged."""

    project: Project
    config: Path
    site: Mapping[str, Any]
    target: Path
    folder: Path
    # Whether the engine runs our Markdown extension.
    has_extension: bool = True

    @property
    def docs(self) -> Path:
        """The folder of the staged pages."""
        return self.folder / "docs"

    @property
    def built(self) -> Path:
        """The folder in which the engine makes the site."""
        return self.folder / "site"

    @property
    def is_strict(self) -> bool:
        """Whether warnings fail a build."""
        return bool(self.site.get("strict"))

    @property
    def records(self) -> Path:
        """The file of what each page showed."""
        return self.folder / "shown.json"


def read(request: BuildRequest, look: Callable[[object], ThemeLook], name: str) -> StagedProject:
    """Return the project of a request, staged in a folder of a name; raise SetupError where it can't be used.

    `look` returns the look of the engine's theme with some palettes.
    """
    config = request.config_file or mkdocs_yml.find_config(Path.cwd())
    if config is None:
        raise SetupError("no mkdocs.yml here or above")
    config, given = config.absolute(), {key: value for key, value in request.settings.items() if value is not None}
    root, within = config.parent, safe_files.limit(config.absolute().parent)
    try:
        clock.now("UTC")
        site = {**config_file.read_config(config, disk, within, is_trusted=True).settings, **given}
        project = mkdocs_yml.read_project(config, root, is_trusted=True)
        shown = site_settings.shown(site_settings.of_mapping(site, root, project.settings, look(palettes(site))))
    except (mkdocs_yml.ConfigError, clock.ClockError, WordsError) as error:
        raise SetupError(str(error)) from None
    address = site.get("use_directory_urls", True) is not False
    settings = replace(project.settings, **shown, use_directory_urls=address)
    # What a user names is seen from where the command runs.
    target = Path.cwd() / given["site_dir"] if given.get("site_dir") else root / str(site.get("site_dir") or "site")
    return StagedProject(
        replace(project, settings=settings),
        config,
        site,
        checked_target(target, root, settings.docs_dir),
        folder(root, name),
    )


def palettes(site: Mapping[str, Any]) -> object:
    """Return the palettes of the theme."""
    theme = site.get("theme")
    return theme.get("palette") if isinstance(theme, dict) else None


def checked_target(target: Path, root: Path, docs_dir: str) -> Path:
    """Return the folder of the site; raise SetupError where that holds the handbook itself."""
    real, docs = target.resolve(), (root / docs_dir).resolve()
    if root.resolve().is_relative_to(real) or docs.is_relative_to(real) or real.is_relative_to(docs):
        raise SetupError(f'"site_dir": {target} holds the handbook itself, or is among its pages, name another folder')
    return target


def folder(root: Path, name: str) -> Path:
    """Return the folder of what is staged, which git ignores; raise SetupError where somebody else may have filled it."""
    if refusal := cache_folder.refusal(root, FOLDER / name):
        raise SetupError(refusal)
    found = root / FOLDER / name
    found.mkdir(parents=True, exist_ok=True)
    ignore = found / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
    return found


@dataclass(frozen=True, slots=True)
class Staging:
    """What was staged: the token of each page's mark and its address, by its path, and the number of warnings."""

    tokens: Mapping[str, str]
    addresses: Mapping[str, str]
    warnings: int


def stage(staged: StagedProject, site: StagedSite) -> Staging:
    """Read and check a handbook, and stage it.

    Raise SiteError, and stage nothing, where it has errors.
    """
    files = mkdocs_yml.read_files(staged.project)
    # As MkDocs lists them.
    files = replace(files, pages=tuple(sorted(files.pages, key=lambda page: derived_nav.place(page[0].path))))
    checked = site_parts.check(files, staged.project.settings, site.context)
    checked.announce(build_log.HANDBOOK.error, build_log.HANDBOOK.warning, build_log.HANDBOOK.info)
    parts = site_parts.make(checked.handbook, site.context)
    pages = [*parts.handbook.pages, *parts.pages.values()]
    tokens = ShownRecords(staged.records).tokens([page.uri for page in pages], site.context)
    texts = {page.uri: page_text(page, tokens[page.uri], site, has_extension=staged.has_extension) for page in pages}
    outputs = OutputFiles(str(staged.docs), None)
    for uri, text in {**parts.files, **texts}.items():
        outputs.write(uri, text.encode())
    for uri in other_files(staged.project, files):
        if uri not in parts.files:
            outputs.write(uri, (staged.project.root / staged.project.settings.docs_dir / uri).read_bytes())
    outputs.remove_others(())
    stage_theme(staged, site.context.env, parts)
    OutputFiles(str(staged.folder), None).write(CONFIG, derived(staged, parts).encode())
    addresses = {page.uri: page.dest.removesuffix("index.html") for page in pages}
    return Staging(tokens, addresses, len(checked.findings))


def page_text(page: Page, token: str, site: StagedSite, *, has_extension: bool) -> str:
    """Return the text of a staged page: with its mark, or with what it shows as HTML for an engine that has no extension."""
    if has_extension:
        return marked(page, token)
    text = staged_tables.with_html(page, site.context)
    site.rendered[page.uri] = Rendering(token, {}, tuple(search_rows.sections(text)[1]))
    return staged_tables.searchable(text)


def stage_theme(staged: StagedProject, env: Environment | None, parts: site_parts.SiteParts) -> None:
    """Stage the user's templates, with our page for what is missing unless they have one."""
    outputs = OutputFiles(str(staged.folder / THEME), None)
    custom = next((Path(folder) for folder in staged.project.settings.template_dirs), None)
    paths = sorted(path for path in custom.rglob("*") if path.is_file()) if custom else []
    for path in paths:
        outputs.write(path.relative_to(custom or path).as_posix(), path.read_bytes())
    if env and not outputs.digests.get(missing_page.NAME):
        outputs.write(missing_page.NAME, missing_page.template(parts, env, staged.site).encode())
    outputs.remove_others(())


def other_files(project: Project, files: HandbookFiles) -> list[str]:
    """Return the paths of the files beside the pages that the site has."""
    docs = project.root / project.settings.docs_dir
    below = disk.below(docs, safe_files.limit(project.root))
    return [uri for uri in below if uri in files.other_files and not uri.endswith(urls.PAGES)]


def derived(staged: StagedProject, parts: site_parts.SiteParts) -> str:
    """Return the text of the configuration of what is staged."""
    site, settings = staged.site, staged.project.settings
    assets = list(templates.assets())
    changes = {
        "docs_dir": staged.docs.name,
        "site_dir": staged.built.name,
        "use_directory_urls": settings.use_directory_urls,
        "nav": derived_nav.navigation(staged.project, site.get("nav"), parts),
        "edit_uri": site_settings.edit_uri(site) or None,
        "theme": theme(site),
        "extra_css": [*(site.get("extra_css") or ()), *(name for name in assets if name.endswith(".css"))],
        "extra_javascript": [*(site.get("extra_javascript") or ()), *(name for name in assets if name.endswith(".js"))],
        **dict.fromkeys(("hooks", "watch", "strict", "exclude_docs", "draft_docs", "not_in_nav")),
    }
    docs = staged.project.root / settings.docs_dir
    return derived_config.text(staged.config, changes, docs, has_extension=staged.has_extension)


def theme(site: Mapping[str, Any]) -> dict[str, Any]:
    """Return the theme: the one that looks like Material, with the user's settings and the templates that are staged."""
    given = site.get("theme")
    return {"variant": "classic", **(given if isinstance(given, dict) else {}), "custom_dir": THEME, "name": "material"}
