"""The stubs that `stubs suggest` proposes: for what vanished since a revision, and for pages to which stubs still lead."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from mkdocs_handbook.changes.data_change import Change
from mkdocs_handbook.data.yaml import parser
from mkdocs_handbook.links import urls as addresses
from mkdocs_handbook.lint.comparison import Comparison, suggestion
from mkdocs_handbook.model import DataFile, Handbook, MappingNode
from mkdocs_handbook.project import git
from mkdocs_handbook.project.git import HistoryError
from mkdocs_handbook.project.workspace import Workspace
from mkdocs_handbook.stubs import stub_entries, stub_writer
from mkdocs_handbook.stubs.stub_entries import StubEntry, StubError, address, target

__all__ = ["HistoryError", "NoRoomError", "added", "lines"]


class NoRoomError(ValueError):
    """A stubs.yml to which no line can be added: the message names it."""


def lines(here: Workspace, since: Comparison) -> list[str]:
    """Give the lines of stubs.yml that addresses need; what is a guess, or unknown, says so. Raise HistoryError."""
    project, handbook = here.project, here.handbook
    vanished = [one for one in since.vanished(handbook, here.problems) if one.old]
    said = {address(one.old, directory_urls=project.settings.use_directory_urls).dest for one in vanished}
    dead = sorted(dead_pages(handbook) - said)
    fates = git.fates(project.root.resolve(), project.settings.docs_dir) if dead else {}
    return [*map(suggestion, vanished), *followed(handbook, dead, fates)]


def dead_pages(handbook: Handbook) -> set[str]:
    """Give the files of the site to which stubs lead, though no page and no stub is there."""
    urls = handbook.settings.use_directory_urls
    goals, stubs = set(), set()
    for entry in entries(handbook):
        try:
            stubs.add(address(entry.old.text, directory_urls=urls).dest)
            goals.add(target(entry.new.text, handbook.others, directory_urls=urls).dest)
        except StubError:
            continue
    live = {page.dest for page in handbook.pages}
    return goals - live - handbook.others - handbook.stubs.pages.keys() - stubs - {""}


def entries(handbook: Handbook) -> Iterator[StubEntry]:
    """Give the lines of stubs.yml, also those that have findings."""
    for file in handbook.stub_files:
        root, _ = parser.parse(file.source)
        if isinstance(root, MappingNode):
            yield from stub_entries.entries(file.source, root)[0]


def followed(handbook: Handbook, dead: Iterable[str], fates: Mapping[str, str]) -> Iterator[str]:
    """Give a line for each page that git knows: where it went, or that it is gone."""
    known: dict[str, str] = {}
    for uri in fates:
        if uri.endswith(addresses.PAGES):
            dest = addresses.published(uri, directory_urls=handbook.settings.use_directory_urls)
            known.setdefault(dest, uri)
    for dest in dead:
        if dest in known:
            uri = known[dest]
            new = end(uri, fates, handbook.by_uri)
            yield stub_writer.entry(uri, new or "gone") + f"   # {'renamed' if new else 'deleted'}, as git says"


def end(uri: str, fates: Mapping[str, str], live: Mapping[str, object]) -> str:
    """Give the page that a page has become in the end, "" if it was deleted."""
    seen = set()
    while uri and uri not in live and uri not in seen:
        seen.add(uri)
        uri = fates.get(uri, "")
    return uri if uri in live else ""


def added(handbook: Handbook, wanted: Sequence[str]) -> Change:
    """Return the change that adds lines to stubs.yml, but for comments; raise NoRoomError."""
    before = stub_writer.source(handbook)
    for line in wanted:
        if not line.startswith("#"):
            handbook = with_line(handbook, line)
    after = stub_writer.source(handbook)
    return Change({after.path: after} if after.text != before.text else {})


def with_line(handbook: Handbook, line: str) -> Handbook:
    """Give a handbook whose stubs.yml has one more line; raise NoRoomError."""
    source = stub_writer.source(handbook)
    edit = stub_writer.addition(handbook, line, is_first=not source.text)
    if edit is None:
        name = posixpath.basename(source.path)
        raise NoRoomError(f"{source.path}: {name} is written in a form that has no room for a line, add them by hand")
    text = source.text[: edit.span.start] + edit.text + source.text[edit.span.end :]
    grown = replace(source, text=text)
    files = [replace(file, source=grown) for file in handbook.stub_files if file.source == source]
    others = [file for file in handbook.stub_files if file.source != source]
    return replace(handbook, stub_files=(*(files or [DataFile(grown, "", handbook.kinds["stubs"], ())]), *others))
