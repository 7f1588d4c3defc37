"""Zensical: findings before anything is built, the user's paths, marks that change with what is shown, and nothing half."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from engine_runs import MKDOCS, PLUGINS, require, run
from git_repositories import git
from handbooks import contents, write
from serve_process import eventually, serving

pytestmark = pytest.mark.slow
CONFIG = "site_name: Test\ndocs_dir: handbook\nplugins: [search, handbook: {engine: zensical}]\nmarkdown_extensions: [attr_list]\n"
RITUAL = "- task: {task}\n  startedOn: 2026-01-05\n  frequency: Weekly\n  description: Talk.\n  dri: ana\n"
FILES = {
    "mkdocs.yml": CONFIG,
    "handbook/index.md": "# Home\n\n- [A](a.md)\n- [B](b.md)\n",
    "handbook/a.md": "# A\n\n## Rituals\n\n[a](../rituals/a.rituals.yml)\n",
    "handbook/b.md": "<!-- handbook-lint: ignore HB999 -->\n# B\n\n## Rituals\n\n[b](../rituals/b.rituals.yml)\n",
    "handbook/c.md": "# C\n\nNo data, and -- two hyphens.\n",
    "handbook/a b--c.md": "# Spaces\n\n```text\nnot closed\n",
    "rituals/a.rituals.yml": RITUAL.format(task="Standup"),
    "rituals/b.rituals.yml": RITUAL.format(task="Review"),
}
# A configuration that inherits the other one, with tags that only a build reads.
NAMED = """
INHERIT: base.yml
site_name: !ENV [NO_SUCH_NAME, Named]
extra: {b: {d: 3}}
hooks: [hook.py]
markdown_extensions:
  - attr_list
  - pymdownx.snippets: {base_path: !relative $config_dir/parts}
  - toc: {slugify: !!python/name:markdown.extensions.toc.slugify_unicode }
