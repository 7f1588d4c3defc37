"""Readers of what the handbook writes, each as strict or as lenient as the real one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

import tinyhtml5  # type: ignore[import-untyped]
from markdown_it import MarkdownIt

# The commands that GitHub's runner knows.
COMMANDS = frozenset(
    [
        "add-mask",
        "add-matcher",
        "remove-matcher",
        "add-path",
        "debug",
        "echo",
        "endgroup",
        "error",
        "group",
        "internal-set-repo-path",
        "notice",
        "save-state",
        "set-env",
        "set-output",
        "stop-commands",
        "warning",
    ]
)
DATA = {"%0D": "\r", "%0A": "\n"}
PROPERTY = {**DATA, "%3A": ":", "%2C": ","}


class WorkflowCommand(NamedTuple):
    """A command as the runner has understood it."""

    name: str
    properties: dict[str, str]
    message: str


def workflow_commands(log: str) -> list[WorkflowCommand]:
    """Return what a runner of GitHub takes for commands in a log: by `::` at the beginning of a line, or `##[` anywhere.

    After ActionCommand.cs of actions/runner. Lines end with CR, LF or both.
    """
    return [found for line in heeded(re.split(r"\r\n|\r|\n", log)) if (found := new_command(line) or old_command(line))]


def heeded(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines that a runner reads for commands: not those between a token of 32 digits that stops it and that token."""
    token = ""
    for line in lines:
        stop = re.fullmatch(r"::stop-commands::([0-9a-f]{32})", line)
        if token and line == f"::{token}::":
            token = ""
        elif stop and not token:
            token = stop[1]
        elif not token:
            yield line


def new_command(line: str) -> WorkflowCommand | None:
    line = line.lstrip()
    end = line.find("::", 2)
    if not line.startswith("::") or end < 0:
        return None
    name, _, rest = line[2:end].partition(" ")
    pairs = (pair.split("=", 1) for pair in rest.strip().split(",") if "=" in pair)
    properties = {key: unescaped(text, PROPERTY) for key, text in pairs if text}
    return WorkflowCommand(name, properties, unescaped(line[end + 2 :], DATA)) if name.lower() in COMMANDS else None


def old_command(line: str) -> WorkflowCommand | None:
    start = line.find("##[")
    end = line.find("]", start)
    if start < 0 or end < 0:
        return None
    name = line[start + 3 : end].partition(" ")[0]
    return WorkflowCommand(name, {}, line[end + 1 :]) if name.lower() in COMMANDS else None


def unescaped(text: str, table: dict[str, str]) -> str:
    for code, char in (*table.items(), ("%25", "%")):
        text = text.replace(code, char)
    return text


class Redirect(NamedTuple):
    """A rule of `_redirects`."""

    old: str
    new: str
    status: str


def redirects(text: str) -> list[Redirect]:
    """Return the rules of a `_redirects` file of this project: three words a line, and nothing that stands for any text."""
    rules = []
    for line in text.splitlines():
        rule = Redirect(*line.split())
        assert re.fullmatch(r"/(?!/)[!-~]*", rule.old)
        assert not re.search(r"[*:?#]", rule.old)
        assert re.fullmatch(r"(?:/|https?://)[!-~]*", rule.new)
        assert rule.status == "301"
        rules.append(rule)
    return rules


def elements(html: str) -> Iterator[Element]:
    """Yield the elements of a page as a browser makes them."""
    yield from (one for one in tinyhtml5.parse(html, namespace_html_elements=False).iter() if isinstance(one.tag, str))


def shown(html: str) -> str:
    """Return all text of a page but that of scripts and styles."""
    root = tinyhtml5.parse(html, namespace_html_elements=False)
    return "".join(text_of(root))


def text_of(element: Element) -> Iterator[str]:
    if element.tag not in ("script", "style"):
        yield element.text or ""
        for child in element:
            yield from text_of(child)
            yield child.tail or ""


def markdown_text(text: str) -> tuple[set[str], str]:
    """Return the names of the elements that Markdown as GitHub reads it makes of a text, and what it shows."""
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text)
    tags = {one.tag for one in elements(html)} - {"html", "head", "body"}
    return tags, shown(html)
