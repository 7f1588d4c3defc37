"""A handbook to which `handbook new` adds, and a command that adds a ritual."""

from __future__ import annotations

PAGE = "# Eng\n\n## Rituals\n\n[R](../../rituals/eng.rituals.yml)\n\n## Slack channels\n\n[C](../../rituals/eng.channels.yml)\n"
STAND_UP = "- task: Stand up\n  startedOn: 2026-01-05\n  frequency: Daily\n  description: Talk.\n  dri: ana\n"
FILES = {
    "handbook/index.md": "# Home\n\n[Eng](eng/README.md), [Ops](ops/README.md)\n\n[People](../rituals/people.yml)\n",
    "handbook/eng/README.md": PAGE,
    "handbook/ops/README.md": "# Ops\n\nText.\n",
    "rituals/eng.rituals.yml": STAND_UP,
    "rituals/eng.channels.yml": '- channel: "#eng"\n  dri: ana\n',
    "rituals/people.yml": "ana:\n  name: Ana Example\nbo: {name: Bo}\n",
}
RETRO = (
    "ritual",
    "Retro: how was it?",
    "--group",
    "eng",
    "--dri",
    "bo",
    "--frequency",
    "Biweekly on Tuesday",
    "--description",
    "Look back.",
)
TODAY = ("--today", "2026-11-20")
