"""Old addresses, followed by a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from browser.sites import ROOT, Site, built
from handbooks import read, write
from mkdocs_handbook.model import Target

pytestmark = pytest.mark.xdist_group("browser")

# The stubs of 001_f4eee51127eb6410.txt: the anchor that /engineering/ published, and where its text leads by now.
CARRIED_OVER = {
    "provide-same-day-support-for-major-version-macos-releases": "https://fleetdm.com/announcements/fleet-supports-macos-26-tahoe-ios-26-and-ipados-26",
    "draft-an-engineering-initiated-story": "engineering/#create-an-engineering-initiated-story",
    "schedule-on-call-engineer-workload": "engineering/#on-call-engineer",
    "assume-on-call-engineer-alias": "engineering/#on-call-engineer",
    "schedule-incident-on-call-engineer-workload": "engineering/#incident-on-call-engineer",
    "assume-incident-on-call-engineer-alias": "engineering/#incident-on-call-engineer",
    "participate-in-qa-day": "engineering/releases/#participate-in-qa-day",
    "create-a-release-candidate": "engineering/releases/#create-a-release-candidate",
    "merge-unreleased-bug-fixes-into-the-release-candidate": "engineering/releases/#merge-unreleased-bug-fixes-into-the-release-candidate",
    "request-release-candidate-feature-merge-exception": "engineering/releases/#request-release-candidate-feature-merge-exception",
    "confirm-latest-versions-of-dependencies": "engineering/releases/#confirm-latest-versions-of-dependencies",
    "indicate-your-product-group-is-release-ready": "engineering/releases/#indicate-your-product-group-is-release-ready",
    "submit-test-coverage-requests-to-qa-wolf": "engineering/releases/#submit-test-coverage-requests-to-qa-wolf",
    "prepare-fleet-release": "engineering/releases/#prepare-fleet-release",
    "prepare-fleetd-agent-release": "engineering/releases/#prepare-fleetd-agent-release",
    "deploy-a-new-release-to-dogfood": "engineering/releases/#deploy-a-new-release-to-dogfood",
    "conclude-current-milestone": "engineering/releases/#conclude-current-milestone",
    "update-the-fleet-releases-calendar": "engineering/releases/#update-the-fleet-releases-calendar",
    "discuss-release-dates": "engineering/releases/#discuss-release-dates",
    "handle-process-exceptions-for-non-released-code": "engineering/releases/#handle-process-exceptions-for-non-released-code",
    "run-fleet-locally-for-qa-purposes": "engineering/releases/#run-fleet-locally-for-qa-purposes",
    "qa-a-change-to-fleetdm-com": "engineering/website/#qa-a-change-to-fleetdmcom",
    "test-fleetdm-com-locally": "engineering/website/#test-fleetdmcom-locally",
    "check-production-dependencies-of-fleetdm-com": "engineering/website/#check-production-dependencies-of-fleetdmcom",
    "triage-and-address-vulnerabilities-in-the-website-code-base": "engineering/website/#triage-and-address-vulnerabilities-in-the-website-code-base",
    "respond-to-a-5xx-error-on-fleetdm-com": "engineering/website/#respond-to-a-5xx-error-on-fleetdmcom",
    "check-browser-compatibility-for-fleetdm-com": "engineering/website/#check-browser-compatibility-for-fleetdmcom",
    "check-for-new-versions-of-osquery-schema": "engineering/website/#check-for-new-versions-of-osquery-schema",
    "restart-algolia-manually": "engineering/website/#restart-algolia-manually",
    "change-the-integrations-admin-salesforce-account-password": "engineering/website/#change-the-integrations-admin-salesforce-account-password",
    "re-run-the-deploy-fleet-website-action": "engineering/website/#re-run-the-deploy-fleet-website-action",
    "enable-merge-commits-to-allow-large-features-branches-with-multiple-contributors-to-retain-git-history": "https://fleetdm.com/docs/contributing/committing-changes#enable-merge-commits-for-large-feature-branches",
}


def leads(page: Page, site: str, old: str, new: str) -> None:
    """Assert that an old address ends at a new one, and that its anchor is there."""
    final = new if new.startswith("https:") else site + new
    page.goto(site + old, wait_until="commit")
    page.wait_for_url(final, wait_until="commit")
    if final.startswith(site) and "#" in final:
        expect(page.locator(f'[id="{unquote(urlsplit(final).fragment)}"]')).to_be_attached()


def test_every_heading_stub_is_carried_over() -> None:
    assert len(CARRIED_OVER) == 32


@pytest.mark.parametrize("old", CARRIED_OVER)
def test_heading_stubs_of_the_seed(old: str, page: Page, sample: Site) -> None:
    leads(page, sample.url, f"engineering/#{old}", CARRIED_OVER[old])


def address(dest: str, fragment: str = "") -> str:
    """Give the address in the site of a file, with directory addresses."""
    return dest.removesuffix("index.html") + (f"#{fragment}" if fragment else "")


def others() -> Iterator[tuple[str, Target]]:
    """Give the old addresses of stubs.yml that the seed doesn't have, and their targets."""
    stubs = read(ROOT)[0].stubs
    yield from ((address(dest), target) for dest, target in sorted(stubs.pages.items()))
    for (dest, fragment), target in sorted(stubs.headings.items()):
        if dest != "engineering/index.html" or fragment not in CARRIED_OVER:
            yield address(dest, fragment), target


