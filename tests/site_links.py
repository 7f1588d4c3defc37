"""Are the dead links that lint reports those of the built site, occurrence for occurrence?

    python tests/site_links.py                        # the handbook of the nearest mkdocs.yml
    python tests/site_links.py path/to/mkdocs.yml
    python tests/site_links.py CORPUS.tar.xz          # an archive with a mkdocs.yml in it

builds the site with MkDocs and parses its pages with a checker of its own, which shares no code with the linter: every
relative link and fragment inside an article, against the files and ids of the site. Then it runs `handbook lint` and
compares. Exit code 1 where either knows of a dead link that the other does not. Addresses that begin with `/` and images
are other rules' business.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import posixpath
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from mkdocs.config import load_config
from mkdocs.structure.files import File, Files, get_files

Dead = Counter[tuple[str, str]]
# Links to what has moved lead to stubs, which the site has; in Markdown they are dead all the same.
CODES = ("HB301", "HB302", "HB303")


@dataclass
class Html:
    """What a page of the site has: its ids, and the links of its article as written in the HTML."""

    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)


class Reader(HTMLParser):
    """Reads a page; a theme without an article counts as a whole."""

    def __init__(self, *, whole: bool) -> None:
        super().__init__()
        self.page = Html()
        self.depth = int(whole)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.depth += tag == "article"
        for key in ("id", "name") if tag == "a" else ("id",):
            if given.get(key):
                self.page.ids.add(str(given[key]))
        if (
            tag == "a"
            and self.depth
            and given.get("href") is not None
            and "headerlink" not in (given.get("class") or "")
        ):
            self.page.links.append(str(given["href"]))

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "article"


def read(path: Path) -> Html:
    """Return what a page of the site has."""
    text = path.read_text(encoding="utf-8")
    reader = Reader(whole="<article" not in text)
    reader.feed(text)
    reader.close()
    return reader.page


def dead_links(site: Path) -> Dead:
    """Return the dead links of a site: by the page's file and where the link leads."""
    pages = {path.relative_to(site).as_posix(): read(path) for path in sorted(site.rglob("*.html"))}
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    found: Dead = Counter()
    for dest, page in pages.items():
        if dest != "404.html":
            goals = (goal(link, dest) for link in page.links)
            found.update((dest, one) for one in goals if one and is_dead(one, pages, files))
    return found


def goal(link: str, dest: str) -> str:
    """Return the file of the site and the fragment to which a relative link of a page leads, "" for other links."""
    link = link.strip()
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or link.startswith("/"):
        return ""
    base = f"/{dest.removesuffix('index.html') if posixpath.basename(dest) == 'index.html' else dest}"
    path = unquote(urlsplit(urljoin(f"http://site{base}", link)).path).lstrip("/")
    if not path or path.endswith("/"):
        path += "index.html"
    return f"{path}#{parts.fragment}"


def is_dead(goal: str, pages: dict[str, Html], files: set[str]) -> bool:
    """Return whether a site has no such file, or its page no such anchor."""
    path, _, fragment = goal.partition("#")
    if path not in files:
        return True
    # Browsers take a fragment as it is written, and decoded only if there is no such id.
    return (
        bool(fragment) and fragment != "top" and path in pages and not {fragment, unquote(fragment)} & pages[path].ids
    )


def reported(config: Path, truth: Dead) -> Dead:
    """Return the dead links that `handbook lint` reports."""
    command = [sys.executable, "-m", "mkdocs_handbook.cli", "lint", "-f", str(config), "--format", "json"]
    output = subprocess.run(command, check=False, capture_output=True, text=True).stdout
    said = [(one["filename"], one["url"]) for one in json.loads(output) if one["code"] in CODES]
    docs = Path(load_config(str(config)).docs_dir).resolve()
    repository = next((one for one in docs.parents if (one / ".git").exists()), config.resolve().parent)
    return understood(config, [((repository / name).relative_to(docs).as_posix(), url) for name, url in said], truth)


def understood(config: Path, said: Iterable[tuple[str, str]], truth: Dead) -> Dead:
    """Return where links lead that are known by the path of their page and as they are written.

    Those of raw HTML lead where they say; those of Markdown, where MkDocs makes them lead.
    """
    files = get_files(load_config(str(config)))
    found: Dead = Counter()
    for uri, url in said:
        page = files.get_file_from_path(uri)
        assert page is not None, uri
        literal = goal(url, page.dest_uri)
        found[page.dest_uri, literal if (page.dest_uri, literal) in truth else meant(url, page, files)] += 1
    return found


def meant(url: str, page: File, files: Files) -> str:
    """Return where a link leads as it is written in a page: MkDocs knows the pages by their paths."""
    address, _, fragment = url.strip().partition("#")
    path = address.partition("?")[0]
    source = (
        posixpath.normpath(posixpath.join(posixpath.dirname(page.src_uri), unquote(path))) if path else page.src_uri
    )
    target = files.get_file_from_path(source)
    return f"{target.dest_uri}#{fragment}" if target else goal(url, page.dest_uri)


@contextlib.contextmanager
def configuration(given: str | None) -> Iterator[Path]:
    """Yield the configuration that the arguments name, unpacked where it is in an archive."""
    if given is None or not given.endswith((".tar.xz", ".tar.gz")):
        yield Path(given or "mkdocs.yml")
        return
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(given) as archive:
            archive.extractall(folder, filter="data")
        yield next(Path(folder).rglob("mkdocs.yml"))


def main() -> int:
    """Build, lint, compare; give the exit code."""
    parser = argparse.ArgumentParser(description="Compare lint's dead links with those of the built site.")
    parser.add_argument("handbook", nargs="?", help="a mkdocs.yml, or an archive that holds one")
    with configuration(parser.parse_args().handbook) as config, tempfile.TemporaryDirectory() as site:
        command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config), "-d", site]
        subprocess.run(command, check=True, capture_output=True)
        truth = dead_links(Path(site))
        claims = reported(config, truth)
    for name, more in (("false alarm", claims - truth), ("missed", truth - claims)):
        for (page, link), number in sorted(more.items()):
            print(f"{name}: {page}: {link}{f' ({number} times)' if number > 1 else ''}")
    print(f"dead links in the site: {truth.total()}, reported by lint: {claims.total()}")
    return int(truth != claims)


if __name__ == "__main__":
    sys.exit(main())
