"""`handbook codeowners`: GitHub asks for each file whom the data names, by the word of an independent reader."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from codeowners import CodeOwners

from command_line import run
from handbooks import read, write
from mkdocs_handbook.automation.codeowners import codeowners_part
from mkdocs_handbook.automation.codeowners.reviewers import Choice
from mkdocs_handbook.util import escaping

SAMPLE = Path(__file__).parents[2]
PEOPLE = "ana: {name: Ana, github: ana-x}\nbo: {name: Bo, github: bo-x}\ncy: {name: Cy}\nold: {name: Old, github: old-x, leftOn: 2026-01-31}\n"
CHANNELS = "- {channel: '#a', dri: bo}\n- {channel: '#b', dri: ana}\n- {channel: '#c', dri: bo}\n"
TODAY = ("--today", "2026-11-20")


def page(who: str, more: str = "") -> str:
    return f"---\nmaintainedBy: {who}\n{more}---\n\n# Page\n"


FILES = {
    "rituals/people.yml": PEOPLE,
    "rituals/a.channels.yml": CHANNELS,
    "handbook/a/README.md": page("ana", "github: '@acme/a-team'\n")
    + "\n## Slack channels\n\n[A](../../rituals/a.channels.yml)\n",
    "handbook/b.md": page("bo"),
    "handbook/c.md": "# Nobody's\n",
}


def owners(root: Path, path: str) -> list[str]:
    """Return whom the independent reader finds for a file."""
    reader = CodeOwners((root / ".github/CODEOWNERS").read_text(encoding="utf-8"))
    return [name for _, name in reader.of(path)]


@pytest.mark.parametrize(
    ("arguments", "data"),
    [
        pytest.param((), ["@bo-x", "@ana-x"], id="responsible"),
        pytest.param(("--by", "page"), ["@ana-x"], id="maintainers of the page"),
        pytest.param(("--by", "group"), ["@acme/a-team"], id="team"),
    ],
)
def test_each_file_has_the_reviewers_that_the_data_names(
    arguments: tuple[str, ...], data: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(write(tmp_path, FILES))
    more = ("--people", "ana", "--people", "@acme/people", "--schemas", "@bo-x")
    assert run("codeowners", *TODAY, *arguments, *more).exit_code == 0
    expected = {
        "handbook/a/README.md": ["@ana-x"],
        "handbook/b.md": ["@bo-x"],
        "handbook/c.md": [],
        "mkdocs.yml": [],
        "rituals/a.channels.yml": data,
        "rituals/people.yml": ["@ana-x", "@acme/people"],
        "schemas/own.schema.json": ["@bo-x"],
        "other/handbook/b.md": [],
    }
    assert {path: owners(tmp_path, path) for path in expected} == expected
    # The part keeps the options.
    before = (tmp_path / ".github/CODEOWNERS").read_bytes()
    assert run("codeowners", *TODAY, "--check").exit_code == 0
    assert run("codeowners", *TODAY).output == ""
    assert (tmp_path / ".github/CODEOWNERS").read_bytes() == before


def test_the_sample_has_the_reviewers_that_its_data_names(tmp_path: Path) -> None:
    handbook = read(SAMPLE, ())[0]
    planned = codeowners_part.plan(handbook, Choice())
    assert planned.finding
    path = planned.source.path
    text = "".join(edit.text for edit in planned.finding.edits)
    reader = CodeOwners(text)
    github = {handle: item.text("github") for handle, item in (handbook.people or {}).items()}
    named = {page.source.path: [page.front_matter.text("maintainedBy")] for page in handbook.pages if page.front_matter}
    named |= {
        file.source.path: [
            who
            for item in file.items
            for who in (
                item.text("dri"),
                *item.values.get("members", ()),
                *(o["dri"] for o in item.values.get("overrides", ())),
            )
        ]
        for file in handbook.files
        if file.kind.name in ("rituals", "channels", "boards")
    }
    assert sum(bool(reader.of(path)) for path in named) >= 18
    for path, handles in named.items():
        expected = dict.fromkeys(f"@{github[handle]}" for handle in handles if github.get(handle))
        assert [name for _, name in reader.of(path)] == [*expected], path


NAMES = [
    "with space.md",
    "a*b.md",
    "axb.md",
    "what?.md",
    "c#.md",
    "[draft].md",
    "d.md",
    "!x.md",
    "#1.md",
    "ünï.md",
    "a b/c d.md",
    "@x.md",
    "-.md",
    "**.md",
]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_pattern_matches_its_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write(tmp_path, {"rituals/people.yml": PEOPLE, "handbook/nobody.md": "# N\n"}))
    for number, name in enumerate(NAMES):
        write(tmp_path, {f"handbook/{name}": page(("ana", "bo")[number % 2])})
    assert run("codeowners", *TODAY).exit_code == 0
    for number, name in enumerate(NAMES):
        assert owners(tmp_path, f"handbook/{name}") == [("@ana-x", "@bo-x")[number % 2]], name
    for other in ("nobody.md", "adb.md", "whatx.md", "xd.md", "r.md", "with", "space.md", "deep/d.md"):
        assert owners(tmp_path, f"handbook/{other}") == [], other


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize("name", ["a\tb.md", "a\nb.md", "a\\b.md", "a\u00a0b.md", "a\u2028b.md", "a\x85b.md"])
def test_a_name_that_no_pattern_holds_is_a_finding(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(
        write(tmp_path, {"rituals/people.yml": PEOPLE, f"handbook/{name}": page("ana"), "handbook/b.md": page("bo")})
    )
    result = run("codeowners", *TODAY)
    assert result.exit_code == 1
    assert "HB702" in result.stderr
    assert "rename the file" in result.stderr
    lines = (tmp_path / ".github/CODEOWNERS").read_bytes().splitlines()
    assert [line for line in lines if not line.startswith(b"#")] == [b"/handbook/b.md @bo-x"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("place", [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"])
def test_all_else_stays(place: str, bom: bytes, end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = f"* @everybody{end}# ours{end}".encode()
    monkeypatch.chdir(write(tmp_path, {**FILES, place: bom + own}))
    assert run("codeowners", *TODAY).exit_code == 0
    assert (tmp_path / ".github/CODEOWNERS").exists() == (place == ".github/CODEOWNERS")
    after = (tmp_path / place).read_bytes()
    assert after.startswith(bom + own)
    assert after.count(b"\n") == after.count(end.encode())
    (tmp_path / place).write_bytes(after + f"/handbook/late.md @me{end}".encode())
    write(tmp_path, {"handbook/b.md": page("ana")})
    assert run("codeowners", *TODAY, "--check").exit_code == 1
    assert run("codeowners", *TODAY).exit_code == 0
    mended = (tmp_path / place).read_bytes()
    assert mended == after.replace(b"b.md @bo-x", b"b.md @ana-x") + f"/handbook/late.md @me{end}".encode()


def test_a_handbook_in_a_folder_writes_to_the_top_of_its_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    monkeypatch.chdir(write(tmp_path / "company/hand book", FILES))
    assert run("codeowners", *TODAY).exit_code == 0
    assert owners(tmp_path, "company/hand book/handbook/b.md") == ["@bo-x"]
    assert owners(tmp_path, "handbook/b.md") == []
    write(tmp_path / "company/hand book", {"handbook/b.md": page("ana")})
    result = run("lint", "--select", "HB701", *TODAY)
    assert result.exit_code == 1
    assert result.output.startswith(".github/CODEOWNERS:1:1: HB701")
    assert run("lint", "--select", "HB701", "--fix", *TODAY).exit_code == 0
    assert owners(tmp_path, "company/hand book/handbook/b.md") == ["@ana-x"]


def test_a_file_of_three_megabytes_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = b"# " + b"x" * (codeowners_part.LIMIT - 100) + b"\n"
    monkeypatch.chdir(write(tmp_path, {**FILES, "CODEOWNERS": own}))
    result = run("codeowners", *TODAY)
    assert result.exit_code == 1
    assert "GitHub reads less than 3 MB" in result.stderr
    assert (tmp_path / "CODEOWNERS").read_bytes() == own


@pytest.mark.parametrize(
    ("name", "is_good"),
    [
        ("a", True),
        ("a" * 39, True),
        ("a" * 40, False),
        ("a-b", True),
        ("a--b", False),
        ("-a", False),
        ("a-", False),
        ("a_corp", True),
        ("a b", False),
        ("é", False),
        ("", False),
    ],
)
def test_names_are_those_that_github_takes(name: str, is_good: bool) -> None:
    assert bool(escaping.USER.fullmatch(name)) == is_good


def test_lint_imports_nothing_of_it(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    code = (
        "import sys\nfrom mkdocs_handbook.cli import main\n"
        "try:\n    main(['lint'])\nexcept SystemExit:\n    pass\n"
        "names = ('mkdocs_handbook.automation', 'http.client', 'urllib.request', 'ssl')\n"
        "loaded = [name for name in sys.modules if name.startswith(names)]\nassert not loaded, loaded\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, stdout=subprocess.DEVNULL)
