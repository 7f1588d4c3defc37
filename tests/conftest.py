"""Fixtures that every test may use."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from handbooks import TODAY


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every build take place at noon of the same day."""
    noon = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(noon.timestamp())))
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
