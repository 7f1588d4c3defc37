"""The text that snippets bring into a page, and the lines of the page that include it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from mkdocs_handbook.model import Settings, Span
from mkdocs_handbook.pages import page_renderer

PROCESSOR = "snippet"
MARK = re.compile(r"^[ \t>]*-+8<-+(?P<inline>[ \t]+[^\n]*)?[ \t]*\r?$", re.MULTILINE)


def expanded(text: str, settings: Settings) -> str:
    """Return a text with those of its snippets, the text alone where they fail."""
    return _expanded(text, settings)[0]


def problem(text: str, settings: Settings) -> str:
    """Return why the snippets of a text fail, "" where they do not."""
    return _expanded(text, settings)[1]


@lru_cache(maxsize=1024)
def _expanded(text: str, settings: Settings) -> tuple[str, str]:
    with page_renderer.as_markdown_error():
        md = page_renderer.shared_renderer(settings)
    try:
        return "\n".join(md.preprocessors[PROCESSOR].run(text.split("\n"))), ""
    except MemoryError:
        raise
    except Exception as error:
        return text, f"{type(error).__name__}: {error}"


def including_spans(text: str, start: int, words: str, settings: Settings) -> Iterator[Span]:
    """Yield the lines of a page that include a text with some words, each as often as the words are in it."""
    appended = expanded("", settings)
    for span in marks(text, start):
        brought = expanded(text[slice(*span)], settings).removesuffix(appended)
        yield from [span] * brought.count(words)


def marks(text: str, start: int) -> Iterator[Span]:
    """Yield the lines of a text that include others: each alone, or all from one mark to the next."""
    opened = -1
    for match in MARK.finditer(text, start):
        if opened >= 0:
            if not match["inline"]:
                yield Span(opened, match.end())
                opened = -1
        elif match["inline"]:
            yield Span(
                match.start() + len(match[0]) - len(match[0].lstrip(" \t>")), len(match[0].rstrip()) + match.start()
            )
        else:
            opened = match.start()
