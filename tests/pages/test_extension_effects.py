"""The table of what extensions change is right: on generated pages, lint's reading of lines is what is rendered."""

from __future__ import annotations

import pkgutil
import re

import markdown.extensions
import pymdownx  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown.extensions import toc
from pymdownx import blocks, emoji, slugs

from mkdocs_handbook.links import page_links
from mkdocs_handbook.model import Page, Settings, Source
from mkdocs_handbook.pages import anchors, extension_effects, page_renderer

BASE = ("toc", "tables", "fenced_code")
# Without a file to read there is nothing to bring in; `tests/links/test_snippets.py` has some.
NAMES = [name for name in extension_effects.EFFECTS if "snippets" not in name]
CONFIGS = {
    "toc": {"slugify": slugs.slugify(case="lower")},
    "pymdownx.tabbed": {"alternate_style": True, "slugify": toc.slugify, "combine_header_slug": True},
    "pymdownx.emoji": {"emoji_index": emoji.twemoji, "emoji_generator": emoji.to_alt},
    "pymdownx.arithmatex": {"generic": True},
    "pymdownx.betterem": {"smart_enable": "none"},
    "pymdownx.magiclink": {"repo_url_shortener": True, "user": "a", "repo": "b", "repo_url_shorthand": True},
}
# What extensions read, inside a line and at its beginning.
INLINE = [
    *("text", "Über uns", "a_b_c", "[x](y.md)", "![i](x.png)", "`code`", "`#!py print`", "`:::js x`", "**b**", "*e*"),
    *(":smile:", ":nope:", "1/2", "c/o", "(c)", "(TM)", "+/-", "-->", "1st", "it's", '"q"', "a--b", "...", "<<x>>"),
    *("~~d~~", "H~2~O", "^^i^^", "2^n^", "==m==", "++ctrl+c++", "$x$", "$[a](m.md)$", r"\(x\)", r"\*", r"\-", "[=50%]"),
    *("{++a++}", "{--b--}", "{>>[c](z.md)<<}", "{==h==}", "{~~a~>b~~}", "{: #own }", "{#own}", "{.c}", "{@id=x}"),
    *("[l](u.md){: href=v.md }", "[s]{#span}", "[[Wiki]]", "HR", "@user", "#12", "https://example.com/a", "a@b.c"),
    *("<kbd>k</kbd>", "&amp;", "[r][d]", "[d]", "[^1]", "!12", "a/b#1"),
]
STARTS = [
    *("", "", "", "# ", "## ", "## ", "### ", "#", "#\t", "####### "),
    *("- ", "1. ", "> ", "    ", "* ", "a. ", "(a) ", "#. ", "i) "),
    *("*[HR]: ", "[d]: e.md", "[^1]: ", "key: ", ": ", '!!! note "T"', "??? tip", '=== "Tab"', "/// note", "///"),
    *(
        "/// tab | T",
        "/// html | div#x",
        "/// caption",
        "```",
        "``` py",
        "$$",
        r"\[",
        "> [!note]",
        "- [ ] ",
        "<div markdown>",
    ),
    *("</div>", "| a | b |", "|---|---|", "===", "---"),
]
LINES = st.builds(
    lambda start, parts: start + " ".join(parts), st.sampled_from(STARTS), st.lists(st.sampled_from(INLINE), max_size=3)
)
PAGES = st.lists(st.one_of(LINES, st.just("")), min_size=1, max_size=9).map(
    lambda lines: "\n".join(lines).lstrip(" \t")
)
OF_LINES = re.compile(r"__(?:codelineno|span)|fn(?:ref)?:")


def check(name: str, text: str) -> None:
    chosen = Settings(markdown_extensions=(*BASE, *([name] if name not in BASE else [])), extension_configs=CONFIGS)
    rendered = page_renderer.render_page(text, chosen)
    assert not rendered.problem
    ids = anchors.page_ids(text, 0, extension_effects.dialect(chosen), chosen)
    assert ids is None or ids == {one for one in rendered.ids if not OF_LINES.match(one)}
    page = Page(Source("handbook/a.md", text), "a.md", "a/index.html")
    relative = re.compile(r"(?!#fn|[a-z]+:|/|&)")
    shown = [(one.url, one.is_image) for one in rendered.references if relative.match(one.url)]
    found = page_links.links_of_page(page, chosen, lambda one: relative.match(one.url) is not None)
    assert [(one.reference.url, one.reference.is_image) for one in found] == shown


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(PAGES)
def test_a_few_pages(name: str, text: str) -> None:
    check(name, text)


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=200, suppress_health_check=list(HealthCheck))
@given(PAGES)
def test_what_lines_tell_is_what_each_extension_renders(name: str, text: str) -> None:
    check(name, text)


# One page for each pattern of the table, which an extension changes; each fails if the pattern is not there.
CHANGED = {
    "abbr": "*[HR]: [x](y.md)\n",
    "legacy_em": "# a_b_c\n",
    "meta": "See: [x](y.md)\n\n# a\n",
    "pymdownx.arithmatex": "$[x](y.md)$\n",
    "pymdownx.critic": "Text {>>[x](y.md)<<}\n",
    "pymdownx.emoji": "# :smile: a\n",
    "pymdownx.fancylists": "a. # b\n",
    "pymdownx.inlinehilite": "# `#!py a`\n",
    "pymdownx.saneheaders": "#a\n",
    "pymdownx.smartsymbols": "# 1/2 c/o (c)\n",
    "pymdownx.tabbed": '=== "Tab"\n\n    Text\n',
}


@pytest.mark.parametrize("mark", ["---", "--- ", "key: "])
def test_a_part_of_a_page_has_no_metadata(mark: str) -> None:
    check("meta", f"# A\n\n{mark}[l](u.md){{: href=v.md }}\n")


@pytest.mark.parametrize("line", ["#", "#\tA", "####### A", "#A", "# A"])
def test_what_is_a_heading_for_saneheaders(line: str) -> None:
    check("pymdownx.saneheaders", f"{line}\n\n# !\n")


@pytest.mark.parametrize(("name", "text"), CHANGED.items(), ids=CHANGED)
def test_each_pattern_is_needed(name: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    check(name, text)
    monkeypatch.setitem(extension_effects.EFFECTS, name, extension_effects.NOTHING)
    with pytest.raises(AssertionError):
        check(name, text)


def test_every_extension_that_is_installed_is_in_the_table() -> None:
    helpers = {"util", "slugs", "delimiterprocessor", "blocks", "emoji1_db", "gemoji_db", "keymap_db", "twemoji_db"}
    names = {one.name for one in pkgutil.iter_modules(markdown.extensions.__path__)}
    names |= {f"pymdownx.{one.name}" for one in pkgutil.iter_modules(pymdownx.__path__) if one.name not in helpers}
    names |= {f"pymdownx.blocks.{one.name}" for one in pkgutil.iter_modules(blocks.__path__)}
    unknown = {one for one in names - extension_effects.EFFECTS.keys() if "._" not in one}
    # These may change any address or id, so that each page is rendered.
    assert unknown == {"pymdownx.blocks.block", "pymdownx.pathconverter", "pymdownx.striphtml"}
