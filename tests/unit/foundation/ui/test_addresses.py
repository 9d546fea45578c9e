"""Addresses of the rows of a list are those that Django would give."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse, set_script_prefix

from sozialraum.foundation.ui.addresses import address_of

OWN, OTHER = uuid.uuid4(), uuid.uuid4()


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("individual:case", [OWN]),
        ("individual:case", [OTHER]),
        ("individual:protection_report", [OWN, OTHER]),
        ("organization:provider", ["diakonie-2"]),
        ("social_structure:area", ["quartiere", 2023, "0101"]),
        ("social_structure:area", ["quartiere", 2023, "Süd 0&0"]),
        ("open:area", ["lor", 2021, "01.10"]),
        ("network:field_work", []),
    ],
)
def test_it_is_the_address_that_reverse_gives(name: str, parts: list[object]) -> None:
    for _ in range(2):
        assert address_of(name, *parts) == reverse(name, args=parts)


def test_it_follows_the_place_of_the_site() -> None:
    before, room = address_of("individual:case", OWN), address_of("network:field_work")
    set_script_prefix("/stadt/")
    try:
        assert address_of("individual:case", OWN) == "/stadt" + before
        assert address_of("network:field_work") == "/stadt" + room
    finally:
        set_script_prefix("/")
