"""What the tables do in a browser: sort, filter, open, share, and stay true when time goes on."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect
from pypdf import PdfReader

from browser import chromium
from browser.built_sites import Site, built
from browser.chromium import visit
from handbooks import NOON, write
from mkdocs_handbook.schedule.frequency_words import VOCABULARY
from mkdocs_handbook.schedule.recurrence import next_occurrence
from mkdocs_handbook.util import templates, words
from recurrence_cases import FORMS, frequency
from serve_process import pause

pytestmark = pytest.mark.xdist_group("browser tables")

# The whole week's rituals of engineering, as they stand in the file.
TASKS = (
    "Stand up",
    "Pull request review",
    "Engineering group discussions",
    "On-call handoff",
    "Release ritual",
    "Eng together",
    "Release retro",
    "Engineering leadership weekly",
    "Product/eng weekly",
    "Record engineering KPIs",
    "Triage engineering-initiated stories",
    "Renew the MDM certificate",
)


@pytest.fixture
def at(browser: Browser) -> Iterator[Any]:
    """Open windows whose clock stands at a time, in a time zone, with any other setting of a window."""
    contexts = []

    def window(now: datetime = NOON, zone: str = "Europe/London", **settings: Any) -> Page:
        context = chromium.kept_local(browser.new_context(timezone_id=zone, locale="en-GB", **settings), is_fixed=False)
        contexts.append(context)
        page = context.new_page()
        page.clock.install(time=now)
        return page

    yield window
    for context in contexts:
        context.close()


def region(page: Page, name: str = "Engineering rituals") -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def tools(page: Page) -> Locator:
    return page.get_by_role("group", name="Filter: Engineering rituals")


def searchbox(page: Page) -> Locator:
    return tools(page).get_by_role("searchbox", name="Filter", exact=True)


def column(table: Locator, number: int) -> list[str]:
    """Return the first lines of the cells of a column that are shown."""
    cells = table.locator(f"tbody tr:not([hidden]) > td:nth-child({number})")
    return [text.split("\n")[0] for text in cells.all_inner_texts()]


def header(table: Locator, name: str) -> Locator:
    return table.get_by_role("columnheader", name=name, exact=True)


# --- Sorting ---


def test_a_header_sorts_up_then_down_then_as_it_was(sample: Site, page: Page) -> None:
    visit(page, f"{sample.url}engineering/")
    table = region(page)
    button = table.get_by_role("button", name="Ritual", exact=True)
    assert tuple(column(table, 1)) == TASKS
    button.click()
    expect(header(table, "Ritual")).to_have_attribute("aria-sort", "ascending")
    assert column(table, 1) == sorted(TASKS, key=str.casefold)
    button.click()
    expect(header(table, "Ritual")).to_have_attribute("aria-sort", "descending")
    assert column(table, 1) == sorted(TASKS, key=str.casefold, reverse=True)
    button.click()
    assert table.locator("[aria-sort]").count() == 0
    assert tuple(column(table, 1)) == TASKS


@pytest.mark.slow
def test_frequencies_sort_by_length_and_events_come_last(sample: Site, page: Page) -> None:
    visit(page, f"{sample.url}engineering/")
    table = region(page)
    button = table.get_by_role("button", name="Frequency", exact=True)
    button.click()
    up = column(table, 2)
    assert [up[0], up[1], *up[-3:]] == [
        "Daily",
        "Daily",
        "Triweekly on Wednesday",
        "Annually on 9 September",
        "Each release",
    ]
    button.click()
    down = column(table, 2)
    assert [down[0], down[1], *down[-3:]] == [
        "Annually on 9 September",
        "Triweekly on Wednesday",
        "Daily",
        "Daily",
        "Each release",
    ]


@pytest.mark.slow
def test_dates_sort_by_time_whatever_they_look_like(sample: Site, at: Any) -> None:
    page = at()
    visit(page, f"{sample.url}engineering/")
    table = region(page)
    table.get_by_role("button", name="Next", exact=True).click()
    days = column(table, 3)
    assert days[-1] == ""
    assert days[0] == "Fri 20 Nov"
    exact = table.locator("tbody td:nth-child(3) time").evaluate_all(
        "times => times.map((time) => Date.parse(time.dateTime))"
    )
    assert exact == sorted(exact)


# --- Editing ---


@pytest.mark.slow
def test_the_pencil_shows_where_somebody_points_or_types_and_always_on_touch(site: Site, at: Any) -> None:
    page = at()
    visit(page, f"{site.url}engineering/")
    row = region(page).locator("tbody tr").first
    pencil = row.get_by_role("link", name="Edit", exact=True)
    expect(pencil).to_have_css("opacity", "0")
    row.hover()
    expect(pencil).to_have_css("opacity", "1")
    page.mouse.move(0, 0)
    pencil.focus()
    expect(pencil).to_have_css("opacity", "1")
    tablet = at(viewport={"width": 1024, "height": 800}, has_touch=True, is_mobile=True)
    visit(tablet, f"{site.url}engineering/")
    expect(region(tablet).locator(".handbook-edit a").first).to_have_css("opacity", "1")


# --- Filtering ---


@pytest.mark.slow
def test_the_filter_counts_aloud(sample: Site, page: Page) -> None:
    visit(page, f"{sample.url}engineering/")
    table, bar = region(page), tools(page)
    count = bar.get_by_role("status")
    expect(count).to_have_text("")
    bar.get_by_role("searchbox", name="Filter", exact=True).fill("WEEKLY  monday")
    expect(count).to_have_text("2 of 12 rows")
    assert column(table, 1) == ["On-call handoff", "Engineering leadership weekly"]
    # What a row tells when it is opened can be found as well.
    bar.get_by_role("searchbox").fill("show and tell")
    assert column(table, 1) == ["Eng together"]
    bar.get_by_role("searchbox").fill("no such thing")
    expect(count).to_have_text("0 of 12 rows")


@pytest.mark.slow
def test_choices_of_a_column(sample: Site, at: Any) -> None:
    page = at()
    visit(page, f"{sample.url}engineering/")
    table, bar = region(page), tools(page)
    choice = bar.get_by_role("combobox", name="DRI")
    assert choice.locator("option").all_inner_texts() == ["all", "Luke Heath", "Zach Wasserman"]
    choice.select_option("Luke Heath")
    assert column(table, 1) == list(TASKS[-3:])
    bar.get_by_role("combobox", name="Next").select_option("this week")
    assert column(table, 1) == ["Record engineering KPIs"]
    bar.get_by_role("combobox", name="Next").select_option("this month")
    assert column(table, 1) == list(TASKS[-3:-1])


@pytest.mark.slow
def test_a_small_table_has_no_tools(sample: Site, page: Page) -> None:
    visit(page, f"{sample.url}integrations/")
    assert page.locator(".handbook-tools").count() == 0
    expect(region(page, "Integrations rituals").get_by_role("button", name="Next", exact=True)).to_be_visible()


def test_a_view_has_an_address(sample: Site, page: Page, browser: Browser) -> None:
    visit(page, f"{sample.url}engineering/?h=kept#rituals")
    table = region(page)
    searchbox(page).fill("weekly")
    tools(page).get_by_role("combobox", name="DRI").select_option("Zach Wasserman")
    table.get_by_role("button", name="Ritual", exact=True).dblclick()
    page.wait_for_url(
        re.compile(r"\?h=kept&rituals\.filter=weekly&rituals\.sort=-task&rituals\.dri=Zach\+Wasserman#rituals$")
    )
    shown = column(table, 1)
    assert len(shown) == 6
    with chromium.kept_local(browser.new_context()) as other:
        elsewhere = other.new_page()
        elsewhere.goto(page.url)
        expect(searchbox(elsewhere)).to_have_value("weekly")
        expect(header(region(elsewhere), "Ritual")).to_have_attribute("aria-sort", "descending")
        assert column(region(elsewhere), 1) == shown
        searchbox(elsewhere).fill("")
        tools(elsewhere).get_by_role("combobox", name="DRI").select_option("all")
        elsewhere.wait_for_url(re.compile(r"\?h=kept&rituals\.sort=-task#rituals$"))


# --- Rows ---


@pytest.mark.slow
def test_a_row_opens(sample: Site, page: Page) -> None:
    visit(page, f"{sample.url}engineering/")
    row = page.locator("#ritual-engineering-group-discussions")
    agenda = region(page).get_by_text("Risks to the release")
    expect(agenda).to_be_hidden()
    row.locator("summary").click()
    expect(agenda).to_be_visible()
    opened = page.locator("#ritual-engineering-group-discussions + .handbook-opened")
    assert opened.locator("dt").all_inner_texts() == ["Participants", "Agenda", "Minutes", "Started on", "See also"]
    # Not in the cell of the description, but as wide as the table.
    widths = [one.evaluate("element => element.getBoundingClientRect().width") for one in (opened, region(page))]
    assert widths[0] > 0.98 * widths[1]
    expect(opened.get_by_role("definition").get_by_role("link")).to_have_attribute(
        "href", "meetings/#engineering-group-discussions"
    )
    expect(opened.get_by_role("definition").get_by_role("link")).to_have_text(
        "Engineering meetings: Engineering group discussions"
    )
    searchbox(page).fill("risks to the release")
    expect(agenda).to_be_visible()
    searchbox(page).fill("retro")
    expect(agenda).to_be_hidden()
    searchbox(page).fill("")
    region(page).get_by_role("button", name="Ritual", exact=True).click()
    expect(page.locator("#ritual-engineering-group-discussions + .handbook-opened")).to_be_visible()
    row.locator("summary").click()
    expect(agenda).to_be_hidden()
    expect(opened).to_have_count(0)


@pytest.mark.slow
def test_what_matches_nothing_says_so_and_is_cleared(sample: Site, page: Page) -> None:
    visit(page, f"{sample.url}engineering/")
    nothing = region(page).get_by_text("Nothing matches")
    expect(nothing).to_be_hidden()
    searchbox(page).fill("no such thing")
    expect(nothing).to_be_visible()
    region(page).get_by_role("button", name="clear").click()
    expect(nothing).to_be_hidden()
    expect(searchbox(page)).to_be_focused()
    assert tuple(column(region(page), 1)) == TASKS


@pytest.mark.slow
def test_the_address_of_a_row_opens_it_wherever_it_is(sample: Site, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    address = f"{sample.url}engineering/?rituals.filter=annually&rituals.sort=-task#ritual-release-ritual"
    visit(page, address)
    row = page.locator("#ritual-release-ritual")
    expect(row).to_be_in_viewport()
    expect(page.locator("#ritual-release-ritual + tr").get_by_text("#help-engineering")).to_be_visible()
    shown = [name for name in column(region(page), 1) if name in TASKS]
    assert shown == ["Renew the MDM certificate", "Release ritual"]
    page.evaluate("location.hash = 'ritual-stand-up'")
    expect(page.locator("#ritual-stand-up")).to_be_in_viewport()
    expect(page.locator("#ritual-stand-up + tr").get_by_text("In progress")).to_be_visible()
    expect(row).to_be_hidden()


@pytest.mark.slow
def test_a_row_links_to_itself(sample: Site, page: Page) -> None:
    visit(page, f"{sample.url}engineering/")
    row = page.locator("#ritual-pull-request-review")
    row.hover()
    row.get_by_role("link", name="Link to this row").click()
    assert page.url.endswith("/engineering/#ritual-pull-request-review")


@pytest.mark.slow
def test_everything_by_keyboard(sample: Site, page: Page) -> None:
    visit(page, f"{sample.url}engineering/")
    searchbox(page).focus()
    page.keyboard.type("discussions")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(tools(page).get_by_role("combobox", name="DRI")).to_be_focused()
    page.keyboard.press("Tab")
    expect(region(page)).to_be_focused()
    page.keyboard.press("Tab")
    expect(region(page).get_by_role("button", name="Ritual", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(header(region(page), "Ritual")).to_have_attribute("aria-sort", "ascending")
    summary = page.locator("#ritual-engineering-group-discussions summary")
    for _ in range(12):
        page.keyboard.press("Tab")
        if summary.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Space")
    expect(page.get_by_text("Risks to the release")).to_be_visible()


# --- Time ---


def test_a_page_that_grows_old_knows_later_dates(sample: Site, at: Any) -> None:
    page = at(datetime(2026, 12, 3, 12, tzinfo=UTC))
    visit(page, f"{sample.url}engineering/")
    found = {
        name: page.locator(f"#ritual-{name} td").nth(2).inner_text()
        for name in ("stand-up", "release-ritual", "on-call-handoff", "release-retro", "renew-the-mdm-certificate")
    }
    assert found == {
        "stand-up": "Thu 3 Dec\ntoday",
        "release-ritual": "Wed 16 Dec\nin 13 days",
        "on-call-handoff": "Mon 7 Dec, 09:00\nin 4 days",
        "release-retro": "",
        "renew-the-mdm-certificate": "Thu 9 Sep 2027\nin 9 months",
    }


@pytest.mark.slow
def test_a_page_that_stays_open_follows_the_clock(sample: Site, at: Any) -> None:
    page = at(datetime(2026, 11, 20, 23, 59, tzinfo=UTC))
    visit(page, f"{sample.url}engineering/")
    cell = page.locator("#ritual-stand-up td").nth(2)
    expect(cell).to_have_text("Fri 20 Nov today")
    page.clock.fast_forward("01:30")
    expect(cell).to_have_text("Sat 21 Nov today")


COUNTING = """
window.made = 0;
for (const name of ["RelativeTimeFormat", "DateTimeFormat"])
  Intl[name] = new Proxy(Intl[name], { construct: (made, given) => { window.made++; return new made(...given); } });
