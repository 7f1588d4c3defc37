"""Promise: however mkdocs.yml spells a Markdown extension, it reads nothing else, and its options make nothing endless."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType

import pytest
from markdown.extensions import codehilite
from pymdownx import b64, snippets  # type: ignore[import-untyped]

from command_line import run
from git_repositories import repository
from mkdocs_handbook.project import markdown_extensions
from mkdocs_handbook.project.config_file import ConfigError
from mkdocs_handbook.project.site import extension_classes, installed_packages
from mkdocs_handbook.project.site.refused_extension import RefusedExtension

SAFE = "mkdocs_handbook.project.safe_snippets"
REFUSED = "refused"
# What is loaded in place of an extension; "" is nothing.
SPELLINGS = {
    "pymdownx.snippets": SAFE,
    "pymdownx.snippets:SnippetExtension": SAFE,
    "pymdownx.snippets:makeExtension": REFUSED,
    "pymdownx.b64": "",
    "pymdownx.b64:B64Extension": "",
    SAFE: REFUSED,
    f"{SAFE}:SafeSnippetExtension": REFUSED,
    f"{SAFE}:SnippetExtension": REFUSED,
    "mkdocs_handbook.rendering.markdown_extension": REFUSED,
    "mkdocs_handbook.pages.rendered.tree_extension:TreeExtension": REFUSED,
    # There is no such module.
    "markdown.extensions.pymdownx.snippets": "markdown.extensions.pymdownx.snippets",
    "again": SAFE,
    "again:SnippetExtension": SAFE,
    "again:Derived": SAFE,
    "again_made": SAFE,
    "again:B64Extension": "",
    "again:Safe": REFUSED,
    "named-snippets": SAFE,
    "named-safe": REFUSED,
    "markdown_include": REFUSED,
    "markdown_include.include:MarkdownInclude": REFUSED,
    "markdown_exec": REFUSED,
    "pymdownx.emoji": "pymdownx.emoji",
    "pymdownx.tilde:DeleteSubExtension": "pymdownx.tilde:DeleteSubExtension",
    # By the name of its module, whatever is registered as "abbr".
    "abbr": "markdown.extensions.abbr",
    "toc": "markdown.extensions.toc",
    "markdown.extensions.toc": "markdown.extensions.toc",
}


BUILT_IN = tuple(f"markdown.extensions.{name}" for name in markdown_extensions.BUILT_IN)


@pytest.fixture
def _again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Modules of an installed package that have the classes of others, and names under which it has registered some."""
    module, made = ModuleType("again"), ModuleType("again_made")
    derived = type("Derived", (snippets.SnippetExtension,), {"__module__": "again"})
    own = type("Safe", (snippets.SnippetExtension,), {"__module__": SAFE})
    vars(module).update(
        SnippetExtension=snippets.SnippetExtension, B64Extension=b64.B64Extension, Derived=derived, Safe=own
    )
    del vars(module)["B64Extension"], vars(module)["Safe"]
    module.__getattr__ = {"B64Extension": b64.B64Extension, "Safe": own}.get  # type: ignore[method-assign]
    made.makeExtension = snippets.makeExtension  # type: ignore[attr-defined]
    for one in (module, made):
        monkeypatch.setitem(sys.modules, one.__name__, one)
    real = installed_packages.is_installed
    again = ("again", "again_made")
    monkeypatch.setattr(installed_packages, "is_installed", lambda name, within: name in again or real(name, within))
    points = {"named-snippets": "pymdownx.snippets:SnippetExtension", "named-safe": f"{SAFE}:SafeSnippetExtension"}
    points["abbr"] = "markdown_include.include:MarkdownInclude"
    monkeypatch.setattr(extension_classes, "registered", lambda: points)


def loaded(name: str, options: dict[str, object], within: Path) -> tuple[str, dict[str, object]]:
    """Return what is loaded for an extension, and the options that it gets."""
    found = markdown_extensions.extensions(within / "mkdocs.yml", [{name: options}], within)
    last = next((one for one in found["markdown_extensions"] if one not in BUILT_IN), "")
    if name.endswith("toc"):
        last = found["markdown_extensions"][0]
    shown = REFUSED if isinstance(last, RefusedExtension) else str(last)
    return shown, dict(found["extension_configs"].get(shown, {}))


@pytest.mark.usefixtures("_again")
@pytest.mark.parametrize(("name", "expected"), SPELLINGS.items(), ids=SPELLINGS)
def test_it_is_the_class_that_counts(name: str, expected: str, tmp_path: Path) -> None:
    shown, options = loaded(name, {"within": "/"} if expected == SAFE else {}, tmp_path)
    assert shown == expected
    # Which folder it may read is never the checkout's to say.
    assert options.get("within") == (str(tmp_path) if expected == SAFE else None)


SPELLED = [name for name in SPELLINGS if name.startswith(("pymdownx.snippets", SAFE))]


