"""Every connection goes by the clock of the municipality: its policies and functions ask the database for the day."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.db import connections

pytestmark = pytest.mark.django_db(databases=["default", "audit", "owner"])

LAST_HALF_HOUR_OF_THE_YEAR_IN_UTC = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize("alias", ["default", "audit", "owner"])
def test_the_day_is_that_of_the_municipality(alias: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('TimeZone'), %s::timestamptz::date, %s::timestamptz",
            [LAST_HALF_HOUR_OF_THE_YEAR_IN_UTC, LAST_HALF_HOUR_OF_THE_YEAR_IN_UTC],
        )
        zone, day, moment = cursor.fetchone()
    assert zone == settings.TIME_ZONE
    assert day == date(2026, 1, 1)
    assert moment == LAST_HALF_HOUR_OF_THE_YEAR_IN_UTC
    assert moment.date() == date(2026, 1, 1)