for (const name of ["toLocaleDateString", "toLocaleString"]) {
  const own = Date.prototype[name];
  Date.prototype[name] = function (...given) { window.made++; return own.apply(this, given); };
}
"""


@pytest.mark.slow
def test_formats_are_not_made_for_each_date(calendar: Site, browser: Browser) -> None:
    with chromium.kept_local(browser.new_context()) as context:
        page = context.new_page()
        page.add_init_script(COUNTING)
        visit(page, f"{calendar.url}a/")
        assert page.locator("td[data-next] time").count() > 50
        assert page.evaluate("window.made") < 10


@pytest.mark.slow
def test_times_are_told_in_the_zone_of_the_reader(sample: Site, at: Any) -> None:
    page = at(zone="Asia/Tokyo")
    visit(page, f"{sample.url}engineering/")
    time = page.locator("#ritual-on-call-handoff time").first
    assert time.get_attribute("datetime") == "2026-11-23T09:00:00-06:00"
    assert time.get_attribute("title") == "2026-11-23 09:00 America/Chicago"
    time.hover()
    title = time.get_attribute("title") or ""
    assert title.startswith("2026-11-23 09:00 America/Chicago = Tuesday")
    assert "00:00" in title
    assert title.endswith("Asia/Tokyo (your time)")
    day = page.locator("#ritual-release-ritual time").first
    day.hover()
    assert re.fullmatch(r"Wednesday,? 25 November 2026 \(2026-11-25\)", day.get_attribute("title") or "")


@pytest.mark.slow
def test_a_time_across_daylight_saving_is_that_of_its_zone(sample: Site, at: Any) -> None:
    page = at(datetime(2027, 3, 26, 12, tzinfo=UTC), zone="UTC")
    visit(page, f"{sample.url}engineering/")
    time = page.locator("#ritual-on-call-handoff time").first
    # Chicago's clocks went forward on 14 March: 09:00 there is one hour earlier elsewhere.
    expect(time).to_have_text("Mon 29 Mar, 09:00")
    expect(time).to_have_attribute("datetime", "2027-03-29T14:00:00.000Z")


SHIFTS = (
    # Europe/Berlin hands over on Monday at 10:00, which is 09:00 UTC.
    (datetime(2026, 11, 20, 12, tzinfo=UTC), "Philipp", ["Philipp", "David", "Beatrix", "Taras"]),
    (datetime(2026, 11, 23, 8, 59, tzinfo=UTC), "Philipp", ["Philipp", "David", "Beatrix", "Taras"]),
    (datetime(2026, 11, 23, 9, 0, 1, tzinfo=UTC), "David", ["David", "Beatrix", "Taras", "Philipp"]),
    (datetime(2026, 12, 3, 12, tzinfo=UTC), "Beatrix", ["Beatrix", "Taras", "Philipp"]),
)


@pytest.mark.parametrize(("now", "on", "shown"), SHIFTS)
def test_who_is_on_duty(now: datetime, on: str, shown: list[str], site: Site, at: Any) -> None:
    page = at(now)
    visit(page, f"{site.url}integrations/")
    table = region(page, "Support rotation")
    assert column(table, 2) == [f"{on} on duty", *shown[1:]]
    row = table.locator(".handbook-now")
    expect(row).to_have_count(1)
    expect(row).to_have_attribute("aria-current", "true")
    expect(row).to_contain_text(on)
    expect(row).to_have_id("rotation-support-rotation")
    expect(row.get_by_text("on duty", exact=True)).to_be_visible()
    assert table.get_by_text("on duty", exact=True).count() == 1


def test_a_shift_changes_before_the_readers_eyes(sample: Site, at: Any) -> None:
    page = at(datetime(2026, 11, 23, 8, 59, 30, tzinfo=UTC))
    visit(page, f"{sample.url}integrations/")
    table = region(page, "Support rotation")
    expect(table.locator(".handbook-now")).to_contain_text("Philipp")
    page.clock.fast_forward("01:00")
    expect(table.locator(".handbook-now")).to_contain_text("David")


@pytest.mark.slow
def test_a_page_older_than_all_it_knows_claims_nothing(sample: Site, at: Any) -> None:
    page = at(datetime(2028, 1, 1, tzinfo=UTC))
    visit(page, f"{sample.url}integrations/")
    table = region(page, "Support rotation")
    expect(table.locator(".handbook-now")).to_have_count(0)
    expect(table.get_by_text("on duty", exact=True)).to_have_count(0)
    assert len(column(table, 2)) == 1


# --- Without script, on paper, in the dark ---


DUE = {
    "mkdocs.yml": "site_name: A\ndocs_dir: handbook\ntheme: mkdocs\nplugins: [handbook: {order: 'off'}]\n",
    "handbook/index.md": '# Due\n\n[Due until 2026-11-22](../rituals/*.rituals.yml){ columns="task next" due="week" }\n\n'
    '[All](../rituals/*.rituals.yml){ columns="task next" }\n',
    "rituals/a.rituals.yml": "".join(
        f"- {{task: {task}, startedOn: {day}, frequency: {frequency}, description: d, dri: ana}}\n"
        for task, day, frequency in (
            ("Review", "2026-01-05", "Weekly"),
            ("Report", "2026-01-25", "Monthly"),
            ("Plan", "2026-01-02", "Monthly"),
            ("Far", "2026-01-15", "Annually"),
            ("Digest", "2026-11-20", "Daily"),
            ("Sprint", "2026-11-20", "Biweekly"),
            ("Close", "2026-01-08", "Quarterly, endsOn: 2026-11-20"),
            ("Last", "2026-11-20", "Weekly, endsOn: 2026-11-25"),
        )
    ),
}


@pytest.fixture(scope="module")
def due(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A page of what is due this week, as of Friday, 20 November."""
    with built(write(tmp_path_factory.mktemp("due"), DUE), "/") as site:
        yield site


