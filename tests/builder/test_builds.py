"""`handbook build` writes what `mkdocs build --clean` writes, whatever was changed and whatever was built before."""

from __future__ import annotations

import ast
import json
import logging
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import generate  # type: ignore[import-not-found, unused-ignore]
import pytest
from mkdocs.commands.build import build as mkdocs_build

from call_counter import calls_of
from handbooks import write
from mkdocs_handbook.builder import build_run
from mkdocs_handbook.builder.driver import build
from mkdocs_handbook.builder.fingerprint import versions
from mkdocs_handbook.data import kinds
from mkdocs_handbook.model import Edit, Facts, Span
from mkdocs_handbook.project.caching.content_digest import UnknownContent, canonical
from mkdocs_handbook.rendering import markdown_extension
from mkdocs_handbook.util import templates
from random_edits import Handbook
from serve_process import pause
from site_comparison import difference, outcome, tree

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def walk(root: Path, seed: int, steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Change a handbook at random, and compare both builds after each step."""
    print(f"seed {seed}")
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    handbook = Handbook(root / "handbook", seed)
    names: list[str] = []
    good = 0
    for step in range(steps):
        noon = NOON + timedelta(days=handbook.day)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(noon.timestamp())))
        # Every other build spreads even a few pages over processes.
        monkeypatch.setattr(build_run, "MIN_PAGES", 1 if step % 2 else 1000)
        ours = outcome(handbook.root, handbook.root / "site", build)
        theirs = outcome(handbook.root, root / "clean", mkdocs_build)
        where = f"seed {seed}, step {step}: {names[-12:]}"
        assert ours == theirs, where
        if not theirs.error:
            assert difference(tree(handbook.root / "site"), tree(root / "clean")) == [], where
            handbook.keep()
            good += 1
        elif handbook.history:
            handbook.restore(handbook.history[-1])
        names.append(handbook.change())
    assert good > steps // 2


@pytest.mark.slow
@pytest.mark.parametrize("seed", [int(os.environ.get("SEED", "1"))])
def test_any_history_of_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    walk(tmp_path, seed, int(os.environ.get("STEPS", "12")), monkeypatch)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 103))
def test_a_long_history_of_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    walk(tmp_path, seed, int(os.environ.get("STEPS", "100")), monkeypatch)


SAMPLE = Path(__file__).parents[2] / "handbook"


def large(folder: Path) -> Path:
    """Return a large handbook: of the archive that CORPUS names, else the sample's pages many times over."""
    if "CORPUS" in os.environ:
        return generate.make(Path(os.environ["CORPUS"]), folder).root
    for number in range(12):
        shutil.copytree(SAMPLE, folder / f"content/part-{number:02}")
    (folder / "mkdocs.yml").write_text(
        "site_name: L\ndocs_dir: content\ntheme: {name: material, features: [navigation.prune]}\nplugins: [search]\n",
        encoding="utf-8",
    )
    return folder


@pytest.mark.slow
def test_a_large_handbook_after_many_edits(tmp_path: Path) -> None:
    root = large(tmp_path / "large")
    pages = sorted((root / "content").rglob("*.md"))
    assert len(pages) > 400
    assert run(root, "--quiet").returncode == 0
    chance = random.Random(6)  # noqa: S311 (chance, no secret)
    for number in range(50):
        page = chance.choice(pages)
        text = page.read_bytes().replace(b"\n# ", b"\n# New ", 1) if number % 3 else b"# Other\n\nShort.\n"
        page.write_bytes(text + f"\n[One]({chance.choice(pages).name}#there) {number}.\n".encode())
        if number % 10 == 9:
            assert run(root, "--quiet").returncode == 0
    assert not difference(tree(root / "site"), clean(root, tmp_path / "clean"))


# --- The command ---

HANDBOOK = {
    "mkdocs.yml": "site_name: Test\ndocs_dir: handbook\ntheme: {name: material, font: false}\n"
    "plugins: [search, handbook: {order: 'off'}]\n",
    "handbook/index.md": "# Home\n\n[A](a.md)\n",
    "handbook/a.md": "# A\n\n[Rituals](../rituals/a.rituals.yml)\n",
    "handbook/b.md": "# B\n\nNo data.\n",
    "rituals/a.rituals.yml": "- task: Sync\n  startedOn: 2026-01-07\n  frequency: Weekly\n  description: Talk.\n  dri: ana\n",
}
BUILD = (sys.executable, "-m", "mkdocs_handbook.cli", "build")


def run(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder."""
    return subprocess.run((*BUILD, *options), cwd=root, capture_output=True, encoding="utf-8", check=False)


def clean(root: Path, site: Path) -> dict[str, bytes]:
    """Return the files that MkDocs builds."""
    command = (sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(site))
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    return tree(site)


def test_what_has_not_changed_is_not_made_again(tmp_path: Path) -> None:
    root = write(tmp_path / "one", HANDBOOK)
    first = run(root, "--verbose")
    assert first.returncode == 0
    assert "a.md: its text is new" in first.stderr
    assert (root / ".cache/handbook/.gitignore").read_text(encoding="utf-8") == "*\n"
    second = run(root, "--verbose", "--strict")
    # Those with a table neither, whose rows have entries of their own in the search.
    assert (second.returncode, [line for line in second.stderr.splitlines() if ".md:" in line]) == (0, [])
    times = {path: path.stat().st_mtime_ns for path in (root / "site").rglob("*.html")}
    data = root / "rituals/a.rituals.yml"
    data.write_text(data.read_text(encoding="utf-8").replace("ana", "bo"), encoding="utf-8")
    third = run(root / "handbook", "--verbose")
    assert "a.md: the handbook has changed: table ../rituals/a.rituals.yml" in third.stderr
    assert "b.md:" not in third.stderr
    assert "template" not in third.stderr
    written = [path.relative_to(root).as_posix() for path, time in times.items() if path.stat().st_mtime_ns != time]
    assert sorted(written) == ["site/a/index.html", "site/directory/rituals/index.html"]
    assert not difference(tree(root / "site"), clean(root, tmp_path / "clean"))


def test_what_is_known_of_a_page_is_not_found_out_again(tmp_path: Path) -> None:
    root = write(tmp_path / "one", HANDBOOK)

    def found_out() -> list[str]:
        noted = calls_of(lambda: outcome(root, root / "site", build), Facts.keep)
        return [str(given["name"]) for _, given in noted]

    assert "headings" in found_out()
    assert found_out() == []
    (root / "handbook/b.md").write_text("# Bee\n\nNo data.\n", encoding="utf-8")
    # Each fact of the one page that is another.
    again = found_out()
    assert 0 < len(again) == len(set(again))


@pytest.mark.slow
def test_a_finding_in_a_file_that_was_kept_has_its_place(tmp_path: Path) -> None:
    root = write(tmp_path / "one", {**HANDBOOK, "rituals/people.yml": "ana:\n  name: Ana\nbo:\n  name: Bo\n"})
    assert run(root).returncode == 0
    (root / "rituals/people.yml").write_text("bo:\n  name: Bo\n", encoding="utf-8")
    told = run(root)
    assert (told.returncode, "rituals/a.rituals.yml:5:8: HB113" in told.stderr) == (1, True)
    assert told.stderr == run(root, "--no-cache").stderr


@pytest.mark.slow
def test_a_site_without_the_plugin_loads_none_of_what_reads_handbooks(tmp_path: Path) -> None:
    root = write(tmp_path / "one", {"mkdocs.yml": "site_name: T\nplugins: [search]\n", "docs/index.md": "# Home\n"})
    script = (
        "import atexit, sys; from mkdocs_handbook.cli import main\n"
        "names = ('lint.rules', 'project.mkdocs_yml', 'rendering.tables', 'data.kinds')\n"
        "atexit.register(lambda: print([name for name in names if f'mkdocs_handbook.{name}' in sys.modules]))\n"
        "main(['build', '--quiet'])"
    )
    command = (sys.executable, "-c", script)
    told = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=True).stdout
    assert told == "[]\n"
    assert (root / "site/index.html").is_file()


@pytest.mark.slow
def test_calendars_are_not_written_again(tmp_path: Path) -> None:
    root = write(tmp_path / "one", HANDBOOK)
    run(root)
    script = (
        "import atexit, sys; from mkdocs_handbook.cli import main\n"
        "atexit.register(lambda: print('icalendar' in sys.modules))\n"
        "main(['build', '--quiet'])"
    )
    command = (sys.executable, "-c", script)
    data = root / "rituals/a.rituals.yml"
    for person, is_written in (("ana", "False\n"), ("bo", "True\n"), ("bo", "False\n")):
        data.write_text(data.read_text(encoding="utf-8").replace("ana", person), encoding="utf-8")
        assert subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=True).stdout == is_written
        assert not difference(tree(root / "site"), clean(root, tmp_path / "clean"))


@pytest.mark.slow
def test_a_new_title_reaches_the_pages_that_show_it(tmp_path: Path) -> None:
    root = write(tmp_path / "one", HANDBOOK)
    run(root)
    (root / "handbook/b.md").write_text("# Better\n\nNo data.\n", encoding="utf-8")
    told = run(root, "--verbose").stderr
    assert "b.md: its text is new" in told
    assert "index.md: what its template shows" in told
    assert not difference(tree(root / "site"), clean(root, tmp_path / "clean"))


@pytest.mark.slow
def test_the_cache_moves_with_the_handbook_and_can_be_left_out(tmp_path: Path) -> None:
    root = write(tmp_path / "one", HANDBOOK)
    run(root)
    shutil.copytree(root, tmp_path / "two", ignore=shutil.ignore_patterns("site"))
    moved = run(tmp_path / "two", "--verbose").stderr
    assert "its text is new" not in moved
    assert not difference(tree(tmp_path / "two/site"), clean(root, tmp_path / "clean"))
    shutil.rmtree(root / ".cache")
    assert run(root, "--no-cache", "--site-dir", "elsewhere").returncode == 0
    assert not (root / ".cache/handbook/pages.sqlite").exists()
    assert not difference(tree(root / "elsewhere"), tree(tmp_path / "clean"))


EXTENSIONS = """site_name: Test
docs_dir: handbook
theme: {name: null, custom_dir: theme}
plugins: [handbook: {order: 'off'}]
markdown_extensions: [attr_list, pymdownx.snippets: {base_path: [parts], check_paths: true}]
"""


@pytest.mark.parametrize("pages", [1, 1000])
@pytest.mark.parametrize(
    ("text", "row", "reason"),
    [
        ('# B\n\nText.\n\n--8<-- "gone.md"\n', 5, "SnippetMissingError: Snippet at path 'gone.md' could not be found"),
        ("---\ntitle: B\n---\n\n# B\n\n## Title {#bad id}\n", 7, "TypeError: "),
    ],
)
def test_a_page_on_which_an_extension_fails_is_named_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pages: int, text: str, row: int, reason: str
) -> None:
    monkeypatch.setattr(build_run, "MIN_PAGES", pages)
    root = write(
        tmp_path, HANDBOOK | {"mkdocs.yml": EXTENSIONS, "handbook/b.md": text, "theme/main.html": "", "parts/x": ""}
    )
    result = outcome(root, root / "site", build)
    assert result.error == "Abort: Aborted with a BuildError!"
    told = [line for line in result.messages if "b.md" in line]
    assert [f"handbook/b.md:{row}: the Markdown extensions fail here: {reason}" in line for line in told] == [True], (
        told
    )


def test_a_mistake_of_our_own_extension_is_no_mistake_of_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(markdown_extension, "mark_titled", None)
    with pytest.raises(TypeError, match="NoneType"):
        outcome(write(tmp_path, HANDBOOK), tmp_path / "site", build)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("files", "options", "code", "text"),
    [
        ({"rituals/a.rituals.yml": "- task: [\n"}, (), 1, "rituals/a.rituals.yml:1:9: HB101"),
        ({"handbook/b.md": "# B\n\n[x](gone.md)\n"}, (), 0, "contains a link 'gone.md'"),
        ({"handbook/b.md": "# B\n\n[x](gone.md)\n"}, ("--strict",), 1, "Aborted with 1 warnings in strict mode!"),
        ({"handbook/b.md": "# B\n\n[x](gone.md)\n"}, ("--strict", "--quiet"), 1, "Aborted with 1 warnings in strict mode!"),
        ({"mkdocs.yml": "site_name: [\n"}, (), 2, "Error: "),
        ({"mkdocs.yml": "theme: material\n"}, (), 2, "Error: "),
    ],
)  # fmt: skip
def test_exit_codes(tmp_path: Path, files: dict[str, str], options: tuple[str, ...], code: int, text: str) -> None:
    root = write(tmp_path, HANDBOOK | files)
    for _ in range(2):
        result = run(root, *options)
        assert (result.returncode, text in result.stderr) == (code, True), result.stderr


@pytest.mark.slow
def test_what_is_not_known_is_said_and_not_kept(tmp_path: Path) -> None:
    config = HANDBOOK["mkdocs.yml"] + "hooks: [hook.py]\nmarkdown_extensions: [smarty, 'own']\n"
    hook = "import time\ndef on_page_context(context, page, **_):\n    context['chance'] = time.time_ns()\n"
    own = (
        "from markdown.extensions import Extension\n"
        "class Own(Extension):\n    def extendMarkdown(self, md):\n        pass\n"
        "def makeExtension(**_):\n    return Own()\n"
    )
    root = write(tmp_path, {**HANDBOOK, "mkdocs.yml": config, "hook.py": hook, "own.py": own})
    for _ in range(2):
        result = subprocess.run(
            (*BUILD, "--verbose"), cwd=root, capture_output=True, encoding="utf-8", check=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(root), *sys.path])},
        )  # fmt: skip
        assert result.stderr.count("the Markdown extension own") == 1
        assert result.stderr.count("hook.py") == 1
        assert "b.md: it is always rendered" in result.stderr


# --- Crashes and company ---


def many(root: Path) -> Path:
    """Write a handbook that takes a moment to build."""
    pages = {f"handbook/p{number}.md": f"# P{number}\n\n## There\n\n[next](p{number + 1}.md)\n" for number in range(80)}
    return write(root, {**HANDBOOK, **pages})


def killed(root: Path, seconds: float, *, alone: bool) -> None:
    """Build, but not for long; what works for the build ends with it, or is left alone."""
    with subprocess.Popen(BUILD, cwd=root, stderr=subprocess.DEVNULL, start_new_session=True) as process:
        pause(seconds)
        if alone:
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.slow
@pytest.mark.parametrize("times", [3, 25])
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_build_after_crashes(tmp_path: Path, times: int) -> None:
    root = many(tmp_path / "one")
    start = time.monotonic()
    run(root)
    took = time.monotonic() - start
    chance = random.Random(times)  # noqa: S311 (chance, no secret)
    for number in range(times):
        page = root / f"handbook/p{chance.randrange(80)}.md"
        page.write_text(f"# Changed {number}\n\n" + page.read_text(encoding="utf-8"), encoding="utf-8")
        if number % 3 == 0:
            shutil.rmtree(root / ".cache", ignore_errors=True)
        killed(root, chance.random() * took, alone=number % 2 == 0)
    assert run(root).returncode == 0
    assert not difference(tree(root / "site"), clean(root, tmp_path / "clean"))


@pytest.mark.slow
def test_two_builds_at_once(tmp_path: Path) -> None:
    root = many(tmp_path / "one")
    with (
        subprocess.Popen(BUILD, cwd=root, stderr=subprocess.DEVNULL) as one,
        subprocess.Popen(BUILD, cwd=root, stderr=subprocess.DEVNULL) as other,
    ):
        assert (one.wait(), other.wait()) == (0, 0)
    assert not difference(tree(root / "site"), clean(root, tmp_path / "clean"))


def test_the_extension_only_queries() -> None:
    """Everything that it learns of the handbook is an answer, so that builds know what pages depend on."""
    source = ast.parse(Path(markdown_extension.__file__).read_text(encoding="utf-8"))
    read = {node.attr for node in ast.walk(source) if isinstance(node, ast.Attribute)}
    assert "query" in read
    assert not read & {"handbook", "env"}


VALUES = (1, True, "1", 1.0, None, "None", [1], ["1"], [[1], 2], [1, 2], {"a": 1}, {"a": "1"}, {1: "a"}, date(2026, 1, 1), b"1", {1}, "a'b", 'a"b', ["a", "b"], ["a,b"], Span(1, 2), Edit("a", Span(1, 2), ""))  # fmt: skip


def test_another_release_of_the_time_zones_is_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zoneinfo.TZPATH", (str(tmp_path),))
    seen = set()
    for release in ("2026a", "2026b"):
        (tmp_path / "tzdata.zi").write_text(f"# version {release}\nR A 1\n", encoding="utf-8")
        seen.add(tuple(versions()))
    assert len(seen) == 2


def test_texts_tell_values_apart() -> None:
    assert len({canonical(value) for value in VALUES}) == len(VALUES)
    with pytest.raises(UnknownContent):
        canonical([object()])


@pytest.mark.slow
def test_a_theme_that_only_goes_through_the_navigation(tmp_path: Path) -> None:
    main = "{% for item in nav %}{{ item.url }} {% endfor %}{{ page.content }}"
    root = write(tmp_path / "one", {"handbook/index.md": "# Home\n"})
    (root / "theme/main.html").write_text(main, encoding="utf-8")
    run(root)
    (root / "handbook/z.md").write_text("# Z\n", encoding="utf-8")
    assert run(root).returncode == 0
    assert "z/" in (root / "site/index.html").read_text(encoding="utf-8")
    assert not difference(tree(root / "site"), clean(root, tmp_path / "clean"))


@pytest.mark.slow
def test_a_template_may_show_the_content_of_other_pages(tmp_path: Path) -> None:
    main = "{% extends 'base.html' %}{% block announce %}{% for file in pages %}{{ file.page.content | length }} {% endfor %}{% endblock %}"
    stubs = "".join(f"p{number}.md#old: index.md\n" for number in range(0, 80, 3))
    root = many(tmp_path / "one")
    write(root, {**HANDBOOK, "mkdocs.yml": HANDBOOK["mkdocs.yml"].replace("font: false", "font: false, custom_dir: own"), "rituals/stubs.yml": stubs, "own/main.html": main})  # fmt: skip
    for _ in range(2):
        assert run(root).returncode == 0
        assert not difference(tree(root / "site"), clean(root, tmp_path / "clean"))


@pytest.mark.slow
def test_a_theme_may_include_the_templates_of_tables(tmp_path: Path) -> None:
    """The theme compiles them with other options than tables do, and neither may get what the other compiled."""
    stub = "{'label': 'a<b', 'id': 'c', 'href': 'index.md', 'to': 'Home'}"
    words = "{'moved': 'Moved', 'movedTo': '{label} is {place}', 'movedGone': '{label} is gone'}"
    main = f"{{% set stubs = [{stub}] %}}{{% set words = {words} %}}{{% include 'handbook/moved.html' %}}{{{{ page.content }}}}"
    files = {"handbook/a.md": "# A\n", "handbook/index.md": "# Home\n", "rituals/stubs.yml": "a.md#old: index.md\n"}
    root = write(tmp_path / "one", files)
    packaged = Path(templates.HERE, "templates/handbook/moved.html").read_text(encoding="utf-8")
    write(root, {**files, "theme/handbook/moved.html": packaged})
    (root / "theme/main.html").write_text(main, encoding="utf-8")
    for text in ("# A\n", "# A\n\nMore.\n"):
        (root / "handbook/a.md").write_text(text, encoding="utf-8")
        assert run(root).returncode == 0
        assert not difference(tree(root / "site"), clean(root, tmp_path / "clean"))


@pytest.mark.slow
def test_compiled_templates_that_have_no_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write(tmp_path / "one", HANDBOOK)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    run(root)
    (folder,) = (tmp_path / "temporary").glob("_jinja2-cache*")
    assert any(folder.iterdir())
    shutil.rmtree(folder)
    folder.write_text("in the way", encoding="utf-8")
    data = root / "rituals/a.rituals.yml"
    data.write_text(data.read_text(encoding="utf-8").replace("ana", "bo"), encoding="utf-8")
    assert run(root).returncode == 0
    assert not difference(tree(root / "site"), clean(root, tmp_path / "clean"))


@pytest.mark.slow
def test_another_schema_reads_the_same_data_anew(tmp_path: Path) -> None:
    schema = {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}}
    files = {
        "schemas/a.schema.json": json.dumps(schema),
        "rituals/x.a.yml": "- name: 12\n",
        "rituals/y.b.yml": "- name: 12\n",
    }
    files["schemas/b.schema.json"] = json.dumps(schema).replace("string", "integer")
    root = write(tmp_path / "one", {**HANDBOOK, **files, "handbook/b.md": "# B\n\n[X](../rituals/x.a.yml)\n\n[Y](../rituals/y.b.yml)\n"})  # fmt: skip
    assert run(root).returncode == 0
    schema["items"]["properties"]["name"] |= {"minLength": 3}  # type: ignore[index]
    (root / "schemas/a.schema.json").write_text(json.dumps(schema), encoding="utf-8")
    told = run(root)
    assert (told.returncode, "rituals/x.a.yml:1:9: HB110" in told.stderr) == (1, True)
    assert "y.b.yml" not in told.stderr


@pytest.mark.slow
def test_stubs_are_not_taken_for_data_of_the_same_text(tmp_path: Path) -> None:
    root = write(tmp_path / "one", {**HANDBOOK, "rituals/stubs.yml": "old.md: b.md\n", "rituals/a.moves.yml": "old.md: b.md\n"})  # fmt: skip
    schema = (kinds.schemas_folder() / "stubs.schema.json").read_text(encoding="utf-8")
    write(root, {**HANDBOOK, "schemas/moves.schema.json": schema})
    for _ in range(2):
        assert run(root).returncode == 0
        assert (root / "site/old/index.html").exists()


@pytest.mark.slow
def test_a_hook_may_give_pages_anything(tmp_path: Path) -> None:
    hook = "def on_page_markdown(markdown, page, **_):\n    page.meta['thing'] = object()\n"
    root = write(
        tmp_path / "one", {**HANDBOOK, "mkdocs.yml": HANDBOOK["mkdocs.yml"] + "hooks: [hook.py]\n", "hook.py": hook}
    )
    for _ in range(2):
        assert run(root).returncode == 0
    assert not difference(tree(root / "site"), clean(root, tmp_path / "clean"))


@pytest.mark.parametrize("other", ["a/README.md", "a/index.md", "a.markdown"])
def test_the_last_of_several_pages_with_one_address_stays_in_every_build(
    other: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp())))
    root = write(tmp_path, {"handbook/a.md": "# One\n", f"handbook/{other}": "# Two\n", "handbook/b.md": "# B\n"})
    for text in ("", "", "# One, changed\n", ""):
        if text:
            (root / "handbook/a.md").write_text(text, encoding="utf-8")
        ours = outcome(root, root / "site", build)
        assert ours == outcome(root, root / "clean", mkdocs_build)
        assert difference(tree(root / "site"), tree(root / "clean")) == []
