"""`handbook init`, `handbook new` and `handbook schema`: what they write builds strictly, and has no finding."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import Result

from command_line import run
from git_repositories import git
from golden_files import FENCE
from handbooks import BARE, build, lint, write
from mkdocs_handbook.data import kinds
from mkdocs_handbook.lint import rules
from mkdocs_handbook.scaffold import nav_entry, starter_templates

PEOPLE = "zoe: {name: Zoe, leftOn: 2026-01-05}\nana: {name: Ana}\nbo: {name: Bo}\n"
TEAM = {
    "handbook/team/README.md": "# Team\n\n[People](../../rituals/people.yml)\n",
    "rituals/people.yml": PEOPLE,
    "handbook/index.md": "# Home\n\n[Team](team/README.md)\n",
}
TIME = {code for code in rules.ALL if code.startswith("HB6")}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def texts(root: Path) -> dict[str, str]:
    files = (path for path in root.rglob("*") if path.is_file() and ".git" not in path.relative_to(root).parts)
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in files}


def fails(result: Result, message: str) -> bool:
    return result.exit_code == 2 and message in " ".join(result.output.split())


# --- init ---


def test_a_new_handbook_builds_and_lints_clean(folder: Path) -> None:
    result = run("init", "acme-handbook")
    first, *commands = result.output.splitlines()
    assert (result.exit_code, first) == (
        0,
        "acme-handbook: begun, README.md says how to go on. Your first commit:",
    )
    root = folder / "acme-handbook"
    assert lint(root, rules.DEFAULT | TIME) == []
    # The commit is the user's: as printed, the two commands make it.
    assert subprocess.run(["git", "-C", root, "log"], capture_output=True, check=False).returncode != 0
    assert len(commands) == 2
    for command in commands:
        named = ["git", "-c", "user.name=x", "-c", "user.email=x@y.zz", *shlex.split(command)[1:]]
        subprocess.run(named, check=True, capture_output=True)
    assert git(root, "status", "--porcelain") == ""
    assert git(root, "branch", "--show-current").strip() == "main"
    assert lint(root, rules.DEFAULT | TIME) == []
    built = build(root, strict=True)
    assert (built.messages, built.error) == ((), "")
    page = built.page("engineering/index.html")
    assert "<h1" in page
    sections = ["On duty", "Project boards", "Rituals", "Slack channels"]
    assert [page.count(f">{one}<a") for one in sections] == [1] * 4
    assert 'id="ritual-engineering-weekly"' in page
    assert "Ana Example" in built.page("index.html")


def test_a_new_group_has_a_card_on_the_home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("init", "acme", "--today", "2030-05-15")
    monkeypatch.chdir(folder / "acme")
    run("new", "group", "platform", "--today", "2030-05-15")
    built = build(folder / "acme", strict=True)
    assert (built.messages, built.error) == ((), "")
    home = built.page("index.html")
    for group in ("engineering", "platform"):
        assert f'<strong><a href="{group}/">{group.capitalize()}</a></strong>' in home
    # The directory stands behind the groups.
    nav = home[home.index("md-nav--primary") : home.index("md-content")]
    assert nav.index('href="platform/"') < nav.index('href="directory/"')


def test_slack_only_where_somebody_asks_for_it(folder: Path) -> None:
    """Without the secret of an app, its workflow would fail every hour."""
    run("init", "plain")
    run("init", "chatty", "--slack")
    assert not (folder / "plain/.github/workflows/slack.yml").exists()
    assert "[slack]" not in (folder / "plain/requirements.txt").read_text()
    assert (folder / "chatty/requirements.txt").read_text().startswith("mkdocs-handbook[slack]~=")
    written = yaml.safe_load((folder / "chatty/.github/workflows/slack.yml").read_text())
    assert written["jobs"]["slack"]["permissions"] == {"contents": "read"}


@pytest.mark.parametrize("name", ["issues", "slack"])
def test_the_guide_shows_the_workflows_that_init_writes(name: str) -> None:
    guide = Path(__file__).parents[2] / f"handbook/guide/{name}.md"
    shown = [match[3] for match in FENCE.finditer(guide.read_text(encoding="utf-8")) if "\njobs:\n" in match[3]]
    assert yaml.safe_load(shown[0]) == yaml.safe_load(starter_templates.render(f"handbook/{name}.yml"))


def test_what_a_new_handbook_has(folder: Path) -> None:
    run("init", "acme-handbook", "--today", "2030-05-15")
    found = texts(folder / "acme-handbook")
    assert {
        *(".gitignore", ".pre-commit-config.yaml", "README.md", "mkdocs.yml", "requirements.txt"),
        *(f".github/workflows/{name}.yml" for name in ("issues", "lint", "publish")),
        ".vscode/settings.json",
        *("handbook/index.md", "handbook/engineering/README.md", "rituals/people.yml", "rituals/stubs.yml"),
        *(f"rituals/engineering.{kind}.yml" for kind in ("boards", "channels", "rituals", "rotations")),
    } <= found.keys()
    config = yaml.safe_load(found["mkdocs.yml"])
    assert config["site_name"] == "Acme handbook"
    before, _, _ = found["mkdocs.yml"].partition("    - navigation.prune\n")
    assert "navigation.prune" in config["theme"]["features"]
    assert before.splitlines()[-1].lstrip().startswith("# Without it every page holds the whole navigation")
    assert "Replace the handle behind `dri:`" in found["README.md"]
    assert "  startedOn: 2030-05-13\n  frequency: Weekly on Monday\n" in found["rituals/engineering.rituals.yml"]
    assert found["rituals/people.yml"].startswith(
        "# yaml-language-server: $schema=../.handbook/schemas/people.schema.json\n"
    )
    # Nothing of a template is left, and no line ends in a space.
    assert [name for name, text in found.items() if "<<" in text or "<%" in text or " \n" in text] == []


def test_the_hooks_of_a_new_handbook_are_understood(folder: Path) -> None:
    run("init", "acme")
    command = [sys.executable, "-m", "pre_commit", "validate-config", "acme/.pre-commit-config.yaml"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done


@pytest.mark.parametrize(
    ("arguments", "title", "name"),
    [
        (("init", "."), None, "engineering"),
        (
            ("init", "x", "--title", 'The "Best": #1', "--group", "customer-success"),
            'The "Best": #1',
            "customer-success",
        ),
        (("init", "on"), "On", "engineering"),
        (("init", "Über_uns", "--group", "hr"), "Über uns", "hr"),
    ],
)
def test_titles_and_groups(arguments: tuple[str, ...], title: str | None, name: str, folder: Path) -> None:
    assert run(*arguments).exit_code == 0
    root = folder / arguments[1]
    assert yaml.safe_load((root / "mkdocs.yml").read_text("utf-8"))["site_name"] == (
        title or root.resolve().name.replace("_", " ").replace("-", " ").capitalize()
    )
    assert lint(root) == []
    assert (root / f"handbook/{name}/README.md").is_file()


def test_the_address_of_the_repository_makes_edit_links(folder: Path) -> None:
    run("init", "acme", "--repo-url", "https://github.com/acme/handbook/")
    page = build(folder / "acme", strict=True).page("engineering/index.html")
    assert "https://github.com/acme/handbook/edit/main/handbook/engineering/README.md" in page
    assert "https://github.com/acme/handbook/edit/main/rituals/engineering.rituals.yml#L3" in page


def test_nothing_is_overwritten(folder: Path) -> None:
    (folder / "rituals").write_text("a file", encoding="utf-8")
    (folder / "README.md").write_text("ours", encoding="utf-8")
    before = texts(folder)
    result = run("init", ".")
    assert result.exit_code == 2
    assert "in the way in .:\n  README.md\n  rituals\nmove them away" in result.output
    assert texts(folder) == before


def test_files_that_are_there_can_be_kept(folder: Path) -> None:
    (folder / "README.md").write_text("ours", encoding="utf-8")
    (folder / "LICENSE").write_text("MIT", encoding="utf-8")
    assert run("init", ".", "--keep").exit_code == 0
    found = texts(folder)
    assert (found["README.md"], found["LICENSE"]) == ("ours", "MIT")
    assert lint(folder) == []


def test_a_start_page_of_the_other_name_is_kept(folder: Path) -> None:
    (folder / "handbook").mkdir()
    (folder / "handbook/README.md").write_text("# Ours\n\n[Engineering](engineering/README.md)\n", encoding="utf-8")
    assert "in the way in .:\n  handbook/README.md\nmove" in run("init", ".").output
    assert run("init", ".", "--keep").exit_code == 0
    assert not (folder / "handbook/index.md").exists()
    assert lint(folder) == []


def test_settings_of_an_editor_are_added_to(folder: Path) -> None:
    write(folder / "x", {})
    settings = folder / "acme/.vscode/settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text('{\n  "a": 1 // ours\n}\n', encoding="utf-8")
    assert run("init", "acme").exit_code == 0
    assert settings.read_text("utf-8").startswith('{\n  "a": 1, // ours\n  "yaml.schemas": {\n')
    settings.write_text("{", encoding="utf-8")
    result = run("init", "acme", "--keep")
    assert (result.exit_code, settings.read_text("utf-8")) == (0, "{")
    assert "note: .vscode/settings.json: cannot be read" in result.stderr


def test_a_handbook_inside_of_a_repository_stays_inside_of_its_folder(folder: Path) -> None:
    (folder / ".git").mkdir()
    assert run("init", "docs").exit_code == 0
    assert [path.name for path in folder.iterdir() if path.name != ".git"] == ["docs"]
    run("editor", "-f", "docs/mkdocs.yml")
    run("new", "kind", "vendors", "-f", "docs/mkdocs.yml")
    assert [path.name for path in folder.iterdir() if path.name != ".git"] == ["docs"]


def test_a_folder_in_a_repository_gets_no_other_one(folder: Path) -> None:
    git(folder, "init", "--quiet")
    (folder / "other.txt").write_text("x", encoding="utf-8")
    result = run("init", "docs space")
    assert not (folder / "docs space/.git").exists()
    for command in result.output.splitlines()[1:]:
        named = ["git", "-c", "user.name=x", "-c", "user.email=x@y.zz", *shlex.split(command)[1:]]
        subprocess.run(named, check=True, capture_output=True)
    assert git(folder, "status", "--porcelain") == "?? other.txt\n"


def test_without_git_a_note_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(folder))
    result = run("init", "acme")
    assert result.exit_code == 0
    assert "note: no git repository was begun: git is not installed" in result.stderr


def test_a_line_can_be_appended_to_the_new_stubs(folder: Path) -> None:
    run("init", "acme")
    stubs = folder / "acme/rituals/stubs.yml"
    with stubs.open("a", encoding="utf-8") as file:
        file.write("engineering/old.md: engineering/README.md\n")
    assert lint(folder / "acme") == []
    page = build(folder / "acme", strict=True).page("engineering/old/index.html")
    assert "url=../" in page


def test_the_workflows_of_a_new_handbook_build_with_the_cache_and_say_what_changes(folder: Path) -> None:
    run("init", "acme")
    texts_ = [(folder / f"acme/.github/workflows/{name}.yml").read_text("utf-8") for name in ("lint", "publish")]
    assert all("handbook build --strict" in text and "mkdocs build" not in text for text in texts_)
    assert 'handbook diff "origin/$GITHUB_BASE_REF" --format markdown >> "$GITHUB_STEP_SUMMARY"' in texts_[0]


ADDRESSES = {
    "https://github.com/acme/handbook": "",
    "https://github.com/acme/handbook.git": "",
    "https://gitlab.example.org/a/b/c/": "",
    "git@github.com:acme/handbook.git": ', did you mean "https://github.com/acme/handbook"?',
    "ssh://git@github.com/acme/handbook": ', did you mean "https://github.com/acme/handbook"?',
    "github.com/acme/handbook": ', did you mean "https://github.com/acme/handbook"?',
    **dict.fromkeys(
        (
            *("acme", "acme/handbook", "https://github.com", "https://github.com/acme", "file:///etc/passwd"),
            *("javascript://x/y/z", "https://github.com/acme/hand book", "https://[/a/b", "https://x/a/b?c\nd: e"),
        ),
        ', such as "https://github.com/acme/handbook"',
    ),
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_no_address_of_a_repository_is_refused_at_once(address: str, folder: Path) -> None:
    result = run("init", "acme", "--repo-url", address)
    if hint := ADDRESSES[address]:
        assert fails(result, "is no address of a repository on the web" + hint)
        assert list(folder.iterdir()) == []
    else:
        assert result.exit_code == 0
        url = address.rstrip("/").removesuffix(".git")
        assert yaml.safe_load((folder / "acme/mkdocs.yml").read_text("utf-8"))["repo_url"] == url


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("init",), "Missing argument 'DIR'"),
        (
            ("init", "x", "--group", "People Ops"),
            '"People Ops" is no name of a group: lower-case words with hyphens, such as "people-ops"',
        ),
        (("new", "group", "Küche"), '"Küche" is no name of a group: lower-case words with hyphens, such as "kuche"'),
        (("new", "group", "Team"), '"Team" is no name of a group: lower-case words with hyphens, such as "team"'),
        (
            ("new", "kind", "Open roles"),
            '"Open roles" is no name of a kind: lower-case words with hyphens, such as "open-roles"',
        ),
        (("new", "kind", "rituals"), 'the kind "rituals" is built in, "handbook schema rituals" prints its schema'),
        (("new", "group", "x"), "no mkdocs.yml here or above"),
    ],
)
def test_wrong_use(arguments: tuple[str, ...], message: str, folder: Path) -> None:
    assert fails(run(*arguments), message)
    assert list(folder.iterdir()) == []


# --- new ---

NAV = "nav:\n  - Home: index.md\n  - Team:\n      - team/README.md   # ours\n\n# The theme.\n"
CONFIGS = {
    "no nav": BARE,
    "a nav": f"{BARE}{NAV}extra: {{}}\n",
    "a nav at the end": f"{BARE}{NAV.partition('   #')[0]}",
    "another order of sections": f"{BARE.replace('plugins: [handbook]', 'plugins: [{handbook: {sections: {channels: Kanäle, rituals: [Rituale, Rituals], boards: Tafeln}}}]')}",
    "other folders": BARE.replace("[handbook]", "[{handbook: {data_dir: facts, schemas_dir: kinds}}]"),
}


@pytest.fixture(params=CONFIGS)
def team(request: pytest.FixtureRequest, folder: Path) -> Path:
    """A handbook with a group, configured in several ways."""
    files = {"mkdocs.yml": CONFIGS[request.param], **TEAM}
    if request.param == "other folders":
        files = {name.replace("rituals/", "facts/"): text.replace("rituals/", "facts/") for name, text in files.items()}
    write(folder, files)
    assert lint(folder, rules.DEFAULT - {"HB131"}) == []
    return folder


UNUSED = {"HB131"}


@pytest.mark.parametrize(
    "kinds", [(), ("rituals",), ("channels",), ("boards", "rotations"), ("rituals", "channels", "boards", "rotations")]
)
def test_a_new_group_has_no_finding(kinds: tuple[str, ...], team: Path) -> None:
    result = run("new", "group", "customer-success", *(word for kind in kinds for word in ("--with", kind)))
    assert (result.exit_code, result.stderr) == (0, "")
    assert lint(team, rules.DEFAULT - UNUSED) == []
    built = build(team, strict=True)
    assert (built.messages, built.error) == ((), "")
    assert {path for path in result.stdout.splitlines() if not (team / path).is_file()} == set()
    data = "facts" if (team / "facts").exists() else "rituals"
    made = {path for path in result.stdout.splitlines() if path.endswith(".yml")} - {"mkdocs.yml"}
    assert made == {f"{data}/customer-success.{kind}.yml" for kind in kinds or ("rituals", "channels")}
    assert all(
        "dri: ana\n" in (team / path).read_text("utf-8") or "[ana]" in (team / path).read_text("utf-8") for path in made
    )


def test_a_new_kind_has_no_finding(team: Path) -> None:
    result = run("new", "kind", "open-policies", "--dri", "bo")
    assert (result.exit_code, result.stderr) == (0, "")
    assert lint(team, rules.DEFAULT - UNUSED) == []
    built = build(team, strict=True)
    assert (built.messages, built.error) == ((), "")
    assert 'id="open-policy-first-open-policy"' in built.page("team/open-policies/index.html")
    schema = next(path for path in result.stdout.splitlines() if path.endswith(".json"))
    made = json.loads((team / schema).read_text("utf-8"))
    assert (made["title"], made["x-noun"]) == ("Open policies", "open-policy")
    # And a group may have it at once.
    assert run("new", "group", "legal", "--with", "open-policies").exit_code == 0
    assert lint(team, rules.DEFAULT - UNUSED) == []


def test_the_navigation_keeps_all_other_lines(folder: Path) -> None:
    write(folder, {"mkdocs.yml": CONFIGS["a nav"], **TEAM})
    assert "mkdocs.yml\n" in run("new", "group", "legal").stdout
    line = "      - team/README.md   # ours\n"
    expected = CONFIGS["a nav"].replace(line, f"{line}  - Legal: legal/README.md\n")
    assert (folder / "mkdocs.yml").read_text("utf-8") == expected


NAVIGATIONS: dict[str, str | None] = {
    "nav:\n- index.md\n": "nav:\n- index.md\n- X: x.md\n",
    "nav:\n  - A: [a.md, b.md]\nx: 1\n": "nav:\n  - A: [a.md, b.md]\n  - X: x.md\nx: 1\n",
    "nav:\r\n  - index.md\r\n": "nav:\r\n  - index.md\r\n  - X: x.md\r\n",
    "nav:\n  - index.md": "nav:\n  - index.md\n  - X: x.md\n",
    "\ufeffnav:\n  - index.md\n": "\ufeffnav:\n  - index.md\n  - X: x.md\n",
    "nav:\n  - A:\n      - b.md\n      # last\n  # end\nx: 1\n": "nav:\n  - A:\n      - b.md\n  - X: x.md\n      # last\n  # end\nx: 1\n",
    "nav: [index.md]\n": None,
    "nav: []\n": None,
    "nav: {a: b}\n": None,
    "x: 1\n": None,
    "x: [\n": None,
    "nav: &a\n  - index.md\nx: !!python/name:a.b\n": "nav: &a\n  - index.md\n  - X: x.md\nx: !!python/name:a.b\n",
    "nav:\n  - >\n    A b\n": "nav:\n  - >\n    A b\n  - X: x.md\n",
}


@pytest.mark.parametrize("text", NAVIGATIONS)
def test_pages_are_added_to_a_navigation(text: str) -> None:
    assert nav_entry.add_entry(text, "X", "x.md") == NAVIGATIONS[text]


def test_a_navigation_that_only_a_person_can_add_to(folder: Path) -> None:
    config = f"{BARE}nav: [index.md, team/README.md]\n"
    write(folder, {"mkdocs.yml": config, **TEAM})
    result = run("new", "group", "legal")
    assert result.exit_code == 0
    assert result.stderr == "note: add this line to the navigation in mkdocs.yml:\n- Legal: legal/README.md\n"
    assert (folder / "mkdocs.yml").read_text("utf-8") == config


def test_editors_learn_of_what_is_new(folder: Path) -> None:
    run("init", ".")
    result = run("new", "kind", "vendors")
    assert ".handbook/schemas/vendors.schema.json" in result.stdout.splitlines()
    assert ".vscode/settings.json" in result.stdout.splitlines()
    line = "# yaml-language-server: $schema=../.handbook/schemas/vendors.schema.json\n"
    assert (folder / "rituals/engineering.vendors.yml").read_text("utf-8").startswith(line)
    assert lint(folder) == []


BY_INDEX = {"handbook/team/index.md": "# Team\n\n## Slack channels\n\n[C](../../rituals/team.channels.yml)\n"}


def test_a_new_group_is_like_the_others(folder: Path) -> None:
    line = "# yaml-language-server: $schema=../schemas/channels.schema.json\n"
    channels = f'{line}- {{channel: "#help-legal", dri: ana}}\n- {{channel: "#g-legal", dri: ana}}\n'
    write(
        folder,
        {
            **BY_INDEX,
            "rituals/team.channels.yml": channels,
            "schemas/channels.schema.json": (kinds.schemas_folder() / "channels.schema.json").read_bytes(),
        },
    )
    assert run("new", "group", "legal").stdout.splitlines() == [
        "handbook/legal/index.md",
        "rituals/legal.channels.yml",
        "rituals/legal.rituals.yml",
    ]
    text = (folder / "rituals/legal.channels.yml").read_text("utf-8")
    assert text.startswith(line)
    assert 'channel: "#help-legal-2"' in text
    assert lint(folder) == []


REFUSED: dict[str, tuple[dict[str, str], tuple[str, ...], str]] = {
    "a group that there is": (TEAM, ("group", "team"), "there is already: handbook/team/README.md"),
    "a group with a page of another name": (
        {**TEAM, "handbook/legal.md": "# Legal\n"},
        ("group", "legal"),
        "there is already: handbook/legal.md",
    ),
    "a group that a page claims": (
        {**TEAM, "handbook/law.md": "---\ngroup: legal\n---\n# Law\n"},
        ("group", "legal"),
        "there is already: handbook/law.md",
    ),
    "a group with data in a folder": (
        {**TEAM, "rituals/old/legal.rituals.yml": "[]\n"},
        ("group", "legal"),
        "there is already: rituals/old/legal.rituals.yml",
    ),
    "a kind with data in a folder": (
        {**TEAM, "rituals/old/team.vendors.yml": "[]\n"},
        ("kind", "vendors"),
        "there is already: rituals/old/team.vendors.yml",
    ),
    "a page that MkDocs leaves out": (TEAM, ("group", "templates"), 'MkDocs leaves out the page "templates/README.md"'),
    "a kind that there is": (
        {**TEAM, "schemas/vendors.schema.json": "{}"},
        ("kind", "vendors"),
        "there is already: schemas/vendors.schema.json",
    ),
    "somebody who left": (TEAM, ("group", "legal", "--dri", "zoe"), '"zoe" left on 2026-01-05, name somebody else'),
    "nobody": ({}, ("group", "legal"), "nobody is known who could be the DRI, name somebody with --dri"),
    "an unknown kind": (
        TEAM,
        ("group", "legal", "--with", "ritals"),
        'no kind of a group is called "ritals", did you mean "rituals"?',
    ),
    "a kind that is no group's": (
        TEAM,
        ("group", "legal", "--with", "people"),
        'no kind of a group is called "people"',
    ),
    "a kind without a group": (
        {},
        ("kind", "vendors", "--dri", "ana"),
        "no group has a page yet, begin with: handbook new group NAME",
    ),
    "a kind of another group": (
        TEAM,
        ("kind", "vendors", "--group", "legal"),
        'the group "legal" has no page yet, begin with: handbook new group legal',
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_new(case: str, folder: Path) -> None:
    files, arguments, message = REFUSED[case]
    write(folder, files)
    before = texts(folder)
    assert fails(run("new", *arguments), message)
    assert texts(folder) == before


def test_without_people_a_dri_is_free_text(folder: Path) -> None:
    write(folder, {})
    assert run("new", "group", "legal", "--dri", "Ana: the boss").exit_code == 0
    assert 'dri: "Ana: the boss"\n' in (folder / "rituals/legal.rituals.yml").read_text("utf-8")
    assert lint(folder) == []
    assert run("new", "group", "sales").exit_code == 0
    assert 'dri: "Ana: the boss"\n' in (folder / "rituals/sales.rituals.yml").read_text("utf-8")


OWN = {
    "title": "Deals",
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["deal", "owner", "closedOn", "stage", "size", "won", "tags", "how", "link"],
        "properties": {
            "deal": {"title": "Deal", "type": "string"},
            "owner": {"type": "string", "format": "person"},
            "closedOn": {"type": "string", "format": "date"},
            "stage": {"type": "string", "enum": ["lead", "won"]},
            "size": {"type": "integer", "minimum": 5},
            "won": {"type": "boolean"},
            "tags": {"type": "array", "items": {"type": "string", "examples": ["a: b"]}},
            "how": {"type": "string", "format": "frequency"},
            "link": {"$ref": "#/definitions/link"},
            "more": {"type": "string"},
        },
    },
    "definitions": {"link": {"type": "string", "format": "uri-reference"}},
}


def test_an_example_of_a_kind_of_ones_own_follows_its_schema(folder: Path) -> None:
    write(folder, {**TEAM, "schemas/deals.schema.json": json.dumps(OWN)})
    assert run("new", "group", "sales", "--with", "deals").exit_code == 0
    assert yaml.safe_load((folder / "rituals/sales.deals.yml").read_text("utf-8"))[0]["tags"] == ["a: b"]
    assert lint(folder, rules.DEFAULT - UNUSED) == []


# --- schema ---


def test_schemas_are_listed_and_printed(folder: Path) -> None:
    names = [line.split()[0] for line in run("schema").output.splitlines()]
    assert names == sorted(kinds.BUILT_IN)
    assert json.loads(run("schema", "rituals").output)["title"] == "Rituals"
    own = '{"description": "Ours.",\n "type": "array"}'
    write(folder, {"schemas/rituals.schema.json": own, "schemas/vendors.schema.json": "{"})
    assert run("schema", "rituals").output == own
    lines = run("schema").output.splitlines()
    assert "rituals      Ours. (schemas/rituals.schema.json)" in lines
    assert "vendors      cannot be read (schemas/vendors.schema.json)" in lines
    assert run("schema", "vendors").output == "{"
    assert run("schema", "boards").output == (kinds.schemas_folder() / "boards.schema.json").read_text("utf-8")


def test_an_unknown_kind_has_no_schema(folder: Path) -> None:
    assert fails(run("schema", "ritals"), 'no kind is called "ritals", did you mean "rituals"?')
    assert fails(run("schema", "zzz"), 'no kind is called "zzz", known are "boards", "channels", "escalations"')
    write(folder, {"schemas/x.schema.json": b"\xff"})
    assert fails(run("schema"), "schemas/x.schema.json: not UTF-8")
