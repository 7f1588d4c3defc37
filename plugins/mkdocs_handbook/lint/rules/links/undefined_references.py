"""The rule of references to definitions that are not there (HB312)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mkdocs_handbook.links.link_candidates import DEFINITION
from mkdocs_handbook.links.plain_lines import blank_code
from mkdocs_handbook.lint.rules import kept_findings
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import Edit, Finding, Handbook, Page, Settings, Span
from mkdocs_handbook.pages import extension_effects, outline, page_renderer
from mkdocs_handbook.util.patterns.late_patterns import late_pattern
from mkdocs_handbook.util.wording import nearest, shortened

# Behind a word, brackets are an index; behind a text of digits alone, another note.
REFERRING = late_pattern(
    r"(?<![\w\])\\])\[(?P<text>(?!\d+\])[^\[\]\n]*[^\s\[\]][^\[\]\n]*)\]\[(?P<name>(?!\^)[^\[\]\n]*)\]"
)
# Signs are more than separators: "C++" is not "C#".
SEPARATORS = late_pattern(r"[\s_-]+")


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

    Fix: safe if one definition differs only in letter case or separators; unsafe if one merely has a similar name.
    """
    return kept_findings.findings("HB312", handbook.checked, handbook.settings, undefined_references)


def undefined_references(page: Page, settings: Settings) -> Iterator[Finding]:
    """Yield the findings of the references on a page that have no definition."""
    text, rewritten = page.source.text, extension_effects.searched(settings.plugins.rewritten)
    if settings.plugins.is_referring or "][" not in text or extension_effects.is_found(rewritten, text):
        return
    known = definitions(page)
    found = list(references(page, known))
    shown = page_renderer.render_page(text[page.body :], settings).undefined if found else ()
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
    label = name or link_text(page.source.text, span)
    same = [one for one in known if SEPARATORS.sub("", one) == SEPARATORS.sub("", folded(label))]
    meant = known.get(same[0] if len(same) == 1 else nearest(folded(label), known), "")
    hint = f', did you mean "[{shortened(meant)}]"?' if meant else ", define it or write the address"
    message = f'"[{shortened(label)}]" is defined nowhere on this page, readers see the brackets{hint}'
    edits = (Edit(page.source.path, span, meant),) if meant else ()
    return Finding("HB312", page.source, span, message, edits, len(same) == 1, hint=hint)


def link_text(text: str, name: Span) -> str:
    """Return the text of a link whose brackets for a name stand somewhere, which is the name where those are empty."""
    end = name.start - len("][")
    return text[text.rfind("[", 0, end) + 1 : end]


def with_definitions(text: str, body: int, edits: Iterable[Edit]) -> str:
    """Return what follows the front matter as if each name that an edit replaces were defined as the new one."""
    lines = {folded(one["name"]): text[one.end("name") :].partition("\n")[0] for one in DEFINITION.finditer(text, body)}
    old = {text[slice(*edit.span)] or link_text(text, edit.span): folded(edit.text) for edit in edits}
    return "".join(f"[{name}{lines[new]}\n\n" for name, new in old.items() if new in lines) + text[body:]


RULES = (undefined_reference,)
