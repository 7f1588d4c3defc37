"""Suppression: findings that a comment or the configuration hides, and findings about comments that hide nothing."""

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
from mkdocs_handbook.util.wording import guess_hint, listed

# A name in a comment: the number of the comment in its file, and the number of the name in the comment.
NameIndex = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of a text in which comments suppress rules: their names by code, and the index of the scope around it, or -1."""

    span: Span
    parent: int
    names: dict[str, NameIndex]


def apply(handbook: Handbook, findings: Iterable[Finding], codes: Collection[str]) -> list[Finding]:
    """Return the findings of the chosen rules that nothing suppresses, and those about the suppressions."""
    settings = handbook.settings
    by_path: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_path[finding.source.path].append(finding)
    ran = frozenset(codes) - (frozenset(rules.ORDER) if settings.order == "off" else frozenset())
    for source, comments in commented_files(handbook):
        names = suppressing_names(comments, by_path[source.path])
        left = [finding for finding, name in zip(by_path[source.path], names, strict=True) if name is None]
        by_path[source.path] = [*left, *comment_findings(source, comments, set(names), ran)]
    is_ignored = ignored(settings)
    every = (finding for findings in by_path.values() for finding in findings if not is_ignored(finding))
    return rules.reported(every, settings, codes)


def commented_files(handbook: Handbook) -> Iterator[tuple[Source, tuple[Comment, ...]]]:
    """Yield the files that suppress something, with their comments; a file that cannot be read has none."""
    for page in handbook.pages:
        # Front matter may have a comment of YAML.
        if suppression_comments.is_likely(page.source.text, "" if page.front_matter else "<!--"):
            yield page.source, tuple(page_comments(page))
    for source in handbook.data_texts:
        if suppression_comments.is_likely(source.text, "#"):
            # What loading has parsed is in the parser's cache.
            root, _ = parser.parse(source)
            if root:
                yield source, tuple(suppression_comments.of_yaml(source, root))


def page_comments(page: Page) -> Iterator[Comment]:
    """Yield the comments of a page, those in its front matter first."""
    if page.front_matter:
        yield from suppression_comments.of_yaml(page.source, page.front_matter.node, Span(0, page.body))
    yield from suppression_comments.of_markdown(page.source.text, page.body)


def suppressing_names(comments: Sequence[Comment], findings: Iterable[Finding]) -> list[NameIndex | None]:
    """Return for each finding the name that suppresses it, the innermost where there are several, or None."""
    scopes = nested_scopes(comments)
    starts = [scope.span.start for scope in scopes]
    names = []
    for finding in findings:
        at = finding.span.start
        index = bisect_right(starts, at) - 1
        while index >= 0 and not (at <= scopes[index].span.end and finding.code in scopes[index].names):
            index = scopes[index].parent
        names.append(scopes[index].names[finding.code] if index >= 0 else None)
    return names


def nested_scopes(comments: Sequence[Comment]) -> list[Scope]:
    """Return the scopes of a file's comments, outer before inner: two scopes never overlap in part."""
    names: defaultdict[Span, dict[str, NameIndex]] = defaultdict(dict)
    for number, comment in enumerate(comments):
        for turn, (name, _) in enumerate(comment.names):
            for code in codes_of_name(name) - ALWAYS:
                names[comment.scope].setdefault(code, (number, turn))
    scopes: list[Scope] = []
    parent = -1
    for span in sorted(names, key=lambda span: (span.start, -span.end)):
        while parent >= 0 and scopes[parent].span.end < span.end:
            parent = scopes[parent].parent
        scopes.append(Scope(span, parent, names[span]))
        parent = len(scopes) - 1
    return scopes


def codes_of_name(name: str) -> frozenset[str]:
    """Return the codes that a name in a comment stands for; none if it is unknown."""
    try:
        return matching(name)
    except SelectorError:
        return frozenset()


def comment_findings(
    source: Source, comments: Iterable[Comment], used: Collection[NameIndex | None], ran: frozenset[str]
) -> Iterator[Finding]:
    """Yield the findings about the comments of a file: what is unknown in them, and what suppresses nothing."""
    for number, comment in enumerate(comments):
        if not comment.names:
            message = f'names no rule, write which: "{suppression_comments.MARK} HB201"'
            yield Finding("HB232", source, comment.span, message)
        unused = set()
        for turn, (name, span) in enumerate(comment.names):
            codes = codes_of_name(name)
            if not codes:
                yield unknown_name(source, name, span)
            elif (number, turn) not in used and (codes & rules.DEFAULT or codes) <= ran:
                unused.add(turn)
        if unused:
            yield unused_names(source, comment, unused)


def unknown_name(source: Source, name: str, span: Span) -> Finding:
    """Return the finding of a name that no rule has."""
    suggestion = guess(name)
    edits = (Edit(source.path, span, suggestion),) if suggestion else ()
    return Finding("HB232", source, span, f'no rule is called "{name}"{guess_hint(suggestion)}', edits, is_safe=False)


def unused_names(source: Source, comment: Comment, unused: Collection[int]) -> Finding:
    """Return the finding of the names in a comment that suppress nothing."""
    names = [name for turn, (name, _) in enumerate(comment.names) if turn in unused]
    rest = [name for turn, (name, _) in enumerate(comment.names) if turn not in unused]
    inner = Span(comment.names[0][1].start, comment.names[-1][1].end)
    edit = Edit(source.path, inner, ", ".join(rest)) if rest else removal(source, comment)
    message = f"nothing here for {listed(names)} to suppress, remove {'it' if len(names) == 1 else 'them'}"
    return Finding("HB231", source, comment.names[min(unused)][1], message, (edit,))


def removal(source: Source, comment: Comment) -> Edit:
    """Return the edit that removes a comment, with its line where that is empty then and joins no paragraphs."""
    text, span = source.text, comment.span
    start = text.rfind("\n", 0, span.start) + 1
    if not comment.is_alone:
        return Edit(source.path, Span(len(text[: span.start].rstrip(" \t")), span.end), "")
    end = text.find("\n", span.end) + 1 or len(text)
    above = text[text.rfind("\n", 0, max(0, start - 1)) + 1 : start].strip()
    below = text[end : text.find("\n", end) + 1 or len(text)].strip()
    if above and below and text[span.start] == "<":
        return Edit(source.path, span, "")
    if not above and not below and end < len(text) and text[span.start] == "<":
        end = text.find("\n", end) + 1 or len(text)
    return Edit(source.path, Span(start, end), "")
