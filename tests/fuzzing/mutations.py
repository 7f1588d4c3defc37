"""Mutations of inputs: of bytes, lines, values, names, arguments and git state, with marks and words that mean something."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from fuzzing.inputs import ARGUMENTS, Input

MARKS = "-#:@&*!|>'\"{}[]()<>`~=,?%^+$\\/. \n\t\r\0\x1b\x7f\x85\u2028\u202eéß\U0001f680\ufeff"
WORDS: tuple[bytes, ...] = tuple(
    word.encode("utf-8", "surrogateescape")
    for word in (
        "null", "true", "no", "~", "0", "-1", "9" * 5_000, "1e999", ".nan", ".inf", "0x_", "1_0", "2026-02-30", "0001-01-01",
        "9999-12-31", "2026-11-20T25:00", "24:00", "12:30", "P1D", "1 day", "Weekly", "Every 99999999 weeks", "29 February",
        "Last Friday of each month", "[]", "{}", "''", "[[[[", "{a: {a: ", "*a", "&a [*a]", "&a", "<<: *a", "!ENV HOME",
        "!!python/name:os.system", "!!binary aa", "!!set {a}", "? a\n", "- - - ", "---\n", "...\n", "%YAML 9.9\n", "|+9\n",
        "../", "../outside/secret.md", "../outside/secret.yml", "/etc/passwd", "/proc/self/environ", "file:///etc/passwd",
        "javascript:alert(1)", "http://[::1", "https://a.example/%zz", "//a", "mailto:", "#", "?", "a.md#b#c", "a" * 3_000,
        "<script>", "</td>", "<!--", "-->", "<![CDATA[", "<p", "&#0;", "&amp", "{{ x }}", "{% for %}", "${{ x }}", "%(a)s",
        "[a](b.md)", "[a]: b.md\n", "![", "[[a]]", "`" * 40, "```\n", "~~~~ x\n", "::: x\n", "--8<-- \"a.md\"\n", "> " * 60,
        "# \n", "## A {#a}\n", "===\n", "| a | b |\n|-|-|\n| c |\n", "{ .a #b c=d }", "{columns=\"task dri\"}", "{where=\"\"}",
        "@ana", "@nobody", "#help-engineering", "[t](../rituals/a.rituals.yml)\n", "<!-- handbook: ignore HB301 -->\n",
        "# handbook: ignore\n", "<<<<<<< a\n=======\n>>>>>>> b\n", "::stop-commands::x\n", "##[error]x", "\udcff", "\udcc3(",
        "task: ", "dri: ", "members: ", "every: ", "startsOn: ", "shifts: ", "overrides: ", "from: ", "until: ", "timezone: ",
        "frequency: ", "\"type\": ", "\"$ref\": \"#\"", "\"pattern\": \"(a+)+$\"", "\"anyOf\": [", "\"format\": \"date\"", "nav:\n",
        "markdown_extensions: ", "plugins: ", "INHERIT: ", "docs_dir: ", "data_dir: ", "exclude_docs: ", "- handbook: {",
    )
)  # fmt: skip
PATHS = (
    "mkdocs.yml", "rituals/a.rituals.yml", "rituals/a.channels.yml", "rituals/a.rotations.yml", "rituals/a.boards.yml",
    "rituals/people.yml", "rituals/stubs.yml", "rituals/a.x.yml", "schemas/x.schema.json", "schemas/rituals.schema.json",
    "handbook/a.md", "handbook/a/index.md", "handbook/README.md", "handbook/_redirects", "handbook-baseline.json",
    ".handbook-change.json", ".handbook-change.tmp", ".vscode/settings.json", ".gitignore", "handbook/a b%.md", "handbook/.a.md",
    "handbook/nul.md", "rituals/\udcff.rituals.yml", "theme/handbook/table.html", "handbook/directory/people/ana.md",
)  # fmt: skip
GIT = ("HEAD", "config", "index", "refs/heads/main", "packed-refs", "shallow", "info/grafts", "MERGE_HEAD", "commondir")
LINKS = (
    "..",
    ".",
    "../..",
    "../outside/secret.md",
    "../handbook",
    "a.md",
    "/dev/zero",
    "/proc/self/environ",
    "../../outside",
)
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("lint",), ("lint", "--fix"), ("lint", "--fix", "--unsafe-fixes"), ("lint", "--diff", "--unsafe-fixes"),
    ("lint", "--write-baseline"), ("lint", "--since", "HEAD"), ("lint", "--statistics"), ("lint", "handbook", "-"),
    *(("lint", "--format", style) for style in ("json", "github", "gitlab", "sarif", "rdjson", "concise")),
    ("lint", "--stdin-filename", "handbook/a.md", "-"), ("lint", "--fix", "--stdin-filename", "rituals/people.yml", "-"),
    ("build", "--quiet"), ("build", "--quiet", "--strict"), ("diff", "HEAD"), ("diff", "--format", "json"), ("due",),
    ("due", "--within", "9w", "--format", "json"), ("due", "--format", "markdown"), ("dri", "list"), ("dri", "show", "ana"),
    ("dri", "replace", "ana", "bo"), ("dri", "set", "#a", "bo"), ("dri", "leave", "ana", "--plan"), ("dri", "leave", "ana"),
    ("rotation", "swap", "R", "2026-11-23", "ana", "bo"), ("rotation", "add-member", "R", "ana"),
    ("rotation", "remove-member", "R", "ana", "--diff"), ("import", "handbook"), ("import", "--diff", "handbook"),
    ("import", "mkdocs.yml", "handbook/_redirects"), ("stubs", "suggest", "--since", "HEAD", "--write"), ("editor",),
    ("editor", "--modelines"), ("new", "group", "b"), ("new", "kind", "c"), ("init", "new"), ("init", ".", "--keep"),
    ("schema", "rituals"), ("rule", "HB301"), ("lint", "--today", "2026-12-31"), ("due", "--today", "9999-12-31"),
)  # fmt: skip
VALUE = re.compile(rb"(?<=[:\-,\[{\"]) *[^\s:,\[\]{}\"]+")
Mutation = Callable[[Input, random.Random, Sequence[Input]], Input]


def mutated(given: Input, source: random.Random, pool: Sequence[Input]) -> Input:
    """Return an input with one to four mutations, some of them with parts of other inputs."""
    for _ in range(source.choice((1, 1, 1, 2, 2, 3, 4))):
        given = source.choices(MUTATIONS, WEIGHTS)[0](given, source, pool)
    return given


def body_mutated(given: Input, source: random.Random, pool: Sequence[Input]) -> Input:
    """Return an input with one part's text changed."""
    name = source.choice([*given, ARGUMENTS])
    if name == ARGUMENTS:
        return {**given, ARGUMENTS: mutated_text(b"\n".join(given.get(ARGUMENTS, b"lint").split(b"\n")), source, WORDS)}
    words = (*WORDS, *source.choice(pool).values())
    return {**given, name: mutated_text(given[name], source, words)}


