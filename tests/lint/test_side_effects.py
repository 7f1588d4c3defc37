"""Fixes change in the rendered page what they say and nothing else, alone and together, and others are refused."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from call_counter import calls_of
from handbooks import fix, read, run, write
from mkdocs_handbook.lint import linter, side_effects
from mkdocs_handbook.lint.rules import ALL
from mkdocs_handbook.model import Edit, Finding, Handbook, Page, Settings, Span
from mkdocs_handbook.pages.page_renderer import page_html
from mkdocs_handbook.util.text_edits import apply_fixes, spliced
from rendered_html import changed_addresses

CONFIG = """\
site_name: Test
site_url: https://handbook.example.com/
docs_dir: handbook
theme: {name: null, custom_dir: theme}
plugins: [handbook]
markdown_extensions: [attr_list, footnotes, admonition, md_in_html, toc, %s]
"""
DIALECTS = ("def_list", "pymdownx.superfences", "pymdownx.magiclink", "nl2br", "smarty", "pymdownx.snippets")
# Each of these has a safe fix where it is the address of a link.
MENDABLE = ("b", "/b", "https://handbook.example.com/b/", "b.md#Part-One", "old.md", "#Über", "B.md", "a/b")
FORMS = (
    "[one]({})",
    "[one](<{}>)",
    '[one]({} "title")',
    "[one][r]",
    "[r]",
    "[r][]",
    "![image]({})",
    "<a href='{}'>raw</a>",
    "{}",
    "<{}>",
    "`[one]({})`",
    "`` [`one]({}) ``",
    "\\[one]({})",
    "<!-- [one]({}) -->",
    "https://mirror.example.com{}",
    "[elsewhere](https://mirror.example.com/{})",
    "[![image]({0})]({0})",
    "*[one]({})*[^1]",
    "# [title]({}) <{}>",
    "- [item]({})\n\n      [code]({})",
    "> [quote]({})\n> [r]: {}",
    "| a | b |\n|---|---|\n| [one]({}) | `[one]({})` |",
    "```\n[one]({})\n[r]: {}\n```",
    "<div markdown>\n[one]({})\n</div>",
    "<div>\n[one]({})\n</div>",
    "[TOC]",
    "text `one\n[one]({}) two` text",
)
DEFINITIONS = (
    "[r]: {}",
    '[r]: <{}> "title"',
    "[r]:\n  {}",
    "[^1]: See [one]({}).",
    "- item\n\n    [r]: {}",
    "[r]: {}\n[r]: other.md",
)
BLOCK = st.tuples(st.lists(st.sampled_from(FORMS), min_size=1, max_size=3), st.sampled_from(("", " ", "\n", "\n\n")))
FILES = {
    "handbook/b.md": "# B\n\n## Part one\n",
    "handbook/a/index.md": "# A\n",
    "handbook/new.md": "# New\n",
    "rituals/stubs.yml": "old.md: new.md\n",
}


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Return a page with links, and what only looks like some, to a few addresses."""
    address = st.sampled_from(draw(st.lists(st.sampled_from(MENDABLE), min_size=1, max_size=2)))
    blocks = [
        gap.join(form.format(*[draw(address)] * 2) for form in forms)
        for forms, gap in draw(st.lists(BLOCK, max_size=6))
    ]
    named = [form.format(draw(address)) for form in draw(st.lists(st.sampled_from(DEFINITIONS), max_size=3))]
    return "\n\n".join(["# A", *draw(st.permutations([*blocks, *named])), "## Über"]) + "\n"


def body(page: Page, text: str) -> str:
    return text[page.body :]


def check_alone(handbook: Handbook, findings: list[Finding]) -> Iterator[Finding]:
    """Make each safe fix of a link alone, as it is, and compare the page before and after."""
    pages = {page.source.path: page for page in handbook.pages}
    for finding in findings:
        page = pages.get(finding.source.path)
        if page and finding.url and finding.edits and finding.is_safe:
            after = spliced(page.source.text, finding.edits)
            htmls = (page_html(body(page, text), handbook.settings) for text in (page.source.text, after))
            assert changed_addresses(*htmls) == {(finding.url, finding.edits[0].text)}, finding
            yield finding


