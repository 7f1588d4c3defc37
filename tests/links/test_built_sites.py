"""With a built site, its links and anchors count: the same findings at the lines of the sources, whatever plugins do."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_broken_links import TOC, files

from command_line import run as command
from handbooks import BARE, build, run, write
from mkdocs_handbook.lint import linter

CODES = ["HB301", "HB302", "HB303", "HB308"]
HOOK = """
def on_page_markdown(markdown, **_):
    return markdown.replace("{form}", "b.md").replace("{gone}", "gone.md").replace("{title}", "Made")
"""
PAGE = """# A

[form]({form}), [gone]({gone}), [heading](#made), [dead](nope.md), [dead](nope.md), [no anchor](b.md#x), [moved](old.md)

## {title}

![dead](nope.png) <a href="nope/">raw</a> `[code](nope.md)`
"""
SITE = {
    "mkdocs.yml": f"{BARE}hooks: [hook.py]\n",
    "hook.py": HOOK,
    "handbook/a.md": PAGE,
    "handbook/b.md": "# B\n",
    "rituals/stubs.yml": "old.md: b.md\n",
}


def found(root: Path, site: Path | None) -> list[tuple[str, str, int, str]]:
    state = run(root, CODES)
    if site:
        state = linter.LintRun(linter.as_built(state.workspace, site), state.request, state.codes)
    return [(one.code, one.source.path, one.position.row, one.url) for one in linter.findings(state)]


@pytest.mark.parametrize("toc", [TOC["default"], TOC["lower"]])
def test_findings_are_the_same_as_without(toc: str, tmp_path: Path) -> None:
    root = write(tmp_path, files(toc))
    assert found(root, build(root).site) == (plain := found(root, None))
    assert len(plain) > 40


def test_what_a_hook_makes_is_known(tmp_path: Path) -> None:
    root = write(tmp_path, SITE)
    theme = root / "theme" / "main.html"
    theme.write_text("<article>{{ page.content }}</article>\n", encoding="utf-8")
    assert found(root, build(root).site) == [
        # Nobody wrote this address.
        ("HB301", "handbook/a.md", 1, "gone.md"),
        ("HB301", "handbook/a.md", 3, "nope.md"),
        ("HB301", "handbook/a.md", 3, "nope.md"),
        ("HB302", "handbook/a.md", 3, "b.md#x"),
        ("HB303", "handbook/a.md", 3, "old.md"),
        ("HB308", "handbook/a.md", 7, "nope.png"),
        ("HB301", "handbook/a.md", 7, "nope/"),
    ]


def test_the_command_takes_a_site(tmp_path: Path) -> None:
    root = write(tmp_path, {"handbook/a.md": "# A\n\n[x](nope.md)\n"})
    site, config = build(root).site, str(root / "mkdocs.yml")
    assert command("lint", "-f", config, "--select", "HB301", "--built", str(site)).output.count("HB301") == 1
    assert command("lint", "-f", config, "--built", str(root / "handbook")).exit_code == 2
    assert command("lint", "-f", config, "--fix", "--built", str(site)).exit_code == 2
