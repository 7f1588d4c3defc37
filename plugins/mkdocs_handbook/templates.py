"""The templates that hold all HTML of tables and stubs; a theme's `custom_dir` may replace each of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).parent
ASSETS = ("handbook.css", "handbook.js")


def environment(overrides: Iterable[str] = ()) -> Environment:
    """Give the environment of the templates; those in the folders given come before the packaged ones."""
    folders = [*overrides, str(HERE / "templates")]
    return Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render(templates: Environment, template: str, /, **values: Any) -> str:
    """Give the text of a template, such as `table` for handbook/table.html."""
    return templates.get_template(f"handbook/{template}.html").render(**values)


def assets() -> dict[str, str]:
    """Give the stylesheet and the script by their address in the site."""
    return {f"assets/handbook/{name}": (HERE / "assets" / name).read_text(encoding="utf-8") for name in ASSETS}
