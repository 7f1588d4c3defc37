"""Findings that their authors know of: those that a comment or the configuration suppresses are not shown.

A comment that suppresses nothing, or names no rule, is a finding itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from mkdocs_handbook.data.yaml import parser
from mkdocs_handbook.lint import rules, suppression_comments
from mkdocs_handbook.lint.rule_selection import ALWAYS, SelectorError, guess, ignored, matching
from mkdocs_handbook.lint.suppression_comments import Comment
from mkdocs_handbook.model import Edit, Finding, Handbook, Page, Source, Span
from mkdocs_handbook.project import disk
from mkdocs_handbook.project.load import HandbookFiles
from mkdocs_handbook.util.wording import listed

# A name in a comment: the number of the comment in its file, and that of the name in it.
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Scope:
    """A part of a text for which comments hold: what they name, by code, and the number of the scope around it."""

    span: Span
    around: int
    names: dict[str, Place]


def remaining(
    handbook: Handbook, found: Iterable[Finding], codes: Collection[str], given: HandbookFiles
) -> list[Finding]:
    """Give the findings of the chosen rules that nothing suppresses, and those about the suppressions."""
    settings = handbook.settings
    by_path: defaultdict[str, list[Finding]] = defaultdict(list)
    for one in rules.reported(found, settings, codes):
        by_path[one.source.path].append(one)
    ran = frozenset(codes) - (frozenset(rules.ORDER) if settings.order == "off" else frozenset())
    for source, there in commented(handbook, given):
        places = suppressed(there, by_path[source.path])
        kept = [one for one, place in zip(by_path[source.path], places, strict=True) if place is None]
        by_path[source.path] = [*kept, *about(source, there, set(places), ran)]
    is_hidden = ignored(settings)
    every = (one for findings in by_path.values() for one in findings if not is_hidden(one))
    return rules.reported(every, settings, codes)


def commented(handbook: Handbook, given: HandbookFiles) -> Iterator[tuple[Source, tuple[Comment, ...]]]:
    """Give the files that suppress something, with their comments; a file that cannot be read has none."""
    for page in handbook.pages:
        # Front matter may have a comment of YAML.
        if suppression_comments.is_likely(page.source.text, "" if page.front_matter else "<!--"):
            yield page.source, tuple(of_page(page))
    for raw in given.data:
        source, problems = disk.decode(raw)
        root, _ = (
            parser.parse(source) if suppression_comments.is_likely(source.text, "#") and not problems else (None, [])
        )
        if root:
            yield source, tuple(suppression_comments.of_yaml(source, root))


def of_page(page: Page) -> Iterator[Comment]:
    """Give the comments of a page, those in its front matter first."""
    if page.front_matter:
        yield from suppression_comments.of_yaml(page.source, page.front_matter.node, Span(0, page.body))
    yield from suppression_comments.of_markdown(page.source.text, page.body)


def suppressed(there: Sequence[Comment], findings: Iterable[Finding]) -> list[Place | None]:
    """Give for each finding the name that suppresses it, the innermost where there are several, or None."""
    scopes = scopes_of(there)
    starts = [scope.span.start for scope in scopes]
    found = []
    for finding in findings:
        at = finding.span.start
        index = bisect_right(starts, at) - 1
        while index >= 0 and not (at <= scopes[index].span.end and finding.code in scopes[index].names):
            index = scopes[index].around
        found.append(scopes[index].names[finding.code] if index >= 0 else None)
    return found


def scopes_of(there: Sequence[Comment]) -> list[_Scope]:
    """Give what the comments of a file hold for, outer before inner: two scopes never overlap in part."""
    names: defaultdict[Span, dict[str, Place]] = defaultdict(dict)
    for number, comment in enumerate(there):
        for turn, (name, _) in enumerate(comment.names):
            for code in meant(name) - ALWAYS:
                names[comment.holds].setdefault(code, (number, turn))
    scopes: list[_Scope] = []
    around = -1
    for span in sorted(names, key=lambda span: (span.start, -span.end)):
        while around >= 0 and scopes[around].span.end < span.end:
            around = scopes[around].around
        scopes.append(_Scope(span, around, names[span]))
        around = len(scopes) - 1
    return scopes


def meant(name: str) -> frozenset[str]:
    """Give the codes that a name in a comment stands for; none if it is unknown."""
    try:
        return matching(name)
    except SelectorError:
        return frozenset()


def about(
    source: Source, there: Iterable[Comment], used: Collection[Place | None], ran: frozenset[str]
) -> Iterator[Finding]:
    """Give the findings about the comments of a file: what is unknown in them, and what suppresses nothing."""
    for number, comment in enumerate(there):
        if not comment.names:
            message = f'names no rule, write which: "{suppression_comments.MARK} HB201"'
            yield Finding("HB232", source, comment.span, message)
        unused = set()
        for turn, (name, span) in enumerate(comment.names):
            codes = meant(name)
            if not codes:
                yield unknown(source, name, span)
            elif (number, turn) not in used and (codes & rules.DEFAULT or codes) <= ran:
                unused.add(turn)
        if unused:
            yield unneeded(source, comment, unused)


def unknown(source: Source, name: str, span: Span) -> Finding:
    """Give the finding of a name that no rule has."""
    near = guess(name)
    hint = f', did you mean "{near}"?' if near else ""
    edits = (Edit(source.path, span, near),) if near else ()
    return Finding("HB232", source, span, f'no rule is called "{name}"{hint}', edits, is_safe=False)


def unneeded(source: Source, comment: Comment, unused: Collection[int]) -> Finding:
    """Give the finding of the names in a comment that suppress nothing."""
    names = [name for turn, (name, _) in enumerate(comment.names) if turn in unused]
    rest = [name for turn, (name, _) in enumerate(comment.names) if turn not in unused]
    inner = Span(comment.names[0][1].start, comment.names[-1][1].end)
    edit = Edit(source.path, inner, ", ".join(rest)) if rest else without(source, comment)
    message = f"nothing here for {listed(names)} to suppress, remove {'it' if len(names) == 1 else 'them'}"
    return Finding("HB231", source, comment.names[min(unused)][1], message, (edit,))


def without(source: Source, comment: Comment) -> Edit:
    """Give the edit that removes a comment: with its line where nothing else stands on it and none flow together."""
    text, span = source.text, comment.span
    start = text.rfind("\n", 0, span.start) + 1
    if not comment.alone:
        return Edit(source.path, Span(len(text[: span.start].rstrip(" \t")), span.end), "")
    end = text.find("\n", span.end) + 1 or len(text)
    above = text[text.rfind("\n", 0, max(0, start - 1)) + 1 : start].strip()
    below = text[end : text.find("\n", end) + 1 or len(text)].strip()
    if above and below and text[span.start] == "<":
        return Edit(source.path, span, "")
    if not above and not below and end < len(text) and text[span.start] == "<":
        end = text.find("\n", end) + 1 or len(text)
    return Edit(source.path, Span(start, end), "")
