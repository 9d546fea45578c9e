"""The examples in the docstrings of the arithmetic are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from sozialraum import analytics

MODULES = sorted(found.name for found in pkgutil.walk_packages(analytics.__path__, "sozialraum.analytics."))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_are_true(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.failed == 0