@pytest.mark.parametrize(
    ("now", "last", "shown"),
    [
        ("2026-11-20", "Sun 22 Nov", ["Digest", "Sprint", "Last"]),
        ("2026-11-21", "Sun 22 Nov", ["Digest"]),
        ("2026-11-24", "Sun 29 Nov", ["Digest", "Report"]),
        ("2026-11-30", "Sun 6 Dec", ["Digest", "Review", "Plan", "Sprint"]),
    ],
)
def test_what_is_due_this_week_is_that_of_the_readers_week(
    now: str, last: str, shown: list[str], due: Site, at: Any
) -> None:
    page = at(datetime.fromisoformat(f"{now}T12:00:00+00:00"), zone="UTC")
    visit(page, due.url)
    table = region(page, f"Due until {last}")
    assert column(table, 1) == shown
    expect(table.locator("caption")).to_have_text(f"Due until {last}")
    choice = page.get_by_role("group", name="Filter: All").get_by_role("combobox", name="Next")
    choice.select_option("this week")
    assert sorted(column(region(page, "All"), 1)) == sorted(shown)


@pytest.mark.slow
def test_without_script_a_list_of_what_is_due_is_that_of_the_build(due: Site, scriptless: Page) -> None:
    visit(scriptless, due.url)
    table = region(scriptless, "Due until Sun 22 Nov")
    assert [row.split("\t")[0] for row in table.locator("tbody tr:visible").all_inner_texts()] == [
        "Digest",
        "Sprint",
        "Last",
    ]


