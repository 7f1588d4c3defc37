"""Rules of escalations: whom their steps notify, and when (HB138, HB139)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from mkdocs_handbook.data.people import recipients
from mkdocs_handbook.data.yaml.edits import replace_scalar
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import DataFile, Finding, Handbook, Item, MappingNode, ScalarNode, SequenceNode, Value
from mkdocs_handbook.util.wording import folded, guess_hint, guesser, listed, shortened


class Step(NamedTuple):
    """A step of an escalation as it is written: its mapping, and whom it notifies."""

    node: MappingNode
    notify: Value

    @property
    def values(self) -> dict[str, str]:
        """Its values as texts."""
        return {key.text: value.text for key, value in self.node.pairs if isinstance(value, ScalarNode)}


def steps_of(item: Item) -> Iterator[Step]:
    """Yield the steps of an escalation that notify somebody."""
    node = item.node.get("steps")
    for index, step in enumerate(node.items if isinstance(node, SequenceNode) else ()):
        notify = step.get("notify") if isinstance(step, MappingNode) else None
        if isinstance(step, MappingNode) and isinstance(notify, ScalarNode) and notify.text:
            yield Step(step, Value(notify.text, item, ("steps", index, "notify")))


@rule("HB138", "unknown-recipient")
def unknown_recipient(handbook: Handbook) -> Iterator[Finding]:
    """A step of an escalation notifies a rotation, a person or a group that there is.

    In an emergency, a step that names nobody loses the minutes until the next one. Rotations are known by their name,
    people by the handle in people.yml, groups by that of their data or page. If groups have rotations of the same name,
    that of the escalation's own group is meant. What only another tool knows, such as a rotation of a paging service,
    needs `moreInfoUrl`, which says where readers find who it is.

    Bad:

    ```yaml rituals/support.escalations.yml
    - escalation: Outage
      steps:
        - notify: Suport rotation
    ```

    ```yaml rituals/support.rotations.yml
    - rotation: Support rotation
      startsOn: 2026-01-05
      every: 1 week
      members: [ana, bo]
    ```

    ```yaml rituals/people.yml
    ana: {name: Ana Example}
    bo: {name: Bo Example}
    ```

    Good:

    ```yaml rituals/support.escalations.yml
    - escalation: Outage
      steps:
        - notify: Support rotation
    ```

    Fix: safe if only letter case or spaces differ, or if it is the name of one person in people.yml; unsafe if the name is
    merely similar.
    """
    guess = recipient_guesser(handbook)
    for file in handbook.of_kind("escalations"):
        for item in file.all_items:
            for step in steps_of(item):
                yield from recipient_findings(handbook, file, step, guess)


def recipient_findings(
    handbook: Handbook, file: DataFile, step: Step, guess: Callable[[str], tuple[str, bool]]
) -> Iterator[Finding]:
    """Yield what is wrong with the name of a step."""
    found, name = recipients.recipient_of(handbook, file.group, step.values), shortened(step.notify.text)
    if found is None:
        meant, is_sure = guess(step.notify.text)
        fix = (replace_scalar(file.source, step.notify, meant),) if meant else ()
        hint = guess_hint(meant) or '; what only another tool knows needs "moreInfoUrl"'
        message = f'"{name}" is no rotation, person or group{hint}'
        yield Finding("HB138", file.source, step.notify.span, message, fix, is_sure, hint=hint)
    elif len(found.files) > 1:
        groups = listed([other.group for other in found.files])
        yield Finding(
            "HB138",
            file.source,
            step.notify.span,
            f'{groups} have a rotation "{name}" each, give the one that is meant a name of its own',
        )


def recipient_guesser(handbook: Handbook) -> Callable[[str], tuple[str, bool]]:
    """Return a function that gives the rotation, person or group that a text may mean ("" if none is similar), and whether it is certain.

    It is if one has that name but for letter case and spaces.
    """
    names = recipients.recipient_names(handbook)
    same: dict[str, set[str]] = {}
    for name, meant in names:
        same.setdefault(folded(name), set()).add(meant)
    handles = dict(names)
    similar = guesser(handles)

    def guess(text: str) -> tuple[str, bool]:
        if len(exact := same.get(folded(text), set())) == 1:
            return next(iter(exact)), True
        return handles.get(similar(text), ""), False

    return guess


@rule("HB139", "escalation-times")
def escalation_times(handbook: Handbook) -> Iterator[Finding]:
    """Each step of an escalation comes later than the one before it.

    `after` counts the minutes from the beginning, not from the step before. Without it, or with one that does not grow,
    readers cannot tell how long to wait until they turn to the next step.

    Bad:

    ```yaml rituals/support.escalations.yml
    - escalation: Outage
      steps:
        - notify: ana
        - notify: bo
          after: 5
        - notify: cy
          after: 5
    ```

    Good:

    ```yaml rituals/support.escalations.yml
    - escalation: Outage
      steps:
        - notify: ana
        - notify: bo
          after: 5
        - notify: cy
          after: 10
    ```

    Fix: none. Only the group knows how long it waits.
    """
    for file in handbook.of_kind("escalations"):
        for item in file.items:
            before = -1
            for step in steps_of(item):
                node, text = step.node.get("after"), step.values.get("after", "")
                name, after = shortened(step.notify.text), int(text or 0)
                if not text and before >= 0:
                    message = f'"{name}" needs "after", the minutes from the beginning, here more than {before}'
                    yield Finding("HB139", file.source, step.notify.span, message)
                elif node and after <= before:
                    message = f'"{name}" is notified after {after} minutes, which is not later than the {before} of the step before'
                    yield Finding("HB139", file.source, node.span, message)
                before = max(before, after)


RULES = (unknown_recipient, escalation_times)
