"""Whether `handbook lint` takes time in proportion: each case twice, the second time with double the input.

    python benchmarks/linear.py [--runs 3] [--scale 1.0] [CASE...]

makes a handbook for each case in a temporary folder, lints it in processes of its own, and prints the least seconds of
user CPU of some runs, without those that an empty handbook takes, and how many times as long double the input takes.
Exits with 1 where that is more than 2.2 times. Needs the package and Linux or macOS.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

MOST = 2.2
# Below this, what is measured is how long the machine takes to do anything.
LEAST = 0.05
LINT = (sys.executable, "-m", "mkdocs_handbook.cli", "lint", "--format", "json", "--today", "2026-11-20")
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
}


def write(root: Path, files: Files) -> Path:
    """Write a handbook below a folder and give it."""
    for path, content in {"mkdocs.yml": b"site_name: Handbook\ndocs_dir: handbook\n", **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return root


def seconds(root: Path, runs: int) -> float:
    """Return the least user CPU of some runs of lint on a handbook; stop if it cannot do its work."""
    found = []
    for _ in range(runs):
        with subprocess.Popen(LINT, cwd=root, stdout=subprocess.DEVNULL) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            sys.exit(f"lint failed with exit code {process.returncode}")
        found.append(usage.ru_utime)
    return min(found)


def ratio(name: str, folder: Path, given: argparse.Namespace, idle: float) -> float:
    """Print what a case takes, and give how many times as long double of it takes."""
    make, count = CASES[name]
    count = int(count * given.scale)
    once, twice = (
        max(LEAST, seconds(write(folder / f"{name} {size}", make(size)), given.runs) - idle)
        for size in (count, 2 * count)
    )
    print(f"{name:15}  {count:7}  {once:7.2f}  {twice:7.2f}  {twice / once:5.2f}x", flush=True)
    return twice / once


def main() -> None:
    """Measure the cases that the command line names, or all."""
    parser = argparse.ArgumentParser(description="Measure whether lint takes time in proportion.")
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"of {', '.join(CASES)}")
    parser.add_argument("--runs", type=int, default=3, help="runs of each, of which the fastest counts")
    parser.add_argument("--scale", type=float, default=1.0, help="factor for all sizes")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        idle = seconds(write(Path(folder, "empty"), page("")), given.runs)
        print("case               size   once s  twice s  ratio")
        found = {name: ratio(name, Path(folder), given, idle) for name in given.cases or CASES}
    slow = [name for name, times in found.items() if times > MOST]
    if slow:
        sys.exit(f"more than {MOST} times as long: {', '.join(slow)}")


if __name__ == "__main__":
    main()