def mutated_text(text: bytes, source: random.Random, words: Sequence[bytes]) -> bytes:
    """Return a text with bytes, lines or values removed, repeated, moved or replaced."""
    lines = text.split(b"\n")
    at, row = source.randrange(len(text) + 1), source.randrange(len(lines))
    size = source.choice((0, 1, 1, 2, 8, 40))
    match source.randrange(9):
        case 0:
            return text[:at] + text[at + size :]
        case 1:
            return text[:at] + source.choice(MARKS).encode() * source.choice((1, 1, 1, 3, 500)) + text[at:]
        case 2:
            return text[:at] + source.choice(words)[:5_000] + text[at + size :]
        case 3:
            return text[:at] + text[at : at + size] * source.choice((2, 3, 200)) + text[at:]
        case 4:
            lines[row : row + 1] = []
        case 5:
            lines[row:row] = lines[row : row + source.choice((1, 4))] * source.choice((1, 2, 30))
        case 6:
            other = source.choice(words).split(b"\n")
            lines[row:row] = source.sample(other, min(len(other), 3))
        case 7:
            lines[row] = source.choice((b" ", b"  ", b"- ", b"> ", b"\t", b"#")) + lines[row].lstrip()
        case _:
            found = list(VALUE.finditer(text))
            if found:
                one = source.choice(found)
                return text[: one.start()] + b" " + source.choice(words)[:5_000] + text[one.end() :]
    return b"\n".join(lines)


def command_chosen(given: Input, source: random.Random, _: Sequence[Input]) -> Input:
    """Return an input with another command."""
    return {**given, ARGUMENTS: "\n".join(source.choice(COMMANDS)).encode()}


def part_taken(given: Input, source: random.Random, pool: Sequence[Input]) -> Input:
    """Return an input with a part of another one."""
    other = source.choice(pool)
    name = source.choice([*other])
    return {**given, name: other[name]}


def part_moved(given: Input, source: random.Random, _: Sequence[Input]) -> Input:
    """Return an input with the text of a part in another place, or without it."""
    names = [name for name in given if name != ARGUMENTS]
    if not names:
        return given
    name = source.choice(names)
    kind = source.choices(("file", "committed", "git", ""), (6, 2, 1, 2))[0]
    rest = {one: body for one, body in given.items() if one != name or source.random() < 0.5}
    if not kind:
        return rest
    return {**rest, f"{kind} {source.choice(GIT if kind == 'git' else PATHS)}": given[name]}


def link_added(given: Input, source: random.Random, _: Sequence[Input]) -> Input:
    """Return an input with a symbolic link."""
    place = source.choice((*PATHS, "handbook/b", "rituals/b", "site", ".cache", "schemas", ".handbook"))
    return {**given, f"link {place}": source.choice(LINKS).encode()}


MUTATIONS: tuple[Mutation, ...] = (body_mutated, command_chosen, part_taken, part_moved, link_added)
WEIGHTS = (12, 3, 2, 1, 0.5)
