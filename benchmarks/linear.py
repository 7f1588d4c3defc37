"""Whether `handbook lint` takes time in proportion: each case twice, the second time with double the input.

    python benchmarks/linear.py [--runs 3] [--scale 1.0] [CASE...]

makes a handbook for each case in a temporary folder, lints it in processes of its own, and prints the least seconds of
user CPU and the memory of some runs, without those that an empty handbook takes, and how many times as long double the input takes.
Exits with 1 where that is more than 2.2 times. Needs the package and Linux or macOS.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

MOST = 2.2
# Below this, what is measured is how long the machine takes to do anything.
LEAST = 0.05
LEAST_MEMORY = 10.0
LINT = (sys.executable, "-m", "mkdocs_handbook.cli", "lint", "--format", "json", "--today", "2026-11-20")
# What cases are asked for beside their findings.
OPTIONS = {"fixes": ("--diff",)}
Files = Mapping[str, bytes]
TEXT = "The team that owns it decides, and says so in [the record](other.md) and on *the board* by `noon`.\n"


def page(text: str) -> Files:
    """Return a handbook of one long page, and one to which it links."""
    return {"handbook/index.md": f"# Home\n\n{text}".encode(), "handbook/other.md": b"# Other\n\n## There\n"}


def prose(count: int) -> Files:
    """Return a page of so many lines of prose, about a hundred characters each."""
    return page("".join(f"{TEXT}{'' if number % 5 else chr(10)}" for number in range(count)))


def links(count: int) -> Files:
    """Return a page of so many links, of which every tenth is dead."""
    kinds = ("other.md", "other.md#there", "#home", "https://example.com/a", "other.md#nowhere")
    return page("".join(f"- [link {number}]({kinds[number // 2 % 5]})\n" for number in range(count)))


def dead_links(count: int) -> Files:
    """Return a page of so many links, all of which are dead and different."""
    return page("".join(f"- [link {number}](page-{number}.md#part-{number})\n" for number in range(count)))


def dead_anchors(count: int) -> Files:
    """Return a page of so many headings and as many links to headings that it does not have."""
    return page("".join(f"## Part {number}\n\n[link](#port-{number})\n\n" for number in range(count)))


def raw_links(count: int) -> Files:
    """Return a page of so many links of raw HTML, all of which are dead."""
    return page("".join(f'<a href="page-{number}.md">link</a>\n\n' for number in range(count)))


def headings(count: int) -> Files:
    """Return a page of so many different headings."""
    return page("".join(f"## Heading {number}\n\n" for number in range(count)))


def equal_headings(count: int) -> Files:
    """Return a page of so many equal headings."""
    return page("## Heading\n\n" * count)


def mentions(count: int) -> Files:
    """Return a page of so many mentions of channels, and a few channels."""
    channels = "".join(f'- channel: "#channel-{word}"\n  dri: ana\n' for word in ("alpha", "beta", "gamma", "delta"))
    text = "".join(f"Ask in #channel-alpha{number} or #channel-beta.\n" for number in range(count // 2))
    return {**page(text), "rituals/index.channels.yml": channels.encode()}


def not_utf8(count: int) -> Files:
    """Return a page of so many lines that is not UTF-8."""
    return {"handbook/index.md": b"# Home\n\n" + b"gr\xfc\xdfe an alle\n" * count}


def entries(count: int) -> Files:
    """Return a data file of so many rituals."""
    item = "- task: Ritual {0}\n  startedOn: 2026-01-05\n  frequency: Weekly\n  description: Do {0}.\n  dri: ana\n"
    return {**page(""), "rituals/home.rituals.yml": "".join(map(item.format, range(count))).encode()}


def wrong_entries(count: int) -> Files:
    """Return a data file of so many rituals, in each of which something is wrong."""
    item = "- task: Ritual {0}\n  startedOn: 2026-13-05\n  frequency: Wekly\n  descripton: Do {0}.\n  dri: TBD\n"
    return {**page(""), "rituals/home.rituals.yml": "".join(map(item.format, range(count))).encode()}


def people(count: int) -> Files:
    """Return a file of so many people and rituals of people who are not in it."""
    item = (
        "- task: Ritual {0}\n  startedOn: 2026-01-05\n  frequency: Weekly\n  description: Do {0}.\n  dri: persn-{0}\n"
    )
    known = "".join(f"person-{number}:\n  name: Person {number}\n" for number in range(count))
    rituals = "".join(map(item.format, range(count)))
    return {**page(""), "rituals/people.yml": known.encode(), "rituals/home.rituals.yml": rituals.encode()}


def stubs(count: int) -> Files:
    """Return a file of so many stubs, of pages and of headings."""
    lines = (f"old-{number}.md: index.md\nindex.md#part-{number}: other.md#there\n" for number in range(count // 2))
    return {**page(""), "rituals/stubs.yml": "".join(lines).encode()}


def dead_stubs(count: int) -> Files:
    """Return a file of so many stubs that lead nowhere."""
    lines = (f"old-{number}.md: othr-{number}.md\n" for number in range(count))
    return {**page(""), "rituals/stubs.yml": "".join(lines).encode()}


def chained_stubs(count: int) -> Files:
    """Return a file of so many stubs, each of which leads to the next."""
    lines = (f"old-{number}.md: old-{number + 1}.md\n" for number in range(count))
    return {**page(""), "rituals/stubs.yml": f"{''.join(lines)}old-{count}.md: index.md\n".encode()}


def pages(count: int) -> Files:
    """Return so many small pages, each of which links to the one before it."""
    texts = {
        f"handbook/page-{number}.md": f"# Page\n\n[the one before](page-{number - 1}.md#page)\n"
        for number in range(count)
    }
    return {**page(""), **{path: text.encode() for path, text in texts.items()}}


def suppressions(count: int) -> Files:
    """Return a page of so many comments that suppress a finding each."""
    return page("<!-- handbook: ignore HB301 -->\n[link](gone.md)\n\n" * count)


def marks(text: str) -> Callable[[int], Files]:
    """Return what makes a page with a mark so often that is never closed, in a heading and in a paragraph."""
    return lambda count: page(f"## Part {text * count}\n\n<b>{text * count} [link](gone.md) [there](#nowhere)\n")


def nested(count: int) -> Files:
    """Return a page of so many quotes and lists in one another."""
    return page(f"{'> ' * count}[link](gone.md)\n\n{'- ' * count}[link](gone.md)\n")


def long_name(count: int) -> Files:
    """Return a page that mentions a channel with a name of so many letters, in a handbook that has channels."""
    return {**page(f"Ask in #{'a' * count}.\n"), "rituals/index.channels.yml": b'- channel: "#alpha"\n  dri: ana\n'}


def unknown_keys(count: int) -> Files:
    """Return a ritual, and front matter, with so many keys that nobody knows."""
    keys = [f"key{number}: 1\n" for number in range(count)]
    return {
        "handbook/index.md": f"---\n{''.join(keys)}---\n\n# Home\n".encode(),
        "handbook/other.md": b"# Other\n",
        "rituals/home.rituals.yml": f"- task: A\n  {'  '.join(keys)}".encode(),
    }


ROTATION = "- rotation: Rotation {0}\n  startsOn: {1}\n  every: 1 day\n  members: [ana, bo]\n"


def rotations(count: int) -> Files:
    """Return a data file of so many rotations."""
    return {
        **page(""),
        "rituals/home.rotations.yml": "".join(ROTATION.format(n, "2026-01-05") for n in range(count)).encode(),
    }


def entries_of_one(count: int) -> Files:
    """Return a rotation of so many entries, each of which takes over from the one before it."""
    days = (date(2020, 1, 6) + timedelta(7 * number) for number in range(count))
    return {**page(""), "rituals/home.rotations.yml": "".join(ROTATION.format("", day) for day in days).encode()}


def members(count: int) -> Files:
    """Return a rotation of so many members."""
    listed = "".join(f"    - person-{number}\n" for number in range(count))
    text = f"- rotation: One\n  startsOn: 2026-01-05\n  every: 1 day\n  members:\n{listed}"
    return {**page(""), "rituals/home.rotations.yml": text.encode()}


def overrides(count: int) -> Files:
    """Return a rotation with so many overrides."""
    days = [date(2026, 1, 5) + timedelta(2 * number) for number in range(count)]
    given = "".join(f"    - {{from: {day}, to: {day + timedelta(1)}, dri: cy}}\n" for day in days)
    return {
        **page(""),
        "rituals/home.rotations.yml": f"{ROTATION.format('', '2026-01-05')}  overrides:\n{given}".encode(),
    }


def own_schema(schema: Mapping[str, object], text: str) -> Files:
    """Return a handbook with a kind of its own, and a file of it."""
    kind = {"type": "array", "items": {"type": "object", "properties": {"a": schema}}}
    return {**page(""), "schemas/own.schema.json": json.dumps(kind).encode(), "rituals/home.own.yml": text.encode()}


def patterns(count: int) -> Files:
    """Return a value of so many letters, and a pattern that could divide them in any way."""
    return own_schema({"type": "string", "pattern": "^(a+)+$"}, f"- a: {'a' * count}!\n")


def enumerations(count: int) -> Files:
    """Return so many values that are none of a list."""
    return own_schema(
        {"enum": [f"value-{number}" for number in range(40)]}, "".join(f"- a: valeu-{n}\n" for n in range(count))
    )


def schemas(count: int) -> Files:
    """Return so many kinds of one's own."""
    kind = b'{"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string"}}}}'
    return {**page(""), **{f"schemas/kind-{number}.schema.json": kind for number in range(count)}}


