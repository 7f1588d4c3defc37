"""The same site with each engine: file by file, but for the differences that are listed here with their reasons."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from engine_runs import require, run
from engines import site_reader
from handbooks import contents

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
# Files of the theme, which each engine has of its own.
THEME = ("assets/images/", "assets/javascripts/", "assets/stylesheets/")
# Files that only one of two engines writes, or that both write in their own way, with the reason.
OWN_FILES = {
    "zensical": {
        "search/search_index.json": "the index is search.json",
        "search.json": "it is the index, which is compared by its entries",
        "sitemap.xml": "it has no dates, as that of MkDocs without an address of the site",
        "sitemap.xml.gz": "nothing is compressed",
        "handbook/words/de.json": "of our folder of templates, which is no theme's there",
        "handbook/words/en.json": "of our folder of templates, which is no theme's there",
    },
    "properdocs": {"sitemap.xml.gz": "it holds the time of its packing"},
}
# Pages of people are in no navigation: MkDocs marks "People" on them and opens its section, Zensical opens none.
PEOPLE = "directory/people/"
# Zensical knows no first page, so that its title is that of the page and of the site, as of any other.
TITLES = frozenset([("zensical", "index.html")])


@dataclass(slots=True)
class Sites:
    """The folders of the sites of a handbook by their engines."""

    root: Path
    folders: dict[str, Path] = field(default_factory=dict)

    def of(self, engine: str) -> Path:
        """Return the site of an engine, which is built once."""
        require(engine)
        if engine not in self.folders:
            self.folders[engine] = self.root / f"site-{engine}"
            code, told = run(
                self.root, "build", "--strict", "--engine", engine, "--site-dir", self.folders[engine].name
            )
            assert code == 0, told
        return self.folders[engine]


@pytest.fixture(scope="module", params=["sample", "small"])
def sites(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Sites:
    """Return the sites of the sample, and of a handbook from `handbook init`, whose navigation is that of its folders."""
    root = tmp_path_factory.mktemp("engines") / request.param
    if request.param == "sample":
        for part in ("handbook", "rituals", "schemas"):
            shutil.copytree(ROOT / part, root / part)
        shutil.copy(ROOT / "mkdocs.yml", root)
    else:
        assert run(ROOT, "init", str(root), "--repo-url", "https://github.com/example/handbook")[0] == 0
    return Sites(root)


def pages(site: Path) -> dict[str, site_reader.PageShown]:
    """Return the pages of a site by their paths."""
    found = {name: text for name, text in contents(site).items() if name.endswith(".html")}
    return {name: site_reader.page(text.decode(), name) for name, text in found.items()}


def others(site: Path, engine: str) -> dict[str, bytes]:
    """Return the files of a site that are no pages, and neither of a theme nor an engine's own."""
    skipped = OWN_FILES.get(engine, {})
    return {
        name: content
        for name, content in contents(site).items()
        if not (name.endswith(".html") or name.startswith(THEME) or name in skipped)
    }


@pytest.mark.parametrize("engine", ["properdocs", "zensical"])
def test_pages_show_the_same(sites: Sites, engine: str) -> None:
    expected, found = pages(sites.of("mkdocs")), pages(sites.of(engine))
    assert found.keys() == expected.keys()
    assert sum(map(site_reader.tables, expected.values())) > 5
    for name, page in expected.items():
        assert site_reader.ids(found[name]) == site_reader.ids(page), name
        assert found[name].article == page.article, name
        if engine == "zensical" and name.startswith(PEOPLE) and name != f"{PEOPLE}index.html":
            assert set(found[name].navigation) < set(page.navigation), name
        else:
            assert found[name].navigation == page.navigation, name
        assert found[name].title == page.title or (engine, name) in TITLES, name
        assert found[name].head == page.head, name


@pytest.mark.parametrize("engine", ["properdocs", "zensical"])
def test_calendars_data_and_all_other_files_are_the_same(sites: Sites, engine: str) -> None:
    expected, found = others(sites.of("mkdocs"), engine), others(sites.of(engine), engine)
    assert any(name.endswith(".ics") for name in expected)
    assert found == expected


@pytest.mark.parametrize("engine", ["properdocs", "zensical"])
def test_the_search_finds_the_same(sites: Sites, engine: str) -> None:
    assert site_reader.search(sites.of(engine)) == site_reader.search(sites.of("mkdocs"))
