"""Is lint right about a folder of Markdown? Its dead links and anchors against those of the built site, before and after its fixes.

    python benchmarks/truth.py FOLDER... [--settings plain,material,unicode,flat] [--unsafe] [--list]

copies each folder without pages that are not UTF-8, gives it a mkdocs.yml with each of the settings, builds it, and compares
the links and fragments that `handbook lint` calls dead with those that lead nowhere in the HTML (`tests/site_links.py`, which
shares no code with lint). Then it lets lint fix what it can, and compares again. Prints a line for each folder and setting:
dead links of the site, those that lint missed, those that it called dead without cause, the seconds of CPU of lint and of the
build, and the same after the fixes. Exits with 1 where lint missed one or called a live one dead, or where a fix killed a link.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import site_links  # noqa: E402

# What Material's reference recommends, https://squidfunk.github.io/mkdocs-material/setup/extensions/#recommended-configuration.
MATERIAL = """\
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - toc: {permalink: true}
  - pymdownx.arithmatex: {generic: true}
  - pymdownx.betterem: {smart_enable: all}
  - pymdownx.caret
  - pymdownx.details
  - pymdownx.emoji:
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
      emoji_index: !!python/name:material.extensions.emoji.twemoji
  - pymdownx.highlight
  - pymdownx.inlinehilite
  - pymdownx.keys
  - pymdownx.mark
  - pymdownx.smartsymbols
  - pymdownx.superfences
  - pymdownx.tabbed: {alternate_style: true}
  - pymdownx.tasklist: {custom_checkbox: true}
  - pymdownx.tilde
"""
UNICODE = """\
markdown_extensions:
  - toc: {slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}}
"""
SETTINGS = {"plain": "", "material": MATERIAL, "unicode": UNICODE, "flat": "use_directory_urls: false\n"}
THEMES = {"material": "material"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What lint and the site say of the dead links of one state of a handbook, and the CPU that both took.

    Of `rooted` links, which begin with "/", nobody can tell on a site whose address is not known.
    """

    truth: site_links.Dead
    claims: site_links.Dead
    rooted: int
    lint: float
    build: float

    @property
    def missed(self) -> site_links.Dead:
        """The dead links that lint does not report."""
        return self.truth - self.claims

    @property
    def false(self) -> site_links.Dead:
        """The links that lint reports and that are not dead."""
        return self.claims - self.truth

    def __str__(self) -> str:
        return (
            f"dead {self.truth.total():4} missed {self.missed.total():3} false {self.false.total():3}"
            f"  lint {self.lint:5.1f} s, build {self.build:5.1f} s"
        )


def prepare(folder: Path, setting: str, work: Path) -> Path:
    """Copy a folder of Markdown, and return the configuration of a site of it."""
    shutil.copytree(folder, work / "docs", ignore=shutil.ignore_patterns(".git", "node_modules"))
    for page in (work / "docs").rglob("*.md"):
        try:
            page.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            # MkDocs stops there, and lint says so.
            page.unlink()
    config = work / "mkdocs.yml"
    theme = THEMES.get(setting, "mkdocs")
    config.write_text(
        f"site_name: Truth\ndocs_dir: docs\ntheme: {theme}\nplugins: []\n{SETTINGS[setting]}", encoding="utf-8"
    )
    return config


def cpu() -> float:
    """Return the seconds of CPU that all processes took that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def compare(config: Path) -> Comparison:
    """Build a site, lint its sources, and return what both say."""
    with tempfile.TemporaryDirectory() as site:
        start = cpu()
        words = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config), "-d", site]
        built = subprocess.run(words, check=False, capture_output=True, text=True)
        if not (Path(site) / "404.html").exists():
            raise SystemExit(f"{config}: no site was built: {built.stderr.strip()[-2000:]}")
        middle = cpu()
        truth = of_pages(site_links.dead_links(Path(site)), config.parent / "docs")
        # Where an address from "/" leads, nobody knows who does not know where the site is.
        reported = site_links.reported(config, truth)
        claims = Counter({(page, link): number for (page, link), number in reported.items() if link})
        return Comparison(truth, claims, rooted_links(Path(site)), cpu() - middle, middle - start)


def rooted_links(site: Path) -> int:
    """Return how many links of a site begin with "/"."""
    return sum(link.startswith("/") for path in site.rglob("*.html") for link in site_links.read(path).links)


def of_pages(dead: site_links.Dead, docs: Path) -> site_links.Dead:
    """Return the dead links of pages alone: HTML that stands in the folder is copied, and nobody's Markdown."""
    return Counter({(page, link): number for (page, link), number in dead.items() if not (docs / page).exists()})


def fix(config: Path, *, unsafe: bool) -> int:
    """Let lint fix what it can, and return how many files it changed."""
    before = contents(config.parent)
    words = [sys.executable, "-m", "mkdocs_handbook.cli", "lint", "-f", str(config), "--fix", "--format", "concise"]
    done = subprocess.run([*words, *(["--unsafe-fixes"] * unsafe)], check=False, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{config}: lint --fix failed: {done.stderr.strip()}")
    after = contents(config.parent)
    return sum(before.get(path) != text for path, text in after.items())


def contents(folder: Path) -> dict[Path, bytes]:
    """Return the content of all pages and data below a folder."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.suffix in (".md", ".yml", ".markdown")}


def differences(state: str, found: Comparison) -> Iterator[str]:
    """Yield a line for each dead link that was missed, and each that is none."""
    for name, links in (("missed", found.missed), ("false", found.false)):
        for (page, link), number in sorted(links.items()):
            yield f"  {state}: {name}: {page}: {link}{f' ({number} times)' if number > 1 else ''}"


def run(folder: Path, setting: str, *, unsafe: bool, is_listed: bool) -> bool:
    """Print what one setting of a folder shows; return whether lint was right."""
    with tempfile.TemporaryDirectory() as work:
        config = prepare(folder, setting, Path(work))
        before = compare(config)
        changed = fix(config, unsafe=unsafe)
        after = compare(config) if changed else before
    print(f"{folder.name} {setting}: {before}; fixed {changed} files: {after}", flush=True)
    for line in (*differences("before", before), *differences("after", after)) if is_listed else ():
        print(line)
    # One from "/" on that now is relative may lead to a place that is not there, as it did before.
    is_worse = after.truth.total() + after.rooted > before.truth.total() + before.rooted
    return not (before.missed or before.false or after.missed or after.false or is_worse)


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare all folders under all settings; give the exit code."""
    parser = argparse.ArgumentParser(description="Compare lint's dead links with those of built sites.")
    parser.add_argument("folders", nargs="+", type=Path, help="folders of Markdown")
    parser.add_argument("--settings", default=",".join(SETTINGS), help="some of " + ", ".join(SETTINGS))
    parser.add_argument("--unsafe", action="store_true", help="apply unsafe fixes as well")
    parser.add_argument("--list", action="store_true", help="name each link that lint missed or called dead wrongly")
    given = parser.parse_args(arguments)
    right = [
        run(folder.resolve(), setting, unsafe=given.unsafe, is_listed=given.list)
        for folder in given.folders
        for setting in given.settings.split(",")
    ]
    return int(not all(right))


if __name__ == "__main__":
    sys.exit(main())