def nav(count: int) -> Files:
    """Return a configuration with so many pages in its navigation, which do not exist."""
    listed = "".join(f"  - Page {number}: page-{number}.md\n" for number in range(count))
    return {**page(""), "mkdocs.yml": f"site_name: Handbook\ndocs_dir: handbook\nnav:\n  - index.md\n{listed}".encode()}


def stars(count: int) -> Files:
    """Return so many pages with long names, and a configuration that leaves out what has many stars in its name."""
    left_out = f"site_name: Handbook\ndocs_dir: handbook\nexclude_docs: |\n  {'*a' * 30}*b\n"
    named = {f"handbook/{'a' * 100}{number}.md": b"# A\n" for number in range(count)}
    return {**page(""), "mkdocs.yml": left_out.encode(), **named}


def doubtful_pages(count: int) -> Files:
    """Return so many pages that only Python-Markdown can read, each with two fixes."""
    text = "# Page {}\n\n<b id='x'>b</b>\n\n[one](other), [one](other.md#There)\n"
    return {**page(""), **{f"handbook/page-{number}.md": text.format(number).encode() for number in range(count)}}


CASES: Mapping[str, tuple[Callable[[int], Files], int]] = {
    "5 MB of prose": (prose, 50_000),
    "links": (links, 100_000),
    "dead links": (dead_links, 10_000),
    "dead anchors": (dead_anchors, 10_000),
    "raw links": (raw_links, 2_000),
    "headings": (headings, 100_000),
    "equal headings": (equal_headings, 100_000),
    "mentions": (mentions, 50_000),
    "not UTF-8": (not_utf8, 1_600_000),
    "entries": (entries, 10_000),
    "wrong entries": (wrong_entries, 5_000),
    "people": (people, 5_000),
    "stubs": (stubs, 10_000),
    "dead stubs": (dead_stubs, 10_000),
    "chained stubs": (chained_stubs, 10_000),
    "pages": (pages, 2_000),
    "suppressions": (suppressions, 5_000),
    "brackets": (marks("["), 20_000),
    "images": (marks("!["), 20_000),
    "links without end": (marks("[a]("), 10_000),
    "declarations": (marks("<![CDATA["), 5_000),
    "tags": (marks("<a "), 10_000),
    "backticks": (marks("`"), 20_000),
    "code": (marks("``a`"), 10_000),
    "emphasis": (marks("**a_"), 10_000),
    "nested": (nested, 10_000),
    "long name": (long_name, 100_000),
    "unknown keys": (unknown_keys, 20_000),
    "rotations": (rotations, 2_000),
    "entries of one": (entries_of_one, 2_000),
    "members": (members, 20_000),
    "overrides": (overrides, 2_000),
    "patterns": (patterns, 200_000),
    "enumerations": (enumerations, 5_000),
    "schemas": (schemas, 500),
    "nav": (nav, 20_000),
    "stars": (stars, 500),
    "doubtful pages": (doubtful_pages, 150),
    "fixes": (doubtful_pages, 150),
}


