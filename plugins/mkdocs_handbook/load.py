"""Files become a handbook: whatever can be understood is in it, whatever can't is a finding."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from mkdocs_handbook import embeds, kinds, reading, stubs, validation, yamlnode
from mkdocs_handbook.model import (
    DataFile,
    Entries,
    Finding,
    Handbook,
    Item,
    Kind,
    Node,
    Page,
    RawFile,
    Scalar,
    Sequence,
    Settings,
    Source,
    Span,
)
from mkdocs_handbook.words import did_you_mean, listed, shortened

FILE_NAME = re.compile(r"(?P<group>[a-z0-9]+(?:-[a-z0-9]+)*)\.(?P<kind>[a-z0-9]+(?:-[a-z0-9]+)*)\.yml\Z")
FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?P<yaml>.*?)(?<=\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Input:
    """The files of a handbook as they were read.

    `pages` pairs each with its file in the site, `others` are the other files of the site by their path in it.
    """

    pages: tuple[tuple[RawFile, str], ...] = ()
    data: tuple[RawFile, ...] = ()
    schemas: tuple[RawFile, ...] = ()
    others: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Loader:
    settings: Settings
    findings: list[Finding] = field(default_factory=list)
    lines: list[stubs.Entry] = field(default_factory=list)

    def source(self, raw: RawFile) -> Source | None:
        """Give the text of a file, None with a finding if it has none."""
        if raw.problem:
            self.report("HB121", Source(raw.path, ""), Span(0, 0), f"the file {raw.problem}")
            return None
        source, bad = decode(raw)
        if bad is not None:
            self.report("HB102", source, Span(bad, bad + 1), "not UTF-8, save the file in that encoding")
            return None
        return source

    def report(self, code: str, source: Source, span: Span, message: str) -> None:
        self.findings.append(Finding(code, source, span, message))

    # --- Kinds and data ---

    def kinds(self, schemas: Iterable[RawFile]) -> dict[str, Kind]:
        sources = {}
        for raw in schemas:
            name = posixpath.basename(raw.path).removesuffix(kinds.SUFFIX)
            if source := self.source(raw):
                sources[name] = source
        found, findings = kinds.load(sources)
        self.findings.extend(findings)
        return found

    def data(self, raw: RawFile, known: dict[str, Kind]) -> DataFile | None:
        """Give a data file with its valid items; None if its name or text says nothing."""
        source = self.source(raw)
        named = self.named(source, known) if source else None
        if source is None or named is None:
            return None
        group, kind = named
        root = self.root(source, kind)
        if root is None:
            return DataFile(source, group, kind, ())
        valid, invalid, problems = reading.read(source, root, kind)
        self.findings.extend(problems)
        if kind.name == "stubs" and isinstance(root, Entries):
            self.lines.extend(self.entries(source, root))
        return DataFile(source, group, kind, tuple(valid), tuple(invalid))

    def entries(self, source: Source, root: Entries) -> Iterator[stubs.Entry]:
        """Give the lines of stubs.yml that have a new address."""
        for old, new in root.pairs:
            if isinstance(new, Scalar) and new.text in reading.NULLS:
                self.report(
                    "HB108", source, old.span, f'"{shortened(old.text)}" has no new address, "gone" would be one'
                )
            elif isinstance(new, Scalar):
                yield stubs.Entry(source, old, new)

    def root(self, source: Source, kind: Kind) -> Node | None:
        """Give what a file holds if that is what its kind is made of, else None and a finding."""
        root, findings = yamlnode.parse(source)
        self.findings.extend(findings)
        is_map = kind.schema.get("type") == "object"
        if isinstance(root, Entries if is_map else Sequence):
            return root
        if root is not None or not findings:
            belongs = f"a mapping of {kind.name} ({{}} for none)" if is_map else f"a list of {kind.name} ([] for none)"
            there = "the file is empty" if root is None else "the file holds something else"
            span = validation.start_of(root) if root else Span(0, 0)
            self.report("HB109", source, span, f"{there}, {belongs} belongs here")
        return None

    def named(self, source: Source, known: dict[str, Kind]) -> tuple[str, Kind] | None:
        """Give the group and the kind that a file's name tells."""
        name = posixpath.basename(source.path)
        if name in ("people.yml", "stubs.yml"):
            return "", known[name.removesuffix(".yml")]
        match = FILE_NAME.match(name)
        if not match:
            shape = '"<group>.<kind>.yml" in lower case with hyphens, "people.yml" or "stubs.yml"'
            self.report("HB118", source, Span(0, 0), f'"{name}" tells neither group nor kind, a name here is {shape}')
            return None
        names = [one for one in known if one not in (*kinds.NOT_TABLES, "people")]
        if match["kind"] not in names:
            hint = (
                did_you_mean(match["kind"], names)
                or f", known are {listed(names)}; a new one is a schema in {self.settings.schemas_dir}/"
            )
            self.report("HB117", source, Span(0, 0), f'unknown kind "{match["kind"]}"{hint}')
            return None
        return match["group"], known[match["kind"]]

    # --- Pages ---

    def page(self, raw: RawFile, dest: str, schema: Kind) -> Page | None:
        source = self.source(raw)
        if source is None:
            return None
        uri = posixpath.relpath(source.path, self.settings.docs_dir)
        match = FRONT_MATTER.match(source.text)
        body = match.end() if match else 0
        item = self.front_matter(source, Span(*match.span("yaml")), schema) if match else None
        return Page(source, uri, dest, item, body, embeds.find(source.text, body, self.settings))

    def front_matter(self, source: Source, span: Span, schema: Kind) -> Item | None:
        # The page with blanks before its front matter: so offsets stay those of the page.
        text = re.sub(r"[^\r\n]", " ", source.text[: span.start]) + source.text[span.start : span.end]
        node, findings = yamlnode.parse(Source(source.path, text))
        self.findings.extend(Finding(one.code, source, one.span, one.message, one.edits) for one in findings)
        if not isinstance(node, Entries):
            return None
        item, problems = reading.read_one(source, node, schema.schema)
        self.findings.extend(problems)
        return item


