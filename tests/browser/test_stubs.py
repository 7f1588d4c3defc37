"""Old addresses, followed by a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from browser.built_sites import ROOT, Site, built
from browser.chromium import visit
from handbooks import read, write
from mkdocs_handbook.model import StubTarget

pytestmark = pytest.mark.xdist_group("browser stubs")

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


def leads(page: Page, old: str, new: str) -> None:
    """Assert that an old address ends at a new one, and that its anchor is there."""
    # A page that is open already would not be loaded anew for another anchor.
    page.goto("about:blank")
    visit(page, old, "commit")
    page.wait_for_url(new, wait_until="commit")
    if "#" in new and not new.startswith("https:"):
        expect(page.locator(f'[id="{unquote(urlsplit(new).fragment)}"]')).to_be_attached()


@pytest.mark.slow
def test_every_heading_stub_is_carried_over() -> None:
    assert len(CARRIED_OVER) == 32


@pytest.mark.slow
def test_heading_stubs_of_the_seed(page: Page, sample: Site) -> None:
    for old, new in CARRIED_OVER.items():
        leads(page, f"{sample.url}engineering/#{old}", whole(sample, new))


@pytest.mark.slow
def test_each_heading_stub_of_the_seed_without_script(sample: Site, scriptless: Page) -> None:
    for old, new in CARRIED_OVER.items():
        scriptless.goto(f"{sample.url}engineering/#{old}", wait_until="domcontentloaded")
        expect(scriptless.locator(f'[id="{old}"]')).to_be_in_viewport()
        expect(scriptless.locator(".handbook-moved li:visible")).to_have_count(1)
        link = scriptless.locator(f'[id="{old}"] a')
        assert link.evaluate("link => link.href") == whole(sample, new)
    link.click()
    scriptless.wait_for_url(whole(sample, new))


@pytest.mark.slow
@pytest.mark.parametrize("fragment", ["", "#rituals", "#ritual-release-ritual"])
@pytest.mark.parametrize("reader", ["page", "scriptless"])
def test_nobody_else_sees_the_list(reader: str, fragment: str, sample: Site, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(reader)
    visit(page, f"{sample.url}engineering/{fragment}")
    expect(page.locator(".handbook-moved")).to_be_attached()
    expect(page.locator(".handbook-moved")).to_be_hidden()
    assert page.url == f"{sample.url}engineering/{fragment}"


def whole(site: Site, address: str) -> str:
    """Return the whole address of one in the site; one outside stays."""
    return address if address.startswith("https:") else site.url + address


def address(dest: str, fragment: str = "") -> str:
    """Return the address in the site of a file, with directory addresses."""
    return dest.removesuffix("index.html") + (f"#{fragment}" if fragment else "")


def others() -> Iterator[tuple[str, StubTarget]]:
    """Yield the old addresses of stubs.yml that the seed doesn't have, and their targets."""
    stubs = read(ROOT)[0].stubs
    yield from ((address(dest), target) for dest, target in sorted(stubs.pages.items()))
    for (dest, fragment), target in sorted(stubs.headings.items()):
        if dest != "engineering/index.html" or fragment not in CARRIED_OVER:
            yield address(dest, fragment), target


@pytest.mark.slow
def test_all_other_stubs_of_the_sample(page: Page, sample: Site) -> None:
    for old, target in others():
        if target.gone:
            remains(page, sample.url + old)
        else:
            leads(page, sample.url + old, whole(sample, target.external or address(target.dest, target.fragment)))


def remains(page: Page, old: str) -> None:
    """Assert that an old address shows a tombstone and goes nowhere."""
    visit(page, old)
    expect(page.get_by_role("heading", name="This page is gone")).to_be_visible()
    assert page.url == old
    assert page.evaluate("performance.getEntriesByType('navigation')[0].type") == "navigate"


# --- Every kind of stub, on a small handbook in several shapes ---

