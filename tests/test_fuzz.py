"""Whatever bytes stand in a handbook, reading it gives findings or success: no exception, no write outside the site."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import fuzz_handbook
from fuzzing import inputs, runs
from handbooks import build, needs_links, read, write
from mkdocs_handbook.lint import report
from mkdocs_handbook.schedule import frequency

ROOT = Path(__file__).parents[1]
SAMPLE = {
    path.relative_to(ROOT).as_posix(): path.read_bytes()
    for folder in ("handbook", "rituals", "schemas")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in (".md", ".yml", ".json")
}
NAMES = sorted(SAMPLE)
ALPHABET = "-#:@&*!|>'\"{}[],?% \n\t\r\0abcé\U0001f680<~`=/."
PATHS = ("rituals/a.rituals.yml", "rituals/people.yml", "rituals/stubs.yml", "handbook/a.md", "schemas/x.schema.json")
# Nothing here takes a second; the bound is there for what would hang.
BOUND = timedelta(seconds=30)
QUICK = settings(max_examples=60, deadline=BOUND, suppress_health_check=list(HealthCheck))
LONG = settings(max_examples=1500, deadline=BOUND, suppress_health_check=list(HealthCheck))


def check(files: dict[str, bytes], *, built: bool = False) -> None:
    """Read files as a handbook, and build it; findings are fine, exceptions and stray files aren't."""
    with tempfile.TemporaryDirectory() as folder:
        root = write(Path(folder) / "root", dict(files))
        before = {path for path in Path(folder).rglob("*") if root / "site" not in path.parents}
        read(root)
        if built:
            build(root)
        after = {
            path for path in Path(folder).rglob("*") if root / "site" not in path.parents and path != root / "site"
        }
        assert after == before


def mutated(text: bytes, source: random.Random) -> bytes:
    """Return a text with a few of its bytes removed, doubled, swapped or replaced."""
    data = bytearray(text)
    for _ in range(source.randint(1, 6)):
        at, size = source.randrange(len(data) + 1), source.choice((1, 1, 2, 8, 40))
        piece = bytes(data[at : at + size])
        match source.randrange(4):
            case 0:
                del data[at : at + size]
            case 1:
                data[at:at] = piece * source.randint(1, 3)
            case 2:
                data[at:at] = source.choice(ALPHABET).encode()
            case 3:
                data[at : at + size] = source.choice((b"\xff", b"\n", b"  ", b": ", b"- ", b"\r\n", b"<b>", b"../"))
    return bytes(data)


def run_mutations(seed: int, *, built: bool) -> None:
    source = random.Random(seed)  # noqa: S311
    files = dict(SAMPLE)
    for name in source.sample(NAMES, source.randint(1, 3)):
        files[name] = mutated(files[name], source)
    check(files, built=built)


@given(path=st.sampled_from(PATHS), content=st.binary(max_size=200))
@QUICK
def test_any_bytes(path: str, content: bytes) -> None:
    check({path: content})


@given(path=st.sampled_from(PATHS), content=st.text(ALPHABET, max_size=120))
@QUICK
def test_any_text_of_marks(path: str, content: str) -> None:
    check({path: content.encode(), "handbook/b.md": b"# B\n\n[R](../rituals/a.rituals.yml)\n"}, built=True)


@given(text=st.text(max_size=60) | st.text(ALPHABET, max_size=60))
@settings(max_examples=500, deadline=BOUND)
def test_any_frequency(text: str) -> None:
    frequency.parse(text)


@pytest.mark.slow
@given(seed=st.integers(0, 10**9))
@settings(max_examples=25, deadline=BOUND)
def test_mutated_sample(seed: int) -> None:
    run_mutations(seed, built=True)


@pytest.mark.skipif(sys.platform == "win32", reason="the bounds of POSIX, and links need a privilege")
@pytest.mark.parametrize("name", inputs.corpus())
def test_inputs_of_the_corpus(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HANDBOOK_TRACEBACK")
    assert runs.fault(inputs.corpus()[name]) == ""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the bounds of POSIX, and links need a privilege")
def test_inputs_guided_by_coverage(tmp_path: Path) -> None:
    # CI tries the same inputs each time; what goes on is the long form.
    seconds = os.environ.get("FUZZ_SECONDS")
    bounds = ["--seconds", seconds] if seconds else ["--runs", "400", "--seed", "0"]
    script = [sys.executable, str(ROOT / "tests/fuzz_handbook.py"), "--found", str(tmp_path), *bounds]
    environment = {key: value for key, value in os.environ.items() if key != "HANDBOOK_TRACEBACK"}
    environment["PYTHONHASHSEED"] = "0"
    done = subprocess.run(script, capture_output=True, text=True, check=False, env=environment)
    found = "".join(f"{path.name}\n{path.read_bytes()!r}\n" for path in tmp_path.glob("*.input"))
    assert (done.returncode, found) == (0, ""), done.stdout + done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="the bounds of POSIX")