@pytest.mark.parametrize("name", SPELLED)
@pytest.mark.parametrize("file", ["proc/self/environ", "secret.txt"])
def test_no_spelling_of_snippets_reads_a_file_outside(name: str, file: str, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("[hunter2](hunter2.md)\n", encoding="utf-8")
    base = "/" if file.startswith("proc") else str(tmp_path)
    options = json.dumps({"base_path": [base], "restrict_base_path": False, "url_download": True, "within": "/"})
    if name == "pymdownx.snippets":
        options = options.replace(', "within": "/"', "")
    config = f"site_name: x\ndocs_dir: handbook\nplugins: [handbook]\nmarkdown_extensions: [{{'{name}': {options}}}]\n"
    page = f'# A\n\n- # H\n\n--8<-- "{file}"\n\n[x](index.md#nope)\n'
    root = repository(tmp_path / "h", {"mkdocs.yml": config, "handbook/index.md": page})
    done = run("lint", "-f", str(root / "mkdocs.yml"))
    assert "hunter2" not in done.output
    assert "PATH=" not in done.output
    # What is refused is one line, and what is loaded finds the link of the page itself.
    is_refused = SPELLINGS[name] == REFUSED
    assert (done.exit_code, done.output.startswith("Error: ")) == ((2, True) if is_refused else (1, False))
    assert ("HB302" in done.output) is not is_refused


SEPARATORS = {
    **dict.fromkeys(("-", "_", "__", "", ".", "~", "x"), True),
    **dict.fromkeys(("x](a+)+$[", "[", "]", "\\", "^", "------", "z-a", "--", "(a+)+", "\\w"), False),
}
# An option, whether it is accepted.
OPTIONS: list[tuple[str, dict[str, object], bool]] = [
    ("markdown.extensions.toc", {"separator": "[["}, False),
    ("markdown.extensions.toc:TocExtension", {"separator": "[["}, False),
    ("pymdownx.tabbed", {"separator": "](a+)+["}, False),
    ("pymdownx.blocks.tab", {"separator": "](a+)+["}, False),
    ("footnotes", {"BACKLINK_TITLE": "Back to {}"}, True),
    ("footnotes", {"BACKLINK_TITLE": "Back to {0}"}, True),
    ("footnotes", {"BACKLINK_TITLE": "{:>3999999999}"}, False),
    ("footnotes", {"BACKLINK_TITLE": "{0!r:>9}"}, False),
    ("footnotes", {"BACKLINK_TITLE": "{0.__class__}"}, False),
    ("footnotes", {"BACKLINK_TITLE": "{:{}}"}, False),
    ("footnotes", {"SUPERSCRIPT_TEXT": "{:>3999999999}"}, False),
    ("footnotes", {"SUPERSCRIPT_TEXT": "{"}, False),
    ("footnotes", {"PLACE_MARKER": "///Footnotes///", "SEPARATOR": ":"}, True),
    ("extra", {"footnotes": {"BACKLINK_TITLE": "{:>3999999999}"}}, False),
    ("extra", {"footnotes": {"BACKLINK_TITLE": "{}"}}, True),
    ("pymdownx.extra", {"markdown.extensions.footnotes": {"SUPERSCRIPT_TEXT": "{:>9}"}}, False),
    ("pymdownx.blocks.caption", {"types": ["a", {"name": "figure", "prefix": "Figure {}."}]}, True),
    ("pymdownx.blocks.caption", {"types": [{"name": "figure", "prefix": "{:>9999999999}"}]}, False),
    ("pymdownx.magiclink", {"custom": {"a": {"host": "http://x{:>99999999999}", "type": "github"}}}, False),
    ("pymdownx.magiclink", {"custom": {"a": {"host": "http://example.com", "type": "github"}}}, True),
    ("pymdownx.pathconverter", {"tags": "img a script link"}, True),
    ("pymdownx.pathconverter", {"tags": "(a+)+$"}, False),
    ("toc", {"permalink": "x" * 100_000}, False),
    ("abbr", {"glossary": {f"a{n}": "b" for n in range(10_000)}}, False),
    ("abbr", {"glossary": {f"a{n}": "b" for n in range(100)}}, True),
]


@pytest.mark.parametrize(
    ("name", "options", "is_accepted"),
    [*OPTIONS, *(("toc", {"separator": one}, is_accepted) for one, is_accepted in SEPARATORS.items())],
    ids=lambda one: str(one)[:40],
)
def test_options_become_no_patterns_or_templates(
    name: str, options: dict[str, object], is_accepted: bool, tmp_path: Path
) -> None:
    if is_accepted:
        loaded(name, options, tmp_path)
        return
    with pytest.raises(ConfigError, match=f'mkdocs.yml: option "{"" if "extra" in name else next(iter(options))}'):
        loaded(name, options, tmp_path)


@pytest.mark.parametrize("name", ["codehilite", f"{codehilite.__name__}:CodeHiliteExtension"])
def test_code_is_not_highlighted(name: str, tmp_path: Path) -> None:
    _, options = loaded(name, {"pygments_formatter": "img", "use_pygments": True, "tabsize": 10**9}, tmp_path)
    assert options["use_pygments"] is False
    assert loaded("pymdownx.highlight", {"extend_pygments_lang": [{"name": "a"}]}, tmp_path)[1] == {
        "extend_pygments_lang": []
    }


def test_what_is_trusted_keeps_its_options(tmp_path: Path) -> None:
    found = markdown_extensions.extensions(
        None, [{"toc": {"separator": "[["}}, "pymdownx.b64"], tmp_path, is_trusted=True
    )
    assert found["extension_configs"] == {"toc": {"separator": "[["}, "pymdownx.b64": {}}
    assert "pymdownx.b64" in found["markdown_extensions"]
