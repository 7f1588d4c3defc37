"""Which data files a page shows: found by their lines, and where a line alone can't tell, by asking Python-Markdown."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote

from mkdocs_handbook.model import NOWHERE, DataFile, Embed, Handbook, Page, Settings, Span
from mkdocs_handbook.pages import embed_options, outline, page_renderer
from mkdocs_handbook.pages.rendered.looks import Look
from mkdocs_handbook.pages.rendering_effort import excess
from mkdocs_handbook.util.handbook_memo import by_handbook
from mkdocs_handbook.util.patterns.late_patterns import late_pattern

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

LINK = late_pattern(
    r"\[(?P<text>(?:[^\[\]\\]|\\.)*)\]"
    r"(?:\((?P<href><[^<>\n]*>|[^\s()<>]*)(?:\s+(?:\"[^\"]*\"|'[^']*'))?\)|\[(?P<ref>[^\[\]]*)\])"
    r"(?:\{:?(?P<options>[^{}\n]*)\})?\s*\Z"
)
TAG = late_pattern(
    r"<(?P<kind>[a-z][a-z0-9-]*)\s+:(?P=kind)=(?P<q>[\"'])(?P=kind)\[(?P<p>[\"'])(?P<path>[^\"'\n]+)(?P=p)\](?P=q)\s*(?:/>|>\s*</(?P=kind)>)\s*\Z"
)
LEAD = late_pattern(r"[ \t>]*(?:(?:[-*+]|\d+[.])[ \t]+)*")
# All data files of a kind, at or below a folder.
WILDCARD = late_pattern(r"(?:.*/)?\*\.(?P<kind>[a-z0-9-]+)\.ya?ml\Z")
# Nobody writes a link of that length, and Python-Markdown needs minutes for a line made to be slow.
LONGEST_LINE = 2_000
DEFINITION = late_pattern(r" {0,3}\[[^\[\]]+\]:")
# A piece of what may be an embed over several lines: a relative link to a data file, or the beginning of a tag.
PARTLY = late_pattern(r"\(\s*<?(?![a-zA-Z]+:)[^()\s]*\.ya?ml|<[a-z][a-z0-9-]*\s+:")
TAG_START = late_pattern(r"<[a-z][a-z0-9-]*\s+:")


def parse_embed(text: str, folder: str, address: Callable[[str], str]) -> Embed | None:
    """Return the embed that a paragraph is, None if it is more or less than a link or tag to a data file.

    `folder` is that of its page below the root, `address` returns that of a link reference, "" where a page has none of a name.
    """
    written = text.strip()
    if tag := TAG.match(written):
        name = posixpath.basename(tag["path"])
        return Embed(name, f"**/{name}", is_tag=True, written=written)
    if not (match := LINK.match(written)):
        return None
    href = match["href"]
    target = href.strip("<>") if href is not None else address((match["ref"] or match["text"]).strip().lower())
    if not is_data(target):
        return None
    path = resolve_path(folder, target)
    return Embed(
        target,
        path,
        match["text"],
        options := embed_options.parse_options(match["options"] or ""),
        embed_options.parse_columns(options),
        embed_options.parse_conditions(options),
        is_wildcard=WILDCARD.match(path) is not None,
        written=written,
    )


def is_data(target: str) -> bool:
    """Return whether a link could lead to a data file: a relative one to a .yml file."""
    return target.endswith((".yml", ".yaml")) and "://" not in target and not target.startswith(("/", "#"))


def is_suspect(text: str, start: int = 0) -> bool:
    """Return whether a text is worth a closer look; one pattern for all three would take four times as long."""
    if text.find(".yml", start) >= 0 or text.find(".yaml", start) >= 0:
        return True
    return "<" in text and TAG_START.search(text, start) is not None


def find_embeds(text: str, body: int, uri: str, settings: Settings) -> tuple[Embed, ...]:
    """Return the embeds in the text of a page, whose front matter ends at `body`, in the order of the page."""
    if not is_suspect(text, body):
        return ()
    folder = folder_of(settings, uri)
    found, doubtful = scan_lines(text, body, folder)
    if not doubtful or excess(text, body):
        return tuple(found)
    return tuple(confirm(found, doubtful, rendered_embeds(text[body:], folder, found, settings)))


def scan_lines(text: str, body: int, folder: str) -> tuple[list[Embed], list[tuple[str, Span]]]:
    """Return the lines that look like embeds, and the texts and spans of those of which a line alone can't tell enough."""
    lines = outline.lines(text, body)
    references = link_definitions(lines)
    has_data = any(map(is_data, references.values()))
    found: list[Embed] = []
    doubtful: list[tuple[str, Span]] = []
    for index, line in enumerate(lines):
        stripped = line.text.strip()
        if len(stripped) > LONGEST_LINE:
            continue
        is_named = has_data and stripped.startswith("[") and stripped.endswith(("]", "}"))
        if not is_suspect(stripped) and not is_named:
            continue
        at = len(split_lead(line.text)[0])
        span = Span(line.start + at, line.start + len(line.text.rstrip()))
        embed = parse_embed(line.text[at:], folder, lambda name: references.get(name, ""))
        if embed:
            found.append(replace(embed, span=span))
        is_part = is_named or PARTLY.search(stripped) is not None
        if (embed and (at or not is_alone(lines, index))) or (
            not embed and is_part and not DEFINITION.match(line.text)
        ):
            doubtful.append((line.text, span))
    return found, doubtful


