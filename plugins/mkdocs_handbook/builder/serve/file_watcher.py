"""The file watcher of `handbook serve`: notifications of the system, and polling where the system has none."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

# Systems notify of files that are read as well, and a build reads all files.
CHANGES = frozenset(("created", "deleted", "modified", "moved"))
State = tuple[int, int, int] | None


class Watcher:
    """Replaces MkDocs' observer, which only polls, each `seconds`.

    The system notifies half a second earlier, but not of changes on network drives and in folders shared with containers.
    """

    def __init__(self, seconds: float = 0.5) -> None:
        self.states: dict[str, State] = {}
        self.polling = PollingObserver(timeout=seconds)
        self.native = Observer()
        self.is_native_started = False

    def schedule(self, handler: FileSystemEventHandler, path: str, *, recursive: bool = True) -> Any:
        """Call a handler for each change below a path; return what `unschedule` takes."""
        once = _Once(handler, self.states)
        with suppress(OSError):
            self.native.schedule(once, path, recursive=recursive)
        return self.polling.schedule(once, path, recursive=recursive)

    def unschedule(self, watch: Any) -> None:
        """End what `schedule` began."""
        with suppress(KeyError):
            self.native.unschedule(watch)
        self.polling.unschedule(watch)

    def start(self) -> None:
        """Start to watch; only by polling if the system has no watches left."""
        with suppress(OSError):
            self.native.start()
            self.is_native_started = True
        self.polling.start()

    def stop(self) -> None:
        """Stop the threads."""
        self.native.stop()
        self.polling.stop()

    def join(self) -> None:
        """Wait until the threads have ended."""
        if self.is_native_started:
            self.native.join()
        self.polling.join()


class _Once(FileSystemEventHandler):
    """Passes each change to a handler once, though both observers notify of it."""

    def __init__(self, handler: FileSystemEventHandler, states: dict[str, State]) -> None:
        self.handler, self.states = handler, states

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Pass an event on if the state of one of its files is not the last one known."""
        if event.is_directory or event.event_type not in CHANGES:
            return
        # In older versions of watchdog only events of moved files have a target.
        paths = [os.fsdecode(path) for path in (event.src_path, getattr(event, "dest_path", "")) if path]
        states = {path: state_of(path) for path in paths}
        if any(path not in self.states or self.states[path] != state for path, state in states.items()):
            self.states.update(states)
            self.handler.on_any_event(event)


def state_of(path: str) -> State:
    """Return what differs once a file has changed; None if there is none."""
    try:
        status = os.stat(path)  # noqa: PTH116 (events have text)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