@pytest.mark.parametrize(("old", "target"), list(others()), ids=lambda value: value if isinstance(value, str) else "")
def test_all_other_stubs_of_the_sample(old: str, target: Target, page: Page, sample: Site) -> None:
    if target.gone:
        remains(page, sample.url, old)
    else:
        leads(page, sample.url, old, target.external or address(target.dest, target.fragment))


def remains(page: Page, site: str, old: str) -> None:
    """Assert that an old address shows a tombstone and goes nowhere."""
    visited: list[str] = []
    page.on("framenavigated", lambda frame: visited.append(frame.url))
    page.goto(site + old)
    expect(page.get_by_role("heading", name="This page is gone")).to_be_visible()
    assert visited == [site + old]


# --- Every kind of stub, on a small handbook in several shapes ---

HANDBOOK = {
    "handbook/index.md": "# Home\n\n[Old](team/README.md)\n",
    "handbook/team/README.md": "# Team\n\n"
    + "Text.\n\n" * 60
    + "## On-call rotation\n\nText.\n\n## Déjà vu\n\nText.\n",
    "handbook/team/stories.md": "# Stories\n\n" + "Text.\n\n" * 60 + "## File\n\nText.\n",
    "handbook/new/README.md": "# New\n\n## Part\n",
    "handbook/new/one.md": "# One\n\n## Part\n",
    "rituals/stubs.yml": """\
team/on-call.md: team/README.md#on-call-rotation
team/on-call.md#handoff: team/stories.md
team/on-call.md#escalate: team/stories.md#file
team/on-call.md#déjà-vécu: team/README.md#déjà-vu
moved.md: team/stories.md
team/README.md#file-a-story: team/stories.md#file
team/README.md#rotation: team/README.md#on-call-rotation
team/README.md#presque-vu-é: team/README.md#déjà-vu
team/README.md#over: gone
perks/: https://example.com/perks?b=2
office/: https://example.com/office#desks
team/README.md#swag: https://example.com/swag
old/**: new/**
legal.md: gone
legal.md#part: new/one.md#part
""",
}
CONFIG = "site_name: Test\ndocs_dir: handbook\nplugins: [search, handbook]\n"
MATERIAL = "theme: {name: material, font: false}\n"
SHAPES = {
    "below a path": ("/base/", CONFIG + MATERIAL + "site_url: https://example.org/base/\n"),
    "at the root": ("/", CONFIG + MATERIAL + "site_url: https://example.org/\n"),
    "files": ("/base/", CONFIG + MATERIAL + "use_directory_urls: false\n"),
    "mkdocs theme": ("/", CONFIG + "theme: {name: mkdocs, highlightjs: false}\n"),
}
# Old address (page or address, query and fragment) -> new address
MOVED = {
    "team/on-call.md": "team/README.md#on-call-rotation",
    "team/on-call.md?a=1": "team/README.md?a=1#on-call-rotation",
    "team/on-call.md#unknown": "team/README.md#on-call-rotation",
    "team/on-call.md#handoff": "team/stories.md",
    "team/on-call.md?a=1#escalate": "team/stories.md?a=1#file",
    "team/on-call.md#d%C3%A9j%C3%A0-v%C3%A9cu": "team/README.md#d%C3%A9j%C3%A0-vu",
    "moved.md": "team/stories.md",
    "moved.md?a=1&b=%20#file": "team/stories.md?a=1&b=%20#file",
    "team/README.md#file-a-story": "team/stories.md#file",
    "team/README.md#rotation": "team/README.md#on-call-rotation",
    "team/README.md#presque-vu-%C3%A9": "team/README.md#d%C3%A9j%C3%A0-vu",
    "team/README.md?a=1#file-a-story": "team/stories.md?a=1#file",
    "team/README.md?a=1#rotation": "team/README.md?a=1#on-call-rotation",
    "team/README.md#swag": "https://example.com/swag",
    "perks/index.md?a=1": "https://example.com/perks?b=2&a=1",
    "perks/index.md#free": "https://example.com/perks?b=2#free",
    "office/index.md#chairs": "https://example.com/office#desks",
    "old/one.md": "new/one.md",
    "old/README.md?a=1#part": "new/README.md?a=1#part",
    "legal.md#part": "new/one.md#part",
}


