"""The dead links that lint reports are those of the built site, and its anchors are those of the built pages."""

from __future__ import annotations

import posixpath
import string
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import site_links
from call_counter import calls_of
from handbooks import BARE, build, read, write
from mkdocs_handbook.links import page_links
from mkdocs_handbook.model import Page, Settings, Source
from mkdocs_handbook.pages import anchors, extension_effects, page_renderer

EXTENSIONS = """\
  - attr_list
  - admonition
  - footnotes
  - def_list
  - md_in_html
  - pymdownx.superfences
  - pymdownx.details
  - pymdownx.snippets
  - pymdownx.tabbed: {alternate_style: true}
  - pymdownx.emoji
"""
TOC = {
    "default": "toc",
    "permalink": "toc: {permalink: true}",
    "separator": 'toc: {separator: "_"}',
    "anchorlink": "toc: {anchorlink: true}",
    "unicode": "toc: {slugify: !!python/name:markdown.extensions.toc.slugify_unicode }",
    "lower": "toc: {slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}}",
    "fold": "toc: {slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: fold}}}",
    "as it is": "toc: {slugify: !!python/object/apply:pymdownx.slugs.slugify {}}",
    "encoded": "toc: {permalink: true, slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower, percent_encode: true}}}",
}
PAGE = r"""# Title of *the* page

Setext one
==========

Setext two
---

## Same
## Same
### Same_1
## Given {#given}
## Given too {: #given-too .class }
## `code` and **bold** & [link](other.md)
## Über uns — 日本語 🎉
## :smile: Emoji
## Snake_case _and_ a*b*c
## Trailing ##
## 1. Numbered, "quoted" & it's done...
#No space
## <b id="raw-in-heading">raw</b>
## With a note[^1]
##

- # In a list
- #channel

> ## In a quote

1. ## In a numbered list

!!! note "Title"

    ## In an admonition

    [dead in an admonition](#nope-a) [alive](#in-an-admonition)

??? tip

    ## In details

=== "Tab one"

    ## In a tab

    [dead in a tab](#nope-t)

=== "Tab two"

    Text.

<div id="raw-div"></div>
<a name="raw-name"></a>

<div markdown>
## In HTML

[dead in HTML](#nope-h)
</div>

<div>
[no link](#nope-raw) <a href="#nope-href">dead</a> <a href="other.md">dead: raw HTML is not rewritten</a>
</div>

Term
: Definition with a [dead link](#nope-d).

A paragraph. {#paragraph}

```markdown
## In a fence

[no link](#nope-f)
```

    ## In indented code

    [no link](#nope-i)

<!-- ## In a comment [no link](#nope-c) -->

`[no link](#nope-code)` [dead](#nope-1) and `code` [dead](#nope-1) [`code` in text](#nope-2) \[no link](#nope-e)
[over
lines](#nope-3) [titled](#nope-4 "title") [![image](other.png)](#nope-5) ![image](missing.png) [a [b] c](#nope-6)
[reference][ref] [ref] [ref][] [no reference][nope] <a href='#nope-7'>x</a> [angle](<#nope 8>) [spaced](#nope 9)
[paren](other(1).md) [query](other.md?a=b#nope-10) [mail](mailto:a@b.c) [out](https://example.com/#x) [root](/x)
[encoded](#%C3%BCber) [top](#top) [empty]() [hash](#) [folder](./) [up](../) [self](index.md#same) [html](other/#same)

[ref]: other.md#nope-11
[^1]: A note with a [dead link](#nope-12).

| Table | Links |
| --- | --- |
| [dead](#nope-13) | `a|b` [dead](gone.md) |

- item [dead](gone.md#x)

    second paragraph [dead](gone.md)

        [no link](gone.md)

  lazy [dead](folder/gone.md)
* other [dead](other.md#nope-14)
    - nested [dead](folder) [alive](folder/) [alive](folder/index.md#deep) [dead](folder/index.md#Deep)
"""
ANCHORS = [
    *("same", "same_1", "same_2", "same_1_1", "given", "given-too", "raw-div", "raw-name", "paragraph", "in-a-list"),
    *(
        "channel",
        "in-a-quote",
        "in-a-tab",
        "in-details",
        "in-html",
        "in-a-fence",
        "_1",
        "fn:1",
        "setext-two",
        "no-space",
    ),
    *(
        "über-uns-日本語",
        "uber-uns",
        "raw-in-heading",
        "with-a-note",
        "Same",
        "1-numbered-quoted-its-done",
        "snake_case-and-abc",
    ),
]


def files(toc: str) -> dict[str, str]:
    links = "".join(f"[x](index.md#{anchor}) [y](index.md#{anchor.replace('-', '_')})\n" for anchor in ANCHORS)
    return {
        "mkdocs.yml": f"{BARE}markdown_extensions:\n  - {toc}\n{EXTENSIONS}",
        "handbook/index.md": PAGE,
        "handbook/other.md": f"# Other\n\n## Same\n\n{links}",
        "handbook/folder/index.md": "# Folder\n\n## Deep\n\n[up](../index.md#same) [dead](../other.md#x) [dead](other.md)\n",
        "handbook/other.png": "",
        "handbook/other(1).md": "# In parentheses\n",
    }


