"""What lint cannot know of a site, said once, and the setting that would mend many findings at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from pymdownx import slugs  # type: ignore[import-untyped]

from mkdocs_handbook.links.data_links import resolver_of
from mkdocs_handbook.model import Finding, Handbook, Page
from mkdocs_handbook.pages import anchors, extension_effects, outline
from mkdocs_handbook.pages.fences import CACHED
from mkdocs_handbook.pages.page_renderer import Reference

# From so many dead anchors on, a setting is worth a line.
MANY = 5
SETTING = "toc: {slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}}"
# As GitHub makes anchors.
GITHUB_SLUG = slugs.slugify(case="lower")


def unknown_notes(handbook: Handbook) -> Iterator[str]:
    """Yield lines on what other plugins, and functions of the site alone, leave open."""
    settings = handbook.settings
    for name, patterns in settings.plugins.names.items():
        found = [extension_effects.searched(pattern) for pattern in patterns if pattern]
        pages = [page for page in handbook.pages if any(one and one.search(page.source.text) for one in found)]
        if pages:
            yield f'"{name}" rewrites {shown(pages)}, so that no anchor there, and no link that it makes, is called dead'
    if settings.plugins.made:
        yield "plugins or hooks make pages, so that no link to where these may be is called dead"
    if settings.has_own_slugs:
        yield "a function that is not installed makes the anchors of headings, so that none is called dead"
    for name in settings.unresolved:
        yield f'a function of "{name}" is not installed, so that no anchor of a page that needs it is called dead'


def shown(pages: Sequence[Page]) -> str:
    """Return the names of some pages, or how many they are."""
    return " and ".join(page.uri for page in pages) if len(pages) < 3 else f"{len(pages)} pages"


def setting_notes(handbook: Handbook, findings: Iterable[Finding]) -> Iterator[str]:
    """Yield a line on the setting with which many dead anchors would be there, since they are as GitHub makes them."""
    dead = [finding for finding in findings if finding.code == "HB302"]
    if len(dead) < MANY or extension_effects.extension_options(handbook.settings).get("toc", {}).get("slugify"):
        return
    mended = sum(is_as_on_github(handbook, finding) for finding in dead)
    if mended >= MANY:
        yield (
            f"{mended} of {len(dead)} dead anchors are as GitHub makes them, and would be there with this under "
            f'"markdown_extensions" of mkdocs.yml: {SETTING}'
        )


def is_as_on_github(handbook: Handbook, finding: Finding) -> bool:
    """Return whether the anchor of a finding is that of a heading on GitHub."""
    page = handbook.by_uri.get(finding.source.path.removeprefix(f"{handbook.settings.docs_dir}/"))
    if page is None:
        return False
    site = resolver_of(handbook)
    outcome = site.outcome(Reference(finding.url), page.uri, page.dest)
    target = site.pages.get(outcome.dest)
    return target is not None and outcome.fragment in github_ids(target.source.text, target.body)


@lru_cache(maxsize=CACHED)
def github_ids(text: str, body: int) -> frozenset[str]:
    """Return the anchors that the headings of a page have on GitHub, beside numbers of equal ones."""
    titles = (outline.shown_title(heading.title) for heading in outline.headings(text, body))
    return frozenset(anchors.unique_ids([(GITHUB_SLUG(title, "-"), False) for title in titles]))
