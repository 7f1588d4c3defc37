"""Proof that sections which move keep their text and their HTML, over real pages and CommonMark's examples.

    python benchmarks/fix_corpus.py CORPUS.tar.xz [--spec SPEC.txt] [--seed 1]

takes some sections of every page for its closing ones, in an order that is wrong, and lets the fix of HB201 mend it; then
the same with the examples of CommonMark's specification as sections. Each page also stands for itself with CRLF and
without its last line end. Prints counts; exits with 1 if a section lost a character, is rendered otherwise, or is not where
it belongs, or if a second fix would change something.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import generate

from mkdocs_handbook.data.yaml.parser import FRONT_MATTER
from mkdocs_handbook.model import Page, Settings, Source
from mkdocs_handbook.pages import closing_order, outline, page_renderer
from mkdocs_handbook.pages.section_mover import metadata_start, reorder_sections
from mkdocs_handbook.project import mkdocs_yml
from mkdocs_handbook.util.text_edits import spliced

KINDS = ("boards", "rituals", "channels")
EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n", re.MULTILINE | re.DOTALL)
SPEC_EXTENSIONS = ("toc", "tables", "fenced_code", "footnotes", "attr_list", "def_list", "admonition", "md_in_html")


def page_of(text: str) -> Page:
    """Return a page of a text; what looks like front matter is taken for it."""
    match = FRONT_MATTER.match(text)
    return Page(Source("handbook/a.md", text), "a.md", "a/index.html", body=match.end() if match else 0)


def fixed(text: str, settings: Settings, level: int) -> str | None:
    """Return a text with the sections of a level in order; None where they are, and "" where they can't be moved."""
    page = page_of(text)
    stand = closing_order.cut(page, settings, level)
    belong = sorted(stand, key=lambda one: one.rank)
    if stand == belong:
        return None
    edit = reorder_sections(page, settings, stand, belong)
    return spliced(text, [edit]) if edit else ""


def violations(before: str, after: str, settings: Settings, level: int) -> Iterator[str]:
    """Yield what a text lost when its sections moved."""
    if Counter("".join(before.split())) != Counter("".join(after.split())):
        yield "characters came or went"
    if ("\r\n" in before) != ("\r\n" in after) or ("\r" in before and re.search(r"(?<!\r)\n", after)):
        yield "line ends changed"
    if before.endswith("\n") != after.endswith("\n"):
        yield "the last line end changed"
    if fixed(after, settings, level) is not None:
        yield "a second fix would change something"
    old, new = (sorted(texts(text, settings, level)) for text in (before, after))
    if old != new:
        yield "a section's text changed"
    if page_renderer.convert(before, settings).count("<meta") != page_renderer.convert(after, settings).count("<meta"):
        yield "metadata became something else"
    if pieces(before, settings) != pieces(after, settings):
        yield "the HTML changed"
    chunks, moved = (marked(text, settings, level) for text in (before, after))
    if chunks != moved:
        yield "a section's HTML changed"


def texts(text: str, settings: Settings, level: int) -> Iterator[str]:
    """Return the texts of a page's sections without metadata and the blank lines behind them."""
    page = page_of(text)
    found = closing_order.cut(page, settings, level)
    return (re.sub("<meta[^>]*>", "", text[one.span.start : one.span.end]).rstrip() for one in found)


def html(text: str, settings: Settings) -> tuple[str, str]:
    """Return the HTML of a page and of its footnotes, without what is of the page as a whole: contents, numbers, metadata."""
    start = page_of(text).body
    whole = page_renderer.convert(text[start : metadata_start(text, start)], settings)
    whole = re.sub(r"<p>\s*</p>", "", re.sub(r"\s*<meta[^>]*>", "", whole))
    whole = re.sub(r'<div class="toc">.*?</div>\s*', "", whole, flags=re.DOTALL)
    whole = re.sub(r'(class="footnote-ref"[^>]*>)\d+', r"\1", whole)
    whole = re.sub(r'title="Jump back to footnote \d+ in the text"', "", whole)
    body, _, notes = whole.partition('<div class="footnote">')
    return body, notes


def pieces(text: str, settings: Settings) -> list[str]:
    """Return the HTML of a page, cut at all its headings, and that of its footnotes, in order of the alphabet."""
    body, notes = html(text, settings)
    return sorted(one.strip() for one in [*re.split(r"(?=<h[1-6]\b)", body), *re.split(r"(?=<li\b)|(?<=</li>)", notes)])


