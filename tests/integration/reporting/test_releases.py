"""Counts leave once a month: two of them close together would tell who came."""

from __future__ import annotations

from datetime import timedelta

import pytest

from factories.areas import make_areas
from factories.people import AT, TODAY, make_actor
from sozialraum.errors import SozialraumError
from sozialraum.foundation.privacy.actors import Role
from sozialraum.reporting.extracts import ACTIVE_CASES, release_active_cases
from sozialraum.social_structure.models import Release

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.mark.parametrize("days", [-9, 1])
def test_the_counts_of_one_day_a_month_are_let_out(days: int) -> None:
    make_areas()
    planner = make_actor(Role.PLANNER)
    day = TODAY.replace(day=10)
    release_active_cases(planner, reference_date=day, at=AT)
    with pytest.raises(SozialraumError, match="out already"):
        release_active_cases(planner, reference_date=day + timedelta(days=days), at=AT)
    assert Release.objects.filter(subject=ACTIVE_CASES).count() == 1
    release_active_cases(planner, reference_date=day + timedelta(days=31), at=AT)
    assert Release.objects.filter(subject=ACTIVE_CASES).count() == 2
