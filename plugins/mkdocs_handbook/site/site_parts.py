"""The parts of a site: files of a handbook in; findings, pages and files that are made of the data out, for any engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import jinja2

from mkdocs_handbook.feeds import feed_files
from mkdocs_handbook.links import directory_pages
from mkdocs_handbook.lint import report, rule_selection, rules, suppression
from mkdocs_handbook.model import Finding, Handbook, Page, Settings
from mkdocs_handbook.pages.page_renderer import MarkdownError
from mkdocs_handbook.project import clock, plugin_options
from mkdocs_handbook.project.load import HandbookFiles, load
from mkdocs_handbook.rendering import directory_nav, stub_pages
from mkdocs_handbook.rendering.html_tree import TemplateError, check_templates
from mkdocs_handbook.rendering.page_context import PageContext
from mkdocs_handbook.util import gc_control, templates
from mkdocs_handbook.util.escaping import TerminalText, terminal_lines

Log = Callable[[TerminalText], None]


class SiteError(Exception):
    """What keeps a site from being built; the message is inert."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A handbook, and its findings with their severities, "note" for those that stop no build."""

    handbook: Handbook
    findings: tuple[tuple[str, Finding], ...]

    def announce(self, error: Log, warning: Log, info: Log) -> None:
        """Log every finding; raise SiteError afterwards if one of them is an error."""
        logs = {"error": error, "warning": warning, "note": info}
        for level, finding in self.findings:
            logs[level](report.text.text(finding))
        levels = Counter(level for level, _ in self.findings)
        if errors := levels["error"]:
            raise SiteError(f"handbook: {report.text.count(errors, levels['warning'])}, nothing was built")


@dataclass(frozen=True)
class SiteParts:
    """What a site has beside what somebody wrote: the pages of the directory, and files by their paths in the site."""

    handbook: Handbook
    pages: Mapping[str, Page]
    files: Mapping[str, str]

    @cached_property
    def listed(self) -> frozenset[str]:
        """The pages of the directory that a navigation lists."""
        return frozenset(directory_nav.listed_pages(self.handbook))


def check(given: HandbookFiles, settings: Settings, site: PageContext) -> Checked:
    """Return the handbook that files make and what a build finds in it; raise SiteError where neither can be known."""
    try:
        with gc_control.uncollected():
            now, facts = clock.now(settings.timezone), site.known_facts(settings)
            handbook, problems = load(given, settings, now, site.memo, facts=facts)
            codes = rule_selection.of_build(settings)
            found = suppression.apply(handbook, [*problems, *rules.run(handbook, codes)], codes)
    except (MarkdownError, rule_selection.SelectorError) as error:
        raise SiteError(terminal_lines(f"handbook: {error}")) from None
    if problem := plugin_options.unknown_kind(settings, handbook.kinds):
        raise SiteError(terminal_lines(f"handbook: {problem}"))
    return Checked(handbook, tuple((level_of(finding, settings), finding) for finding in found))


def level_of(finding: Finding, settings: Settings) -> str:
    """Return how a build takes a finding: what comes with a day, and not with a commit, is only told."""
    return "note" if finding.code in rules.TOLD else rules.severity(finding, settings)


def make(handbook: Handbook, site: PageContext) -> SiteParts:
    """Return the parts of a site, of which its pages ask the context from now on; raise SiteError for a wrong template."""
    settings = handbook.settings
    site.handbook = handbook
    site.env = templates.environment(settings.template_dirs, settings.words)
    # One context may serve several builds of a process.
    site.cached = {}
    try:
        # The packaged ones are right: tests say so.
        if templates.has_overrides(settings.template_dirs):
            check_templates(site.env)
        stubs = stub_pages.redirect_files(handbook, site.env)
        site.generated_pages = {uri: directory_pages.make_page(handbook, uri, site.env) for uri in handbook.generated}
    except (TemplateError, jinja2.TemplateError) as error:
        raise SiteError(terminal_lines(f"handbook: {error}")) from None
    files = {**templates.assets(settings.words), **feed_files.feed_files(handbook, site.memo), **stubs}
    return SiteParts(handbook, site.generated_pages, files)
