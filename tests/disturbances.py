"""Commands that change a handbook or build it, disturbed: prints what was torn, lost or different from a clean run, as JSON.

Runs in a process of its own, because it forks: `python tests/disturbances.py FOLDER ROUNDS SEED`. Disturbances are kills, a full
disk (where a small one can be mounted), folders that cannot be written, another command at once, and a clock that was set back.
"""

from __future__ import annotations

import ctypes
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from change_commands import WRITING, contents, prepared
from interrupted_writes import kill_at, limit
from mkdocs_handbook.cli import main
from mkdocs_handbook.project import atomic_write

BUILD = ("build", "--quiet")
COMMANDS = (*map(tuple, WRITING), BUILD, BUILD, BUILD)
NOON, DAY = 1795176000, 86_400
DISK = 6 * 1024**2
Contents = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class End:
    """How a process ended: its exit code, negative for a signal, and what it printed."""

    code: int
    text: str

    @property
    def fault(self) -> str:
        """What is wrong with it, whatever was done to it."""
        if re.search("Traceback|failed unexpectedly", self.text) or self.code not in (
            0,
            1,
            2,
            -signal.SIGKILL,
            -signal.SIGXFSZ,
        ):
            return f"exit code {self.code}: {self.text[-600:]}"
        return "" if self.code != 2 or "Error: " in self.text else f"exit code 2 without an error: {self.text[-600:]}"


