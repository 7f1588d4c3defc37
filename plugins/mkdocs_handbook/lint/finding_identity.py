"""What stays of a finding while lines around it come and go, and while the rest of the handbook changes."""

from __future__ import annotations

import re

from mkdocs_handbook.model import Finding

SUGGESTED = re.compile(r", (?:did you mean|known are|write the path of|add the person or) ")


def said(finding: Finding) -> str:
    """Give what a finding says is there, without what it suggests: that depends on the rest of the handbook."""
    return SUGGESTED.split(finding.message, maxsplit=1)[0]


def line(finding: Finding) -> str:
    """Give the text of the line that a finding is about, "" where it is about the whole file."""
    return finding.source.line(finding.position.row).strip() if finding.span.end > finding.span.start else ""
