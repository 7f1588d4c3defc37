"""Fixes as pure functions: which are made, in what order, and which are refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import pytest

from mkdocs_handbook.lint import fixer as fixes
from mkdocs_handbook.lint.fixer import FixResult
from mkdocs_handbook.model import Content, Edit, Finding, Source, Span
from mkdocs_handbook.util.text_edits import spliced

EMPTY = Source("", "")


class Words:
    """A check that finds words in files, each to be replaced by another; counts how often it was asked."""

    def __init__(self, words: Mapping[str, str], files: Mapping[str, str | bytes], *, is_safe: bool = True) -> None:
        self.words, self.is_safe, self.calls = words, is_safe, 0
        self.files = {path: text if isinstance(text, bytes) else text.encode() for path, text in files.items()}
        self.pattern = re.compile("|".join(map(re.escape, words)))

    def __call__(self, changed: Mapping[str, Content]) -> Sequence[Finding]:
        self.calls += 1
        files = {path: content.decode("utf-8", "surrogateescape") for path, content in self.contents(changed).items()}
        return [found for path in sorted(files) for found in self.of_file(path, files[path].removeprefix("\ufeff"))]

    def contents(self, changed: Mapping[str, Content]) -> dict[str, bytes]:
        return {path: one for path, one in {**self.files, **changed}.items() if isinstance(one, bytes)}

    def of_file(self, path: str, text: str) -> Sequence[Finding]:
        matches = [(Span(*match.span()), match[0]) for match in self.pattern.finditer(text)]
        edits = [(Edit(path, span, self.words[word]),) for span, word in matches]
        return [
            Finding("HB1", Source(path, text), span, word, edit, self.is_safe)
            for (span, word), edit in zip(matches, edits, strict=True)
        ]

    def fix(self, *, unsafe: bool = False, writable: Callable[[Edit], bool] = lambda edit: True) -> FixResult:
        return fixes.fix(self.files, self({}), self, unsafe=unsafe, writable=writable)


@pytest.mark.parametrize(
    ("words", "before", "after", "gone"),
    [
        pytest.param({"a": "x"}, "a b a", "x b x", 2, id="every place"),
        pytest.param({"a": "x"}, "aaa", "xxx", 3, id="edits that touch wait for the next round"),
        pytest.param({"a": ""}, "a", "", 1, id="nothing is left of a file"),
        pytest.param({"a": "aa"}, "a", "a", 0, id="a fix that mends nothing is refused"),
        pytest.param({"a": "b", "b": "c"}, "a", "a", 0, id="a fix that brings another finding is refused"),
        pytest.param({"a": "b", "b": "a"}, "a b", "a b", 0, id="fixes that undo each other are refused"),
        pytest.param({"a": "x", "b": "c", "c": "y"}, "a b a", "x b x", 2, id="one of three is refused"),
        pytest.param({"a": "b", "b": "x"}, "a b", "a x", 1, id="what another fix would hide is still refused"),
        pytest.param({"é": "ü"}, "\ufeffé\r\né", "\ufeffü\r\nü", 2, id="byte order mark and line ends stay"),
        pytest.param({"a": "x\ny"}, "a\r\n", "x\r\ny\r\n", 1, id="new lines get the file's line ends"),
        pytest.param({"a": "x\ny"}, "a\r\n\n", "x\ny\r\n\n", 1, id="mixed line ends stay mixed"),
    ],
)
def test_words(words: dict[str, str], before: str, after: str, gone: int) -> None:
    outcome = Words(words, {"f": before}).fix()
    assert outcome.files.get("f", before.encode()) == after.encode()
    assert outcome.count == gone
    assert not any(one.edits for one in outcome.findings), "a fix that was refused is offered no more"
    assert not Words(words, {"f": after}).fix().files, "a second fix changes nothing"


def test_bytes_that_are_no_text_stay() -> None:
    assert Words({"a": "x"}, {"f": b"\xff a \xc3"}).fix().files == {"f": b"\xff x \xc3"}


def test_what_was_refused_is_tried_again_after_other_fixes() -> None:
    class Together(Words):
        """The "c" that stands for "b" is only wrong beside an "a"."""

        def of_file(self, path: str, text: str) -> Sequence[Finding]:
            return [one for one in super().of_file(path, text) if one.message != "c" or "a" in text]

    words = {"b": "c", "c": "!", "a": "x", "1": "2", "2": "3"}
    assert Together(words, {"f": "b a 1"}).fix().files == {"f": b"c x 1"}


def test_unsafe_fixes_are_made_where_they_are_wanted() -> None:
    assert not Words({"a": "x"}, {"f": "a"}, is_safe=False).fix().files
    assert Words({"a": "x"}, {"f": "a"}, is_safe=False).fix(unsafe=True).files == {"f": b"x"}


def test_files_that_cannot_be_written_are_left_alone() -> None:
    assert Words({"a": "x"}, {"f": "a", "g": "a"}).fix(writable=lambda edit: edit.path == "g").files == {"g": b"x"}


def test_files_without_fixes_are_not_given() -> None:
    assert set(Words({"a": "x"}, {"f": "a", "g": "b"}).fix().files) == {"f"}


def test_thousands_of_fixes_are_checked_once_and_some_bad_ones_a_few_times() -> None:
    asked = Words({"a": "x"}, {"f": "a " * 10_000})
    assert asked.fix().count == 10_000
    assert asked.calls == 2
    files = {f"f{number}": "a " * 10 for number in range(100)}
    asked = Words({"a": "x", "bad": "worse", "worse": "y"}, {**files, "f55": "a bad a a"})
    assert asked.fix().count == 99 * 10 + 3
    assert asked.calls < 15


def test_many_bad_fixes_in_many_files_are_found_by_the_lines_of_what_they_bring() -> None:
    asked = Words({"a": "x", "bad": "worse", "worse": "y"}, {f"f{number}": "a\nbad\n" * 8 for number in range(50)})
    assert asked.fix().count == 50 * 8
    assert asked.calls < 10


class Elsewhere(Words):
    """Finds something on a line of the file "f" as soon as "g" holds an "x"."""

    def __call__(self, changed: Mapping[str, Content]) -> Sequence[Finding]:
        texts = self.contents(changed)
        brought = Finding("HB2", Source("f", texts["f"].decode()), Span(0, 1), "the x of g")
        return [*super().__call__(changed), *([brought] if b"x" in texts["g"] else [])]


@pytest.mark.parametrize("text", ["b", "b b", "b\nb\nb"])
def test_a_fix_is_made_though_one_of_another_file_brings_a_finding_to_its_line(text: str) -> None:
    asked = Elsewhere({"a": "x", "b": "y"}, {"f": text, "g": "a"})
    assert asked.fix().files == {"f": text.replace("b", "y").encode()}


def several(*edits: Edit, message: str = "m") -> Finding:
    return Finding("HB1", EMPTY, Span(0, 0), message, edits)


def nothing_left(_: Mapping[str, Content]) -> Sequence[Finding]:
    return ()


@pytest.mark.parametrize(
    ("findings", "after"),
    [
        pytest.param(
            [several(Edit("f", Span(0, 1), "x"), Edit("g", Span(0, 1), "y"))], {"f": b"xb", "g": b"yd"}, id="two files"
        ),
        pytest.param([several(Edit("new", Span(0, 0), "x\n"))], {"new": b"x\n"}, id="a file that is new"),
        pytest.param(
            [
                several(Edit("new", Span(0, 0), "x\n")),
                several(Edit("new", Span(0, 0), "y\n")),
                several(Edit("new", Span(0, 0), "x\n")),
            ],
            {"new": b"x\ny\n"},
            id="insertions at one place stand one after another, each once",
        ),
        pytest.param(
            [several(Edit("f", Span(0, 1), "x"), Edit("g", Span(0, 1), "y")), several(Edit("g", Span(0, 2), "z"))],
            {"f": b"xb", "g": b"yd"},
            id="all edits of a finding or none",
        ),
        pytest.param(
            [several(Edit("f", Span(1, 1), "x")), several(Edit("f", Span(1, 2), "y"))],
            {"f": b"axb"},
            id="an insertion and a replacement at one place",
        ),
    ],
)
def test_edits_of_findings(findings: list[Finding], after: dict[str, bytes]) -> None:
    assert fixes.fix({"f": b"ab", "g": b"cd"}, findings, nothing_left).files == after


def test_edits_are_made_in_order_of_their_places_and_in_linear_time() -> None:
    text = "ab" * 100_000
    edits = [Edit("f", Span(at, at + 1), "x") for at in range(0, len(text), 2)]
    assert spliced(text, reversed(edits)) == "xb" * 100_000


@pytest.mark.parametrize(
    ("code", "brought", "is_made"),
    [
        pytest.param("HB101", "HB133", True, id="of a file that could not be read"),
        pytest.param("HB103", "HB112", True, id="of an item whose frequency was none"),
        pytest.param("HB103", "HB110", False, id="another value that is none"),
        pytest.param("HB301", "HB112", False, id="of a link"),
    ],
)
def test_what_nobody_could_see_before_is_no_harm(code: str, brought: str, *, is_made: bool) -> None:
    before = Finding(code, Source("f", "a"), Span(0, 1), "a", (Edit("f", Span(0, 1), "b"),))
    after = Finding(brought, Source("f", "b"), Span(0, 1), "seen now")
    outcome = fixes.fix({"f": b"a"}, [before], lambda changed: [after] if changed else [before])
    assert bool(outcome.files) == is_made
    assert [one.refusal for one in outcome.findings] == [
        "" if is_made else f"another problem would appear: {brought} seen now"
    ]
