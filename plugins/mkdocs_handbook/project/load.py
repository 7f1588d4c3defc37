"""The loader: files become a `Handbook`, and whatever cannot be understood becomes a finding."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from mkdocs_handbook.data import data_files, kinds
from mkdocs_handbook.data.mistakes import file_names
from mkdocs_handbook.links import directory_urls, feed_urls
from mkdocs_handbook.model import DataFile, Facts, Finding, Handbook, Kind, MappingNode, Page, RawFile, Settings, Source
from mkdocs_handbook.pages import page_reader
from mkdocs_handbook.project import disk
from mkdocs_handbook.stubs import stub_entries, stub_resolver
from mkdocs_handbook.util.memo import Memo, no_memo

# Takes the sources of files and what their facts depend on beside the settings, and returns what is known of each.
KnownFacts = Callable[[Sequence[tuple[Source, str]]], Sequence[Facts]]
# The code of a file in the folder of data that is none.
FOREIGN = "HB137"


@dataclass(frozen=True, slots=True)
class HandbookFiles:
    """The files of a handbook as they were read.

    `pages` pairs each with its file in the site, `other_files` are the other files of the site by their path in it; `refused`
    are files that would be such, but may not be read. `left_out` are those that the site does not have, with the reason.
    `codeowners` and `folder` are as in `Handbook`.
    """

    pages: tuple[tuple[RawFile, str], ...] = ()
    data: tuple[RawFile, ...] = ()
    schemas: tuple[RawFile, ...] = ()
    other_files: frozenset[str] = frozenset()
    refused: tuple[RawFile, ...] = ()
    forms: tuple[RawFile, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    codeowners: RawFile | None = None
    folder: str = ""


@dataclass(slots=True)
class Parsed:
    """The files of a handbook as they were parsed, by path and content, so that its next state parses only what changed.

    It belongs to one configuration, and holds files of one set of schemas at a time.
    """

    schemas: tuple[RawFile, ...] = ()
    data: dict[RawFile, data_files.ParsedFile] = field(default_factory=dict)
    pages: dict[tuple[RawFile, str], tuple[Page, Sequence[Finding]]] = field(default_factory=dict)

    def follow(self, schemas: tuple[RawFile, ...]) -> None:
        """Forget all files where the schemas are others than before: what is parsed depends on them."""
        if schemas != self.schemas:
            self.schemas = schemas
            self.data.clear()
            self.pages.clear()


def no_facts(pages: Sequence[tuple[Source, str]]) -> list[Facts]:
    """Return for each page that nothing is known."""
    return [Facts() for _ in pages]


def load(
    given: HandbookFiles,
    settings: Settings,
    now: datetime,
    memo: Memo = no_memo,
    parsed: Parsed | None = None,
    facts: KnownFacts = no_facts,
) -> tuple[Handbook, list[Finding]]:
    """Return the handbook that the files make, and the findings of what could not be understood.

    Files that are in `parsed` are not parsed again, the others are added to it. `facts` gives what is known of pages.
    """
    parsed = Parsed() if parsed is None else parsed
    parsed.follow(given.schemas)
    findings: list[Finding] = []
    for raw in given.refused:
        readable_text(raw, findings)
    known = load_kinds(given.schemas, findings)
    declared = {posixpath.basename(raw.path).removesuffix(kinds.SUFFIX) for raw in given.schemas}
    broken = declared - known.keys()
    texts = {raw: text for raw in given.data if (text := readable_text(raw, [] if is_of(raw, broken) else findings))}
    data = {raw: text for raw, text in texts.items() if not is_of(raw, broken)}
    files, entries = load_data(data, known, findings, memo, parsed, facts)
    pages = load_pages(given.pages, settings, known["page"], findings, parsed, facts)
    others = (f"{settings.docs_dir}/{uri}" for uri in given.other_files)
    taken = {raw.path for raw in given.data}
    for path, belongs in data_files.misplaced_files(others, settings.data_dir, known).items():
        findings.append(data_files.misplaced(path, belongs, is_taken=belongs in taken))
    people = [file for file in files if file.kind.name == "people" and file.all_items]
    tables = tuple(file for file in files if file.kind.name not in kinds.NOT_TABLES)
    readable = {page.dest for page in pages}
    # A page that is no text has an address all the same.
    unreadable = {
        raw.path.removeprefix(f"{settings.docs_dir}/"): dest for raw, dest in given.pages if dest not in readable
    }
    named = {item.name: item for file in people for item in file.all_items}
    read_paths = {raw.path for raw in (*given.data, *(raw for raw, _ in given.pages))}
    made = generated_files(settings, tables, named)
    handbook = Handbook(
        settings=settings,
        now=now,
        pages=tuple(pages),
        by_uri={page.uri: page for page in pages},
        files=tables,
        by_path={file.source.path: file for file in tables},
        kinds=known,
        other_files=given.other_files | unreadable.keys() | set(unreadable.values()) | made,
        left_out=given.left_out,
        data_paths=frozenset(raw.path for raw in given.data),
        data_texts=tuple(texts.values()),
        flawed=frozenset(one.source.path for one in findings if one.code != FOREIGN) & read_paths,
        people=named if people else None,
        stub_files=tuple(file for file in files if file.kind.name == "stubs"),
        forms=tuple(source for raw in given.forms if (source := readable_text(raw, findings)) is not None),
        codeowners=given.codeowners,
        folder=given.folder,
    )
    handbook = directory_urls.with_directory(handbook)
    resolved, problems = stub_resolver.resolve(handbook, entries, handbook.other_files)
    return replace(handbook, stubs=resolved), [*findings, *problems]


def generated_files(settings: Settings, tables: Iterable[DataFile], people: Iterable[str]) -> frozenset[str]:
    """Return the files that a build adds to the site from data, to which pages may link."""
    feeds = feed_urls.all_calendars(tables, people) if settings.feeds else ()
    return frozenset((*feeds, *(feed_urls.API if settings.api else ())))


def is_of(raw: RawFile, broken: set[str]) -> bool:
    """Return whether a data file is of a kind whose own schema cannot be used: that is reported, and says enough."""
    return posixpath.basename(raw.path).removesuffix(".yml").rpartition(".")[2] in broken


def readable_text(raw: RawFile, findings: list[Finding]) -> Source | None:
    """Return the text of a file, None if it has none; adds to the findings."""
    source, problems = disk.decode(raw)
    findings.extend(problems)
    return None if problems else source


def load_kinds(schemas: Iterable[RawFile], findings: list[Finding]) -> dict[str, Kind]:
    """Return the kinds by name; adds to the findings."""
    texts = ((posixpath.basename(raw.path).removesuffix(kinds.SUFFIX), readable_text(raw, findings)) for raw in schemas)
    loaded, problems = kinds.load_kinds({name: source for name, source in texts if source})
    findings.extend(problems)
    return loaded


def load_data(
    given: Mapping[RawFile, Source],
    known: Mapping[str, Kind],
    findings: list[Finding],
    memo: Memo,
    parsed: Parsed,
    facts: KnownFacts,
) -> tuple[list[DataFile], list[stub_entries.StubEntry]]:
    """Return the data files and the entries of stubs.yml; adds to the findings."""
    files, entries = [], []
    paths = {raw.path for raw in given}
    new = {raw: source for raw, source in given.items() if raw not in parsed.data}
    read = zip(new, data_files.read_files([*new.values()], known, memo), strict=True)
    parsed.data.update(with_facts(dict(read), known, facts))
    for raw, source in given.items():
        file, root, problems = parsed.data[raw]
        findings.extend(file_names.told_if_taken(one, paths) for one in problems)
        if file is not None:
            files.append(file)
        if file is not None and file.kind.name == "stubs" and isinstance(root, MappingNode):
            lines, problems = stub_entries.read_entries(source, root)
            entries.extend(lines)
            findings.extend(problems)
    return files, entries


def with_facts(
    read: Mapping[RawFile, data_files.ParsedFile], known: Mapping[str, Kind], facts: KnownFacts
) -> Iterator[tuple[RawFile, data_files.ParsedFile]]:
    """Yield data files as they were read, with what is known of each."""
    schemas = {name: json.dumps(kind.schema) for name, kind in known.items()}
    files = [file for file, _, _ in read.values() if file]
    mine = iter(facts([(file.source, schemas[file.kind.name]) for file in files]))
    for raw, (file, root, problems) in read.items():
        yield raw, (replace(file, known=next(mine)) if file else None, root, problems)


def load_pages(
    given: Sequence[tuple[RawFile, str]],
    settings: Settings,
    schema: Kind,
    findings: list[Finding],
    parsed: Parsed,
    facts: KnownFacts,
) -> list[Page]:
    """Return the pages; adds to the findings."""
    pages = []
    unread = [(raw, dest) for raw, dest in given if (raw, dest) not in parsed.pages]
    new = {(raw, dest): text for raw, dest in unread if (text := readable_text(raw, findings)) is not None}
    keys = json.dumps(schema.schema)
    known = facts([(source, f"{dest}\n{keys}") for (_, dest), source in new.items()])
    for ((raw, dest), source), mine in zip(new.items(), known, strict=True):
        parsed.pages[raw, dest] = page_reader.read(source, dest, settings, schema, mine)
    for raw, dest in given:
        if (raw, dest) in parsed.pages:
            page, problems = parsed.pages[raw, dest]
            pages.append(page)
            findings.extend(problems)
    return pages
