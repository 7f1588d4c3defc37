"""A build does each thing once: it parses and resolves each embed, and parses each data file and each table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from mkdocs_handbook.data.yaml import parser
from mkdocs_handbook.links import directory_pages
from mkdocs_handbook.model import Handbook, Page, Source
from mkdocs_handbook.pages import embed_items, embeds
from mkdocs_handbook.plugin import HandbookPlugin
from mkdocs_handbook.rendering import html_tree, page_queries
from mkdocs_handbook.util.handbook_memo import by_handbook

ROOT = Path(__file__).parents[2]
Calls = Counter[tuple[Any, ...]]
KINDS = (tuple, str, int, Source, Page, Handbook)


def counted(function: Callable[..., Any], calls: Calls) -> Callable[..., Any]:
    """Return a function that counts the calls of another one that return anything, by their arguments."""

    def counting(*args: Any) -> Any:
        result = function(*args)
        if result is not None:
            calls[tuple(name(value) for value in args if isinstance(value, KINDS))] += 1
        return result

    return counting


def name(value: Any) -> Any:
    """Return what tells an argument from others: the path of a page or file, the number of a handbook, or itself."""
    if isinstance(value, Handbook):
        # While it is loaded there is one without stubs, by which they are resolved.
        return id(value)
    return value.uri if isinstance(value, Page) else value.path if isinstance(value, Source) else value


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Handbook, dict[str, Calls]]:
    """Return the sample handbook, and how often a build of it called which function with which arguments."""
    calls = defaultdict[str, Calls](Counter)
    with pytest.MonkeyPatch.context() as patch:
        for module, function in ((embeds, "parse_embed"), (html_tree, "parse_html"), (parser, "parse")):
            patch.setattr(module, function, counted(getattr(module, function), calls[f"{module.__name__}.{function}"]))
        for module, function in ((embeds, "files_at"), (embed_items, "matching_items")):
            original = getattr(module, function).__wrapped__
            patch.setattr(module, function, by_handbook(counted(original, calls[f"{module.__name__}.{function}"])))
        patch.setitem(page_queries.QUERIES, "table", counted(page_queries.table, calls["table"]))
        config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(tmp_path_factory.mktemp("site")), theme="mkdocs")
        build(config)
    plugin = config.plugins["handbook"]
    assert isinstance(plugin, HandbookPlugin)
    assert plugin.site.handbook
    return plugin.site.handbook, calls


def test_each_embed_is_parsed_once(built: tuple[Handbook, dict[str, Calls]]) -> None:
    handbook, calls = built
    parsed = Counter[tuple[str, str]]()
    for (text, folder), count in calls["mkdocs_handbook.pages.embeds.parse_embed"].items():
        parsed[text.strip(), folder] += count
    written = Counter(
        (embed.written, embeds.folder_of(handbook.settings, page.uri))
        for page in (*handbook.pages, *(directory_pages.make_page(handbook, uri) for uri in handbook.generated))
        for embed in page.embeds
    )
    assert len(written) > 40
    assert parsed == written


@pytest.mark.parametrize("function", ["embeds.files_at", "embed_items.matching_items"])
def test_each_embed_is_resolved_once(function: str, built: tuple[Handbook, dict[str, Calls]]) -> None:
    _, calls = built
    resolved = calls[f"mkdocs_handbook.pages.{function}"]
    assert len(resolved) > 20
    assert set(resolved.values()) == {1}


def test_each_table_is_made_and_parsed_once(built: tuple[Handbook, dict[str, Calls]]) -> None:
    _, calls = built
    made = calls["table"]
    parsed = [template for _, template in calls["mkdocs_handbook.rendering.html_tree.parse_html"].elements()]
    assert len(made) > 40
    assert set(made.values()) == {1}
    assert parsed.count("table") == len(made)


def test_each_data_file_is_parsed_once(built: tuple[Handbook, dict[str, Calls]]) -> None:
    handbook, calls = built
    parsed = calls["mkdocs_handbook.data.yaml.parser.parse"]
    assert {path: parsed[path,] for path in handbook.data_paths} == dict.fromkeys(handbook.data_paths, 1)
