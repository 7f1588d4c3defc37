"""Fixtures that every test may use."""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from handbooks import NOON

NUMBERS = itertools.count()
# The same commit gives the same result, on a machine of any speed; only `make long` tries other inputs each time.
for profile in ("same", "random"):
    settings.register_profile(
        profile, derandomize=profile == "same", deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture(scope="session", autouse=True)
def _caches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for the caches of a user, in which no test finds anything of another one, nor anybody's own."""
    folder = tmp_path_factory.mktemp("caches")
    os.environ["XDG_CACHE_HOME"] = str(folder / "fixtures")
    return folder


@pytest.fixture(autouse=True)
def _own_cache(_caches: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a user's cache folder of its own, which is there once something is written to it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(_caches / str(next(NUMBERS))))


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every build take place at noon of the same day."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp())))
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    # Warnings are errors in tests, also in commands.
    monkeypatch.setattr(sys, "warnoptions", ["error"])
    # What fails unexpectedly in a test says where.
    monkeypatch.setenv("HANDBOOK_TRACEBACK", "1")
