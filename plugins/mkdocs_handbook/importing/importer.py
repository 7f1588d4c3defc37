"""An import from a project's files to the bytes that they become; what lint would object to is not imported."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from mkdocs_handbook.importing import data_writer
from mkdocs_handbook.importing.proposal import propose
from mkdocs_handbook.importing.records import ImportedItem, Options, Place, Proposal, Remark
from mkdocs_handbook.importing.redirects.redirect_readers import READERS
from mkdocs_handbook.importing.tables.inline_markdown import plain
from mkdocs_handbook.importing.tables.markdown_tables import cells
from mkdocs_handbook.lint import fixer, linter, rules
from mkdocs_handbook.lint.finding_identity import in_file, new_findings
from mkdocs_handbook.model import Finding, Handbook, Page, Source
from mkdocs_handbook.pages.outline import Line
from mkdocs_handbook.project import clock, config, disk, git, paths, workspace
from mkdocs_handbook.project.config import Project
from mkdocs_handbook.project.load import HandbookFiles

MAX_ROUNDS = 20
# What prose and other files say of channels and people is found only once those are known: the import did not write it.
# So it is with other sections of a page that becomes a group's own.
OF_OTHERS = ("HB5", "HB205", "HB207", "HB131")


@dataclass(frozen=True, slots=True)
class Request:
    """What an import is asked for; `folder` is where paths count from."""

    folder: Path
    named: tuple[str, ...]
    today: date | None = None
    group: str = ""
    dri: str = ""
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import comes to: the new bytes of files, those they had, and what there is to say."""

    files: Mapping[str, bytes]
    before: Mapping[str, bytes]
    remarks: Sequence[Remark]


@dataclass(frozen=True, slots=True)
class _Import:
    project: Project
    now: datetime
    given: HandbookFiles
    handbook: Handbook
    before: Sequence[Finding]
    options: Options

    def new(self, contents: Mapping[str, bytes]) -> list[Finding]:
        """Give the findings that a handbook with other contents has and this one has not."""
        changed = workspace.replaced(self.given, contents, self.project.settings)
        after = linter.check(self.project, self.now, rules.DEFAULT, changed).findings
        new = new_findings(after, map(in_file, self.before))
        return [finding for finding in new if not finding.code.startswith(OF_OTHERS)]

    def mended(self, contents: Mapping[str, bytes], new: Sequence[Finding]) -> fixer.FixResult:
        """Give contents with the safe fixes of their new findings, as bytes by path."""
        base = workspace.contents(self.given)
        top = paths.repository(self.project.root)
        whole = {**base, **contents}
        mended = fixer.fix(
            whole,
            new,
            lambda changed: self.new({**contents, **changed}),
            writable=lambda path: path in contents or disk.is_writable(self.project.root, path, base, top),
        )
        return fixer.FixResult({**contents, **mended.files}, mended.findings)


def run(found: Project, request: Request) -> Outcome:
    """Give what an import comes to; raise PathError for a file that is none of the handbook, and as lint does."""
    given = config.inputs(found)
    now = clock.now(found.settings.timezone, request.today)
    checked = linter.check(found, now, rules.DEFAULT, given)
    handbook = checked.handbook
    pages, others = chosen(found, handbook, request)
    seen = Seen(found.root)
    options = Options(handbook.today, seen.day, request.group, request.dri, request.addresses)
    task = _Import(found, now, given, handbook, checked.findings, options)
    before = workspace.contents(given)
    barred: dict[Place, str] = {}
    for _ in range(MAX_ROUNDS):
        proposal = propose(handbook, pages, others, options, barred)
        contents, refused = data_writer.new_contents(handbook, before, proposal)
        outcome = task.mended(contents, task.new(contents)) if contents else fixer.FixResult({}, ())
        blamed = {**refused, **blame(task, proposal, outcome)}
        if not blamed.keys() - barred.keys():
            break
        barred |= blamed
    changed = {path: content for path, content in outcome.files.items() if content != before.get(path)}
    return Outcome(changed, before, [*seen.notes(proposal), *proposal.remarks])


