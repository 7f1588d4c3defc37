"""Splices change what they are about and no other byte: tables of odd layouts, and random ones against PyYAML."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_handbook.changes import dri_changes
from mkdocs_handbook.changes.data_change import Change
from mkdocs_handbook.data.people.person_names import login
from mkdocs_handbook.data.yaml import quoting
from mkdocs_handbook.data.yaml.edits import RefusedError
from mkdocs_handbook.model import Handbook, RawFile, Settings
from mkdocs_handbook.project.load import HandbookFiles, load

PATH = "rituals/a.channels.yml"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def handbook(text: str | bytes, path: str = PATH, **others: str) -> Handbook:
    files = {path: text, **others}
    raws = [RawFile(name, one.encode() if isinstance(one, str) else one) for name, one in sorted(files.items())]
    return load(HandbookFiles(data=tuple(raws)), Settings(docs_dir="handbook"), NOW)[0]


def text_of(change: Change, path: str = PATH) -> str:
    return change.sources[path].text


# A file, and what it is once "bo" is the DRI of "#a".
LAYOUTS = {
    "plain": ('- channel: "#a"\n  dri: ana\n', '- channel: "#a"\n  dri: bo\n'),
    "a comment and blanks": ('- channel: "#a"\n  dri:   ana   # who?\n', '- channel: "#a"\n  dri:   bo   # who?\n'),
    "single quotes": ("- channel: '#a'\n  dri: 'a''na'\n", "- channel: '#a'\n  dri: 'bo'\n"),
    "double quotes": ('- channel: "#a"\n  dri: "an\\x61"\n', '- channel: "#a"\n  dri: "bo"\n'),
    "in braces": ('[{channel: "#a", dri: ana}]', '[{channel: "#a", dri: bo}]'),
    "in braces, over lines": ('- {dri: ana\n  , channel: "#a",}\n', '- {dri: bo\n  , channel: "#a",}\n'),
    "a key in quotes": ('- "channel": "#a"\n  "dri" : ana\n', '- "channel": "#a"\n  "dri" : bo\n'),
    "the value on the next line": ('- channel: "#a"\n  dri:\n    ana\n', '- channel: "#a"\n  dri:\n    bo\n'),
    "folded": ('- channel: "#a"\n  dri: >- # c\n    ana\n  id: C1\n', '- channel: "#a"\n  dri: >- # c\n    bo\n  id: C1\n'),
    "an anchor of its own": ('- channel: "#a"\n  dri: &x ana\n', '- channel: "#a"\n  dri: &x bo\n'),
    "line ends of Windows": ('# c\r\n- channel: "#a"\r\n  dri: ana\r\n', '# c\r\n- channel: "#a"\r\n  dri: bo\r\n'),
    "mixed line ends": ('- channel: "#a"\r\n  dri: ana\n  id: C\r\n', '- channel: "#a"\r\n  dri: bo\n  id: C\r\n'),
    "no line end": ('- channel: "#a"\n  dri: ana', '- channel: "#a"\n  dri: bo'),
    "a document in marks": ('%YAML 1.1\n---\n- channel: "#a"\n  dri: ana\n...\n', '%YAML 1.1\n---\n- channel: "#a"\n  dri: bo\n...\n'),
    "nobody yet": ('- channel: "#a"\n  dri: # who?\n', '- channel: "#a"\n  dri: bo # who?\n'),
    "nobody, as null": ('- channel: "#a"\n  dri: ~\n', '- channel: "#a"\n  dri: bo\n'),
    "no key yet": ('- channel: "#a" # c\n\n- channel: "#b"\n  dri: ana\n', '- channel: "#a" # c\n  dri: bo\n\n- channel: "#b"\n  dri: ana\n'),
    "no key yet, in braces": ('- {channel: "#a"}\n', '- {channel: "#a", dri: bo}\n'),
    "no key yet, and no line end": ('# c\r\n-   channel: "#a"', '# c\r\n-   channel: "#a"\r\n    dri: bo'),
    "no key yet, below a longer text": (
        '- channel: "#a"\n  description: >\n    Some\n    text.\n\n- channel: "#b"\n  dri: ana\n',
        '- channel: "#a"\n  description: >\n    Some\n    text.\n  dri: bo\n\n- channel: "#b"\n  dri: ana\n',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LAYOUTS)
def test_only_the_value_changes(name: str) -> None:
    before, after = LAYOUTS[name]
    assert text_of(dri_changes.set_dri(handbook(before), "#a", "bo")) == after


def test_a_byte_order_mark_stays() -> None:
    change = dri_changes.set_dri(handbook(b'\xef\xbb\xbf- channel: "#a"\n  dri: ana\n'), "#a", "bo")
    assert change.sources[PATH].bom
    assert text_of(change) == '- channel: "#a"\n  dri: bo\n'


REFUSED = {
    "an alias": (
        '- {channel: "#b", dri: &x ana}\n- {channel: "#a", dri: *x}\n',
        ":1:24: this stands for several places",
    ),
    "the anchor of an alias": ('- {channel: "#a", dri: &x ana}\n- {channel: "#b", dri: *x}\n', "through an alias"),
    "a key twice": ('- channel: "#a"\n  dri: ana\n  dri: cy\n', ':3:3: mend this first: key "dri" stands twice'),
    "a list": ('- channel: "#a"\n  dri: [ana]\n', ':2:8: "dri" stands here already'),
    "text that keeps its last lines": (
        '- channel: "#a"\n  description: |+\n    Some.\n\n\n- channel: "#b"\n  dri: ana\n',
        "the change cannot be made here without changing something else, make it by hand",
    ),
    "several lines": ('- channel: "#a"\n  dri: |\n    ana\n    cy\n', "this text has several lines"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_change_alone_is_refused(name: str) -> None:
    text, message = REFUSED[name]
    with pytest.raises(RefusedError) as refused:
        dri_changes.set_dri(handbook(text), "#a", "bo")
    assert message in str(refused.value)


HANDLES = ["no", "Null", "~", "#bo", "@bo", "b: o", "bo #1", "it's", 'say "bo"', "- bo", "1e3", "0x1", "2026-01-01", "bo,cy", "[bo]", "a\\b", "ü", "y", "Bo Example", "bo.", ".5", "=", "<<", "bo:"]  # fmt: skip


@pytest.mark.parametrize("handle", HANDLES)
@pytest.mark.parametrize("written", ["ana", "'ana'", '"ana"'])
def test_a_handle_gets_the_quotes_that_it_needs(handle: str, written: str) -> None:
    for text in (f'- channel: "#a"\n  dri: {written}\n', f'- {{channel: "#a", dri: {written}}}\n', '- channel: "#a"\n'):
        found = yaml.safe_load(text_of(dri_changes.set_dri(handbook(text), "#a", handle)))
        assert found == [{"channel": "#a", "dri": handle}]


def test_no_quotes_without_need() -> None:
    assert [quoting.inline_scalar(one) for one in ("bo", "bo-1", "Bo Example", "b.o", "ü")] == [
        "bo",
        "bo-1",
        "Bo Example",
        "b.o",
        "ü",
    ]


# --- Random layouts ---

VALUES = st.sampled_from(["plain text", "#x", "it's", "- no", "a: b", "yes", "0x10", "", "two\nlines", "ü ", "{x}"])
COMMENTS = st.sampled_from(["", "", " # c", "   # dri: ana"])
BETWEEN = st.sampled_from(["", "", "\n", "# - channel: '#a'\n", "  # indented\n\n"])


@st.composite
def written(draw: st.DrawFn, value: str) -> str:
    """Return a value as one of the ways of YAML to write it."""
    ways = ['"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"']
    if "\n" not in value:
        ways.append("'" + value.replace("'", "''") + "'")
        try:
            if parsed(f"[{value}]") == [value] == [parsed(value)]:
                ways.append(value)
        except yaml.YAMLError:
            pass
    return draw(st.sampled_from(ways))


@st.composite
def entry(draw: st.DrawFn, name: str, dri: str) -> str:
    """Return an item in a random layout."""
    keys = {"channel": name, "dri": dri, **draw(st.dictionaries(st.sampled_from(["id", "description"]), VALUES))}
    pairs = [(key, draw(written(keys[key]))) for key in draw(st.permutations(list(keys)))]
    if draw(st.booleans()):
        glue = draw(st.sampled_from([", ", ",", "\n   , "]))
        return "- {" + glue.join(f"{key}: {value}" for key, value in pairs) + "}" + draw(COMMENTS) + "\n"
    indent = draw(st.integers(1, 4))
    lines = [
        f"{key}:{draw(st.sampled_from([' ', '   ', chr(10) + ' ' * (indent + 4)]))}{value}{draw(COMMENTS)}\n"
        for key, value in pairs
    ]
    return "-" + " " * indent + (" " * (indent + 1)).join(lines)


@st.composite
def files(draw: st.DrawFn) -> str:
    count = draw(st.integers(1, 4))
    parts = [draw(BETWEEN)]
    for number in range(count):
        parts += [draw(entry(f"#c{number}", draw(st.sampled_from(["ana", "bo", "no", "cy d"])))), draw(BETWEEN)]
    text = "".join(parts)
    text = text.rstrip("\n") if draw(st.booleans()) else text
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


def parsed(text: str) -> Any:
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506 (a loader that knows nothing but text)


def around(before: str, after: str) -> tuple[str, str]:
    """Return what changed: the longest beginning and end that stay are taken away."""
    start = next(
        (index for index, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]),
        min(len(before), len(after)),
    )
    rest = min(len(before), len(after)) - start
    end = next((index for index in range(rest) if before[-1 - index] != after[-1 - index]), rest)
    return before[start : len(before) - end], after[start : len(after) - end]


@pytest.mark.slow
@given(
    text=files(),
    handle=st.sampled_from(HANDLES) | st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8),
    data=st.data(),
)
def test_any_layout_and_any_handle(text: str, handle: str, data: st.DataObject) -> None:
    before = parsed(text)
    number = data.draw(st.integers(0, len(before) - 1))
    change = dri_changes.set_dri(handbook(text), f"#c{number}", handle)
    # As on GitHub, "@Bo" is somebody who is called "bo".
    dris = [one["dri"] for one in before]
    handle = handle if handle in dris else next((dri for dri in dris if login(str(dri)) == login(handle)), handle)
    if before[number]["dri"] == handle:
        assert change.sources == {}
        assert change.success
        return
    after = text_of(change)
    intended = [{**one, "dri": handle} if index == number else one for index, one in enumerate(before)]
    assert parsed(after) == intended
    assert yaml.safe_load(after)[number]["dri"] == handle
    gone, come = around(text, after)
    assert "\n" not in gone + come
    assert "#" not in gone


@pytest.mark.slow
@given(text=files())
def test_a_key_that_is_new_in_any_layout(text: str) -> None:
    people = "".join(
        f"p{index}:\n" + "\n".join(f"  {line}" for line in ("name: P", "# c", "role: 'R' # r")) + "\n"
        for index in range(2)
    )
    for layout in (people, people.replace("\n", "\r\n"), people.rstrip(), "p0: {name: P}\np1: {name: P, role: R,}\n"):
        book = handbook(text, **{"rituals/people.yml": layout})
        for handle in ("p0", "p1"):
            after = text_of(dri_changes.leave(book, handle, date(2026, 12, 31)), "rituals/people.yml")
            before = parsed(layout)
            assert parsed(after) == {**before, handle: {**before[handle], "leftOn": "2026-12-31"}}
            gone, come = around(layout, after)
            assert not gone
            assert "2026-12-31" in come
