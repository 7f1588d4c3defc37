"""Runs of inputs: what a command must not do whatever it is given, and which lines of the package it reached."""

from __future__ import annotations

import os
import re
import signal
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any
from unittest import mock

from click.testing import CliRunner, Result

import mkdocs_handbook
from fuzzing import inputs
from mkdocs_handbook.cli import main

PACKAGE = str(Path(mkdocs_handbook.__file__).parent)
# Seconds of this process's time, so that a busy machine does not matter.
LONGEST = 10
SECRET = "kept-outside-8d1f"  # noqa: S105 (of no use)
CHANGING = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod"}
FORBIDDEN = {"socket.connect", "socket.getaddrinfo", "os.system", "os.exec", "os.posix_spawn", "os.startfile"}
Line = tuple[str, int]


class TooLong(BaseException):
    """A run that takes longer than any input may."""


class Observer:
    """What the running process does to the disk outside of a folder; its hook stays to the end of the process."""

    def __init__(self) -> None:
        self.root = ""
        self.strays: list[str] = []
        self.allowed: tuple[str, ...] = ()
        sys.addaudithook(self.hook)

    def hook(self, event: str, values: tuple[Any, ...]) -> None:
        if not self.root:
            return
        if event in FORBIDDEN or (event == "subprocess.Popen" and Path(str(values[0])).name != "git"):
            self.strays.append(f"{event} {values[0]}")
        elif event == "open" and isinstance(values[0], str | bytes):
            writes = isinstance(values[2], int) and values[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            self.check(os.path.realpath(os.fsdecode(values[0])), "writes" if writes else "reads")
        elif event in CHANGING:
            for path in (one for one in values[:2] if isinstance(one, str | bytes)):
                folder, name = os.path.split(os.path.join(self.root, os.fsdecode(path)))
                self.check(os.path.join(os.path.realpath(folder), name), event)

    def check(self, path: str, doing: str) -> None:
        outside = str(Path(self.root).with_name("outside"))
        is_inside = path == self.root or path.startswith((self.root + os.sep, *self.allowed))
        if path.startswith(outside) or (doing != "reads" and not is_inside):
            self.strays.append(f"{doing} outside of the handbook: {path}")


@contextmanager
def bounded() -> Iterator[None]:
    """Raise TooLong in the block once it has taken its time."""

    def stop(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


class Coverage:
    """The lines of the package that runs have reached."""

    def __init__(self) -> None:
        self.lines: set[Line] = set()
        self.left: dict[CodeType, set[int]] = {}
        self.new: set[Line] = set()

    def __enter__(self) -> None:
        self.new = set()
        sys.settrace(self.enter)

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)

    def enter(self, frame: FrameType, _event: str, _value: object) -> Any:
        """Follow a function as long as not all of its lines have been reached."""
        code = frame.f_code
        left = self.left.get(code)
        if left is None:
            is_ours = code.co_filename.startswith(PACKAGE)
            left = self.left[code] = {line for *_, line in code.co_lines() if line} if is_ours else set()
        return self.follow if left else None

    def follow(self, frame: FrameType, _event: str, _value: object) -> Any:
        self.left[frame.f_code].discard(frame.f_lineno)
        line = (frame.f_code.co_filename, frame.f_lineno)
        if line not in self.lines:
            self.lines.add(line)
            self.new.add(line)
        return self.follow


OBSERVER = Observer()


def fault(given: inputs.Input, coverage: Coverage | None = None) -> str:
    """Return what a command did with an input that it must not do, "" where all is well."""
    arguments = inputs.arguments(given)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve() / "root"
        outside = root.parent / "outside"
        outside.mkdir()
        for name in ("secret.md", "secret.yml"):
            (outside / name).write_text(f"# {SECRET}\n", encoding="utf-8")
        inputs.place(root, given)
        before = Path.cwd()
        os.chdir(root)
        # The folder for what this user's programs keep.
        caches = root.with_name("caches")
        OBSERVER.strays, OBSERVER.root, OBSERVER.allowed = [], str(root), (os.devnull, jinja_cache(), str(caches))
        try:
            with bounded(), mock.patch.dict(os.environ, XDG_CACHE_HOME=str(caches)):
                if coverage is None:
                    result = invoke(arguments, given)
                else:
                    with coverage:
                        result = invoke(arguments, given)
        except TooLong:
            return f"takes more than {LONGEST} s"
        finally:
            OBSERVER.root = ""
            os.chdir(before)
    return OBSERVER.strays[0] if OBSERVER.strays else wrong_end(result, arguments)


def invoke(arguments: list[str], given: inputs.Input) -> Result:
    text = next((body for name, body in sorted(given.items()) if name.startswith("file ")), b"")
    return CliRunner().invoke(main, arguments, input=text)


def wrong_end(result: Result, arguments: list[str]) -> str:
    """Return what is wrong with the end of a command: its exception, its exit code or what it printed."""
    if result.exception and not isinstance(result.exception, SystemExit):
        return f"{type(result.exception).__name__}: {result.exception}"
    if found := re.search(r"failed unexpectedly at ([^:]+:\d+: \w+)|(not enough memory)|(Traceback)", result.output):
        return f"unexpected: {next(filter(None, found.groups()))}"
    if result.exit_code not in (0, 1, 2):
        return f"exit code {result.exit_code}"
    if SECRET in result.output and not any(SECRET in one for one in arguments):
        return "prints what is outside of the handbook"
    control = [one for one in result.output if unicodedata.category(one) == "Cc" and one not in "\n\t"]
    # A file that is printed as it is has what its author wrote.
    return f"prints the control character {control[0]!r}" if control and "-" not in arguments else ""


def jinja_cache() -> str:
    from jinja2 import FileSystemBytecodeCache

    return FileSystemBytecodeCache().directory
