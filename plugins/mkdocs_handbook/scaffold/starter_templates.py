"""The templates of a new handbook, group or kind."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).parent / "starter"
SEPARATORS = re.compile(r"[-_\s]+")


def environment() -> Environment:
    """Return the Jinja environment; its delimiters differ, since templates contain GitHub's braces."""
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
    """Return the text of a packaged file."""
    return environment().get_template(template).render(**values)


def title(name: str) -> str:
    """Return the title of a name: words with spaces between them, the first one capitalized."""
    words = " ".join(filter(None, SEPARATORS.split(name)))
    return words[:1].upper() + words[1:]


def inside(text: str) -> str:
    """Return a title for the middle of a sentence."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def monday(today: date) -> date:
    """Return the Monday of a day's week."""
    return today - timedelta(today.weekday())


def first_tuesday(today: date) -> date:
    """Return the first Tuesday of a day's month."""
    first = today.replace(day=1)
    return first + timedelta((1 - first.weekday()) % 7)
