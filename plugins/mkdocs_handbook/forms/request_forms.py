"""The request forms: what each asks for, by labels that tell it from all others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

# What a field offers to choose from; "" is a line of text.
Source = Literal["", "people", "groups", "rotations", "channels", "states"]


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a form: its id in links, its label, which the body of an issue has as a heading, and what it offers.

    `key` is the key of an item that the answer becomes; of one that is there, a link fills the present value into a line
    of text. `is_day` says that only a day is an answer.
    """

    id: str
    label: str
    description: str = ""
    source: Source = ""
    is_needed: bool = False
    key: str = ""
    is_day: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its name in links and files, its title, what it is for, and the kind whose rows or tables lead to it.

    One that is `only_with_data` is written only where the handbook has data of its kind.
    """

    name: str
    title: str
    description: str
    fields: tuple[FormField, ...]
    kind: str = ""
    only_with_data: bool = False

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of its fields."""
        return tuple(field.label for field in self.fields)

    @property
    def issue_title(self) -> str:
        """The title of its issues, by which a workflow knows them."""
        return f"Handbook: {self.title[:1].lower()}{self.title[1:]}"


GROUP = FormField("group", "Group", "The group, as in the name of its data files.", is_needed=True)
NEW_GROUP = FormField("group", "Group", "The group to which it belongs.", "groups", is_needed=True)
NEW_DRI = FormField(
    "dri", "New DRI", "Who is responsible from now on; leave it open to keep the present one.", "people"
)
DRI = FormField("dri", "DRI", "Who is responsible.", "people", is_needed=True, key="dri")
DESCRIPTION = FormField("description", "Description", "What it is for, in a sentence.", key="description")
DAY = "A day, written as 2026-12-31."
FREQUENCY = "Such as: Weekly on Monday, Biweekly on Tuesday, Monthly on the first Monday."
STEPS = (
    "Such as: Support rotation, ana:5, engineering:15. Each is a rotation, a person's handle or a group, behind a colon are the "
    "minutes from the beginning."
)

