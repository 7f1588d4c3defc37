"""The program Zensical: all that we call of it and know of its versions, most of which is not documented."""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from html import escape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import zensical
from zensical import config

from mkdocs_handbook.builder.engines.engine_choice import SetupError
from mkdocs_handbook.builder.staging.staged_pages import Row
from mkdocs_handbook.model import ThemeLook
from mkdocs_handbook.project import config_file
from mkdocs_handbook.project.site import theme_looks
from mkdocs_handbook.util.escaping import TerminalText, terminal, terminal_lines
from mkdocs_handbook.util.terminal_output import show_line

# Versions with which sites were built and compared.
FIRST, BEFORE = (0, 0, 73), (0, 2)
# Whether they run Python-Markdown and its extensions, which is announced to end; without them `staged_tables` is used.
HAS_EXTENSIONS = True
TEMPLATES = str(Path(zensical.__file__).parent / "templates")
STYLES = {"material": tuple(f"assets/stylesheets/classic/{name}.*.min.css" for name in ("main", "palette"))}
SEARCH = "search.json"
# Our plugin, whose place the staged project takes.
OWN = "handbook"
# That of a section of a page.
ROW_LEVEL = 2
# A report: its level, its message, and the place in a page.
REPORT = re.compile(r"^(?:Warning|Error): (?P<message>.*)\n\s*╭─\[ (?P<place>.+:\d+:\d+) \]$", re.MULTILINE)
PLACE = re.compile(r"^(\s*╭─\[ )(.+:\d+:\d+ \])$")
FINISHED = re.compile(r"^(?:Build (?:started|finished).*|(?:\d+|No) issues? found)$", re.MULTILINE)


def version_note() -> str:
    """Return a line about a version of Zensical that is not known, "" for one that is."""
    found = zensical.version()
    numbers = tuple(map(int, re.findall(r"\d+", found)[:3]))
    if FIRST <= numbers < BEFORE:
        return ""
    return f"Zensical {terminal(found)} was never tried with this version of mkdocs-handbook, so look at what it makes"


def left_out(site: Mapping[str, Any]) -> Iterator[str]:
    """Yield the plugins and hooks of a configuration that Zensical does not run, as what is logged of them."""
    known: Any = getattr(config, "_PLUGIN_UNSUPPORTED_OPTIONS", None)
    for name, _ in config_file.entries(site.get("plugins")) if known else ():
        if name.removeprefix("material/") not in (*known, OWN):
            yield f'the plugin "{name}" is not run: Zensical has none of that name'
    for hook in site.get("hooks") or ():
        yield f'the hook "{hook}" is not run: Zensical runs none'


def look(palettes: object) -> ThemeLook:
    """Return the look of the theme with some palettes."""
    options = {"palette": palettes}
    return theme_looks.of_theme(SimpleNamespace(name="material", dirs=[TEMPLATES], get=options.get), STYLES)


def build(staged: Path, *, is_clean: bool) -> str:
    """Make the site of a configuration; return what Zensical printed; raise SetupError where it fails."""
    with printed() as output:
        try:
            # Not strict: it would say how many warnings there are, and not write the site.
            zensical.build(str(staged), {"clean": is_clean, "strict": False})
            problem = ""
        except click.ClickException as error:
            problem = error.format_message()
        except (RuntimeError, OSError) as error:
            problem = str(error)
    if problem:
        raise SetupError(f"Zensical: {problem}\n{output[0]}".strip())
    return output[0]


@contextmanager
def printed() -> Iterator[list[str]]:
    """Yield a list that holds what the block has printed, also past Python, once the block has ended."""
    texts: list[str] = []
    sys.stdout.flush()
    sys.stderr.flush()
    with tempfile.TemporaryFile() as file:
        kept = [os.dup(number) for number in (1, 2)]
        try:
            for number in (1, 2):
                os.dup2(file.fileno(), number)
            yield texts
        finally:
            for number, old in zip((1, 2), kept, strict=True):
                os.dup2(old, number)
                os.close(old)
            file.seek(0)
            texts.append(click.unstyle(file.read().decode(errors="replace")))


def warnings(output: str, docs_dir: str) -> list[TerminalText]:
    """Return the warnings in what Zensical printed, a line each, with the paths of the pages that the user has."""
    found = [terminal(f"{docs_dir}/{match['place']}: {match['message']}") for match in REPORT.finditer(output)]
    return found or [terminal_lines(line) for line in FINISHED.sub("", output).splitlines() if line.strip()]


def serve(staged: Path, address: str, open_browser: bool) -> None:
    """Serve the site of a configuration, and make it again whenever a file of it changes, until the process ends."""
    try:
        zensical.serve(str(staged), {"dev_addr": address, "open": open_browser, "strict": False})
    except (RuntimeError, OSError, click.ClickException) as error:
        show_line(terminal_lines(f"Zensical: {error}"), err=True)


@contextmanager
def shown_live(docs_dir: str) -> Iterator[None]:
    """Show what is printed in the block, also past Python, line by line, with the paths of the pages that the user has."""
    sys.stdout.flush()
    sys.stderr.flush()
    kept = [os.dup(number) for number in (1, 2)]
    end, start = os.pipe()

    def copy() -> None:
        with os.fdopen(end, encoding="utf-8", errors="replace") as lines, os.fdopen(os.dup(kept[1]), "w") as shown:
            for line in lines:
                text = PLACE.sub(rf"\g<1>{docs_dir}/\g<2>", click.unstyle(line).rstrip("\n"))
                shown.write(f"{terminal_lines(text)}\n")
                shown.flush()

    threading.Thread(target=copy, daemon=True).start()
    for number in (1, 2):
        os.dup2(start, number)
    os.close(start)
    try:
        yield
    finally:
        for number, old in zip((1, 2), kept, strict=True):
            os.dup2(old, number)
            os.close(old)


def with_rows(index: bytes, rows: Iterable[tuple[str, Row]]) -> bytes:
    """Return a search index in which rows of tables are entries, each with the address of its page."""
    read = json.loads(index)
    # So that "help-design" finds "#help-design".
    if "#" not in read["config"]["separator"]:
        read["config"]["separator"] += "|#"
    paths = {entry["location"]: entry["path"] for entry in read["items"]}
    read["items"] += [
        {
            "location": page + address,
            "level": ROW_LEVEL,
            "title": escape(name),
            "text": f"<p>{escape(text)}</p>",
            "path": paths.get(page, []),
            "tags": [],
        }
        for page, (address, name, text) in rows
    ]
    return json.dumps(read, ensure_ascii=False, separators=(",", ":")).encode()