@pytest.fixture(scope="module", params=SHAPES)
def shaped(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, bool]]:
    base, config = SHAPES[request.param]
    root = write(tmp_path_factory.mktemp("shaped"), {**HANDBOOK, "mkdocs.yml": config})
    with built(root, base) as site:
        yield site, "use_directory_urls: false" not in config


def published(name: str, *, directories: bool) -> str:
    """Give the address at which a page is published; other addresses stay."""
    path, rest = re.fullmatch(r"([^?#]*)(.*)", name).groups()  # type: ignore[union-attr]
    index = re.sub(r"(README|index)\.md$", "" if directories else "index.html", path)
    return re.sub(r"\.md$", "/" if directories else ".html", index) + rest


@pytest.mark.parametrize("old", MOVED)
def test_where_a_stub_leads(old: str, shaped: tuple[Site, bool], page: Page) -> None:
    site, directories = shaped
    new = MOVED[old]
    leads(page, site.url, published(old, directories=directories), published(new, directories=directories))


def test_gone(shaped: tuple[Site, bool], page: Page) -> None:
    site, directories = shaped
    remains(page, site.url, published("legal.md", directories=directories))
    assert page.evaluate("document.querySelector('a').href") == site.url + ("" if directories else "index.html")


def test_a_heading_that_is_gone(shaped: tuple[Site, bool], page: Page) -> None:
    site, directories = shaped
    old = site.url + published("team/README.md#over", directories=directories)
    page.goto(old)
    expect(page.locator("#over")).to_be_in_viewport()
    expect(page.locator(".handbook-moved li:visible")).to_have_text("“Over” is no longer part of this handbook.")
    assert page.url == old


def test_an_old_fragment_that_comes_while_the_page_is_open(shaped: tuple[Site, bool], page: Page) -> None:
    site, directories = shaped
    team = site.url + published("team/README.md", directories=directories)
    page.goto(team)
    page.evaluate("location.hash = 'rotation'")
    page.wait_for_url(team + "#on-call-rotation")
    page.evaluate("location.hash = 'file-a-story'")
    page.wait_for_url(site.url + published("team/stories.md#file", directories=directories))
    page.go_back()
    page.wait_for_url(team + "#on-call-rotation")


def test_instant_navigation(tmp_path_factory: pytest.TempPathFactory, page: Page) -> None:
    links = "[Story](team/README.md#file-a-story) [Rotation](team/README.md#rotation) [Team](team/README.md)"
    config = CONFIG + "theme: {name: material, font: false, features: [navigation.instant]}\n"
    files = {**HANDBOOK, "mkdocs.yml": config + "site_url: https://example.org/base/\n", "handbook/index.md": links}
    with built(write(tmp_path_factory.mktemp("instant"), files), "/base/") as site:
        for link, new in (
            ("Team", "team/"),
            ("Rotation", "team/#on-call-rotation"),
            ("Story", "team/stories/#file"),
        ):
            page.goto(site.url)
            page.evaluate("window.stayed = true")
            page.get_by_role("link", name=link, exact=True).first.click()
            page.wait_for_url(site.url + new)
            if link == "Team":
                assert page.evaluate("window.stayed")
        leads(page, site.url, "team/on-call/#escalate", "team/stories/#file")


# --- Without JavaScript ---


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("team/on-call.md", "team/README.md#on-call-rotation"),
        ("moved.md", "team/stories.md"),
        ("old/one.md", "new/one.md"),
        ("perks/index.md", "https://example.com/perks?b=2"),
    ],
)
def test_a_moved_page_without_script(old: str, new: str, shaped: tuple[Site, bool], scriptless: BrowserContext) -> None:
    site, directories = shaped
    with scriptless.new_page() as page:
        leads(page, site.url, published(old, directories=directories), published(new, directories=directories))


@pytest.mark.parametrize("old", CARRIED_OVER)
def test_a_moved_heading_without_script(old: str, sample: Site, scriptless: BrowserContext) -> None:
    new = CARRIED_OVER[old]
    with scriptless.new_page() as page:
        page.goto(sample.url + f"engineering/#{old}", wait_until="domcontentloaded")
        expect(page.locator(f'[id="{old}"]')).to_be_in_viewport()
        expect(page.locator(".handbook-moved li:visible")).to_have_count(1)
        page.locator(f'[id="{old}"] a').click()
        page.wait_for_url(new if new.startswith("https:") else sample.url + new, wait_until="commit")


@pytest.mark.parametrize("fragment", ["", "#rituals", "#ritual-release-ritual"])
def test_nobody_else_sees_the_list(
    fragment: str, sample: Site, context: BrowserContext, scriptless: BrowserContext
) -> None:
    for reader in (context, scriptless):
        with reader.new_page() as page:
            page.goto(sample.url + "engineering/" + fragment)
            expect(page.locator(".handbook-moved")).to_be_attached()
            expect(page.locator(".handbook-moved")).to_be_hidden()
            assert page.url == sample.url + "engineering/" + fragment
