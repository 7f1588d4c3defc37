"""Lint loads and checks each state of the handbook once, and parses each text once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from call_counter import calls_of
from handbooks import write
from mkdocs_handbook.cli import main
from mkdocs_handbook.data.yaml import parser
from mkdocs_handbook.lint import rules
from mkdocs_handbook.pages import page_reader
from mkdocs_handbook.project import load

CHANNELS, PEOPLE, PAGE = "rituals/a.channels.yml", "rituals/people.yml", "handbook/a.md"
FILES = {
    "handbook/index.md": "---\ndescription: Ours.\n---\n# Home\n\n[A](a.md)\n",
    PAGE: "# A\n\n## Slack channels\n\n[C](../rituals/a.channels.yml)\n\n## More\n\nmore\n",
    CHANNELS: "# handbook: ignore HB114\n- channel: '#a'\n  dri: ana\n  status: Archived\n",
    PEOPLE: "# handbook: ignore HB131\nana: {name: Ana}\n",
}
ONCE = dict.fromkeys([path for path in FILES if path != PAGE], 1)
BASELINE = '{"version": 1, "findings": []}\n'


@pytest.mark.parametrize(
    ("arguments", "states", "changed"),
    [
        pytest.param(["--format", "concise"], 1, (), id="no fix"),
        pytest.param(["--write-baseline"], 1, (), id="baseline"),
        pytest.param(["--fix"], 2, (CHANNELS, PEOPLE, PAGE), id="fix"),
        pytest.param(["--fix", "--select", "HB110"], 2, (CHANNELS,), id="fix of one rule"),
        pytest.param(["--fix", CHANNELS], 2, (CHANNELS,), id="fix of one file"),
        pytest.param(["--diff", "--baseline", "known.json"], 2, (CHANNELS, PEOPLE, PAGE), id="fix beside a baseline"),
    ],
)
def test_each_state_is_loaded_and_checked_once(
    arguments: list[str], states: int, changed: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(write(tmp_path, {**FILES, "known.json": BASELINE}))
    parser.parse.cache_clear()
    calls = calls_of(
        lambda: CliRunner().invoke(main, ["lint", *arguments]),
        load.load,
        rules.run,
        rules.reported,
        page_reader.read,
        parser._Builder.read,
    )
    counts = Counter(name for name, _ in calls)
    assert (counts["load"], counts["run"]) == (states, states)
    assert counts["reported"] <= 2 * states
    parsed = Counter(given["self"].source.path for name, given in calls if name == "_Builder.read")
    assert parsed == ONCE | {path: 2 for path in changed if path in ONCE}
    pages = Counter(given["source"].path for name, given in calls if name == "read")
    assert pages == {"handbook/index.md": 1, PAGE: 1 + (PAGE in changed)}


@pytest.mark.parametrize(("text", "loaded"), [("archived", 1), ("Archived", 2)])
def test_lint_without_fix_looks_once_more_if_it_offers_some(
    text: str, loaded: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the state that the fixes make, to know that they are no promise in vain."""
    files = {"handbook/index.md": "# Home\n", CHANNELS: f"- channel: '#a'\n  dri: ana\n  status: {text}\n"}
    monkeypatch.chdir(write(tmp_path, files))
    calls = calls_of(lambda: CliRunner().invoke(main, ["lint"]), load.load, rules.run)
    counts = Counter(name for name, _ in calls)
    assert (counts["load"], counts["run"]) == (loaded, 2 * loaded - 1)
