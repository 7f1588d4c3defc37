"""The plugin inside MkDocs itself."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import mkdocs.__main__
import pytest
from click.testing import CliRunner

from handbooks import BARE, build, lint, write

ROOT = Path(__file__).parents[1]
RITUALS = (
    "- {task: One, startedOn: 2026-01-05, frequency: Weekly, description: d, dri: ana}\n"
    "- {task: Two, startedOn: 2026-01-05, frequency: Weekly, description: d, dri: bo}\n"
)
PAGE = "# A\n\n## Rituals\n\n[Rituals](../rituals/a.rituals.yml)\n"
FILES: dict[str, str | bytes] = {"handbook/a.md": PAGE, "rituals/a.rituals.yml": RITUALS}


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    for name in ("handbook", "rituals", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    return tmp_path


def group_pages() -> list[str]:
    return sorted(
        {f"handbook/{path.name.split('.')[0]}/README.md" for path in (ROOT / "rituals").glob("*.rituals.yml")}
    )


def changed(before: Path, after: Path) -> list[str]:
    """Return the files of two sites that differ; the compressed sitemap and its dates don't count."""
    names = {
        path.relative_to(before).as_posix()
        for path in before.rglob("*")
        if path.is_file() and "sitemap" not in path.name
    }
    assert names == {
        path.relative_to(after).as_posix() for path in after.rglob("*") if path.is_file() and "sitemap" not in path.name
    }
    return sorted(name for name in names if (before / name).read_bytes() != (after / name).read_bytes())


def test_the_sample_builds_without_a_message(sample: Path) -> None:
    built = build(sample, strict=True)
    assert (built.messages, built.error) == ((), "")
    assert {"engineering/index.html", "_redirects", "assets/handbook/handbook.css"} <= {
        path.relative_to(built.site).as_posix() for path in built.site.rglob("*")
    }


@pytest.mark.slow
def test_every_group_page_of_the_sample_ends_with_its_closing_sections(sample: Path) -> None:
    built = build(sample)
    for page in group_pages():
        html = built.page(page.removeprefix("handbook/").replace("README.md", "index.html"))
        titles = re.findall(r'<h2 id="[^"]*">([^<]+)', html)
        closing = [title for title in ("Project boards", "Rituals", "Slack channels") if title in titles]
        assert len(closing) >= 2
        assert titles[-len(closing) :] == closing


@pytest.mark.slow
@pytest.mark.parametrize("page", group_pages())
def test_swapping_two_closing_sections_fails_the_build_and_names_the_line(page: str, sample: Path) -> None:
    path = sample / page
    text = path.read_text(encoding="utf-8")
    start = text.index("## Rituals")
    middle = text.index("## Slack channels")
    path.write_text(text[:start] + text[middle:].rstrip() + "\n\n" + text[start:middle], encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=sample, capture_output=True, text=True, check=False
    )
    line = path.read_text(encoding="utf-8")[: path.read_text(encoding="utf-8").index("## Rituals")].count("\n") + 1
    assert result.returncode == 1
    assert f'{page}:{line}:1: HB201 move section "Rituals" above "Slack channels"' in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.slow
def test_another_dri_changes_exactly_that_cell(sample: Path) -> None:
    before = build(sample, site=sample / "before")
    path = sample / "rituals/processes.channels.yml"
    text = path.read_text(encoding="utf-8")
    handle = re.search(r"dri: (\w+)", text)
    assert handle
    path.write_text(text.replace(handle[0], "dri: philipp", 1), encoding="utf-8")
    after = build(sample, site=sample / "after")
    # And the pages of the directory that name the channel, or one of the two people.
    pages = ["directory/channels/index.html", "directory/people/index.html"]
    pages += [f"directory/people/{one}/index.html" for one in sorted((handle[1], "philipp"))]
    assert changed(before.site, after.site) == [
        "api/v1/channels.json",
        *pages,
        "processes/index.html",
        "search/search_index.json",
    ]
    old, new = (re.findall(r"<td.*?</td>", one.page("processes/index.html")) for one in (before, after))
    assert len(old) == len(new)
    assert [now for was, now in zip(old, new, strict=True) if was != now] == [
        '<td><a href="../directory/people/philipp/" title="@philipp">Philipp</a></td>'
    ]


def test_all_findings_are_shown_before_the_build_fails(tmp_path: Path) -> None:
    files = {
        **FILES,
        "rituals/a.rituals.yml": RITUALS.replace("Weekly", "Wekly"),
        "rituals/b.boards.yml": "{",
        "handbook/z.md": b"\xff",
    }
    built = build(write(tmp_path, files))
    assert [line.split(" ")[1] for line in built.findings] == ["HB102", "HB103", "HB103", "HB101"]
    assert built.error == "handbook: 4 errors, nothing was built"
    assert not list(built.site.rglob("*.html"))


