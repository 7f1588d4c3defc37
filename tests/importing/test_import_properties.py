"""What holds of any import: data reads back as it was, a second import changes nothing, and no word is lost."""

from __future__ import annotations

import re
import string
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handbooks import TODAY
from mkdocs_handbook.data import data_files, kinds
from mkdocs_handbook.importing import data_writer
from mkdocs_handbook.importing.proposal import propose
from mkdocs_handbook.importing.records import Options
from mkdocs_handbook.importing.tables import markdown_tables, schedule_tables
from mkdocs_handbook.importing.times import dates
from mkdocs_handbook.model import Handbook, Page, RawFile, Source, Span
from mkdocs_handbook.project import clock, plugin_options
from mkdocs_handbook.project.load import HandbookFiles, load

pytestmark = pytest.mark.slow

KINDS = kinds.built_in_kinds()
SETTINGS = plugin_options.make_settings(
    plugin_options.checked_options({}), docs_dir="handbook", markdown_extensions=("toc", "tables", "fenced_code")
)
WISHES = Options(TODAY, dri="ana")
# What YAML, Markdown, and this handbook read something into.
ODD = [
    "no",
    "on",
    "~",
    "12:30",
    "010",
    "1.10",
    "2026-01-05",
    "#x",
    "@x",
    "- a",
    "a: b",
    "a #b",
    "'q",
    '"q"',
    "\\",
    "|",
    "é",
    "{}",
    "[]",
    "!t",
    "&a",
    "*a",
    "? x",
    "%d",
    "`c`",
    "<<",
    "=",
    "\u2028",
    "\x85",
    "\t",
    "a\nb",
    " a ",
    "\ufeff",
    "\x07",
    "",
]
text = st.one_of(st.sampled_from(ODD), st.text(max_size=20), st.lists(st.sampled_from(ODD), max_size=4).map(" ".join))


@given(st.lists(st.tuples(text, text), min_size=1, max_size=4))
@example([("~", "null"), ("yes", "1e3")])
def test_data_reads_back_as_it_was(pairs: list[tuple[str, str]]) -> None:
    wanted = [
        {"channel": f"#{index}", "dri": dri or "x", "description": what or "y"}
        for index, (dri, what) in enumerate(pairs)
    ]
    source = Source("rituals/a.channels.yml", "\n".join(map(data_writer.list_item, wanted)))
    file, _, findings = data_files.read_file(source, KINDS)
    assert file is not None
    assert not [one for one in findings if one.code in ("HB101", "HB102", "HB105", "HB106")], findings
    assert [dict(item.values) for item in file.all_items] == wanted


def handbook(body: str, data: dict[str, bytes] | None = None) -> Handbook:
    pages = ((RawFile("handbook/team.md", body.encode("utf-8", "surrogateescape")), "team/index.html"),)
    files = tuple(RawFile(path, content) for path, content in (data or {}).items() if path.startswith("rituals/"))
    return load(HandbookFiles(pages=pages, data=files), SETTINGS, clock.now("UTC", TODAY))[0]


def imported(body: str, data: dict[str, bytes] | None = None) -> dict[str, bytes]:
    """Return all files after an import of a page."""
    found = handbook(body, data)
    before = {"handbook/team.md": body.encode(), **(data or {})}
    proposal = propose(found, found.pages, (), WISHES, {})
    return {**before, **data_writer.new_contents(found, before, proposal)[0]}


word = st.text(string.ascii_letters + string.digits, min_size=2, max_size=6).map(lambda one: f"w{one}")
phrase = st.lists(word, min_size=1, max_size=3).map(" ".join)
channel = st.one_of(phrase, word.map(lambda one: f"#{one}"), word.map(lambda one: f"`#{one}-*`"), st.just("#dup"))
link = st.builds("[{}](https://example.com/{})".format, phrase, word)
cell = st.one_of(
    phrase,
    link,
    st.sampled_from(
        ["Tuesday at 08:00 PT", "every other Tuesday at 09:00 PT", "[Mondays](https://example.com/wz) (weekly)"]
    ),
    st.sampled_from(["", "Weekly", "biweekly", "each release", "2026-01-05", "Jan 5", "a\\|b", "`x|y`", "<b>h</b>"]),
)
header = st.sampled_from(
    [
        "Ritual",
        "Frequency",
        "Description",
        "DRI",
        "Start date",
        "Slack channel",
        "Board",
        "Link",
        "Week",
        "Engineer",
        "Zodiac",
        "Meeting",
        "Meeting time (UTC)",
        "Cadence",
        "Details",
    ]
)
title = st.sampled_from(
    [
        "## Rituals",
        "## Meetings",
        "## Slack channels",
        "## Project boards",
        "## Schedule",
        "## Words",
        "#### Stubs",
        "##### Gone by",
    ]
)


