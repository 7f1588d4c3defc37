"""The second way to stage a page: what it shows as HTML in its text, for a day on which the engine runs no extensions either.

The rows, cells and ids are those of the first way. Two things need a tree of the page and are left out: links of channels
in the prose, and links to data files inside sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown.serializers import to_html_string

from mkdocs_handbook.builder.staging.staged_extension import EXCLUDED, UNSEARCHED, exclude
from mkdocs_handbook.links import directory_urls
from mkdocs_handbook.model import Page
from mkdocs_handbook.pages import outline
from mkdocs_handbook.rendering import page_extras
from mkdocs_handbook.rendering.html_tree import moved_element, page_element
from mkdocs_handbook.rendering.page_context import PageContext
from mkdocs_handbook.util.escaping import Html

# Ends a block of HTML in Markdown.
BLANK_LINES = re.compile(r"\n\s*(?=\n)")
# Where a text begins and ends that something else takes the place of, and what that is.
Replacement = tuple[int, int, str]


def with_html(page: Page, context: PageContext) -> str:
    """Return the text of a page in which HTML stands for everything that it shows, but for the mark of tables for an index."""
    text = page.source.text
    for start, end, html in sorted(replacements(page, context), reverse=True):
        text = f"{text[:start]}{html}{text[end:]}"
    return f"{text.rstrip()}\n\n{''.join(endings(page, context))}"


def replacements(page: Page, context: PageContext) -> Iterator[Replacement]:
    """Yield what stands for the paragraphs of a page that show data, and who is on duty below its title."""
    taken: tuple[str, ...] = ()
    for embed in page.embeds:
        if answer := context.query("table", page.uri, embed.target, embed.written, taken):
            html, taken = answer
            yield embed.span.start, embed.span.end, block(page, html, "table", embed.span.start)
    handbook, text = context.handbook, page.source.text
    for at in directory_urls.overviews(handbook.settings, page) if handbook else ():
        start, end = text.rfind("[", 0, at), text.find(")", at) + 1
        if html := context.query("overview", page.uri, text[start:end]):
            yield start, end, block(page, html, "overview", start)
    if html := context.query("duty", page.uri):
        title = next((line for line in outline.lines(text, page.body) if line.text.startswith("# ")), None)
        at = title.start + len(title.text) if title else page.body
        yield at, at, f"\n\n{block(page, html, 'duty', at)}\n\n"


def block(page: Page, html: Html, template: str, start: int) -> str:
    """Return a template's HTML as one block, indented like the text whose place it takes."""
    element = page_element(html, page.uri, template)
    for child in element.iter("div"):
        if child.get("class", "").startswith(("handbook-table", "handbook-glance")):
            exclude(child)
    text = BLANK_LINES.sub("", to_html_string(element)).strip()
    line = page.source.text[page.source.text.rfind("\n", 0, start) + 1 : start]
    return text.replace("\n", f"\n{re.sub(r'[^ >]', ' ', line)}")


def endings(page: Page, context: PageContext) -> Iterator[str]:
    """Yield what stands at the end of a page: who maintains it, and the headings that moved away."""
    handbook, env = context.handbook, context.env
    if handbook and env and page.uri in handbook.by_uri:
        end = page_extras.page_end(handbook, page, env, page_extras.source_link)
        yield f"{BLANK_LINES.sub('', end).strip()}\n\n" if end else ""
    if moved := context.query("moved", page.uri):
        yield f"{BLANK_LINES.sub('', to_html_string(moved_element(moved))).strip()}\n"


def searchable(text: str) -> str:
    """Return a text whose tables are marked as what no index reads."""
    return text.replace(f'{UNSEARCHED}=""', f'{EXCLUDED}=""')
