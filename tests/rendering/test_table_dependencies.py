"""What a table is made of is all that is read while it is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build as mkdocs_build

from handbooks import write
from mkdocs_handbook.builder.driver import build
from mkdocs_handbook.data import kinds
from mkdocs_handbook.links import directory_pages
from mkdocs_handbook.model import Embed, Handbook, Page
from mkdocs_handbook.pages import embeds
from mkdocs_handbook.project import mkdocs_yml
from mkdocs_handbook.project.caching.content_digest import canonical
from mkdocs_handbook.project.load import load
from mkdocs_handbook.rendering import page_queries, table_dependencies
from mkdocs_handbook.util import templates
from site_comparison import difference, outcome, tree

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
# What `table_dependencies.shared_dependencies` tells of a handbook.
COMMON = {"settings", "today", "people", "generated", "by_uri", "kinds", "forms"}


class Watched:
    """A handbook or its settings, and which parts of it are read."""

    def __init__(self, whole: Any, **parts: Any) -> None:
        self.whole, self.parts, self.reads = whole, parts, set[str]()

    def __getattr__(self, name: str) -> Any:
        self.reads.add(name)
        return self.parts[name] if name in self.parts else getattr(self.whole, name)


class Paths(dict[str, Any]):
    """Data files by their paths, and which are taken."""

    def __init__(self, files: Mapping[str, Any]) -> None:
        super().__init__(files)
        self.taken = set[str]()

    def get(self, path: str, default: Any = None) -> Any:
        """Return a file."""
        self.taken.add(path)
        return super().get(path, default)


SMALL = {
    "mkdocs.yml": (
        "site_name: A\nsite_url: https://a.example/\nrepo_url: https://github.com/a/a\ndocs_dir: handbook\n"
        "theme: {name: mkdocs, custom_dir: theme}\nplugins: [handbook: {order: 'off', edit_url: 'https://a.example/{path}#L{line}', link_mentions: true}]\n"
    ),
    "theme/word.txt": "One",
    "handbook/index.md": "# Home\n\n[All](../rituals/*.rituals.yml)\n\n[Overview](../rituals/)\n",
    "handbook/b.md": "# B\n\n## Part\n\n[Rituals](../rituals/a.rituals.yml)\n",
    "handbook/a.md": "---\ngroup: a\n---\n# A\n\n[Mine](../rituals/a.rituals.yml){ columns='task group' }\n",
    "rituals/a.rituals.yml": (
        "- {task: Sync, startedOn: 2026-01-07, frequency: Weekly, description: d, dri: ana, channel: '#x', moreInfoUrl: 'b.md#part'}\n"
    ),
    "rituals/a.channels.yml": "- {channel: '#x', dri: ana}\n",
    "rituals/people.yml": "ana: {name: Ana, github: ana-a}\n",
}
OPTION = "link_mentions: true"


def loaded() -> Handbook:
    """Return the sample handbook."""
    sample = mkdocs_yml.read_project(ROOT / "mkdocs.yml", ROOT)
    return load(mkdocs_yml.read_files(sample), sample.settings, NOON)[0]


def tables(handbook: Handbook) -> Iterator[tuple[Page, Embed]]:
    """Yield all tables of the pages and of the directory, also with options that nobody wrote."""
    for page in (*handbook.pages, *(directory_pages.make_page(handbook, uri) for uri in handbook.generated)):
        for embed in page.embeds:
            yield page, embed
            for options in ("columns='task dri next group'", "columns='task state' where='dri=x'", "due=month"):
                other = embeds.parse_embed(
                    f"[Label]({embed.target}){{ {options} }}", embeds.folder_of(handbook.settings, page.uri), str
                )
                if other and not embed.is_tag:
                    yield page, other


def test_what_tables_share_is_known() -> None:
    # Without it, every build would make all tables again to find that none has changed.
    assert canonical(table_dependencies.shared_dependencies(loaded(), templates.environment())) != canonical(())


@pytest.mark.parametrize("mentions", [True, False])
def test_a_table_reads_only_its_origin(mentions: bool) -> None:
    handbook, env = loaded(), templates.environment()
    chosen = Watched(handbook.settings, link_mentions=mentions)
    watched: Any = Watched(handbook, settings=chosen, by_path=Paths(handbook.by_path))
    seen = set[str]()
    table_dependencies.shared_dependencies(watched, env)
    for page, embed in tables(handbook):
        asked = embed.target, embed.written, ()
        own = table_dependencies.table_dependencies(watched, page, *asked)
        watched.reads.clear()
        chosen.reads.clear()
        paths = watched.parts["by_path"] = Paths(handbook.by_path)
        answer = page_queries.table(watched, env, page, *asked)
        if own is None:
            continue
        assert answer
        assert watched.reads <= {*COMMON, "by_path"}
        assert paths.taken <= {own[0]}
        assert not chosen.reads & table_dependencies.OTHER_SETTINGS
        seen.add(embeds.data_files(handbook, embed)[0].kind.name)
    assert seen >= {"rituals", "channels", "boards"}


def test_an_agenda_reads_only_its_origin() -> None:
    handbook, env = loaded(), templates.environment()
    watched: Any = Watched(handbook, settings=Watched(handbook.settings))
    page = directory_pages.make_page(handbook, "directory/rituals.md")
    assert table_dependencies.duty_dependencies(watched, page)
    watched.reads.clear()
    assert "handbook-agenda" in page_queries.duty(watched, env, page)
    assert watched.reads <= {*COMMON, "by_path"}
    assert not watched.settings.reads & table_dependencies.OTHER_SETTINGS
    other = directory_pages.make_page(handbook, "directory/on-duty.md")
    assert table_dependencies.duty_dependencies(handbook, other) is None


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("rituals/people.yml", "name: Ana", "name: Ana A."),
        ("rituals/a.rituals.yml", "Sync", "Release"),
        ("rituals/a.rituals.yml", "Weekly", "Monthly"),
        (
            "rituals/c.rituals.yml",
            "",
            "- {task: Plan, startedOn: 2026-01-07, frequency: Weekly, description: d, dri: ana}\n",
        ),
        ("mkdocs.yml", OPTION, f"{OPTION}, horizon: 7"),
        ("theme/handbook/agenda.html", "", "<p>{{ agenda.days | length }}</p>"),
        ("the day", "", ""),
    ],
)
def test_whatever_an_agenda_is_made_of_may_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, old: str, new: str
) -> None:
    changed = rebuilt(write(tmp_path, SMALL), monkeypatch, path, old, new, timedelta(path == "the day"))
    assert "directory/rituals/index.html" in changed


def test_what_has_no_origin() -> None:
    handbook = loaded()
    without = {
        embeds.data_files(handbook, embed)[0].kind.name
        for page, embed in tables(handbook)
        if not table_dependencies.table_dependencies(handbook, page, embed.target, embed.written, ())
    }
    assert without == {"escalations", "people", "rotations"}


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("rituals/people.yml", "name: Ana", "name: Ana A."),
        ("rituals/a.rituals.yml", "Sync", "Release"),
        ("rituals/a.rituals.yml", "description: d", "description: e"),
        ("rituals/a.channels.yml", "'#x'", "'#x*'"),
        ("mkdocs.yml", OPTION, "link_mentions: false"),
        ("mkdocs.yml", OPTION, f"{OPTION}, directory: false"),
        ("mkdocs.yml", OPTION, f"{OPTION}, feeds: false"),
        ("mkdocs.yml", "a.example/{", "b.example/{"),
        ("mkdocs.yml", OPTION, f"{OPTION}, timezone: Pacific/Auckland"),
        ("handbook/a.md", "# A", "# Team A"),
        ("handbook/b.md", "# B", "# Bees"),
        ("handbook/b.md", "## Part", "## PART"),
        ("handbook/a.md", "[Mine](", "[Mine]: ("),
        ("rituals/a.rituals.yml", "- {", "# A line more\n- {"),
        ("handbook/directory/channels.md", "", "# Channels\n"),
        ("handbook/directory/people/ana/index.html", "", "Ana herself"),
        ("theme/handbook/table.html", "", "<div class='own'>{{ table.rows | length }}</div>"),
        ("schemas/rituals.schema.json", "", "SCHEMA"),
        ("the day", "", ""),
    ],
)
def test_whatever_a_table_is_made_of_may_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, old: str, new: str
) -> None:
    schema = (kinds.schemas_folder() / "rituals.schema.json").read_text(encoding="utf-8").replace('"Ritual"', '"Duty"')
    later = timedelta(path == "the day")
    changed = rebuilt(write(tmp_path, SMALL), monkeypatch, path, old, new.replace("SCHEMA", schema), later)
    assert {"index.html", "a/index.html", "b/index.html"} & changed


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("rituals/c.rotations.yml", "[ana]", "[bo]"),
        ("rituals/c.rotations.yml", "Duty", "Task"),
        ("rituals/people.yml", "name: Ana", "name: Ana A."),
        ("handbook/c.md", "# C", "# Team C"),
        ("rituals/a.escalations.yml", "after: 5", "after: 6"),
    ],
)
def test_whatever_the_steps_of_an_escalation_name_may_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, old: str, new: str
) -> None:
    steps = "[{notify: Duty, moreInfoUrl: c.md}, {notify: ana, after: 5}, {notify: c, after: 9}]"
    files = {
        "handbook/b.md": "# B\n\n[Path](../rituals/a.escalations.yml)\n",
        "handbook/c.md": "# C\n\n[Duty](../rituals/c.rotations.yml)\n",
        "rituals/a.escalations.yml": f"- {{escalation: Outage, steps: {steps}}}\n",
        "rituals/c.rotations.yml": "- {rotation: Duty, startsOn: 2026-01-05, every: 1 week, members: [ana]}\n",
        "rituals/people.yml": "ana: {name: Ana, github: ana-a}\nbo: {name: Bo}\n",
    }
    small = {**SMALL, **files, "rituals/a.rituals.yml": SMALL["rituals/a.rituals.yml"].replace("b.md#part", "b.md")}
    assert "b/index.html" in rebuilt(write(tmp_path, small), monkeypatch, path, old, new)


def test_a_template_of_somebody_s_own_may_need_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own: dict[str, str | bytes] = {
        "theme/handbook/table.html": "<div>{%- include 'word.txt' %}</div>",
        "theme/handbook/a.html": b"\xff",
    }
    changed = rebuilt(write(tmp_path, {**SMALL, **own}), monkeypatch, "theme/word.txt", "One", "Two")
    assert {"index.html", "a/index.html", "b/index.html"} <= changed


def rebuilt(
    root: Path, monkeypatch: pytest.MonkeyPatch, path: str, old: str, new: str, later: timedelta = timedelta(0)
) -> set[str]:
    """Build a handbook, replace a text in a file and build it again, later; give the files of the site that changed."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp())))
    outcome(root, root / "site", build)
    before = tree(root / "site")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int((NOON + later).timestamp())))
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    for _ in range(2):
        ours = outcome(root, root / "site", build)
        assert ours == outcome(root, root / "clean", mkdocs_build)
        assert difference(tree(root / "site"), tree(root / "clean")) == []
    return set(difference(before, tree(root / "site")))