def check_together(root: Path) -> None:
    """Make all safe fixes, and compare each page before and after."""
    before, findings = read(root)
    wanted = {(one.source.path, one.url) for one in findings if one.edits}
    fix(root, [code for code in {one.code for one in findings} if code.startswith("HB3")])
    after, _ = read(root)
    for page in before.pages:
        new = after.by_uri[page.uri].source.text
        htmls = (page_html(body(page, text), before.settings) for text in (page.source.text, new))
        assert {(page.source.path, old) for old, _ in changed_addresses(*htmls)} <= wanted


@example("# A\n\n<!-- [one](b) --><div>\n[one](b)\n</div>\n", "def_list")
@example("# A\n\n<!--\n--> <div>\n[one](b)\n</div>\n", "def_list")
@example("# A\n\n\\[one](https://handbook.example.com/b/)\n", "pymdownx.magiclink")
@example("# A\n\n[one][r], [r] <https://mirror.example.com/b>\n\n    cd /b\n\n[r]: /b\n", "nl2br")
@given(pages(), st.sampled_from(DIALECTS))
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_safe_fixes_of_links_change_their_addresses_alone(text: str, extension: str) -> None:
    check_page(text, extension)


def check_page(text: str, extension: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = write(Path(folder), {"mkdocs.yml": CONFIG % extension, "handbook/page.md": text, **FILES})
        list(check_alone(*read(root)))
        check_together(root)


@pytest.mark.long
@given(pages(), st.sampled_from(DIALECTS))
@settings(max_examples=500, suppress_health_check=list(HealthCheck))
def test_safe_fixes_of_links_change_their_addresses_alone_at_length(text: str, extension: str) -> None:
    check_page(text, extension)


SAMPLE = Path(__file__).parents[2]


def broken(text: str) -> str:
    """Return a page whose links to other pages lack `.md`."""
    return re.sub(r"\.md(?=[)#])", "", text)


@pytest.mark.slow
def test_links_of_the_sample_are_mended_where_they_stand(tmp_path: Path) -> None:
    files = {
        path.relative_to(SAMPLE).as_posix(): path.read_text("utf-8") for path in (SAMPLE / "handbook").rglob("*.md")
    }
    root = write(
        tmp_path,
        {"mkdocs.yml": CONFIG % "pymdownx.superfences", **{name: broken(text) for name, text in files.items()}},
    )
    assert len(list(check_alone(*read(root)))) > 100
    check_together(root)


# --- What the last check refuses ---

TEXT = """\
# A

See [one](b), [two](c) and `b` in code, b in prose, [b](https://example.com/b).

<!-- b -->

## Part b

    [one](b)

[r]: b
"""


@pytest.mark.parametrize(
    ("where", "old", "code", "is_right"),
    [
        ("[one](|b)", "b", "HB301", True),
        ("[two](|c)", "c", "HB301", True),
        ("`|b` in code", "b", "HB301", False),
        ("code, |b in prose", "b", "HB301", False),
        ("[|b](https", "b", "HB301", False),
        ("example.com/|b)", "b", "HB301", False),
        ("<!-- |b", "b", "HB301", False),
        ("## Part |b", "b", "HB301", False),
        ("    [one](|b)", "b", "HB301", False),
        ("[r]: |b", "b", "HB301", False),
        ("code, |b in prose", "b", "HB501", True),
        ("`|b` in code", "b", "HB501", True),
        ("[one](|b)", "b", "HB501", False),
        ("## Part |b", "b", "HB501", False),
        ("<!-- |b", "b", "HB231", True),
        ("code, |b in prose", "b", "HB231", False),
        ("|## Part b", "", "HB225", True),
    ],
)
def test_an_edit_elsewhere_is_refused(where: str, old: str, code: str, is_right: bool, tmp_path: Path) -> None:
    before = run(write(tmp_path, {"handbook/a.md": TEXT})).workspace
    page = before.handbook.by_uri["a.md"]
    start = TEXT.index(where.replace("|", "")) + where.index("|")
    new = "\\" if code == "HB225" else "b.md"
    edit = Edit(page.source.path, Span(start, start + len(old)), new)
    finding = Finding(code, page.source, edit.span, "", (edit,), url=old if code == "HB301" else "")
    after = before.with_contents(apply_fixes(before.contents, {}, [finding]))
    found = side_effects.side_effects(before.handbook, after.handbook, [finding], [finding], {edit.path})
    assert (found == {}) is is_right


REFERENCES = [
    ("[a][our-plan] [b][our-plan] [c][OUR PLAN]", {"our-plan": True}, "[a][our plan] [b][our plan] [c][OUR PLAN]"),
    ("[a][our-plan], [our_plan][]", {"our-plan": True, "": True}, "[a][our plan], [our_plan][our plan]"),
    # A guess is no safe fix.
    ("[a][our plam]", {"our plam": False}, "[a][our plam]"),
    ("[a][c++]", {"c++": False}, "[a][c++]"),
    # What makes a link of other brackets as well is more than the fix says.
    ("[a][our-plan] [our-plan]", {"our-plan": True}, "[a][our-plan] [our-plan]"),
]


@pytest.mark.parametrize(("text", "found", "fixed"), REFERENCES)
def test_a_safe_fix_of_a_reference_makes_a_link_of_its_brackets_alone(
    text: str, found: Mapping[str, bool], fixed: str, tmp_path: Path
) -> None:
    defined = "\n\n[our plan]: index.md 'Plans'\n[c#]: index.md\n"
    root = write(tmp_path, {"handbook/a.md": f"# A\n\n{text}{defined}", "handbook/index.md": "# Home\n"})
    said = {one.source.text[slice(*one.span)]: one.is_safe for one in read(root, ["HB312"])[1]}
    assert said == found
    fix(root, ["HB312"])
    assert (root / "handbook/a.md").read_text() == f"# A\n\n{fixed}{defined}"


DATA = "- task: b\n  description: '[x](b), b'\n  moreInfoUrl: b\n"


@pytest.mark.parametrize(
    ("where", "is_right"),
    [("[x](|b)", True), ("url: |b", True), ("), |b'", False), ("task: |b", True), ("|- task: b", False)],
)
def test_an_edit_of_data_changes_the_value_that_it_stands_in(where: str, is_right: bool, tmp_path: Path) -> None:
    before = run(write(tmp_path, {"rituals/a.rituals.yml": DATA})).workspace
    source = before.handbook.by_path["rituals/a.rituals.yml"].source
    start = DATA.lower().index(where.replace("|", "").lower()) + where.index("|")
    text = "x: " if where == "|- task: b" else "c"
    edit = Edit(source.path, Span(start, start + (text == "c")), text)
    finding = Finding("HB116", source, edit.span, "", (edit,), url="b" if text == "c" else "")
    after = before.with_contents(apply_fixes(before.contents, {}, [finding]))
    assert (
        side_effects.side_effects(before.handbook, after.handbook, [finding], [finding], {edit.path}) == {}
    ) is is_right


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("[x](b)", ""),
        # Neither raw HTML nor what the site's extensions know: in a table these are links among other text.
        ("<!-- [x](b) -->", ""),
        ('--8<-- "gone.md" [x](b)', ""),
        ("<b [x](b)>", ""),
        ("`[x](b)`", side_effects.DATA),
        ("[" * 3000 + "[x](b)", side_effects.UNSEEN_VALUE),
    ],
)
def test_a_value_is_read_as_tables_show_it(value: str, reason: str, tmp_path: Path) -> None:
    extensions = "attr_list, pymdownx.snippets: {check_paths: true}"
    data = f"- task: a\n  description: '{value}'\n"
    config = CONFIG.replace("attr_list, footnotes, admonition, md_in_html, toc, %s", extensions)
    before = run(write(tmp_path, {"mkdocs.yml": config, "rituals/a.rituals.yml": data})).workspace
    source = before.handbook.by_path["rituals/a.rituals.yml"].source
    at = data.index("](b)") + 2
    edit = Edit(source.path, Span(at, at + 1), "c")
    finding = Finding("HB116", source, edit.span, "", (edit,), url="b")
    after = before.with_contents(apply_fixes(before.contents, {}, [finding]))
    found = side_effects.side_effects(before.handbook, after.handbook, [finding], [finding], {edit.path})
    assert [one.reason for one in found.values()] == ([reason] if reason else [])


