"""Cities that several tests look at; each is drawn once."""

from __future__ import annotations

import sys
import time

import pytest

from sozialraum.demo.city.plan import City, draw_city


@pytest.fixture(scope="session")
def city() -> City:
    started = time.perf_counter()
    drawn = draw_city()
    sys.stdout.write(f"city of scale 1 drawn in {time.perf_counter() - started:.2f} s\n")
    return drawn


@pytest.fixture(scope="session")
def small() -> City:
    return draw_city(7, 0.02)


@pytest.fixture(scope="session")
def double() -> City:
    return draw_city(7, 2)
