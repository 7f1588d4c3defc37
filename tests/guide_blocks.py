"""The fenced blocks of the README and the guide, and what keeps some from running."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
FENCE = re.compile(r"^(?P<indent> *)```(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL)
# The generated pages: `test_reference.py` and `test_rules.py` try what stands there.
GENERATED = ("rules.md", "data-keys.md")
# Pages whose examples name people and rituals of the sample handbook; all others are of a handbook from `handbook init`.
OF_THE_SAMPLE = ("calendars", "change-a-dri", "directory", "edit-a-ritual", "stubs", "tables")
# Commands that no test runs, each with the reason.
NOT_RUN = {
    r"make ": "sets up a checkout, as this one is",
    r"python3? ": "makes an environment, or measures with a corpus",
    r"\S*pip ": "asks a registry",
    r"properdocs ": "is another program, `engines/test_properdocs.py` runs it",
    r"git fetch": "asks a remote",
    r"curl ": "asks a site",
    r"test ! -s": "asks a webhook",
    r"eval ": "is of the reader's shell, `test_commands.py` runs it there",
    r"handbook new ritual\Z": "asks in a terminal, `test_item_questions.py` answers",
    r"handbook serve": "serves until it is interrupted, `test_dev_server.py` runs it",
    r"handbook issues": "asks a host of issues, also for a dry run, `test_issue_runs.py` runs it with one",
    r"handbook import mkdocs.yml": "reads redirects of another tool, `test_importer.py` has some",
    r"handbook slack": "asks Slack, the tests of `slack` run it with a server",
}


class Block(NamedTuple):
    """A fenced block: the stem of its page, its line, what stands behind its marks, and its text without indentation."""

    page: str
    line: int
    info: str
    text: str

    @property
    def name(self) -> str:
        """The name of the block in reports."""
        return f"{self.page}:{self.line}"


class Command(NamedTuple):
    """A command of a console block, and the lines that it prints as the page has them."""

    words: str
    printed: tuple[str, ...]


def pages() -> list[Path]:
    """Return the README and the pages of the guide."""
    guide = sorted((ROOT / "handbook/guide").glob("*.md"))
    return [ROOT / "README.md", *(path for path in guide if path.name not in GENERATED)]


def name(path: Path) -> str:
    """Return what a page is called in reports and in the lists here."""
    return path.name if path.parent == ROOT else path.stem


def blocks(path: Path) -> Iterator[Block]:
    """Yield the blocks of a page."""
    text = path.read_text(encoding="utf-8")
    for match in FENCE.finditer(text):
        indent = match["indent"]
        body = "\n".join(line.removeprefix(indent) for line in match["body"].split("\n"))
        line = text.count("\n", 0, match.start()) + 1
        yield Block(name(path), line, match["info"].strip(), body)


def commands(block: Block) -> Iterator[Command]:
    """Yield the commands of a console block, as from an environment whose commands are in the path."""
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        first, *printed = part.rstrip("\n").split("\n")
        words = re.sub(r"\s+# .*", "", re.sub(r"^(?:\.\./)?\.venv/bin/(?=handbook)", "", first))
        yield Command(words.strip(), tuple(line for line in printed if line.strip()))


def is_run(command: str) -> bool:
    """Return whether a test runs a command."""
    return not any(re.match(form, command) for form in NOT_RUN)
