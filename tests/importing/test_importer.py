"""`handbook import`: golden Markdown files, whose cases are pages before, pages and data after, and what is said.

A fence whose info string ends in a path is an input file, `run ARGUMENTS` what the command prints, and `after PATH` what a
file holds then. `UPDATE_GOLDEN=1 pytest tests/importing/test_importer.py` writes what the code does now.
"""

from __future__ import annotations

import os
import shlex
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from golden_files import FENCE, parts
from handbooks import build, read, write
from import_setup import CONFIG, contents
from mkdocs_handbook.cli import main
from mkdocs_handbook.lint import rules

GOLDEN = Path(__file__).parents[1] / "golden_import"
NOT_OURS = ("HB5", "HB205", "HB207")


def cases() -> Iterator[tuple[Path, str]]:
    for path in sorted(GOLDEN.glob("*.md")):
        yield from ((path, title) for title in parts(path.read_text(encoding="utf-8")))


def codes(root: Path) -> Counter[str]:
    return Counter(one.code for one in read(root, rules.DEFAULT)[1] if not one.code.startswith(NOT_OURS))


def run(*arguments: str) -> str:
    return CliRunner().invoke(main, ["import", "--today", "2026-11-21", *arguments], catch_exceptions=False).output


def checked(arguments: list[str], root: Path) -> str:
    """Import, and give what was printed, with everything checked that holds of any import."""
    before, sound = codes(root), not build(root, site=root / "site").error
    untouched = contents(root)
    run("--diff", *arguments)
    assert contents(root) == untouched, "a diff writes nothing"
    printed = run(*arguments)
    assert not codes(root) - before, "lint finds nothing that it did not find before"
    assert not sound or not build(root, site=root / "site").error, "it still builds"
    after = contents(root)
    again = run(*arguments)
    assert contents(root) == after, "a second import changes nothing"
    assert messages(again) <= messages(printed), "a second import has nothing else to say"
    return printed


def messages(printed: str) -> set[str]:
    """Return what an import says, without the places, which shift, and without how much it looked at for nothing."""
    return {line.split(": ", 1)[-1] for line in printed.splitlines() if not line.startswith("note: looked at")}


def regenerated(part: str, root: Path) -> str:
    fences = [(match[2].strip(), match[3]) for match in FENCE.finditer(part)]
    files = {info.split(" ", 1)[1]: body for info, body in fences if not info.startswith(("run", "after "))}
    write(root, {"mkdocs.yml": CONFIG, **files})
    arguments = next(shlex.split(info.removeprefix("run")) for info, _ in fences if info.startswith("run"))
    printed = checked(arguments, root)
    after = contents(root)
    untouched = {name: text.encode() for name, text in files.items()}
    named = {info.removeprefix("after ") for info, _ in fences if info.startswith("after ")}
    changed = {
        name
        for name, text in after.items()
        if name.startswith(("handbook/", "rituals/")) and text != untouched.get(name)
    }
    assert changed <= named | {"handbook/index.md"}, f"cases show all that changes: {changed - named}"

    def fill(match: tuple[str, str, str]) -> str:
        mark, info, body = match
        if info.startswith("run"):
            body = printed
        elif info.startswith("after "):
            body = after[info.removeprefix("after ")].decode()
        return f"{mark}{info}\n{body}{mark}\n"

    return FENCE.sub(lambda match: fill((match[1], match[2].strip(), match[3])), part)


@pytest.mark.parametrize(("path", "title"), [pytest.param(*case, id=f"{case[0].stem}: {case[1]}") for case in cases()])
def test_golden(path: Path, title: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = path.read_text(encoding="utf-8")
    part = parts(before)[title]
    after = regenerated(part, tmp_path)
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(before.replace(part, after), encoding="utf-8")
        return
    assert after == part