def write(root: Path, files: Files) -> Path:
    """Write a handbook below a folder and give it."""
    for path, content in {"mkdocs.yml": b"site_name: Handbook\ndocs_dir: handbook\n", **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return root


def work(root: Path, runs: int, options: Sequence[str] = ()) -> tuple[float, float]:
    """Return the least user CPU and memory (MB) of some runs of lint on a handbook; stop if it cannot do its work."""
    found = []
    for _ in range(runs):
        with subprocess.Popen([*LINT, *options], cwd=root, stdout=subprocess.DEVNULL) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            sys.exit(f"lint failed with exit code {process.returncode}")
        # In kB, on macOS in bytes.
        found.append((usage.ru_utime, usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)))
    return min(time for time, _ in found), min(memory for _, memory in found)


def ratio(name: str, folder: Path, given: argparse.Namespace, idle: tuple[float, float]) -> float:
    """Print what a case takes, and give how many times as much time or memory double of it takes."""
    make, count = CASES[name]
    count = int(count * given.scale)
    options = OPTIONS.get(name, ())
    roots = [write(folder / f"{name} {size}", make(size)) for size in (count, 2 * count)]
    once, twice = (work(root, given.runs, options) for root in roots)
    least = (LEAST, LEAST_MEMORY)
    times, memory = (max(low, b - c) / max(low, a - c) for a, b, c, low in zip(once, twice, idle, least, strict=True))
    print(
        f"{name:18}  {count:7}  {once[0]:7.2f}  {twice[0]:7.2f}  {times:5.2f}x  {twice[1]:6.0f} MB  {memory:5.2f}x",
        flush=True,
    )
    return max(times, memory)


def main() -> None:
    """Measure the cases that the command line names, or all."""
    parser = argparse.ArgumentParser(description="Measure whether lint takes time in proportion.")
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"of {', '.join(CASES)}")
    parser.add_argument("--runs", type=int, default=3, help="runs of each, of which the fastest counts")
    parser.add_argument("--scale", type=float, default=1.0, help="factor for all sizes")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        idle = work(write(Path(folder, "empty"), page("")), given.runs)
        print("case                  size   once s  twice s   time    memory")
        found = {name: ratio(name, Path(folder), given, idle) for name in given.cases or CASES}
    slow = [name for name, times in found.items() if times > MOST]
    if slow:
        sys.exit(f"more than {MOST} times as much: {', '.join(slow)}")


if __name__ == "__main__":
    main()
