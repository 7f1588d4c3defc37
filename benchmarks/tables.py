"""How long a browser takes to sort and filter a large table, from the click or the letter until it is laid out again.

The rows far below the first ones follow a little later, which does not count.

    python benchmarks/tables.py [--rows 1000] [--runs 7]

builds a page with one table of rituals, opens it in a Chromium, and prints the medians. Needs the package with its
test tools, and a Chromium.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from browser import chromium
from browser.built_sites import built

GOAL = 100
CONFIG = "site_name: Large\ndocs_dir: handbook\ntheme: {name: material, font: false}\nplugins: [search, handbook]\n"
FREQUENCIES = ("Daily", "Weekly", "Triweekly", "Monthly", "Quarterly on the last Friday", "Each release")
WORDS = ("Release", "Budget", "Planning", "Support", "Security", "Hiring", "Design", "Board", "Data", "Partner")

# Gives the milliseconds of one action with the layout of the rows that it shows first.
ACTION = """([action, value]) => {
  const region = document.querySelector(".handbook-rituals");
  const input = region.previousElementSibling.querySelector("input");
  const begin = performance.now();
  if (action === "sort") region.querySelector(`th[data-key=${value}] button`).click();
  else {
    input.value = value;
    input.dispatchEvent(new Event("input"));
  }
  void region.offsetHeight;
  return performance.now() - begin;
}"""
COMPLETE = "document.querySelector('.handbook-later') === null"
ACTIONS = {
    "sort by name": ("sort", "task"),
    "sort by frequency": ("sort", "frequency"),
    "sort by next date": ("sort", "next"),
    "filter to some": ("filter", "security"),
    "filter to all": ("filter", ""),
}


def ritual(number: int, chance: random.Random) -> Iterator[str]:
    """Yield the lines of a ritual."""
    yield f"- task: {chance.choice(WORDS)} {chance.choice(WORDS).lower()} {number}"
    yield "  startedOn: 2024-03-29"
    yield f"  frequency: {chance.choice(FREQUENCIES)}"
    yield f"  description: Go through what is open with {chance.choice(WORDS).lower()}, decide, and write it down."
    yield f"  dri: person{chance.randrange(40)}"
    if chance.random() < 0.5:
        yield "  agenda: [News, Numbers, Next steps]"


def write(root: Path, rows: int) -> None:
    """Write a handbook of one page with one table."""
    chance = random.Random(4)  # noqa: S311 (reproducible, nothing secret)
    lines = [line for number in range(rows) for line in ritual(number, chance)]
    page = "# Large\n\n## Rituals\n\n[Rituals](../rituals/large.rituals.yml)\n"
    files = {"mkdocs.yml": CONFIG, "handbook/index.md": "# Home\n", "handbook/large.md": page}
    for name, text in {**files, "rituals/large.rituals.yml": "\n".join(lines) + "\n"}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def measure(page: Page, runs: int) -> Iterator[tuple[str, float, float, float]]:
    """Yield each action with the median and the most of its milliseconds, and the median of those of its processor."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in ACTIONS}
    for _ in range(runs):
        for name, action in ACTIONS.items():
            page.wait_for_function(COMPLETE)
            page.wait_for_timeout(100)
            before = processor(session)
            wall = page.evaluate(ACTION, list(action))
            found[name].append((wall, processor(session) - before))
    for name, times in found.items():
        walls, cpus = zip(*times, strict=True)
        yield name, statistics.median(walls), max(walls), statistics.median(cpus)


def processor(session: CDPSession) -> float:
    """Return the milliseconds that the page's thread has had of its processor, also where others want it too."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return 1000 * next(float(one["value"]) for one in metrics if one["name"] == "TaskDuration")


def main() -> None:
    """Measure as the command line asks."""
    parser = argparse.ArgumentParser(description="Measure how fast tables sort and filter in a browser.")
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        write(Path(folder), given.rows)
        with built(Path(folder), "/") as site, chromium.launched(playwright) as browser:
            context = chromium.kept_local(browser.new_context())
            page = context.new_page()
            page.goto(f"{site.url}large/")
            print(f"{given.rows} rows, {given.runs} runs, milliseconds (goal: below {GOAL})")
            print(f"{'':18} {'median':>7} {'most':>7} {'CPU':>7}")
            for name, median, most, cpu in measure(page, given.runs):
                print(f"{name:18} {median:7.1f} {most:7.1f} {cpu:7.1f}")
            context.close()


if __name__ == "__main__":
    main()
