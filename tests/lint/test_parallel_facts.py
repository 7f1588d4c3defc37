"""Processes that share the pages find what one process finds."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from handbooks import BARE, read, run, write
from mkdocs_handbook.lint import linter, parallel_facts, rules
from mkdocs_handbook.lint.rules.registry import Rule
from mkdocs_handbook.pages.page_renderer import MarkdownError
from mkdocs_handbook.util import processes
from rule_examples import EXAMPLES

pytestmark = pytest.mark.slow


@pytest.fixture
def two_processes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let even a small handbook be shared; the processes that were started, by id."""
    started: list[int] = []
    fork = os.fork

    def noted() -> int:
        started.append(fork())
        return started[-1]

    monkeypatch.setattr(processes, "count", lambda *_: 2)
    monkeypatch.setattr(os, "fork", noted)
    return started


@pytest.mark.parametrize("rule", EXAMPLES)
def test_the_findings_are_the_same(rule: Rule, tmp_path: Path, two_processes: list[int]) -> None:
    alone, _ = read(write(tmp_path, rule.bad), ())
    shared, _ = read(tmp_path, ())
    parallel_facts.find_out(shared, rules.ALL)
    assert len(two_processes) == 2
    assert all({"links", "closing", "HB312"} <= page.facts.values.keys() for page in shared.pages)
    assert list(rules.run(shared, rules.ALL)) == list(rules.run(alone, rules.ALL))


def test_what_fails_in_another_process_is_told(tmp_path: Path, two_processes: list[int]) -> None:
    files = {
        "mkdocs.yml": BARE + "markdown_extensions: [no_such_extension]\n",
        "handbook/a.md": "# A\n\n- # B\n\n[Home](index.md)\n\n[B](#c)\n",
    }
    one = run(write(tmp_path, files))
    with pytest.raises(MarkdownError, match="no_such_extension"):
        linter.findings(replace(one, is_parallel=True))
    assert len(two_processes) == 2


@pytest.mark.parametrize("code", ["HB101", "HB401"])
def test_what_looks_at_no_page_needs_no_other_process(code: str, tmp_path: Path, two_processes: list[int]) -> None:
    handbook, _ = read(write(tmp_path, {"handbook/a.md": "[B](b.md)\n"}), ())
    parallel_facts.find_out(handbook, [code])
    assert not two_processes


# The command with as many processors as are named, and what it started on standard error.
LINT = """
import os, sys
from mkdocs_handbook.cli import main

count, fork = int(sys.argv.pop(1)), os.fork
os.sched_getaffinity = lambda _: set(range(count))
os.fork = lambda: (os.write(2, b"process\\n"), fork())[1]
main(["lint", "--format", "json", *sys.argv[1:]])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")
def test_the_command_shares_a_large_handbook(tmp_path: Path) -> None:
    pages = {
        f"handbook/page-{number}.md": "# Page\n\n[Gone](gone.md)\n" for number in range(2 * parallel_facts.MIN_PAGES)
    }
    write(tmp_path, pages)
    alone, shared, stored, known = (
        subprocess.run([sys.executable, "-c", LINT, *words], cwd=tmp_path, capture_output=True, text=True, check=False)
        for words in (("1", "--no-cache"), ("2", "--no-cache"), ("2",), ("2",))
    )
    # Where much is known already, one process is enough: what two have found out is kept.
    both = "process\nprocess\n"
    assert [alone.stderr, shared.stderr, stored.stderr, known.stderr] == ["", both, both, ""]
    assert alone.stdout.count("HB301") >= len(pages)
    assert alone.stdout == shared.stdout == stored.stdout == known.stdout


def test_a_baseline_and_all_else_is_as_for_one(tmp_path: Path, two_processes: list[int]) -> None:
    one = run(write(tmp_path, {"handbook/a.md": "# A\n\n[B](b.md)\n\n### Deep <!-- handbook: ignore HB221 -->\n"}))
    alone = linter.findings(one)
    assert alone
    assert linter.findings(replace(one, is_parallel=True)) == alone
    assert len(two_processes) == 2
