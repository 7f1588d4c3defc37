"""The overlay of `handbook serve`: what a build said, without what only a log needs."""

from __future__ import annotations

from mkdocs_handbook.builder.serve.overlay import Shown, shown_messages

BUILD = """INFO    -  Cleaning site directory
ERROR   -  mkdocs_handbook: rituals/a.rituals.yml:3:14: HB103 unknown frequency "Weekely", did you mean "Weekly"?
  |
3 |   frequency: Weekely
  |              ^^^^^^^ [*] Weekly
WARNING -  mkdocs_handbook: handbook/a.md:1:1: HB227 no heading
ERROR   -  handbook: 1 error and 1 warning, nothing was built

Aborted with a BuildError!
"""


def test_findings_have_their_places_and_no_logger() -> None:
    lines = "  |\n3 |   frequency: Weekely\n  |              ^^^^^^^ [*] Weekly"
    assert shown_messages(BUILD) == [
        Shown("rituals/a.rituals.yml:3:14", "HB103", 'unknown frequency "Weekely", did you mean "Weekly"?', lines),
        Shown("handbook/a.md:1:1", "HB227", "no heading"),
    ]


def test_other_errors_are_shown_as_they_are() -> None:
    assert shown_messages("ERROR   -  Error reading page 'a.md'\nTraceback\n") == [
        Shown("", "", "Error reading page 'a.md'\nTraceback")
    ]
    assert shown_messages("The build ended with exit code 3, and said nothing.") == [
        Shown("", "", "The build ended with exit code 3, and said nothing.")
    ]
