"""The sample's tables, written as Markdown by hand and imported again: its data comes back, and its pages show the same."""

from __future__ import annotations

import posixpath
import re
import shutil
import subprocess
from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import command_line
from handbooks import TODAY, build, fill_disk, read, write
from import_setup import CONFIG, contents
from mkdocs_handbook.cli import main
from mkdocs_handbook.importing import importer
from mkdocs_handbook.lint import rules
from mkdocs_handbook.model import Column, DataFile, Handbook, Item, Page
from mkdocs_handbook.pages import embeds
from mkdocs_handbook.project import atomic_write
from mkdocs_handbook.project import mkdocs_yml as project
from mkdocs_handbook.project.atomic_write import WriteError

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"(?<=\]\()([^)#:]*)(?=[#)])")
run = partial(command_line.run, "import", "--today", str(TODAY))


def git(root: Path, *arguments: str, day: str = "2026-01-05") -> None:
    identity = ("-c", "user.name=Ana", "-c", "user.email=ana@example.com")
    subprocess.run(
        ["git", *identity, *arguments],
        cwd=root,
        check=True,
        capture_output=True,
        env={"PATH": "/usr/bin:/bin", "GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"},
    )


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


# --- The round trip ---


def typed(handbook: Handbook, page: Page, file: DataFile) -> str:
    """Return a data file as somebody would have typed it into a page: only what cells can hold."""
    columns = [
        one
        for one in file.kind.columns
        if any(one.key in item.values for item in file.items) and one.key not in (file.kind.link, "id")
    ]
    lines = [[one.title for one in columns], ["---"] * len(columns)]
    lines += [[cell(handbook, page, file, item, column) for column in columns] for item in file.items]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cell(handbook: Handbook, page: Page, file: DataFile, item: Item, column: Column) -> str:
    """Return a cell as somebody would have typed it; its links are those of the page."""
    value = item.values.get(column.key, "")
    here = posixpath.dirname(page.uri) or "."
    if column.format == "person":
        handles = value if isinstance(value, list) else [value] if value else []
        return ", ".join(handbook.people[one].text("name") for one in handles) if handbook.people else ""
    text = "<br>".join(value) if isinstance(value, list) else str(value).replace("|", "\\|")
    if column.key == file.kind.key and (link := item.text(file.kind.link) if file.kind.link else ""):
        text = f"[{text}]({link})"
    if column.key == "channel" and (identifier := item.text("id")):
        text = f"[{text}](https://example.slack.com/archives/{identifier})"
    return LINK.sub(lambda match: posixpath.relpath(match[0], here) if match[0] else "", text)


def unwritten(root: Path, names: list[str]) -> Mapping[str, list[dict[str, Any]]]:
    """Put tables that are typed in the place of data files, and give what those held."""
    handbook, _ = read(root)
    held = {}
    for name in names:
        path = f"rituals/{name}.yml"
        file = handbook.by_path[path]
        shown = [
            (page, one) for page in handbook.pages for one in page.embeds if embeds.data_file(handbook, one) is file
        ]
        (page, embed), *rest = sorted(shown, key=lambda one: len(one[1].options))
        assert not embed.options
        # Those that show some of its rows would show nothing.
        for other, one in rest:
            place = root / other.source.path
            place.write_text(
                place.read_text(encoding="utf-8").replace(other.source.text[slice(*one.span)], ""), encoding="utf-8"
            )
        source = root / page.source.path
        text = source.read_text(encoding="utf-8")
        line = page.source.text[slice(*embed.span)]
        assert line in text
        source.write_text(text.replace(line, typed(handbook, page, file)), encoding="utf-8")
        (root / path).unlink()
        lost = {key for item in file.items for key, value in item.values.items() if isinstance(value, dict)}
        held[path] = [{key: value for key, value in item.values.items() if key not in lost} for item in file.items]
    return held


