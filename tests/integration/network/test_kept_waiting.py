"""Which entries wait is kept in memory: a word said ends the waiting at once, and everybody is told of the own entries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from factories.areas import make_areas
from factories.browsers import browser_of, stop_clock
from factories.field import make_keeper, make_place
from factories.people import AT, make_actor
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.ui.services import found_installation
from sozialraum.network.models import Place


def test_a_start_page_tells_of_the_own_entries_until_somebody_has_confirmed_them(
    committing: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch)
    with transaction.atomic():
        found_installation(municipality_name="Kleinstadt", language="de", at=AT, by=None)
        make_areas()
        place = make_place(make_keeper(), name="Treff am Wehr", confirmed_at=AT - timedelta(days=500))
        worker, other = make_actor(Role.CASE_WORKER), make_actor(Role.CASE_WORKER)
        Place.objects.filter(id=place).update(confirmed_by=worker.user_id)
        own, others = browser_of(worker), browser_of(other)
    for _ in range(2):
        assert "Treff am Wehr" in own.get("/").content.decode()
        assert "Treff am Wehr" not in others.get("/").content.decode()
    with transaction.atomic():
        Place.objects.filter(id=place).update(confirmed_at=AT)
    assert "Treff am Wehr" not in own.get("/").content.decode()