@dataclass(frozen=True, slots=True)
class Place:
    """A folder for a handbook, what it is reset to, and where the output of its commands goes."""

    root: Path
    base: Path

    @property
    def output(self) -> Path:
        return self.base.parent / "output"

    def reset(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self.base, self.root)

    def start(self, command: Sequence[str], prepare: Callable[[], object] = lambda: None, number: int = 0) -> int:
        """Start a command in a child, and return its process."""
        if child := os.fork():
            return child
        handle = os.open(f"{self.output}{number}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        os.chdir(self.root)
        code = 70
        try:
            prepare()
            main(list(command))
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def end(self, child: int, number: int = 0) -> End:
        status = os.waitpid(child, 0)[1]
        return End(os.waitstatus_to_exitcode(status), Path(f"{self.output}{number}").read_text("utf-8", "replace"))

    def run(self, command: Sequence[str], prepare: Callable[[], object] = lambda: None) -> End:
        return self.end(self.start(command, prepare))


@cache
def clean(place: Place, *commands: tuple[str, ...]) -> tuple[Contents, tuple[int, ...]]:
    """Return what commands make of a handbook one after another, undisturbed, and their exit codes."""
    place.reset()
    codes = tuple(place.run(command).code for command in commands)
    return contents(place.root), codes


def torn(place: Place, before: Contents, after: Contents) -> str:
    """Return which file is neither as it was nor as it will be."""
    now = contents(place.root)
    ours = re.compile(r"(^|/)\.([^/]+\.handbook-new|handbook-change\.(json|tmp))$|^site/")
    odd = [path for path in {**now, **before} if now.get(path) not in (before.get(path), after.get(path))]
    return "torn or lost: " + ", ".join(odd) if (odd := [path for path in odd if not ours.search(path)]) else ""


def goes_on(place: Place, command: tuple[str, ...], end: End) -> str:
    """Return what is wrong after a disturbance, and once the same command has run again."""
    after = clean_kept(place, command)
    before = clean_kept(place)
    if wrong := end.fault or torn(place, before, after):
        return wrong
    atomic_write.recover(place.root)
    if contents(place.root) != after:
        again = place.run(command)
        if again.fault or again.code == 2:
            return f"afterwards: exit code {again.code}: {again.text[-600:]}"
    return different(contents(place.root), after)


def different(now: Mapping[str, bytes], after: Mapping[str, bytes]) -> str:
    """Return which files are not as a clean run leaves them."""
    odd = sorted(path for path in {**now, **after} if now.get(path) != after.get(path))
    return f"different from a clean run: {', '.join(odd[:5])}" if odd else ""


def clean_kept(place: Place, *commands: tuple[str, ...]) -> Contents:
    """Return what commands make of a handbook, while the one that is there stays."""
    aside = place.base.parent / "aside"
    if place.root.exists():
        shutil.rmtree(aside, ignore_errors=True)
        shutil.copytree(place.root, aside, symlinks=True)
    found = clean(place, *commands)[0]
    if aside.exists():
        shutil.rmtree(place.root, ignore_errors=True)
        shutil.copytree(aside, place.root, symlinks=True)
    return found


# --- Disturbances: each returns what went wrong, "" where nothing did ---


def killed(place: Place, source: random.Random) -> str:
    command = source.choice(COMMANDS)
    step, size = int(70 * source.random() ** 2), int(4_000 * source.random() ** 2)
    place.reset()
    prepare = source.choice((partial(kill_at, step, place.root), partial(limit, size)))
    return goes_on(place, command, place.run(command, prepare))


def full(place: Place, source: random.Random) -> str:
    command, filler = source.choice(COMMANDS), place.root.with_name("filler")
    clean_kept(place, command)
    place.reset()
    free = os.statvfs(place.root).f_bavail * os.statvfs(place.root).f_frsize
    filler.write_bytes(bytes(max(0, free - 4096 * int(60 * source.random() ** 2))))
    try:
        end = place.run(command)
    finally:
        filler.unlink()
    return goes_on(place, command, end)


def read_only(place: Place, source: random.Random) -> str:
    command = source.choice([one for one in COMMANDS if one[0] != "stubs"])
    place.reset()
    folders = [path for path in [place.root, *place.root.rglob("*")] if path.is_dir() and ".git" not in path.parts]
    barred = source.sample(folders, source.randint(1, len(folders)))
    for folder in barred:
        folder.chmod(0o555)
    end = place.run(command, without_privileges)
    for folder in barred:
        folder.chmod(0o755)
    return goes_on(place, command, end)


def without_privileges() -> None:
    """Let permissions hold for root, too: this process has no capability of Linux any more."""
    if not os.getuid():
        # The version of the structures, and no bit set in any of the three sets.
        ctypes.CDLL(None).capset((ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)())


def at_once(place: Place, source: random.Random) -> str:
    one, other = source.choice(COMMANDS), source.choice(COMMANDS)
    alone = [clean(place, one), clean(place, other)]
    after = [clean(place, one, other), clean(place, other, one)]
    place.reset()
    children = [place.start(one, number=1), place.start(other, number=2)]
    ends = [place.end(child, number) for number, child in enumerate(children, 1)]
    if wrong := ends[0].fault or ends[1].fault:
        return wrong
    # What comes second may be there already.
    second = after[1][1][1], after[0][1][1]
    for end, (_, codes), behind in zip(ends, alone, second, strict=True):
        if (
            end.code == 2
            and 2 not in (codes[0], behind)
            and not re.search("another command|meanwhile|run it again|nothing was written", end.text)
        ):
            return f"exit code 2: {end.text}"
    now = contents(place.root)
    # One of both may have been refused, or have come after the other one.
    results = (
        [found for found, _ in (*alone, *after)] if 2 in (ends[0].code, ends[1].code) else [found for found, _ in after]
    )
    return "" if any(without_site(now) == without_site(one) for one in results) else different(now, results[-1])


def without_site(found: Contents) -> Contents:
    """Return the files of a handbook without its site, which is that of before or after another command."""
    return {path: content for path, content in found.items() if not path.startswith("site/")}


def set_back(place: Place, source: random.Random) -> str:
    """Build, change a file, and build again while the clock and the times of files go back."""
    place.reset()
    page = source.choice(sorted(place.root.glob("handbook/*.md")))
    data = place.root / "rituals/a.channels.yml"
    first = place.run(BUILD)
    for path in (page, data):
        path.write_text(path.read_text("utf-8").replace("A", "B").replace("ana", "bo "), encoding="utf-8")
        os.utime(path, (NOON - 10 * DAY,) * 2)
    days = source.randint(1, 400)
    earlier = partial(os.environ.update, SOURCE_DATE_EPOCH=str(NOON - days * DAY))
    second = place.run(BUILD, earlier)
    now = contents(place.root)
    for folder in ("site", ".cache"):
        shutil.rmtree(place.root / folder, ignore_errors=True)
    third = place.run(BUILD, earlier)
    wrong = next((end.fault for end in (first, second, third) if end.fault), "")
    return wrong or different(now, contents(place.root))


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """Mount a small disk in the block, and give whether that can be done here."""
    folder.mkdir()
    # A runner of CI is nobody who may mount, and may become one without a password.
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    mount = [*sudo, "mount", "-t", "tmpfs", "-o", f"size={DISK},mode=777", "tmpfs", str(folder)]
    is_possible = all(map(shutil.which, (mount[0], "mount")))
    is_mounted = is_possible and subprocess.run(mount, capture_output=True, check=False).returncode == 0
    try:
        yield is_mounted
    finally:
        if is_mounted:
            subprocess.run([*sudo, "umount", "--lazy", str(folder)], check=False)


def rounds(folder: Path, count: int, seed: int) -> Iterator[dict[str, str]]:
    """Yield what went wrong in each round, and whether disks could be filled."""
    base = prepared(folder / "base")
    with small_disk(folder / "disk") as has_disk:
        kinds = (killed, full, read_only, at_once, set_back)
        places = {kind: Place(folder / ("disk" if kind is full else "home") / "root", base) for kind in kinds}
        (folder / "home").mkdir()
        for number in range(count):
            kind = kinds[number % len(kinds)]
            if kind is not full or has_disk:
                yield {"round": f"{kind.__name__} {number}", "wrong": kind(places[kind], random.Random(seed + number))}  # noqa: S311


if __name__ == "__main__":
    os.environ.update(SOURCE_DATE_EPOCH=str(NOON), NO_MKDOCS_2_WARNING="1")
    os.environ.pop("HANDBOOK_TRACEBACK", None)
    here = Path(sys.argv[1]).resolve()
    here.chmod(0o755)
    print(json.dumps(list(rounds(here, int(sys.argv[2]), int(sys.argv[3])))))
