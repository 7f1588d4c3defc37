"""Fixtures that every test may use."""

from __future__ import annotations

import os
import sys

import pytest
from hypothesis import HealthCheck, settings

from handbooks import NOON

# The same commit gives the same result, on a machine of any speed; only `make long` tries other inputs each time.
for profile in ("same", "random"):
    settings.register_profile(
        profile, derandomize=profile == "same", deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every build take place at noon of the same day."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp())))
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    # Warnings are errors in tests, also in commands.
    monkeypatch.setattr(sys, "warnoptions", ["error"])
    # What fails unexpectedly in a test says where.
    monkeypatch.setenv("HANDBOOK_TRACEBACK", "1")
