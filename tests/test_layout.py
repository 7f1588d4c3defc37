"""The package's layout: where modules lie, how large they are, and how they are described."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "plugins" / "mkdocs_handbook"
MODULES = sorted(PACKAGE.rglob("*.py"))
# A rule or a command is found by its subject, so these folders may have more modules, and stems of other packages.
BY_SUBJECT = ("lint/rules", "cli/commands")
MOST_MODULES = 15
MOST_LINES = 300
# What a docstring of a function may not begin with, since it does not say what the function does.
VAGUE = ("Give ", "Whether ", "Say ", "Let ", "Tell ")


def folder(module: Path) -> str:
    return module.parent.relative_to(PACKAGE).as_posix()


def is_by_subject(module: Path) -> bool:
    return folder(module).startswith(BY_SUBJECT)


def documented(module: Path) -> Iterator[tuple[str, str]]:
    """Yield the functions of a module with their docstrings."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        is_property = isinstance(node, ast.FunctionDef) and any(
            "property" in ast.dump(one) for one in node.decorator_list
        )
        if isinstance(node, ast.FunctionDef) and not is_property:
            yield f"{folder(module)}/{module.stem}.{node.name}", ast.get_docstring(node) or ""


def test_folders_have_few_modules() -> None:
    counts = Counter(folder(module) for module in MODULES if module.stem != "__init__")
    assert not {name: count for name, count in counts.items() if count > MOST_MODULES and "rules" not in name}


def test_modules_are_short() -> None:
    sizes = {module.relative_to(PACKAGE).as_posix(): len(module.read_text("utf-8").splitlines()) for module in MODULES}
    assert not {name: size for name, size in sizes.items() if size > MOST_LINES}


def test_each_name_of_a_module_stands_once() -> None:
    stems = Counter(module.stem for module in MODULES if not module.stem.startswith("__") and not is_by_subject(module))
    assert not {stem for stem, count in stems.items() if count > 1}


def test_modules_say_what_they_are() -> None:
    first = {
        module: (ast.get_docstring(ast.parse(module.read_text("utf-8"))) or "").split("\n")[0] for module in MODULES
    }
    assert not [str(module) for module, line in first.items() if not line.endswith((".", ":", ","))]


def test_docstrings_say_what_functions_do() -> None:
    assert not [name for module in MODULES for name, text in documented(module) if text.startswith(VAGUE)]