def load(given: Input, settings: Settings, now: datetime) -> tuple[Handbook, list[Finding]]:
    """Give the handbook that the files make, and the findings of what could not be understood."""
    loader = _Loader(settings)
    known = loader.kinds(given.schemas)
    files = [file for raw in given.data if (file := loader.data(raw, known))]
    pages = [page for raw, dest in given.pages if (page := loader.page(raw, dest, known["page"]))]
    people = [file for file in files if file.kind.name == "people"]
    tables = [file for file in files if file.kind.name not in kinds.NOT_TABLES]
    handbook = Handbook(
        settings=settings,
        now=now,
        pages=tuple(pages),
        by_uri={page.uri: page for page in pages},
        files=tuple(tables),
        by_path={file.source.path: file for file in tables},
        kinds=known,
        data_paths=frozenset(raw.path for raw in given.data),
        people={item.name: item for file in people for item in file.every} if people else None,
    )
    resolved, findings = stubs.resolve(handbook, loader.lines, given.others)
    return replace(handbook, stubs=resolved), [*loader.findings, *findings]


def decode(raw: RawFile) -> tuple[Source, int | None]:
    """Give the text of a file, and the offset in it of the first byte that is not UTF-8 (None if all are)."""
    bom = raw.content.startswith(b"\xef\xbb\xbf")
    content = raw.content[3:] if bom else raw.content
    try:
        return Source(raw.path, content.decode("utf-8"), bom), None
    except UnicodeDecodeError as error:
        good = content[: error.start].decode("utf-8")
        return Source(raw.path, good + content[error.start :].decode("utf-8", "replace"), bom), len(good)
