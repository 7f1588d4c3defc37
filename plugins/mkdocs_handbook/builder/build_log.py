"""What is logged while a page is made: kept with the page, and logged again when the page is not made again."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import click

# A logger's name, a level and a message.
Line = tuple[str, int, str]
COLOURS = {"CRITICAL": "red", "ERROR": "red", "WARNING": "yellow", "DEBUG": "blue"}
MKDOCS = logging.getLogger("mkdocs")
BUILD = logging.getLogger("mkdocs.commands.build")
HANDBOOK = logging.getLogger("mkdocs.handbook")


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not self.records or self.records[-1] is not record:
            self.records.append(record)


@contextmanager
def listening() -> Iterator[list[Line]]:
    """Collect what is logged meanwhile, of level info and above; the list is complete afterwards."""
    listener, lines = _Listener(), list[Line]()
    # MkDocs' own logger does not hand on to the root once its command line has set it up.
    loggers = (MKDOCS, logging.getLogger())
    for logger in loggers:
        logger.addHandler(listener)
    try:
        yield lines
    finally:
        for logger in loggers:
            logger.removeHandler(listener)
        lines.extend((one.name, one.levelno, one.getMessage()) for one in listener.records)


def repeat(lines: Iterable[Line]) -> None:
    """Log once more what was logged when a page was made."""
    for name, level, message in lines:
        logging.getLogger(name).log(level, "%s", message)


@contextmanager
def complete() -> Iterator[None]:
    """Let MkDocs log from level info on, whatever is shown of it: what is kept must not depend on who looks."""
    level = MKDOCS.level
    MKDOCS.setLevel(logging.INFO)
    try:
        yield
    finally:
        MKDOCS.setLevel(level)


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
