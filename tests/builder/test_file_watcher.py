"""`handbook serve` hears of each change once, from the system or by looking, and of nothing that is only read."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from mkdocs_handbook.builder.serve.file_watcher import Watcher
from serve_process import eventually, pause

LOOK = 0.1
PATIENCE = 5.0


class Heard(FileSystemEventHandler):
    def __init__(self) -> None:
        self.names: list[str] = []

    def on_any_event(self, event: FileSystemEvent) -> None:
        self.names.append(Path(str(event.src_path)).name)


@contextmanager
def watching(folder: Path, seconds: float = 0) -> Iterator[Heard]:
    # Who is told by the system does not look before a test gives up, but for the test of both.
    is_deaf = getattr(Observer, "start", None) is deaf
    heard, watcher = Heard(), Watcher(seconds or (LOOK if is_deaf else 2 * PATIENCE))
    watcher.schedule(heard, str(folder))
    watcher.start()
    try:
        yield heard
    finally:
        watcher.stop()
        watcher.join()


def deaf(*_: object, **__: object) -> None:
    raise OSError("inotify watch limit reached")


@pytest.fixture(params=["told by the system", "only looking"])
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if request.param == "only looking":
        monkeypatch.setattr("watchdog.observers.Observer.start", deaf)
    (tmp_path / "below").mkdir()
    (tmp_path / "below/a.md").write_text("# A\n", encoding="utf-8")
    return tmp_path


CHANGES: dict[str, Callable[[Path], object]] = {
    "written": lambda path: path.write_text("# Other\n", encoding="utf-8"),
    "removed": lambda path: path.unlink(),
    "made": lambda path: path.with_name("b.md").write_text("# B\n", encoding="utf-8"),
    "moved over it": lambda path: shutil.copy(path, path.with_name("c.tmp")) and path.with_name("c.tmp").replace(path),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_heard(change: Callable[[Path], object], folder: Path) -> None:
    with watching(folder) as heard:
        change(folder / "below/a.md")
        assert eventually(lambda: bool(heard.names), PATIENCE)


def test_a_change_is_heard_once(folder: Path) -> None:
    with watching(folder, LOOK) as heard:
        (folder / "below/a.md").unlink()
        assert eventually(lambda: bool(heard.names), PATIENCE)
        # Long enough to look again several times.
        pause(5 * LOOK)
        assert heard.names == ["a.md"]


def test_reading_is_no_change(folder: Path) -> None:
    with watching(folder) as heard:
        (folder / "below/a.md").read_bytes()
        pause(5 * LOOK)
        (folder / "below/b.md").write_text("# B\n", encoding="utf-8")
        assert eventually(lambda: bool(heard.names), PATIENCE)
        assert set(heard.names) == {"b.md"}
