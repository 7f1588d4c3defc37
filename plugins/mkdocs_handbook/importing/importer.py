"""The importer: by-hand tables, lists and redirects become data; what lint would object to stays as it is."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mkdocs_handbook.data.people.responsibilities import handle_guesser, known_handle
from mkdocs_handbook.importing import data_writer, target_files
from mkdocs_handbook.importing.proposal import propose
from mkdocs_handbook.importing.records import ImportedItem, Options, Place, Proposal, Remark
from mkdocs_handbook.importing.redirects.redirect_files import READERS
from mkdocs_handbook.importing.row_history import RowHistory
from mkdocs_handbook.importing.tables import markdown_lists, markdown_tables
from mkdocs_handbook.links import urls
from mkdocs_handbook.lint import fixer, linter
from mkdocs_handbook.lint.finding_identity import in_file, new_findings
from mkdocs_handbook.model import Content, Finding, Handbook, Page, Source
from mkdocs_handbook.pages import group_pages
from mkdocs_handbook.project import disk, paths, safe_files, workspace
from mkdocs_handbook.project.mkdocs_yml import Project
from mkdocs_handbook.project.workspace import Workspace
from mkdocs_handbook.util.wording import did_you_mean, guess_hint, joined, listed, shortened

MAX_ROUNDS = 20
# Findings in prose, in other files, and in other sections of a page that becomes a group's own. They appear only because
# an import makes channels and people known; it did not write what they complain about. Who leaves was responsible before.
OF_OTHERS = ("HB5", "HB205", "HB207", "HB131", "HB604")


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """The arguments of an import; `folder` is where paths count from."""

    folder: Path
    named: tuple[str, ...]
    today: date | None = None
    group: str = ""
    dri: str = ""
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The result of an import: the new bytes of files, those they had, the remarks for the user, and what was looked at.

    `imported` says in words how much has become data, "" where nothing has.
    """

    files: Mapping[str, Content]
    before: Mapping[str, bytes]
    remarks: Sequence[Remark]
    looked_at: str = ""
    imported: str = ""


@dataclass(slots=True)
class Checker:
    """The linter as an import uses it: which findings would other contents of some files bring?"""

    workspace: Workspace
    before: Sequence[Finding]
    last: tuple[Mapping[str, Content], Handbook, Sequence[Finding]] | None = None

    def check(self, contents: Mapping[str, Content]) -> tuple[Handbook, Sequence[Finding]]:
        """Return the handbook with other contents, and its findings; the last result is remembered."""
        if not contents:
            return self.workspace.handbook, self.before
        if self.last is None or contents != self.last[0]:
            state = self.workspace.with_contents(contents)
            self.last = dict(contents), state.handbook, linter.check(state)
        return self.last[1:]

    def new_findings(self, contents: Mapping[str, Content]) -> list[Finding]:
        """Return the findings that a handbook with other contents has and this one has not."""
        new = new_findings(self.check(contents)[1], map(in_file, self.before))
        return [finding for finding in new if not finding.code.startswith(OF_OTHERS)]

    def fix(self, contents: Mapping[str, bytes]) -> fixer.FixResult:
        """Return contents, as bytes by path, with the safe fixes of their new findings, and the findings that remain."""
        base, root = self.workspace.contents, self.workspace.project.root
        top = safe_files.repository(root)
        fixed = fixer.fix(
            {**base, **contents},
            self.new_findings(contents),
            lambda changed: self.new_findings({**contents, **changed}),
            writable=lambda edit: edit.path in contents or disk.is_writable(root, edit.path, base, top),
        )
        return fixer.FixResult({**contents, **fixed.files}, fixed.findings)


def run(project: Project, request: ImportRequest) -> ImportResult:
    """Return what an import changes; raise PathError for what names no file, group or person of the handbook, and as lint does."""
    state = workspace.read(project, request.today)
    checker, handbook = Checker(state, linter.check(state)), state.handbook
    pages, others = select_files(project, handbook, request)
    check_names(handbook, pages, request)
    history = RowHistory(project.root)
    options = Options(handbook.today, history.first_day, request.group, request.dri, request.addresses)
    before = state.contents
    barred: dict[Place, str] = {}
    for _ in range(MAX_ROUNDS):
        proposal = propose(handbook, pages, others, options, barred)
        contents, refused = data_writer.new_contents(handbook, before, proposal)
        fixed = checker.fix(contents)
        blamed = {**refused, **blame(checker, proposal, fixed)}
        if not blamed.keys() - barred.keys():
            break
        barred |= blamed
    changed = {path: content for path, content in fixed.files.items() if content != before.get(path)}
    remarks = [*history.remarks(proposal), *proposal.remarks]
    return ImportResult(changed, before, remarks, looked_at(pages), imported(proposal) if changed else "")


