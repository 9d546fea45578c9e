"""Fixtures that every room of the tests shares."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import settings

# Property tests judge results and not speed: a busy machine must not fail them.
# `HYPOTHESIS_PROFILE=nightly pytest tests/unit/analytics/budget` tries every property with 10,000 cases.
# the usual run tries the same examples each time, so that it fails by a change alone; the nightly one tries others
settings.register_profile("without deadline", deadline=None, derandomize=True)
settings.register_profile("nightly", deadline=None, max_examples=10_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "without deadline"))


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """A page that a test asked for in English leaves English on in its thread: the next test begins without."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of published open data; tests that need it are skipped, by name, where it is absent."""
    named = os.environ.get("SOZIALRAUM_SHARED_DATA")
    folder = Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"open data folder {folder} is absent; set SOZIALRAUM_SHARED_DATA to run this test")
    return folder