def test_warnings_fail_only_a_strict_build(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            **FILES,
            "rituals/a.rituals.yml": RITUALS.replace(
                "2026-01-05, frequency: Weekly", "2026-01-05, frequency: Weekly on Friday"
            ),
        },
    )
    built = build(root)
    assert [line.split(" ")[1] for line in built.findings] == ["HB112", "HB112"]
    assert built.error == ""
    assert "2 warnings" in build(root, strict=True).error


def test_the_day_of_the_build_is_source_date_epoch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write(tmp_path, FILES)
    for epoch, day in (("0", "2026-01-05"), ("1830297600", "2028-01-03")):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        assert f'<time datetime="{day}" title="{day}">' in build(root).page("a/index.html")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("{order: maybe}", "Expected one of: ('error', 'warn', 'off') but received: 'maybe'"),
        ("{ordr: off}", 'unknown option, did you mean "order"?'),
        ("{shifts: many}", "Expected type: <class 'int'> but received: <class 'str'>"),
        ("{shifts: -1}", "-1 is less than 0"),
        ("{shifts: 1000000000}", "1000000000 is more than 999"),
        ("{horizon: -1}", "-1 is less than 0"),
        ("{timezone: Europe/Lodnon}", 'unknown time zone "Europe/Lodnon", did you mean "Europe/London"?'),
        ("{sections: {rituals: []}}", '"rituals" needs a title or a list of titles'),
        ("{edit_url: https://example.com}", "lacks {path}"),
    ],
)
def test_wrong_options_are_named(options: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write(tmp_path, {"mkdocs.yml": BARE.replace("[handbook]", f"[{{handbook: {options}}}]")}))
    result = CliRunner().invoke(mkdocs.__main__.cli, ["build", "--strict"])
    assert isinstance(result.exception, SystemExit)
    assert result.exit_code == 1
    assert message in result.stderr


def test_a_template_of_the_theme_replaces_the_packaged_one(tmp_path: Path) -> None:
    template = "<ul>{% for row in table.rows %}<li>{{ row.cells[0].parts[0].text }}</li>{% endfor %}</ul>"
    built = build(write(tmp_path, {**FILES, "theme/handbook/table.html": template}))
    assert "<ul><li>One</li><li>Two</li></ul>" in re.sub(r">\s+<", "><", built.page("a/index.html"))


def test_who_is_on_duty_can_be_left_out_by_an_empty_template(tmp_path: Path) -> None:
    rotation = "- {rotation: Phone, startsOn: 2026-01-05, every: 1 week, members: [ana]}\n"
    files = {**FILES, "rituals/a.rotations.yml": rotation}
    assert 'class="handbook-rotation"' in build(write(tmp_path, files)).page("a/index.html")
    built = build(write(tmp_path, {**files, "theme/handbook/duty.html": ""}))
    assert (built.error, 'class="handbook-rotation"' in built.page("a/index.html")) == ("", False)
    (tmp_path / "theme/handbook/duty.html").write_text("<p>{{ cards }}<br></p>", encoding="utf-8")
    assert "template handbook/duty.html makes HTML that is not well-formed" in build(tmp_path).error


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("<p>{{ table.caption }}<br></p>", "not well-formed"),
        ("{% for %}", "template handbook/table.html"),
        ("{{ tabel.caption }}", "'tabel' is undefined"),
    ],
)
def test_a_broken_template_is_named(template: str, message: str, tmp_path: Path) -> None:
    built = build(write(tmp_path, {**FILES, "theme/handbook/table.html": template}))
    assert message in built.error


def test_links_in_cells_are_validated_by_mkdocs_too(tmp_path: Path) -> None:
    rituals = RITUALS.replace("description: d", "description: '[x](a.md#rituals) [y](index.md)'", 1)
    root = write(
        tmp_path, {**FILES, "rituals/a.rituals.yml": rituals, "mkdocs.yml": BARE + "validation: {anchors: warn}\n"}
    )
    assert build(root, strict=True).error == ""


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs", "material"])
def test_themes(theme: str, tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {**FILES, "mkdocs.yml": f"site_name: x\ndocs_dir: handbook\ntheme: {theme}\nplugins: [search, handbook]\n"},
    )
    built = build(root, strict=True)
    html = built.page("a/index.html")
    assert built.error == ""
    assert html.count(' id="ritual-') == 2
    assert "assets/handbook/handbook.css" in html
    assert "assets/handbook/handbook.js" in html


@pytest.mark.slow
def test_two_builds_of_the_same_input_are_the_same(sample: Path) -> None:
    assert changed(build(sample, site=sample / "one").site, build(sample, site=sample / "two").site) == []


