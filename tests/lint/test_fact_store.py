"""The store of lint: it changes no finding, whatever has been edited, and whatever has become of its file."""

from __future__ import annotations

import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from call_counter import calls_of
from handbooks import TODAY, contents, needs_links, write
from mkdocs_handbook.data.yaml import parser
from mkdocs_handbook.lint import rules
from mkdocs_handbook.model import Finding
from mkdocs_handbook.pages import outline, page_renderer
from mkdocs_handbook.project import clock, mkdocs_yml, workspace
from mkdocs_handbook.project.caching import cache, fact_store
from mkdocs_handbook.project.caching.cache import Cache
from mkdocs_handbook.project.caching.content_digest import digest, versions
from mkdocs_handbook.util import wording
from random_edits import Handbook

CONFIG = """\
site_name: Test
docs_dir: handbook
plugins: [handbook]
markdown_extensions: [attr_list, footnotes, toc, {pymdownx.snippets: {base_path: [snippets]}}]
"""
PAGE = """\
# Team

Ask in #help-enginering or @bo, see [the plan](plan.md#gaols), [home](index.md#nothing) and [it][plan].

<div id="raw">[Raw](gone.html)</div>

#help-engineering is ours

#### Deep

[Rituals](../rituals/team.rituals.yml)
"""
FILES = {
    "mkdocs.yml": CONFIG,
    "handbook/index.md": "# Home\n\n[Team](team.md#deep)\n",
    "handbook/team.md": PAGE,
    "handbook/plan.md": "# Plan\n\n## Goals\n\nSome[^1].\n\n[^1]: Note.\n",
    "rituals/team.rituals.yml": "- task: Sync\n  startedOn: 2026-01-07\n  frequency: Weekly\n  description: Talk.\n  dri: bo\n",
    "rituals/team.channels.yml": "- channel: '#help-engineering'\n  dri: ana\n",
    "rituals/people.yml": "ana: {name: Ana}\nbo: {name: Bo, leftOn: 2026-01-05}\n",
    "snippets/note.md": "A [link](team.md).\n",
}


def findings(root: Path, *, is_stored: bool = True) -> list[Finding]:
    """Return what all rules find in a handbook, with the store or without."""
    project = mkdocs_yml.read_project(root / "mkdocs.yml", root)
    store = fact_store.open_store(project.settings) if is_stored else None
    assert store or not is_stored
    now = clock.now(project.settings.timezone, TODAY)
    state = workspace.load_files(project, mkdocs_yml.read_files(project), now, store)
    found = [*state.problems, *rules.run(state.handbook, rules.ALL)]
    if store:
        store.save(str(root))
        store.cache.close()
    return found


def database() -> Path:
    return Path(os.environ["XDG_CACHE_HOME"]) / "mkdocs-handbook" / "lint" / cache.NAME


EDITS: dict[str, dict[str, str]] = {
    "nothing": {},
    "words": {"handbook/team.md": f"{PAGE}\nMore words.\n"},
    "the heading that a link names": {"handbook/plan.md": "# Plan\n\n## Gaols\n"},
    "the heading that a link had": {"handbook/team.md": PAGE.replace("Deep", "Shallow")},
    "a page that a link lacked": {"handbook/gone.md": "# Gone\n"},
    "a page that is gone": {"handbook/plan.md": ""},
    "a page that moves": {"handbook/plan.md": "", "handbook/plans/plan.md": FILES["handbook/plan.md"]},
    "a row whose anchor a heading has": {"handbook/team.md": f"{PAGE}\n## Ritual: Sync\n"},
    "a name of a channel": {"rituals/team.channels.yml": "- channel: '#help-enginering'\n  dri: ana\n"},
    "a person who is back": {"rituals/people.yml": "ana: {name: Ana}\nbo: {name: Bo}\n"},
    "an address that has moved": {"rituals/stubs.yml": "gone.md: plan.md\n"},
    "an extension": {"mkdocs.yml": CONFIG.replace("attr_list, ", "")},
    "the titles of sections": {"mkdocs.yml": CONFIG.replace("handbook]", "handbook: {sections: {rituals: [Deep]}}]")},
    "YAML that cannot be read": {"rituals/team.rituals.yml": "- task: [\n"},
}


@pytest.mark.parametrize("edit", EDITS)
def test_findings_are_the_same_after_an_edit(edit: str, tmp_path: Path) -> None:
    write(tmp_path, FILES)
    assert findings(tmp_path) == findings(tmp_path, is_stored=False)
    for path, text in EDITS[edit].items():
        write(tmp_path, {**FILES, path: text})
        if not text:
            (tmp_path / path).unlink()
    found = findings(tmp_path)
    assert found == findings(tmp_path) == findings(tmp_path, is_stored=False)
    assert found


