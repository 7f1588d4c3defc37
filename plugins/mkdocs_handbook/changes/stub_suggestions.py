"""Stub suggestions: lines of stubs.yml for addresses that vanished, and for missing pages to which stubs still lead."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from mkdocs_handbook.changes.data_change import Change, Success
from mkdocs_handbook.links import urls
from mkdocs_handbook.lint.comparison import Comparison, stub_line
from mkdocs_handbook.model import DataFile, Handbook
from mkdocs_handbook.project import git
from mkdocs_handbook.project.git import GitError
from mkdocs_handbook.project.workspace import Workspace
from mkdocs_handbook.stubs import stub_entries, stub_writer
from mkdocs_handbook.stubs.stub_entries import StubError, parse_address, parse_target
from mkdocs_handbook.util.text_edits import spliced

__all__ = ["GitError", "NoRoomError", "add_lines", "success", "suggest"]


class NoRoomError(ValueError):
    """A stubs.yml to which no line can be added: the message names it."""


def suggest(workspace: Workspace, since: Comparison) -> list[str]:
    """Return the lines of stubs.yml that addresses need; a guess, or an unknown target, is marked. Raise GitError."""
    project, handbook = workspace.project, workspace.handbook
    vanished = [lost for lost in since.vanished(handbook, workspace.problems) if lost.old]
    suggested = {parse_address(lost.old, directory_urls=project.settings.use_directory_urls).dest for lost in vanished}
    missing = sorted(missing_targets(handbook) - suggested)
    moves = git.moves(project.root.resolve(), project.settings.docs_dir) if missing else {}
    return [*map(stub_line, vanished), *suggestions_from_git(handbook, missing, moves)]


def missing_targets(handbook: Handbook) -> set[str]:
    """Return the files of the site to which stubs lead, though no page and no stub is there."""
    slashes = handbook.settings.use_directory_urls
    targets, stubs = set(), set()
    for entry in (entry for file in handbook.stub_files for entry in stub_entries.entries_of(file.source)):
        try:
            stubs.add(parse_address(entry.old.text, directory_urls=slashes).dest)
            targets.add(parse_target(entry.new.text, handbook.other_files, directory_urls=slashes).dest)
        except StubError:
            continue
    live = {page.dest for page in handbook.pages}
    return targets - live - handbook.other_files - handbook.stubs.pages.keys() - stubs - {""}


def suggestions_from_git(handbook: Handbook, missing: Iterable[str], moves: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each page that git knows: where it went, or that it is gone."""
    by_dest: dict[str, str] = {}
    for uri in moves:
        if uri.endswith(urls.PAGES):
            dest = urls.page_dest(uri, directory_urls=handbook.settings.use_directory_urls)
            by_dest.setdefault(dest, uri)
    for dest in missing:
        if dest in by_dest:
            uri = by_dest[dest]
            new = final_page(uri, moves, handbook.by_uri)
            yield stub_writer.entry_line(uri, new or "gone") + f"   # {'renamed' if new else 'deleted'}, as git says"


def final_page(uri: str, moves: Mapping[str, str], pages: Mapping[str, object]) -> str:
    """Return the page that a page has become in the end, "" if it was deleted."""
    seen = set()
    while uri and uri not in pages and uri not in seen:
        seen.add(uri)
        uri = moves.get(uri, "")
    return uri if uri in pages else ""


def add_lines(handbook: Handbook, lines: Iterable[str]) -> Change:
    """Return the change that adds lines to stubs.yml, but for comments; raise NoRoomError."""
    before = stub_writer.stub_file(handbook)
    for line in lines:
        if not line.startswith("#"):
            handbook = with_line(handbook, line)
    after = stub_writer.stub_file(handbook)
    return Change({after.path: after} if after.text != before.text else {})


def success(handbook: Handbook, lines: Iterable[str]) -> Success:
    """Return what is said when lines were added to stubs.yml."""
    given = [*lines]
    added = sum(not line.startswith("#") for line in given)
    left = len(given) - added
    count = f"{added or 'No'} {'line' if added == 1 else 'lines'} added"
    unknown = f"{left} {'address has' if left == 1 else 'addresses have'} no known target: write where {'it leads' if left == 1 else 'they lead'}."
    return Success(count, stub_writer.stub_file(handbook).path, follows=unknown if left else "")


def with_line(handbook: Handbook, line: str) -> Handbook:
    """Return a handbook whose stubs.yml has one more line; raise NoRoomError."""
    source = stub_writer.stub_file(handbook)
    edit = stub_writer.add_line(handbook, line, is_first=not source.text)
    if edit is None:
        name = posixpath.basename(source.path)
        raise NoRoomError(f"{source.path}: {name} is written in a form that has no room for a line, add them by hand")
    grown = replace(source, text=spliced(source.text, [edit]))
    files = [replace(file, source=grown) for file in handbook.stub_files if file.source == source]
    others = [file for file in handbook.stub_files if file.source != source]
    return replace(handbook, stub_files=(*(files or [DataFile(grown, "", handbook.kinds["stubs"], ())]), *others))
