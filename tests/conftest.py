"""Fixtures that every test may use."""

from __future__ import annotations

import sys

import pytest

from handbooks import NOON


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every build take place at noon of the same day."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp())))
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    # Warnings are errors in tests, also in commands.
    monkeypatch.setattr(sys, "warnoptions", ["error"])
    # What fails unexpectedly in a test says where.
    monkeypatch.setenv("HANDBOOK_TRACEBACK", "1")
