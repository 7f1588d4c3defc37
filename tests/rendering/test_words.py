"""Words of a site: those of its theme's language, with its own in their places."""

from __future__ import annotations

import json
from datetime import date, datetime
from html import escape
from pathlib import Path

import pytest

from handbooks import NOON, build, write
from mkdocs_handbook.model import Handbook, Settings
from mkdocs_handbook.rendering import page_extras
from mkdocs_handbook.util import words

THEME = "site_name: T\ndocs_dir: handbook\nplugins: [handbook: {edit_url: 'https://example.com/{path}'}]\ntheme: "
FILES = {
    "handbook/a.md": "---\nmaintainedBy: ana\nreviewOn: 2026-11-01\n---\n\n# A\n\n[Dienst](../rituals/a.rotations.yml)\n\n"
    "## Rituals\n\n[Rituale](../rituals/a.rituals.yml)\n",
    "rituals/a.rituals.yml": "- {task: Eins, startedOn: 2026-01-05, frequency: Weekly, description: d, dri: ana, backup: ana, time: '09:30'}\n",
    "rituals/a.rotations.yml": "- {rotation: Telefon, startsOn: 2026-01-05, every: 1 week, members: [ana]}\n",
    "rituals/people.yml": "ana: {name: Ana}\n",
    "rituals/stubs.yml": "old.md: gone\nb.md: a.md\n",
}


@pytest.mark.parametrize("theme", ["{name: material, language: de}", "{name: mkdocs, locale: de}"])
def test_the_words_are_those_of_the_theme_s_language(theme: str, tmp_path: Path) -> None:
    built = build(write(tmp_path, {**FILES, "mkdocs.yml": THEME + theme}))
    assert not built.error
    html = built.page("a/index.html")
    for said in (
        '<time datetime="2026-11-23T09:30:00+00:00" title="2026-11-23 09:30 UTC">Mo. 23. Nov., 09:30</time> <small>in 3 Tagen</small>',
        ">Kalender abonnieren</a>",
        ">Ändern</a>",
        '<summary aria-label="Mehr zu Eins">Mehr</summary>',
        "· bis <time",
        'aria-label="Die nächsten Wochen"',
        "Gepflegt von ",
        ", zu prüfen seit <time",
        ">So. 1. Nov.</time>",
        '<span title="Weekly">Wöchentlich</span>',
    ):
        assert said in html, said
    rituals = built.page("directory/rituals/index.html")
    for said in (
        '<caption><span>Fällig bis </span><time datetime="2026-11-22" title="2026-11-22">So. 22. Nov.</time>',
        'aria-label="Fällig bis So. 22. Nov."',
        "Die nächsten Tage</p>",
        '<time datetime="2026-11-23" title="2026-11-23">Mo. 23. Nov.</time> <small>in 3 Tagen</small>',
        '<th scope="col">Mo.</th>',
        "<caption><span>Rituale aller Gruppen</span></caption>",
    ):
        assert said in rituals, said
    assert "Diese Seite gibt es nicht mehr" in built.page("old/index.html")
    assert '<html lang="de"' in built.page("old/index.html")
    assert "Sie steht jetzt hier: <a" in built.page("b/index.html")
    assert "Unter dieser Adresse steht keine Seite." in built.page("404.html")
    assert '"clear": "leeren"' in built.page("assets/handbook/handbook.js")


def test_a_language_that_is_not_here_is_english() -> None:
    assert words.of_language("de-AT") == words.of_language("de_CH") == words.of_language("de")
    assert words.of_language("xx") == words.of_language("en") == words.of_language("../en")


def test_a_site_has_words_of_its_own(tmp_path: Path) -> None:
    own = {
        "clear": "<all>",
        "subscribe": "Take <it> along",
        "day": "{day}.{month}.",
        "months": [str(number) for number in range(1, 13)],
    }
    files = {
        **FILES,
        "mkdocs.yml": THEME + "{name: mkdocs, custom_dir: theme}",
        "theme/handbook/words.json": json.dumps(own),
    }
    root = write(tmp_path, files)
    (root / "theme/main.html").unlink()
    built = build(root)
    assert not built.error
    assert "Take &lt;it&gt; along</a>" in built.page("a/index.html")
    assert ">23.11., 09:30</time>" in built.page("a/index.html")
    assert '"clear": "<all>"' in built.page("assets/handbook/handbook.js")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "handbook/words.json: Expecting property name"),
        ("[]", "handbook/words.json: an object of words belongs here"),
        ('{"subscibe": "x"}', '"subscibe" is no word here, did you mean "subscribe"?'),
        ('{"until": 3}', '"until" is no value like "until {time}"'),
        ('{"weekdays": ["M"]}', '"weekdays" is no value like ["Mon", '),
        ('{"in": {"day": "x"}}', '"in" is no value like {"day": '),
        ('{"until": "bis {time} übrigens"}'.encode("cp1252"), "the file is not UTF-8, save it as UTF-8"),
        (b"\xff\xfe{\0}\0", "the file is not UTF-8, save it as UTF-8"),
    ],
)
def test_what_is_no_word_is_named(text: str | bytes, message: str, tmp_path: Path) -> None:
    files = {**FILES, "mkdocs.yml": THEME + "{name: mkdocs, custom_dir: theme}", "theme/handbook/words.json": text}
    assert message in build(write(tmp_path, files)).error


def test_each_language_has_each_word_with_its_values() -> None:
    english = words.of_language("en")
    for path in words.FOLDER.glob("*.json"):
        own = json.loads(path.read_text(encoding="utf-8"))
        assert words.with_own(english, json.dumps(own)) == own
        assert {key: marks(value) for key, value in own.items()} == {
            key: marks(value) for key, value in english.items()
        }


def marks(value: object) -> list[str]:
    """Return the places of values in a text, in any order; all of them for other values."""
    return sorted(part.partition("}")[0] for part in str(value).split("{")[1:]) if isinstance(value, str) else []


def test_days_and_moments() -> None:
    english, today = words.of_language("en"), date(2026, 11, 20)
    assert words.say_day(english, date(2026, 1, 5), today) == "Mon 5 Jan"
    assert words.say_day(english, date(2027, 1, 4), today) == "Mon 4 Jan 2027"
    assert words.say_moment(english, datetime(2026, 11, 29, 23, 5), today) == "Sun 29 Nov, 23:05"
    assert words.say_moment(english, datetime(2026, 11, 29), today) == "Sun 29 Nov"
    assert words.say({"a": "{x} {y}"}, "a", x="{y}", y="z") == "{y} z"


@pytest.mark.parametrize(
    "text", ["{weekday", "{weekday.foo}", "{} {day}", "{day:>5q}", "{{day}}", "}", "{0}", "{day!r}"]
)
def test_only_names_in_braces_are_places(text: str, tmp_path: Path) -> None:
    assert words.say({"a": text}, "a", day="1", weekday="Mon") == text.replace("{day}", "1")
    files = {**FILES, "mkdocs.yml": THEME + "{name: mkdocs, custom_dir: theme}"}
    built = build(write(tmp_path, {**files, "theme/handbook/words.json": "\ufeff" + json.dumps({"day": text})}))
    assert not built.error
    assert f">{escape(text.replace('{day}', '1'))}</time>" in built.page("a/index.html")


@pytest.mark.parametrize(("day", "said"), [("2026-11-01", "Sun 1 Nov"), ("", ""), ("2026-02-30", ""), ("soon", "")])
def test_a_day_of_front_matter(day: str, said: str) -> None:
    assert page_extras.said_day(Handbook(Settings(), NOON), day) == said