@pytest.fixture
def sample(root: Path) -> Path:
    for name in ("handbook", "rituals", "schemas"):
        shutil.copytree(ROOT / name, root / name)
    return write(root, {"mkdocs.yml": CONFIG})


FILES = [
    "engineering.rituals",
    "engineering.channels",
    "engineering.boards",
    "integrations.rituals",
    "integrations.channels",
    "integrations.boards",
    "processes.rituals",
    "processes.channels",
    "rfcs.rfcs",
]


@pytest.mark.parametrize("name", FILES)
def test_the_samples_data_comes_back(sample: Path, name: str) -> None:
    held = unwritten(sample, [name])
    result = run("handbook")
    # Only the line that says what was done names the file.
    assert [name in line for line in result.output.splitlines()].count(True) == 1, result.output
    handbook, _ = read(sample)
    for path, items in held.items():
        assert [dict(item.values) for item in handbook.by_path[path].items] == items, result.output


class _Cells(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open = False
        self.is_date = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # What stands behind "More" of a row counts as cells of its own.
        if tag in ("td", "summary", "dt", "dd"):
            self.found.append("")
            self.open = True
        elif self.open and tag in ("a", "em", "strong", "code"):
            self.found[-1] += f"<{tag} {dict(attrs).get('href', '')}>"
        elif self.open and tag == "time":
            # Readers see words, by hand there were digits.
            self.found[-1] += dict(attrs)["title"] or ""
            self.is_date = True

    def handle_endtag(self, tag: str) -> None:
        self.is_date = self.is_date and tag != "time"
        self.open = self.open and tag != "td"

    def handle_data(self, data: str) -> None:
        if self.open and not self.is_date:
            self.found[-1] += data


def cells(html: str) -> list[str]:
    parser = _Cells()
    parser.feed(html)
    # The link to edit a row has no text; people are shown by name, with a link where one is known; lists have commas.
    return [re.sub(r"<a https://github.com/\w+>|[,\s]", "", one) for one in parser.found]


@pytest.mark.slow
def test_pages_show_what_they_showed(sample: Path) -> None:
    names = ["engineering.rituals", "engineering.channels", "integrations.channels", "integrations.boards"]
    unwritten(sample, names)
    # Until the channels are data again, nobody lists those that rituals name.
    # Nor would the names of people and channels lead to a directory.
    config = CONFIG.replace("[handbook]", "[{handbook: {ignore: [HB124], directory: false}}]")
    (sample / "mkdocs.yml").write_text(config, encoding="utf-8")
    before = build(sample, site=sample / "before")
    assert "boards.yml" not in run("handbook").stderr
    after = build(sample, site=sample / "after")
    assert not before.error, before.findings
    assert not after.error
    for page in ("engineering/index.html", "integrations/index.html"):
        was, now = cells(before.page(page)), cells(after.page(page))
        assert len(was) > 20
        # A channel's identifier is kept, and links to nothing.
        assert not [one for one in was if one and re.sub(r"<ahttps://example.slack.com[^>]*>", "", one) not in now]


def test_a_schedule_comes_back_as_the_samples_rotation(sample: Path) -> None:
    page = sample / "handbook/integrations/README.md"
    start, names = date(2022, 9, 26), ["Philipp", "David", "Taras", "Beatrix"]
    days = [start + timedelta(weeks=week) for week in range(9)]
    rows = "".join(
        f"{one:%b} {one.day}–{two:%b} {two.day}, {two.year} | {names[index % 4]} |\n"
        for index, (one, two) in enumerate(pairwise(days))
    )
    old = "[Support rotation](../../rituals/integrations.rotations.yml)"
    text = page.read_text(encoding="utf-8").replace(f"\n{old}\n", f"\nTime frame | Engineer |\n---|---|\n{rows}")
    page.write_text(
        text.replace("../../rituals/integrations.rotations.yml", "README.md").replace(
            "## Current schedule", "## Support rotation"
        ),
        encoding="utf-8",
    )
    (sample / "rituals/integrations.rotations.yml").unlink()
    run("handbook/integrations/README.md")
    handbook, _ = read(sample)
    (item,) = handbook.by_path["rituals/integrations.rotations.yml"].items
    assert item.values == {
        "rotation": "Support rotation",
        "startsOn": "2022-09-26",
        "every": "1 week",
        "members": ["philipp", "david", "taras", "beatrix"],
    }


# --- Where a start is from ---

TABLE = "# Team\n\n## Rituals\n\n| Ritual | Frequency | Description | DRI |\n|---|---|---|---|\n| Sync | Weekly on Monday | We meet. | {} |\n"


def test_a_ritual_starts_when_its_row_came_into_git(root: Path) -> None:
    write(root, {"mkdocs.yml": CONFIG, "handbook/old.md": TABLE.format("ana")})
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "A row", day="2025-03-04")
    git(root, "mv", "handbook/old.md", "handbook/team.md")
    git(root, "commit", "--quiet", "--message", "A new name", day="2025-04-01")
    (root / "handbook/team.md").write_text(TABLE.format("bo") + "| New | Daily | We talk. | bo |\n", encoding="utf-8")
    git(root, "commit", "--quiet", "--all", "--message", "Another DRI, another row", day="2025-06-10")
    (root / "handbook/team.md").write_text(
        TABLE.format("bo") + "| New | Daily | We talk. | bo |\n| Newest | Daily | Not yet committed. | bo |\n",
        encoding="utf-8",
    )
    result = run("handbook/team.md")
    assert [item.text("startedOn") for item in read(root)[0].by_path["rituals/team.rituals.yml"].items] == [
        "2025-03-10",
        "2025-06-10",
        str(TODAY),
    ]
    assert (
        '"Sync" starts on 2025-03-10: its row came into git on 2025-03-04, and this is the first Weekly on Monday'
        in result.output
    )
    assert '"Newest" starts on 2026-11-20: git does not know its row' in result.output