def test_a_page_with_text_of_another_file_is_read_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {**FILES, "handbook/team.md": f'{PAGE}\n--8<-- "note.md"\n'})
    assert findings(tmp_path) == findings(tmp_path, is_stored=False)
    write(tmp_path, {"mkdocs.yml": CONFIG, "snippets/note.md": "A [link](lost.md).\n"})
    found = findings(tmp_path)
    assert found == findings(tmp_path, is_stored=False)
    assert any("lost.md" in one.message for one in found)


def headings(count: int) -> str:
    return "# Long\n" + "".join(f"\n## The heading {number} of many\n" for number in range(count))


def links(numbers: Iterable[int]) -> str:
    return "# Links\n" + "".join(f"\n[it](long.md#the-headng-{number}-of-many)\n" for number in numbers)


def test_what_is_compared_for_guesses_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "AFFORDABLE", 200)
    write(tmp_path, {"mkdocs.yml": CONFIG, "handbook/long.md": headings(20)})
    counts = []
    for numbers in (range(20), range(12, 20), range(20), range(5, 20), range(20)):
        write(tmp_path, {"mkdocs.yml": CONFIG, "handbook/links.md": links(numbers)})
        found = findings(tmp_path)
        assert found == findings(tmp_path, is_stored=False)
        counts.append(sum("did you mean" in one.message for one in found))
    assert counts == [9, 8, 9, 9, 9]


def test_ids_of_lines_of_code_are_suggested_only_once_a_link_has_asked_for_such(tmp_path: Path) -> None:
    options = "[{pymdownx.highlight: {anchor_linenums: true}}, pymdownx.superfences]"
    write(
        tmp_path,
        {
            "mkdocs.yml": f"site_name: Test\ndocs_dir: handbook\nplugins: [handbook]\nmarkdown_extensions: {options}\n",
            "handbook/code.md": '# Code\n\n```python linenums="1"\nx = 1\n```\n',
            "handbook/near.md": "# Near\n\n[line](code.md#codelineno-0-1)\n",
        },
    )
    messages = []
    for there in (False, True, False):
        other = tmp_path / "handbook/other.md"
        other.write_text("# Other\n\n[line](code.md#__codelineno-0-1)\n" if there else "# Other\n", encoding="utf-8")
        found = findings(tmp_path)
        assert found == findings(tmp_path, is_stored=False)
        messages += [one.message for one in found if one.code == "HB302"]
    assert ["did you mean" in one for one in messages] == [False, True, False]


