"""The packaged files with which a handbook, a group or a kind begins."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).parent / "starter"
SEPARATORS = re.compile(r"[-_\s]+")


def environment() -> Environment:
    """Give the environment of the templates; they hold braces of GitHub's, so theirs are other signs."""
    return Environment(
        loader=FileSystemLoader(HERE),
        autoescape=False,  # noqa: S701 (Markdown, YAML and JSON: no template here makes HTML)
        undefined=StrictUndefined,
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render(template: str, /, **values: Any) -> str:
    """Give the text of a packaged file."""
    return environment().get_template(template).render(**values)


def has(template: str) -> bool:
    """Whether there is a packaged file of a name."""
    return (HERE / template).is_file()


def title(name: str) -> str:
    """Give the title of a name: words with spaces between them, the first one with a capital letter."""
    words = " ".join(filter(None, SEPARATORS.split(name)))
    return words[:1].upper() + words[1:]


def inside(text: str) -> str:
    """Give a title as it stands inside of a sentence."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def monday(today: date) -> date:
    """Give the Monday of a day's week."""
    return today - timedelta(today.weekday())


def first_tuesday(today: date) -> date:
    """Give the first Tuesday of a day's month."""
    first = today.replace(day=1)
    return first + timedelta((1 - first.weekday()) % 7)