def test_a_shallow_clone_says_so(root: Path) -> None:
    write(root / "origin", {"mkdocs.yml": CONFIG, "handbook/team.md": TABLE.format("ana")})
    git(root / "origin", "init", "--quiet")
    for message in ("One", "Two"):
        git(root / "origin", "add", "--all")
        git(root / "origin", "commit", "--quiet", "--allow-empty", "--message", message)
    git(root, "clone", "--quiet", "--depth=1", f"file://{root}/origin", "clone")
    result = run("-f", str(root / "clone/mkdocs.yml"), str(root / "clone/handbook/team.md"))
    assert "this clone has not all commits" in result.output


# --- The command ---


def test_exit_codes(root: Path) -> None:
    write(
        root,
        {"mkdocs.yml": CONFIG, "handbook/team.md": TABLE.format("ana"), "handbook/odd.md": TABLE.format("Every AE")},
    )
    before = contents(root)
    assert run("--diff", "handbook/team.md").exit_code == 1
    dry = run("--dry-run", "handbook/team.md")
    assert (dry.exit_code, contents(root)) == (0, before)
    assert "would write handbook/team.md\nwould write rituals/team.rituals.yml\n" in dry.output
    done = run("handbook/team.md")
    said = "1 ritual imported into rituals/team.rituals.yml; changed: handbook/team.md.\n"
    assert (done.exit_code, done.stdout) == (0, said)
    assert run("--diff", "handbook/team.md").exit_code == 0
    assert run("handbook/team.md").output == ""
    assert run("handbook/odd.md").exit_code == 1
    for wrong in ("nowhere.md", "mkdocs.txt", "..", "theme/main.html"):
        assert run(wrong).exit_code == 2, wrong
    assert CliRunner().invoke(main, ["import"]).exit_code == 2
    shown = CliRunner().invoke(main, ["import", "--help"]).output
    assert "handbook import --diff handbook/" in shown


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (
            ("--group", "tea"),
            'no group is called "tea", did you mean "team"?; a new one begins with: handbook new group',
        ),
        (("--group", "x"), 'no group is called "x", known are "team"; a new one begins with: handbook new group'),
        (("--dri", "anna"), 'people.yml has no "anna", did you mean "ana"?'),
        (("--dri", "zoe"), 'people.yml has no "zoe", add the person first: handbook new person'),
        (("--group", "team"), ""),
        (("--group", "plans"), ""),
        (("--dri", "ana"), ""),
    ],
)
def test_a_name_that_nobody_has_begins_nothing(root: Path, option: tuple[str, str], said: str) -> None:
    files = {
        "mkdocs.yml": CONFIG,
        "rituals/people.yml": "ana: {name: Ana Example}\n",
        "handbook/team/README.md": "# Team\n",
        "handbook/team/plans.md": TABLE.format("ana"),
    }
    write(root, files)
    result = run("handbook/team/plans.md", *option)
    assert (result.exit_code, f"Error: {said}" in result.stderr) == ((2, True) if said else (0, False))
    assert any((root / "rituals").glob("*.rituals.yml")) is not bool(said)


