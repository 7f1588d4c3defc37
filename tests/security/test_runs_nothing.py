"""Promise: lint, diff, due, dri and import run no code, template or configuration of a checkout."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from command_line import run
from git_repositories import commit, git, repository
from handbooks import BARE, write
from mkdocs_handbook.links import directory_urls
from mkdocs_handbook.util import template_sandbox, templates

COMMANDS = (
    ("lint",),
    ("lint", "--fix"),
    ("due",),
    ("codeowners",),
    ("issues", "--dry-run"),
    ("dri", "list"),
    ("import", "--dry-run", "handbook/index.md"),
    ("editor",),
)
WITH_GIT = (("lint", "--since", "HEAD"), ("diff", "HEAD"), ("stubs", "suggest"), ("import", "handbook/index.md"))
TABLE = "# Home\n\n## Rituals\n\n| Ritual | Frequency | Started | DRI |\n|-|-|-|-|\n| A | Weekly | 2026-01-05 | ana |\n"
PEOPLE = {"rituals/people.yml": "ana: {name: Ana}\n"}


@pytest.fixture
def ran(tmp_path: Path) -> Path:
    """The file that whatever runs would leave."""
    return tmp_path / "ran"


def handbook(root: Path, extensions: str = "", **files: str) -> Path:
    page = {"handbook/index.md": "# Home\n\n[Ana](directory/people/ana.md#x)\n"}
    return write(root, {"mkdocs.yml": f"{BARE}markdown_extensions: [{extensions}]\n", **PEOPLE, **page, **files})


def decoy(ran: Path) -> str:
    return f"open({str(ran)!r}, 'w')\ndef makeExtension(**options): raise RuntimeError\n"


def left_by(ran: Path) -> list[str]:
    return sorted(path.name for path in ran.parent.glob(f"{ran.name}*"))


# The extension that mkdocs.yml names, and the file of the checkout that it may mean.
EXTENSIONS = {
    "a module": ("evil", "evil.py"),
    "a package": ("evil.deep", "evil/__init__.py"),
    "a part of a folder that is no package": ("evil.deep", "evil/deep.py"),
    "a member of a module": ("evil:Evil", "evil.py"),
    "a function that is called": ("'subprocess:Popen': {args: [touch, RAN]}", ""),
    "a function of an installed package": ("'click:launch': {url: RAN}", ""),
    "a module of Python that does something": ("antigravity", ""),
    "a program": ("pip.__main__", ""),
    "a path": ("./evil", "evil.py"),
    "no name": ("'..'", "evil.py"),
}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_extension_of_the_checkout_is_imported(
    command: tuple[str, ...], tmp_path: Path, ran: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = handbook(tmp_path / "h", "evil", **{"evil.py": decoy(ran)})
    monkeypatch.chdir(root)
    # Even where somebody has put the checkout onto the path.
    monkeypatch.syspath_prepend(root)
    done = run(*command)
    assert not ran.exists()
    # Where no page has to be rendered, the extension does not matter.
    assert (done.exit_code, done.output.count('"evil"')) == ((2, 1) if command[0] in ("lint", "import") else (0, 0))


@pytest.mark.parametrize(("extension", "file"), EXTENSIONS.values(), ids=EXTENSIONS)
def test_an_extension_that_is_none_of_an_installed_package(
    extension: str, file: str, tmp_path: Path, ran: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = handbook(tmp_path / "h", extension.replace("RAN", str(ran)), **({file: decoy(ran)} if file else {}))
    monkeypatch.syspath_prepend(root)
    before = set(sys.modules)
    done = run("lint", "-f", str(root / "mkdocs.yml"))
    assert done.exit_code == 2
    assert "is not installed outside of this checkout" in done.output
    assert done.output.count("\n") == 1
    assert not ran.exists()
    assert not {"evil", "antigravity", "pip"} & (set(sys.modules) - before)


def test_what_is_trusted_is_imported(tmp_path: Path, ran: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = f"from markdown.extensions.admonition import makeExtension\n\nopen({str(ran)!r}, 'w').close()\n"
    root = handbook(tmp_path / "h", "own_extension", **{"own_extension.py": own})
    monkeypatch.syspath_prepend(root)
    assert run("lint", "--trust", "-f", str(root / "mkdocs.yml")).exit_code == 1
    assert ran.exists()


@pytest.mark.parametrize(
    "extension",
    ["pymdownx.emoji", "markdown.extensions.wikilinks", "wikilinks", "pymdownx.tilde:DeleteSubExtension"],
)
def test_installed_extensions_are_loaded(extension: str, tmp_path: Path) -> None:
    root = handbook(tmp_path, f"'{extension}'", **{"handbook/index.md": "# Home\n\n[x](#home)\n"})
    done = run("lint", "--select", "HB3", "-f", str(root / "mkdocs.yml"))
    assert (done.exit_code, done.output) == (0, "")


FUNCTIONS = ("os.system", "subprocess.getoutput", "evil.slugify", "pymdownx.slugs.re.compile", "shutil.rmtree")
TAGS = ("!!python/name:NAME ''", "!!python/object/apply:NAME {kwds: {command: touch RAN}}")


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("tag", TAGS)
def test_no_function_is_called_but_those_of_anchors(
    name: str, tag: str, tmp_path: Path, ran: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slugify = tag.replace("NAME", name).replace("RAN", str(ran))
    files = {
        "handbook/index.md": f"# touch {ran}\n\n[x](#y)\n",
        "evil.py": decoy(ran),
        "mkdocs.yml": f"{BARE}markdown_extensions:\n  - toc:\n      slugify: {slugify}\n",
    }
    root = handbook(tmp_path / "h", **files)
    monkeypatch.syspath_prepend(root)
    assert run("lint", "-f", str(root / "mkdocs.yml")).exit_code == 1
    assert not ran.exists()


# Each of them would leave a file, read one, never end, or need more memory than there is.
LOOPS = "{% for a in directory.groups() %}" * 9 + "{% endfor %}" * 9
TEMPLATES = {
    "a function's globals": "{{ cycler.__init__.__globals__.os.system('touch RAN') }}",
    "the handbook's own objects": "{{ directory.page.__globals__['__builtins__'].open('RAN', 'w') }}",
    "a class": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "a format": "{{ '{0.__class__.__init__.__globals__}'.format(directory) }}",
    "loops in loops": LOOPS,
    "a long loop": "{% for a in range(99999) %}{{ 'x' * 99999 }}{% endfor %}",
    "a macro that calls itself": "{% macro a() %}{{ a() }}{{ a() }}{% endmacro %}{{ a() }}",
    "a power": "{{ 9 ** 9 ** 9 ** 9 }}",
    "a wide text": "{{ 'x'.center(10 ** 12) }}{{ 'x' | center(1000000000000) }}",
    "a repeated text": "{{ 'x' * 1000000000000 }}",
    "a text that doubles": "{% set a = 'xxxxxxxxxx' %}" + "{% set a = a ~ a %}" * 60 + "{{ a }}",
    "a list that doubles": "{% set a = [1] %}" + "{% set a = [a, a] %}" * 60 + "{{ a }}",
    "another file": "{% include '../../../../etc/passwd' %}{% include 'handbook/secret.html' %}",
    "a long template": "{{ person.name }}" * 5_000,
    "a deep template": "{{" + "(" * 5_000 + "1" + ")" * 5_000 + "}}",
}


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_no_template_of_the_checkout_can_do_anything(template: str, tmp_path: Path, ran: Path) -> None:
    files = {
        "theme/handbook/directory/person.md": template.replace("RAN", str(ran)),
        "theme/handbook/secret.html": "hunter2",
        "theme/handbook/table.html": template.replace("RAN", str(ran)),
    }
    root = handbook(tmp_path / "h", **files)
    done = run("lint", "-f", str(root / "mkdocs.yml"))
    assert not ran.exists()
    assert "hunter2" not in done.output
    # What only a build may render has anchors of which lint says nothing.
    assert "HB302" not in done.output
    assert done.exit_code == 1


def test_plain_templates_are_rendered_in_a_sandbox(tmp_path: Path) -> None:
    own = "# {{ person.name | plain }}\n\n## Mine\n\n{% for name, link in person.groups %}{{ name }}{% endfor %}\n"
    page = "# H\n\n[a](directory/people/ana.md#mine)\n\n[b](directory/people/ana.md#x)\n"
    root = handbook(tmp_path, **{"theme/handbook/directory/person.md": own, "handbook/index.md": page})
    done = run("lint", "--select", "HB302", "-f", str(root / "mkdocs.yml"))
    assert 'has no anchor "#x"' in done.output
    assert done.output.count("HB302") == 1


def test_the_packaged_templates_are_plain() -> None:
    found = sorted(Path(templates.FOLDER, directory_urls.TEMPLATES).glob("*.md"))
    assert len(found) > 4
    assert all(template_sandbox.is_plain(path.read_text(encoding="utf-8")) for path in found)


def executed(root: Path, ran: Path) -> Iterator[str]:
    """Yield what a configuration of git would run, each with a name of its own."""
    for section, keys in {
        "core": ("fsmonitor", "sshCommand", "pager", "editor", "askPass", "gitProxy"),
        'filter "x"': ("clean", "smudge", "process"),
        'filter "a=b.c"': ("clean", "process"),
        'diff "x"': ("textconv", "command"),
        "diff": ("external",),
        "gpg": ("program",),
    }.items():
        lines = "".join(f'\t{key} = "touch {ran}.{key.lower()}; cat"\n' for key in keys)
        yield f"[{section}]\n{lines}"
    hooks = root / ".hooks"
    hooks.mkdir()
    for name in ("post-index-change", "post-checkout", "reference-transaction", "pre-auto-gc", "fsmonitor-watchman"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {ran}.{name}\n", encoding="utf-8")
        (hooks / name).chmod(0o755)
    yield f"[core]\n\thooksPath = {hooks}\n[log]\n\tshowSignature = true\n[protocol]\n\tallow = always\n"
    yield '[protocol "ext"]\n\tallow = always\n[remote "origin"]\n\tpromisor = true\n'
    yield f"\tpartialclonefilter = blob:none\n\turl = ext::sh -c touch% {ran}.ext\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    root = repository(tmp_path / "h", {"handbook/index.md": TABLE, **PEOPLE})
    commit(root, {".gitattributes": "*.md filter=x diff=x\n*.yml filter=a=b.c\n", "handbook/a.md": "# A\n"})
    return root


def configure(folder: Path, text: str) -> None:
    with (folder / "config").open("a", encoding="utf-8") as file:
        file.write(text)


windows_has_no_shell = pytest.mark.skipif(sys.platform == "win32", reason="commands of a shell")


@windows_has_no_shell
@pytest.mark.parametrize("command", [*WITH_GIT, *COMMANDS], ids=" ".join)
def test_no_configuration_of_git_runs_anything(
    command: tuple[str, ...], checkout: Path, ran: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(checkout / ".git", "".join(executed(checkout, ran)))
    # Both have to be looked into.
    (checkout / "handbook/a.md").write_text("# A\n\nChanged.\n", encoding="utf-8")
    (checkout / "rituals/people.yml").write_text("ana: {name: Anna}\n", encoding="utf-8")
    monkeypatch.chdir(checkout)
    assert run(*command).exit_code in (0, 1)
    assert left_by(ran) == []


@windows_has_no_shell
def test_that_configuration_of_git_would_run_something(checkout: Path, ran: Path) -> None:
    configure(checkout / ".git", "".join(executed(checkout, ran)))
    (checkout / "handbook/a.md").write_text("# A\n\nChanged.\n", encoding="utf-8")
    subprocess.run(["git", "diff", "HEAD"], cwd=checkout, check=False, capture_output=True)
    assert len(left_by(ran)) > 1


@windows_has_no_shell
@pytest.mark.parametrize("command", WITH_GIT, ids=" ".join)
def test_a_folder_that_is_a_bare_repository_is_none(
    command: tuple[str, ...], checkout: Path, ran: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = checkout / "inner"
    shutil.copytree(checkout / ".git", inner)
    config = "[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n"
    (inner / "config").write_text(config + "".join(executed(checkout, ran)), encoding="utf-8")
    write(inner, {"handbook/index.md": TABLE, **PEOPLE})
    commit(checkout, {})
    monkeypatch.chdir(inner)
    assert run(*command).exit_code in (0, 1)
    assert left_by(ran) == []


@windows_has_no_shell
def test_a_missing_object_is_not_fetched(checkout: Path, ran: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(checkout / ".git", "[extensions]\n\tpartialClone = origin\n" + "".join(executed(checkout, ran)))
    blob = git(checkout, "rev-parse", "HEAD:handbook/a.md").strip()
    (checkout / f".git/objects/{blob[:2]}/{blob[2:]}").unlink()
    (checkout / "handbook/a.md").write_text("# A\n\nChanged.\n", encoding="utf-8")
    monkeypatch.chdir(checkout)
    done = run("lint", "--since", "HEAD")
    assert done.exit_code == 2
    assert done.output.count("\n") == 1
    assert left_by(ran) == []


def test_a_program_called_git_in_the_checkout_is_not_git(
    checkout: Path, ran: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("git", "git.exe", "git.bat"):
        (checkout / name).write_text(f"#!/bin/sh\ntouch {ran}\n", encoding="utf-8")
        (checkout / name).chmod(0o755)
    monkeypatch.chdir(checkout)
    monkeypatch.setenv("PATH", ".", prepend=":")
    assert run("lint", "--since", "HEAD").exit_code in (0, 1)
    assert left_by(ran) == []
