"""What the tests of published indices share."""

from __future__ import annotations

import pytest


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> object:
    def say(text: str) -> None:
        with capsys.disabled():
            print(f"\n  {text}")  # noqa: T201

    return say
