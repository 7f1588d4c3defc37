"""`mkdocs serve` notices what changes in data and schemas."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from command_line import run
from handbooks import write
from serve_process import eventually, serving

PAGE = "# A\n\n[Notes](../rituals/a.notes.yml)\n"
SCHEMA = '{"type": "array", "items": {"type": "object", "required": ["note"], "properties": {"note": {"type": "string", "title": "Note"}}}}'


FILES = {"handbook/a.md": PAGE, "rituals/a.notes.yml": "- note: first\n", "schemas/notes.schema.json": SCHEMA}


def test_a_site_that_is_in_no_cache_is_gone_with_its_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write(tmp_path / "root", FILES)
    (root / ".cache").write_text("no folder, so that there is no cache", encoding="utf-8")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.chdir(root)
    result = run("serve", "--dev-addr", "127.0.0.1:99999")
    assert (result.exit_code, "ports count up to 65535" in result.output) == (2, True)
    assert [*temporary.iterdir()] == []


@pytest.mark.slow
def test_serve_rebuilds_when_data_or_a_schema_changes(tmp_path: Path) -> None:
    root = write(tmp_path, FILES)
    with serving(root, "mkdocs") as served:
        assert eventually(lambda: "<td>first</td>" in served.get("a/"))
        (root / "rituals/a.notes.yml").write_text("- note: second\n", encoding="utf-8")
        assert eventually(lambda: "<td>second</td>" in served.get("a/"))
        (root / "schemas/notes.schema.json").write_text(SCHEMA.replace('"Note"', '"Remark"'), encoding="utf-8")
        assert eventually(lambda: re.search(r"<th[^>]*>Remark</th>", served.get("a/")) is not None)