@pytest.mark.slow
def test_a_week_without_anything_due_says_so(tmp_path: Path, at: Any) -> None:
    ritual = "- {task: Plan, startedOn: 2026-11-20, frequency: Monthly, description: d, dri: ana}\n"
    with built(write(tmp_path, {**DUE, "rituals/a.rituals.yml": ritual}), "/") as site:
        page = at(zone="UTC")
        visit(page, site.url)
        nothing = region(page, "Due until Sun 22 Nov").get_by_text("Nothing yet.")
        expect(nothing).to_be_hidden()
        page.clock.fast_forward("48:00:00")
        expect(nothing).to_be_visible()
        assert column(region(page, "Due until Sun 22 Nov"), 1) == ["Nothing yet."]


@pytest.mark.slow
def test_rotations_of_two_groups_may_have_one_name(tmp_path: Path, at: Any) -> None:
    entry = "- {{rotation: On-call, startsOn: 2026-01-05, every: 1 week, members: [{}]}}\n"
    files = {
        "mkdocs.yml": "site_name: A\ndocs_dir: handbook\ntheme: mkdocs\nplugins: [handbook: {order: 'off'}]\n",
        "handbook/index.md": '# Duty\n\n[All](../rituals/*.rotations.yml){ columns="rotation group dri" shifts=1 }\n',
        "rituals/a.rotations.yml": entry.format("ana, bo"),
        "rituals/b.rotations.yml": entry.format("cy, dee"),
    }
    with built(write(tmp_path, files), "/") as site:
        page = at(zone="UTC")
        visit(page, site.url)
        assert column(region(page, "All"), 3) == ["bo on duty", "ana", "dee on duty", "cy"]
        assert page.locator(".handbook-now td:nth-child(3)").all_inner_texts() == ["bo on duty", "dee on duty"]


