"""Hourly runs that are missed, killed and doubled: each day has one digest, each change one announcement, and groups are right."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from itertools import accumulate, count, takewhile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automation.slack_server import TOKEN, Fault, SlackServer, serving
from handbooks import read, write
from mkdocs_handbook.automation.retries import LimitError, LostResponseError
from mkdocs_handbook.automation.slack import digests, duty_groups, slack_runs
from mkdocs_handbook.automation.slack.slack_client import SlackClient, SlackError
from mkdocs_handbook.automation.slack.slack_posts import Poster
from mkdocs_handbook.automation.slack.slack_workspace import Marker, SlackWorkspace
from mkdocs_handbook.model import Handbook

START = datetime(2026, 1, 5, 4, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
MEMBERS = ("U0ANA001", "U0BOB002", "U0CY0003")
HOUR = timedelta(hours=1)
FILES = {
    "handbook/eng.md": '---\ngroup: eng\ndigest: "#eng"\ndigestTime: "09:00"\ndigestTimezone: Europe/Berlin\n---\n\n# Eng\n',
    "rituals/people.yml": "".join(
        f"{handle}: {{name: {handle}, slack: {one}}}\n" for handle, one in zip("abc", MEMBERS, strict=True)
    ),
    "rituals/eng.channels.yml": '- {channel: "#eng", dri: a, id: C0ENG001}\n- {channel: "#oncall", dri: a, id: C0ONCALL}\n',
    "rituals/eng.rituals.yml": "- {task: T, startedOn: 2025-01-01, frequency: Daily, description: d, dri: a}\n",
    "rituals/eng.rotations.yml": """\
- rotation: On-call
  startsOn: 2025-12-29
  every: 1 week
  members: [a, b, c]
  handoff: {time: "10:30", timezone: Europe/Berlin}
  channels: ["#oncall"]
  slackGroup: oncall
