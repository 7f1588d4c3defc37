"""What search indexes have of tables: the rows as entries with names, and nothing of what only serves to use them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from handbooks import build, write
from mkdocs_handbook.rendering import search_rows

FILES = {
    "handbook/a/index.md": "# A\n\n## On duty\n\n[Duty](../../rituals/a.rotations.yml)\n\n## Things\n\nBefore.\n\n"
    "[Things](../../rituals/a.things.yml)\n\nAfter.\n\n"
    "## Rituals\n\n[Rituals](../../rituals/a.rituals.yml)\n\n## Slack channels\n\n[Channels](../../rituals/a.channels.yml)\n",
    "handbook/other.md": "# Other\n\n[Of A](../rituals/a.rituals.yml)\n",
    "rituals/people.yml": "ana: {name: Ana Pérez}\nbo: {name: Bo}\n",
    "rituals/a.rituals.yml": "- {task: Tidy & <sort>, startedOn: 2026-01-05, frequency: Weekly, agenda: [Shelves, Boxes],\n"
    "   description: All of it., dri: ana, moreInfoUrl: other.md}\n",
    "rituals/a.channels.yml": "- {channel: '#help-a', description: 'Ask *us*.', dri: ana}\n",
    "rituals/a.rotations.yml": "- {rotation: Support, startsOn: 2026-01-05, every: 1 week, members: [ana, bo]}\n",
    "rituals/a.things.yml": "- {thing: Lamp, note: bright}\n- {thing: Sofa}\n",
    "schemas/things.schema.json": json.dumps(
        {
            "title": "Things",
            "type": "array",
            "x-key": "thing",
            "items": {
                "type": "object",
                "properties": {"thing": {"type": "string"}, "note": {"type": "string"}},
                "required": ["thing"],
            },
        }
    ),
}
WANTED = {
    "a/#things-lamp": ("Lamp", "Lamp bright"),
    "a/#things-sofa": ("Sofa", "Sofa"),
    "a/#ritual-tidy-sort": (
        "Tidy & <sort>",
        "Tidy & <sort> Weekly Mon 23 Nov All of it. Shelves Boxes Mon 5 Jan Other Ana Pérez",
    ),
    "a/#channel-help-a": ("#help-a", "#help-a Ask us. Ana Pérez"),
}


@pytest.fixture(params=("material", "mkdocs"))
def docs(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Any]]:
    """The entries of a theme's search index by their addresses."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795176000")
    config = f"site_name: x\ndocs_dir: handbook\ntheme: {request.param}\n"
    config += "plugins: [search, handbook: {order: 'off', edit_url: 'https://example.com/{path}'}]\n"
    built = build(write(tmp_path, {**FILES, "mkdocs.yml": config}))
    assert not built.error
    entries: list[dict[str, Any]] = json.loads(built.page("search/search_index.json"))["docs"]
    assert len({one["location"] for one in entries}) == len(entries)
    return {one["location"]: one for one in entries}


def plain(text: str) -> str:
    """Return the text of an entry without the marks that Material keeps."""
    for mark, meant in (("<p>", ""), ("</p>", ""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(mark, meant)
    return text.strip()


def test_each_row_is_an_entry_with_its_cells_as_text(docs: dict[str, dict[str, Any]]) -> None:
    found = {address: (plain(docs[address]["title"]), plain(docs[address]["text"])) for address in WANTED}
    assert found == WANTED
    name, text = plain(docs["a/#rotation-support"]["title"]), plain(docs["a/#rotation-support"]["text"])
    assert (name, text.split()[:2]) == ("Support", ["Support", "Bo"])


def test_a_row_is_found_where_its_group_shows_it(docs: dict[str, dict[str, Any]]) -> None:
    assert [address for address in docs if "tidy" in address] == ["a/#ritual-tidy-sort"]
    assert docs["directory/people/ana/"]["title"] == "Ana Pérez"


def test_no_control_and_no_header_is_in_an_index(docs: dict[str, dict[str, Any]]) -> None:
    words = {word for one in docs.values() for word in plain(one["text"]).split()}
    assert words.isdisjoint(("Edit", "More", "Frequency", "Agenda", "Subscribe", "ago", "today", "then"))


def test_the_text_around_a_table_stays_with_its_section(docs: dict[str, dict[str, Any]]) -> None:
    text = docs["a/#things"]["text"]
    assert "Before." in text
    assert "After." in text
    assert "Lamp" not in text


def test_a_table_is_read_as_a_browser_reads_it() -> None:
    table = (
        '<div class="handbook-table handbook-rituals"><table><caption>All <b>rituals</b> &amp; more</caption><tbody>\n'
        "<!-- <tr><td>No row</td></tr> -->"
        '<tr id="a" data-name="A &gt; B"><td title="x > y">A &gt; B<br>now<br/>or <SMALL>in 3 days</SMALL>later</td>'
        "<TD class='other handbook-edit'>Edit <i>it</i></TD><td HIDDEN=''><b>No</b></td><td>Bo</td></tr>\n"
        "<tr id=b data-name=B><td>B<p>open</td><td>Ana</td></tr></tbody></table></div>"
    )
    content, rows = search_rows.sections(f"<p>Before</p>{table}<p>After</p>")
    assert [(row.id, row.name, row.text) for row in rows] == [
        ("a", "A > B", "A > Bnowor later Bo"),
        ("b", "B", "Bopen Ana"),
    ]
    assert "<p>All rituals &amp; more</p>" in content
    assert content.startswith("<p>Before</p>")
    assert "<p>After</p>" in content