def split_lead(text: str) -> tuple[str, str]:
    """Return the beginning of a line that makes it part of a list or quote, with its indent, and the rest."""
    match = LEAD.match(text)
    at = match.end() if match else 0
    return text[:at], text[at:]


def link_definitions(lines: tuple[outline.Line, ...]) -> dict[str, str]:
    """Return the addresses of a page's link references by name."""
    matches = (
        re.match(r" {0,3}\[([^\[\]]+)\]:\s*<?([^\s>]+)>?", line.text) for line in lines if line.text.lstrip()[:1] == "["
    )
    return {match.group(1).lower(): match.group(2) for match in matches if match}


def is_alone(lines: tuple[outline.Line, ...], index: int) -> bool:
    """Return whether nothing stands right above and below a line that could belong to its paragraph."""
    return _is_blank(lines, index - 1) and _is_blank(lines, index + 1)


def _is_blank(lines: tuple[outline.Line, ...], index: int) -> bool:
    if not 0 <= index < len(lines):
        return True
    text = lines[index].text
    return not text.strip() or outline.ATX.match(text) is not None


class _Probe(Look):
    """Notes the paragraphs of a page that are embeds, before anything else reads them."""

    def __init__(self, folder: str, known: Mapping[str, Embed]) -> None:
        self.folder, self.known = folder, known
        self.found: list[Embed] = []

    def see(self, root: Element, md: Markdown) -> None:
        for element in root.iter():
            for text in embed_texts(element):
                embed = self.known.get(text.strip())
                if embed := embed or parse_embed(text, self.folder, lambda name: reference(md, name)):
                    self.found.append(embed)


class _Paragraphs(Look):
    """Notes the paragraphs of a page, before anything else reads them."""

    found: tuple[str, ...] = ()

    def see(self, root: Element, md: Markdown) -> None:
        self.found = tuple(text.strip() for element in root.iter("p") for text in split_at_tags(element.text or ""))


def rendered_paragraphs(text: str, settings: Settings) -> tuple[str, ...]:
    """Return the paragraphs that Python-Markdown itself sees in a text, none of one that it cannot render."""
    paragraphs = _Paragraphs()
    try:
        page_renderer.convert(text, settings, paragraphs)
    except page_renderer.PageError:
        return ()
    return paragraphs.found


def reference(md: Markdown, name: str) -> str:
    """Return the address of a link reference of the page that was read last, "" where it has none of that name."""
    address: str = md.references.get(name, ("", ""))[0]
    return address


def embed_texts(element: Element) -> Iterator[str]:
    """Yield the texts of an element that may be embeds: a whole paragraph, and of other text the lines that are tags."""
    texts = split_at_tags(element.text or "") if element.tag in ("p", "li", "dd") else ()
    yield from (text for text in texts if element.tag == "p" or TAG.match(text.strip()))


