"""Fixtures that every room of the tests shares."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of published open data; tests that need it are skipped, by name, where it is absent."""
    named = os.environ.get("SOZIALRAUM_SHARED_DATA")
    folder = Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"open data folder {folder} is absent; set SOZIALRAUM_SHARED_DATA to run this test")
    return folder
