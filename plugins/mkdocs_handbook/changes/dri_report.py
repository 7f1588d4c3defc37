"""Who is responsible for what, as people and programs read it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from mkdocs_handbook.changes.dri_changes import at, named
from mkdocs_handbook.data.responsibilities import Responsibility

Counts = Mapping[str, Mapping[str, int]]


def counted(found: Counts) -> list[dict[str, Any]]:
    """Give everybody's numbers for a program."""
    return [{"handle": handle, "total": sum(one.values()), "kinds": dict(one)} for handle, one in found.items()]


def table(found: Counts) -> str:
    """Give everybody's numbers as a table."""
    kinds = sorted({kind for one in found.values() for kind in one})
    head = ["handle", "total", *kinds]
    rows = [
        [handle, str(sum(one.values())), *(str(one.get(kind, "-")) for kind in kinds)] for handle, one in found.items()
    ]
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    return "\n".join(aligned(row, widths) for row in [head, *rows])


def aligned(row: list[str], widths: list[int]) -> str:
    """Give a row with its name to the left and its numbers to the right."""
    cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
    return "  ".join(cells).rstrip()


def line(post: Responsibility, day: date) -> str:
    """Give a post as a line: place, what it is, and until when."""
    return f"{at(post)}: {named(post)}{ends(post, day)}"


def ends(post: Responsibility, day: date) -> str:
    """Say until when a post lasts, "" where it goes on."""
    if post.until is None:
        return ""
    if post.until == date.min:
        return ", over"
    return f", {'over since' if post.is_over(day) else 'until'} {post.until}"


def entry(post: Responsibility, day: date) -> dict[str, Any]:
    """Give a post for a program."""
    row, column = post.source.position(post.person.span.start)
    return {
        "filename": post.source.path,
        "location": {"row": row, "column": column},
        "kind": post.kind,
        "group": post.group,
        "item": post.item,
        "key": post.key,
        "over": post.is_over(day),
        "until": str(post.until) if post.until and post.until != date.min else None,
    }
