"""The JSON files of a site: what they say, and that they are what their schemas say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from handbooks import build, read, write
from mkdocs_handbook.data import kinds
from mkdocs_handbook.feeds import json_api
from mkdocs_handbook.links import feed_urls

ROOT = Path(__file__).parents[2]
FILES = {
    "mkdocs.yml": "site_name: T\nsite_url: https://example.com/h/\ndocs_dir: handbook\n"
    "theme: {name: null, custom_dir: theme}\nplugins: [handbook]\n",
    "handbook/a/README.md": "# A\n\n## Rituals\n\n[R](../../rituals/a.rituals.yml)\n\n"
    "## Slack channels\n\n[C](../../rituals/a.channels.yml)\n",
    "handbook/old-b/x.md": "# X\n",
    "rituals/a.rituals.yml": '- {task: Ünder, startedOn: 2026-11-25, frequency: Weekly, description: D, dri: ana, time: "09:00",'
    " timezone: Europe/London, duration: 30, backup: bo, participants: [All], agenda: [x], endsOn: 2026-12-03,"
    ' autoIssue: {labels: ["#g"], repo: r}}\n'
    "- {task: Each, startedOn: 2026-11-25, frequency: Each release, description: D, dri: ana}\n",
    "rituals/a.channels.yml": '- {channel: "#a", dri: ana, id: C0123456, status: archived, renamedTo: "#b"}\n',
    "rituals/b.rotations.yml": "- {rotation: Duty, startsOn: 2026-11-02, every: 1 week, members: [ana, bo],"
    ' overrides: [{from: 2026-11-23, to: 2026-11-30, dri: ana, reason: swap}], channels: ["#a"]}\n'
    "- {rotation: FixResult, startsOn: 2026-01-01, shifts: [{from: 2026-01-01, dri: bo}]}\n",
    "rituals/b.escalations.yml": "- {escalation: Outage, steps: [{notify: Duty}, {notify: bo, after: 5}, {notify: a, after: 6},"
    ' {notify: X, after: 7, moreInfoUrl: "https://example.com"}], repeat: 2, channel: "#a", description: D}\n',
    "rituals/people.yml": "ana: {name: Ana, role: R, github: ana, slack: U1, timezone: Europe/London}\n"
    "bo: {name: Bo, leftOn: 2030-01-01}\n",
    "rituals/stubs.yml": "b/x.md: old-b/x.md\nc.md: gone\na/README.md#old: a/README.md#rituals\nperks/: https://example.com/perks\n",
}


def lists(root: Path, files: Mapping[str, str] = FILES) -> dict[str, Any]:
    handbook, _ = read(write(root, files))
    found = json_api.api_files(handbook)
    assert set(found) == set(feed_urls.API)
    return {name: json.loads(found[f"api/v1/{name}.json"]) for name in feed_urls.LISTS}


def validate(name: str, content: Any) -> None:
    schema = json.loads(json_api.schema_text(name))
    jsonschema.Draft7Validator.check_schema(schema)
    jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).validate(content)


@pytest.mark.parametrize("name", feed_urls.LISTS)
def test_lists_are_what_their_schemas_say(name: str, tmp_path: Path) -> None:
    found = lists(tmp_path)[name]
    validate(name, found)
    assert found[name]
    # Would the schema notice?
    for broken in ({**found, "more": 1}, {**found, name: [{}]}, {key: found[key] for key in found if key != "version"}):
        with pytest.raises(jsonschema.ValidationError):
            validate(name, broken)


@pytest.mark.parametrize("name", feed_urls.LISTS)
def test_every_key_of_the_data_is_described(name: str) -> None:
    schema = json.loads(json_api.schema_text(name))["properties"][name]["items"]["properties"]
    assert all(one.get("description", "").endswith(".") for one in schema.values())
    if name in ("rituals", "channels", "people", "escalations"):
        assert set(kinds.item_schema(kinds.built_in_kinds()[name].schema)["properties"]) <= set(schema)


def test_what_the_lists_say(tmp_path: Path) -> None:
    found = lists(tmp_path)
    site = "https://example.com/h"
    assert found["groups"] == {
        "$schema": "schemas/groups.schema.json",
        "version": 1,
        "today": "2026-11-20",
        "groups": [
            {
                "group": "a",
                "kinds": ["channels", "rituals"],
                "url": f"{site}/a/",
                "calendar": f"{site}/calendars/groups/a.ics",
            },
            {"group": "b", "kinds": ["escalations", "rotations"], "calendar": f"{site}/calendars/groups/b.ics"},
        ],
    }
    ritual, event = found["rituals"]["rituals"]
    assert (ritual["task"], ritual["url"]) == ("Ünder", f"{site}/a/#ritual-ünder")
    assert (ritual["next"], event["next"]) == (["2026-11-25", "2026-12-02"], [])
    assert ritual["autoIssue"] == {"labels": ["#g"], "repo": "r"}
    assert found["people"]["people"][0] == {
        "handle": "ana",
        "calendar": f"{site}/calendars/people/ana.ics",
        "url": f"{site}/directory/people/ana/",
        "name": "Ana",
        "role": "R",
        "github": "ana",
        "slack": "U1",
        "timezone": "Europe/London",
    }
    duty, fixed = found["rotations"]["rotations"]
    # No page shows it but that of the directory.
    assert (duty["url"], duty["anchor"]) == (f"{site}/directory/on-duty/#b-rotation-duty", "rotation-duty")
    assert [(one["from"], one["dri"], one.get("reason")) for one in duty["shifts"]][:3] == [
        ("2026-11-16T00:00:00+00:00", "ana", None),
        ("2026-11-23T00:00:00+00:00", "ana", "swap"),
        ("2026-11-30T00:00:00+00:00", "ana", None),
    ]
    assert fixed["shifts"] == [{"from": "2026-01-01T00:00:00+00:00", "to": None, "dri": "bo"}]
    (outage,) = found["escalations"]["escalations"]
    assert outage == {
        "group": "b",
        "anchor": "escalation-outage",
        "url": f"{site}/directory/on-duty/#b-escalation-outage",
        "escalation": "Outage",
        "steps": [
            {"notify": "Duty", "after": 0, "sort": "rotation", "group": "b", "dri": "ana"},
            {"notify": "bo", "after": 5, "sort": "person", "dri": "bo"},
            {"notify": "a", "after": 6, "sort": "group"},
            {"notify": "X", "after": 7, "moreInfoUrl": "https://example.com", "sort": "elsewhere"},
        ],
        "repeat": 2,
        "channel": "#a",
        "description": "D",
    }
    assert found["stubs"]["stubs"] == [
        {"from": f"{site}/a/#old", "to": f"{site}/a/#rituals", "gone": False},
        {"from": f"{site}/b/x/", "to": f"{site}/old-b/x/", "gone": False},
        {"from": f"{site}/c/", "gone": True},
        {"from": f"{site}/perks/", "to": "https://example.com/perks", "gone": False},
    ]


def test_keys_of_ones_own_pass_and_hide_nothing(tmp_path: Path) -> None:
    schema = json.loads((ROOT / "schemas/channels.schema.json").read_text(encoding="utf-8"))
    for key in ("group", "size"):
        schema["items"]["properties"][key] = {"type": "string", "title": key, "description": "One's own."}
    data = '- {channel: "#a", dri: ana, group: mine, size: large}\n'
    files = {**FILES, "schemas/channels.schema.json": json.dumps(schema), "rituals/a.channels.yml": data}
    found = lists(tmp_path, files)["channels"]
    validate("channels", found)
    assert (found["channels"][0]["group"], found["channels"][0]["size"]) == ("a", "large")


def test_without_a_directory_only_pages_are_linked(tmp_path: Path) -> None:
    config = FILES["mkdocs.yml"].replace("handbook]", "handbook: {directory: false}]")
    found = lists(tmp_path, {**FILES, "mkdocs.yml": config})
    assert all("url" not in one for name in ("people", "rotations") for one in found[name][name])
    assert all("url" in one for one in found["rituals"]["rituals"])


def test_a_handbook_without_data_has_empty_lists(tmp_path: Path) -> None:
    for name, found in lists(tmp_path, {}).items():
        validate(name, found)
        assert found[name] == []


def test_a_build_publishes_lists_and_schemas(tmp_path: Path) -> None:
    built = build(write(tmp_path, FILES))
    assert not built.error
    for name in feed_urls.LISTS:
        content = json.loads(built.page(f"api/v1/{name}.json"))
        schema = json.loads(built.page(f"api/v1/{content['$schema']}"))
        jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).validate(content)
    again = build(tmp_path, site=tmp_path / "again")
    assert all((again.site / one).read_bytes() == (built.site / one).read_bytes() for one in feed_urls.API)


def test_the_sample_handbook() -> None:
    handbook, _ = read(ROOT)
    found = json_api.api_files(handbook)
    for name in feed_urls.LISTS:
        validate(name, json.loads(found[f"api/v1/{name}.json"]))
