"""The rule of references to definitions that are not there (HB312)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from mkdocs_handbook.links.data_links import resolver_of
from mkdocs_handbook.links.link_candidates import DEFINITION
from mkdocs_handbook.links.plain_lines import blank_code
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import Finding, Handbook, Page, Span
from mkdocs_handbook.pages import extension_effects, outline, page_renderer
from mkdocs_handbook.util.wording import nearest, shortened

# Behind a word, brackets are an index; behind a text of digits alone, another note.
REFERRING = re.compile(
    r"(?<![\w\])\\])\[(?P<text>(?!\d+\])[^\[\]\n]*[^\s\[\]][^\[\]\n]*)\]\[(?P<name>(?!\^)[^\[\]\n]*)\]"
)


@rule("HB312", "undefined-reference", "warning", scope="lint", cost="style")
def undefined_reference(handbook: Handbook) -> Iterator[Finding]:
    """A link that names a definition has one on its page.

    Without the definition there is no link, and readers see the brackets.

    Bad:

    ```markdown handbook/a.md
    # A

    Read [the plan][plan].

    [plans]: index.md
    ```

    Good:

    ```markdown handbook/a.md
    # A

    Read [the plan][plans].

    [plans]: index.md
    ```

    Fix: none. The finding names the nearest definition.
    """
    rewritten = resolver_of(handbook).rewritten
    for page in () if handbook.settings.plugins.is_referring else handbook.pages:
        text = page.source.text
        is_asked = "][" in text and not extension_effects.is_found(rewritten, text)
        known = definitions(page) if is_asked else {}
        found = list(references(page, known)) if is_asked else []
        shown = page_renderer.render_page(text[page.body :], handbook.settings).undefined if found else ()
        yield from (finding(page, known, name, span) for name, span in found if name in shown)


def references(page: Page, known: Mapping[str, str]) -> Iterator[tuple[str, Span]]:
    """Yield the names that links of a page refer to and that its own lines do not define, with the places of the names."""
    for line in outline.lines(page.source.text, page.body):
        if "][" in line.text:
            for match in REFERRING.finditer(blank_code(line.text)):
                if folded(match["name"] or match["text"]) not in known:
                    yield match["name"], Span(line.start + match.start("name"), line.start + match.end("name"))


def definitions(page: Page) -> dict[str, str]:
    """Return the names that a page defines, by themselves without letter case."""
    names = (match["name"] for match in DEFINITION.finditer(page.source.text, page.body))
    return {folded(name): name for name in names if not name.startswith("^")}


def folded(name: str) -> str:
    """Return a name as Python-Markdown compares it."""
    return " ".join(name.split()).lower()


def finding(page: Page, known: Mapping[str, str], name: str, span: Span) -> Finding:
    """Return the finding of a name that has no definition."""
    text = page.source.text
    label = name or text[text.rfind("[", page.body, span.start - 2) + 1 : span.start - 2]
    meant = known.get(nearest(folded(label), known), "")
    hint = f', did you mean "[{shortened(meant)}]"?' if meant else ", define it or write the address"
    message = f'"[{shortened(label)}]" is defined nowhere on this page, readers see the brackets{hint}'
    return Finding("HB312", page.source, span, message, hint=hint)


RULES = (undefined_reference,)
