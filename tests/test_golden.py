"""Golden Markdown files: each `##` is a case of input files, with the findings and the HTML that they make.

A fence whose info string ends in a path is an input file; `findings` is what lint prints of them, `html PATH` what a
build makes of a page or stub, `fixed PATH` what all fixes make of a file. A fence `before PATH` holds a file as it was in the
revision of git that lint compares with (an empty one was not there), `link PATH` where a symbolic link leads. The file
`handbook-baseline.json` is the baseline, and `slack-channels.json` what Slack has. A line `Rules: HB3, HB116` at the top names the rules that a file is about. `UPDATE_GOLDEN=1 pytest tests/test_golden.py` writes what the code does now.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from git_repositories import change, repository
from golden_files import FENCE, parts
from handbooks import build, fix, lint, run, write
from mkdocs_handbook.lint import linter, report, rules

GOLDEN = Path(__file__).parent / "golden"
# What a fence may hold that is no file of the handbook.
MADE = ("html", "fixed", "before", "link")


def cases() -> Iterator[tuple[Path, str]]:
    for path in sorted(GOLDEN.glob("*.md")):
        yield from ((path, title) for title in parts(path.read_text(encoding="utf-8")))


def regenerated(part: str, root: Path, codes: Collection[str]) -> str:
    """Return a case with the findings and the HTML that its files make now."""
    fences = [(match[2].strip(), match[3]) for match in FENCE.finditer(part)]
    kinds = {info: tuple(info.split(" ", 1)) for info, _ in fences if info != "findings"}
    files = {kinds[info][1]: unescaped(body) for info, body in fences if info in kinds and kinds[info][0] not in MADE}
    before = {kinds[info][1]: unescaped(body) or None for info, body in fences if info.startswith("before ")}
    rev = "HEAD" if before else ""
    if before:
        repository(root, {path: content for path, content in {**files, **before}.items() if content is not None})
        change(root, {path: None for path in before if path not in files and before[path] is not None})
    write(root, files)
    for path, target in ((kinds[info][1], body.strip()) for info, body in fences if info.startswith("link ")):
        (root / path).symlink_to(target)
    built = build(root)
    # A build shows the same findings as lint, and fails if one of them is an error.
    assert built.findings == lint(root, rules.BUILD)
    findings = [report.text.concise(one) for one in linter.findings(run(root, codes, rev))]
    if any(info.startswith("fixed ") for info, _ in fences):
        fix(root, codes, unsafe=True, rev=rev)
        assert not fix(root, codes, unsafe=True, rev=rev).files, "a second fix changes nothing"

    def fill(match: re.Match[str]) -> str:
        mark, info = match[1], match[2].strip()
        if info == "findings":
            return f"{mark}{info}\n" + "".join(f"{line}\n" for line in findings) + f"{mark}\n"
        if info.startswith("html "):
            return f"{mark}{info}\n{built.page(info.removeprefix('html ')).strip()}\n{mark}\n"
        if info.startswith("fixed "):
            fixed = (root / info.removeprefix("fixed ")).read_text(encoding="utf-8")
            return f"{mark}{info}\n{fixed.removesuffix(chr(10))}\n{mark}\n"
        return match[0]

    return FENCE.sub(fill, part)


def chosen(text: str) -> Collection[str]:
    """Return the codes of the rules that a golden file is about: those of its line `Rules: HB3, HB116`, else those of a build."""
    line = re.search(r"^Rules: (.+)$", text, re.MULTILINE)
    return (
        [code for code in rules.ALL if code.startswith(tuple(line[1].split(", ")))]
        if line
        else rules.BUILD | rules.TOLD
    )


def unescaped(body: str) -> str | bytes:
    r"""Return the content of a file; a first line `%escapes` lets it name bytes as \xff, tabs as \t, and so on."""
    if not body.startswith("%escapes\n"):
        return body
    return body.removeprefix("%escapes\n").encode().decode("unicode_escape").encode("latin-1")


@pytest.mark.parametrize(("path", "title"), [pytest.param(*case, id=f"{case[0].stem}: {case[1]}") for case in cases()])
def test_golden(path: Path, title: str, tmp_path: Path) -> None:
    before = path.read_text(encoding="utf-8")
    part = parts(before)[title]
    if sys.platform == "win32" and "\n```link " in part:
        pytest.skip("links need a privilege there")
    after = regenerated(part, tmp_path, chosen(before))
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(before.replace(part, after), encoding="utf-8")
        return
    assert after == part
