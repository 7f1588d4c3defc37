"""The forms by which people ask for changes: what is in them, who writes them, and the links of tables that open them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from request_cases import FILES, body

from command_line import run
from handbooks import build, fix, lint, read, write
from mkdocs_handbook.forms import form_files, form_links
from mkdocs_handbook.forms.request_forms import BY_NAME, FORMS
from mkdocs_handbook.project import edit_urls

FOLDER = ".github/ISSUE_TEMPLATE"
WORKFLOW = ".github/workflows/handbook-requests.yml"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write(tmp_path, FILES)


def forms(root: Path) -> dict[str, Any]:
    return {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted((root / FOLDER).glob("*.yml"))}


def fields(form: dict[str, Any]) -> dict[str, Any]:
    return {field["attributes"]["label"]: field for field in form["body"]}


# --- Files ---


def test_the_editor_writes_the_forms_of_a_handbook_on_github(root: Path) -> None:
    result = run("editor")
    assert result.exit_code == 0
    assert f"{FOLDER}/handbook-leave.yml" in result.output.splitlines()
    found = forms(root)
    assert found.keys() == {f"handbook-{form.name}" for form in FORMS}
    for form in FORMS:
        made = found[f"handbook-{form.name}"]
        # What GitHub asks of a form.
        assert made.keys() == {"name", "description", "title", "body"}
        assert made["title"].startswith("Handbook: ")
        assert tuple(fields(made)) == form.labels
        assert [field["id"] for field in made["body"]] == [field.id for field in form.fields]
        for field in made["body"]:
            assert re.fullmatch(r"[A-Za-z0-9_-]+", field["id"])
            options = field["attributes"].get("options", ["x"])
            assert field["type"] == ("dropdown" if "options" in field["attributes"] else "input")
            assert options
            assert len({*options}) == len(options)
            assert all(isinstance(option, str) and option for option in options)
    people = ["Ana Example (ana)", "Bo (bo)", "Cy (cy)"]
    assert fields(found["handbook-leave"])["Who leaves"]["attributes"]["options"] == people
    ritual = fields(found["handbook-new-ritual"])
    assert ritual["Group"]["attributes"]["options"] == ["eng"]
    assert ritual["Discussed in"]["attributes"]["options"] == ["#eng"]
    swap = fields(found["handbook-swap-shifts"])["Rotation"]
    assert swap["attributes"]["options"] == ["On-call (eng)"]
    assert yaml.safe_load((root / WORKFLOW).read_text("utf-8"))["permissions"] == {}
    assert run("editor").output == ""
    assert lint(root) == []


def test_a_workflow_that_somebody_changed_stays(root: Path) -> None:
    write(root, FILES | {WORKFLOW: "name: Ours\n"})
    run("editor")
    assert (root / WORKFLOW).read_text("utf-8") == "name: Ours\n"


ELSEWHERE = {
    "GitLab": ("repo_url: https://github.com/acme", "repo_url: https://gitlab.com/acme"),
    "nowhere": ("repo_url: https://github.com/acme/handbook\n", ""),
    "switched off": ("plugins: [handbook]", "plugins: [handbook: {requests: false}]"),
}


@pytest.mark.parametrize("case", ELSEWHERE)
def test_elsewhere_there_are_no_forms(case: str, root: Path) -> None:
    write(root, FILES | {"mkdocs.yml": FILES["mkdocs.yml"].replace(*ELSEWHERE[case])})
    assert run("editor").exit_code == 0
    assert not (root / ".github").exists()


@pytest.mark.parametrize(
    ("address", "begins"), [("", True), ("https://github.com/a/b", True), ("https://gitlab.com/a/b", False)]
)
def test_a_new_handbook_has_the_forms(address: str, begins: bool, root: Path) -> None:
    assert run("init", "acme", "--repo-url", address).exit_code == 0
    assert (root / "acme" / FOLDER).is_dir() == (root / "acme" / WORKFLOW).is_file() == begins


def test_many_people_are_no_list(root: Path) -> None:
    write(root, FILES | {"rituals/people.yml": "".join(f"p{number}: {{name: P}}\n" for number in range(400))})
    run("editor")
    assert fields(forms(root)["handbook-leave"])["Who leaves"]["type"] == "input"
    assert run("request", "apply", text=body("leave", {"person": "p7", "day": "2026-12-31"})).exit_code == 0


# --- Out of date ---


def test_lint_says_when_a_form_is_out_of_date_and_mends_it(root: Path) -> None:
    run("editor")
    before = (root / f"{FOLDER}/handbook-leave.yml").read_text("utf-8")
    write(root, FILES | {"rituals/people.yml": FILES["rituals/people.yml"] + "dana: {name: Dana}\n"})
    # One finding for all of them, behind what is wrong.
    (root / "handbook/x.md").write_text("# X\n\n[gone](gone.md)\n")
    *others, found = lint(root)
    assert any("HB301" in one for one in others)
    assert not any("HB703" in one for one in others)
    assert f"{FOLDER}/handbook-change-board.yml:1:1: HB703 this form and " in found
    assert found.endswith('run "handbook editor"')
    (root / "handbook/x.md").unlink()
    fix(root)
    assert lint(root) == []
    after = (root / f"{FOLDER}/handbook-leave.yml").read_text("utf-8")
    assert after == before.replace('"Cy (cy)"\n', '"Cy (cy)"\n        - "Dana (dana)"\n')
    # Windows' line ends are no difference.
    (root / f"{FOLDER}/handbook-leave.yml").write_bytes(after.replace("\n", "\r\n").encode())
    assert lint(root) == []


@pytest.mark.parametrize("day", ["2026-11-01", "2026-11-20", "2026-11-21", "2027-01-31"])
def test_a_day_that_comes_makes_no_form_wrong(day: str, root: Path) -> None:
    run("editor")
    people = FILES["rituals/people.yml"].replace("  name: Cy\n", f"  name: Cy\n  leftOn: {day}\n")
    assert day in people
    write(root, FILES | {"rituals/people.yml": people})
    assert [line for line in lint(root) if "HB703" in line] == []
    # Nor does it keep a command from adding to the form.
    assert run("new", "person", "dana", "--name", "Dana").exit_code == 0
    assert [line for line in lint(root) if "HB703" in line] == []
    assert "Dana (dana)" in fields(forms(root)["handbook-leave"])["Who leaves"]["attributes"]["options"]


SPOILT: dict[str, dict[str, str | None]] = {
    "people without a bracket": {"rituals/people.yml": "ana: {name: ["},
    "people that are no text": {"rituals/people.yml": "ana: {name: \udcff}\n"},
    "a person without a name": {
        "rituals/people.yml": FILES["rituals/people.yml"].replace("  name: Bo\n", "  role: Dev\n")
    },
    "people by another name": {"rituals/people.yml": None, "rituals/peple.yml": FILES["rituals/people.yml"]},
    "a rotation": {"rituals/eng.rotations.yml": "- rotation: On-call\n  startsOn: soon\n"},
    "channels": {"rituals/eng.channels.yml": '- channel: "#eng\n  dri: ana\n'},
    "the group of a page": {"handbook/ops.md": "---\ngroup: [\n---\n\n# Ops\n"},
}


def spoil(root: Path, files: dict[str, str | None]) -> None:
    for path, text in files.items():
        if text is None:
            (root / path).unlink()
        else:
            (root / path).write_bytes(text.encode(errors="surrogateescape"))


@pytest.mark.parametrize("case", SPOILT)
def test_forms_stay_while_what_they_offer_cannot_be_known(case: str, root: Path) -> None:
    write(root, FILES | {"handbook/ops.md": "---\ngroup: ops\n---\n\n# Ops\n"})
    run("editor")
    before = {path: path.read_bytes() for path in (root / FOLDER).iterdir()}
    spoil(root, SPOILT[case])
    found = lint(root)
    assert found
    assert not [line for line in found if "HB703" in line]
    run("editor")
    assert {path: path.read_bytes() for path in (root / FOLDER).iterdir()} == before


def test_an_error_elsewhere_hides_no_form_that_is_out_of_date(root: Path) -> None:
    run("editor")
    people = FILES["rituals/people.yml"] + "dana: {name: Dana}\n"
    other = {"rituals/eng.boards.yml": "- board: [", "handbook/x.md": "---\nmaintainedBy: [x]\n---\n\n# X\n"}
    write(root, FILES | {"rituals/people.yml": people, **other})
    assert [line for line in lint(root) if "HB703" in line]


@pytest.mark.parametrize(
    "command",
    [
        ("new", "person", "dana", "--name", "Dana"),
        ("dri", "leave", "cy", "--on", "2026-11-19"),
        ("new", "channel", "#new", "--group", "eng", "--dri", "ana"),
        ("new", "rotation", "R", "--group", "eng", "--every", "1 week", "--members", "ana,bo"),
    ],
    ids=" ".join,
)
def test_commands_keep_the_forms_up_to_date(command: tuple[str, ...], root: Path) -> None:
    write(root, FILES | {"rituals/eng.rotations.yml": FILES["rituals/eng.rotations.yml"].replace(", cy", "")})
    run("editor")
    before = forms(root)
    result = run(*command, "--today", "2026-11-20")
    assert (result.exit_code, result.stderr) == (0, "")
    assert forms(root) != before
    assert lint(root) == []


# --- Links ---


def links(html: str, text: str) -> Iterator[dict[str, str]]:
    """Yield the form and the values of the links of a text."""
    for address in re.findall(rf'<a (?:class="[^"]*" )?href="([^"]*)"[^>]*>{text}</a>', html):
        parts = urlsplit(unescape(address))
        assert (parts.netloc, parts.path) == ("github.com", "/acme/handbook/issues/new")
        yield {key: value for key, (value,) in parse_qs(parts.query, strict_parsing=True).items()}


def test_rows_and_tables_lead_to_forms_filled_with_what_they_say(root: Path) -> None:
    run("editor")
    page = build(root, strict=True).page("eng/index.html")
    changes = list(links(page, "Change"))
    assert changes[-2:] == [
        {
            "template": "handbook-change-ritual.yml",
            "title": "Handbook: change a ritual: Stand up",
            "group": "eng",
            "name": "Stand up",
            "frequency": "Daily",
        },
        {
            "template": "handbook-change-channel.yml",
            "title": "Handbook: change a Slack channel: #eng",
            "group": "eng",
            "name": "#eng",
        },
    ]
    assert changes[0]["rotation"] == "On-call (eng)"
    added = {one["template"]: one.get("group") for one in links(page, "Add")}
    kinds = ("rotation", "escalation", "board", "ritual", "channel")
    assert added == {f"handbook-new-{kind}.yml": "eng" for kind in kinds}
    people = build(root, strict=True).page("index.html")
    assert [one["person"] for one in links(people, "Change")] == ["Ana Example (ana)", "Bo (bo)", "Cy (cy)"]
    # Each id is one of the form's.
    for one in (*changes, *links(people, "Change"), *links(page, "Add")):
        form = BY_NAME[one["template"].removeprefix("handbook-").removesuffix(".yml")]
        assert one.keys() - {"template", "title"} <= {field.id for field in form.fields}


def test_a_request_from_a_row_changes_that_row(root: Path) -> None:
    run("editor")
    page = build(root, strict=True).page("eng/index.html")
    link = next(one for one in links(page, "Change") if "ritual" in one["template"])
    filled = {key: value for key, value in link.items() if key not in ("template", "title")}
    assert run("request", "apply", text=body("change-ritual", filled | {"dri": "Bo (bo)"})).exit_code == 0
    assert "dri: bo" in (root / "rituals/eng.rituals.yml").read_text("utf-8")


def test_escalations_have_forms_only_where_there_are_some(root: Path) -> None:
    (root / "rituals/eng.escalations.yml").unlink()
    page = root / "handbook/eng/README.md"
    page.write_text(page.read_text("utf-8").replace("[E](../../rituals/eng.escalations.yml)\n\n", ""), encoding="utf-8")
    run("editor")
    assert forms(root).keys() == {f"handbook-{form.name}" for form in FORMS if form.kind != "escalations"}
    assert lint(root) == []


def test_a_row_fills_in_the_steps_of_an_escalation_in_short(root: Path) -> None:
    run("editor")
    link = next(one for one in links(build(root, strict=True).page("eng/index.html"), "Change") if "steps" in one)
    assert (link["steps"], link["repeat"], link["name"]) == ("On-call, Pager:5", "3", "Outage")
    before = (root / "rituals/eng.escalations.yml").read_text("utf-8")
    filled = {key: value for key, value in link.items() if key not in ("template", "title")}
    same = run("request", "apply", text=body("change-escalation", filled))
    assert 'Steps of "Outage" are these already' in same.stdout
    assert (root / "rituals/eng.escalations.yml").read_text("utf-8") == before


@pytest.mark.parametrize("name", ["Ops, day", "Line: 2"])
def test_steps_that_cannot_be_written_in_short_are_not_filled_in(name: str, root: Path) -> None:
    text = f"- escalation: Outage\n  steps:\n    - notify: {name!r}\n      moreInfoUrl: eng/README.md\n"
    write(root, {"rituals/eng.escalations.yml": text})
    run("editor")
    handbook, _ = read(root)
    file = next(handbook.of_kind("escalations"))
    assert "&steps=" not in form_links.change_link(handbook, file, file.items[0])


@pytest.mark.parametrize("case", [*ELSEWHERE, "no forms"])
def test_without_forms_or_elsewhere_tables_lead_to_none(case: str, root: Path) -> None:
    if case != "no forms":
        run("editor")
        write(root, FILES | {"mkdocs.yml": FILES["mkdocs.yml"].replace(*ELSEWHERE[case])})
    page = build(root).page("eng/index.html")
    assert not list(links(page, "(?:Change|Add)"))


def test_hostile_names_stay_values_of_links(root: Path) -> None:
    name = '"><script>alert(1)</script>&template=x.yml#'
    write(root, FILES | {"rituals/eng.boards.yml": f"- board: {name!r}\n  url: https://example.com\n"})
    run("editor")
    page = build(root).page("eng/index.html")
    link = next(one for one in links(page, "Change") if "board" in one["template"])
    assert (link["name"], link["template"]) == (name, "handbook-change-board.yml")
    assert "<script>alert" not in page


ADDRESSES = {
    "https://github.com/acme/handbook": "https://github.com/acme/handbook/issues/new",
    "https://github.com/acme/handbook.git": "https://github.com/acme/handbook/issues/new",
    "https://github.example.org/acme/handbook/": "https://github.example.org/acme/handbook/issues/new",
    "https://gitlab.com/acme/handbook": "",
    "https://github.com/acme": "",
    "https://notgithub.com/acme/handbook": "",
    "javascript://github.com/a/b": "",
    "https://[github.com/a/b": "",
    "": "",
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_where_issues_are_opened(address: str) -> None:
    assert edit_urls.issues_url(address) == ADDRESSES[address]


def test_a_very_long_name_has_no_link(root: Path) -> None:
    write(root, FILES | {"rituals/eng.boards.yml": f"- board: {'x' * 9_000}\n  url: https://example.com\n"})
    run("editor")
    handbook, _ = read(root)
    file = next(handbook.of_kind("boards"))
    assert form_links.change_link(handbook, file, file.items[0]) == ""
    assert form_files.form_of(f"{FOLDER}/handbook-x.yml") is None
