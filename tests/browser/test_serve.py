"""`handbook serve` in a browser: what is edited appears by itself, and so do findings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browser.chromium import kept_local
from serve_process import RITUAL, eventually, handbook, serving

pytestmark = pytest.mark.xdist_group("browser serve")


@pytest.mark.slow
def test_an_edit_and_its_findings_appear_by_themselves(browser: Browser, tmp_path: Path) -> None:
    with serving(handbook(tmp_path)) as server, kept_local(browser.new_context()) as context:
        assert eventually(lambda: "<td>ana</td>" in server.get("a/"))
        page = context.new_page()
        page.goto(f"{server.address}/a/")
        expect(page.get_by_role("cell", name="ana")).to_be_visible()
        data = tmp_path / "rituals/a.rituals.yml"
        data.write_text(RITUAL.format(dri="bo"), encoding="utf-8")
        expect(page.get_by_role("cell", name="bo")).to_be_visible(timeout=60_000)
        data.write_text(RITUAL.format(dri="bo").replace("Weekly", "Weekely"), encoding="utf-8")
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text("HB103", timeout=60_000)
        expect(alert.locator("code")).to_have_text("rituals/a.rituals.yml:3:14")
        expect(alert).to_contain_text('unknown frequency "Weekely", did you mean "Weekly"? (HB103)')
        expect(alert).not_to_contain_text(re.compile("mkdocs_handbook|ERROR|nothing was built"))
        expect(page.get_by_role("cell", name="bo")).to_be_visible()
        data.write_text(RITUAL.format(dri="cem"), encoding="utf-8")
        expect(page.get_by_role("cell", name="cem")).to_be_visible(timeout=60_000)
        expect(alert).to_have_count(0)
