"""Escaping: what each place gets is inert there, whatever the text, and says the same as far as it can."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inert_readers import markdown_text, redirects, workflow_commands
from mkdocs_handbook.util import escaping
from payloads import HIDDEN, PAYLOADS

# What some reader gives a meaning, more often than chance would bring it.
MARKS = st.sampled_from(
    [*"\r\n\t\0\x1b\x85\u2028\u202e\ud800 :#[]%,`*_|<>&@$~-+=!(){}\\\"'/.1aé", "::", "##[", "http://"]
)
TEXTS = st.one_of(st.sampled_from(PAYLOADS), st.lists(MARKS, max_size=12).map("".join), st.text(max_size=20))


@given(TEXTS)
def test_a_line_of_a_terminal_commands_nothing(text: str) -> None:
    line = escaping.terminal(text)
    assert not HIDDEN.search(line)
    assert not workflow_commands(line)
    assert escaping.terminal(line) == line
    line.encode()


@given(TEXTS, TEXTS)
def test_lines_of_a_terminal_are_as_many_as_before(one: str, other: str) -> None:
    lines = escaping.terminal_lines(f"{one}\n{other}")
    assert lines.count("\n") == one.count("\n") + other.count("\n") + 1
    assert not workflow_commands(lines)


@given(TEXTS, TEXTS)
def test_a_workflow_command_is_one_and_says_what_was_meant(path: str, message: str) -> None:
    command = escaping.workflow_command("error", message, {"file": path, "line": "1"})
    (found,) = workflow_commands(command)
    assert found.name == "error"
    assert found.properties.keys() <= {"file", "line"}
    assert found.properties["line"] == "1"
    assert found.message == seen(message)
    assert found.properties.get("file", "") == seen(path)


def seen(text: str) -> str:
    """Return a text as a runner shows it: line breaks may stay, since they are encoded."""
    kept = re.sub(f"(?![\r\n]){HIDDEN.pattern}", "\ufffd", text)
    return kept.replace("##[", "#\ufffd[")


@given(st.recursive(TEXTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3)))
def test_json_reads_back_as_it_was(value: object) -> None:
    text = escaping.json_text(value, indent=1)
    # Two halves of a character that are escaped one by one are read as that character.
    assert json.loads(text) == json.loads(json.dumps(value))
    assert not HIDDEN.search(text.replace("\n", ""))
    assert not workflow_commands(text)
    text.encode()


@given(TEXTS)
def test_markdown_shows_a_text_and_nothing_else(text: str) -> None:
    for marked in (f"- {escaping.markdown(text)}", f"a {escaping.markdown(text)}", f"- {escaping.markdown_code(text)}"):
        tags, shown = markdown_text(marked)
        assert tags <= {"ul", "li", "p", "code"}, marked
        expected = escaping.terminal(text).replace("\ufffd", "")
        assert squeezed(expected) in squeezed(shown.replace(escaping.JOINER, "").replace("\ufffd", ""))


def squeezed(text: str) -> str:
    return "".join(text.replace(escaping.JOINER, "").split())


@pytest.mark.parametrize(
    "text", ["@ana", "see #12", "https://example.com", "www.example.com", "mailto:a@b.c", "HTTP://x", "$x$"]
)
def test_markdown_has_no_link_that_github_would_make(text: str) -> None:
    marked = escaping.markdown(text)
    assert not re.search(r"@\w|#\d|https?://|www\.|mailto:\w", markdown_text(marked)[1], re.IGNORECASE)
    assert "$" not in marked


@given(TEXTS, TEXTS)
def test_a_redirect_is_one_rule(old: str, new: str) -> None:
    (rule,) = redirects(escaping.redirect_rule(f"/{old}", f"/{new}"))
    assert rule.old.startswith("/")
    assert rule.new.startswith("/")


@given(TEXTS)
def test_a_calendar_has_lines_only_where_the_library_sees_them(text: str) -> None:
    assert not [
        char
        for char in escaping.calendar_text(text)
        if unicodedata.category(char) in ("Cc", "Zl", "Zp", "Cs") and char not in "\n\t"
    ]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_front_matter_is_one_value(payload: str) -> None:
    import yaml

    line = escaping.front_matter(payload)
    assert "\n" not in line
    value = yaml.safe_load(f"title: {line}")["title"]
    assert isinstance(value, str)
    assert not set("<>\"'") & set(value)


def test_a_message_of_sarif_is_no_link() -> None:
    assert escaping.sarif_text("see [this](https://example.com)") == "see \\[this\\](https://example.com)"
    assert escaping.sarif_text('"[a]" is there') == '"[a]" is there'