def test_a_fault_is_found_and_shrunk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fails(*_: object) -> None:
        raise KeyError("seeded")

    monkeypatch.delenv("HANDBOOK_TRACEBACK")
    monkeypatch.setattr("mkdocs_handbook.changes.dri_report.counts", fails)
    given = {**inputs.corpus()["base.input"], "arguments": b"dri\nlist"}
    found = runs.fault(given)
    assert found.endswith("KeyError")
    assert fuzz_handbook.report(given, found, tmp_path) == {"arguments": b"dri\nlist"}


@pytest.mark.long
@given(
    path=st.sampled_from(PATHS),
    content=st.text(ALPHABET, max_size=300) | st.binary(max_size=400).map(lambda raw: raw.decode("latin-1")),
)
@LONG
def test_any_text_at_length(path: str, content: str) -> None:
    check({path: content.encode()})


@pytest.mark.parametrize(
    ("path", "content"),
    [
        pytest.param("rituals/a.rituals.yml", b"[" * 3_000, id="3,000 brackets"),
        pytest.param("rituals/a.rituals.yml", b"- " * 3_000, id="3,000 dashes"),
        pytest.param("rituals/a.rituals.yml", b"{a: " * 3_000, id="3,000 braces"),
        pytest.param("schemas/x.schema.json", b'{"a":' * 100_000, id="100,000 levels of JSON"),
        pytest.param(
            "rituals/people.yml", b"".join(b"p%d: {name: N}\n" % i for i in range(10_000)), id="10,000 people"
        ),
        pytest.param(
            "rituals/stubs.yml", b"".join(b"a%d.md: a%d.md\n" % (i, i + 1) for i in range(400)), id="a chain of 400"
        ),
        pytest.param("handbook/a.md", b"```\n" * 50_001, id="50,001 fences"),
        pytest.param(
            "handbook/a.md", b"<div>\n" * 50_000 + b"\n[x](../rituals/a.rituals.yml)\n", id="50,000 open tags"
        ),
        pytest.param("handbook/a.md", b"[" * 50_000 + b"](x.yml)", id="50,000 brackets"),
        pytest.param("handbook/a.md", b"---\n" * 50_000, id="50,000 rules"),
    ],
)
def test_large_and_hostile(path: str, content: bytes) -> None:
    check({path: content})


@needs_links
def test_a_link_out_of_the_tree_is_not_followed(tmp_path: Path) -> None:
    root = write(tmp_path / "root", {"rituals/a.channels.yml": "[]\n"})
    (tmp_path / "secret.channels.yml").write_text('- channel: "#secret"\n  dri: ana\n', encoding="utf-8")
    (root / "rituals/b.channels.yml").symlink_to(tmp_path / "secret.channels.yml")
    (root / "rituals/loop").symlink_to(root / "rituals", target_is_directory=True)
    handbook, findings = read(root)
    assert [(finding.code, finding.source.path) for finding in findings] == [
        ("HB121", "rituals/b.channels.yml"),
        ("HB121", "rituals/loop"),
    ]
    assert [file.source.path for file in handbook.files] == ["rituals/a.channels.yml"]


@needs_links
def test_what_is_no_regular_file_is_a_finding(tmp_path: Path) -> None:
    root = write(tmp_path, {})
    (root / "rituals").mkdir()
    os.mkfifo(root / "handbook/pipe.md")
    os.mkfifo(root / "rituals/a.rituals.yml")
    (root / "rituals/b.rituals.yml").symlink_to("b.rituals.yml")
    found = [(one.source.path, one.code) for one in read(root)[1] if one.code == "HB121"]
    assert found == [
        ("handbook/pipe.md", "HB121"),
        ("rituals/a.rituals.yml", "HB121"),
        ("rituals/b.rituals.yml", "HB121"),
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere, names of files are Unicode")
@pytest.mark.parametrize("style", report.FORMATS)
def test_names_that_are_no_text_are_printed(style: str, tmp_path: Path) -> None:
    root = write(tmp_path, {})
    (root / os.fsdecode(b"handbook/\xff.md")).write_text("[x](nope.md)\n", encoding="utf-8")
    shown = [report.ReportedFinding(one, "error") for one in read(root)[1]]
    assert "HB301" in report.FORMATS[style](shown)
