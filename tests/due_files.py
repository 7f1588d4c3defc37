"""A handbook in which rituals fall due and shifts change hands, for tests of what is due."""

from __future__ import annotations

from handbooks import BARE

FILES = {
    "mkdocs.yml": BARE.replace("[handbook]", "[handbook: {timezone: Europe/London}]")
    + "site_url: https://example.com/h/\n",
    "handbook/a/README.md": "# A\n\n## Rituals\n\n[R](../../rituals/a.rituals.yml)\n",
    "rituals/a.rituals.yml": """\
- {task: Release, startedOn: 2026-11-04, frequency: Triweekly, description: D, dri: ana}
- {task: Review, startedOn: 2026-11-20, frequency: Weekly, description: D, dri: bo, time: "09:30", timezone: America/New_York}
- {task: Over, startedOn: 2026-11-01, endsOn: 2026-11-21, frequency: Daily, description: D, dri: cem}
- {task: Patch, startedOn: 2026-11-01, frequency: Each patch release, description: D, dri: ana}
- {task: Later, startedOn: 2026-11-27, frequency: Monthly on the last Friday, description: D, dri: ana}
""",
    "rituals/b.rotations.yml": """\
- rotation: Duty
  startsOn: 2026-11-02
  every: 1 week
  members: [ana, bo]
  endsOn: 2026-12-09
  handoff: {time: "10:00", timezone: Europe/Berlin}
  overrides: [{from: 2026-11-25, to: 2026-11-30, dri: cem, reason: a wedding}]
- {rotation: Alone, startsOn: 2026-11-02, every: 1 week, members: [ana]}
- {rotation: New, startsOn: 2026-11-24, every: 1 week, members: [cem]}
""",
    "rituals/people.yml": "ana: {name: Ana Example}\nbo: {name: Bo}\ncem: {name: Cem}\n",
}