@pytest.mark.slow
def test_without_script_the_tables_are_complete(site: Site, scriptless: Page) -> None:
    visit(scriptless, f"{site.url}engineering/")
    table = region(scriptless)
    assert tuple(column(table, 1)) == TASKS
    assert scriptless.locator(".handbook-tools, .handbook-table button").count() == 0
    row = scriptless.locator("#ritual-engineering-group-discussions")
    row.locator("summary").click()
    expect(row.get_by_text("Risks to the release")).to_be_visible()
    visit(scriptless, f"{site.url}integrations/")
    now = region(scriptless, "Support rotation").locator(".handbook-now")
    expect(now).to_contain_text("Philipp")
    expect(now.get_by_text("on duty", exact=True)).to_be_visible()
    assert column(region(scriptless, "Support rotation"), 2) == ["Philipp on duty", "David", "Beatrix", "Taras"]


@pytest.mark.slow
def test_on_paper(site: Site, at: Any) -> None:
    page = at()
    visit(page, f"{site.url}engineering/")
    page.emulate_media(media="print")
    table = region(page)
    expect(page.locator(".handbook-tools").first).to_be_hidden()
    expect(table.get_by_role("link", name="Edit").first).to_be_hidden()
    expect(table.locator("summary").first).to_be_hidden()
    assert table.evaluate("element => getComputedStyle(element).overflow") == "visible"
    assert table.locator("dd", has_text="Risks to the release").evaluate(HEIGHT) > 5
    assert page.pdf()[:4] == b"%PDF"