def test_a_fix_that_would_change_more_is_refused_and_its_finding_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def elsewhere(handbook: Handbook) -> Iterator[Finding]:
        for one in ALL["HB301"].check(handbook):  # type: ignore[misc]
            at = one.source.text.rindex("b in prose")
            yield replace(one, edits=(*one.edits, Edit(one.source.path, Span(at, at + 1), "b.md")))

    text = "# A\n\n[one](b) and b in prose\n"
    root = write(tmp_path, {"handbook/a.md": text, "handbook/b.md": "# B\n"})
    rules: Mapping[str, object] = {**ALL, "HB301": replace(ALL["HB301"], check=elsewhere)}
    monkeypatch.setattr("mkdocs_handbook.lint.rules.ALL", rules)
    outcome = fix(root, ["HB301"])
    assert (root / "handbook/a.md").read_text() == text
    assert [one.refusal for one in outcome.findings] == ["it would change more of the page than this"]


def test_a_page_is_rendered_twice_however_many_fixes_elsewhere_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {f"handbook/p{number}.md": "# P\n\n[x](b)\n" for number in range(80)}
    root = write(tmp_path, {"handbook/b.md": "# B\n", "handbook/words.md": "a b c d e f\n", **pages})
    asked: list[str] = []

    def counted(text: str, chosen: Settings) -> str:
        asked.append(text)
        return page_html(text, chosen)

    monkeypatch.setattr("mkdocs_handbook.pages.page_renderer.page_html", counted)
    elsewhere = replace(ALL["HB301"], check=refusable)
    monkeypatch.setattr("mkdocs_handbook.lint.rules.ALL", {**ALL, "HB301": elsewhere})
    outcome = fix(root, ["HB301"])
    assert outcome.count == 75
    assert sum(bool(one.refusal) for one in outcome.findings) == 5
    assert len(asked) <= 2 * 80 + 40


