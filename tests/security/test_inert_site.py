"""What a build writes is inert: read back by parsers, no text of the data is anything else than text."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import icalendar
import pytest

from handbooks import NOON, Built, build, write
from hostile_sites import TOLD, files
from inert_readers import elements, redirects, shown
from payloads import HIDDEN, MARK, PAYLOADS, stubs

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")]
# What a calendar of the handbook may say; nothing else was asked for.
PROPERTIES = {
    *("UID", "SUMMARY", "DESCRIPTION", "URL", "DTSTAMP", "CATEGORIES", "DTSTART", "DTEND", "DURATION", "RRULE"),
    *("EXDATE", "TRANSP", "PRODID", "VERSION", "CALSCALE", "NAME", "X-WR-CALNAME", "REFRESH-INTERVAL"),
    *("X-PUBLISHED-TTL", "TZID", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO", "RDATE"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The built site of a handbook that has payloads wherever a text can stand."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp())))
        built = build(write(tmp_path_factory.mktemp("inert"), files()))
    assert not built.error, built.messages
    return built


def pages(site: Built) -> dict[str, str]:
    return {path.relative_to(site.site).as_posix(): path.read_text("utf-8") for path in site.site.rglob("*.html")}


def foreign(html: str) -> list[str]:
    """Return the elements and attributes of a page that no template has written."""
    found = []
    for one in elements(html):
        names = [one.tag, *one.attrib]
        code = (one.text or "") if one.tag in ("script", "style") else ""
        links = [text for name, text in one.attrib.items() if name in ("href", "src", "action", "content")]
        if any(MARK in name or name.startswith("on") for name in names) or code.strip().startswith("window."):
            found.append(f"{one.tag} {one.attrib} {code[:80]}")
        found += [
            text for text in links if re.match(r"[\s\x00-\x1f]*(?:javascript|data|vbscript):", text, re.IGNORECASE)
        ]
    return found


def test_pages_have_no_element_or_attribute_of_the_data(site: Built) -> None:
    found = {name: bad for name, html in pages(site).items() if (bad := foreign(html))}
    assert not found
    assert len(pages(site)) > 4 * len(TOLD)


def test_pages_show_the_texts_themselves(site: Built) -> None:
    text = shown(site.page("directory/people/index.html"))
    for payload in TOLD:
        assert squeezed(payload) in squeezed(text)


def squeezed(text: str) -> str:
    return "".join(re.sub(r"[\x00-\x1f\x7f-\x9f\ufffd\ufffe\uffff\u2028\u2029]", "", text).split())


def test_the_page_for_missing_addresses_names_the_directory_as_it_is_called(site: Built) -> None:
    assert f'directory/">&lt;{MARK}&gt; &amp; more</a>' in site.page("404.html")


def test_scripts_hold_addresses_as_data(site: Built) -> None:
    html = site.page(f"old/0 {next(iter(stubs(PAYLOADS))).removeprefix('old/0 ').removesuffix('.md')}/index.html")
    assert html.count("</script>") == 1


def test_redirects_are_those_of_the_stubs(site: Built) -> None:
    rules = redirects(site.page("_redirects"))
    asked = [old for old, new in stubs(PAYLOADS).items() if "#" not in old and new != "gone"]
    assert len(rules) == len(asked)
    assert {rule.old.split("/")[2] for rule in rules} == {"old", "file", "out"}
    for rule in rules:
        assert rule.new.startswith(("/base/", "https://example.com/"))


def test_calendars_have_the_events_and_properties_that_are_ours(site: Built) -> None:
    calendars = list((site.site / "calendars").rglob("*.ics"))
    assert len(calendars) > len(TOLD)
    for path in calendars:
        content = path.read_bytes()
        assert not re.search(rb"[\r\n]|\xe2\x80[\xa8\xa9]|\xc2\x85", content.replace(b"\r\n", b""))
        (calendar,) = icalendar.Calendar.from_ical(content, multiple=True)
        for component in calendar.walk():
            assert not component.errors
            assert set(component) <= PROPERTIES
    tasks = {
        str(event["SUMMARY"])
        for event in icalendar.Calendar.from_ical((site.site / "calendars/groups/eng.ics").read_bytes()).walk("VEVENT")
    }
    assert f"[{MARK}](javascript:window.zzzRan=(window.zzzRan||0)+1) ![{MARK}](https://{MARK}.example/x.png)" in tasks


def test_json_has_the_texts_themselves(site: Built) -> None:
    for path in (site.site / "api").rglob("*.json"):
        assert not HIDDEN.search(path.read_text("utf-8").replace("\n", ""))
    people = json.loads(site.page("api/v1/people.json"))["people"]
    assert {one["handle"] for one in people} == {*TOLD, "plain"}
    assert {one["name"] for one in people} == set(TOLD)


def test_the_search_index_has_no_element_of_the_data(site: Built) -> None:
    index = json.loads(site.page("search/search_index.json"))
    texts = [entry[key] for entry in index["docs"] for key in ("title", "text")]
    assert any(MARK in text for text in texts)
    assert not [bad for text in texts if (bad := foreign(text))]


def test_names_of_files_are_names_on_every_disk(site: Built) -> None:
    for path in [*(site.site / "directory").rglob("*"), *(site.site / "calendars").rglob("*")]:
        assert re.fullmatch(r"[\w.-]+", path.name)
        assert len(path.name.encode()) < 256
        assert not re.fullmatch(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", path.name)


def test_nothing_is_outside_of_the_site(site: Built) -> None:
    assert {path.name for path in site.site.parent.iterdir()} == {
        "mkdocs.yml",
        "handbook",
        "rituals",
        "schemas",
        "site",
        "theme",
    }
    for path in site.site.rglob("*"):
        assert Path(site.site) in path.resolve().parents