@pytest.mark.parametrize("toc", TOC.values(), ids=TOC)
@pytest.mark.parametrize("directory_urls", [True, False], ids=["folders", "files"])
def test_dead_links_are_those_of_the_site(toc: str, directory_urls: bool, tmp_path: Path) -> None:
    given = files(toc)
    given["mkdocs.yml"] += f"use_directory_urls: {str(directory_urls).lower()}\n"
    root = write(tmp_path, given)
    built = build(root)
    assert not built.error
    dead = site_links.dead_links(built.site)
    findings = [one for one in read(root)[1] if one.code in site_links.CODES]
    said = [(posixpath.relpath(one.source.path, "handbook"), one.url) for one in findings]
    assert site_links.understood(root / "mkdocs.yml", said, dead) == dead
    assert dead.total() > 40


def test_places_are_those_of_the_links(tmp_path: Path) -> None:
    root = write(tmp_path, files("toc"))
    for one in read(root)[1]:
        if one.code in ("HB301", "HB302", "HB308"):
            text = one.source.text[one.span.start : one.span.end]
            # A definition that serves several links stands for the first of them.
            assert text == one.url or text in ("[ref]", "[reference]"), one


# --- Any text ---

ALPHABET = st.text(alphabet=f"{string.ascii_letters}  ##--__**``[]()<>!\\&{{}}:.'\"é日🎉=~^+1", max_size=30)
INLINE = st.one_of(
    ALPHABET,
    st.sampled_from(
        ["[a](#x)", "[b](y.md)", "`c`", "![i](x.png)", "**b**", "<a href='#r'>", "[r][d]", "{#id}", "[^1]"]
    ),
)
STARTS = st.sampled_from(
    [
        *(
            "",
            "",
            "",
            "# ",
            "## ",
            "###",
            "- ",
            "- #",
            "> ",
            "> # ",
            "    ",
            "    # ",
            "1. ",
            "| ",
            "```",
            "~~~",
            "<div>",
        ),
        *(
            "</div>",
            "===",
            "---",
            "!!! note",
            "<!--",
            "-->",
            "[d]: ",
            "\t",
            ": ",
            '=== "T"',
            "* * *",
            "[^1]: ",
            "--8<-- ",
        ),
        "<p markdown>",
    ]
)
LINES = st.builds(lambda start, parts: start + " ".join(parts), STARTS, st.lists(INLINE, max_size=3))
FENCED = st.builds(
    lambda mark, info, lines, end: "\n".join([mark + info, *lines, end or mark]),
    st.sampled_from(["```", "~~~", "````", "  ```", "- ```", "> ```"]),
    st.sampled_from(["", "", "py", " js", "{#id}", "py {#id}", "py {: #id }", 'py title="x"', "{.py #id}"]),
    st.lists(LINES, max_size=4),
    st.sampled_from(["", "", "", "  ```", "``", "``` py"]),
)
# Python-Markdown does not tidy the first line: with blanks alone on it, no fence behind it is one.
TEXTS = st.lists(st.one_of(LINES, st.just(""), FENCED), max_size=12).map(lambda lines: "\n".join(lines).lstrip(" \t"))
DIALECTS = {
    "single extensions": (
        *("toc", "tables", "fenced_code", "attr_list", "footnotes", "admonition", "pymdownx.superfences"),
    ),
    "pymdownx.extra": ("toc", "pymdownx.extra"),
    "MkDocs' own": ("toc", "tables", "fenced_code"),
}


@pytest.mark.parametrize("definition", ["[^1]:", "*[x]: y"])
def test_a_definition_ends_no_list(definition: str) -> None:
    page = Page(Source("handbook/a.md", f"- a\n\n{definition}\n\n\n\t[b](b.md)\n"), "a.md", "a/index.html")
    chosen = Settings(markdown_extensions=("toc", "pymdownx.extra"))
    assert [link.reference.url for link in page_links.links_of_page(page, chosen, lambda _: True)] == ["b.md"]


@pytest.mark.parametrize("above", ["    code\n", "    code\n# A\n", "\tcode\n# A\ntext\n", "# A\n    code\ntext\n"])
@pytest.mark.parametrize("fence", ["```\n# B\n```", "```\n```\n```\n[^1]: n\n```"])
def test_a_fence_below_indented_code_is_what_the_site_has(above: str, fence: str) -> None:
    extensions = ("toc", "footnotes", "pymdownx.superfences")
    chosen = Settings(markdown_extensions=extensions)
    text = f"Text.\n\n{above}{fence}\n"
    ids = anchors.page_ids(text, 0, extension_effects.dialect(chosen), chosen)
    # Lines alone cannot tell, so the page is rendered. Where no code is above, they can.
    assert ids is None
    plain = f"Text.\n\n# A\n\n{fence}\n"
    told = anchors.page_ids(plain, 0, extension_effects.dialect(chosen), chosen)
    assert told == page_renderer.render_page(plain, chosen).ids


