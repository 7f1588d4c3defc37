"""What tells `handbook serve` that a file has changed: the system at once, and a look every now and then for the rest."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

# Systems tell of readers as well, and a build reads all files.
CHANGES = frozenset(("created", "deleted", "modified", "moved"))
State = tuple[int, int, int] | None


class Watcher:
    """Takes the part of MkDocs' observer, which only looks every now and then.

    Of network drives and folders shared with a container no system tells; of the others it tells half a second sooner.
    """

    def __init__(self, seconds: float = 0.5) -> None:
        self.known: dict[str, State] = {}
        self.polling = PollingObserver(timeout=seconds)
        self.native = Observer()
        self.is_told = False

    def schedule(self, handler: FileSystemEventHandler, path: str, *, recursive: bool = True) -> Any:
        """Call a handler for each change below a path; give what ends that."""
        once = _Once(handler, self.known)
        with suppress(OSError):
            self.native.schedule(once, path, recursive=recursive)
        return self.polling.schedule(once, path, recursive=recursive)

    def unschedule(self, watch: Any) -> None:
        """End what `schedule` began."""
        with suppress(KeyError):
            self.native.unschedule(watch)
        self.polling.unschedule(watch)

    def start(self) -> None:
        """Begin to watch; where the system has no more watches to give, without it."""
        with suppress(OSError):
            self.native.start()
            self.is_told = True
        self.polling.start()

    def stop(self) -> None:
        """Tell the threads to end."""
        self.native.stop()
        self.polling.stop()

    def join(self) -> None:
        """Wait until they have ended."""
        if self.is_told:
            self.native.join()
        self.polling.join()


class _Once(FileSystemEventHandler):
    """Passes a change on to a handler the first time that somebody tells of it."""

    def __init__(self, handler: FileSystemEventHandler, known: dict[str, State]) -> None:
        self.handler, self.known = handler, known

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Pass an event on if a file that it names is another than when somebody told of it last."""
        if event.is_directory or event.event_type not in CHANGES:
            return
        # Only what was moved has a target in older versions.
        paths = [os.fsdecode(path) for path in (event.src_path, getattr(event, "dest_path", "")) if path]
        states = {path: state(path) for path in paths}
        if any(path not in self.known or self.known[path] != found for path, found in states.items()):
            self.known.update(states)
            self.handler.on_any_event(event)


def state(path: str) -> State:
    """Give what shows that a file was changed, None if there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 (as a path is told)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
