"""The colours of badges are dark on pale, whatever the scheme of the site."""

from __future__ import annotations

import colorsys
import re
from pathlib import Path

import pytest

from mkdocs_handbook.data.table_keywords import COLOURS

STYLE = (Path(__file__).parents[2] / "plugins/mkdocs_handbook/assets/handbook.css").read_text(encoding="utf-8")
# What WCAG 2 asks of text for AA.
ENOUGH = 4.5
RULE = re.compile(r"^(?P<selector>\.handbook-badge[^{,]*?) \{\n(?P<body>[^}]*)\}", re.MULTILINE)
RULES = {match["selector"]: dict(re.findall(r"([\w-]+): ([^;]+);", match["body"])) for match in RULE.finditer(STYLE)}
BADGE = RULES[".handbook-badge"]


def luminance(red: float, green: float, blue: float) -> float:
    """Return the relative luminance of a colour, after WCAG 2."""
    linear = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in (red, green, blue))
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def background(colour: str) -> tuple[float, float, float]:
    """Return the background of a badge, from the rule of its colour and that of all."""
    values = {**BADGE, **RULES[f'.handbook-badge[data-colour="{colour}"]']}
    lightness = re.fullmatch(r"hsl\(var\(--hue\) var\(--tone\) (\d+)%\)", values["background-color"])
    assert lightness
    return colorsys.hls_to_rgb(
        int(values["--hue"]) / 360, int(lightness[1]) / 100, int(values["--tone"].strip("%")) / 100
    )


@pytest.mark.parametrize("colour", COLOURS)
def test_text_has_enough_contrast(colour: str) -> None:
    """Neither the text nor what is behind it depends on the scheme, so one number holds for light and dark."""
    text = BADGE["color"].removeprefix("#")
    front = luminance(*(int(text[at : at + 2], 16) / 255 for at in (0, 2, 4)))
    assert (luminance(*background(colour)) + 0.05) / (front + 0.05) >= ENOUGH


def test_each_colour_has_one_rule_and_another_background() -> None:
    assert {f'.handbook-badge[data-colour="{colour}"]' for colour in COLOURS} == RULES.keys() - {".handbook-badge"}
    assert len({background(colour) for colour in COLOURS}) == len(COLOURS)
