"""The extension `pymdownx.snippets` without what a stranger could do with it: it reads files of the repository, and no more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from markdown import Markdown
from pymdownx.snippets import SnippetExtension, SnippetPreprocessor  # type: ignore[import-untyped]

from mkdocs_handbook.pages import rendering_effort
from mkdocs_handbook.pages.page_renderer import TooMuchError
from mkdocs_handbook.project import safe_files

# Snippets may include snippets: so many files of one page are read at most.
MOST = 500
TOO_MUCH = "what its snippets include is too much to be rendered"


class SafeSnippets(SnippetPreprocessor):  # type: ignore[misc]
    """Includes files below a folder, of a bounded number and size; asks no network for others."""

    def __init__(self, config: dict[str, Any], md: Markdown) -> None:
        self.within = Path(config["within"])
        super().__init__({**config, "url_download": False}, md)

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines of a page with those of its snippets; raise TooMuchError where these are too much to be rendered.

        Only here is the whole text of a page known.
        """
        self.files, self.size = MOST, rendering_effort.LONGEST
        included: list[str] = super().run(lines)
        if rendering_effort.excess("\n".join(included)):
            raise TooMuchError(TOO_MUCH)
        return included

    def get_snippet_path(self, path: str) -> str | None:
        """Return the path of a snippet, None where there is none that may be read; raise TooMuchError for too many."""
        found: str | None = super().get_snippet_path(path)
        try:
            self.size -= len(safe_files.read(Path(found), self.within)) if found else 0
        except OSError:
            return None
        self.files -= 1
        if min(self.files, self.size) < 0:
            raise TooMuchError(TOO_MUCH)
        return found


class SafeSnippetExtension(SnippetExtension):  # type: ignore[misc]
    """Registers them in place of the original ones, whose options it has."""

    def __init__(self, *args: Any, within: str, **kwargs: Any) -> None:
        self.within = within
        super().__init__(*args, **kwargs)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register the preprocessor."""
        self.md = md
        md.registerExtension(self)
        md.preprocessors.register(SafeSnippets({**self.getConfigs(), "within": self.within}, md), "snippet", 32)


def makeExtension(**options: Any) -> SafeSnippetExtension:  # noqa: N802 (Python-Markdown's name)
    """Return the extension."""
    return SafeSnippetExtension(**options)
