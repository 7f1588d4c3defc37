"""The directory in real builds: themes, addresses, navigation, search, templates, and what lint knows of it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import site_links
from call_counter import calls
from handbooks import BARE, build, lint, read, write
from mkdocs_handbook.links import directory_urls as directory
from mkdocs_handbook.links import feed_urls
from mkdocs_handbook.model import Item, Settings
from mkdocs_handbook.project.plugin_options import OptionError, slack_workspace
from mkdocs_handbook.project.plugin_options import directory as directory_option

RITUALS = "- {task: One, startedOn: 2026-01-05, frequency: Weekly, description: 'Ask in #help-a.', dri: ana}\n"
FILES: dict[str, str | bytes] = {
    "handbook/a.md": "---\nmaintainedBy: ana\nreviewOn: 2027-01-01\n---\n\n# Team\n\nAsk in #help-a, or\nin [the list](directory/channels.md#a-channel-help-a).\n\n[Duty](../rituals/a.rotations.yml)\n\n"
    "## Rituals\n\n[Rituals](../rituals/a.rituals.yml)\n\n## Slack channels\n\n[Channels](../rituals/a.channels.yml)\n",
    "handbook/index.md": "# Home\n\n[Ana](directory/people/ana.md), [weekly](directory/rituals.md#a-ritual-one), [this week](directory/rituals.md#this-week)\n",
    "rituals/a.rituals.yml": RITUALS,
    "rituals/a.channels.yml": '- {channel: "#help-a", dri: bo}\n',
    "rituals/a.rotations.yml": "- {rotation: Phone, startsOn: 2026-01-05, every: 1 week, members: [ana, bo]}\n",
    "rituals/people.yml": "ana: {name: Ana Example, github: ana-ex}\nbo: {name: Bo}\n",
}
STRICT = "validation: {nav: {omitted_files: warn}, links: {anchors: warn, unrecognized_links: warn}}\n"
PAGES = ["index", "rituals", "channels", "on-duty", "people/index"]


def config(theme: str = "mkdocs", options: str = "", more: str = "") -> str:
    plugin = f"handbook: {{{options}}}" if options else "handbook"
    return (
        f"site_name: Test\nsite_url: https://example.com/h/\ndocs_dir: handbook\ntheme: {theme}\n"
        f"plugins: [search, {plugin}]\n{STRICT}{more}"
    )


def addresses(site: Path) -> set[str]:
    """Return the pages below a folder of a site."""
    return {path.relative_to(site).as_posix() for path in site.rglob("*.html")}


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs", "material"])
@pytest.mark.parametrize("directory_urls", [True, False], ids=["folders", "files"])
def test_a_site_has_its_directory_and_no_dead_link(theme: str, directory_urls: bool, tmp_path: Path) -> None:
    more = f"use_directory_urls: {str(directory_urls).lower()}\n"
    root = write(tmp_path, {**FILES, "mkdocs.yml": config(theme, more=more)})
    built = build(root, strict=True)
    assert (built.messages, built.error) == ((), "")
    ana = "directory/people/ana/" if directory_urls else "directory/people/ana.html"
    page = f"{ana}index.html" if directory_urls else ana
    assert page in addresses(built.site)
    assert not site_links.dead_links(built.site)
    for known in (built.page("sitemap.xml"), built.page("search/search_index.json")):
        assert ana in known
        assert "directory/rituals" in known
    # Only people's own pages are in no navigation.
    home = built.page("index.html")
    assert f'href="directory/people/{"" if directory_urls else "index.html"}"' in home
    assert lint(root) == []


def test_lint_knows_exactly_the_anchors_of_the_site(tmp_path: Path) -> None:
    links = "".join(
        f"[x](directory/{name}.md#{anchor})\n"
        for name in [*PAGES, "people/ana", "people/bo"]
        for anchor in (
            "a-ritual-one",
            "this-week",
            "a-channel-help-a",
            "slack-channels",
            "person-ana",
            "groups",
            "rituals",
        )
    )
    root = write(tmp_path, {**FILES, "mkdocs.yml": BARE, "handbook/b.md": f"# B\n\n{links}"})
    dead = site_links.dead_links(build(root).site)
    said = [
        (one.source.path.removeprefix("handbook/"), one.url) for one in read(root)[1] if one.code in site_links.CODES
    ]
    found = {(page, url.replace(".md", "/").replace("/index/", "/")) for page, url in said}
    assert len(said) == dead.total() > 20
    assert found == {("b.md", link.replace("index.html", "")) for _, link in dead}


def test_a_dead_link_into_the_directory_is_found_without_making_its_pages(tmp_path: Path) -> None:
    root = write(
        tmp_path, {**FILES, "handbook/b.md": "# B\n\n[x](directory/people/cy.md) [y](directory/people/ana.md)\n"}
    )
    assert [line.split(" ")[1] for line in lint(root, ["HB301"])] == ["HB301"]
    script = (
        "import sys\nfrom mkdocs_handbook.cli import main\n"
        "try: main(['lint', '-f', 'mkdocs.yml'])\nexcept SystemExit: pass\nprint('jinja2' in sys.modules)"
    )
    (root / "handbook/a.md").write_text("# Team\n\n[Ana](directory/people/ana.md)\n", encoding="utf-8")
    (root / "handbook/index.md").write_text("# Home\n", encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "False", done.stderr


NAVS = [
    ("", "", "directory/people/", True),
    ("nav: [index.md, a.md]\n", "", "Directory", True),
    ("nav: [index.md, a.md]\n", "directory: {nav: Wer und wo}", "Wer und wo", True),
    ("nav: [index.md, a.md]\n", "directory: {nav: false}", "directory/people/", False),
    ("nav: [index.md, a.md, {Everybody: directory/people/index.md}]\n", "", "Everybody", True),
    ("nav: [index.md, a.md, {Everybody: directory/people/index.md}]\n", "", "directory/on-duty/", False),
]


@pytest.mark.parametrize(("nav", "options", "text", "is_there"), NAVS)
def test_the_navigation_has_the_directory(nav: str, options: str, text: str, is_there: bool, tmp_path: Path) -> None:
    root = write(tmp_path, {**FILES, "handbook/index.md": "# Home\n", "mkdocs.yml": config("material", options, nav)})
    built = build(root, strict=True)
    assert (built.messages, built.error) == ((), "")
    assert (text in built.page("index.html")) == is_there
    assert "directory/people/index.html" in addresses(built.site)
    assert not lint(root, ["HB3"])


def test_another_folder_and_none(tmp_path: Path) -> None:
    home = "# Home\n\n[x](who/people/ana.md)\n"
    team = str(FILES["handbook/a.md"]).replace("[the list](directory/channels.md#a-channel-help-a)", "the list")
    files = {
        **FILES,
        "handbook/index.md": home,
        "handbook/a.md": team,
        "mkdocs.yml": config(options="directory: {folder: who}"),
    }
    root = write(tmp_path, files)
    built = build(root, strict=True)
    assert built.error == ""
    assert "who/people/ana/index.html" in addresses(built.site)
    assert lint(root) == []
    (root / "mkdocs.yml").write_text(config(options="directory: false"), encoding="utf-8")
    built = build(root, site=root / "none")
    assert not [path for path in addresses(built.site) if "people" in path or "directory" in path]
    assert 'href="https://github.com/ana-ex"' in built.page("a/index.html")
    assert 'class="handbook-channel"' not in built.page("a/index.html")
    assert [line.split(" ")[1] for line in lint(root)] == ["HB301"]


def test_nothing_is_linked_where_the_option_says_so(tmp_path: Path) -> None:
    root = write(tmp_path, {**FILES, "mkdocs.yml": config(options="link_mentions: false")})
    built = build(root, strict=True)
    html = built.page("a/index.html")
    assert 'class="handbook-channel"' not in html
    assert 'href="https://github.com/ana-ex"' in html
    assert "Maintained by Ana Example, due for review" in html
    assert "directory/people/ana/index.html" in addresses(built.site)


def test_a_channel_in_raw_html_with_markdown_is_linked(tmp_path: Path) -> None:
    page = '# M\n\n<div markdown="1">\n\nAsk in #help-a.\n\n</div>\n'
    site = config(more="markdown_extensions: [md_in_html]\n")
    built = build(write(tmp_path, {**FILES, "handbook/m.md": page, "mkdocs.yml": site}))
    assert 'href="../directory/channels/#a-channel-help-a">#help-a</a>' in built.page("m/index.html")


def test_templates_of_the_theme_replace_the_packaged_ones_and_lint_knows(tmp_path: Path) -> None:
    person = "# {{ person.name | plain }}\n\n## Mine {{ '{#own}' }}\n\n{{ directory.table('rituals', 'R', where='dri=' ~ person.handle) }}\n"
    files = {
        **FILES,
        "theme/handbook/directory/person.md": person,
        "theme/handbook/page.html": "<p>By {{ maintainer }}</p>\n",
        "handbook/index.md": "# Home\n\n[x](directory/people/ana.md#own) [y](directory/people/ana.md#a-ritual-one) [z](directory/people/ana.md#rituals)\n",
        "mkdocs.yml": BARE + "markdown_extensions: [attr_list]\n",
    }
    root = write(tmp_path, files)
    built = build(root)
    assert '<h2 id="own">Mine</h2>' in built.page("directory/people/ana/index.html")
    assert "<p>By Ana Example</p>" in built.page("a/index.html")
    assert [one.url for one in read(root, ["HB302"])[1]] == ["directory/people/ana.md#rituals"]


@pytest.mark.parametrize("template", ["{% for %}", "{{ persn.name }}", "{{ directory.nothing() }}"])
def test_a_broken_template_of_a_page_is_named(template: str, tmp_path: Path) -> None:
    built = build(write(tmp_path, {**FILES, "theme/handbook/directory/person.md": template}))
    assert built.error.startswith("handbook: template handbook/directory/person.md: ")


def test_a_page_that_somebody_wrote_is_not_replaced(tmp_path: Path) -> None:
    root = write(tmp_path, {**FILES, "mkdocs.yml": BARE, "handbook/directory/people/ana.md": "# Me\n\n## Mine\n"})
    built = build(root)
    assert '<h1 id="me">' in built.page("directory/people/ana/index.html")
    assert '<a href="../directory/people/ana/" title="@ana">' in built.page("a/index.html")


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_the_page_for_what_is_missing_offers_search_and_the_directory(theme: str, tmp_path: Path) -> None:
    built = build(write(tmp_path, {**FILES, "mkdocs.yml": config(theme)}))
    html = built.page("404.html")
    assert html.count('href="/h/directory/on-duty/"') >= 1
    assert '<a href="/h/directory/people/">People</a>' in html
    offered = {
        "material": 'action="/h/"',
        "readthedocs": 'action="/h/search.html"',
        "mkdocs": '<button type="button" class="btn btn-primary" data-bs-toggle="modal"',
    }
    assert offered[theme] in html


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_without_a_navigation_of_one_s_own_the_directory_stands_behind_the_groups(theme: str, tmp_path: Path) -> None:
    files = {**FILES, "handbook/z/README.md": "# Zoo\n", "mkdocs.yml": config(theme)}
    html = build(write(tmp_path, files)).page("z/index.html")
    at = {name: html.find(f'href="{link}"') for name, link in (("Zoo", "./"), ("directory", "../directory/on-duty/"))}
    assert -1 < at["Zoo"] < at["directory"]
    # The order of pages, which arrows follow, is the same.
    assert re.search(r'rel="next" href="\.\./directory/"|href="\.\./directory/"[^>]* rel="next"', html)


def test_the_page_for_what_is_missing_can_be_replaced(tmp_path: Path) -> None:
    theme = "{name: material, custom_dir: theme}"
    files = {**FILES, "mkdocs.yml": config(theme), "theme/handbook/404.html": "<p>Gone fishing</p>\n"}
    root = write(tmp_path, files)
    (root / "theme/main.html").unlink()
    assert "<p>Gone fishing</p>" in build(root).page("404.html")
    (root / "theme/404.html").write_text("Mine", encoding="utf-8")
    assert build(root).page("404.html") == "Mine"


def test_a_theme_without_a_page_for_what_is_missing_gets_none(tmp_path: Path) -> None:
    assert "404.html" not in addresses(build(write(tmp_path, FILES)).site)


def test_who_maintains_a_page_is_not_searched(tmp_path: Path) -> None:
    built = build(write(tmp_path, {**FILES, "mkdocs.yml": config("material")}))
    assert "Maintained by" in built.page("a/index.html")
    assert "Maintained by" not in built.page("search/search_index.json")
    titles = {one["title"] for one in json.loads(built.page("search/search_index.json"))["docs"]}
    assert {"Ana Example", "On duty", "This week"} <= titles


def test_a_person_who_was_removed_needs_a_stub(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {**FILES, "rituals/people.yml": f"{FILES['rituals/people.yml']!s}cy: {{name: Cy, leftOn: 2026-01-01}}\n"},
    )
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *command], cwd=root, check=True)
    (root / "rituals/people.yml").write_text(str(FILES["rituals/people.yml"]), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs_handbook.cli", "lint", "--since", "HEAD", "--format", "concise"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert 'HB401 old links to "directory/people/cy.md" will break' in done.stdout
    (root / "rituals/stubs.yml").write_text("directory/people/cy.md: gone\n", encoding="utf-8")
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.stdout == ""


def test_a_calendar_is_linked_where_the_site_has_one(tmp_path: Path) -> None:
    root = write(tmp_path, {**FILES, "handbook/calendars/people/ana.ics": "BEGIN:VCALENDAR"})
    assert 'href="../../../calendars/people/ana.ics"' in build(root).page("directory/people/ana/index.html")
    assert "calendars/" not in build(root).page("directory/people/index.html")


def test_what_is_over_is_nobodys(tmp_path: Path) -> None:
    ended = "- {task: Over, startedOn: 2025-01-06, frequency: Weekly, description: d, dri: cy, endsOn: 2026-11-19}\n"
    last = "- {task: Today, startedOn: 2025-01-06, frequency: Weekly, description: d, dri: ana, endsOn: 2026-11-20}\n"
    people = f"{FILES['rituals/people.yml']!s}cy: {{name: Cy, leftOn: 2026-01-01}}\n"
    data = {"rituals/a.rituals.yml": RITUALS + ended + last, "rituals/people.yml": people}
    built = build(write(tmp_path, {**FILES, **data, "mkdocs.yml": config()}))
    left = built.page("directory/people/cy/index.html")
    # The calendar of their table is theirs.
    assert built.page("directory/people/ana/index.html").count('href="../../../calendars/people/ana.ics"') == 3
    assert "Nothing is theirs any more." in left
    assert "Over" not in left
    assert ">Today</a>" in built.page("directory/people/ana/index.html")


@pytest.mark.parametrize(
    ("kind", "entry", "page", "shown"),
    [
        ("rituals", "a.rituals.yml", "people/ana", ">One</a>"),
        ("channels", "a.channels.yml", "channels", 'id="a-channel-help-a"'),
        ("people", "people.yml", "people", ">Bo</a>"),
    ],
)
def test_a_state_of_ones_own_hides_nothing(kind: str, entry: str, page: str, shown: str, tmp_path: Path) -> None:
    path = Path(__file__).parents[2] / f"schemas/{kind}.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    (schema.get("items") or schema["additionalProperties"])["properties"]["state"] = {"type": "string"}
    data = {f"rituals/{entry}": str(FILES[f"rituals/{entry}"]).replace("}", ", state: CA}")}
    files = {**FILES, **data, f"schemas/{kind}.schema.json": json.dumps(schema), "mkdocs.yml": config()}
    built = build(write(tmp_path, files))
    assert built.error == ""
    assert shown in built.page(f"directory/{page}/index.html")


def test_ids_are_unique_on_every_page(tmp_path: Path) -> None:
    files = {
        **FILES,
        "handbook/all.md": "# All\n\n[One](../rituals/a.rituals.yml)\n\n[All](../rituals/*.rituals.yml)\n\n[Again](../rituals/*.rituals.yml)\n",
        "rituals/b.rituals.yml": RITUALS + RITUALS,
    }
    built = build(write(tmp_path, files))
    for page in addresses(built.site):
        ids = re.findall(r' id="([^"]*)"', built.page(page))
        assert len(ids) == len(set(ids)), page
    assert built.page("all/index.html").count('<tr id="b-ritual-one') == 2


# --- Options and addresses ---


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("directory: true", "a mapping such as {folder: directory, nav: Directory}"),
        ("directory: {foldr: x}", "a mapping such as {folder: directory, nav: Directory}"),
        ("directory: {folder: ../x}", '"folder" is a folder inside'),
        ("directory: {nav: [x]}", '"nav" is the title of a section'),
        ("slack_workspace: a b", '"a b" is no workspace'),
    ],
)
def test_wrong_options_are_named(options: str, message: str, tmp_path: Path) -> None:
    root = write(tmp_path, {"mkdocs.yml": BARE.replace("[handbook]", f"[{{handbook: {{{options}}}}}]")})
    built = build(root, strict=True)
    assert message in "".join((*built.messages, built.error))


def test_options_that_lint_reads_itself() -> None:
    assert directory_option(False)["folder"] == ""
    assert directory_option({"folder": "/who/"}) == {"folder": "who", "nav": "Directory"}
    assert slack_workspace("example") == slack_workspace("https://example.slack.com/") == "https://example.slack.com"
    with pytest.raises(OptionError):
        slack_workspace("no workspace")


HANDLES = st.lists(st.text(min_size=1, max_size=12), unique=True, max_size=8)


@given(HANDLES)
def test_people_have_pages_of_their_own_inside_the_folder(handles: list[str]) -> None:
    from datetime import UTC, datetime

    from mkdocs_handbook.model import Handbook, MappingNode, Span

    item = Item({"name": "x"}, MappingNode((), Span(0, 0)))
    handbook = Handbook(Settings(), datetime(2026, 1, 1, tzinfo=UTC), people=dict.fromkeys(handles, item))
    uris = list(directory.people_uris(handbook).values())
    assert len({uri.casefold() for uri in uris}) == len(uris)
    assert all(re.fullmatch(r"directory/people/[^/]+\.md", uri) for uri in uris)
    assert "directory/people/index.md" not in uris
    # A plain handle is in the address as it is, as in that of the person's calendar.
    for handle in ("ana", "ana-ex", "a.b", "índia"):
        assert feed_urls.safe_name(handle) == handle


def test_twice_the_people_take_twice_the_work(tmp_path: Path) -> None:
    def root(number: int) -> Path:
        people = "".join(f"p{index}: {{name: P {index}}}\n" for index in range(number))
        rituals = "".join(RITUALS.replace("One", f"T {index}").replace("ana", f"p{index}") for index in range(number))
        files = {
            "rituals/people.yml": people,
            "rituals/a.rituals.yml": rituals,
            "handbook/x.md": FILES["handbook/a.md"],
        }
        return write(tmp_path / str(number), {**files, "mkdocs.yml": BARE})

    from mkdocs_handbook.links import directory_pages

    def make(number: int) -> int:
        handbook, _ = read(root(number), [])
        directory_pages.make_page(handbook, "directory/people/p0.md")
        return calls(lambda: [directory_pages.make_page(handbook, uri) for uri in handbook.generated])

    once, twice, four_times = make(40), make(80), make(160)
    assert four_times - twice <= 2.3 * (twice - once)
