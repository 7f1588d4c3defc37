"""What plugins and functions leave open is said once, and not called dead."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from handbooks import lint, read, write
from mkdocs_handbook.lint import unknown_parts

SITE = "site_name: Test\ndocs_dir: handbook\ntheme: {name: null, custom_dir: theme}\n"
PAGES = {
    "handbook/a.md": "# A\n\n[one]({{ form }}), [two](#made), [three](blog/2026/), [four](nope.md), [five](b.md#made)\n",
    "handbook/b.md": "# B\n\nText.\n",
}
# The plugins of a site, the numbers of dead links that can be known, and the first words of the notes.
PLUGINS = {
    "none": ("[handbook]", 5, []),
    "macros": ("[macros, handbook]", 3, ['"macros" rewrites a.md']),
    "macros with marks of its own": (
        "[macros: {j2_variable_start_string: '[[', j2_block_start_string: '[%'}, handbook]",
        5,
        [],
    ),
    "blog": ("[blog, handbook]", 4, ["plugins or hooks make pages"]),
    "gen-files": ("[gen-files, handbook]", 2, ["plugins or hooks make pages"]),
    "a hook that changes text": (
        "[handbook]\nhooks: [hook.py]",
        0,
        ['"hook.py" rewrites 3 pages'],
    ),
    "a hook that does not": ("[handbook]\nhooks: [other.py]", 5, []),
    "a hook that is not there": ("[handbook]\nhooks: [gone.py]", 5, []),
}
HOOKS = {
    "hook.py": "def on_page_markdown(markdown, **_):\n    return markdown\n",
    "other.py": "def on_config(config):\n    return config\n",
}
OWN = "markdown_extensions:\n  - toc: {slugify: !!python/name:ours.slug }\n"


@pytest.mark.parametrize(("plugins", "known", "notes"), PLUGINS.values(), ids=PLUGINS)
def test_what_plugins_make_is_not_called_dead(plugins: str, known: int, notes: list[str], tmp_path: Path) -> None:
    write(tmp_path, {**PAGES, **HOOKS, "mkdocs.yml": f"{SITE}plugins: {plugins}\n"})
    assert len(lint(tmp_path, ["HB301", "HB302"])) == known
    said = list(unknown_parts.unknown_notes(read(tmp_path)[0]))
    assert [line[: len(note)] for line, note in zip(said, notes, strict=True)] == notes


def test_pages_of_several_languages(tmp_path: Path) -> None:
    languages = "[{locale: en, default: true, name: E}, {locale: de, name: D}]"
    given = {
        "mkdocs.yml": f"{SITE}plugins:\n  - i18n: {{languages: {languages}}}\n  - handbook\n",
        "handbook/index.md": "# Home\n\n[b](b.md#one) [dead](b.md#eins) ![p](p.png)\n",
        "handbook/index.de.md": "# Start\n\n[b](b.md#eins) [dead](b.md#one) [c](c.md) [dead](d.md) <a href='b/'>b</a>\n",
        "handbook/b.en.md": "# B\n\n## One\n",
        "handbook/b.de.md": "# B\n\n## Eins\n",
        "handbook/c.md": "# C\n",
        "handbook/p.en.png": "",
    }
    found = [line.split(" ")[0] for line in lint(write(tmp_path, given), ["HB301", "HB302", "HB308"])]
    assert found == ["handbook/index.de.md:3:23:", "handbook/index.de.md:3:50:", "handbook/index.md:3:22:"]


def test_a_setting_that_mends_many_is_named(tmp_path: Path) -> None:
    links = "".join(f"[{n}](#a--b-{n}) " for n in range(6))
    headings = "".join(f"## A / B {n}\n\n" for n in range(6))
    page = f"# P\n\n{links}[x](#nope)\n\n{headings}"
    handbook, findings = read(write(tmp_path, {"handbook/p.md": page}))
    assert [line[:36] for line in unknown_parts.setting_notes(handbook, findings)] == [
        "6 of 7 dead anchors are as GitHub ma"
    ]
    slugs = f"{SITE}plugins: [handbook]\nmarkdown_extensions:\n  - {unknown_parts.SETTING}\n"
    handbook, findings = read(write(tmp_path, {"handbook/p.md": page, "mkdocs.yml": slugs}))
    assert sum(finding.code == "HB302" for finding in findings) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
def test_notes_are_for_terminals(tmp_path: Path) -> None:
    import pty

    write(tmp_path, {"mkdocs.yml": f"{SITE}plugins: [handbook]\n{OWN}", "handbook/a.md": "# A\n\n[x](#y)\n"})
    command = [sys.executable, "-m", "mkdocs_handbook.cli", "lint", "--select", "HB3"]
    reader, writer = pty.openpty()
    done = subprocess.run(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=writer, check=False)
    os.close(writer)
    said = os.read(reader, 10_000).decode()
    os.close(reader)
    assert (done.returncode, done.stdout) == (0, b"")
    assert said.count("note: a function that is not installed makes the anchors") == 1
    quiet = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert (quiet.stdout, quiet.stderr) == (b"", b"")