"""
STAGED = ".handbook/zensical"


@pytest.fixture(autouse=True)
def _installed() -> None:
    require("zensical")


def handbook(root: Path, **changed: str) -> Path:
    """Write the handbook, with other contents for some pages by their stems."""
    return write(root, {**FILES, **{f"handbook/{stem}.md": text for stem, text in changed.items()}})


def built(root: Path, *more: str, hidden: tuple[str, ...] = ()) -> tuple[int, str]:
    return run(root, "build", *more, hidden=hidden)


def rendered(root: Path) -> set[str]:
    """Return the pages that a build renders."""
    code, told = built(root, "--verbose")
    assert code == 0, told
    return {line.split(":")[0].split()[-1] for line in told.splitlines() if "or what it shows" in line}


def test_errors_stop_it_before_anything_is_staged_or_built(tmp_path: Path) -> None:
    root = handbook(tmp_path, a="# A\n\n## Rituals\n\n[a](../rituals/a.rituals.yml)\n\n## After\n")
    code, told = built(root)
    assert (code, "handbook/a.md:" in told, "HB201" in told, "nothing was built" in told) == (1, True, True, True)
    assert not (root / "site").exists()
    assert not (root / STAGED / "docs").exists()


def test_what_zensical_finds_is_at_the_users_path_and_line(tmp_path: Path) -> None:
    root = handbook(tmp_path, c="# C\n\nText.\n\nA [dead](gone.md) link.\n")
    code, told = built(root)
    assert (code, "WARNING -  handbook/c.md:5:10: page does not exist" in told) == (0, True)
    assert ".handbook" not in told
    before = contents(root / "site")
    # The second time, Zensical renders nothing.
    for _ in range(2):
        code, told = built(root, "--strict")
        assert (code, "Aborted with 1 warnings in strict mode" in told) == (1, True)
    assert contents(root / "site") == before


def test_a_page_is_rendered_again_if_what_it_shows_changes_and_only_then(tmp_path: Path) -> None:
    root = handbook(tmp_path)
    everything = rendered(root)
    assert {"index.md", "a.md", "b.md", "directory/rituals.md"} <= everything
    assert rendered(root) == set()
    data = root / "rituals/a.rituals.yml"
    data.write_text(data.read_text(encoding="utf-8").replace("Talk", "Speak"), encoding="utf-8")
    assert rendered(root) == {"a.md", "directory/rituals.md"}
    assert "Speak." in (root / "site/a/index.html").read_text(encoding="utf-8")
    page = root / "handbook/c.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    assert rendered(root) == {"c.md"}
    # Without its notes and without Zensical's cache it starts again.
    (root / STAGED / "shown.json").write_text("{", encoding="utf-8")
    assert rendered(root) == everything


def test_no_mark_is_in_the_site(tmp_path: Path) -> None:
    root = handbook(tmp_path)
    assert built(root)[0] == 0
    site = contents(root / "site")
    assert "a b--c/index.html" in site
    assert [
        name for name, text in site.items() if b"<!-- handbook " in text or b"data-handbook-unsearched" in text
    ] == []
    assert b"two hyphens" in site["c/index.html"]
    assert b"not closed" in site["a b--c/index.html"]


def test_it_needs_no_mkdocs_and_is_chosen_where_nothing_else_is(tmp_path: Path) -> None:
    root = write(tmp_path, {**FILES, "mkdocs.yml": CONFIG.replace(": {engine: zensical}", "")})
    code, told = built(root, "--strict", hidden=(*MKDOCS, "properdocs"))
    assert (code, told) == (0, "")
    assert (root / "site/a/index.html").exists()


def test_a_page_that_is_gone_is_gone_from_the_site(tmp_path: Path) -> None:
    root = handbook(tmp_path)
    assert built(root)[0] == 0
    (root / "site/other.txt").write_text("of an earlier build", encoding="utf-8")
    (root / "handbook/c.md").unlink()
    assert built(root)[0] == 0
    assert not (root / "site/c").exists()
    assert not (root / "site/other.txt").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed in another way there")
def test_a_killed_build_leaves_nothing_half_and_two_wait_for_each_other(tmp_path: Path) -> None:
    root = handbook(tmp_path)
    assert built(root)[0] == 0
    expected = contents(root / "site")
    command = [sys.executable, "-m", "mkdocs_handbook.cli", "build", "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(PLUGINS)}
    for delay in (0.3, 0.6, 0.9, 1.2):
        with subprocess.Popen(command, cwd=root, env=environment, stderr=subprocess.DEVNULL) as process:
            try:
                process.wait(delay)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
        assert contents(root / "site") == expected
    both = [subprocess.Popen(command, cwd=root, env=environment, stderr=subprocess.DEVNULL) for _ in range(2)]
    assert [process.wait(300) for process in both] == [0, 0]
    assert contents(root / "site") == expected


def test_the_configuration_keeps_its_tags_and_what_it_inherits(tmp_path: Path) -> None:
    base = f"{CONFIG}theme: {{name: material, custom_dir: theme}}\nextra: {{a: 1, b: {{c: 2}}}}\n"
    files = {
        **FILES,
        "base.yml": base,
        "mkdocs.yml": NAMED,
        "hook.py": "raise SystemExit\n",
        "parts/p.txt": "Included.\n",
    }
    root = write(tmp_path, {**files, "handbook/c.md": '# Über\n\n--8<-- "p.txt"\n'})
    (root / "theme/main.html").write_text(
        '{% extends "base.html" %}{% block htmltitle %}<title>Mine</title>{% endblock %}', encoding="utf-8"
    )
    code, told = built(root, "--strict")
    assert code == 0, told
    text = (root / "site/c/index.html").read_text(encoding="utf-8")
    assert ("<title>Mine</title>" in text, 'id="über"' in text, "Included." in text) == (True, True, True)
    assert told == 'INFO    -  the hook "hook.py" is not run: Zensical runs none\n'
    derived = (root / STAGED / "mkdocs.yml").read_text(encoding="utf-8")
    words = ("c: 2", "d: 3", "hooks", "INHERIT", "engine")
    assert [word in derived for word in words] == [True, True, False, False, False]


def test_what_zensical_does_not_run_is_named(tmp_path: Path) -> None:
    root = write(
        tmp_path, {**FILES, "mkdocs.yml": CONFIG.replace("[search,", "[material/tags, awesome-pages: {order: asc},")}
    )
    assert built(root, "--strict") == (
        0,
        'INFO    -  the plugin "awesome-pages" is not run: Zensical has none of that name\n',
    )


def test_a_new_handbook_for_it_builds_lints_and_is_one_of_mkdocs(tmp_path: Path) -> None:
    root = tmp_path / "acme"
    assert run(tmp_path, "init", "acme", "--engine", "zensical")[0] == 0
    assert "mkdocs-handbook[zensical]" in (root / "requirements.txt").read_text(encoding="utf-8")
    assert run(root, "lint") == (0, "")
    assert built(root, "--strict", hidden=(*MKDOCS, "properdocs"))[0] == 0
    assert (root / "site/search.json").exists()
    # What is staged is of this machine; the schemas beside it are of the handbook.
    new = git(root, "ls-files", "--others", "--exclude-standard", "--", ".handbook").splitlines()
    assert {path.split("/")[1] for path in new} == {"schemas"}
    assert run(root, "build", "--strict", module="mkdocs")[0] == 0
    assert (root / "site/search/search_index.json").exists()


@pytest.mark.parametrize("folder", [".", "handbook", "handbook/site", ".."])
def test_a_folder_that_holds_the_handbook_is_none_for_its_site(tmp_path: Path, folder: str) -> None:
    root = handbook(tmp_path / "root")
    before = contents(root)
    code, told = built(root, "--site-dir", folder)
    assert (code, "holds the handbook itself" in told) == (2, True)
    assert contents(root) == before


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_checkout_cannot_say_where_it_is_staged(tmp_path: Path) -> None:
    root, elsewhere = handbook(tmp_path / "root"), tmp_path / "elsewhere"
    elsewhere.mkdir()
    (root / ".handbook").symlink_to(elsewhere, target_is_directory=True)
    code, told = built(root)
    assert (code, "is a link" in told) == (2, True)
    assert [*elsewhere.iterdir()] == []


def test_served_it_shows_edits_of_data_and_pages_and_keeps_the_last_good_site(tmp_path: Path) -> None:
    root = handbook(tmp_path)
    data, page = root / "rituals/a.rituals.yml", root / "handbook/c.md"
    with serving(root) as served:
        assert eventually(lambda: "Standup" in served.get("a/"))
        assert eventually(lambda: '"a/#ritual-standup"' in served.get("search.json"))
        data.write_text(RITUAL.format(task="Huddle"), encoding="utf-8")
        assert eventually(lambda: "Huddle" in served.get("a/"))
        assert eventually(lambda: '"a/#ritual-huddle"' in served.get("search.json"))
        page.write_text("# C\n\nAnother text.\n", encoding="utf-8")
        assert eventually(lambda: "Another text." in served.get("c/"))
        data.write_text("- task: [\n", encoding="utf-8")
        assert eventually(lambda: "rituals/a.rituals.yml:" in (root / "serve.log").read_text(encoding="utf-8"))
        assert "Huddle" in served.get("a/")
        data.write_text(RITUAL.format(task="Lunch"), encoding="utf-8")
        assert eventually(lambda: "Lunch" in served.get("a/"))
    assert not (root / "site").exists()
