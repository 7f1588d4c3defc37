"""Several files change all or none: processes killed at every write, and what the next start makes of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from handbooks import contents, fill_disk
from mkdocs_handbook.model import Content, Renamed
from mkdocs_handbook.project import atomic_write
from mkdocs_handbook.project.atomic_write import INTENT, JOURNAL, WriteError

HERE = Path(__file__).parents[1]
windows_has_no_fork = pytest.mark.skipif(sys.platform == "win32", reason="the test forks, and kills")
BEFORE = {"rituals/a.yml": b"a: 1\n", "rituals/b.yml": b"b: 1\n"}
AFTER = {"rituals/a.yml": b"a: 2\n", "rituals/b.yml": b"b: 2\n"}


def kills(folder: Path, *more: str) -> list[dict[str, Any]]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])}
    done = subprocess.run(
        [sys.executable, str(HERE / "interrupted_writes.py"), str(folder), *more],
        env=environment,
        capture_output=True,
        check=True,
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


@pytest.mark.slow
@windows_has_no_fork
def test_a_kill_at_any_write_leaves_every_file_old_or_new_and_the_next_start_all_of_them(tmp_path: Path) -> None:
    found = kills(tmp_path)
    assert len(found) > 40
    assert not [one for one in found if "broken" in (*one["left"], one["end"])]
    ends = [one["end"] for one in found if one["name"].startswith("step")]
    moment = ends.index("new")
    # There is one moment at which the change is made: before it all are old, after it all become new.
    assert ends == ["old"] * moment + ["new"] * (len(ends) - moment)
    assert any({"old", "new"} <= set(one["left"]) for one in found), "no kill fell between two renames"


@pytest.mark.slow
@windows_has_no_fork
def test_a_recovery_that_is_killed_is_gone_on_with(tmp_path: Path) -> None:
    found = kills(tmp_path, "twice")
    assert len(found) > 60
    assert not [one for one in found if "broken" in (*one["left"], one["end"])]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, content in BEFORE.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)
    return tmp_path


def interrupted(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave a change with its first file renamed."""

    def stops(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(atomic_write, "finish", stops)
        with pytest.raises(KeyboardInterrupt):
            atomic_write.write(root, BEFORE, AFTER)
    (root / "rituals/.a.yml.handbook-new").replace(root / "rituals/a.yml")


def test_an_interrupted_change_is_finished(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupted(root, monkeypatch)
    assert atomic_write.recover(root) == "an interrupted change of 2 files was finished"
    assert contents(root) == AFTER
    assert atomic_write.recover(root) == ""


@pytest.mark.parametrize("path", ["rituals/a.yml", "rituals/b.yml"])
def test_what_somebody_wrote_since_is_not_overwritten(root: Path, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupted(root, monkeypatch)
    (root / path).write_bytes(b"mine: 1\n")
    before = contents(root)
    with pytest.raises(WriteError, match=rf"^{path}: was edited after a change of 2 files was interrupted; compare it"):
        atomic_write.recover(root)
    assert contents(root) == before


@pytest.mark.parametrize("done", [0, 1, 2])
def test_a_file_is_renamed_though_it_is_interrupted(root: Path, done: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the new name is there, before the old one goes, and after that."""

    def stops(*_: object) -> None:
        raise KeyboardInterrupt

    after: dict[str, Content] = {"rituals/a.yml": Renamed("rituals/c.yml"), "rituals/c.yml": b"a: 2\n"}
    with monkeypatch.context() as patched:
        patched.setattr(atomic_write, "finish", stops)
        with pytest.raises(KeyboardInterrupt):
            atomic_write.write(root, BEFORE, after)
    if done:
        (root / "rituals/.c.yml.handbook-new").replace(root / "rituals/c.yml")
    if done > 1:
        (root / "rituals/a.yml").unlink()
    assert atomic_write.recover(root) == "an interrupted change of 2 files was finished"
    assert contents(root) == {"rituals/b.yml": b"b: 1\n", "rituals/c.yml": b"a: 2\n"}


def test_a_renamed_file_overwrites_none_that_came_meanwhile(root: Path) -> None:
    after: dict[str, Content] = {"rituals/a.yml": Renamed("rituals/c.yml"), "rituals/c.yml": b"a: 1\n"}
    (root / "rituals/c.yml").write_bytes(b"mine: 1\n")
    before = contents(root)
    with pytest.raises(WriteError, match=r"rituals/c\.yml: is not writable"):
        atomic_write.write(root, BEFORE, after)
    assert contents(root) == before


def test_a_file_that_changed_meanwhile_stops_all(root: Path) -> None:
    (root / "rituals/b.yml").write_bytes(b"mine: 1\n")
    before = contents(root)
    with pytest.raises(WriteError, match=r"rituals/b\.yml: has changed meanwhile, nothing was written"):
        atomic_write.write(root, BEFORE, AFTER)
    assert contents(root) == before


def test_a_full_disk_takes_everything_back(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill_disk(monkeypatch, 3)
    with pytest.raises(WriteError, match="cannot be written: No space left on device"):
        atomic_write.write(root, BEFORE, AFTER)
    assert contents(root) == BEFORE


def test_a_journal_leads_to_no_other_place(tmp_path: Path) -> None:
    root, step = tmp_path / "root", {"path": "../x.yml", "before": "", "after": atomic_write.digest(b"evil")}
    root.mkdir()
    (tmp_path / ".x.yml.handbook-new").write_bytes(b"evil")
    for name in (JOURNAL, INTENT):
        (root / name).write_text(json.dumps(step) + "\nend\n", encoding="utf-8")
    with pytest.raises(WriteError, match="which is no file of this handbook"):
        atomic_write.recover(root)
    (root / JOURNAL).unlink()
    atomic_write.recover(root)
    assert {path.name for path in tmp_path.iterdir()} == {"root", ".x.yml.handbook-new"}


@pytest.mark.parametrize("text", ["", "{}\nend\n", "[1]\nend\n", "end"])
def test_a_journal_that_is_none(root: Path, text: str) -> None:
    (root / JOURNAL).write_text(text, encoding="utf-8")
    with pytest.raises(WriteError, match="is not what was written there, delete it"):
        atomic_write.recover(root)


@pytest.mark.skipif(os.name == "nt", reason="links and permissions of POSIX")
def test_links_and_permissions_stay(root: Path) -> None:
    (root / "rituals/b.yml").rename(root / "b.yml")
    (root / "rituals/b.yml").symlink_to("../b.yml")
    (root / "b.yml").chmod(0o600)
    atomic_write.write(root, BEFORE, AFTER)
    assert (root / "rituals/b.yml").is_symlink()
    assert (root / "b.yml").read_bytes() == AFTER["rituals/b.yml"]
    assert (root / "b.yml").stat().st_mode & 0o777 == 0o600
