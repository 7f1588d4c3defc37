"""`lint --since` and `stubs suggest`, on real repositories."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from command_line import run
from git_repositories import Files, change, commit, git, repository
from handbooks import BARE, TODAY, write
from mkdocs_handbook.data.yaml import quoting
from mkdocs_handbook.lint import linter, rules, since_revision
from mkdocs_handbook.model import Finding
from mkdocs_handbook.project import clock, workspace
from mkdocs_handbook.project import mkdocs_yml as project

windows_has_none = pytest.mark.skipif(sys.platform == "win32", reason="such links and names need another system")
RITUAL = "- task: {task}\n  startedOn: 2026-01-05\n  frequency: Weekly\n  description: What we do every week.\n  dri: {dri}\n"
PROSE = "We meet, we talk, and somebody writes it down.\n\nThe notes are public.\n"
LONG = f"{PROSE}\nWhoever is new writes first.\n\nNobody writes twice in a row.\n\nNotes are kept for a year.\n"
TEAM = "# Team\n\n## Rituals\n\n[Rituals](../rituals/team.rituals.yml)\n"


def findings(root: Path, rev: str = "HEAD") -> list[Finding]:
    found = project.read_project(root / "mkdocs.yml", root)
    now = clock.now(found.settings.timezone, TODAY)
    state, compared = (
        workspace.load_files(found, project.read_files(found), now),
        since_revision.compare(found, rev, now),
    )
    return linter.findings(linter.LintRun(state, linter.LintRequest(root), rules.DEFAULT, since=compared))


def shown(root: Path, rev: str = "HEAD") -> list[str]:
    return [f"{one.source.path}:{one.position.row} {one.code} {one.message}" for one in findings(root, rev)]


def suggested(root: Path, rev: str = "HEAD") -> str:
    return run("stubs", "suggest", "-f", str(root / "mkdocs.yml"), "--since", rev).stdout


def fix(root: Path, found: list[Finding]) -> None:
    """Make the edits of findings; those at one point stand behind one another."""
    edits = [edit for one in found if one.code == "HB401" for edit in one.edits]
    for path in {edit.path for edit in edits}:
        target = root / path
        text = target.read_bytes().decode() if target.exists() else ""
        parts, at = [], 0
        for edit in sorted((edit for edit in edits if edit.path == path), key=lambda edit: edit.span):
            parts += [text[at : edit.span.start], edit.text]
            at = edit.span.end
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes("".join([*parts, text[at:]]).encode())


GUESS = "   # a guess, please check"
# What was there, what changed, and the stubs that this asks for.
CASES: dict[str, tuple[Files, Files, str]] = {
    "nothing changed": ({"handbook/a.md": "# A\n"}, {}, ""),
    "text alone changed": ({"handbook/a.md": "# A\n\n## B\n"}, {"handbook/a.md": "# A\n\nText.\n\n## B\n"}, ""),
    "a page that was renamed": (
        {"handbook/old name.md": f"# Übung\n\n{PROSE}"},
        {"handbook/old name.md": None, "handbook/über/neu.md": f"# Übung\n\n{PROSE}"},
        "old name.md: über/neu.md\n",
    ),
    "a page that was renamed and edited, and lost a heading": (
        {"handbook/a.md": f"# A\n\n{PROSE}\n## Stays\n\nText.\n\n## Leaves\n"},
        {"handbook/a.md": None, "handbook/b.md": f"# A\n\n{PROSE}\n## Stays\n\nText.\n"},
        "a.md: b.md\n# a.md#leaves: gone   # or the new address\n",
    ),
    "a page that was renamed, with half of its text": (
        {"handbook/a.md": f"# A\n\n{PROSE}\nTwice a year we look at what was said before, and throw it away.\n"},
        {"handbook/a.md": None, "handbook/b.md": f"# B\n\n{PROSE}\nMore.\n"},
        f"a.md: b.md{GUESS}\n",
    ),
    "a page with another title": (
        {"handbook/a.md": f"# A\n\n{PROSE}", "handbook/b.md": f"# B\n\n{LONG}"},
        {"handbook/a.md": f"# Meetings\n\n{PROSE}", "handbook/b.md": None, "handbook/c.md": f"# Talks\n\n{LONG}"},
        "b.md: c.md\na.md#a: a.md#meetings\nb.md#b: c.md#talks\n",
    ),
    "a README that becomes an index keeps its address": (
        {"handbook/a/README.md": "# A\n"},
        {"handbook/a/README.md": None, "handbook/a/index.md": "# A\n"},
        "",
    ),
    "a page that was deleted": (
        {"handbook/a.md": "# A\n\n## B\n"},
        {"handbook/a.md": None},
        "# a.md: gone   # or the new address\n",
    ),
    "a page that became a section": (
        {"handbook/on-call.md": "# On-call\n\nWe answer.\n\n## Handoff\n"},
        {"handbook/on-call.md": None, "handbook/index.md": "# Home\n\n## On-call\n\nWe answer.\n"},
        f"on-call.md: index.md#on-call{GUESS}\n",
    ),
    "a page whose text became a section with another title": (
        {
            "handbook/on-call.md": f"# On-call\n\n{PROSE}\n## Handoff\n\nOn Mondays.\n",
            "handbook/team.md": "# Team\n\nWe.\n",
        },
        {
            "handbook/on-call.md": None,
            "handbook/team.md": f"# Team\n\nWe.\n\n## Who answers\n\n{PROSE}\n### Changing over\n\nOn Mondays.\n",
        },
        f"on-call.md: team.md#who-answers{GUESS}\n",
    ),
    "a page whose text went below a title that was there": (
        {"handbook/on-call.md": f"# On-call\n\n{PROSE}", "handbook/team.md": "# Team\n\n## Duty\n\nWe.\n"},
        {"handbook/on-call.md": None, "handbook/team.md": f"# Team\n\n## Duty\n\nWe.\n\n{PROSE}"},
        f"on-call.md: team.md#duty{GUESS}\n",
    ),
    "a page whose text stood elsewhere before": (
        {"handbook/on-call.md": f"# On-call\n\n{PROSE}", "handbook/team.md": f"# Team\n\n{PROSE}"},
        {"handbook/on-call.md": None, "handbook/team.md": f"# Team\n\n{PROSE}\nMore.\n"},
        "# on-call.md: gone   # or the new address\n",
    ),
    "a page rewritten at another address": (
        {"handbook/old.md": "# On-call\n\nWe answer.\n\nWithin an hour.\n"},
        {"handbook/old.md": None, "handbook/new.md": "# On-call\n\nWhoever is on duty.\n\nHas the phone.\n"},
        f"old.md: new.md{GUESS}\n",
    ),
    "a heading with other words and the same text": (
        {"handbook/a.md": f"# A\n\n## Standup\n\n{PROSE}"},
        {"handbook/a.md": f"# A\n\n## The daily meeting\n\n{PROSE}"},
        "a.md#standup: a.md#the-daily-meeting\n",
    ),
    "a heading with nearly the same words": (
        {"handbook/a.md": "# A\n\n## Prepare the release\n\nOld.\n\n## Über uns\n"},
        {"handbook/a.md": "# A\n\n## Prepare a release\n\nNew.\n\n## Über uns\n"},
        f"a.md#prepare-the-release: a.md#prepare-a-release{GUESS}\n",
    ),
    "a heading without a trace": (
        {"handbook/a.md": "# A\n\n## Standup\n\nOld.\n"},
        {"handbook/a.md": "# A\n\n## Retrospective\n\nNew.\n"},
        "# a.md#standup: gone   # or the new address\n",
    ),
    "a heading that moved with its text": (
        {"handbook/a.md": f"# A\n\n## Standup\n\n{PROSE}", "handbook/b.md": "# B\n"},
        {"handbook/a.md": "# A\n", "handbook/b.md": f"# B\n\n## Standup\n\n{PROSE}"},
        "a.md#standup: b.md#standup\n",
    ),
    "a heading that has a namesake with other text": (
        {"handbook/a.md": f"# A\n\n## Overview\n\n{PROSE}", "handbook/b.md": "# B\n"},
        {"handbook/a.md": "# A\n", "handbook/b.md": "# B\n\n## Overview\n\nAnother thing.\n"},
        f"a.md#overview: b.md#overview{GUESS}\n",
    ),
    "a namesake that was there before is none": (
        {"handbook/a.md": f"# A\n\n## Overview\n\n{PROSE}", "handbook/b.md": "# B\n\n## Overview\n"},
        {"handbook/a.md": "# A\n", "handbook/b.md": "# B\n\n## Overview\n\nText.\n"},
        "# a.md#overview: gone   # or the new address\n",
    ),
    "the second of two headings, whose anchor had a number": (
        {"handbook/a.md": "# A\n\n## Setup\n\nOne.\n\n## Setup\n\nTwo.\n"},
        {"handbook/a.md": "# A\n\n## Setup\n\nTwo.\n"},
        "a.md#setup_1: a.md#setup\n",
    ),
    "an id of raw HTML, and footnotes that nobody links to": (
        {
            "handbook/a.md": '# A\n\n<a id="price"></a> 1[^1]\n\n[^1]: Net.\n',
            "mkdocs.yml": f"{BARE}markdown_extensions: [footnotes]\n",
        },
        {"handbook/a.md": "# A\n", "handbook/b.md": '# B\n\n<a name="price"></a> 2\n'},
        "a.md#price: b.md#price\n",
    ),
    "a ritual with another name": (
        {"handbook/team.md": TEAM, "rituals/team.rituals.yml": RITUAL.format(task="Standup", dri="ana")},
        {"rituals/team.rituals.yml": RITUAL.format(task="Daily", dri="ana")},
        "team.md#ritual-standup: team.md#ritual-daily\n",
    ),
    "a ritual that ended": (
        {"handbook/team.md": TEAM, "rituals/team.rituals.yml": RITUAL.format(task="Standup", dri="ana")},
        {"rituals/team.rituals.yml": RITUAL.format(task="Retrospective", dri="bo")},
        "# team.md#ritual-standup: gone   # or the new address\n",
    ),
    "a ritual that another team took over": (
        {
            "handbook/team.md": TEAM,
            "handbook/crew.md": TEAM.replace("team.", "crew."),
            "rituals/team.rituals.yml": RITUAL.format(task="Standup", dri="ana"),
            "rituals/crew.rituals.yml": RITUAL.format(task="Retrospective", dri="bo"),
        },
        {
            "rituals/team.rituals.yml": "[]\n",
            "rituals/crew.rituals.yml": RITUAL.format(task="Retrospective", dri="bo")
            + RITUAL.format(task="Standup", dri="ana"),
        },
        "team.md#ritual-standup: crew.md#ritual-standup\n",
    ),
    "another DRI moves no address": (
        {"handbook/team.md": TEAM, "rituals/team.rituals.yml": RITUAL.format(task="Standup", dri="ana")},
        {"rituals/team.rituals.yml": RITUAL.format(task="Standup", dri="bo")},
        "",
    ),
    "what has a stub": (
        {"handbook/a.md": "# A\n\n## B\n", "handbook/c.md": "# C\n"},
        {"handbook/a.md": "# A\n", "handbook/c.md": None, "rituals/stubs.yml": "a.md#b: a.md\nc.md: gone\n"},
        "",
    ),
    "a page whose stub leads to a heading takes all its anchors along": (
        {"handbook/a.md": "# A\n\n## B\n", "handbook/c.md": "# C\n\n## D\n"},
        {"handbook/a.md": None, "rituals/stubs.yml": "a.md: c.md#d\n"},
        "",
    ),
    "a page whose stub leads to a page without its heading": (
        {"handbook/a.md": "# A\n\n## B\n", "handbook/c.md": "# C\n\n## D\n"},
        {"handbook/a.md": None, "rituals/stubs.yml": "a.md: c.md\n"},
        "a.md#a: c.md#c\n# a.md#b: gone   # or the new address\n",
    ),
    "a folder's stub": (
        {"handbook/old/a.md": "# A\n", "handbook/old/b.md": f"# B\n\n{PROSE}"},
        {
            "handbook/old/a.md": None,
            "handbook/old/b.md": None,
            "handbook/new/a.md": "# A\n",
            "rituals/stubs.yml": "old/**: new/**\n",
        },
        "# old/b.md: gone   # or the new address\n",
    ),
    "a stub that was removed": (
        {
            "handbook/a.md": "# A\n",
            "rituals/stubs.yml": "x.md: a.md\na.md#y: https://example.com\nz/: gone\nb.md: a.md\n",
        },
        {"rituals/stubs.yml": "b.md: a.md\n"},
        f"x/: a.md{GUESS}\nz/: gone{GUESS}\na.md#y: https://example.com{GUESS}\n",
    ),
    "a stub whose target moved has its own finding": (
        {"handbook/a.md": "# A\n", "rituals/stubs.yml": "x.md: a.md\n"},
        {"handbook/a.md": None, "rituals/stubs.yml": "x.md: a.md\na.md: gone\n"},
        "",
    ),
    "stubs that cannot be read tell nothing": (
        {"handbook/a.md": "# A\n", "rituals/stubs.yml": "x.md: a.md\n"},
        {"rituals/stubs.yml": "x.md: [\n"},
        "",
    ),
    "a page that cannot be read any more has its own finding": (
        {"handbook/a.md": "# A\n"},
        {"handbook/a.md": b"# \xff\n"},
        "",
    ),
    "addresses of files instead of folders": (
        {"handbook/a.md": "# A\n"},
        {"mkdocs.yml": f"{BARE}use_directory_urls: false\n"},
        "a/: a.md\n",
    ),
    "another way to make anchors": (
        {"handbook/a.md": f"# A\n\n## One two\n\n{PROSE}"},
        {"mkdocs.yml": f"{BARE}markdown_extensions: [{{toc: {{separator: _}}}}]\n"},
        "a.md#one-two: a.md#one_two\n",
    ),
    "the folder of pages moved, and no address with it": (
        {
            "docs/index.md": "# Home\n",
            "docs/a.md": f"# A\n\n{PROSE}",
            "mkdocs.yml": BARE.replace("handbook\ntheme", "docs\ntheme"),
        },
        {"docs/a.md": None, "docs/index.md": None, "handbook/a.md": f"# A\n\n{PROSE}", "mkdocs.yml": BARE},
        "",
    ),
}


@pytest.mark.parametrize("staged", [False, True], ids=["untracked", "staged"])
@pytest.mark.parametrize("case", CASES)
def test_vanished_addresses_and_their_stubs(case: str, staged: bool, tmp_path: Path) -> None:
    before, after, stubs = CASES[case]
    root = repository(tmp_path, before)
    change(root, after)
    if staged:
        git(root, "add", "--all")
    assert suggested(root) == stubs
    for _ in range(3):
        fix(root, findings(root))
    left = {one.url for one in findings(root) if one.code == "HB401"}
    assert left == {line[2:].partition(":")[0] for line in stubs.splitlines() if line.startswith("#")}
    others = {one.code for one in findings(root) if one.code.startswith("HB4")} - {"HB401"}
    assert others == ({"HB403"} if "target moved" in case else set())


BAD = "- channel: '#a'\n  dri: ana\n  status: archivd\n"
LINKS = "- board: {name}\n  url: ../handbook/team.md\n  description: See [it](team.md#standup).\n"
HB110 = 'HB110 "status" cannot be "archivd", did you mean "archived"?'
SHOWN = "# X\n\n[Channels](../rituals/{}.channels.yml)\n"
# What was there, what changed, and the findings that are new.
NEW: dict[str, tuple[Files, Files, list[str]]] = {
    "what was there before is not shown": (
        {"rituals/a.channels.yml": BAD, "handbook/a.md": "# A\n"},
        {"handbook/a.md": "# A\n\nText.\n"},
        [],
    ),
    "nor where the lines above it changed, nor what is of the whole file": (
        {"rituals/a.channels.yml": BAD},
        {"rituals/a.channels.yml": f"# Ours\n{BAD}"},
        [],
    ),
    "nor where its file was renamed": (
        {"rituals/a.channels.yml": BAD * 5, "handbook/x.md": SHOWN.format("a")},
        {"rituals/a.channels.yml": None, "rituals/b.channels.yml": BAD * 5, "handbook/x.md": SHOWN.format("b")},
        [],
    ),
    "what is new in a changed file is": (
        {"rituals/a.channels.yml": BAD},
        {"rituals/a.channels.yml": f"{BAD}- channel: '#b'\n"},
        ['rituals/a.channels.yml:4 HB108 "dri" is missing here'],
    ),
    "one more of the same is": (
        {"rituals/a.channels.yml": BAD},
        {"rituals/a.channels.yml": BAD + BAD.replace("#a", "#b")},
        [f"rituals/a.channels.yml:6 {HB110}"],
    ),
    "what is on a line that changed is": (
        {"rituals/a.channels.yml": BAD},
        {"rituals/a.channels.yml": BAD.replace("archivd", "archivd   # sic")},
        [f"rituals/a.channels.yml:3 {HB110}"],
    ),
    "nor where only the suggestion is another one": (
        {"handbook/a.md": "# A\n\n[B](meeting.md)\n"},
        {"handbook/meetings.md": "# Meetings\n"},
        [],
    ),
    "what is in a new file is": (
        {"handbook/x.md": SHOWN.format("a")},
        {"rituals/a.channels.yml": BAD},
        [f"rituals/a.channels.yml:3 {HB110}"],
    ),
    "what the change broke elsewhere is": (
        {
            "handbook/team.md": "# Team\n\n## Standup\n",
            "rituals/a.boards.yml": "- board: A\n  url: team.md#standup\n",
        },
        {"handbook/team.md": "# Team\n"},
        [
            'handbook/team.md:1 HB401 old links to "team.md#standup" will break, add to stubs.yml where they lead now, "team.md#standup: <new address>", or "team.md#standup: gone"',
            'rituals/a.boards.yml:2 HB116 "team.md" has no anchor "#standup"',
        ],
    ),
}


@pytest.mark.parametrize("case", NEW)
def test_findings_that_are_new(case: str, tmp_path: Path) -> None:
    before, after, expected = NEW[case]
    root = repository(tmp_path, before)
    change(root, after)
    git(root, "add", "--all")
    assert [line for line in shown(root) if " HB2" not in line] == expected


def test_where_only_letter_case_changed_no_stub_can_lead_on(tmp_path: Path) -> None:
    root = repository(
        tmp_path, {"handbook/Team.md": f"# A\n\n{PROSE}\n## B\n", "rituals/stubs.yml": "CREW.md: index.md\n"}
    )
    change(
        root,
        {"handbook/Team.md": None, "handbook/team.md": f"# A\n\n{PROSE}", "rituals/stubs.yml": "crew/: index.md\n"},
    )
    found = [one for one in findings(root) if one.code == "HB401"]
    said = 'old links to "{}" will break, and no stub can lead on, for "{}" differs from it only in letter case: give that another name, or its old one'
    assert [(one.source.path, one.message) for one in found] == [
        ("handbook/team.md", said.format("Team.md", "team.md")),
        ("rituals/stubs.yml", said.format("CREW/", "crew/")),
    ]
    assert not any(one.edits for one in found)
    assert suggested(root) == ""


def test_what_was_there_is_not_shown_in_a_page_that_git_does_not_know_under_its_new_name(tmp_path: Path) -> None:
    page = f"# A\n\n{LONG}\n[x](../rituals/no.boards.yml)\n"
    root = repository(tmp_path, {"handbook/a.md": page})
    change(root, {"handbook/a.md": None, "handbook/b.md": page})
    assert [one.code for one in findings(root)] == ["HB401"]


def test_findings_stand_where_a_reviewer_looks(tmp_path: Path) -> None:
    ritual = RITUAL.format(task="Standup", dri="ana")
    root = repository(
        tmp_path,
        {
            "handbook/gone.md": "# Gone\n",
            "handbook/old.md": f"---\ntitle: Old\n---\n\n# Old\n\n{LONG}",
            "handbook/a.md": f"# A\n\n## One\n\n{PROSE}\n## Lost\n",
            "handbook/team.md": TEAM,
            "rituals/team.rituals.yml": RITUAL.format(task="Retro", dri="bo") + ritual,
        },
    )
    after: Files = {
        "handbook/gone.md": None,
        "handbook/old.md": None,
        "handbook/new.md": f"---\ntitle: Old\n---\n\n# Old\n\n{LONG}",
        "handbook/a.md": f"# A\n\n## Two\n\n{PROSE}",
        "rituals/team.rituals.yml": ritual.replace("Standup", "Daily"),
    }
    change(root, after)
    places = [
        (f"{one.source.path}:{one.position.row}", one.url, one.is_safe) for one in findings(root) if one.code == "HB401"
    ]
    assert places == [
        ("handbook/a.md:1", "a.md#lost", False),
        ("handbook/a.md:3", "a.md#one", True),
        ("handbook/new.md:5", "old.md", True),
        ("handbook/team.md:5", "team.md#ritual-retro", False),
        ("rituals/stubs.yml:1", "gone.md", False),
        ("rituals/team.rituals.yml:1", "team.md#ritual-standup", True),
    ]


SCHEMA = "# yaml-language-server: $schema=../schemas/{}.schema.json\n"
STYLES = {
    "no file": (None, "a.md: b.md\nc.md: d.md\n"),
    "a comment": ("# Old addresses\n", "# Old addresses\na.md: b.md\nc.md: d.md\n"),
    "empty": ("", "a.md: b.md\nc.md: d.md\n"),
    "a mapping of nothing": ("# None yet\n{}\n", "# None yet\na.md: b.md\nc.md: d.md\n"),
    "no final newline": ("x.md: gone", "x.md: gone\na.md: b.md\nc.md: d.md"),
    "Windows": ("# Ours\r\nx.md: gone\r\n", "# Ours\r\nx.md: gone\r\na.md: b.md\r\nc.md: d.md\r\n"),
    "indented": ("  x.md: gone\n", "  x.md: gone\n  a.md: b.md\n  c.md: d.md\n"),
    "a document's marks": ("---\nx.md: gone\n", "---\nx.md: gone\na.md: b.md\nc.md: d.md\n"),
    "in braces": ("{x.md: gone}\n", "{x.md: gone}\n"),
    "ended": ("x.md: gone\n...\n", "x.md: gone\n...\n"),
}


@pytest.mark.parametrize("style", STYLES)
def test_the_form_of_stubs_yml_stays(style: str, tmp_path: Path) -> None:
    before, expected = STYLES[style]
    pages = {"handbook/a.md": f"# A\n\n{LONG}", "handbook/c.md": "# C\n\nSomething else.\n"}
    root = repository(tmp_path, pages | ({} if before is None else {"rituals/stubs.yml": before}))
    change(root, {"handbook/a.md": None, "handbook/c.md": None})
    change(root, {"handbook/b.md": pages["handbook/a.md"], "handbook/d.md": pages["handbook/c.md"]})
    for _ in range(2):
        found = [one for one in findings(root) if one.code == "HB401"]
        # Edits of one span exclude one another, as where "{}" is replaced.
        fix(root, found[:1] if style == "a mapping of nothing" else found)
    assert (root / "rituals/stubs.yml").read_bytes().decode() == expected


def test_a_new_stubs_yml_names_its_schema_as_its_siblings_do(tmp_path: Path) -> None:
    root = repository(
        tmp_path,
        {
            "handbook/a.md": "# A\n",
            "handbook/index.md": "# Home\n\n## Lost\n",
            "rituals/a.boards.yml": f"{SCHEMA.format('boards')}[]\n",
        },
    )
    change(root, {"handbook/a.md": None, "handbook/b.md": "# A\n", "handbook/index.md": "# Home\n"})
    fix(root, findings(root))
    assert (root / "rituals/stubs.yml").read_text() == f"{SCHEMA.format('stubs')}a.md: b.md\n"


# --- Revisions and repositories ---


def test_a_branch_is_compared_from_where_it_left(tmp_path: Path) -> None:
    root = repository(tmp_path, {"handbook/old.md": "# A\n"})
    git(root, "switch", "--quiet", "--create", "work")
    commit(root, {"rituals/a.channels.yml": BAD, "handbook/x.md": SHOWN.format("a")})
    git(root, "switch", "--quiet", "main")
    commit(root, {"handbook/later.md": "# Later\n"})
    git(root, "switch", "--quiet", "work")
    assert shown(root, "main") == [f"rituals/a.channels.yml:3 {HB110}"]
    git(root, "tag", "v1")
    assert shown(root, "v1") == shown(root, git(root, "rev-parse", "HEAD").strip()) == []


def test_a_shallow_clone_is_enough(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin", {"handbook/a.md": f"# A\n\n{LONG}"})
    git(origin, "switch", "--quiet", "--create", "work")
    commit(origin, {"handbook/a.md": None, "handbook/b.md": f"# A\n\n{LONG}"})
    git(tmp_path, "clone", "--quiet", "--depth=1", "--branch=work", origin.as_uri(), "clone")
    clone = tmp_path / "clone"
    unknown = run("lint", "-f", str(clone / "mkdocs.yml"), "--since", "origin/main")
    assert unknown.exit_code == 2
    command = "git fetch --depth=1 origin main:refs/remotes/origin/main"
    assert f'no revision "origin/main" here, get it with: {command}' in " ".join(unknown.stderr.split())
    git(clone, *command.split()[1:])
    result = run("lint", "--format", "concise", "-f", str(clone / "mkdocs.yml"), "--since", "origin/main")
    assert result.exit_code == 1
    assert 'HB401 old links to "a.md" will break' in result.stdout
    assert result.stderr.startswith('note: no commit here is an ancestor of both "origin/main" and HEAD')


def test_a_handbook_in_a_folder_of_the_repository(tmp_path: Path) -> None:
    whole = repository(tmp_path, {})
    commit(whole, {"sub folder/mkdocs.yml": f"INHERIT: ../base.yml\n{BARE}", "base.yml": "use_directory_urls: false\n"})
    root = whole / "sub folder"
    commit(whole, {"sub folder/handbook/index.md": "# Home\n", "sub folder/handbook/a b.md": f"# A\n\n{LONG}"})
    change(root, {"handbook/a b.md": None, "handbook/c.md": f"# A\n\n{LONG}", "../handbook/other.md": "# Other\n"})
    assert suggested(root) == "a b.md: c.md\n"
    change(
        root, {"handbook/a b.md": f"# A\n\n{LONG}", "handbook/c.md": None, "../base.yml": "use_directory_urls: true\n"}
    )
    assert suggested(root) == "a b.html: a b.md\n"


def test_pages_beside_the_configuration(tmp_path: Path) -> None:
    whole = repository(tmp_path, {})
    files = {"site/mkdocs.yml": "docs_dir: ../pages\n", "pages/index.md": "# Home\n", "pages/a.md": f"# A\n\n{LONG}"}
    commit(whole, files)
    change(whole, {"pages/a.md": None, "pages/b.md": f"# A\n\n{LONG}"})
    assert suggested(whole / "site") == "a.md: b.md\n"


def test_a_revision_without_a_handbook_hides_nothing(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    commit(tmp_path, {"README.md": "# Ours\n"})
    commit(write(tmp_path, {}), {"rituals/a.channels.yml": BAD, "handbook/x.md": SHOWN.format("a")})
    result = run("lint", "--format", "concise", "-f", str(tmp_path / "mkdocs.yml"), "--since", "HEAD~1")
    assert result.stdout == f"rituals/a.channels.yml:3:11: {HB110}\n"
    why = 'the folder of pages, "handbook", does not exist'
    assert result.stderr == f'note: the handbook at "HEAD~1" cannot be read, all findings are shown: {why}\n'


def test_a_configuration_that_was_broken_hides_nothing(tmp_path: Path) -> None:
    root = repository(tmp_path, {"mkdocs.yml": "a: [\n"})
    change(root, {"mkdocs.yml": BARE, "rituals/a.channels.yml": BAD, "handbook/x.md": SHOWN.format("a")})
    result = run("lint", "--format", "concise", "-f", str(root / "mkdocs.yml"), "--since", "HEAD")
    assert result.stdout == f"rituals/a.channels.yml:3:11: {HB110}\n"
    assert 'note: the handbook at "HEAD" cannot be read, all findings are shown' in result.stderr


def test_extensions_that_are_gone_are_no_hindrance(tmp_path: Path) -> None:
    root = repository(
        tmp_path, {"mkdocs.yml": f"{BARE}markdown_extensions: [no_such_thing]\n", "handbook/old.md": "# A\n"}
    )
    change(root, {"mkdocs.yml": BARE, "rituals/a.channels.yml": BAD, "handbook/x.md": SHOWN.format("a")})
    result = run("lint", "--format", "concise", "-f", str(root / "mkdocs.yml"), "--since", "HEAD")
    assert result.stdout == f"rituals/a.channels.yml:3:11: {HB110}\n"
    assert 'note: the headings that "old.md" had are not compared' in result.stderr


@windows_has_none
def test_links_submodules_and_what_is_not_checked_out(tmp_path: Path) -> None:
    root = repository(tmp_path, {"handbook/a.md": "# A\n", "handbook/deep/b.md": "# B\n", "CONTRIBUTING.md": "# How\n"})
    (root / "handbook/how.md").symlink_to("../CONTRIBUTING.md")
    (root / "handbook/linked").symlink_to("deep", target_is_directory=True)
    commit(root, {})
    assert findings(root) == []
    change(root, {"handbook/linked": None, "handbook/how.md": None})
    assert suggested(root) == ""
    git(root, "checkout", "--quiet", "--", ".")
    git(root, "sparse-checkout", "set", "--no-cone", "/*", "!/handbook/deep/")
    result = run("stubs", "suggest", "-f", str(root / "mkdocs.yml"), "--since", "HEAD")
    assert result.stdout == ""
    assert result.stderr == "note: not checked out, so not compared: 1 of the handbook's files\n"


@pytest.mark.parametrize("rev", ["nowhere", "", "--upload-pack=x", "HEAD:mkdocs.yml", "a b", "HEAD~99"])
def test_what_is_no_revision_is_wrong_use(rev: str, tmp_path: Path) -> None:
    root = repository(tmp_path, {})
    result = run("lint", "-f", str(root / "mkdocs.yml"), f"--since={rev}")
    assert result.exit_code == 2
    assert f'git knows no revision "{rev}" here' in result.stderr
    assert "Traceback" not in result.stderr


def test_without_a_repository_or_without_git_there_is_no_comparison(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write(tmp_path, {})
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    result = run("lint", "-f", str(root / "mkdocs.yml"), "--since", "HEAD")
    assert result.exit_code == 2
    assert "not a git repository" in result.stderr
    monkeypatch.setenv("PATH", str(tmp_path))
    result = run("lint", "-f", str(root / "mkdocs.yml"), "--since", "HEAD")
    assert result.exit_code == 2
    assert "git is not installed" in result.stderr


def test_a_clone_that_lacks_contents_is_wrong_use(tmp_path: Path) -> None:
    root = repository(tmp_path, {"handbook/a.md": "# A\n"})
    change(root, {"handbook/a.md": None})
    name = git(root, "rev-parse", "HEAD:handbook/a.md").strip()
    (root / ".git/objects" / name[:2] / name[2:]).unlink()
    result = run("lint", "-f", str(root / "mkdocs.yml"), "--since", "HEAD")
    assert result.exit_code == 2
    assert f'lacks the content of "handbook/a.md" at that revision ({name[:10]})' in " ".join(result.stderr.split())


def test_line_ends_that_git_changes_are_no_change(tmp_path: Path) -> None:
    before, after = f"# A\n\n## One\n\n{PROSE}", f"# A\n\n## Two\n\n{PROSE}"
    root = repository(tmp_path, {"handbook/a.md": before, "handbook/b.md": before})
    git(root, "config", "core.autocrlf", "true")
    change(root, {"handbook/a.md": after.replace("\n", "\r\n"), "handbook/b.md": before.replace("\n", "\r\n")})
    assert suggested(root) == "a.md#one: a.md#two\n"


def test_the_variables_of_a_hook_lead_to_no_other_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = repository(tmp_path / "ours", {"handbook/a.md": "# A\n"})
    other = repository(tmp_path / "other", {})
    change(root, {"handbook/a.md": None})
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    assert suggested(root) == "# a.md: gone   # or the new address\n"


def test_suggest_compares_with_the_default_branch_of_the_origin(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin", {"handbook/a.md": f"# A\n\n{LONG}"})
    git(tmp_path, "clone", "--quiet", str(origin), "clone")
    clone = tmp_path / "clone"
    commit(clone, {"handbook/a.md": None, "handbook/b.md": f"# A\n\n{LONG}"})
    assert run("stubs", "suggest", "-f", str(clone / "mkdocs.yml")).stdout == "a.md: b.md\n"
    git(clone, "remote", "remove", "origin")
    assert run("stubs", "suggest", "-f", str(clone / "mkdocs.yml")).stdout == ""


# Names that only some systems allow are for those.
NAMES = ["a.md", "a b.md", "ü/ß.md", "- a.md", "a'b.md", 'a"b.md', "100%.md", "a%20b.md", "[a].md", "{a}.md", "yes.md"]
NAMES = [name for name in NAMES if sys.platform != "win32" or '"' not in name]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_is_read_as_the_same_address(name: str, tmp_path: Path) -> None:
    root = repository(tmp_path, {f"handbook/x/{name}": f"# A\n\n{LONG}"})
    change(root, {f"handbook/x/{name}": None, f"handbook/{name}": f"# A\n\n{LONG}"})
    fix(root, findings(root))
    assert findings(root) == []


@windows_has_none
@pytest.mark.parametrize(
    ("old", "message"),
    [
        ("a #b.md", 'old links to "a #b.md" will break, and stubs.yml cannot name that address'),
        (
            "x/a: b.md",
            'will break, add to stubs.yml where they lead now, ""x/a: b.md": <new address>", or ""x/a: b.md": gone"',
        ),
    ],
)
def test_what_stubs_cannot_name_has_no_fix(old: str, message: str, tmp_path: Path) -> None:
    root = repository(tmp_path, {f"handbook/{old}": "# A\n"})
    change(root, {f"handbook/{old}": None, "handbook/a: c.md": "# A\n"})
    (found,) = (one for one in findings(root) if one.code == "HB401")
    assert message in found.message
    assert (found.edits, found.is_safe) == ((), False)


def test_a_name_that_yaml_would_take_for_something_else() -> None:
    assert quoting.yaml_scalar("a: b #c") == '"a: b #c"'
    assert quoting.yaml_scalar("a.md#b") == "a.md#b"


def test_the_stub_of_what_moved_is_written_and_then_the_links_to_it_are_mended(tmp_path: Path) -> None:
    root = repository(
        tmp_path,
        {
            "handbook/index.md": "# Home\n\n[a](eng/a.md) [b](eng/a.md#b)\n",
            "handbook/eng/a.md": f"# A\n\n## B\n\n{PROSE}",
        },
    )
    change(root, {"handbook/eng/a.md": None, "handbook/eng/duty.md": f"# A\n\n## B\n\n{PROSE}"})
    result = run("lint", "-f", str(root / "mkdocs.yml"), "--since=HEAD", "--fix", "--ignore=HB2")
    assert (root / "rituals/stubs.yml").read_text(encoding="utf-8") == "eng/a.md: eng/duty.md\n"
    assert (root / "handbook/index.md").read_text(encoding="utf-8") == "# Home\n\n[a](eng/duty.md) [b](eng/duty.md#b)\n"
    assert result.exit_code == 0, result.output


def test_a_baseline_is_about_the_whole_handbook_whatever_is_new(tmp_path: Path) -> None:
    root = repository(tmp_path, {"handbook/index.md": "# Home\n\n[x](no.md)\n", "handbook/a.md": "# A\n"})
    config = str(root / "mkdocs.yml")
    assert run("lint", "-f", config, "--write-baseline").exit_code == 0
    change(root, {"handbook/a.md": "# A\n\nMore.\n"})
    result = run("lint", "-f", config, "--since=HEAD", f"--baseline={root / 'handbook-baseline.json'}")
    assert (result.exit_code, result.output) == (0, "")


# A history, and what `stubs suggest` says of stubs that lead to pages of it that are gone.
STUB = "x.md: a.md\n"
FATES: dict[str, tuple[list[Files], str]] = {
    "renamed, twice": (
        [
            {"handbook/a.md": LONG},
            {"handbook/a.md": None, "handbook/b.md": LONG},
            {"handbook/b.md": None, "handbook/c/d.md": LONG},
        ],
        "a.md: c/d.md   # renamed, as git says\n",
    ),
    "deleted": ([{"handbook/a.md": LONG}, {"handbook/a.md": None}], "a.md: gone   # deleted, as git says\n"),
    "renamed, and deleted then": (
        [{"handbook/a.md": LONG}, {"handbook/a.md": None, "handbook/b.md": LONG}, {"handbook/b.md": None}],
        "a.md: gone   # deleted, as git says\n",
    ),
    "renamed to and fro, and deleted": (
        [
            {"handbook/a.md": LONG},
            {"handbook/a.md": None, "handbook/b.md": LONG},
            {"handbook/b.md": None, "handbook/a.md": LONG},
            {"handbook/a.md": None},
        ],
        "a.md: gone   # deleted, as git says\n",
    ),
    "a README": (
        [{"handbook/a/README.md": LONG}, {"handbook/a/README.md": None, "handbook/b.md": LONG}],
        "a/README.md: b.md   # renamed, as git says\n",
    ),
    "moved out of the handbook": (
        [{"handbook/a.md": LONG}, {"handbook/a.md": None, "a.md": LONG}],
        "a.md: gone   # deleted, as git says\n",
    ),
    "never there, a typo": ([{"handbook/b.md": LONG}], ""),
    "there": ([{"handbook/a.md": LONG}], ""),
}


@pytest.mark.parametrize("case", FATES)
def test_stubs_of_pages_that_are_gone(case: str, tmp_path: Path) -> None:
    commits, expected = FATES[case]
    root = repository(tmp_path, {"rituals/stubs.yml": "{}\n"})
    for files in commits:
        commit(root, files)
    commit(root, {"rituals/stubs.yml": STUB})
    assert suggested(root) == expected
    done = run("stubs", "suggest", "-f", str(root / "mkdocs.yml"), "--write")
    assert (done.exit_code, done.stdout) == (0, expected)
    assert (root / "rituals/stubs.yml").read_text(encoding="utf-8") == STUB + expected
    assert suggested(root) == ""
    if expected:
        assert run("lint", "--fix", "--select", "HB4", "-f", str(root / "mkdocs.yml")).exit_code == 0
        assert (root / "rituals/stubs.yml").read_text(encoding="utf-8").startswith("x.md: " + expected.split()[1])


WRITES: dict[str, tuple[str | None, str | None]] = {
    "no file": (None, "b.md: c.md\na.md#one: a.md#two\n"),
    "nothing in it": ("# Ours\n{}\n", "# Ours\nb.md: c.md\na.md#one: a.md#two\n"),
    "entries": ("x.md: a.md  # x", "x.md: a.md  # x\nb.md: c.md\na.md#one: a.md#two"),
    "Windows": ("x.md: a.md\r\n", "x.md: a.md\r\nb.md: c.md\r\na.md#one: a.md#two\r\n"),
    "indented": ("  x.md: a.md\n", "  x.md: a.md\n  b.md: c.md\n  a.md#one: a.md#two\n"),
    "braces": ("{x.md: a.md}\n", None),
}


@pytest.mark.parametrize("case", WRITES)
def test_suggestions_are_written_but_for_those_that_need_a_person(case: str, tmp_path: Path) -> None:
    before, after = WRITES[case]
    root = repository(
        tmp_path, {"handbook/a.md": f"# A\n\n## One\n\n{PROSE}", "handbook/b.md": LONG, "handbook/z.md": "# Z\n"}
    )
    stubs = root / "rituals/stubs.yml"
    if before is not None:
        commit(root, {"rituals/stubs.yml": before})
    change(
        root,
        {
            "handbook/a.md": f"# A\n\n## Two\n\n{PROSE}",
            "handbook/b.md": None,
            "handbook/c.md": LONG,
            "handbook/z.md": None,
        },
    )
    done = run("stubs", "suggest", "--write", "-f", str(root / "mkdocs.yml"))
    if after is None:
        assert done.exit_code == 2
        assert "rituals/stubs.yml: stubs.yml is written in a form that has no room for a line" in done.output
        assert stubs.read_bytes().decode() == before
        return
    assert (done.exit_code, done.stdout) == (0, "b.md: c.md\n# z.md: gone   # or the new address\na.md#one: a.md#two\n")
    assert stubs.read_bytes().decode() == after
    lines = "2 lines added (rituals/stubs.yml). 1 address has no known target: write where it leads.\n"
    assert done.stderr.endswith(lines)
    again = run("stubs", "suggest", "--write", "-f", str(root / "mkdocs.yml"))
    assert again.stdout == "# z.md: gone   # or the new address\n"
    assert stubs.read_bytes().decode() == after


@pytest.mark.parametrize("docs", ["pages", "handbook", "docs", "../pages"])
def test_a_revision_without_configuration_is_read_with_that_of_now(docs: str, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    root = tmp_path / "site"
    root.mkdir()
    page = (root / docs / "index.md").resolve()
    commit(tmp_path, {page.relative_to(tmp_path).as_posix(): "# Home\n\nSee [nothing](nothing.md).\n", "site/x": ""})
    config = f"site_name: T\ndocs_dir: {docs}\nplugins: [handbook: {{data_dir: data}}]\n"
    change(root, {"mkdocs.yml": config, "data/people.yml": "ana: {name: Ana}\n"})
    arguments = ("lint", "-f", str(root / "mkdocs.yml"), "--since", "HEAD", "--format", "concise")
    result = run(*arguments)
    assert (result.stdout.count("HB301"), result.stderr) == (0, "")
    assert 'HB131 nothing names "ana"' in result.stdout
    page.write_text("# Home\n\nSee [nothing](nothing.md) and [more](more.md).\n")
    assert run(*arguments).stdout.count("HB301") == 2, "both stand on a line that changed"


def test_a_revision_without_configuration_and_pages_says_so(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    commit(tmp_path, {"README.md": "# Ours\n"})
    change(tmp_path, {"mkdocs.yml": "site_name: T\ndocs_dir: pages\n", "pages/index.md": "# Home\n\n[a](nothing.md)\n"})
    result = run("lint", "-f", str(tmp_path / "mkdocs.yml"), "--since", "HEAD", "--format", "concise")
    assert "HB301" in result.stdout
    assert 'all findings are shown: the folder of pages, "pages", does not exist' in result.stderr
