"""`handbook request` as a workflow calls it: what bodies of issues change, what does not fit, and what hostile ones do not do."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from markdown_it import MarkdownIt
from request_cases import FILES, REQUESTS, RITUAL, body

from handbooks import contents, lint, write
from mkdocs_handbook.changes.requests import issue_body
from mkdocs_handbook.cli import main
from mkdocs_handbook.forms.request_forms import BY_NAME, FORMS


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, FILES)
    assert lint(tmp_path) == []
    return tmp_path


def run(text: str, *arguments: str, command: str = "apply") -> Result:
    today = ["--today", "2026-11-20"] if command == "apply" else []
    return CliRunner().invoke(
        main, ["request", command, *today, *arguments], input=text.encode("utf-8", "surrogatepass")
    )


# --- What fits ---


@pytest.mark.parametrize("name", REQUESTS)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lines of Unix", "lines of GitHub"])
def test_a_request_changes_what_it_asks_for_and_nothing_else(name: str, end: str, root: Path) -> None:
    form, answers, file, text = REQUESTS[name]
    before = contents(root)
    dry = run(body(form, answers, end), "--dry-run")
    assert contents(root) == before
    result = run(body(form, answers, end))
    assert (result.exit_code, result.stderr, dry.stdout) == (0, "", result.stdout)
    after = contents(root)
    assert after[f"rituals/{file}"].decode() == text
    changed = {path for path in before if after[path] != before[path]}
    # Everything of a person stands in more than one file.
    more = {"rituals/eng.channels.yml", "rituals/eng.rotations.yml"} if name == "everything" else set()
    assert changed == {f"rituals/{file}", *more}
    assert "### What this changes\n" in result.stdout
    assert lint(root) == []


LAYOUTS = {
    "brackets": (
        "- {escalation: Outage, steps: [{notify: On-call}, {notify: Pager, after: 5, moreInfoUrl: eng/README.md}]} # x\n",
        '- {escalation: Outage, steps: [{notify: eng}, {notify: Pager, after: 7, moreInfoUrl: "eng/README.md"}]} # x\n',
    ),
    "lines of Windows, without indentation": (
        "- escalation: Outage\r\n  steps: # here\r\n  - {notify: On-call}\r\n  # last\r\n",
        "- escalation: Outage\r\n  steps: # here\r\n  - {notify: eng}\r\n  - {notify: Pager, after: 7}\r\n  # last\r\n",
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_steps_are_written_as_the_file_has_them(name: str, root: Path) -> None:
    before, after = (text.replace("Pager", "bo") for text in LAYOUTS[name])
    path = root / "rituals/eng.escalations.yml"
    path.write_bytes(before.encode())
    result = run(body("change-escalation", {"group": "eng", "name": "Outage", "steps": "eng, bo: 7"}))
    assert (result.exit_code, result.stderr) == (0, "")
    assert path.read_bytes().decode() == after


def test_a_comment_among_steps_is_not_lost(root: Path) -> None:
    text = "- escalation: Outage\n  steps:\n    - notify: On-call # by day\n    - notify: bo\n      after: 5\n"
    write(root, {"rituals/eng.escalations.yml": text})
    result = run(body("change-escalation", {"group": "eng", "name": "Outage", "steps": "eng, bo:7"}))
    assert (result.exit_code, "a comment stands among the steps" in result.stdout) == (1, True)
    assert (root / "rituals/eng.escalations.yml").read_text("utf-8") == text


def test_the_answer_says_what_has_changed_and_what_that_means(root: Path) -> None:
    result = run(body("change-ritual", RITUAL))
    assert result.stdout.startswith(
        'DRI of "Stand up" is now Bo (rituals/eng.rituals.yml:6). Next: 20 Nov.\n\n'
        'Frequency of "Stand up" is now "Weekly on Monday" (rituals/eng.rituals.yml:4).\n\n'
        'Ends on of "Stand up" is now "2027-01-31" (rituals/eng.rituals.yml:7).\n\n### What this changes\n'
    )
    assert "- DRI of *Stand up* (eng): ana → bo\n" in result.stdout


def test_a_person_leaves_once_everything_is_handed_over(root: Path) -> None:
    leave = body("leave", {"person": "Ana Example (ana)", "day": "2026-12-31"})
    result = run(leave)
    assert result.exit_code == 1
    assert "ana is still responsible for 3 things after 2026-12-31, hand them over first: " in result.stdout
    assert 'DRI of ritual "Stand up" (eng)' in result.stdout
    assert run(body("hand-over", {"old": "Ana Example (ana)", "new": "Bo (bo)"})).exit_code == 0
    assert run(leave).exit_code == 0
    assert (
        (root / "rituals/people.yml").read_text("utf-8").startswith("ana:\n  name: Ana Example\n  leftOn: 2026-12-31\n")
    )


def test_the_sample_of_the_guide_is_a_request() -> None:
    guide = (Path(__file__).parents[2] / "handbook/guide/change-anything.md").read_text("utf-8")
    (sample,) = re.findall(r"```markdown\n(.*?)```", guide, re.DOTALL)
    asked = issue_body.parse(sample)
    assert (asked.form.name, asked.answers["name"]) == ("change-ritual", "Engineering weekly")
    (job,) = re.findall(r"```yaml\n(handbook-request:.*?)```", guide, re.DOTALL)
    script = "\n".join(yaml.safe_load(job)["handbook-request"]["script"])
    assert subprocess.run(["bash", "-n", "-c", script], check=False).returncode == 0
    assert "handbook request apply --body-file /tmp/body.md" in script


def test_a_body_is_parsed_from_a_file_or_standard_input(root: Path) -> None:
    (root / "body.md").write_text(body("leave", {"person": "x", "day": "2026-12-31"}), encoding="utf-8")
    parsed = CliRunner().invoke(main, ["request", "parse", "--body-file", "body.md"])
    assert json.loads(parsed.stdout) == {"form": "leave", "values": {"person": "x", "day": "2026-12-31"}}
    assert run((root / "body.md").read_text("utf-8"), command="parse").stdout == parsed.stdout
    assert CliRunner().invoke(main, ["request", "parse", "--body-file", "none.md"]).exit_code == 2


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_each_form_is_known_by_its_labels_alone(form: object) -> None:
    one = BY_NAME[form.name]  # type: ignore[attr-defined]
    answers = {field.id: "x" for field in one.fields}
    assert issue_body.parse(body(one.name, answers)).form is one
    assert sum(other.labels == one.labels for other in FORMS) == 1
    assert len({*one.labels}) == len(one.labels)


# --- What does not fit ---

MISFITS = {
    "nothing": ("\n", "it has not the headings of any form of this handbook"),
    "prose": ("Please make Bo the DRI.", "it has not the headings of any form of this handbook"),
    "another form": ("### What happened?\n\nIt broke.\n\n### Version\n\n1.0", "it has not the headings of any form"),
    "an edited label": (
        body("change-ritual", RITUAL).replace("### New DRI", "### The new DRI"),
        'the form "Change a ritual" has no heading "The new DRI", did you mean "New DRI"?',
    ),
    "a missing label": (
        body("change-ritual", RITUAL).replace("### Last day\n\n2027-01-31", ""),
        'the heading "Last day" of the form "Change a ritual" is missing',
    ),
    "a label twice": (
        body("change-ritual", RITUAL) + "\n\n### New DRI\n\nCy (cy)",
        'the heading "New DRI" of the form "Change a ritual" stands there more than once',
    ),
    "another order": (
        "### New DRI\n\nBo (bo)\n\n### Group\n\neng\n\n### Ritual\n\nStand up\n\n### New frequency\n\nDaily\n\n### Last day\n\nx",
        'the headings of the form "Change a ritual" stand in another order',
    ),
    "two forms": (body("change-ritual", RITUAL) + "\n\n" + body("leave", {"person": "x"}), "has no heading "),
    "something above": ("Hello.\n\n" + body("change-ritual", RITUAL), "something stands above the first heading"),
    "more lines": (
        body("change-ritual", {**RITUAL, "name": "Stand up\n\ndri: cy"}),
        "it has 2 lines, one belongs there",
    ),
    "a needed answer": (body("change-ritual", {**RITUAL, "name": "_No response_"}), "it was left open"),
    "nobody": (body("change-ritual", {**RITUAL, "dri": "Zoe (zoe)"}), 'nothing there to choose is called "Zoe (zoe)"'),
    "no day": (body("change-ritual", {**RITUAL, "ends_on": "31.1.2027"}), '"31.1.2027" is no date'),
    "no frequency": (
        body("change-ritual", {**RITUAL, "frequency": "Qurterly"}),
        'unknown frequency "Qurterly", did you mean "Quarterly"? (HB103)',
    ),
    "no group": (body("change-ritual", {**RITUAL, "group": "egn"}), 'is called "egn", did you mean "eng"?'),
    "no step": (
        body("change-escalation", {"group": "eng", "name": "Outage", "steps": "On-cal, bo:5"}),
        '"On-cal" is no rotation, person or group, did you mean "On-call"? (HB138)',
    ),
    "steps at one time": (
        body("new-escalation", {"group": "eng", "name": "Leak", "steps": "On-call, bo"}),
        '"bo" needs "after", the minutes from the beginning, here more than 0 (HB139)',
    ),
    "no number": (
        body("change-escalation", {"group": "eng", "name": "Outage", "repeat": "often"}),
        '"often" is no whole number',
    ),
    "no ritual": (
        body("change-ritual", {**RITUAL, "name": "Standup"}),
        'is called "Standup", did you mean "Stand up"?',
    ),
    "no kind": (body("change-dri", {"group": "eng", "kind": "x", "name": "y", "dri": "bo"}), "is called"),
    "no change": (body("change-ritual", {"group": "eng", "name": "Stand up"}), "it asks for no change"),
    "there already": (
        body("new-channel", {"group": "eng", "name": "#eng", "dri": "bo"}),
        '"#eng" is already there, at rituals/eng.channels.yml:1',
    ),
    "not on duty": (
        body("swap-shifts", {"rotation": "On-call (eng)", "a": "Cy (cy)", "day": "2026-11-23", "b": "Bo (bo)"}),
        '"cy" is not on duty in "On-call" on 2026-11-23, "bo" is',
    ),
    "too long": ("### Group\n\n" + "x" * 200_000, "it is longer than 100,000 characters"),
    "a long answer": (body("change-ritual", {**RITUAL, "name": "x" * 60_000}), "it is longer than 1,000 characters"),
}


def shown(markdown: str) -> str:
    """Return the text of Markdown as a reader sees it."""
    tokens = MarkdownIt("commonmark").parse(markdown)
    texts = [
        child.content for token in tokens for child in token.children or () if child.type in ("text", "code_inline")
    ]
    return "".join(texts).replace("\u2060", "")


@pytest.mark.parametrize("name", MISFITS)
def test_what_does_not_fit_is_said_in_plain_words_and_changes_nothing(name: str, root: Path) -> None:
    text, message = MISFITS[name]
    before = contents(root)
    result = run(text)
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout.startswith("Nothing was changed, since something does not fit:\n\n- ")
    assert result.stdout.endswith("\nEdit the text of this issue, and it is read again.\n")
    assert message in shown(result.stdout)
    assert contents(root) == before


# --- Hostile bodies ---

HOSTILE = {
    "a shell": "$(touch pwned) `touch pwned` ; touch pwned && touch pwned | touch pwned",
    "quotes": "\"; touch pwned; ' \\",
    "YAML": "x: {dri: cy} # [&a *a !!python/object:os.system",
    "YAML keys": 'x", dri: cy, y: "',
    "Markdown": "[x](javascript:alert(1)) ![x](http://evil.example/x.png) **x** @everyone #1 | x |",
    "HTML": "<script>alert(1)</script><img src=x onerror=alert(1)> <!-- x -->",
    "a command of a runner": "::set-output name=patch::x",
    "an older command": "##[set-output name=patch]x",
    "a command behind blanks": "\u200b::stop-commands::x",
    "a path": "../../../../etc/passwd",
    "an expression": "${{ secrets.GITHUB_TOKEN }} {{ x }} {% raw %}",
    "a heading": "## New DRI",
    "an answer of no form": "_No response_ x",
    "the end of a diff": "--- a/x +++ b/x @@ -1 +1 @@",
    "an option": "--force",
    "a date": "2026-12-31",
    "a number": "0x1F",
    "nothing in YAML": "~",
    "another alphabet": "Ünïcode 日本語 🚀",
}
PLACES: dict[str, Callable[[str], str]] = {
    "a name": lambda text: body("change-ritual", {**RITUAL, "name": text}),
    "a group": lambda text: body("change-ritual", {**RITUAL, "group": text}),
    "a person": lambda text: body("change-ritual", {**RITUAL, "dri": text}),
    "a frequency": lambda text: body("change-ritual", {**RITUAL, "frequency": text}),
    "an address": lambda text: body("change-board", {"group": "eng", "name": "Plan", "url": text}),
    "a reason": lambda text: body(
        "swap-shifts", {"rotation": "On-call (eng)", "a": "bo", "day": "2026-11-23", "b": "cy", "reason": text}
    ),
    "a new name": lambda text: body("new-board", {"group": "eng", "name": text, "url": "https://example.com/y"}),
    "a description": lambda text: body("new-channel", {"group": "eng", "name": "#n", "dri": "bo", "description": text}),
    "a handle": lambda text: body("new-person", {"name": text, "full_name": "Dana"}),
    "a full name": lambda text: body("new-person", {"name": "dana", "full_name": text}),
    "a label": lambda text: body("change-ritual", RITUAL).replace("### New DRI", f"### {text}"),
    "all of it": lambda text: text,
}
DATA = re.compile(r"rituals/[a-z.]+\.yml\Z")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_body_is_text_or_nothing(name: str, place: str, root: Path) -> None:
    before = contents(root)
    result = run(PLACES[place](HOSTILE[name]))
    assert result.exit_code in (0, 1), result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    after = contents(root)
    # No other file is written, and none whose name comes from outside.
    assert before.keys() == after.keys()
    changed = [path for path in before if before[path] != after[path]]
    assert all(DATA.match(path) for path in changed)
    assert (result.exit_code == 0) == bool(changed)
    # What was there is there still: one value or one entry more is all that can have changed.
    if changed:
        assert lint(root) == []
        lines = before[changed[0]].decode().splitlines()
        kept = [line for line in lines if line in after[changed[0]].decode().splitlines()]
        assert len(kept) >= len(lines) - 3
    # The answer holds no markup and no command.
    assert not any(re.match(r"[\s\u200b]*::", line) or "##[" in line for line in result.stdout.splitlines())
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(result.stdout)
    kinds = {child.type for token in tokens for child in token.children or ()}
    assert not kinds & {"link_open", "image", "html_inline"}, result.stdout
    assert "html_block" not in {token.type for token in tokens}


INVISIBLE = ["x\u202ey", "x\x00y", "x\x1b[31my", "x\u2028y", "x\ud800y", "x\u200by"]


@pytest.mark.parametrize("text", INVISIBLE, ids=ascii)
def test_characters_that_nobody_sees_are_refused(text: str, root: Path) -> None:
    result = run(body("new-board", {"group": "eng", "name": text, "url": "https://example.com"}))
    assert result.exit_code == 1
    assert "it has a character that nobody sees" in result.stdout
    assert text not in (root / "rituals/eng.boards.yml").read_text("utf-8")


def test_a_body_of_60_kilobytes_is_answered(root: Path) -> None:
    for text in ("### Group\n\n" * 5_000, "#" * 60_000, "\n" * 60_000, "### " * 15_000, "[" * 60_000):
        result = run(text)
        assert (result.exit_code, len(result.stdout) < 2_000) == (1, True)


def test_without_a_body_it_is_wrong_use(root: Path) -> None:
    result = run("")
    assert (result.exit_code, "standard input is empty, name the file" in result.output) == (2, True)
    (root / "body.md").write_bytes(b"")
    assert run("", "--body-file", "body.md").exit_code == 1


def test_bytes_that_are_no_text_are_answered(root: Path) -> None:
    result = CliRunner().invoke(main, ["request", "apply"], input=b"\xff\xfe### Group\n\n\xff")
    assert result.exit_code == 1