CHANGES = (
    Form(
        "change-ritual",
        "Change a ritual",
        "Somebody else is responsible for a ritual, it happens more or less often, or it ends.",
        (
            GROUP,
            FormField("name", "Ritual", "Its name, as in the table.", is_needed=True),
            NEW_DRI,
            FormField("frequency", "New frequency", FREQUENCY, key="frequency"),
            FormField("ends_on", "Last day", f"{DAY} Leave it open where it does not end.", key="endsOn", is_day=True),
        ),
        "rituals",
    ),
    Form(
        "change-channel",
        "Change a Slack channel",
        "Somebody else looks after a channel, or it is archived or renamed.",
        (
            GROUP,
            FormField("name", "Slack channel", "Its name, with #.", is_needed=True),
            NEW_DRI,
            FormField("state", "New state", "Leave it open to keep the present one.", "states", key="status"),
            FormField("renamed_to", "New name", "The name of the channel that took its place.", key="renamedTo"),
        ),
        "channels",
    ),
    Form(
        "change-board",
        "Change a project board",
        "Somebody else looks after a board, or it is elsewhere.",
        (
            GROUP,
            FormField("name", "Project board", "Its name, as in the table.", is_needed=True),
            NEW_DRI,
            FormField("url", "New address", key="url"),
        ),
        "boards",
    ),
    Form(
        "swap-shifts",
        "Swap two shifts",
        "Two people swap their shifts in a rotation.",
        (
            FormField("rotation", "Rotation", "", "rotations", is_needed=True),
            FormField("a", "Who cannot", "Who has the shift now.", "people", is_needed=True),
            FormField("day", "On which day", f"A day of that shift. {DAY}", is_needed=True, is_day=True),
            FormField("b", "Who takes it", "Whose own next shift the other one gets.", "people", is_needed=True),
            FormField(
                "other", "In return for the shift of", f"A day of another shift than the next one. {DAY}", is_day=True
            ),
            FormField("reason", "Reason", "In a few words; it is shown."),
        ),
        "rotations",
    ),
    Form(
        "change-escalation",
        "Change an escalation",
        "Somebody else is notified of something urgent, or earlier, later or elsewhere.",
        (
            GROUP,
            FormField("name", "Escalation", "Its name, as in the table.", is_needed=True),
            FormField("steps", "New steps", STEPS, key="steps"),
            FormField("repeat", "New number of repetitions", key="repeat"),
            FormField("channel", "New channel", "Leave it open to keep the present one.", "channels", key="channel"),
        ),
        "escalations",
        only_with_data=True,
    ),
    Form(
        "leave",
        "Somebody leaves",
        "Write down the last day of a person who is responsible for nothing any more.",
        (
            FormField("person", "Who leaves", "", "people", is_needed=True),
            FormField("day", "Last day at work", DAY, is_needed=True, is_day=True),
        ),
        "people",
    ),
    Form(
        "hand-over",
        "Hand over everything",
        "Somebody takes over all that another person is responsible for.",
        (
            FormField("old", "From whom", "", "people", is_needed=True),
            FormField("new", "To whom", "", "people", is_needed=True),
        ),
    ),
    Form(
        "change-dri",
        "Change who is responsible for something else",
        "Somebody else is responsible for an entry of any other kind.",
        (
            GROUP,
            FormField("kind", "Kind", "The kind of data, as in the name of its file.", is_needed=True),
            FormField("name", "Entry", "Its name, as in the table.", is_needed=True),
            FormField("dri", "DRI from now on", "", "people", is_needed=True),
        ),
        "*",
    ),
)
ADDITIONS = (
    Form(
        "new-ritual",
        "Add a ritual",
        "Something that a group does again and again.",
        (
            NEW_GROUP,
            FormField("name", "Name of the ritual", is_needed=True),
            DRI,
            FormField("frequency", "Frequency", FREQUENCY, is_needed=True, key="frequency"),
            FormField(
                "description", "Description", "What happens and why, in a sentence.", is_needed=True, key="description"
            ),
            FormField(
                "started_on",
                "First day",
                f"{DAY} The first one from today on, where you leave it open.",
                key="startedOn",
                is_day=True,
            ),
            FormField("channel", "Discussed in", "", "channels", key="channel"),
        ),
        "rituals",
    ),
    Form(
        "new-channel",
        "Add a Slack channel",
        "A channel that a group looks after.",
        (NEW_GROUP, FormField("name", "Name of the channel", "With #.", is_needed=True), DRI, DESCRIPTION),
        "channels",
    ),
    Form(
        "new-board",
        "Add a project board",
        "A board on which a group plans.",
        (
            NEW_GROUP,
            FormField("name", "Name of the board", is_needed=True),
            FormField("url", "Address", is_needed=True, key="url"),
            replace(DRI, is_needed=False),
            DESCRIPTION,
        ),
        "boards",
    ),
    Form(
        "new-rotation",
        "Add a rotation",
        "A duty that people take in turns.",
        (
            NEW_GROUP,
            FormField("name", "Name of the rotation", is_needed=True),
            FormField("every", "Length of a shift", "Such as: 1 week.", is_needed=True, key="every"),
            FormField(
                "members",
                "Members",
                "Their handles in the order of turns, with commas between.",
                is_needed=True,
                key="members",
            ),
            FormField(
                "starts_on", "First handoff", f"{DAY} Today, where you leave it open.", key="startsOn", is_day=True
            ),
            FormField("description", "What the duty is", key="description"),
        ),
        "rotations",
    ),
    Form(
        "new-escalation",
        "Add an escalation",
        "Who is notified of something urgent, and who next if nobody answers.",
        (
            NEW_GROUP,
            FormField("name", "Name of the escalation", is_needed=True),
            FormField("steps", "Steps", STEPS, is_needed=True, key="steps"),
            FormField("repeat", "Repetitions", "How often the steps are repeated at most.", key="repeat"),
            FormField("channel", "Talked about in", "", "channels", key="channel"),
            replace(DESCRIPTION, label="What it is for", description=""),
        ),
        "escalations",
        only_with_data=True,
    ),
    Form(
        "new-person",
        "Add a person",
        "A new colleague who may be responsible for something.",
        (
            FormField("name", "Handle", "A short name without spaces, as data files use it.", is_needed=True),
            FormField("full_name", "Full name", is_needed=True, key="name"),
            FormField("role", "Role", key="role"),
            FormField("github", "Name on GitHub", key="github"),
        ),
        "people",
    ),
)
FORMS = (*CHANGES, *ADDITIONS)
BY_NAME = {form.name: form for form in FORMS}
