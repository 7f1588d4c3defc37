"""A workspace: a handbook and the files it was read from, which commands and fixes change and write back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from mkdocs_handbook.links import urls
from mkdocs_handbook.links.site import languages
from mkdocs_handbook.model import Content, Finding, Handbook, RawFile, Settings
from mkdocs_handbook.project import clock, mkdocs_yml
from mkdocs_handbook.project.caching.fact_store import FactStore
from mkdocs_handbook.project.load import HandbookFiles, Parsed, load, no_facts
from mkdocs_handbook.project.mkdocs_yml import Project
from mkdocs_handbook.util.memo import no_memo


@dataclass(frozen=True, slots=True)
class Workspace:
    """One state of a handbook: its files, what they make, the findings of loading, and what was parsed on the way."""

    project: Project
    files: HandbookFiles
    handbook: Handbook
    problems: tuple[Finding, ...]
    parsed: Parsed

    @property
    def contents(self) -> dict[str, bytes]:
        """The bytes of all files that could be read, by path."""
        return contents(self.files)

    def with_contents(self, changed: Mapping[str, Content]) -> Workspace:
        """Return the state in which some files have other bytes; only those are parsed."""
        files = replaced(self.files, changed, self.project.settings)
        handbook, problems = load(files, self.project.settings, self.handbook.now, parsed=self.parsed)
        # What Slack has does not depend on files.
        handbook = replace(handbook, slack=self.handbook.slack) if self.handbook.slack is not None else handbook
        return replace(self, files=files, handbook=handbook, problems=tuple(problems))


def read(project: Project, today: date | None = None) -> Workspace:
    """Return a handbook as it is on disk; raise ConfigError or MarkdownError."""
    return load_files(project, mkdocs_yml.read_files(project), clock.now(project.settings.timezone, today))


def load_files(project: Project, files: HandbookFiles, now: datetime, store: FactStore | None = None) -> Workspace:
    """Return a handbook that consists of some files, with what a store has of them; raise MarkdownError."""
    parsed = Parsed()
    memo, facts = (store.memo, store.facts) if store else (no_memo, no_facts)
    handbook, problems = load(files, project.settings, now, memo, parsed, facts)
    return Workspace(project, files, handbook, tuple(problems), parsed)


def contents(files: HandbookFiles) -> dict[str, bytes]:
    """Return the bytes of all files that could be read, by path."""
    return {raw.path: raw.content for raw in raw_files(files) if not raw.problem}


def raw_files(files: HandbookFiles) -> Iterator[RawFile]:
    """Yield the files that commands and fixes may change."""
    owners = (files.codeowners,) if files.codeowners else ()
    yield from (*(raw for raw, _ in files.pages), *files.data, *files.schemas, *owners, *files.forms)


def replaced(files: HandbookFiles, contents: Mapping[str, Content], settings: Settings) -> HandbookFiles:
    """Return the files of a handbook with new bytes for some; a new file is a page, data or a schema by its path.

    Only data is ever renamed.
    """
    known = {raw.path for raw in raw_files(files)}
    changed = {path: content for path, content in contents.items() if isinstance(content, bytes)}
    stays = [raw for raw in files.data if raw.path in changed or raw.path not in contents]

    def current(raw: RawFile) -> RawFile:
        return RawFile(raw.path, changed[raw.path]) if raw.path in changed else raw

    new = [RawFile(path, changed[path]) for path in sorted(changed) if path not in known]
    data = [raw for raw in new if is_below(raw, settings.data_dir, (".yml", ".yaml"))]
    schemas = [raw for raw in new if is_below(raw, settings.schemas_dir, (".schema.json",))]
    pages = [(raw, published(raw.path, settings)) for raw in new if raw.path.endswith(urls.PAGES)]
    return replace(
        files,
        pages=tuple(
            sorted([*((current(raw), dest) for raw, dest in files.pages), *pages], key=lambda page: page[0].path)
        ),
        data=tuple(sorted([*map(current, stays), *data], key=lambda raw: raw.path)),
        schemas=tuple(sorted([*map(current, files.schemas), *schemas], key=lambda raw: raw.path)),
        codeowners=current(files.codeowners) if files.codeowners else None,
        forms=tuple(map(current, files.forms)),
    )


def published(path: str, settings: Settings) -> str:
    """Return the file in the site of a new page."""
    uri = path.removeprefix(f"{settings.docs_dir}/")
    return languages.page_dest(uri, settings)


def is_below(raw: RawFile, folder: str, suffixes: tuple[str, ...]) -> bool:
    """Return whether a file is in a folder and has one of the suffixes that are read there."""
    return raw.path.startswith(f"{folder}/") and raw.path.endswith(suffixes)
