"""What readers see of a page as text, and where that may mention a channel.

Its lines are without code, headings, tags, addresses and attributes, each at its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mkdocs_handbook.model import Page
from mkdocs_handbook.pages import outline
from mkdocs_handbook.pages.outline import Line
from mkdocs_handbook.util.patterns.late_patterns import late_pattern

TICKS = late_pattern(r"(?<!\\)`+")
CONTAINER = late_pattern(r"[ \t>]*(?:[-*+][ \t]|\d+[.][ \t]|!!!|\?\?\?|===|\[\^|:[ \t])")
# What stands in the text but is not shown; each piece ends where the next one of its kind could begin.
HIDDEN = late_pattern(
    r"<[a-zA-Z/!?][^<>]*>"  # tags, addresses in angle brackets
    r"|(?<=\])\((?:[^()]|\([^()]*\))*\)"  # the target of a link
    r"|(?<=\])\[[^\[\]]*\]"  # the name of its reference
    r"|^[ ]{0,3}\[(?!\^)[^\[\]\n]+\]:.*$"  # the definition of one
    r"|\{[^{}\n]*\}"  # attributes
    r"|(?:://|\bwww\.)\S+"  # a bare address
    r"|^#.*$"  # a heading: its words are its address, and whoever changes them breaks links
    r"|^[ \t>]*(?:(?:[-*+:]|\d+[.])[ \t]+)*(?:##|#[ \t]).*$"  # one in a list or a quote
    r"|^.+(?=\n[ \t>]*(?:=+|-+)[ \t]*$)",  # one that is underlined
    re.MULTILINE,
)
# What stands between these is code, or a heading, as it is in Markdown.
RAW = late_pattern(r"<(/?)(code|kbd|pre|samp|tt|var|script|style|textarea|h[1-6])(?=[\s>])[^<>]*>", re.IGNORECASE)
# A link to a place in the same page, named as the place is: no name of anything else.
OWN_ANCHOR = late_pattern(r"\[#[^\[\]\s]*\]\(#[^()\s]*\)")
# These begin with their mark and look back from there, which finds it faster than looking back everywhere.
# No issue of a repository (`owner/repo#12`), no anchor (`page.md#anchor`), no character reference (`&#39;`).
CHANNEL = late_pattern(r"#(?<![^\W_]#)(?<![#&/=.;@\])-]#)(?P<name>(?:\\?_)*[^\W_](?:[\w-]|\\_)*)")
# Cheaper than the whole truth: most of what begins with "#" marks headings, or is the target of a link.
LIKELY = late_pattern(r"#(?<![^\W_]#)(?<![#&/=.;@\])-]#)(?<!\]\(#)(?:\\?_)*[^\W_]")


def prose_lines(page: Page, likely: re.Pattern[str]) -> Iterator[Line]:
    """Yield the lines of the paragraphs in which a pattern finds something, with blanks for all that readers don't see.

    Offsets are those of the page. Lines of code, raw HTML and front matter are left out.
    """
    if not likely.search(page.source.text, page.body):
        return
    for block in blocks(outline.lines(page.source.text, page.body)):
        if any(likely.search(line.text) for line in block):
            texts = visible_text("\n".join(line.text for line in block)).split("\n")
            yield from (Line(text, line.start, line.indented) for text, line in zip(texts, block, strict=True))


def blocks(body: tuple[Line, ...]) -> Iterator[list[Line]]:
    """Yield the lines between blank ones, without the blocks that are code for being indented outside of any list."""
    block: list[Line] = []
    is_contained = False
    for line in (*body, Line("", 0, False)):
        if line.text.strip():
            block.append(line)
        elif block:
            if not block[0].indented:
                is_contained = any(CONTAINER.match(one.text) for one in block)
            if is_contained or not block[0].indented:
                yield block
            block = []


def visible_text(text: str) -> str:
    """Return the text of a block with blanks of the same length for what is not shown, and for its headings."""
    return HIDDEN.sub(blank_match, OWN_ANCHOR.sub(blank_match, blank_raw_html(blank_comments(blank_code(text)))))


def blank_match(match: re.Match[str]) -> str:
    """Return blanks in place of a match, its line ends kept."""
    return blanks(match[0])


def blanks(text: str) -> str:
    """Return as many blanks as a text has characters, with its line ends."""
    return "\n".join(" " * len(line) for line in text.split("\n"))


def blank_code(text: str) -> str:
    """Return a text with blanks for its code spans: from a run of backticks to the next one of the same length."""
    if "`" not in text:
        return text
    runs = [match.span() for match in TICKS.finditer(text)]
    following: dict[int, int] = {}
    closes = [0] * len(runs)
    for index in range(len(runs) - 1, -1, -1):
        length = runs[index][1] - runs[index][0]
        closes[index] = following.get(length, -1)
        following[length] = index
    pieces, at, index = [], 0, 0
    while index < len(runs):
        close = closes[index]
        if close >= 0:
            start, end = runs[index][0], runs[close][1]
            pieces += [text[at:start], blanks(text[start:end])]
            at = end
            index = close
        index += 1
    return "".join((*pieces, text[at:]))


def blank_comments(text: str) -> str:
    """Return a text with blanks for its comments."""
    pieces, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        pieces += [text[at:start], blanks(text[start : end + 3])]
        at = end + 3
    return "".join((*pieces, text[at:]))


def blank_raw_html(text: str) -> str:
    """Return a text with blanks for what stands in the tags of code; a tag that is never closed opens nothing."""
    tags = list(RAW.finditer(text)) if "</" in text else []
    last = {tag[2].lower(): tag.start() for tag in tags if tag[1]}
    pieces, at, name = [], 0, ""
    for tag in tags:
        if not name and not tag[1] and last.get(tag[2].lower(), 0) > tag.start():
            pieces.append(text[at : tag.start()])
            at, name = tag.start(), tag[2].lower()
        elif tag[1] and name == tag[2].lower():
            pieces.append(blanks(text[at : tag.end()]))
            at, name = tag.end(), ""
    return "".join((*pieces, text[at:]))


def mentioned_name(match: re.Match[str]) -> tuple[str, int]:
    """Return the name that a match mentions and where it ends; "" where it is a pattern of names (`#at-*`) or a number."""
    written, end = match["name"], match.end()
    if written.endswith("_") and not written.endswith("\\_"):
        # The end of an emphasis.
        end -= len(written) - len(written.rstrip("_"))
        written = written.rstrip("_")
    if written.endswith("-") or not re.search(r"[^\W\d_]", written):
        return "", end
    return written.replace("\\_", "_"), end
