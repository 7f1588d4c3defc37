"""What a build tells: MkDocs' messages on the terminal, in colour where somebody looks, and how far it is."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

COLOURS = {"CRITICAL": "red", "ERROR": "red", "WARNING": "yellow", "DEBUG": "blue"}


class _Formatter(logging.Formatter):
    def __init__(self, *, is_coloured: bool) -> None:
        super().__init__("%(message)s")
        self.is_coloured = is_coloured

    def format(self, record: logging.LogRecord) -> str:
        """Give a message with its level before it, as MkDocs does."""
        level = f"{record.levelname:<8}-"
        if self.is_coloured and record.levelname in COLOURS:
            level = click.style(level, fg=COLOURS[record.levelname])
        return f"{level}  {super().format(record)}"


@contextmanager
def telling(*, quiet: bool = False, verbose: bool = False) -> Iterator[None]:
    """Show what MkDocs logs: from warnings on if `quiet`, and with it why each page is made anew if `verbose`."""
    mkdocs, own = logging.getLogger("mkdocs"), logging.getLogger("mkdocs.handbook")
    handler = logging.StreamHandler()
    handler.setLevel(logging.ERROR if quiet else logging.DEBUG)
    handler.setFormatter(_Formatter(is_coloured=is_coloured()))
    before = mkdocs.level, own.level, mkdocs.propagate
    mkdocs.addHandler(handler)
    mkdocs.setLevel(logging.INFO)
    mkdocs.propagate = False
    own.setLevel(logging.DEBUG if verbose else logging.INFO)
    try:
        yield
    finally:
        mkdocs.removeHandler(handler)
        mkdocs.level, own.level, mkdocs.propagate = before


def is_terminal() -> bool:
    """Whether somebody looks at the messages."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def is_coloured() -> bool:
    """Whether messages are shown in colour."""
    return not os.environ.get("NO_COLOR") and (is_terminal() or bool(os.environ.get("FORCE_COLOR")))


def progress(what: str, pieces: int, results: Iterator[Any]) -> Iterator[Any]:
    """Show how far something is while its results come: as a bar on a terminal, else as a line."""
    if not is_terminal():
        logging.getLogger("mkdocs.handbook").info("%s: %d pages", what, pieces)
        yield from results
        return
    with click.progressbar(results, length=pieces, label=what, file=sys.stderr) as bar:
        yield from bar


def say(text: str) -> None:
    """Print what stopped a build."""
    click.echo(text, err=True)