@pytest.mark.slow
def test_on_paper_a_header_stands_with_its_rows(tmp_path: Path, at: Any) -> None:
    pages = {
        f"handbook/p{count}.md": "# P\n\n" + "Prose.\n\n" * count + "## Part\n\n[Rituals](../rituals/a.rituals.yml)\n"
        for count in range(14, 21)
    }
    data = "".join(
        f"- {{task: Row {number}, startedOn: 2026-01-05, frequency: Weekly, description: d, dri: ana}}\n"
        for number in range(3)
    )
    config = (
        "site_name: T\ndocs_dir: handbook\ntheme: {name: material, font: false}\nplugins: [handbook: {order: 'off'}]\n"
    )
    root = write(tmp_path, {**pages, "rituals/a.rituals.yml": data, "mkdocs.yml": config})
    with built(root, "/") as site:
        where = set()
        for count in range(14, 21):
            page = at()
            visit(page, f"{site.url}p{count}/")
            sheets = [sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf())).pages]
            where.add(next(index for index, sheet in enumerate(sheets) if "Row 0" in sheet))
            for words in ("Part", "Frequency"):
                assert all("Row 0" in sheet for sheet in sheets if words in sheet), (count, words)
        assert where == {0, 1}


HEIGHT = "element => element.getBoundingClientRect().height"


@pytest.mark.slow
@pytest.mark.parametrize("width", [1024, 1600])
def test_the_header_stays_in_sight(width: int, site: Site, at: Any) -> None:
    page = at(viewport={"width": width, "height": 500})
    visit(page, f"{site.url}engineering/")
    expect(region(page)).to_contain_class("handbook-fits")
    head = header(region(page), "Ritual")
    region(page).locator("tbody tr").nth(8).evaluate("row => row.scrollIntoView({ block: 'center' })")
    page.wait_for_function(ON_TOP, arg=head.element_handle())


ON_TOP = """head => {
  const { left, top } = head.getBoundingClientRect();
  return top >= 0 && head.contains(document.elementFromPoint(left + 5, top + 5));
}"""


# --- Widths ---

SHOWN = ("engineering/", "integrations/", "rfcs/", "directory/rituals/", "directory/channels/", "directory/people/")
SCROLLING = """() => {
  const isWide = (one) => one.scrollWidth > one.clientWidth + 1;
  const isHigh = (one) => one.scrollHeight > one.clientHeight + 1;
  const tables = [...document.querySelectorAll(".handbook-table")].filter((one) => isWide(one) || isHigh(one));
  return [...(isWide(document.documentElement) ? ["the page"] : []), ...tables.map((one) => one.ariaLabel)];
}"""


@pytest.mark.slow
@pytest.mark.parametrize("font", ["", "DejaVu Sans", "DejaVu Sans Mono"])
@pytest.mark.parametrize("width", [390, 1024, 1300, 1920])
def test_no_table_scrolls(width: int, font: str, site: Site, at: Any) -> None:
    page = at(viewport={"width": width, "height": 800})
    for address in SHOWN:
        visit(page, site.url + address)
        if font:
            page.add_style_tag(content=f"* {{ font-family: '{font}' !important }}")
        assert page.evaluate(SCROLLING) == [], address


def phone(at: Any) -> Page:
    page: Page = at(viewport={"width": 390, "height": 844}, has_touch=True)
    return page


LABELS = "cells => cells.map((cell) => getComputedStyle(cell, '::before').content)"