def marked(text: str, settings: Settings, level: int) -> dict[str, str]:
    """Return the HTML between the sections of a page, found by paragraphs that are put between them."""
    turns: Counter[str] = Counter()
    codes = {}
    for one in closing_order.cut(page_of(text), settings, level):
        head = text[one.span.start : one.span.end].split("\n")[0].strip()
        turns[head] += 1
        codes[one.span.start] = f"qq{crc32(f'{head} {turns[head]}'.encode())}qq"
    for start, code in sorted(codes.items(), reverse=True):
        text = f"{text[:start]}\n\n{code}\n\n{text[start:]}"
    parts = re.split(r"<p>(qq\d+qq)</p>", html(text, settings)[0])
    return {code: part.strip() for code, part in zip(parts[1::2], parts[2::2], strict=True)}


def titled(text: str, chance: random.Random) -> tuple[dict[str, tuple[str, ...]], int] | None:
    """Return titles of closing sections for a page, some of its own in any order, and their level; None if it has too few."""
    headings = outline.headings(text, page_of(text).body)
    for level in (2, 3):
        names = Counter(outline.plain_title(one.title) for one in headings if one.level == level)
        names.pop(closing_order.STUBS, None)
        single = [name for name, number in names.items() if number == 1 and name]
        if len(single) > 1:
            chosen = chance.sample(single, min(len(single), chance.randint(1, 3)))
            return {kind: (name,) for kind, name in zip(KINDS, chosen, strict=False)}, level
    return None


def variants(text: str) -> Iterator[str]:
    """Yield a text as it is, without its last line end, and with CRLF."""
    yield text
    yield text.rstrip("\n")
    yield re.sub(r"\r?\n", "\r\n", text)


def tried(name: str, text: str, settings: Settings, level: int) -> tuple[str, list[str]]:
    """Return what became of a text, and what is wrong with it."""
    after = fixed(text, settings, level)
    if not after:
        return "in order" if after is None else "left as it is", []
    return "moved", [f"{name}: {problem}" for problem in violations(text, after, settings, level)]


def of_corpus(archive: Path, chance: random.Random) -> Iterator[tuple[str, str, Settings, int]]:
    """Yield the pages of an archive with settings under which their sections may be in a wrong order."""
    with tempfile.TemporaryDirectory() as folder:
        root = generate.unpack(archive, Path(folder))
        found = mkdocs_yml.read_project(root / "mkdocs.yml", root)
        for uri, text in generate.texts(root / found.settings.docs_dir):
            if chosen := titled(text, chance):
                yield uri, text, replace(found.settings, sections=chosen[0]), chosen[1]


def of_spec(spec: Path) -> Iterator[tuple[str, str, Settings, int]]:
    """Yield pages whose sections are examples of the specification, each in each place."""
    examples = [one.replace("→", "\t") for one in EXAMPLE.findall(spec.read_text(encoding="utf-8"))]
    settings = Settings(markdown_extensions=SPEC_EXTENSIONS)
    for turn in range(3):
        for index in range(turn, len(examples) - 2, 3):
            heads = ("## Slack channels", "## Rituals", "## More")
            text = "# A\n\n" + "\n".join(f"{head}\n\n{one}" for head, one in zip(heads, examples[index:], strict=False))
            yield f"examples from {index + 1}", text, settings, 2


def main() -> None:
    """Try what the command line names, and print what came of it."""
    parser = argparse.ArgumentParser(description="Move the sections of many pages, and compare.")
    parser.add_argument("corpus", type=Path, metavar="CORPUS.tar.xz")
    parser.add_argument("--spec", type=Path, help="spec.txt of CommonMark")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    wrong = []
    sources = {"pages": of_corpus(given.corpus, random.Random(given.seed))}  # noqa: S311 (reproducible, nothing secret)
    sources |= {"CommonMark": of_spec(given.spec)} if given.spec else {}
    for title, cases in sources.items():
        results: Counter[str] = Counter()
        for name, text, settings, level in cases:
            for one in variants(text):
                result, problems = tried(name, one, settings, level)
                results[result] += 1
                wrong += problems
        print(f"{title}: {', '.join(f'{number} {result}' for result, number in sorted(results.items()))}")
    print("\n".join([*wrong[:50], f"{len(wrong)} violations"]))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