""",
}


class KilledError(BaseException):
    """The end of a run, as a runner of CI makes it."""


@dataclass(slots=True)
class Interrupted(SlackClient):
    """A client in whose run something happens before or after the nth request."""

    at: int = 0
    happens: Callable[[], None] = lambda: None
    number: int = 0

    def _sent(self, method: str, given: Mapping[str, Any]) -> dict[str, Any]:
        self._step()
        try:
            return self._asked(method, given)
        finally:
            self._step()

    def _asked(self, method: str, given: Mapping[str, Any]) -> dict[str, Any]:
        return SlackClient._sent(self, method, given)

    def _step(self) -> None:
        self.number += 1
        if self.number == self.at:
            self.happens()


def shifts() -> Iterator[tuple[datetime, str]]:
    """Yield when each shift begins and whose it is, told without the code under test."""
    for number in count():
        day = date(2025, 12, 29) + timedelta(7 * number)
        yield datetime.combine(day, time(10, 30), BERLIN).astimezone(UTC), MEMBERS[number % 3]


def on_duty(now: datetime) -> str:
    *_, (_, member) = takewhile(lambda shift: shift[0] <= now, shifts())
    return member


@dataclass
class Simulation:
    """A workspace, a handbook and the runs of an unreliable CI."""

    server: SlackServer
    handbook: Handbook
    chance: random.Random
    client: type[Interrupted]
    happened: Counter[str]

    def run(self, now: datetime, at: int = 0, happens: Callable[[], None] = lambda: None) -> None:
        """Do what an hourly workflow does."""
        handbook = replace(self.handbook, now=now)
        client = self.client(TOKEN, lambda _: None, self.server.base, at=at, happens=happens)
        poster = Poster(SlackWorkspace(client))
        duties, problems = duty_groups.duties(handbook)
        assert not problems
        stamp = now.timestamp()
        outcomes = [
            *slack_runs.set_groups(handbook, duties, poster, stamp),
            *slack_runs.post_digests(handbook, digests.digests(handbook), poster, stamp),
        ]
        self.happened["done"] += sum(bool(one.done) for one in outcomes)
        self.happened["failed"] += sum(bool(one.problems) for one in outcomes)
        self.happened["deleted"] += len(poster.notes)

    def hour(self, now: datetime) -> None:
        """Run an hour as an unreliable CI does: missed, killed, doubled, or as it should be."""

        def kill() -> None:
            raise KilledError

        what = self.chance.choices(("missed", "killed", "doubled", ""), (20, 10, 10, 60))[0]
        self.happened[what] += 1
        self.server.now = now.timestamp()
        if what == "missed":
            return
        # Most runs send few requests: what is to happen in a later one does not.
        at = self.chance.randrange(1, 12)
        try:
            if what == "doubled":
                self.run(now, at, lambda: self.run(now))
            else:
                self.run(now, at, kill if what == "killed" else lambda: None)
        except KilledError:
            self.happened["really killed"] += 1
        else:
            assert self.server.groups["S0ONCALL"]["users"] == [on_duty(now)], now


def check(hours: int, simulation: Simulation) -> None:
    """Run so many hours, and compare what is there with what should be."""
    server, now = simulation.server, START
    for number in range(hours):
        now = START + number * HOUR
        simulation.hour(now)
    # What the last hours left over, a good one takes up.
    server.fault = lambda _: ""
    simulation.run(now)
    subjects = Counter(one["metadata"]["event_payload"]["subject"] for one in server.messages["C0ENG001"])
    first, last = START.astimezone(BERLIN).date(), now.astimezone(BERLIN)
    days = (last.date() - first).days + (last.time() >= time(9))
    assert subjects == Counter(f"digest eng {first + timedelta(number)}" for number in range(days))
    told = [one["metadata"]["event_payload"]["state"] for one in server.messages["C0ONCALL"]]
    *before, _ = (shift for shift in shifts_until(START))
    began = [shift for shift in shifts_until(now) if shift not in before]
    assert told == [f"{member} since {start:%Y-%m-%dT%H:%MZ}" for start, member in began]


def shifts_until(now: datetime) -> list[tuple[datetime, str]]:
    return [*takewhile(lambda shift: shift[0] <= now, shifts())]


def simulation(server: SlackServer, root: Path, client: type[Interrupted]) -> Simulation:
    server.add_channel("C0ENG001", "eng")
    server.add_channel("C0ONCALL", "oncall")
    server.add_group("S0ONCALL", "oncall", "U0SOMEONE")
    server.users |= {*MEMBERS}
    chance = random.Random(18)  # noqa: S311 (a test)
    faults: tuple[Fault, ...] = ("drop", "after", "500", "500 after", "429", "fatal_error after", "html after")
    server.fault = lambda _: chance.choice(faults) if chance.random() < 0.02 else ""
    return Simulation(server, read(write(root, FILES), ())[0], chance, client, Counter())


def happened_all(happened: Counter[str]) -> bool:
    return all(happened[what] for what in ("missed", "really killed", "doubled", "done", "deleted"))


def test_three_weeks_over_http(tmp_path: Path) -> None:
    with serving() as server:
        made = simulation(server, tmp_path, Interrupted)
        check(21 * 24, made)
        assert happened_all(made.happened), made.happened
        assert not made.happened["failed"]


class Direct(Interrupted):
    """A client that asks the workspace itself: two years of HTTP take minutes."""

    server: SlackServer

    def _asked(self, method: str, given: Mapping[str, Any]) -> dict[str, Any]:
        sent = {key: value for part in given.values() for key, value in part.items()}
        fault = self.server.fault(method)
        if fault == "429":
            raise LimitError(method, 429, 7)
        answer = {} if fault in ("drop", "500") else self.server.answer(method, sent)
        if fault:
            raise LostResponseError(method)
        if not answer["ok"]:
            raise SlackError(method, 200, str(answer["error"]))
        return answer


def test_two_runs_at_the_same_minute_leave_one_of_each(tmp_path: Path) -> None:
    """The second run takes place wherever the first one is."""
    now = datetime(2026, 1, 12, 10, tzinfo=UTC)
    deleted = 0
    for at in range(1, 20):
        server = Direct.server = SlackServer("https://slack.example/api/", now.timestamp())
        made = simulation(server, tmp_path, Direct)
        server.fault = lambda _: ""
        made.run(now, at, partial(made.run, now))
        assert [len(server.messages[channel]) for channel in ("C0ENG001", "C0ONCALL")] == [1, 1], at
        assert server.groups["S0ONCALL"]["users"] == [on_duty(now)]
        deleted += len(server.deleted)
    assert deleted, "some were posted twice, or else deleting them is not tested"


@given(
    zone=st.sampled_from(["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York", "Africa/Casablanca"]),
    start=st.datetimes(datetime(2026, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),
    gaps=st.lists(st.integers(1, 23 * 60), min_size=1, max_size=12),
)
@settings(max_examples=40)
def test_each_day_on_which_anything_runs_has_one_digest(zone: str, start: datetime, gaps: list[int]) -> None:
    """Gaps are shorter than a day, so that no day is left out, whatever clocks do."""
    handbook = daily(zone)
    found = []
    for now in accumulate(gaps, lambda at, gap: at + timedelta(minutes=gap), initial=start):
        (one,) = digests.digests(replace(handbook, now=now))
        assert one.day == now.astimezone(ZoneInfo(zone)).date()
        assert (one.items[0].day, one.items[-1].day) == (one.day, one.day + timedelta(6 - one.day.weekday()))
        found.append(one.marker)
    days = [start.astimezone(ZoneInfo(zone)).date() + timedelta(number) for number in range(len({*found}))]
    assert [*dict.fromkeys(found)] == [Marker(f"digest eng {day}") for day in days]


@cache
def daily(zone: str) -> Handbook:
    """Return a handbook whose group has a digest of each day of a zone, made once for all examples."""
    with TemporaryDirectory() as folder:
        page = FILES["handbook/eng.md"].replace('digestTime: "09:00"\n', "").replace("Europe/Berlin", zone)
        return read(write(Path(folder), {**FILES, "handbook/eng.md": page}), ())[0]


@pytest.mark.slow
def test_two_years(tmp_path: Path) -> None:
    Direct.server = SlackServer("https://slack.example/api/")
    made = simulation(Direct.server, tmp_path, Direct)
    check(2 * 365 * 24, made)
    assert happened_all(made.happened), made.happened
    assert not made.happened["failed"]