def test_on_a_phone_a_row_is_a_card(sample: Site, at: Any) -> None:
    page = phone(at)
    visit(page, f"{sample.url}engineering/")
    row = page.locator("#ritual-engineering-group-discussions")
    assert row.inner_text().split("\n")[0] == "Engineering group discussions"
    # The title of its column stands before each value.
    assert row.locator("td:visible").evaluate_all(LABELS) == ["none", '"Frequency"', '"Next"', '"DRI"']
    for shown in ("Weekly on Tuesday", "Tue 24 Nov", "Zach Wasserman"):
        expect(row.get_by_text(shown)).to_be_visible()
    for rest in ("Groups discuss in depth", "Risks to the release"):
        expect(row.get_by_text(rest)).to_be_hidden()
    row.get_by_role("button", name="More").click()
    for rest in ("Groups discuss in depth", "Risks to the release"):
        expect(row.get_by_text(rest)).to_be_visible()
    row.get_by_role("button", name="More").click()
    expect(row.get_by_text("Groups discuss in depth")).to_be_hidden()


@pytest.mark.slow
def test_a_card_shows_what_its_schema_says(sample: Site, at: Any) -> None:
    page = phone(at)
    visit(page, f"{sample.url}rfcs/")
    row = page.locator("#rfc-trace-identifiers-in-every-log-line")
    assert row.locator("td:visible").evaluate_all(LABELS) == ["none", '"Status"', '"Comments due by"']
    expect(row.locator(".handbook-badge")).to_have_text("open for comments")
    row.get_by_role("button", name="More").click()
    assert '"Decision maker"' in row.locator("td:visible").evaluate_all(LABELS)


@pytest.mark.slow
def test_cards_sort_filter_and_open_by_address(sample: Site, at: Any) -> None:
    page = phone(at)
    visit(page, f"{sample.url}engineering/#ritual-stand-up")
    expect(page.locator("#ritual-stand-up").get_by_text("In progress")).to_be_visible()
    region(page).get_by_role("button", name="Ritual", exact=True).click()
    names = region(page).locator("tbody tr[data-name]").evaluate_all("rows => rows.map((row) => row.dataset.name)")
    assert names == sorted(TASKS, key=str.casefold)
    searchbox(page).fill("retro")
    expect(region(page).locator("tbody tr:visible")).to_have_count(2)  # the other one is that of the address


@pytest.mark.slow
def test_cards_need_no_script(site: Site, browser: Browser) -> None:
    settings: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False}
    with chromium.kept_local(browser.new_context(**settings)) as context:
        page = context.new_page()
        visit(page, f"{site.url}engineering/")
        row = page.locator("#ritual-engineering-group-discussions")
        expect(row.get_by_text("Groups discuss in depth")).to_be_visible()
        row.locator("summary").click()
        expect(row.get_by_text("Risks to the release")).to_be_visible()
        assert row.bounding_box()["width"] <= 390  # type: ignore[index]


def test_script_and_style_are_small() -> None:
    size = sum(len(gzip.compress(text.encode(), 9)) for text in templates.assets().values())
    assert size < 16_000


# --- The browser against the recurrences ---

FREQUENCIES = [*VOCABULARY, *FORMS]
STARTED = date(2024, 1, 31)
ENDS = date(2027, 2, 1)