def test_nothing_is_written_where_a_file_has_changed_meanwhile(root: Path) -> None:
    write(root, {"mkdocs.yml": CONFIG, "handbook/team.md": TABLE.format("ana")})
    found = project.read_project(root / "mkdocs.yml", root)
    outcome = importer.run(found, importer.ImportRequest(root, ("handbook",), TODAY))
    (root / "handbook/team.md").write_text("# Another\n", encoding="utf-8")
    with pytest.raises(WriteError, match="has changed meanwhile"):
        atomic_write.write(root, outcome.before, outcome.files)
    assert not (root / "rituals").exists()


def test_all_files_are_written_or_none(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    channels = "\n## Slack channels\n\n- #b: ours\n"
    data = "- {channel: '#a', dri: ana}\n"
    write(
        root,
        {"mkdocs.yml": CONFIG, "handbook/team.md": TABLE.format("ana") + channels, "rituals/team.channels.yml": data},
    )
    before = contents(root)
    found = project.read_project(root / "mkdocs.yml", root)
    outcome = importer.run(found, importer.ImportRequest(root, ("handbook",), TODAY, dri="ana"))
    assert len(outcome.files) == 3
    fill_disk(monkeypatch, 3)
    with pytest.raises(WriteError, match="No space left"):
        atomic_write.write(root, outcome.before, outcome.files)
    assert contents(root) == before


def test_line_ends_and_the_byte_order_mark_stay(root: Path) -> None:
    text = "\ufeff" + TABLE.format("ana").replace("\n", "\r\n")
    data = '- channel: "#a"\r\n  dri: ana\r\n'
    write(root, {"mkdocs.yml": CONFIG, "handbook/team.md": text.encode(), "rituals/team.channels.yml": data.encode()})
    page = root / "handbook/team.md"
    page.write_bytes(page.read_bytes() + b"\r\n## Slack channels\r\n\r\n- #b: ours\r\n")
    run("--dri", "ana", "handbook/team.md")
    for path in (page, root / "rituals/team.channels.yml"):
        content = path.read_bytes()
        assert content.count(b"\n") == content.count(b"\r\n") > 3
    assert page.read_bytes().startswith(b"\xef\xbb\xbf#")
    assert "#b" in (root / "rituals/team.channels.yml").read_text(encoding="utf-8")


def test_lint_advises_the_command(root: Path) -> None:
    write(root, {"mkdocs.yml": CONFIG, "handbook/team.md": TABLE.format("ana")})
    (found,) = [one for one in read(root, rules.DEFAULT)[1] if one.code == "HB205"]
    assert '"handbook import handbook/team.md"' in found.message