def test_a_page_from_another_plugin_shows_tables_too(tmp_path: Path) -> None:
    hook = (
        "from mkdocs.structure.files import File\n"
        "def on_files(files, config):\n"
        "    files.append(File.generated(config, 'made.md', content='# Made\\n\\n[R](../rituals/a.rituals.yml)\\n'))\n"
    )
    root = write(
        tmp_path,
        {
            **FILES,
            "hook.py": hook,
            "mkdocs.yml": BARE.replace("plugins: [handbook]", "plugins: [handbook]\nhooks: [hook.py]"),
        },
    )
    built = build(root)
    assert built.error == ""
    assert "made/index.html" in {path.relative_to(built.site).as_posix() for path in built.site.rglob("*.html")}


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["mkdocs", "material"])
def test_stubs_are_in_neither_search_nor_contents_nor_sitemap(theme: str, tmp_path: Path) -> None:
    config = f"site_name: x\nsite_url: https://example.com/\ndocs_dir: handbook\ntheme: {theme}\nplugins: [search, handbook]\n"
    stubs = "a.md#zebra-crossing: index.md\nquagga.md: a.md\nokapi.md: gone\n"
    built = build(write(tmp_path, {**FILES, "mkdocs.yml": config, "rituals/stubs.yml": stubs}), strict=True)
    assert built.error == ""
    html = built.page("a/index.html")
    assert 'id="zebra-crossing"' in html
    assert 'href="#zebra-crossing"' not in html
    for name in ("search/search_index.json", "sitemap.xml"):
        assert not re.search("zebra|quagga|okapi", built.page(name), re.IGNORECASE)


def test_links_to_moved_headings_are_valid(tmp_path: Path) -> None:
    config = BARE + "validation: {anchors: warn}\n"
    stubs = "a.md#old: index.md\n"
    root = write(
        tmp_path,
        {
            **FILES,
            "mkdocs.yml": config,
            "rituals/stubs.yml": stubs,
            "handbook/index.md": "# Home\n\n[x](a.md#old) [y](a.md#ritual-one)\n",
        },
    )
    assert build(root, strict=True).messages == ()


def test_pages_that_are_left_out_have_no_findings(tmp_path: Path) -> None:
    config = BARE + "exclude_docs: |\n  old/\ndraft_docs: |\n  *.draft.md\n"
    root = write(
        tmp_path, {**FILES, "mkdocs.yml": config, "handbook/old/x.md": b"\xff", "handbook/b.draft.md": b"\xff"}
    )
    assert build(root).messages == ()
    assert lint(root) == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("{sections: {ritual: Rituals}}", 'did you mean "rituals"?'),
        ("{datadir: x}", 'unknown option, did you mean "data_dir"?'),
    ],
)
def test_options_that_only_the_handbook_can_judge(options: str, message: str, tmp_path: Path) -> None:
    built = build(
        write(tmp_path, {"mkdocs.yml": BARE.replace("[handbook]", f"[{{handbook: {options}}}]")}), strict=True
    )
    assert any(message in line for line in (*built.messages, built.error))
    assert built.error


@pytest.mark.parametrize(
    "uri",
    [
        "repo_url: https://github.com/example/handbook\nedit_uri: edit/main/handbook/\n",
        "edit_uri: https://github.com/example/handbook/edit/main/handbook/\n",
    ],
)
def test_the_pages_of_a_mapping_are_edited_at_their_keys(uri: str, tmp_path: Path) -> None:
    config = BARE + uri
    people = "# People\nana:\n  name: Ana\nbo: {name: Bo}\n"
    root = write(
        tmp_path, {"mkdocs.yml": config, "rituals/people.yml": people, "handbook/x.md": "[P](../rituals/people.yml)\n"}
    )
    assert re.findall(
        r"https://github.com/example/handbook/edit/main/rituals/people.yml#L(\d)", build(root).page("x/index.html")
    ) == ["2", "4"]


def test_a_file_of_ones_own_replaces_the_stylesheet(tmp_path: Path) -> None:
    built = build(write(tmp_path, {**FILES, "handbook/assets/handbook/handbook.css": "/* mine */"}))
    assert built.page("assets/handbook/handbook.css") == "/* mine */"


@pytest.mark.parametrize(
    ("mode", "scheme", "asks"), [("light", "light", False), ("dark", "dark", False), ("auto", "light", True)]
)
def test_a_stub_is_as_dark_as_its_site(mode: str, scheme: str, asks: bool, tmp_path: Path) -> None:
    config = (
        f"site_name: x\ndocs_dir: handbook\ntheme: {{name: mkdocs, color_mode: {mode}}}\nplugins: [search, handbook]\n"
    )
    built = build(write(tmp_path, {**FILES, "rituals/stubs.yml": "old.md: a.md\n", "mkdocs.yml": config}))
    assert built.error == ""
    html = built.page("old/index.html")
    assert f' data-bs-theme="{scheme}">\n<head>' in html
    assert ("prefers-color-scheme" in html) == asks
