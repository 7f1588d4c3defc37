"""The log of a build: messages on the terminal, and messages recorded with a page to be logged again from the cache."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from mkdocs_handbook.util.escaping import terminal_lines

# A logger's name, a level and a message.
Line = tuple[str, int, str]
COLOURS = {"CRITICAL": "red", "ERROR": "red", "WARNING": "yellow", "DEBUG": "blue"}
# ProperDocs takes the place of MkDocs, and its loggers have its name.
ENGINE = logging.getLogger(getattr(sys.modules.get("mkdocs"), "__name__", "mkdocs"))
BUILD = ENGINE.getChild("commands.build")
HANDBOOK = ENGINE.getChild("handbook")


class _Recorder(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not self.records or self.records[-1] is not record:
            self.records.append(record)


@contextmanager
def recorded() -> Iterator[list[Line]]:
    """Yield a list that holds the messages logged in the block, from level info on, once the block has ended."""
    recorder, lines = _Recorder(), list[Line]()
    # MkDocs' logger stops to propagate to the root logger once its command line has set it up.
    loggers = (ENGINE, logging.getLogger())
    for logger in loggers:
        logger.addHandler(recorder)
    try:
        yield lines
    finally:
        for logger in loggers:
            logger.removeHandler(recorder)
        lines.extend((record.name, record.levelno, record.getMessage()) for record in recorder.records)


def replay(lines: Iterable[Line]) -> None:
    """Log recorded messages again."""
    for name, level, message in lines:
        logging.getLogger(name).log(level, "%s", message)


@contextmanager
def info_enabled() -> Iterator[None]:
    """Log from level info on in the block: what is recorded must not depend on what is shown."""
    level = ENGINE.level
    ENGINE.setLevel(logging.INFO)
    try:
        yield
    finally:
        ENGINE.setLevel(level)


class _Formatter(logging.Formatter):
    def __init__(self, *, is_coloured: bool) -> None:
        super().__init__("%(message)s")
        self.is_coloured = is_coloured

    def format(self, record: logging.LogRecord) -> str:
        """Return a message with its level before it, as MkDocs shows it."""
        level = f"{record.levelname:<8}-"
        if self.is_coloured and record.levelname in COLOURS:
            level = click.style(level, fg=COLOURS[record.levelname])
        return f"{level}  {terminal_lines(super().format(record))}"


@contextmanager
def on_terminal(*, quiet: bool = False, verbose: bool = False) -> Iterator[None]:
    """Show MkDocs' log on standard error: errors only if `quiet`; also why each page is rebuilt if `verbose`."""
    handler = logging.StreamHandler()
    handler.setLevel(logging.ERROR if quiet else logging.DEBUG)
    handler.setFormatter(_Formatter(is_coloured=is_coloured()))
    before = ENGINE.level, HANDBOOK.level, ENGINE.propagate
    ENGINE.addHandler(handler)
    ENGINE.setLevel(logging.INFO)
    ENGINE.propagate = False
    HANDBOOK.setLevel(logging.DEBUG if verbose else logging.INFO)
    try:
        yield
    finally:
        ENGINE.removeHandler(handler)
        ENGINE.level, HANDBOOK.level, ENGINE.propagate = before


def is_terminal() -> bool:
    """Return whether standard error is a terminal that can move its cursor."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def is_coloured() -> bool:
    """Return whether messages are shown in colour (NO_COLOR and FORCE_COLOR are respected)."""
    return not os.environ.get("NO_COLOR") and (is_terminal() or bool(os.environ.get("FORCE_COLOR")))


def show_progress(label: str, length: int, results: Iterator[Any]) -> Iterator[Any]:
    """Yield results while a bar on a terminal shows how many of `length` have come; elsewhere log a line first."""
    if not is_terminal():
        HANDBOOK.info("%s: %d pages", label, length)
        yield from results
        return
    with click.progressbar(results, length=length, label=label, file=sys.stderr) as bar:
        yield from bar