def chosen(found: Project, handbook: Handbook, request: Request) -> tuple[list[Page], list[Source]]:
    """Give the pages and the other tools' files that paths name; raise PathError for what is neither."""
    by_path = {page.source.path: page for page in handbook.pages}
    pages: dict[str, Page] = {}
    others: list[Source] = []
    for name in request.named:
        path = paths.below(found.root, name, request.folder)
        file = found.root / (path or "")
        if path is None or not file.exists():
            raise paths.PathError(
                f'"{name}" does not exist' if path is not None else f'"{name}" is outside of the handbook'
            )
        below = {one: page for one, page in by_path.items() if path == "." or path in paths.ways(one)}
        if below:
            pages |= below
        elif posixpath.basename(path) in READERS and file.is_file():
            source, problems = disk.decode(disk.read(found.root, file))
            if problems:
                raise paths.PathError(f"{name}: {problems[0].message}")
            others.append(source)
        else:
            kinds = ", ".join(sorted(READERS))
            raise paths.PathError(f'"{name}" is no page of this handbook, no folder with pages and none of {kinds}')
    return [pages[path] for path in sorted(pages)], others


def blame(task: _Import, proposal: Proposal, outcome: fixer.FixResult) -> dict[Place, str]:
    """Give what has to stay as it is, for the findings that it would bring."""
    blamed: dict[Place, str] = {}
    after = after_of(task, outcome.files) if outcome.findings else task.handbook
    for one in outcome.findings:
        for place in culprits(task, proposal, after, one):
            blamed.setdefault(place, f"{one.message} ({one.code})")
    return blamed


def after_of(task: _Import, contents: Mapping[str, bytes]) -> Handbook:
    """Give the handbook with other contents."""
    changed = workspace.replaced(task.given, contents, task.project.settings)
    return linter.check(task.project, task.now, (), changed).handbook


def culprits(task: _Import, proposal: Proposal, after: Handbook, finding: Finding) -> Iterator[Place]:
    """Give the rows, stubs, tables or metadata that bring a finding."""
    path = finding.source.path
    mine = [entry for entry in proposal.items if entry.path == path]
    if file := after.by_path.get(path):
        items = sorted(file.every, key=lambda item: item.start)
        added = list(zip(items[len(items) - len(mine) :], mine, strict=False))
        hit = [entry for item, entry in added if item.node.span.start <= finding.span.start < item.node.span.end]
        yield from (entry.place for entry in hit or mine if not was_there(task, entry, finding))
        return
    line = finding.source.line(finding.position.row) if finding.span.end else ""
    stubs = [stub for stub in proposal.stubs if line.strip().strip('"').startswith(stub.old)]
    if stubs:
        yield max(stubs, key=lambda stub: len(stub.old)).place
        return
    page = next((page for page in after.pages if page.source.path == path), None)
    own = [unit for unit in proposal.units if unit.path == path]
    if page and own:
        is_meta = finding.span.start < page.body
        named = [unit for unit in own if (unit.what == "meta") is is_meta]
        yield from named or own
        return
    yield from (entry.place for entry in proposal.items if entry.path in finding.message)


def was_there(task: _Import, entry: ImportedItem, finding: Finding) -> bool:
    """Whether a row had a finding of the same rule before it became data."""
    return any(
        one.code == finding.code
        and one.source.path == entry.source.path
        and entry.span.start <= one.span.start <= entry.span.end
        for one in task.before
    )


class Seen:
    """The days on which pages first had their rows, asked of git once for each page."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pages: dict[str, list[tuple[date, set[str]]]] = {}

    def day(self, page: Page, name: str) -> date | None:
        """Give the day on which a row with a cell came into git, None where git does not know it."""
        path = page.source.path
        if path not in self.pages:
            self.pages[path] = list(self.rows(path))
        return next((day for day, words in self.pages[path] if key(name) in words), None)

    def rows(self, path: str) -> Iterator[tuple[date, set[str]]]:
        """Give the days on which lines came into a page, with what their cells say."""
        try:
            found = list(git.added_lines(self.root, path))
        except git.GitError:
            return
        for day, line in found:
            if "|" in line or line.lstrip().startswith(("-", "*", "+")):
                yield day, {key(plain(cell.text)) for cell in cells(Line(line, 0, indented=False))}

    def notes(self, proposal: Proposal) -> Iterable[Remark]:
        """Give the remark that a clone does not have all of the past, where that was asked."""
        asked = next((one for one in proposal.remarks if not one.is_left and "came into git" in one.message), None)
        if asked and git.is_shallow(self.root):
            message = (
                "this clone has not all commits: rows may be older than it knows, get them with: git fetch --unshallow"
            )
            yield Remark(asked.source, asked.span, message, is_left=False)


def key(text: str) -> str:
    """Give a cell's text for comparison."""
    return " ".join(plain(text).casefold().split())
