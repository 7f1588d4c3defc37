"""`mkdocs serve` notices what changes in data and schemas."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from handbooks import write

PAGE = "# A\n\n[Notes](../rituals/a.notes.yml)\n"
SCHEMA = '{"type": "array", "items": {"type": "object", "required": ["note"], "properties": {"note": {"type": "string", "title": "Note"}}}}'


def eventually(check: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether a check holds within a time; asks again until then."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if check():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, Callable[[str], str]]]:
    root = write(
        tmp_path, {"handbook/a.md": PAGE, "rituals/a.notes.yml": "- note: first\n", "schemas/notes.schema.json": SCHEMA}
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address, "--quiet"]
    with subprocess.Popen(
        command, cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:

        def page(name: str) -> str:
            try:
                with urllib.request.urlopen(f"http://{address}/{name}", timeout=5) as answer:
                    return str(answer.read().decode())
            except OSError:
                return ""

        try:
            yield root, page
        finally:
            process.terminate()


def test_serve_rebuilds_when_data_or_a_schema_changes(served: tuple[Path, Callable[[str], str]]) -> None:
    root, page = served
    assert eventually(lambda: "<td>first</td>" in page("a/"))
    (root / "rituals/a.notes.yml").write_text("- note: second\n", encoding="utf-8")
    assert eventually(lambda: "<td>second</td>" in page("a/"))
    (root / "schemas/notes.schema.json").write_text(SCHEMA.replace('"Note"', '"Remark"'), encoding="utf-8")
    assert eventually(lambda: re.search(r"<th[^>]*>Remark</th>", page("a/")) is not None)
