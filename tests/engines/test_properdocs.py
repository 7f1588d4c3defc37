"""ProperDocs: the site of MkDocs but for the generator's name, its warnings, its cache, and a machine without MkDocs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine_runs import MKDOCS, require, run
from handbooks import contents, write
from serve_process import eventually, serving

pytestmark = pytest.mark.slow
CONFIG = "site_name: Test\nsite_url: https://e.example/\ndocs_dir: handbook\ntheme: {{name: {}}}\nplugins: [search, handbook]\n"
FILES = {
    "mkdocs.yml": CONFIG.format("material"),
    "handbook/index.md": "# Home\n\n- [A](a.md)\n",
    "handbook/a.md": "# A\n\n## Rituals\n\n[a](../rituals/a.rituals.yml)\n",
    "handbook/b.md": "# B\n\nText.\n",
    "rituals/a.rituals.yml": "- task: Standup\n  startedOn: 2026-01-05\n  frequency: Weekly\n  description: Talk.\n  moreInfoUrl: https://e.example\n  dri: ana\n",
    "rituals/stubs.yml": "old.md: a.md\n",
}
GENERATOR = re.compile(rb"mkdocs-(?:ProperDocs )?[\d.]+")


@pytest.fixture(autouse=True)
def _installed() -> None:
    require("properdocs")


def site(root: Path, folder: str) -> dict[str, bytes]:
    """Return the files of a site without the name of their generator, and without those that hold the time of their packing."""
    return {name: GENERATOR.sub(b"", text) for name, text in contents(root / folder, {"sitemap.xml.gz"}).items()}


def test_both_ways_to_build_give_the_site_of_mkdocs(tmp_path: Path) -> None:
    root = write(tmp_path, FILES)
    for engine in ("mkdocs", "properdocs"):
        assert run(root, "build", "--strict", "--engine", engine, "--site-dir", engine)[0] == 0
    code, told = run(root, "build", "--strict", "-f", "mkdocs.yml", "-d", "alone", module="properdocs")
    assert code == 0, told
    sites = [site(root, folder) for folder in ("mkdocs", "properdocs", "alone")]
    assert "Standup" in sites[0]["a/index.html"].decode()
    assert "ProperDocs" in (root / "properdocs/index.html").read_text(encoding="utf-8")
    assert sites[1] == sites[0] == sites[2]


@pytest.mark.parametrize("more", [(), ("--no-cache",)], ids=["cache", "no cache"])
def test_strict_counts_the_warnings_of_its_loggers(tmp_path: Path, more: tuple[str, ...]) -> None:
    root = write(tmp_path, {**FILES, "handbook/b.md": "# B\n\n[dead](gone.md)\n"})
    # The second time, what was logged comes from the cache.
    for _ in range(2):
        code, told = run(root, "build", "--strict", "--engine", "properdocs", *more)
        assert code == 1
        assert "'gone.md'" in told
        assert "Aborted with 1 warnings in strict mode" in told
    # Of MkDocs' cache, it is a warning of MkDocs'.
    assert run(root, "build", "--strict", "--engine", "mkdocs")[0] == 1


def test_pages_that_have_not_changed_are_kept(tmp_path: Path) -> None:
    root = write(tmp_path, FILES)
    assert run(root, "build", "--engine", "properdocs")[0] == 0
    data = root / "rituals/a.rituals.yml"
    data.write_text(data.read_text(encoding="utf-8").replace("ana", "bo"), encoding="utf-8")
    told = run(root, "build", "--engine", "properdocs", "--verbose")[1]
    assert "always rendered" not in told
    assert re.findall(r"DEBUG +-  (\S+\.md):", told) == ["a.md", "directory/rituals.md"]


def test_it_is_chosen_where_mkdocs_is_not_there(tmp_path: Path) -> None:
    root = write(tmp_path, {**FILES, "mkdocs.yml": CONFIG.format("mkdocs")})
    code, told = run(root, "build", "--strict", hidden=MKDOCS)
    assert code == 0, told
    text = (root / "site/a/index.html").read_text(encoding="utf-8")
    assert "Standup" in text
    assert "ProperDocs" in told or "ProperDocs" in text


def test_served_it_shows_edits_of_data_and_pages(tmp_path: Path) -> None:
    named = FILES["mkdocs.yml"].replace("handbook]", "handbook: {engine: properdocs}]")
    root = write(tmp_path, {**FILES, "mkdocs.yml": named})
    data = root / "rituals/a.rituals.yml"
    with serving(root) as served:
        assert eventually(lambda: "Standup" in served.get("a/"))
        assert "ProperDocs" in served.get("a/")
        data.write_text(data.read_text(encoding="utf-8").replace("Standup", "Huddle"), encoding="utf-8")
        assert eventually(lambda: "Huddle" in served.get("a/"))
        (root / "handbook/b.md").write_text("# B\n\nAnother text.\n", encoding="utf-8")
        assert eventually(lambda: "Another text." in served.get("b/"))


def test_a_configuration_by_its_name_is_found(tmp_path: Path) -> None:
    root = write(tmp_path, FILES)
    (root / "mkdocs.yml").rename(root / "properdocs.yml")
    assert "rituals/a.rituals.yml:5" in run(root, "lint")[1]
    assert run(root, "build", "--strict", "--engine", "properdocs")[0] == 0
