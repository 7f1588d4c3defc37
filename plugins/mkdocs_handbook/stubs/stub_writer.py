"""The stub writer: new lines of stubs.yml as edits that keep the rest of the file."""

from __future__ import annotations

import posixpath
import re

from mkdocs_handbook.data.yaml.quoting import yaml_scalar
from mkdocs_handbook.model import Edit, Handbook, Page, Source, Span
from mkdocs_handbook.stubs import stub_entries
from mkdocs_handbook.stubs.stub_entries import Address, StubError

SCHEMA_LINE = re.compile(r"# yaml-language-server: \$schema=(\S*/)[a-z0-9-]+\.schema\.json\Z")


def address_text(handbook: Handbook, address: Address, page: Page | None) -> str:
    """Return an address as stubs.yml writes it, "" where it can't; `page` is the one that stands there, or stood."""
    fragment = f"#{address.fragment.replace('%', '%25')}" if address.fragment else ""
    for path in ([page.uri] if page else []) + site_names(address.dest):
        try:
            parsed = stub_entries.parse_address(path + fragment, directory_urls=handbook.settings.use_directory_urls)
        except StubError:
            continue
        if parsed == address:
            return path + fragment
    return ""


def site_names(dest: str) -> list[str]:
    """Return the names of a file of the site: its address with a slash at the end, if it has one, and its path."""
    folder, name = posixpath.split(dest)
    return [f"{folder.replace('%', '%25')}/", dest] if name == "index.html" and folder else [dest]


def entry_line(old: str, new: str) -> str:
    """Return a line of stubs.yml without its end."""
    return f"{yaml_scalar(old)}: {yaml_scalar(new)}"


def stub_file(handbook: Handbook) -> Source:
    """Return the file that new entries belong to, with no text where there is none yet."""
    path = posixpath.join(handbook.settings.data_dir, "stubs.yml")
    files = {file.source.path: file.source for file in handbook.stub_files}
    return files.get(path) or next(iter(files.values()), Source(path, ""))


def add_line(handbook: Handbook, line: str, *, is_first: bool) -> Edit | None:
    """Return the edit that adds a line to stubs.yml, None where its form leaves no room.

    Additions stand at one point, and each is whole by itself: so any of them can be made, in any number.
    """
    file = stub_file(handbook)
    text = file.text
    end = "\r\n" if "\r\n" in text else "\n"
    content = "\n".join(
        content_line for content_line in text.splitlines() if not content_line.lstrip().startswith("#")
    ).strip()
    if content in ("{}", "--- {}"):
        at = text.rindex("{}")
        return Edit(file.path, Span(at, at + 2), line)
    if content.removeprefix("---").lstrip().startswith(("{", "[", "- ")) or content.endswith("..."):
        return None
    line = indentation(handbook, file) + line
    if not text and is_first:
        return Edit(file.path, Span(0, 0), f"{schema_line(schema_folder(handbook), 'stubs')}{line}\n")
    is_ended = not text or text.endswith("\n")
    return Edit(file.path, Span(len(text), len(text)), f"{line}{end}" if is_ended else f"{end}{line}")


def indentation(handbook: Handbook, file: Source) -> str:
    """Return what stands before the keys of stubs.yml, as all must have the same."""
    items = [item for stubs in handbook.stub_files if stubs.source == file for item in stubs.all_items]
    if not items:
        return ""
    row, column = file.position(items[0].start)
    return file.line(row)[: column - 1] if not file.line(row)[: column - 1].strip() else ""


def first_lines(handbook: Handbook, path: str, kind: str) -> str:
    """Return the first lines of a new data file: what tells editors the schema, "" where other data files have no such line."""
    line = schema_line(schema_folder(handbook), kind)
    return f"{line}\n" if line and posixpath.dirname(path) == handbook.settings.data_dir else ""


def schema_line(folder: str, kind: str) -> str:
    """Return the line that tells editors the schema of a data file, "" without a folder of schemas."""
    return f"# yaml-language-server: $schema={folder}{kind}.schema.json\n" if folder else ""


def schema_folder(handbook: Handbook) -> str:
    """Return the folder of schemas that the first lines of data files name, "" if they name none."""
    for file in handbook.files:
        is_beside = posixpath.dirname(file.source.path) == handbook.settings.data_dir
        if is_beside and (match := SCHEMA_LINE.match(file.source.line(1))):
            return match[1]
    return ""
