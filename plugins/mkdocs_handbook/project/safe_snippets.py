"""The extension `pymdownx.snippets` without what a stranger could do with it: it reads files of the repository, and no more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from markdown import Markdown
from pymdownx.snippets import SnippetExtension, SnippetPreprocessor  # type: ignore[import-untyped]

from mkdocs_handbook.project import safe_files

# Snippets may include snippets: so many files of one page are read at most.
MOST = 500


class SafeSnippets(SnippetPreprocessor):  # type: ignore[misc]
    """Includes files below a folder, of a bounded number and size; asks no network for others."""

    def __init__(self, config: dict[str, Any], md: Markdown) -> None:
        self.within = Path(config["within"])
        super().__init__({**config, "url_download": False}, md)

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines of a page with those of its snippets."""
        self.files, self.size = MOST, safe_files.LARGEST
        included: list[str] = super().run(lines)
        return included

    def get_snippet_path(self, path: str) -> str | None:
        """Return the path of a snippet, None where there is none that may be read."""
        found: str | None = super().get_snippet_path(path)
        try:
            self.size -= len(safe_files.read(Path(found), self.within)) if found else 0
        except OSError:
            return None
        self.files -= 1
        return found if min(self.files, self.size) >= 0 else None


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
