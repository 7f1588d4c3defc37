"""Handbooks for tests: written to disk, linted and built by the real thing."""

from __future__ import annotations

import contextlib
import json
import logging
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, BuildError, ConfigurationError

from mkdocs_handbook.automation.slack import slack_workspace
from mkdocs_handbook.lint import baseline, file_fixer, linter, report, rules, since_revision
from mkdocs_handbook.lint.fixer import FixResult
from mkdocs_handbook.model import Finding, Handbook
from mkdocs_handbook.project import clock, workspace
from mkdocs_handbook.project import mkdocs_yml as project

TODAY = date(2026, 11, 20)
# What Slack has, for `handbook slack check`.
SLACK = "slack-channels.json"
NOON = datetime.combine(TODAY, time(12), UTC)
BARE = "site_name: Test\ndocs_dir: handbook\ntheme: {name: null, custom_dir: theme}\nplugins: [handbook]\n"
needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes need rights there")


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder, and the bare configuration where there is none."""
    for name, content in {"mkdocs.yml": BARE, "handbook/index.md": "# Home\n", **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    theme = root / "theme"
    theme.mkdir(exist_ok=True)
    (theme / "main.html").write_text("{{ page.content }}\n", encoding="utf-8")
    return root


def contents(root: Path, without: Collection[str] = ()) -> dict[str, bytes]:
    """Return what is in the files below a folder, but for files and folders with some names."""
    files = ((path.relative_to(root), path) for path in sorted(root.rglob("*")) if path.is_file())
    return {name.as_posix(): path.read_bytes() for name, path in files if not {*name.parts} & {*without}}


def read(root: Path, codes: Collection[str] | None = None) -> tuple[Handbook, list[Finding]]:
    """Return a handbook on disk and the findings of all rules, or of some of them."""
    found = project.read_project(root / "mkdocs.yml", root)
    now = clock.now(found.settings.timezone, TODAY)
    state = workspace.load_files(found, project.read_files(found), now)
    return state.handbook, linter.check(state, rules.ALL if codes is None else codes)


def run(root: Path, codes: Collection[str] | None = None, rev: str = "") -> linter.LintRun:
    """Return a run of lint on a handbook on disk: with its baseline if there is one, since a revision if one is named."""
    found = project.read_project(root / "mkdocs.yml", root)
    now = clock.now(found.settings.timezone, TODAY)
    chosen = frozenset(rules.ALL if codes is None else codes)
    known = root / baseline.NAME
    request = linter.LintRequest(root, baseline=known if known.exists() else None)
    compared = since_revision.compare(found, rev, now) if rev else None
    state = with_slack(workspace.load_files(found, project.read_files(found), now), root / SLACK)
    return linter.LintRun(state, request, chosen, since=compared)


def with_slack(state: workspace.Workspace, path: Path) -> workspace.Workspace:
    """Return a state that knows what Slack has, if a file says it: a list of channels as Slack describes them."""
    if not path.exists():
        return state
    channels = tuple(map(slack_workspace.channel, json.loads(path.read_text(encoding="utf-8"))))
    return replace(state, handbook=replace(state.handbook, slack=channels))


def fix(root: Path, codes: Collection[str] | None = None, *, unsafe: bool = False, rev: str = "") -> FixResult:
    """Write the fixes of a handbook on disk, and give what they came to."""
    asked = run(root, codes, rev)
    outcome = file_fixer.fix_files(asked, unsafe=unsafe)
    file_fixer.write(asked, outcome)
    return outcome


def lint(root: Path, codes: Collection[str] = rules.DEFAULT) -> list[str]:
    """Return the findings of a handbook on disk, a line each."""
    return [report.text.concise(finding) for finding in read(root, codes)[1]]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: its messages of level warning and above, and why it stopped, if it did."""

    site: Path
    messages: tuple[str, ...]
    error: str

    @property
    def findings(self) -> list[str]:
        """The findings among the messages, a line each."""
        lines = (message.removeprefix("mkdocs_handbook: ").split("\n")[0] for message in self.messages)
        return [line for line in lines if " HB" in line]

    def page(self, name: str) -> str:
        """Return a file of the site."""
        return (self.site / name).read_text(encoding="utf-8")


class _Messages(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@contextlib.contextmanager
def messages() -> Iterator[list[str]]:
    """Collect what MkDocs logs of level warning and above."""
    handler, logger = _Messages(), logging.getLogger("mkdocs")
    logger.addHandler(handler)
    try:
        yield handler.lines
    finally:
        logger.removeHandler(handler)


def build(root: Path, *, site: Path | None = None, **options: object) -> Built:
    """Build a handbook with MkDocs itself."""
    target = site or root / "site"
    error = ""
    with messages() as lines:
        try:
            config = load_config(str(root / "mkdocs.yml"), site_dir=str(target), **options)  # type: ignore[arg-type]
            config.plugins.on_startup(command="build", dirty=False)
            mkdocs_build(config)
        except (Abort, BuildError, ConfigurationError) as caught:
            # MkDocs logs what stopped a build, and aborts with less than that.
            error = lines[-1] if lines and isinstance(caught, Abort) and "strict" not in str(caught) else str(caught)
    return Built(target, tuple(lines), error)


def fill_disk(monkeypatch: pytest.MonkeyPatch, synced: int) -> None:
    """Have no space left on the disk once so many files and folders are on it."""
    done = []

    def full(handle: int) -> None:
        done.append(handle)
        if len(done) == synced:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
