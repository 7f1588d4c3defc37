"""A handbook that people ask for changes of, and the bodies of issues as GitHub makes them of forms."""

from __future__ import annotations

from mkdocs_handbook.forms.request_forms import BY_NAME

STAND_UP = (
    "- task: Stand up\n  startedOn: 2026-01-05\n  frequency: Daily # each day\n  description: Talk.\n  dri: ana\n"
)
ESCALATION = "- escalation: Outage\n  steps:\n    - notify: On-call\n    - notify: Pager\n      after: 5\n      moreInfoUrl: eng/README.md\n"
FILES = {
    "mkdocs.yml": (
        "site_name: Test\ndocs_dir: handbook\nrepo_url: https://github.com/acme/handbook\nedit_uri: edit/main/handbook/\n"
        "theme: {name: null, custom_dir: theme}\nplugins: [handbook]\n"
    ),
    "handbook/index.md": "# Home\n\n[Eng](eng/README.md)\n\n[People](../rituals/people.yml)\n",
    "handbook/eng/README.md": (
        "# Eng\n\n[On duty](../../rituals/eng.rotations.yml)\n\n[E](../../rituals/eng.escalations.yml)\n\n## Project boards\n\n[B](../../rituals/eng.boards.yml)\n\n"
        "## Rituals\n\n[R](../../rituals/eng.rituals.yml)\n\n## Slack channels\n\n[C](../../rituals/eng.channels.yml)\n"
    ),
    "rituals/eng.rituals.yml": f"# Ours.\n{STAND_UP}",
    "rituals/eng.channels.yml": '- channel: "#eng"\n  dri: ana\n',
    "rituals/eng.boards.yml": "- board: Plan\n  url: https://example.com\n",
    "rituals/eng.rotations.yml": "- rotation: On-call\n  startsOn: 2026-01-05\n  every: 1 week\n  members: [ana, bo, cy]\n",
    "rituals/eng.escalations.yml": f"{ESCALATION}  repeat: 3 # times\n",
    "rituals/people.yml": "ana:\n  name: Ana Example\nbo:\n  name: Bo\ncy:\n  name: Cy\n",
}
# A form, and the answers by id of the field.
Answers = dict[str, str]


def body(name: str, answers: Answers, end: str = "\n") -> str:
    """Return the body of an issue that somebody opened with a form."""
    parts = (f"### {field.label}\n\n{answers.get(field.id, '_No response_')}" for field in BY_NAME[name].fields)
    return "\n\n".join(parts).replace("\n", end)


RITUAL = {
    "group": "eng",
    "name": "Stand up",
    "dri": "Bo (bo)",
    "frequency": "Weekly on Monday",
    "ends_on": "2027-01-31",
}
CHANGED = STAND_UP.replace("Daily", "Weekly on Monday").replace("dri: ana\n", "dri: bo\n  endsOn: 2027-01-31\n")
NEW = "startedOn: 2026-11-24\n  frequency: Biweekly on Tuesday\n  description: Look back.\n  dri: bo\n"
# What a request changes: the form, its answers, the file, and the text that it has then.
REQUESTS: dict[str, tuple[str, Answers, str, str]] = {
    "a ritual": ("change-ritual", RITUAL, "eng.rituals.yml", f"# Ours.\n{CHANGED}"),
    "a channel": (
        "change-channel",
        {"group": "eng", "name": "#eng", "state": "archived"},
        "eng.channels.yml",
        '- channel: "#eng"\n  dri: ana\n  status: archived\n',
    ),
    "a board": (
        "change-board",
        {"group": "eng", "name": "Plan", "dri": "cy", "url": "https://example.com/x?a=b#c"},
        "eng.boards.yml",
        '- board: Plan\n  url: "https://example.com/x?a=b#c"\n  dri: cy\n',
    ),
    "a swap": (
        "swap-shifts",
        {"rotation": "On-call (eng)", "a": "Bo (bo)", "day": "2026-11-23", "b": "Cy (cy)", "reason": "A trip"},
        "eng.rotations.yml",
        FILES["rituals/eng.rotations.yml"]
        + "  overrides:\n    - from: 2026-11-23\n      to: 2026-11-30\n      dri: cy\n"
        "      reason: A trip\n    - from: 2026-11-30\n      to: 2026-12-07\n      dri: bo\n      reason: A trip\n",
    ),
    "everything": (
        "hand-over",
        {"old": "Ana Example (ana)", "new": "Bo (bo)"},
        "eng.rituals.yml",
        f"# Ours.\n{STAND_UP.replace('dri: ana', 'dri: bo')}",
    ),
    "an entry": (
        "change-dri",
        {"group": "eng", "kind": "channels", "name": "#eng", "dri": "Bo (bo)"},
        "eng.channels.yml",
        '- channel: "#eng"\n  dri: bo\n',
    ),
    "an escalation": (
        "change-escalation",
        {"group": "eng", "name": "Outage", "steps": "bo, Pager:10,eng: 15", "repeat": "5", "channel": "#eng"},
        "eng.escalations.yml",
        (
            "- escalation: Outage\n  steps:\n    - notify: bo\n    - notify: Pager\n      after: 10\n      moreInfoUrl: eng/README.md\n"
            '    - notify: eng\n      after: 15\n  repeat: 5 # times\n  channel: "#eng"\n'
        ),
    ),
    "a new ritual": (
        "new-ritual",
        {
            "group": "eng",
            "name": "Retro",
            "dri": "Bo (bo)",
            "frequency": "Biweekly on Tuesday",
            "description": "Look back.",
        },
        "eng.rituals.yml",
        f"# Ours.\n{STAND_UP}\n- task: Retro\n  {NEW}",
    ),
    "a new channel": (
        "new-channel",
        {"group": "eng", "name": "#help", "dri": "Bo (bo)"},
        "eng.channels.yml",
        '- channel: "#eng"\n  dri: ana\n\n- channel: "#help"\n  dri: bo\n',
    ),
    "a new board": (
        "new-board",
        {"group": "eng", "name": "Old: plan", "url": "https://example.com/old"},
        "eng.boards.yml",
        '- board: Plan\n  url: https://example.com\n\n- board: "Old: plan"\n  url: https://example.com/old\n',
    ),
    "a new rotation": (
        "new-rotation",
        {"group": "eng", "name": "Support", "every": "2 weeks", "members": "ana, bo"},
        "eng.rotations.yml",
        FILES["rituals/eng.rotations.yml"]
        + "\n- rotation: Support\n  startsOn: 2026-11-20\n  every: 2 weeks\n  members: [ana, bo]\n",
    ),
    "a new escalation": (
        "new-escalation",
        {"group": "eng", "name": "Leak", "steps": "On-call, eng:15", "repeat": "2", "description": "For leaks."},
        "eng.escalations.yml",
        (
            f"{ESCALATION}  repeat: 3 # times\n\n- escalation: Leak\n  steps:\n    - {{notify: On-call}}\n    - {{notify: eng, after: 15}}\n"
            "  repeat: 2\n  description: For leaks.\n"
        ),
    ),
    "a new person": (
        "new-person",
        {"name": "dana", "full_name": "Dana Example", "github": "dana-e"},
        "people.yml",
        FILES["rituals/people.yml"] + "dana:\n  name: Dana Example\n  github: dana-e\n",
    ),
}
