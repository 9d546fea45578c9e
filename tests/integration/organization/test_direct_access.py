"""Help without a case: counted in one tap, known to the provider alone, let out by the release gate."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from factories.areas import make_areas
from factories.browsers import browser_of, stop_clock
from factories.people import AT, make_actor
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.organization.direct_access import queries
from sozialraum.organization.direct_access.enums import AgeGroup
from sozialraum.organization.direct_access.services import NotCounted, Visits, count_visit
from sozialraum.organization.enums import ProviderKind
from sozialraum.organization.models import Provider
from sozialraum.reporting.extracts import release_direct_access
from sozialraum.reporting.queries import latest_direct_access
from sozialraum.social_structure.queries import area_choices

pytestmark = pytest.mark.django_db(databases=["default", "audit"])

LAST_MONTH, THIS_MONTH = date(2026, 10, 1), date(2026, 11, 1)


@pytest.fixture(autouse=True)
def town() -> None:
    make_areas()
    Provider.objects.create(code="p01", name="Beratungsstelle", kind=ProviderKind.INDEPENDENT)


def worker(provider: str = "p01") -> Actor:
    return make_actor(Role.PROVIDER_WORKER, scope_kind=ScopeKind.PROVIDER, scope_key=provider)


def visits(area: str = "0101", month: date = LAST_MONTH, count: int = 1, provider: str = "p01") -> Visits:
    return Visits(provider, area, month, AgeGroup.FROM_14, count)


def test_one_tap_counts_one_and_a_slip_is_taken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)
    browser, address = browser_of(worker()), reverse("organization:direct_access")
    assert browser.get(address).status_code == 200
    chosen = {"traeger": "p01", "gebiet": "0101", "monat": "2026-11"}
    for name in ("alter", "alter", "weniger"):
        assert browser.post(address, chosen | {name: AgeGroup.ADULT.value}).status_code == 302
    counts = queries.own_counts(worker(), provider_code="p01", area_code="0101", month=THIS_MONTH)
    assert counts == dict.fromkeys(AgeGroup, 0) | {AgeGroup.ADULT: 1}
    assert AuditEntry.objects.filter(object_kind="direct_access.DirectAccessCount").count() == 3


@pytest.mark.parametrize(
    "wrong", [visits("9999"), visits(month=date(2026, 12, 1)), visits(month=date(2010, 1, 1)), visits(count=-1),
              visits(count=0), visits(count=100_000)],
)  # fmt: skip
def test_what_cannot_be_is_not_counted(wrong: Visits) -> None:
    with pytest.raises(NotCounted):
        count_visit(worker(), wrong, at=AT)
    assert queries.own_year(worker(), provider_code="p01", year=2026) == []


def test_nobody_counts_or_reads_for_another_provider() -> None:
    with pytest.raises(Denied):
        count_visit(worker("p02"), visits(), at=AT)
    for stranger in (worker("p02"), make_actor(Role.PLANNER), make_actor(Role.CASE_WORKER)):
        with pytest.raises(Denied):
            queries.own_counts(stranger, provider_code="p01", area_code="0101", month=LAST_MONTH)
    with pytest.raises(Denied):
        queries.counts_by_area(worker(), area_vintage="2023", month=LAST_MONTH)


def test_h10_a_month_leaves_once_and_small_counts_stay_back() -> None:
    areas = [code for code, _ in area_choices()]
    for number, code in enumerate(areas):
        count_visit(worker(), visits(code, count=3 if number == 0 else 40), at=AT)
    planner = make_actor(Role.PLANNER)
    with pytest.raises(Denied):
        release_direct_access(worker(), today=AT.date(), at=AT)
    assert release_direct_access(planner, today=AT.date(), at=AT) is not None
    assert release_direct_access(planner, today=AT.date(), at=AT) is None, "a month is let out once"
    found = latest_direct_access()
    assert found is not None
    assert found.reference_date == date(2026, 10, 31)
    assert found.table.figure(areas[0]).value is None
    hidden = [code for code in areas if found.table.figure(code).value is None]
    assert len(hidden) > 1, "one hidden count alone would follow from the sum"