@st.composite
def table(draw: st.DrawFn) -> str:
    headers = draw(st.lists(header, min_size=2, max_size=5, unique=True))
    rows = draw(st.lists(st.lists(st.one_of(cell, channel), min_size=1, max_size=len(headers) + 1), max_size=4))
    edge = draw(st.sampled_from(["| ", ""]))
    return "\n".join(
        f"{edge}{' | '.join(one)}{' |' if edge else ''}" for one in [headers, ["---"] * len(headers), *rows]
    )


when = st.sampled_from(
    ["Mondays at 9:00 ET (weekly)", "[2nd and 4th Thursday](https://example.com/wy)", "now and then"]
)
bullets = st.lists(
    st.one_of(
        st.builds("- {}: {}".format, channel, phrase),
        st.builds("- {}: {}. {}\n  - [{}](https://example.com)".format, phrase, when, link, phrase),
        st.builds("- **{}** - {}: {}".format, phrase, when, phrase),
    ),
    min_size=1,
    max_size=4,
).map("\n".join)
see = st.builds(
    "Please see [{}](https://example.com/{}){}".format,
    phrase,
    word,
    st.sampled_from(["", ".", " for **below**", " for **above**"]),
)
meta = st.builds('<meta name="{}" value="{}">'.format, st.sampled_from(["title", "maintainedBy", "other"]), word)
fence = st.builds("```\n{}\n```".format, table())
page = st.lists(st.one_of(title, table(), bullets, see, phrase, meta, fence), max_size=10).map("\n\n".join)


@given(page)
@example('## Slack channels\n\n- w00: w00\n\n<meta name="title" value="w00">\n\n- w00: w00\n- #w00: w00')
def test_a_second_import_changes_nothing(body: str) -> None:
    once = imported(f"# Team\n\n{body}\n")
    after = once["handbook/team.md"].decode()
    again = imported(after, {path: content for path, content in once.items() if path.startswith("rituals/")})
    assert again == once


@given(page, st.sampled_from(["\n", "\r\n"]))
def test_no_word_is_lost(body: str, end: str) -> None:
    before = f"# Team\n\n{body}\n".replace("\n", end)
    after = b"\n".join(imported(before).values()).decode()
    # Old headings are in stubs.yml as anchors.
    words = re.findall(r"\bw[a-zA-Z0-9]+", re.sub(r"(?m)^Please see \[[^\]]*\]", "", before))
    assert not [one for one in words if one.lower() not in after.lower()]
    assert all(part in after for part in before.split("```")[1::2]), "code stays as it is"


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_days_are_read_in_all_their_forms(day: date) -> None:
    forms = ("%Y-%m-%d", "%B %d, %Y", "%b %d %Y", "%d %B %Y", "%d-%b-%Y", "%A, %B %d, %Y", "%b. %d, %Y")
    assert {dates.day(day.strftime(form)) for form in forms} == {day}
    assert dates.day(day.strftime("%b %d"), day) == day


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(1, 40), st.integers(1, 4), st.integers(2, 9))
def test_a_period_is_found_wherever_one_is(start: date, days: int, people: int, rows: int) -> None:
    begins = [start.fromordinal(start.toordinal() + days * index) for index in range(rows + 1)]
    turns = [schedule_tables.Turn(begins[at], begins[at + 1], f"p{at % people}", Span(0, 0)) for at in range(rows)]
    found = schedule_tables.rotation_keys(turns)
    if rows > people and rows > 1:
        assert found["members"] == [f"p{index}" for index in range(people)]
        assert found["every"] == (
            f"{days // 7} week{'s' if days > 7 else ''}" if days % 7 == 0 else f"{days} day{'s' if days > 1 else ''}"
        )
    else:
        assert [one["from"] for one in found["shifts"]] == [one.isoformat() for one in begins[:-1]]


@given(st.lists(st.text(string.ascii_letters + "|`\\ ", max_size=8), min_size=2, max_size=5))
def test_cells_are_those_of_the_line(parts: list[str]) -> None:
    texts = [re.sub(r"[`\\]", "", part).strip() or "x" for part in parts]
    line = " | ".join(text.replace("|", "\\|") for text in texts)
    body = f"# T\n\n| {line} |\n|{'---|' * len(texts)}\n{line}\n"
    source = Source("handbook/t.md", body)
    found = next(markdown_tables.find_tables(Page(source, "t.md", "t/index.html")))
    assert [cell.text for cell in found.header] == texts
    assert [cell.text for cell in found.rows[0][0]] == texts
    assert all(body[cell.start :].startswith(cell.text.replace("|", "\\|")) for cell in found.header)
