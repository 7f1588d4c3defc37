"""What a page shows at a glance, read at another time than that of its build and elsewhere: who is on duty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from browser import chromium
from browser.built_sites import Site, built
from browser.chromium import visit
from handbooks import NOON, write

pytestmark = pytest.mark.xdist_group("browser overview")


@pytest.fixture
def at(browser: Browser) -> Iterator[Any]:
    """Open windows whose clock stands at a time, in a time zone, with any other setting of a window."""
    contexts = []

    def window(now: datetime = NOON, zone: str = "Europe/London", **settings: Any) -> Page:
        context = browser.new_context(timezone_id=zone, reduced_motion="reduce", **settings)
        contexts.append(chromium.kept_local(context, is_fixed=False))
        page = context.new_page()
        page.clock.set_fixed_time(now)
        return page

    yield window
    for context in contexts:
        context.close()


def duty(page: Page) -> str:
    """Return what the first card says of who is on duty."""
    return " ".join(page.locator(".handbook-state:visible").first.inner_text().split())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("now", "zone", "said"),
    [
        ("2026-11-20T12:00", "Europe/Berlin", "PH Philipp · until Mon 23 Nov, 10:00 · then David"),
        ("2026-11-23T08:59", "Europe/Berlin", "PH Philipp · until Mon 23 Nov, 10:00 · then David"),
        ("2026-11-23T09:00", "Europe/Berlin", "DA David · until Mon 30 Nov, 10:00 · then Beatrix"),
        ("2026-11-26T12:00", "America/New_York", "DA David · until Mon 30 Nov, 04:00 · then Beatrix"),
        ("2026-11-26T12:00", "Pacific/Auckland", "DA David · until Mon 30 Nov, 22:00 · then Beatrix"),
        ("2026-12-29T12:00", "Europe/Berlin", "TA Taras · until Mon 4 Jan 2027, 10:00 · then Beatrix"),
        ("2027-01-03T12:00", "Asia/Tokyo", "TA Taras · until Mon 4 Jan, 18:00 · then Beatrix"),
        ("2027-06-01T12:00", "Europe/Berlin", "not known, the page is of Fri 20 Nov"),
        # A clock that is wrong sees what was true when the page was made.
        ("2020-01-01T12:00", "Europe/Berlin", "PH Philipp · until Mon 23 Nov 2026, 10:00 · then David"),
    ],
)
def test_who_is_on_duty_at_any_time_and_place(now: str, zone: str, said: str, site: Site, at: Any) -> None:
    page = at(datetime.fromisoformat(now).replace(tzinfo=UTC), zone)
    for address in ("integrations/", "directory/", "directory/on-duty/"):
        visit(page, site.url + address)
        assert duty(page) == said
        # The table of the rotation beside it has the rotation's time.
        times = page.locator(".handbook-state:visible time")
        assert times.evaluate_all("all => all.map((one) => one.dataset.yours)") == [MARKS.get(zone)] * times.count()


# How times are marked in zones that differ from that of the rotation.
MARKS = dict.fromkeys(("America/New_York", "Pacific/Auckland", "Asia/Tokyo"), "your time")


@pytest.mark.slow
def test_without_script_it_is_that_of_the_build(site: Site, scriptless: Page) -> None:
    visit(scriptless, f"{site.url}integrations/")
    # In the zone of the handoff.
    assert duty(scriptless) == "PH Philipp · until Mon 23 Nov, 10:00 · then David"
    assert scriptless.locator(".handbook-state time:visible").get_attribute("title") == "2026-11-23 10:00 Europe/Berlin"
    expect(scriptless.locator(".handbook-lane").get_by_text("David", exact=True).first).to_be_visible()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("now", "weeks", "today"),
    [
        ("2026-11-20T12:00", ["16 Nov", "23 Nov", "30 Nov", "7 Dec"], "Philipp"),
        ("2026-11-26T12:00", ["23 Nov", "30 Nov", "7 Dec", "14 Dec"], "David"),
        ("2026-12-02T12:00", ["30 Nov", "7 Dec", "14 Dec", "21 Dec"], "Beatrix"),
        ("2026-12-20T12:00", ["14 Dec", "21 Dec", "28 Dec", "4 Jan"], "Philipp"),
    ],
)
def test_a_timeline_moves_along(now: str, weeks: list[str], today: str, site: Site, at: Any) -> None:
    page = at(datetime.fromisoformat(now).replace(tzinfo=UTC), viewport={"width": 1300, "height": 800})
    visit(page, f"{site.url}integrations/")
    found = page.evaluate(LANE)
    assert [label for label, *_ in found["weeks"]] == weeks
    assert [name for name, start, end in found["bars"] if start <= found["today"] <= end] == [today]
    # Nothing is drawn outside of its lane, and the weeks lie side by side.
    assert all(-0.5 <= start <= end <= found["width"] + 0.5 for _, start, end in (*found["weeks"], *found["bars"]))
    assert [round(start) for _, start, _ in found["weeks"]] == [round(found["width"] * part / 4) for part in range(4)]


LANE = """() => {
  const lane = document.querySelector(".handbook-lane"), { left, width } = lane.getBoundingClientRect();
  const shown = (selector) => [...document.querySelectorAll(selector)]
    .map((one) => [one.firstChild.textContent, one.getBoundingClientRect()])
    .filter(([, box]) => box.width > 1).map(([text, box]) => [text, box.left - left, box.right - left]);
  return {
    width, weeks: shown(".handbook-weeks span"), bars: shown(".handbook-lane li"),
    today: parseFloat(getComputedStyle(lane, "::after").left),
  };
}"""


@pytest.mark.slow
def test_overrides_are_marked_and_all_is_read_aloud(site: Site, at: Any) -> None:
    page = at()
    visit(page, f"{site.url}integrations/")
    assert page.locator(".handbook-lane .handbook-override").all_inner_texts() == [
        "Beatrix · swap with Taras\nBeatrix, from Mon 30 Nov, 10:00 until Mon 7 Dec, 10:00: swap with Taras",
        "Taras · swap with Beatrix\nTaras, from Mon 7 Dec, 10:00 until Mon 14 Dec, 10:00: swap with Beatrix",
    ]
    expect(page.locator(".handbook-legend")).to_have_text("instead of the usual member")


@pytest.mark.slow
def test_clocks_that_change_move_no_shift(tmp_path: Path, at: Any) -> None:
    """On 28 March 2027 there is no 02:30 in Berlin: the clock goes on from 01:59 to 03:00."""
    rotation = "{rotation: Nights, startsOn: 2026-10-03, every: 4 days, members: [ana, bo], handoff: {time: '02:30', timezone: Europe/Berlin}}"
    files = {
        "mkdocs.yml": "site_name: T\ndocs_dir: handbook\ntheme: mkdocs\nplugins: [handbook: {horizon: 200}]\n",
        "handbook/ops.md": "# Ops\n",
        "rituals/ops.rotations.yml": f"- {rotation}\n",
    }
    with built(write(tmp_path, files), "/") as site:
        page = at(datetime(2027, 3, 27, 12, tzinfo=UTC), "Europe/Berlin")
        for hour, minute, said in (
            (1, 29, "BO bo · until Sun 28 Mar, 03:30 · then ana"),
            (1, 31, "AN ana · until Thu 1 Apr, 02:30 · then bo"),
        ):
            page.clock.set_fixed_time(datetime(2027, 3, 28, hour, minute, tzinfo=UTC))
            visit(page, f"{site.url}ops/")
            assert duty(page) == said


@pytest.mark.slow
def test_short_shifts_have_initials_or_only_their_colour(tmp_path: Path, at: Any) -> None:
    files = {
        "mkdocs.yml": "site_name: T\ndocs_dir: handbook\ntheme: material\nplugins: [handbook: {timezone: Europe/Berlin}]\n",
        "handbook/ops.md": "# Ops\n\n[Duty](../rituals/ops.rotations.yml)\n",
        "rituals/people.yml": "ana: {name: Ana-Maria Example}\nbo: {name: Bo Example}\n",
        "rituals/ops.rotations.yml": "- {rotation: Days, startsOn: 2026-11-16, every: 1 day, members: [ana, bo]}\n"
        "- {rotation: Weeks, startsOn: 2026-11-16, every: 1 week, members: [ana, bo], overrides: [{from: 2026-11-23, to: 2026-11-30, dri: ana, reason: holiday}]}\n",
    }
    with built(write(tmp_path, files), "/") as site:
        for width, day, week in ((1300, "AE", "Ana-Maria Example"), (390, "", "Ana-Maria Example")):
            page = at(zone="UTC", viewport={"width": width, "height": 900})
            visit(page, f"{site.url}ops/")
            said = "bar => [[...bar.children].filter((one) => one.offsetWidth > 1).map((one) => one.textContent).join(''), bar.offsetHeight > 15]"
            days, weeks = page.locator(".handbook-lane").all()
            assert days.locator("li").first.evaluate(said) == [day, True]
            assert weeks.locator("li").first.evaluate(said) == [week, True]
            assert weeks.locator(".handbook-override").evaluate(said) == ["Ana-Maria Example · holiday", True]
            # A day before midnight in Berlin, where it is told.
            expect(page.locator("td:has(small)", has_text="Sat 21 Nov").locator("small").first).to_have_text("tomorrow")


@pytest.mark.slow
def test_it_changes_before_the_reader_s_eyes(sample: Site, at: Any) -> None:
    page = at()
    page.clock.install(time=datetime(2026, 11, 23, 8, 59, 30, tzinfo=UTC))
    visit(page, f"{sample.url}integrations/")
    assert duty(page).startswith("PH Philipp")
    page.clock.fast_forward(60_000)
    assert duty(page).startswith("DA David")


# --- A person ---


@pytest.mark.slow
@pytest.mark.parametrize(
    ("now", "clock", "lines"),
    [
        (
            "2026-11-20T12:00",
            "13:00",
            [
                "On duty now Support rotation · until Mon 23 Nov, 09:00",
                "Next due Check the support channels · Fri 20 Nov",
            ],
        ),
        (
            "2026-11-23T09:00",
            "10:00",
            [
                "On duty next Support rotation · from Mon 14 Dec, 09:00",
                "Next due Check the support channels · Mon 23 Nov",
            ],
        ),
        (
            "2026-11-28T12:00",
            "13:00",
            [
                "On duty next Support rotation · from Mon 14 Dec, 09:00",
                "Next due Check the support channels · Mon 30 Nov",
            ],
        ),
        ("2027-06-01T12:00", "14:00", ["On duty next Support rotation", "Next due …"]),
    ],
)
def test_a_person_at_a_glance(now: str, clock: str, lines: list[str], site: Site, at: Any) -> None:
    page = at(datetime.fromisoformat(now).replace(tzinfo=UTC))
    visit(page, f"{site.url}directory/people/philipp/")
    card = page.locator(".handbook-person")
    expect(card).to_contain_text("Software Engineer")
    expect(card.locator(".handbook-avatar")).to_have_text("PH")
    expect(card.locator("[data-zone]")).to_have_text(f"Europe/Berlin · {clock} there now")
    assert [" ".join(text.split()) for text in card.locator(".handbook-state:visible").all_inner_texts()] == lines
    card.get_by_role("link", name="Integrations", exact=True).click()
    page.wait_for_url(f"{site.url}integrations/")


@pytest.mark.slow
def test_zones_that_browsers_do_not_know_stop_nothing(tmp_path: Path, at: Any) -> None:
    ritual = "{task: Look, startedOn: 2026-01-05, frequency: Weekly, description: D., dri: ana, time: '09:00', timezone: Factory}"
    files = {
        "mkdocs.yml": "site_name: T\ndocs_dir: handbook\ntheme: mkdocs\nplugins: [handbook: {timezone: Factory}]\n",
        "rituals/ops.rituals.yml": f"- {ritual}\n",
        "rituals/ops.rotations.yml": "- {rotation: Phone, startsOn: 2026-11-16, every: 1 week, members: [ana, bo]}\n",
        "rituals/people.yml": "ana: {name: Ana, timezone: Factory}\nbo: {name: Bo}\n",
        "handbook/ops.md": "# Ops\n\n[Phone](../rituals/ops.rotations.yml)\n\n## Rituals\n\n[Rituals](../rituals/ops.rituals.yml)\n",
    }
    with built(write(tmp_path, files), "/") as site:
        for path in site.folder.rglob("*.html"):
            path.write_text(path.read_text(encoding="utf-8").replace("Factory", "New/Zone"), encoding="utf-8")
        page, errors = at(datetime(2026, 12, 2, 12, tzinfo=UTC)), []
        page.on("pageerror", lambda error: errors.append(error))
        visit(page, f"{site.url}directory/people/ana/")
        expect(page.locator("[data-zone]")).to_have_text("New/Zone")
        expect(page.locator(".handbook-state:visible").first).to_contain_text("On duty now")
        visit(page, f"{site.url}ops/")
        expect(page.locator(".handbook-rituals td[data-next] time")).to_have_text("Mon 7 Dec, 09:00")
        # The theme has errors of its own.
        assert not [error for error in errors if "zone" in str(error)]


# --- Home ---


@pytest.mark.slow
def test_home_answers(sample: Site, at: Any) -> None:
    page = at(datetime(2026, 11, 26, 12, tzinfo=UTC))
    visit(page, sample.url)
    home = page.locator(".handbook-overview")
    assert duty(page) == "DA David · until Mon 30 Nov, 09:00 · then Beatrix"
    # Of the reader's day, which is another than that of the build.
    first = home.locator(".handbook-days > li:visible").first
    expect(first).to_contain_text("Thu 26 Nov today")
    expect(first).to_contain_text("Eng together")
    card = home.locator("li", has_text="Requests for comments")
    expect(card).to_contain_text("What an RFC is, when to write one, and the register of all of them.")
    expect(home.locator("li", has_text="Support rotation").get_by_role("link", name="Support rotation")).to_be_visible()
    home.locator("li", has_text="Building blocks").get_by_role("link", name="#help-processes").click()
    page.wait_for_url(f"{sample.url}directory/channels/#processes-channel-help-processes")


@pytest.mark.slow
def test_home_searches(sample: Site, themed: Site, page: Page) -> None:
    visit(page, sample.url)
    field = page.get_by_role("searchbox", name="Search the handbook")
    field.fill("Zach Wasserman")
    field.press("Enter")
    page.wait_for_url(f"{sample.url}?q=Zach+Wasserman")
    expect(page.locator(".md-search-result__item").first).to_contain_text("Zach Wasserman")
    visit(page, themed.url)
    page.get_by_role("button", name="Search the handbook").click()
    expect(page.locator("#mkdocs-search-query")).to_be_visible()


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1024, 1300])
def test_home_does_not_scroll_sideways(width: int, site: Site, at: Any) -> None:
    page = at(viewport={"width": width, "height": 800})
    for address in ("", "directory/on-duty/", "integrations/"):
        visit(page, site.url + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        boxes = page.locator(".handbook-glance .handbook-cards > li").all()
        assert boxes
        for box in boxes:
            assert box.evaluate("card => card.scrollWidth <= card.clientWidth + 1")


# --- The agenda ---

AGENDA = {
    "mkdocs.yml": "site_name: T\ndocs_dir: handbook\ntheme: THEME\nplugins: [handbook: {timezone: Europe/Berlin, ignore: [HB133]}]\n",
    "rituals/people.yml": "ana: {name: Ana Example}\n",
    "rituals/ops.rituals.yml": "".join(
        f"- {{task: {task}, startedOn: {day}, frequency: {rest}, description: D., dri: ana}}\n"
        for task, day, rest in (
            ("Handoff", "2026-01-05", "Weekly, time: '09:00'"),
            ("Retro", "2026-01-01", "Weekly"),
            ("Close", "2026-01-31", "Monthly"),
            *((f"Check {number}", "2026-01-03", "Weekly") for number in range(7)),
            ("Stand up", "2026-01-05", "Daily"),
        )
    ),
}
OF_DAYS = {
    "Mon": ["Handoff 09:00 Ana Example"],
    "Wed": ["Close Ana Example"],
    "Thu": ["Retro Ana Example"],
    "Sat": [*(f"Check {number} Ana Example" for number in range(4)), "and 3 more"],
    "Daily": ["Stand up Ana Example"],
}


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_an_agenda_built_on_monday_is_read_later(theme: str, tmp_path: Path, at: Any) -> None:
    """Clocks change on 28 March 2027 in Berlin, whose midnight it is wherever the reader is."""
    monday = datetime(2027, 3, 22, 12, tzinfo=UTC)
    files = {**AGENDA, "mkdocs.yml": AGENDA["mkdocs.yml"].replace("THEME", theme)}
    with built(write(tmp_path, files), "/", now=monday) as site:
        page = at(monday, "America/New_York", viewport={"width": 1300, "height": 900})
        for now, days in (
            ("2027-03-22T12:00", "Mon 22 Mar today, Thu 25 Mar in 3 days, Sat 27 Mar in 5 days"),
            ("2027-03-25T12:00", "Thu 25 Mar today, Sat 27 Mar in 2 days, Mon 29 Mar in 4 days, Wed 31 Mar in 6 days"),
            # The last minute of Saturday in Berlin, and the first and last of the day that has 23 hours.
            ("2027-03-27T22:59", "Sat 27 Mar today, Mon 29 Mar in 2 days, Wed 31 Mar in 4 days, Thu 1 Apr in 5 days"),
            ("2027-03-27T23:00", "Mon 29 Mar tomorrow, Wed 31 Mar in 3 days, Thu 1 Apr in 4 days, Sat 3 Apr in 6 days"),
            ("2027-03-28T21:59", "Mon 29 Mar tomorrow, Wed 31 Mar in 3 days, Thu 1 Apr in 4 days, Sat 3 Apr in 6 days"),
            ("2027-03-28T22:00", "Mon 29 Mar today, Wed 31 Mar in 2 days, Thu 1 Apr in 3 days, Sat 3 Apr in 5 days"),
            ("2020-01-01T12:00", "Mon 22 Mar 2027 today, Thu 25 Mar 2027 in 3 days, Sat 27 Mar 2027 in 5 days"),
        ):
            moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
            page.clock.set_fixed_time(moment)
            visit(page, f"{site.url}directory/rituals/")
            assert agenda(page) == {day: OF_DAYS[day.partition(" ")[0]] for day in [*days.split(", "), "Daily"]}
            assert page.evaluate(MONTH) == month(moment)
        # Later than all that the page knows.
        page.clock.set_fixed_time(datetime(2027, 5, 1, 12, tzinfo=UTC))
        visit(page, f"{site.url}directory/rituals/")
        expect(page.get_by_text("not known, the page is of Mon 22 Mar")).to_be_visible()
        assert not agenda(page)
        expect(page.locator(".handbook-month")).to_be_hidden()


MONTH = """() => [...document.querySelectorAll(".handbook-month tbody tr")].filter((row) => row.offsetHeight)
  .map((row) => [...row.cells].map((cell) => cell.querySelector("time").getAttribute("datetime")
    + (cell.hasAttribute("data-past") ? " past" : "") + (cell.ariaCurrent ? " today" : "")))"""


def agenda(page: Page) -> dict[str, list[str]]:
    """Return what the agenda shows of each day."""
    return {
        " ".join(day.locator(".handbook-day").inner_text().split()): [
            " ".join(line.inner_text().split()) for line in day.locator(":scope > ul > li, summary").all()
        ]
        for day in page.locator(".handbook-days > li:visible").all()
    }


def month(moment: datetime) -> list[list[str]]:
    """Return the weeks that the month has at an instant."""
    today = max(moment.astimezone(ZoneInfo("Europe/Berlin")).date(), date(2027, 3, 22))
    monday = today - timedelta(today.weekday())
    days = [monday + timedelta(number) for number in range(28)]
    marked = [f"{day}{' past' if day < today else ' today' if day == today else ''}" for day in days]
    return [marked[at : at + 7] for at in range(0, 28, 7)]


@pytest.mark.slow
def test_an_agenda_fits_is_read_aloud_and_opens(sample: Site, scriptless: Page, at: Any) -> None:
    address = f"{sample.url}directory/rituals/"
    for width in (390, 768, 1024, 1300):
        page = at(viewport={"width": width, "height": 900})
        visit(page, address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator(".handbook-month").is_visible() == (width >= 720)
    expect(page.get_by_role("table", name="The coming weeks").get_by_role("columnheader")).to_have_count(7)
    expect(page.get_by_role("heading", name="The coming days")).to_be_visible()
    page.locator(".handbook-days").get_by_role("link", name="Handover recap").click()
    page.wait_for_url(f"{sample.url}integrations/#ritual-handover-recap")
    visit(scriptless, address)
    assert [*agenda(scriptless)] == [
        "Fri 20 Nov today",
        "Mon 23 Nov in 3 days",
        "Tue 24 Nov in 4 days",
        "Wed 25 Nov in 5 days",
        "Thu 26 Nov in 6 days",
        "Daily",
        "Weekdays",
    ]


ESCALATION = {
    "mkdocs.yml": "site_name: T\ndocs_dir: handbook\ntheme: material\nplugins: [handbook]\n",
    "handbook/index.md": "# Home\n\n[Path](../rituals/ops.escalations.yml)\n\n[Duty](../rituals/ops.rotations.yml)\n",
    "rituals/ops.escalations.yml": "- escalation: Outage\n  steps: [{notify: On-call}, {notify: cy, after: 5}]\n  repeat: 3\n",
    "rituals/ops.rotations.yml": "- {rotation: On-call, startsOn: 2026-11-16, every: 1 week, members: [ana, bo], handoff: {time: '10:00',"
    " timezone: Europe/Berlin}}\n",
    "rituals/people.yml": "ana: {name: Ana Example}\nbo: {name: Bo}\ncy: {name: Cy}\n",
}


def test_the_steps_of_an_escalation_say_who_is_on_duty_at_any_time(tmp_path: Path, at: Any) -> None:
    # The group of the data has no page.
    config = ESCALATION["mkdocs.yml"].replace("[handbook]", "[handbook: {ignore: [HB133]}]")
    with built(write(tmp_path, {**ESCALATION, "mkdocs.yml": config}), "/") as site:
        for width, now, on, until in (
            (1300, "2026-11-20T12:00", "AE Ana Example", "Mon 23 Nov, 10:00"),
            (390, "2026-11-23T09:00", "BO Bo", "Mon 30 Nov, 10:00"),
        ):
            page = at(
                datetime.fromisoformat(now).replace(tzinfo=UTC),
                "Europe/Berlin",
                viewport={"width": width, "height": 900},
            )
            visit(page, site.url)
            steps = page.locator(".handbook-path > li")
            said = [" ".join(text.split()) for text in steps.all_inner_texts()]
            assert said == [f"at once On-call {on} · until {until}", "after 5 min Cy"]
            boxes = [step.bounding_box() for step in steps.all()]
            # One below another, as wide as the row allows, and nothing scrolls sideways.
            assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"]
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            arrow = "getComputedStyle(document.querySelectorAll('.handbook-path > li > small')[1], '::before').content"
            assert "\u2193" in page.evaluate(arrow)
