"""Comments that suppress: their fixes, their limits, and that many of them cost no more than they must.

What they hold for is in tests/golden/suppression.md.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from call_counter import calls
from handbooks import build, lint, read, write
from mkdocs_handbook.lint import rules, suppression, suppression_comments
from mkdocs_handbook.lint.suppression_comments import Comment
from mkdocs_handbook.model import Finding, Source, Span

CODES = ["HB110", "HB211", "HB231", "HB232"]
EMBED = "[x](../rituals/no.channels.yml)"


def fixed(root: Path, name: str, text: str) -> str:
    """Return a file with all edits of its findings about suppressions."""
    write(root, {name: text})
    findings = [one for one in read(root, CODES)[1] if one.code in ("HB231", "HB232")]
    for edit in sorted((edit for one in findings for edit in one.edits), key=lambda edit: edit.span, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# A\n\n<!-- handbook: ignore HB211 -->\n\nText\n", "# A\n\nText\n"),
        ("# A\n\n<!-- handbook: ignore HB211 -->\nText\n", "# A\n\nText\n"),
        ("# A\r\n\r\n<!-- handbook: ignore HB211 -->\r\nText\r\n", "# A\r\n\r\nText\r\n"),
        # Two paragraphs stay two.
        ("Text\n<!-- handbook: ignore HB211 -->\nText\n", "Text\n\nText\n"),
        ("Text <!-- handbook: ignore HB211 -->\n", "Text\n"),
        ("Text\n\n<!-- handbook: ignore HB211 -->", "Text\n\n"),
        (
            f"<!-- handbook: ignore HB110, HB211 -- why -->\n{EMBED}\n",
            f"<!-- handbook: ignore HB211 -- why -->\n{EMBED}\n",
        ),
        (f"<!-- handbook: ignore HB21I -->\n{EMBED}\n", f"<!-- handbook: ignore HB211 -->\n{EMBED}\n"),
        ("Text <!-- handbook: ignore -->\n", "Text <!-- handbook: ignore -->\n"),
    ],
)
def test_a_fix_removes_what_is_not_needed(before: str, after: str, tmp_path: Path) -> None:
    assert fixed(tmp_path, "handbook/a.md", before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# handbook: ignore HB110\n- {channel: '#a', dri: x}\n", "- {channel: '#a', dri: x}\n"),
        ("- channel: '#a'  # handbook: ignore HB110 – why\n  dri: x\n", "- channel: '#a'\n  dri: x\n"),
        ("- channel: '#a'\n  # handbook: ignore HB110\n  dri: x\n", "- channel: '#a'\n  dri: x\n"),
    ],
)
def test_a_fix_removes_comments_of_yaml(before: str, after: str, tmp_path: Path) -> None:
    assert fixed(tmp_path, "rituals/a.channels.yml", before) == after


def test_a_comment_for_a_rule_that_did_not_run_is_not_doubted(tmp_path: Path) -> None:
    write(tmp_path, {"handbook/a.md": "# A\n\n<!-- handbook: ignore HB211 HB110, HB2 -->\nText\n"})
    assert lint(tmp_path, ["HB231"]) == []
    assert [line.split("here for ")[1] for line in lint(tmp_path, ["HB231", "HB110"])] == [
        '"HB110" to suppress, remove it'
    ]


def test_order_off_is_a_rule_that_did_not_run(tmp_path: Path) -> None:
    config = "docs_dir: handbook\nplugins: [{handbook: {order: off}}]\n"
    write(tmp_path, {"mkdocs.yml": config, "handbook/a.md": "# A\n\n<!-- handbook: ignore HB201 -->\n## B\n"})
    assert lint(tmp_path) == []


def test_a_build_suppresses_as_lint_does(tmp_path: Path) -> None:
    page = f"# A\n\n<!-- handbook: ignore HB211 -->\n{EMBED}\n\nUnneeded. <!-- handbook: ignore HB211 -->\n"
    write(tmp_path, {"handbook/a.md": page})
    built = build(tmp_path)
    assert (built.findings, built.error) == ([], "")
    assert [line[:26] for line in lint(tmp_path)] == ["handbook/a.md:6:33: HB231 "]


def test_a_page_keeps_its_title_below_a_comment(tmp_path: Path) -> None:
    page = f"<!-- handbook: ignore HB211 -- a -->\n<!-- handbook: ignore HB203 -->\n\n# The title\n\n{EMBED}\n"
    write(tmp_path, {"handbook/a.md": page, "handbook/b.md": "See [](a.md).\n"})
    (tmp_path / "theme/main.html").write_text("{{ page.title }}|{{ page.content }}", encoding="utf-8")
    built = build(tmp_path)
    assert (built.findings, lint(tmp_path, rules.BUILD)) == ([], [])
    assert built.page("a/index.html").startswith('The title|<h1 id="the-title">')


def test_what_cannot_be_read_is_not_suppressed(tmp_path: Path) -> None:
    bad: dict[str, str | bytes] = {
        "rituals/a.channels.yml": "# handbook: ignore HB101\n\n- [\n",
        "handbook/p.md": "---\ntitle: [\n---\n\n<!-- handbook: ignore HB1 -->\n\n# P\n",
        "rituals/b.channels.yml": b"# handbook: ignore HB102\n\n- {channel: '#a', dri: \xff}\n",
    }
    write(tmp_path, bad)
    assert [line.split(" ")[1] for line in lint(tmp_path)] == ["HB101", "HB231", "HB101", "HB102"]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=12), st.integers(0, 60))
def test_the_innermost_comment_that_holds_suppresses(pairs: list[tuple[int, int]], at: int) -> None:
    spans: list[Span] = []
    for pair in pairs:
        one = Span(*sorted(pair))
        # Scopes are nested or apart, as blocks of a text are.
        if all(one.end < two.start or two.end < one.start or nested(one, two) or nested(two, one) for two in spans):
            spans.append(one)
    there = [Comment(Span(0, 0), (("HB110", Span(0, 0)),), span, is_alone=True) for span in spans]
    found = suppression.suppressing_names(there, [Finding("HB110", Source("a", ""), Span(at, at), "")])[0]
    holding = [span for span in spans if span.start <= at <= span.end]
    expected = min(holding, key=lambda span: span.end - span.start, default=None)
    assert (spans[found[0]] if found else None) == expected


def nested(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


MANY = {
    "blocks": "<!-- handbook: ignore HB211 -->\n[x](../rituals/no.channels.yml)\n\n",
    "one block": "a <!-- handbook: ignore HB211 -->\n",
    "stacked": "<!-- handbook: ignore HB211 -->\n",
    "list": "- a\n\n    b <!-- handbook: ignore HB211 -->\n\n",
}
MANY_YAML = {
    "items": "- channel: a  # handbook: ignore HB110\n  dri: x\n",
    "stacked": "# handbook: ignore HB110\n",
    "spread": "- channel: a\n  # handbook: ignore HB110\n",
}


@pytest.mark.parametrize(
    ("block", "is_yaml"),
    [
        *(pytest.param(text, False, id=name) for name, text in MANY.items()),
        *(pytest.param(text, True, id=f"yaml {name}") for name, text in MANY_YAML.items()),
    ],
)
def test_many_comments_are_linear_work(block: str, is_yaml: bool) -> None:
    def work(number: int) -> int:
        source = Source("a", block * number)
        findings = [
            Finding("HB211", source, Span(at, at), "") for at in range(0, len(source.text), max(1, len(block) // 2))
        ]
        there: list[Comment] = []

        def suppress() -> None:
            there.extend(
                suppression_comments.of_yaml(source, None) if is_yaml else suppression_comments.of_markdown(source.text)
            )
            places = suppression.suppressing_names(there, findings)
            assert len(list(suppression.comment_findings(source, there, set(places), frozenset(rules.ALL)))) <= len(
                there
            )

        return calls(suppress)

    assert work(2_000) < 2.2 * work(1_000)