def refusable(handbook: Handbook) -> Iterator[Finding]:
    """Yield dead links, five of them with a fix that writes into another page as well."""
    for one in ALL["HB301"].check(handbook):  # type: ignore[misc]
        number = int(re.sub(r"\D", "", one.source.path))
        more = (Edit("handbook/words.md", Span(2 * number, 2 * number), "b.md"),) if number < 5 else ()
        yield replace(one, edits=(*one.edits, *more) if one.edits else ())


@pytest.mark.parametrize("toc", ["permalink: true", "{permalink: '#'}", "anchorlink: true", "{}"])
def test_a_heading_that_goes_takes_its_links_and_its_line_of_contents_along(toc: str, tmp_path: Path) -> None:
    config = CONFIG.replace("toc, %s", f"toc: {{{toc}}}" if toc[0] != "{" else f"toc: {toc}")
    text = "# A\n\n[TOC]\n\nAsk in\n\n- #help-a\n- #help-b\n\n## Other\n"
    root = write(tmp_path, {"mkdocs.yml": config, "handbook/a.md": text})
    assert [one.refusal for one in fix(root, ["HB225"]).findings] == []
    assert (root / "handbook/a.md").read_text() == text.replace("- #", "- \\#")


def test_harmful_fixes_among_many_of_one_page_are_found_without_reading_the_handbook_for_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = "".join(f"[x{number}](b) word{number}\n\n" for number in range(64))
    root = write(tmp_path, {"handbook/a.md": f"# A\n\n{links}", "handbook/b.md": "# B\n"})

    def meddling(handbook: Handbook) -> Iterator[Finding]:
        for one in ALL["HB301"].check(handbook):  # type: ignore[misc]
            number = re.search(r"word(\d+)", one.source.text[one.span.end :])
            at = number.start() if number and int(number[1]) in (7, 8, 50) else None
            more = () if at is None else (Edit(one.source.path, Span(one.span.end + at, one.span.end + at + 4), "x"),)
            yield replace(one, edits=(*one.edits, *more) if one.edits else ())

    monkeypatch.setattr("mkdocs_handbook.lint.rules.ALL", {**ALL, "HB301": replace(ALL["HB301"], check=meddling)})
    outcomes = []
    made = calls_of(lambda: outcomes.append(fix(root, ["HB301"])), linter.all_findings, page_html)
    assert outcomes[0].count == 61
    assert sum(bool(one.refusal) for one in outcomes[0].findings) == 3
    names = Counter(name for name, _ in made)
    assert names["all_findings"] <= 8
    assert names["page_html"] <= 100