def split_at_tags(text: str) -> Iterator[str]:
    """Yield a paragraph's text as a whole, or cut around the lines that are tags."""
    rest: list[str] = []
    for line in text.split("\n"):
        if TAG.match(line.strip()):
            if rest:
                yield "\n".join(rest)
            yield line
            rest = []
        else:
            rest.append(line)
    if rest:
        yield "\n".join(rest)


def rendered_embeds(text: str, folder: str, found: Iterable[Embed], settings: Settings) -> list[Embed]:
    """Return the embeds that Python-Markdown itself sees in a text, with the site's extensions; some were found by line."""
    # Where a reference leads, only Python-Markdown knows for sure.
    known = {embed.written: replace(embed, span=NOWHERE) for embed in found if embed.target in embed.written}
    probe = _Probe(folder, known)
    try:
        page_renderer.convert(text, settings, probe)
    except page_renderer.PageError:
        return [*known.values()]
    return probe.found


def confirm(found: list[Embed], doubtful: list[tuple[str, Span]], real: list[Embed]) -> Iterator[Embed]:
    """Yield the embeds that were rendered, each at its line; all stand in the order of the page."""
    left = list(found)
    for embed in real:
        same = next((one for one in left if replace(one, span=NOWHERE) == embed), None)
        if same is not None:
            left.remove(same)
            yield replace(embed, span=same.span)
        else:
            yield replace(embed, span=next((span for text, span in doubtful if embed.target in text), NOWHERE))


def folder_of(settings: Settings, uri: str) -> str:
    """Return the folder of a page below the root."""
    return posixpath.dirname(posixpath.join(settings.docs_dir, uri))


def resolve_path(folder: str, target: str) -> str:
    """Return the path below the root to which a relative link of a page in a folder leads."""
    return posixpath.normpath(posixpath.join(folder, unquote(target)))


@lru_cache(maxsize=4)
def embeds_by_text(handbook: Handbook) -> dict[str, dict[str, Embed | None]]:
    """Return an empty place for the embeds of pages, by page and paragraph; it lasts as long as the handbook."""
    return {}


def paragraph_embed(handbook: Handbook, page: Page, text: str, address: Callable[[str], str]) -> Embed | None:
    """Return the embed that a rendered paragraph of a page is, None if it is none.

    Nearly all were found when the page was loaded; not those of snippets, and of what plugins made of the page.
    """
    known = embeds_by_text(handbook).setdefault(page.uri, {})
    for embed in page.embeds if not known else ():
        # Where a reference leads, only Python-Markdown knows: a snippet may define it, too.
        if embed.target in embed.written:
            known[embed.written] = embed
    text = text.strip()
    if text not in known:
        known[text] = parse_embed(text, folder_of(handbook.settings, page.uri), address)
    return known[text]


def queried_embed(handbook: Handbook, page: Page, target: str, written: str) -> Embed | None:
    """Return the embed of a page that a query of this or an earlier build is about, by its target and paragraph."""
    known = embeds_by_text(handbook).get(page.uri) or {embed.written: embed for embed in page.embeds}
    embed = known.get(written)
    if embed and embed.target == target:
        return embed
    return parse_embed(written, folder_of(handbook.settings, page.uri), lambda _: target)


def data_file(handbook: Handbook, embed: Embed) -> DataFile | None:
    """Return the one data file that an embed shows; None where it shows all of a kind, or there is none that can be read."""
    return None if embed.is_wildcard else next(iter(data_files(handbook, embed)), None)


def data_files(handbook: Handbook, embed: Embed) -> tuple[DataFile, ...]:
    """Return the data files that an embed shows: one, or all of a kind where it is a wildcard; none where there are none."""
    return files_at(handbook, embed.path)


@by_handbook
def files_at(handbook: Handbook, path: str) -> tuple[DataFile, ...]:
    """Return the data files at a path below the root; `*` stands for the beginning of a name, `**` for any folder."""
    folder, name = posixpath.split(path)
    if folder == "**":
        named = (file for path, file in handbook.by_path.items() if posixpath.basename(path) == name)
        return tuple(islice(named, 1))
    if not WILDCARD.match(path):
        return (handbook.by_path[path],) if path in handbook.by_path else ()
    start = f"{folder}/" if folder else ""
    return tuple(
        file
        for path, file in handbook.by_path.items()
        if path.startswith(start) and path.endswith(name.removeprefix("*"))
    )