HANDBOOK = {
    "handbook/index.md": "# Home\n",
    "handbook/team/README.md": "# Team\n\n"
    + "Text.\n\n" * 99
    + "## On-call rotation\n\n## Déjà vu { #déjà-vu }\n\nText.\n",
    "handbook/team/stories.md": "# Stories\n\n" + "Text.\n\n" * 99 + "## File\n\nText.\n",
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
team/README.md#swag: https://example.com/swag?c=3
old/**: new/**
legal.md: gone
legal.md#part: new/one.md#part
""",
}
# Old page or address, query and fragment: where it leads. The first ones are tried in every shape.
MOVED = {
    "team/on-call.md?a=1": "team/README.md?a=1#on-call-rotation",
    "team/on-call.md#handoff": "team/stories.md",
    "team/README.md#file-a-story": "team/stories.md#file",
    "team/README.md?a=1#rotation": "team/README.md?a=1#on-call-rotation",
    "perks/index.md?a=1": "https://example.com/perks?b=2&a=1",
    "old/README.md?a=1#part": "new/README.md?a=1#part",
    "old/one.md": "new/one.md",
    "legal.md#part": "new/one.md#part",
}
MORE = {
    "team/on-call.md": "team/README.md#on-call-rotation",
    "team/on-call.md#unknown": "team/README.md#on-call-rotation",
    "team/on-call.md?a=1#escalate": "team/stories.md?a=1#file",
    "team/on-call.md#d%C3%A9j%C3%A0-v%C3%A9cu": "team/README.md#d%C3%A9j%C3%A0-vu",
    "moved.md": "team/stories.md",
    "moved.md?a=1&b=%20#file": "team/stories.md?a=1&b=%20#file",
    "team/README.md#rotation": "team/README.md#on-call-rotation",
    "team/README.md#presque-vu-%C3%A9": "team/README.md#d%C3%A9j%C3%A0-vu",
    "team/README.md?a=1#file-a-story": "team/stories.md?a=1#file",
    "team/README.md?a=1#swag": "https://example.com/swag?c=3&a=1",
    "perks/index.md#free": "https://example.com/perks?b=2#free",
    "office/index.md#chairs": "https://example.com/office#desks",
}
CONFIG = "site_name: Test\ndocs_dir: handbook\nplugins: [search, handbook]\nmarkdown_extensions: [attr_list]\n"
BARE = CONFIG + "theme: {name: null, custom_dir: theme}\n"
SHAPES = {
    "below a path": ("/base/", BARE + "site_url: https://example.org/base/\n"),
    "at the root": ("/", BARE + "site_url: https://example.org/\n"),
    "files": ("/base/", BARE + "use_directory_urls: false\n"),
}
THEME = """\
<!doctype html><meta charset="utf-8"><title>{{ page.title }}</title>
{% for path in config.extra_css %}<link rel="stylesheet" href="{{ path | url }}">{% endfor %}
{{ page.content }}
{% for path in config.extra_javascript %}{{ path | script_tag }}{% endfor %}
"""


class Shaped(NamedTuple):
    """A site in one of the shapes."""

    site: Site
    directories: bool

    def address(self, name: str) -> str:
        """Return the whole address at which a page of the handbook is published; one outside stays."""
        path, mark, rest = re.fullmatch(r"([^?#]*)([?#]?)(.*)", name).groups()  # type: ignore[union-attr]
        if not path.endswith(".md"):
            return name
        path = re.sub(r"(?<![^/])(README|index)\.md$", "" if self.directories else "index.html", path)
        return self.site.url + re.sub(r"\.md$", "/" if self.directories else ".html", path) + mark + rest


@pytest.fixture(scope="module", params=SHAPES)
def shaped(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shaped]:
    """The small handbook as a site below a path, at the root of a host, or with files for addresses."""
    base, config = SHAPES[request.param]
    root = write(tmp_path_factory.mktemp("shaped"), {**HANDBOOK, "mkdocs.yml": config})
    (root / "theme" / "main.html").write_text(THEME, encoding="utf-8")
    with built(root, base) as site:
        yield Shaped(site, "use_directory_urls: false" not in config)


@pytest.mark.slow
def test_where_a_stub_leads(shaped: Shaped, page: Page) -> None:
    for old, new in MOVED.items():
        leads(page, shaped.address(old), shaped.address(new))


@pytest.mark.slow
@pytest.mark.parametrize("shaped", ["below a path"], indirect=True)
def test_where_more_stubs_lead(shaped: Shaped, page: Page) -> None:
    for old, new in MORE.items():
        leads(page, shaped.address(old), shaped.address(new))


def test_gone(shaped: Shaped, page: Page) -> None:
    remains(page, shaped.address("legal.md"))
    page.get_by_role("link", name="first page").click()
    page.wait_for_url(shaped.address("index.md"))


def test_a_heading_that_is_gone(shaped: Shaped, page: Page) -> None:
    visit(page, shaped.address("team/README.md#over"))
    expect(page.locator("#over")).to_be_in_viewport()
    expect(page.locator(".handbook-moved li:visible")).to_have_text("“Over” is no longer part of this handbook.")
    assert page.url == shaped.address("team/README.md#over")


@pytest.mark.slow
def test_an_old_fragment_that_comes_while_the_page_is_open(shaped: Shaped, page: Page) -> None:
    visit(page, shaped.address("team/README.md"))
    page.evaluate("location.hash = 'rotation'")
    page.wait_for_url(shaped.address("team/README.md#on-call-rotation"))
    page.evaluate("location.hash = 'file-a-story'")
    page.wait_for_url(shaped.address("team/stories.md#file"))
    page.go_back()
    page.wait_for_url(shaped.address("team/README.md#on-call-rotation"))


@pytest.mark.slow
def test_a_moved_page_without_script(shaped: Shaped, scriptless: Page) -> None:
    for old, new in {
        "team/on-call.md": "team/README.md#on-call-rotation",
        "moved.md": "team/stories.md",
        "old/one.md": "new/one.md",
        "perks/index.md": "https://example.com/perks?b=2",
    }.items():
        leads(scriptless, shaped.address(old), shaped.address(new))


# --- Themes ---


def test_instant_navigation_of_material(tmp_path_factory: pytest.TempPathFactory, page: Page) -> None:
    theme = "theme: {name: material, font: false, features: [navigation.instant]}\n"
    links = "# Home\n\n[Rotation](team/README.md#rotation) [Story](team/README.md#file-a-story)\n"
    root = write(
        tmp_path_factory.mktemp("instant"), {**HANDBOOK, "mkdocs.yml": CONFIG + theme, "handbook/index.md": links}
    )
    with built(root, "/base/", local=True) as site:
        visit(page, site.url, "networkidle")  # The theme has its sitemap, so that clicks load no page.
        page.evaluate("window.stayed = true")
        page.get_by_role("link", name="Rotation").click()
        page.wait_for_url(site.url + "team/#on-call-rotation")
        assert page.evaluate("window.stayed")
        page.go_back()
        page.get_by_role("link", name="Story").click()
        page.wait_for_url(site.url + "team/stories/#file")
        leads(page, site.url + "team/on-call/#escalate", site.url + "team/stories/#file")


@pytest.mark.slow
@pytest.mark.parametrize("old", ["draft-an-engineering-initiated-story", "prepare-fleet-release"])
def test_theme_of_mkdocs(old: str, themed: Site, page: Page) -> None:
    leads(page, f"{themed.url}engineering/#{old}", themed.url + CARRIED_OVER[old])