def check_names(handbook: Handbook, pages: Sequence[Page], request: ImportRequest) -> None:
    """Raise PathError for a group or a person whom the handbook does not have; a page may begin the group that it is called like."""
    known = group_pages.groups(handbook)
    begun = {
        target_files.slug(name) for page in pages for name in (*page.uri.split("/")[:-1], urls.page_name(page.uri))
    }
    if request.group and known and request.group not in {*known, *begun}:
        hint = did_you_mean(request.group, known) or f", known are {listed(known)}"
        message = f'no group is called "{shortened(request.group)}"{hint}; a new one begins with: handbook new group'
        raise paths.PathError(message)
    dri = known_handle(handbook, request.dri)
    if request.dri and handbook.people is not None and dri not in handbook.people:
        hint = guess_hint(handle_guesser(handbook)(request.dri)) or ", add the person first: handbook new person"
        raise paths.PathError(f'people.yml has no "{shortened(request.dri)}"{hint}')


def imported(proposal: Proposal) -> str:
    """Return in words what has become data, such as "3 rituals and 1 stub"; "" where nothing has."""
    nouns = Counter(item.kind.noun for item in proposal.items)
    counts = {**nouns, "new person": len(proposal.people), "stub": len(proposal.stubs)}
    parts = [
        f"{count} {'new people' if noun == 'new person' and count > 1 else f'{noun}s' if count > 1 else noun}"
        for noun, count in counts.items()
        if count
    ]
    return joined(parts)


def looked_at(pages: Sequence[Page]) -> str:
    """Return how many tables and lists the pages have, in words, "" if they have none."""
    tables = sum(1 for page in pages for _ in markdown_tables.find_tables(page))
    lists = sum(markdown_lists.count_lists(page) for page in pages)
    return f"tables: {tables}, lists: {lists}, pages: {len(pages)}" if tables or lists else ""


def select_files(project: Project, handbook: Handbook, request: ImportRequest) -> tuple[list[Page], list[Source]]:
    """Return the pages and the other tools' files that paths name; raise PathError for what is neither."""
    by_path = {page.source.path: page for page in handbook.pages}
    pages: dict[str, Page] = {}
    others: list[Source] = []
    for name in request.named:
        path = paths.below(project.root, name, request.folder)
        file = project.root / (path or "")
        if path is None or not file.exists():
            raise paths.PathError(f'"{name}" {"is outside of the handbook" if path is None else "does not exist"}')
        below = {key: page for key, page in by_path.items() if path == "." or path in paths.ways(key)}
        if below:
            pages |= below
        elif posixpath.basename(path) in READERS and file.is_file():
            source, problems = disk.decode(
                disk.read(project.root, file, safe_files.Reader(safe_files.limit(project.root)))
            )
            if problems:
                raise paths.PathError(f"{name}: {problems[0].message}")
            others.append(source)
        else:
            kinds = ", ".join(sorted(READERS))
            raise paths.PathError(f'"{name}" is no page of this handbook, no folder with pages and none of {kinds}')
    return [pages[path] for path in sorted(pages)], others


def blame(checker: Checker, proposal: Proposal, fixed: fixer.FixResult) -> dict[Place, str]:
    """Return the places that have to stay as they are, each with the finding that it would bring."""
    blamed: dict[Place, str] = {}
    for finding in fixed.findings:
        after, _ = checker.check(fixed.files)
        for place in culprits(checker.before, proposal, after, finding):
            blamed.setdefault(place, f"{finding.message} ({finding.code})")
    return blamed


def culprits(before: Sequence[Finding], proposal: Proposal, after: Handbook, finding: Finding) -> Iterator[Place]:
    """Yield the rows, stubs, tables or metadata that bring a finding."""
    path = finding.source.path
    if file := after.by_path.get(path):
        added = [item for item in proposal.items if item.path == path]
        items = sorted(file.all_items, key=lambda item: item.start)
        pairs = list(zip(items[len(items) - len(added) :], added, strict=False))
        hit = [new for item, new in pairs if item.node.span.start <= finding.span.start < item.node.span.end]
        yield from (item.place for item in hit or added if not had_finding(before, item, finding.code))
        return
    line = finding.source.line(finding.position.row) if finding.span.end else ""
    stubs = [stub for stub in proposal.stubs if line.strip().strip('"').startswith(stub.old)]
    if stubs:
        yield max(stubs, key=lambda stub: len(stub.old)).place
        return
    page = next((page for page in after.pages if page.source.path == path), None)
    units = [unit for unit in proposal.units if unit.path == path]
    if page and units:
        is_meta = finding.span.start < page.body
        yield from [unit for unit in units if (unit.what == "meta") is is_meta] or units
        return
    yield from (item.place for item in proposal.items if item.path in finding.message)


def had_finding(before: Sequence[Finding], item: ImportedItem, code: str) -> bool:
    """Return whether a row had a finding of a rule before it became data."""
    return any(
        finding.code == code
        and finding.source.path == item.source.path
        and item.span.start <= finding.span.start <= item.span.end
        for finding in before
    )
