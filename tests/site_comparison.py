"""Built sites compared with each other, byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from jinja2 import TemplateError
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError, ConfigurationError

from handbooks import messages


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build told, without the path of its site, and why it stopped, if it did."""

    messages: tuple[str, ...]
    error: str


def outcome(root: Path, site: Path, builder: Callable[[MkDocsConfig], None]) -> Outcome:
    """Return the outcome of a build of a handbook."""
    error = ""
    with messages() as lines:
        try:
            config = load_config(str(root / "mkdocs.yml"), site_dir=str(site))
            config.plugins.on_startup(command="build", dirty=False)
            builder(config)
        except (Abort, BuildError, ConfigurationError, TemplateError) as caught:
            error = f"{type(caught).__name__}: {caught}"
    return Outcome(tuple(line.replace(str(site), "SITE") for line in lines), error)


def tree(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def difference(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Return the files that differ."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