def test_a_second_run_reads_only_what_has_changed(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    parser.parse.cache_clear()
    before = findings(tmp_path)
    write(tmp_path, {**FILES, "handbook/plan.md": FILES["handbook/plan.md"] + "\nMore.\n"})
    watched = (outline.lines, page_renderer.convert_with, parser._Builder.read)
    parser.parse.cache_clear()
    calls = calls_of(lambda: findings(tmp_path), *watched)
    read = {given.get("text", "").partition("\n")[0] for name, given in calls if name == "lines"}
    assert read <= {"# Plan", ""}
    assert {name for name, given in calls if name == "convert_with" and "# Plan" not in given["text"]} == set()
    # People and channels are looked at by rules that need their places.
    assert sum(name == "_Builder.read" for name, _ in calls) < 4
    assert findings(tmp_path) == before


def test_nothing_is_written_where_nothing_is_new(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    findings(tmp_path)
    with sqlite3.connect(database()) as connection:
        before = [*connection.iterdump()]
    findings(tmp_path)
    assert [*connection.iterdump()] == before
    connection.close()


# --- What becomes of the file ---


def flip(path: Path) -> None:
    """Change letters of what was found out, as a disk may."""
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE entry SET body = replace(body, 'there', 'thero')")
        connection.execute("UPDATE entry SET body = replace(body, '.md', '.me')")
        connection.execute("UPDATE entry SET body = replace(body, '2026-01-07', '2026-01-47')")
    connection.close()


def run_statement(path: Path, statement: str) -> None:
    """Change what is in the file."""
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    connection.close()


# What SQLite lets be, though nobody wrote it.
ODD = (
    "UPDATE entry SET value = 'no number'",
    "UPDATE entry SET value = 'null'",
    "UPDATE entry SET body = x'ff'",
    "UPDATE entry SET body = CAST(x'ff' AS TEXT)",
    "UPDATE build SET keys = x'ff'",
    "UPDATE build SET keys = CAST(x'ff' AS TEXT)",
    "ALTER TABLE entry DROP COLUMN body",
    "DROP TABLE entry",
    "DROP TABLE build",
)


def cut(path: Path) -> None:
    """Leave half of the file."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def age(path: Path) -> None:
    """Make it the file of another version."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version=99")
    connection.close()


def garble(path: Path) -> None:
    """Write something else into the middle of each page of the file."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    content = bytearray(path.read_bytes())
    chance = random.Random(1)  # noqa: S311 (chance, no secret)
    for at in range(4096, len(content), 512):
        content[at + chance.randrange(256)] ^= 0xFF
    path.write_bytes(bytes(content))


def replace_by_folder(path: Path) -> None:
    """Put a folder where the file was."""
    shutil.rmtree(path.parent)
    path.mkdir(parents=True)


def replace_by_file(path: Path) -> None:
    """Put a file where the folder was."""
    shutil.rmtree(path.parent)
    path.parent.write_text("no folder", encoding="utf-8")


def empty(path: Path) -> None:
    """Leave a file without anything in it."""
    for one in path.parent.glob(f"{cache.NAME}*"):
        one.write_bytes(b"")


@pytest.mark.parametrize("harm", [flip, cut, age, garble, replace_by_folder, replace_by_file, empty])
def test_a_file_that_is_harmed_changes_nothing(harm: Callable[[Path], None], tmp_path: Path) -> None:
    write(tmp_path, FILES)
    before = findings(tmp_path)
    harm(database())
    assert findings(tmp_path) == findings(tmp_path) == before


@pytest.mark.parametrize("statement", ODD)
def test_a_file_with_something_odd_is_mended_or_replaced(statement: str, tmp_path: Path) -> None:
    write(tmp_path, FILES)
    findings(tmp_path)
    run_statement(database(), statement)
    # Something new, so that all tables are written.
    write(tmp_path, {"mkdocs.yml": CONFIG, "handbook/new.md": "# New\n"})
    before = findings(tmp_path, is_stored=False)
    assert findings(tmp_path) == findings(tmp_path) == before
    parser.parse.cache_clear()
    assert not [name for name, _ in calls_of(lambda: findings(tmp_path), page_renderer.convert_with)]


def test_a_name_that_is_no_text_does_not_matter() -> None:
    # SQLite names in a message what it cannot read in the schema.
    assert cache.is_torn(UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"))


@pytest.mark.parametrize("statements", [("BEGIN IMMEDIATE",), ("PRAGMA journal_mode=DELETE", "BEGIN EXCLUSIVE")])
def test_a_file_that_is_locked_is_not_waited_for_long(
    statements: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fact_store.WAIT <= 1
    monkeypatch.setattr(fact_store, "WAIT", 0.01)
    write(tmp_path, FILES)
    before = findings(tmp_path)
    connection = sqlite3.connect(database(), isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    assert findings(tmp_path) == before
    write(tmp_path, {"mkdocs.yml": CONFIG, "handbook/new.md": "# New\n\n[dead](dead.md)\n"})
    assert findings(tmp_path) == findings(tmp_path, is_stored=False)
    connection.execute("ROLLBACK")
    connection.close()
    # It was not taken for a torn one.
    assert cache.last_entries(database().parent, digest(str(tmp_path)))


def test_a_file_that_somebody_writes_to_is_read(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    before = findings(tmp_path)
    connection = sqlite3.connect(database(), isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    parser.parse.cache_clear()
    again: list[Finding] = []
    assert not calls_of(lambda: again.extend(findings(tmp_path)), page_renderer.convert_with)
    connection.close()
    assert again == before


@pytest.mark.skipif(sys.platform != "linux", reason="paths are text there")
def test_a_handbook_in_a_folder_whose_name_is_no_text(tmp_path: Path) -> None:
    root = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    root.mkdir()
    write(root, FILES)
    assert findings(root) == findings(root) == findings(root, is_stored=False)


@needs_links
def test_a_folder_that_is_a_link_is_not_used(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    database().parent.parent.mkdir(parents=True)
    database().parent.symlink_to(elsewhere, target_is_directory=True)
    project = mkdocs_yml.read_project(tmp_path / "mkdocs.yml", tmp_path)
    assert fact_store.open_store(project.settings) is None
    assert not any(elsewhere.iterdir())


def test_a_package_of_another_version_counts_wherever_it_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    seen = set()
    for name in ("mkdocs.yml", "Markdown-3.8.dist-info", "Markdown-3.9.dist-info"):
        (tmp_path / name).mkdir()
        seen.add(tuple(versions()))
        (tmp_path / name).rmdir()
    assert len(seen) == 3


def test_nothing_is_kept_where_an_extension_may_do_anything(tmp_path: Path) -> None:
    write(tmp_path, {"mkdocs.yml": CONFIG.replace("attr_list", "wikilinks, pymdownx.pathconverter")})
    project = mkdocs_yml.read_project(tmp_path / "mkdocs.yml", tmp_path)
    assert fact_store.open_store(project.settings) is None


def test_handbooks_that_nobody_checks_any_more_leave(tmp_path: Path) -> None:
    cached = Cache(tmp_path)
    for number in range(cache.SORTS + 5):
        cached.added, cached.used = {f"key {number}": cache.Entry(number)}, {f"key {number}"}
        cached.save(f"handbook {number}")
    left = [key for (key,) in cached.query("SELECT key FROM entry ORDER BY CAST(substr(key, 5) AS INTEGER)", ())]
    cached.close()
    assert left == [f"key {number}" for number in range(5, cache.SORTS + 5)]


# --- The command ---


def lint(root: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-P", "-m", "mkdocs_handbook.cli", "lint", "--format", "concise", *arguments]
    return subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_the_command_keeps_what_it_finds_out_unless_it_is_told_not_to(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    without = lint(tmp_path, "--no-cache").communicate()
    assert not database().exists()
    assert lint(tmp_path).communicate() == without
    assert database().exists()
    assert lint(tmp_path).communicate() == without
    assert not re.search(r"cache|sqlite", str(contents(tmp_path).keys()))


@pytest.mark.slow
def test_runs_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    expected = lint(tmp_path, "--no-cache").communicate()
    for number in range(3):
        runs = [lint(tmp_path) for _ in range(4)]
        assert [run.communicate() for run in runs] == [expected] * 4
        write(tmp_path, {"mkdocs.yml": CONFIG, "handbook/other.md": f"# Other\n\nWord {number}.\n"})


# --- Any history ---

LINES = (
    "Ask in #help-engineering or #help-enginering, @bo or @ana.",
    "#help-engineering first",
    "- #help-engineering in a list",
    "[it][plan] and [that][data]",
    "[data]: engineering/README.md#data",
    "##### Much too deep",
    '<a id="own"></a><div markdown><span id="release">x</span></div>',
    "[own](#own) and [row](engineering/README.md#ritual-sync)",
    "A note[^1].\n\n[^1]: It.",
    "## Rituals",
    "## Slack channels\n\n| Channel | DRI |\n| -- | -- |\n| #x | ana |",
    "#### Stubs",
    "<!-- handbook: ignore HB301, HB302 -->",
    "> ## Quoted",
    "[chat](https://chat.example.com[200+users])",
    "[overview](../rituals/)",
    "```\n# code\n[dead](in-code.md)\n```",
)


class LintedHandbook(Handbook):
    """Changes at random what rules look at."""

    def line(self) -> None:
        """Add a line to a page."""
        page = self.some()
        page.write_text(f"{page.read_text('utf-8')}\n{self.random.choice(LINES)}\n", encoding="utf-8")

    def cut(self) -> None:
        """Remove a line of a page."""
        page = self.some()
        lines = page.read_text("utf-8").split("\n")
        del lines[self.random.randrange(len(lines))]
        page.write_text("\n".join(lines), encoding="utf-8")

    def channels(self) -> None:
        """Write other channels."""
        name = self.random.choice(("help-engineering", "help-enginering", "data"))
        self.write("rituals/engineering.channels.yml", f"- channel: '#{name}'\n  dri: ana\n  isArchived: true\n")

    def leave(self) -> None:
        """Let somebody leave."""
        self.write("rituals/people.yml", "ana: {name: Ana}\nbo: {name: Bo, leftOn: 2026-01-05}\n")

    def extension(self) -> None:
        """Use other extensions."""
        more = ("", "  - footnotes\n", "  - md_in_html\n  - footnotes\n", "  - pymdownx.magiclink\n")
        self.options["permalink"] = (
            "true}\n" + self.random.choice(more) + "  - pymdownx.tasklist: {custom_checkbox: true"
        )
        self.configure()

    CHANGES = (*Handbook.CHANGES, *((line, cut) * 8), channels, channels, leave, extension)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [int(os.environ.get("SEED", "1"))])
def test_any_history_of_edits_gives_the_same_findings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    # Where snippets are looked for.
    monkeypatch.chdir(tmp_path)
    handbook = LintedHandbook(tmp_path, seed)
    names: list[str] = []
    found = 0
    for step in range(int(os.environ.get("STEPS", "300"))):
        warm, cold = findings(tmp_path), findings(tmp_path, is_stored=False)
        assert warm == cold, f"seed {seed}, step {step}: {names[-12:]}"
        found += len(cold)
        handbook.keep()
        if step % 50 == 49:
            handbook.random.choice((flip, cut, garble, age))(database())
        names.append(handbook.change())
    assert found > len(names)
