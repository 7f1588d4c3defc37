"""Take pictures of the built site: `python tests/screenshots.py [FOLDER]`, after `make site`.

All go to FOLDER (.cache/screenshots), wide and narrow, light and dark; the README's goes to .github/screenshot.png.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from mkdocs.config import load_config
from playwright.sync_api import Browser, sync_playwright

from browser import chromium

ROOT = Path(__file__).parents[1]
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
WIDTHS = {"wide": 1280, "narrow": 390}


class Shot(NamedTuple):
    """A picture: its name, the address in the site at which it begins, its height."""

    name: str
    address: str
    height: int = 1000


SHOTS = (
    Shot("home", ""),
    Shot("engineering", "engineering/#project-boards", 2200),
    Shot("engineering-row", "engineering/#ritual-release-ritual"),
    Shot("integrations", "integrations/#current-schedule", 1800),
    Shot("tables", "engineering/?rituals.filter=week&rituals.sort=-next#rituals", 1200),
    Shot("processes", "processes/", 2200),
    Shot("rfcs", "rfcs/", 1600),
)
README = Shot("screenshot", "engineering/#rituals", 800)


def take(browser: Browser, site: str, shot: Shot, path: Path, *, width: int, scheme: Scheme) -> None:
    """Write a picture of a part of the site."""
    size = {"width": width, "height": shot.height}
    with chromium.kept_local(browser.new_context(viewport=size, color_scheme=scheme)) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(site + shot.address)
        page.screenshot(path=path, animations="disabled")


def main(folder: Path) -> None:
    """Take all pictures."""
    base = urlsplit(load_config(str(ROOT / "mkdocs.yml")).site_url or "").path or "/"
    with (
        chromium.served(ROOT / "site", base) as site,
        sync_playwright() as playwright,
        chromium.launched(playwright) as browser,
    ):
        for shot in SHOTS:
            for kind, width in WIDTHS.items():
                for scheme in SCHEMES:
                    path = folder / f"{shot.name}-{kind}-{scheme}.png"
                    take(browser, site, shot, path, width=width, scheme=scheme)
        take(browser, site, README, ROOT / ".github" / "screenshot.png", width=1280, scheme="light")


if __name__ == "__main__":
    if not (ROOT / "site" / "index.html").is_file():
        sys.exit("site/ is missing, run `make site` first")
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".cache" / "screenshots")