@pytest.fixture(scope="module")
def calendar(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A page with a ritual of each frequency, and one of each that ends."""
    rituals = [
        f"- {{task: {index} {kind}, startedOn: {STARTED}, frequency: '{text}', description: d, dri: ana{ends}}}\n"
        for index, text in enumerate(FREQUENCIES)
        for kind, ends in (("goes on", ""), ("ends", f", endsOn: {ENDS}"))
    ]
    page = '# A\n\n## Rituals\n\n[All](../../rituals/a.rituals.yml){ columns="task frequency next" }\n'
    config = "site_name: A\ndocs_dir: handbook\ntheme: mkdocs\nplugins: [handbook: {order: 'off'}]\n"
    files = {"mkdocs.yml": config, "handbook/a/index.md": page, "rituals/a.rituals.yml": "".join(rituals)}
    with built(write(tmp_path_factory.mktemp("calendar"), files), "/") as site:
        yield site


@pytest.mark.slow
@pytest.mark.parametrize("later", [0, 1, 3, 10, 40, 110])
def test_every_frequency_goes_on_as_the_recurrence_does(later: int, calendar: Site, at: Any) -> None:
    page = at(NOON + timedelta(later), zone="UTC")
    visit(page, f"{calendar.url}a/")
    expected = {}
    for index, text in enumerate(FREQUENCIES):
        rule, today = frequency(text), (NOON + timedelta(later)).date()
        expected[f"{index} goes on"] = str(next_occurrence(rule, STARTED, today) or "")
        if until := next_occurrence(rule, STARTED, today, ENDS):
            expected[f"{index} ends"] = str(until)
    found = dict(page.locator(".handbook-table tbody").evaluate(NEXT))
    assert {task: day for task, day in found.items() if task in expected} == expected
    said, today = dict(page.locator(".handbook-table tbody").evaluate(SAID)), (NOON + timedelta(later)).date()
    english = words.of_language("en")
    assert {task: said[task] for task, day in expected.items() if day} == {
        task: words.say_day(english, date.fromisoformat(day), today) for task, day in expected.items() if day
    }
    # Where a ritual has ended, its last date stays, and says that it is over.
    notes = [note for task, note in page.locator(".handbook-table tbody").evaluate(NOTES) if task not in expected]
    assert all(note == "yesterday" or note.endswith(" ago") for note in notes if note)


EACH = (
    "body => [...body.rows].map((row) => [row.cells[0].firstChild.data, row.cells[2].querySelector('TAG')?.TEXT ?? ''])"
)
NEXT = EACH.replace("TAG", "time").replace("TEXT", "dateTime")
SAID, NOTES = (EACH.replace("TAG", tag).replace("TEXT", "textContent") for tag in ("time", "small"))


@pytest.mark.slow
def test_build_and_browser_say_the_same_of_the_same_day(calendar: Site, at: Any) -> None:
    page = at(zone="UTC")
    visit(page, f"{calendar.url}a/")
    html = (calendar.folder / "a" / "index.html").read_text(encoding="utf-8")
    said = re.findall("<time[^>]*>([^<]*)</time> <small>([^<]*)</small>", html)
    times, notes = page.locator("td[data-next] time").all_inner_texts(), page.locator("td small").all_inner_texts()
    assert list(zip(times, notes, strict=True)) == said
    assert len(said) > len(FREQUENCIES)


# --- Material's instant navigation ---

INSTANT = """\
site_name: A
docs_dir: handbook
theme: {name: material, font: false, features: [navigation.instant]}
plugins: [handbook: {order: 'off'}]
"""


@pytest.fixture(scope="module")
def instant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site whose pages come without loading, with nine rituals on a page."""
    rituals = "".join(
        f"- {{task: T{number}, startedOn: 2026-01-0{number}, frequency: Daily, description: d, dri: ana, backup: bo}}\n"
        for number in range(1, 10)
    )
    files = {
        "mkdocs.yml": INSTANT,
        "handbook/index.md": "# Home\n\n[There](a.md)\n\n[Row](a.md#ritual-t9)\n",
        "handbook/a.md": "# A\n\n[Start](index.md)\n\n[All](../rituals/a.rituals.yml)\n",
        "rituals/a.rituals.yml": rituals,
    }
    with built(write(tmp_path_factory.mktemp("instant"), files), "/", local=True) as site:
        yield site


@pytest.mark.slow
def test_pages_that_come_without_loading_have_tools_too(instant: Site, page: Page) -> None:
    visit(page, instant.url, "networkidle")  # The theme has its sitemap, so that clicks load no page.
    page.evaluate("window.stays = true")
    page.get_by_role("link", name="There", exact=True).click()
    region(page, "All").get_by_role("button", name="Ritual", exact=True).dblclick()
    assert column(region(page, "All"), 1)[0] == "T9"
    page.wait_for_url(re.compile(r"a/\?rituals\.sort=-task$"))
    page.go_back()
    page.get_by_role("link", name="Row", exact=True).click()
    expect(page.locator("#ritual-t9 details")).to_have_attribute("open", "")
    expect(page.get_by_role("searchbox", name="Filter", exact=True)).to_have_count(1)
    assert page.evaluate("window.stays")


@pytest.mark.slow
def test_a_view_is_written_into_no_other_page_s_address(instant: Site, page: Page) -> None:
    """The table is still there while the next page, whose address stands already, is on its way."""
    visit(page, f"{instant.url}a/", "networkidle")
    page.get_by_role("searchbox", name="Filter", exact=True).fill("T9")
    with page.expect_request(instant.url), kept_back(page, instant.url, 0.6):
        page.get_by_role("link", name="Start", exact=True).click()
        expect(page.get_by_role("link", name="There", exact=True)).to_be_visible()
    assert page.url == instant.url


@contextmanager
def kept_back(page: Page, address: str, seconds: float) -> Iterator[None]:
    """A server that takes its time to answer for an address."""

    def late(route: Route) -> None:
        pause(seconds)
        route.continue_()

    page.route(address, late)
    yield
    page.unroute(address)
