"""Bytes become text, or a finding."""

from __future__ import annotations

from mkdocs_handbook.model import Finding, RawFile, Source, Span


def decode(raw: RawFile) -> tuple[Source, list[Finding]]:
    """Give the text of a file, and the finding of one that has none: it could not be read, or is not UTF-8."""
    if raw.problem:
        empty = Source(raw.path, "")
        return empty, [Finding("HB121", empty, Span(0, 0), f"the file {raw.problem}")]
    bom = raw.content.startswith(b"\xef\xbb\xbf")
    content = raw.content[3:] if bom else raw.content
    try:
        return Source(raw.path, content.decode("utf-8"), bom), []
    except UnicodeDecodeError as error:
        good = content[: error.start].decode("utf-8")
        source = Source(raw.path, good + content[error.start :].decode("utf-8", "replace"), bom)
        at = Span(len(good), len(good) + 1)
        return source, [Finding("HB102", source, at, "not UTF-8, save the file in that encoding")]
