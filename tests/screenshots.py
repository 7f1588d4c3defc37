"""Take pictures of the built site: `python tests/screenshots.py [FOLDER]`, after `make site`.

All go to FOLDER (.cache/screenshots), at three widths, light and dark; those of the README go to .github/.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from mkdocs.config import load_config
from playwright.sync_api import Browser, Route, sync_playwright

from browser import chromium

ROOT = Path(__file__).parents[1]
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
WIDTHS = (1300, 1024, 390)


class Shot(NamedTuple):
    """A picture: its name, the address in the site at which it begins, its height."""

    name: str
    address: str
    height: int = 1000


SHOTS = (
    Shot("home", "", 1900),
    Shot("engineering", "engineering/"),
    Shot("engineering-end", "engineering/#project-boards", 2200),
    Shot("engineering-row", "engineering/#ritual-release-ritual"),
    Shot("integrations", "integrations/"),
    Shot("integrations-end", "integrations/#current-schedule", 1800),
    Shot("filtered", "engineering/?rituals.filter=week&rituals.sort=-next#rituals", 1200),
    Shot("directory", "directory/"),
    Shot("on-duty", "directory/on-duty/"),
    Shot("person", "directory/people/zwass/", 1900),
    Shot("rituals", "directory/rituals/"),
    Shot("channels", "directory/channels/"),
    Shot("stub", "support-rotation/"),
    Shot("missing", "404.html"),
    Shot("search", "?q=release"),
)
README = (
    Shot("home", "", 1255),
    Shot("on-duty", "directory/on-duty/", 610),
    Shot("group", "engineering/#rituals", 800),
)
# A stub leads away at once.
LEADS_AWAY = "location.replace("


def take(browser: Browser, site: str, shot: Shot, path: Path, *, width: int, scheme: Scheme) -> None:
    """Write a picture of a part of the site."""
    size = {"width": width, "height": shot.height}
    with chromium.kept_local(browser.new_context(viewport=size, color_scheme=scheme)) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.route(f"{site}*/", stay)
        page.goto(site + shot.address)
        if "?q=" in shot.address:
            page.locator(".md-search-result__item").first.wait_for()
        page.screenshot(path=path, animations="disabled")


def stay(route: Route) -> None:
    """Answer with a page that leads nowhere else."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace(LEADS_AWAY, "void ("))


def main(folder: Path) -> None:
    """Take all pictures."""
    base = urlsplit(load_config(str(ROOT / "mkdocs.yml")).site_url or "").path or "/"
    with (
        chromium.served(ROOT / "site", base) as site,
        sync_playwright() as playwright,
        chromium.launched(playwright) as browser,
    ):
        for shot in SHOTS:
            for width in WIDTHS:
                for scheme in SCHEMES:
                    path = folder / f"{shot.name}-{width}-{scheme}.png"
                    take(browser, site, shot, path, width=width, scheme=scheme)
        for shot in README:
            take(browser, site, shot, ROOT / ".github" / f"{shot.name}.png", width=1280, scheme="light")


if __name__ == "__main__":
    if not (ROOT / "site" / "index.html").is_file():
        sys.exit("site/ is missing, run `make site` first")
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".cache" / "screenshots")
