"""Configurations and folders that stand for far more than they hold are read in bounded time."""

from __future__ import annotations

from pathlib import Path

import pytest

from call_counter import calls
from handbooks import lint, needs_links, read, write
from mkdocs_handbook.project import disk
from mkdocs_handbook.project.mkdocs_yml import ConfigError

HEAD = "site_name: T\ndocs_dir: handbook\n"


def doubled(key: str, value: str, first: str = "[a, a]") -> str:
    """Return a configuration in which each alias stands for the one before it, twice."""
    names = "".join(f"x{n}: &x{n} {value.format(f'*x{n - 1}')}\n" for n in range(1, 40))
    return f"{HEAD}x0: &x0 {first}\n{names}{key}\n"


@pytest.mark.parametrize(
    "config",
    [
        doubled("nav: *x39", "[{0}, {0}]"),
        doubled("nav: [Home: *x39]", "{{a: {0}, b: {0}}}"),
        doubled("markdown_extensions: [toc: {title: *x39}]", "[{0}, {0}]"),
        doubled("extra: *x39", "{{<<: [{0}, {0}]}}", "{a: 1}"),
        doubled("plugins: [handbook: {select: *x39}]", "[{0}, {0}]"),
    ],
    ids=["nav", "mappings", "extensions", "merge keys", "options"],
)
def test_aliases_of_the_configuration_are_bounded(tmp_path: Path, config: str) -> None:
    root = write(tmp_path, {"mkdocs.yml": config})

    def refused() -> None:
        with pytest.raises(ConfigError, match="more than 1000000 values once aliases are written out"):
            read(root)

    assert calls(refused) < 100_000


NUMBERS = {
    "base 60": "1" + ":1" * 5_000,
    "base 60, a fraction": "1" + ":1" * 5_000 + ".5",
    "decimal": "9" * 4_000,
    "hexadecimal": "0x" + "f" * 50_000,
    "octal": "0" + "7" * 50_000,
    "binary": "0b" + "1" * 50_000,
    "a fraction": "1." + "1" * 50_000,
    "an exponent": "1.5e+" + "9" * 5_000,
    "a tag": "!!int '" + "1:" * 5_000 + "1'",
    "blanks": "!!float '" + "1_" * 5_000 + "1'",
    "nothing": "!!int ''",
}


@pytest.mark.parametrize("place", ["extra: {}", "extra: {{? {} : 1}}", "extra: [[{}]]"])
@pytest.mark.parametrize("number", NUMBERS.values(), ids=NUMBERS)
def test_numbers_of_the_configuration_are_bounded(tmp_path: Path, number: str, place: str) -> None:
    root = write(tmp_path, {"mkdocs.yml": f"{HEAD}{place.format(number)}\n"})

    with pytest.raises(ConfigError, match=r"mkdocs.yml:3:\d+: not YAML: a number has 1 to 100 characters"):
        read(root)


@pytest.mark.parametrize("value", ["!!bool x", "!!int x", "!!timestamp x", "!!binary é", "!!int [1]"])
def test_values_that_a_tag_cannot_have(tmp_path: Path, value: str) -> None:
    root = write(tmp_path, {"mkdocs.yml": f"{HEAD}extra: {value}\n"})
    with pytest.raises(ConfigError, match=r"mkdocs.yml(:3:8)?: not YAML"):
        read(root)


@pytest.mark.parametrize("value", ["10", "-1.5", "0x1f", "190:20:30", "1e3", ".inf", "'10'"])
def test_ordinary_numbers_are_read(tmp_path: Path, value: str) -> None:
    assert lint(write(tmp_path, {"mkdocs.yml": f"{HEAD}extra: {value}\n"})) == []


@pytest.mark.parametrize("key", ["exclude_docs", "draft_docs", "not_in_nav"])
def test_patterns_of_pages_are_bounded(tmp_path: Path, key: str) -> None:
    def config(count: int) -> str:
        return f"{HEAD}{key}: |\n" + "".join(f"  a{number}*b*c*d.md\n" for number in range(count))

    with pytest.raises(ConfigError, match="more than 1000 patterns of pages"):
        read(write(tmp_path, {"mkdocs.yml": config(1_001)}))
    assert lint(write(tmp_path, {"mkdocs.yml": config(900)})) == []


def test_globs_of_files_are_bounded(tmp_path: Path) -> None:
    globs = ", ".join(f"a{number}: [HB201]" for number in range(1_001))
    config = f"{HEAD}plugins: [handbook: {{per_file_ignores: {{{globs}}}}}]\n"
    with pytest.raises(ConfigError, match=r"per_file_ignores.*more than 1000 globs"):
        read(write(tmp_path, {"mkdocs.yml": config}))


def test_ordinary_aliases_are_read(tmp_path: Path) -> None:
    root = write(
        tmp_path, {"mkdocs.yml": f"{HEAD}x: &x {{toc: {{permalink: true}}}}\nmarkdown_extensions: [*x, {{<<: *x}}]\n"}
    )
    assert lint(root) == []


@pytest.mark.parametrize("kind", ["alias", "merge"])
def test_aliases_of_data_are_bounded(tmp_path: Path, kind: str) -> None:
    steps = "".join(f"  x{n}: &x{n} [*x{n - 1}, *x{n - 1}]\n" for n in range(1, 40))
    text = f"- x0: &x0 [a, a]\n{steps}"
    files = {
        "rituals/a.rituals.yml": text,
        "handbook/a.md": f"---\ntitle: a\n{text.replace('- x0', 'x0').replace('  x', 'x')}---\n",
    }
    found = lint(write(tmp_path, files))
    assert sum("HB105" in line and "aliases stand for more than 1000 values" in line for line in found) == 2


@needs_links
def test_links_in_circles_end(tmp_path: Path) -> None:
    root = write(tmp_path, {"handbook/a/page.md": "# A\n"})
    for number in range(12):
        folder = root / f"handbook/a/d{number}"
        folder.mkdir()
        for name in ("up", "top"):
            (folder / name).symlink_to(root / "handbook/a", target_is_directory=True)
    handbook, _ = read(root)
    assert "a/page.md" in handbook.by_uri
    assert len(handbook.pages) <= 2 + disk.MOST_LINKS


@needs_links
def test_links_that_lead_on_in_two_ways_are_bounded(tmp_path: Path) -> None:
    root = write(tmp_path, {f"handbook/d{number}/page.md": "# A\n" for number in range(24)})
    for number in range(23):
        for name in ("one", "two"):
            (root / f"handbook/d{number}/{name}").symlink_to(root / f"handbook/d{number + 1}", target_is_directory=True)
    handbook, _ = read(root)
    assert len(handbook.pages) <= 2 + 24 * disk.MOST_LINKS
