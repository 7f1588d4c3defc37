"""What is logged while a page is made: kept with the page, and logged again when the page is not made again."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

# A logger's name, a level and a message.
Line = tuple[str, int, str]
MKDOCS = logging.getLogger("mkdocs")


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
