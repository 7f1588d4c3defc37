"""Rules of the calendar: what becomes untrue without a commit, so all but one only if you select them (HB601 to HB605)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise

from mkdocs_handbook.data.people import responsibilities
from mkdocs_handbook.data.people.recipients import recipient_of
from mkdocs_handbook.lint.rules.data.escalations import steps_of
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import Finding, Handbook, Item, Shift, Span
from mkdocs_handbook.schedule import item_dates, rotation
from mkdocs_handbook.schedule.on_duty import days_ahead
from mkdocs_handbook.util.wording import shortened


@rule("HB601", "rotation-runs-out", "warning", "asked")
def rotation_runs_out(handbook: Handbook) -> Iterator[Finding]:
    """A rotation says who is on duty in the coming weeks.

    After `endsOn`, or once the last explicit shift has lasted as long as shifts usually do, nobody knows who is on
    duty. The option `horizon` sets how many days ahead this is reported (30 by default).

    Bad:

    ```yaml rituals/support.rotations.yml
    - rotation: Support rotation
      startsOn: 2026-01-05
      endsOn: 2026-06-29
      every: 1 week
      members: [ana, bo]
    ```

    Good:

    ```yaml rituals/support.rotations.yml
    - rotation: Support rotation
      startsOn: 2026-01-05
      every: 1 week
      members: [ana, bo]
    ```

    Fix: none. The team has to agree who is next.
    """
    until = responsibilities.days_later(handbook.today, handbook.settings.horizon)
    for file in handbook.of_kind("rotations"):
        for name, entries in responsibilities.rotation_entries(file.all_items).items():
            span, ends, why = end_of(entries[-1][1])
            if ends and ends <= until:
                verb = "ends" if ends > handbook.today else "ended"
                message = f'"{shortened(name)}" {verb} {why}, say who is on duty from then on'
                yield Finding("HB601", file.source, span, message)


def end_of(item: Item) -> tuple[Span, date | None, str]:
    """Return the place that tells the end of an entry, the first day without anybody on duty (if any), and why that day."""
    ends = responsibilities.parse_day(item.text("endsOn"))
    if ends:
        return item.span("endsOn"), ends, f"on {ends}"
    shifts = list(responsibilities.dated_dris(item.node.get("shifts"), "from"))
    lengths = sorted(second - first for (first, _), (second, _) in pairwise(shifts))
    if not lengths:
        return item.node.span, None, ""
    begins, person = shifts[-1]
    day = responsibilities.days_later(begins, lengths[(len(lengths) - 1) // 2].days)
    return person.span, day, f'on about {day} with the shift of "{shortened(person.text)}" from {begins}'


@rule("HB602", "review-due", "warning", "asked")
def review_due(handbook: Handbook) -> Iterator[Finding]:
    """Everything that was due for a review has been reviewed.

    `reviewOn` of a page, a ritual or a rotation is a promise to check whether it still holds. After the review, write
    the day of the next one. What is over needs no review.

    Bad:

    ```markdown handbook/expenses.md
    ---
    reviewOn: 2026-06-30
    ---

    # Expenses
    ```

    Good:

    ```markdown handbook/expenses.md
    ---
    reviewOn: 2027-06-30
    ---

    # Expenses
    ```

    Fix: none. A review is work.
    """
    for file in handbook.files:
        over = responsibilities.end_dates(file)
        for item in (item for item in file.all_items if "reviewOn" in item.values):
            until = over.get(item.start)
            if (due := overdue_review(item, handbook.today)) and (until is None or until > handbook.today):
                yield Finding("HB602", file.source, item.span("reviewOn"), due)
    for page in handbook.checked:
        if page.front_matter and (due := overdue_review(page.front_matter, handbook.today)):
            yield Finding("HB602", page.source, page.front_matter.span("reviewOn"), due)


def overdue_review(item: Item, today: date) -> str:
    """Return the message that the review of an item is due, "" if it is not."""
    day = responsibilities.parse_day(item.text("reviewOn"))
    return f"the review was due on {day}, review it and write the day of the next one" if day and day <= today else ""


@rule("HB603", "no-next-occurrence", "warning", "asked")
def no_next_occurrence(handbook: Handbook) -> Iterator[Finding]:
    """A ritual takes place again.

    A ritual that has ended is still in the table, with its DRI, and looks like a duty.

    Bad:

    ```yaml rituals/engineering.rituals.yml
    - task: Migration review
      startedOn: 2026-03-02
      endsOn: 2026-06-29
      frequency: Weekly on Monday
      description: See what still runs on the old servers.
      dri: ana
    ```

    Good:

    ```yaml rituals/engineering.rituals.yml
    - task: Migration review
      startedOn: 2026-03-02
      frequency: Weekly on Monday
      description: See what still runs on the old servers.
      dri: ana
    ```

    Fix: none. The group decides whether to remove the entry or to go on.
    """
    for file in handbook.of_kind("rituals"):
        for item in file.items:
            if why := why_ended(item, handbook.today):
                message = f'"{shortened(item.text("task"))}" {why}, remove it or say how it goes on'
                yield Finding("HB603", file.source, item.span("endsOn"), message)


def why_ended(ritual: Item, today: date) -> str:
    """Return why a ritual does not take place again; "" if it does, or if it ends before it starts."""
    starts, ends = item_dates.item_day(ritual, "startedOn"), item_dates.item_day(ritual, "endsOn")
    if not starts or not ends or ends < starts:
        return ""
    if ends < today:
        return f"ended on {ends}"
    is_event = item_dates.valid_frequency(ritual.text("frequency")).event is not None
    return (
        "" if is_event or item_dates.next_date(ritual, today) else f"does not take place again before its end on {ends}"
    )


@rule("HB604", "person-leaves", "warning", "lint")
def person_leaves(handbook: Handbook) -> Iterator[Finding]:
    """Nobody who is about to leave is still responsible for anything.

    The option `horizon` sets how many days before `leftOn` this is reported (30 by default), while there is still time
    to hand over. What is over by that day is not reported. From that day on, HB114 reports it. Lint lists it without being
    asked, since the day is known from a commit on.

    Bad:

    ```yaml rituals/people.yml
    ana: {name: Ana Example, leftOn: 2026-11-30}
    bo: {name: Bo Example}
    ```

    ```yaml rituals/engineering.channels.yml
    - channel: "#help-engineering"
      dri: ana
    ```

    Good:

    ```yaml rituals/engineering.channels.yml
    - channel: "#help-engineering"
      dri: bo
    ```

    Fix: none. Only people can decide who takes over.
    """
    until = responsibilities.days_later(handbook.today, handbook.settings.horizon)
    leaving = {
        handle: day
        for handle, item in (handbook.people or {}).items()
        if (day := responsibilities.left_on(item)) and handbook.today < day <= until
    }
    for post in responsibilities.responsibilities_of(handbook) if leaving else ():
        handle = responsibilities.spelled(handbook, post.person.text)
        day = leaving.get(handle)
        if day and not post.is_over(day):
            message = f'"{handle}" leaves on {day}, name who is responsible then'
            yield Finding("HB604", post.source, post.person.span, message)


@rule("HB605", "escalation-gap", "warning", "asked")
def escalation_gap(handbook: Handbook) -> Iterator[Finding]:
    """Somebody is on duty at every hour for each rotation that an escalation notifies.

    When it matters, a step that reaches nobody costs minutes. A rotation that has run out, has not begun, or leaves a
    gap in the coming weeks is reported at the step that relies on it. The option `horizon` sets how many days ahead (30
    by default).

    Bad:

    ```yaml rituals/support.escalations.yml
    - escalation: Outage
      steps:
        - notify: Support rotation
    ```

    ```yaml rituals/support.rotations.yml
    - rotation: Support rotation
      startsOn: 2026-01-05
      endsOn: 2026-06-29
      every: 1 week
      members: [ana, bo]
    ```

    Good:

    ```yaml rituals/support.rotations.yml
    - rotation: Support rotation
      startsOn: 2026-01-05
      every: 1 week
      members: [ana, bo]
    ```

    Fix: none. The team has to agree who is on duty.
    """
    for file in handbook.of_kind("escalations"):
        for item in file.items:
            for step in steps_of(item):
                found = recipient_of(handbook, file.group, step.values)
                path = found.files[0].source.path if found and found.files else ""
                if path and (gap := gap_of(handbook, path, step.notify.text)):
                    name = shortened(step.notify.text)
                    message = f'nobody is on duty for "{name}" {gap}, extend the rotation or add shifts'
                    yield Finding("HB605", file.source, step.notify.span, message)


@lru_cache(maxsize=256)
def gap_of(handbook: Handbook, path: str, name: str) -> str:
    """Return in words when nobody is on duty within the horizon for a rotation of a data file, "" if somebody always is."""
    now, end = handbook.now, days_ahead(handbook, handbook.settings.horizon)
    entries = item_dates.rotations(handbook.by_path[path].items, handbook.settings.timezone).get(name, [])
    # Not the shifts of the coming year: the horizon may be longer.
    return first_gap(rotation.shifts(entries, now), now, end)


def first_gap(shifts: Iterable[Shift], since: datetime, end: datetime) -> str:
    """Return in words when nobody is on duty for the first time between two instants, "" if somebody always is."""
    at, later = since, None
    for shift in shifts:
        if at >= end or shift.start > at:
            later = shift.start
            break
        if shift.end is None:
            return ""
        at = max(at, shift.end)
    if at >= end:
        return ""
    zone = (later if later and at == since else at).tzinfo
    begins = "now" if at == since else f"from {at:%Y-%m-%d %H:%M} on"
    until = f", until {later.astimezone(zone):%Y-%m-%d %H:%M}" if later else ""
    return begins + until + (f" ({zone})" if until or at != since else "")


RULES = (rotation_runs_out, review_due, no_next_occurrence, person_leaves, escalation_gap)
