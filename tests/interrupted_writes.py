"""A change of several files, killed at every step that touches the disk; prints what was left as JSON.

Runs in a process of its own, because it forks: `python tests/interrupted_writes.py FOLDER [twice]`, the latter with kills in the middle of the recovery.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import handbooks
from mkdocs_handbook.changes import data_change, dri_changes
from mkdocs_handbook.cli import change_lock, main
from mkdocs_handbook.lint import linter
from mkdocs_handbook.project import atomic_write, mkdocs_yml

FILES = {
    "mkdocs.yml": "site_name: x\ndocs_dir: handbook\nplugins: [handbook]\n",
    "handbook/index.md": "---\nmaintainedBy: ana\n---\n# Home\n",
    "rituals/a.channels.yml": "- channel: '#a' # ours\n  dri: 'ana'\n" + "# A comment.\n" * 200,
    "rituals/b.rituals.yml": "- {task: T, startedOn: 2026-01-05, frequency: Weekly, description: d, dri: ana}\r\n",
}
CHANGING = {"os.rename", "os.remove", "os.chmod", "os.mkdir"}
Contents = dict[str, bytes]


def reset(root: Path) -> None:
    shutil.rmtree(root, ignore_errors=True)
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.encode())


def contents(root: Path) -> Contents:
    """Return what is in the files of a folder; what names the holder of a lock is free for the next one after a kill."""
    return handbooks.contents(root, {change_lock.NAME})


def kill_at(step: int, root: Path) -> None:
    """Kill this process before its step that changes the disk, counted from 0; a sync has a step before and after."""
    taken = count()

    def check() -> None:
        if next(taken) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in CHANGING:
            check()
        elif event == "open" and str(arguments[0]).startswith(str(root)):
            flags = arguments[2]
            if isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR):
                check()

    sync = os.fsync

    def synced(handle: Any) -> None:
        check()
        sync(handle)
        check()

    setattr(os, "fsync", synced)  # noqa: B010 (a function of another type)
    sys.addaudithook(hook)


def in_child(prepare: Callable[[], None], run: Callable[[], object]) -> bool:
    """Run something in a child, and give whether it was killed."""
    child = os.fork()
    if not child:
        try:
            prepare()
            run()
        except SystemExit as end:
            os._exit(int(end.code or 0))
        except BaseException as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
            os._exit(3)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and os.WEXITSTATUS(status):
        raise SystemExit(f"the child failed with {os.WEXITSTATUS(status)}")
    return os.WIFSIGNALED(status)


def limit(size: int) -> None:
    """Kill this process in the middle of a write that makes a file larger than this."""
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def change(root: Path) -> None:
    os.chdir(root)
    main(["dri", "replace", "ana", "bo", "--quiet"], standalone_mode=True)


def killed(root: Path) -> Iterator[tuple[str, Contents, Contents]]:
    """Yield for each kill what was left at once, and what was there after the next start."""
    steps = (partial(kill_at, step, root) for step in count())
    for step, prepare in enumerate(steps):
        reset(root)
        was_killed = in_child(prepare, partial(change, root))
        left = contents(root)
        recover(root)
        yield f"step {step}", left, contents(root)
        if not was_killed:
            break
    for size in (0, 1, 100, 400, 900, 1500, 2500, 2600):
        reset(root)
        in_child(partial(limit, size), partial(change, root))
        left = contents(root)
        recover(root)
        yield f"write of {size} bytes", left, contents(root)


def killed_twice(root: Path) -> Iterator[tuple[str, Contents, Contents]]:
    """Yield the same for kills in the middle of the recovery from a kill."""
    for first in count(0, 3):
        for second in count():
            reset(root)
            is_killed = in_child(partial(kill_at, first, root), partial(change, root))
            if not is_killed:
                return
            again = in_child(partial(kill_at, second, root), partial(recover, root))
            left = contents(root)
            recover(root)
            yield f"step {first}, then {second}", left, contents(root)
            if not again:
                break


def recover(root: Path) -> None:
    atomic_write.recover(root)


if __name__ == "__main__":
    # What is imported before is not imported again in each child.
    assert all((data_change, dri_changes, linter, mkdocs_yml))
    folder = Path(sys.argv[1]).resolve() / "root"
    folder.mkdir()
    os.chdir(folder.parent)
    reset(folder)
    before = contents(folder)
    # Of this day, so that the same change is made each time.
    os.environ["SOURCE_DATE_EPOCH"] = "1790000000"

    assert not in_child(lambda: None, partial(change, folder))
    after = contents(folder)
    found = [*(killed_twice if "twice" in sys.argv else killed)(folder)]

    def told(name: str, left: Contents, later: Contents) -> dict[str, object]:
        states = [
            "old" if left[path] == before[path] else "new" if left[path] == after[path] else "broken"
            for path in before
            if before[path] != after[path]
        ]
        end = "old" if later == before else "new" if later == after else "broken"
        return {"name": name, "left": states, "end": end}

    print(json.dumps([told(*one) for one in found]))