@pytest.mark.slow
@pytest.mark.parametrize("extensions", DIALECTS.values(), ids=DIALECTS)
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(TEXTS)
def test_what_lines_tell_is_what_is_rendered(extensions: tuple[str, ...], text: str) -> None:
    check_told(extensions, text)


@pytest.mark.long
@pytest.mark.parametrize("extensions", DIALECTS.values(), ids=DIALECTS)
@settings(max_examples=500, suppress_health_check=list(HealthCheck))
@given(TEXTS)
def test_what_lines_tell_is_what_is_rendered_at_length(extensions: tuple[str, ...], text: str) -> None:
    check_told(extensions, text)


def check_told(extensions: tuple[str, ...], text: str) -> None:
    chosen = Settings(markdown_extensions=extensions)
    rendered = page_renderer.render_page(text, chosen)
    ids = anchors.page_ids(text, 0, extension_effects.dialect(chosen), chosen)
    assert ids is None or ids == rendered.ids
    page = Page(Source("handbook/a.md", text), "a.md", "a/index.html")
    found = page_links.links_of_page(page, chosen, lambda _: True)
    expected = [(one.url, one.is_image) for one in rendered.references if not one.url.startswith("#fn")]
    assert [
        (one.reference.url, one.reference.is_image) for one in found if not one.reference.url.startswith("#fn")
    ] == expected


def test_a_heading_right_under_a_table_is_one_more_row_of_it() -> None:
    chosen = Settings(markdown_extensions=DIALECTS["single extensions"])
    for end in ("\n", "\r\n"):
        text = f"# A{end}| a | b |{end}|---|---|{end}| c | d{end}## B{end}{end}## C{end}"
        assert anchors.page_ids(text, 0, extension_effects.dialect(chosen), chosen) is None
        assert page_renderer.render_page(text, chosen).ids == {"a", "c"}


def test_extensions_that_bring_others_are_known_as_those_are() -> None:
    made = {
        name: extension_effects.dialect(Settings(markdown_extensions=("toc", name)))
        for name in ("extra", "pymdownx.extra")
    }
    assert made["pymdownx.extra"] == replace(made["extra"], nested=True, titles=made["pymdownx.extra"].titles)
    assert not made["extra"].nested
    assert made["extra"].known
    assert made["extra"].links == made["pymdownx.extra"].links
    assert made["extra"].links


# With definitions, between which other lines of any kind stand, by blank lines or not.
DEFINED = st.lists(
    st.one_of(
        LINES,
        st.just(""),
        st.sampled_from(
            [
                "[d]: gone.md",
                "> [d]: y.md",
                "text\n[d]: gone.md 'T'",
                "[^1]: gone.md",
                "[D  e]:\n  gone.md",
                "[a](y.md) [d][]",
                "[x][d](y.md)",
                "- [d]\n\n    [d\n  e]",
                "![i][d] [b](gone.md)",
                "[d]: [b](gone.md)",
            ]
        ),
    ),
    max_size=14,
).map(lambda lines: "\n".join(lines).lstrip(" \t"))


@pytest.mark.parametrize("extensions", [*DIALECTS.values(), ("toc", "meta")], ids=[*DIALECTS, "meta"])
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(DEFINED, st.sampled_from(["gone.md", "y.md", "#x"]))
def test_what_is_wanted_of_a_page_with_definitions_is_what_is_rendered(
    extensions: tuple[str, ...], text: str, url: str
) -> None:
    chosen = Settings(markdown_extensions=extensions)
    page = Page(Source("handbook/a.md", text), "a.md", "a/index.html")
    found = page_links.links_of_page(page, chosen, lambda one: one.url == url)
    rendered = [one for one in page_renderer.render_page(text, chosen).references if one.url == url]
    assert [one.reference for one in found] == rendered
    for one in found:
        assert one.address is None or text[slice(*one.address)] == url


def test_of_a_page_with_definitions_only_the_parts_are_rendered_that_matter(tmp_path: Path) -> None:
    other = "Nothing of interest stands [here](index.md) and [there][home].\n\n"
    text = f"# A\n\n{other * 50}See [it][gone].\n\n{other * 50}[Gone]: gone.md\n[home]: index.md\n"
    root = write(tmp_path, {"handbook/a.md": text, "handbook/index.md": "# Home\n"})
    found = []
    made = calls_of(lambda: found.append(read(root, ["HB301"])[1]), page_renderer.convert_with)
    assert [one.source.text[slice(*one.span)] for one in found[0]] == ["gone.md"]
    assert sum(len(arguments["text"]) for _, arguments in made) < 3 * len(other)
