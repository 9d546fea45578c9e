"""The tailored arrangement: rings in their order, the hours of professionals by review alone, nothing assigned."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from factories.browsers import browser_of, stop_clock
from factories.case_pages import page_of, shown, stranger
from factories.cases import Family, grant_for, make_family
from factories.people import TODAY
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import queries, services
from sozialraum.individual.enums import ComponentKind, ComponentState, Ring
from sozialraum.individual.models import ArrangementComponent
from sozialraum.individual.queries import ArrangementView
from sozialraum.individual.services import Refused

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
MORNINGS = ["mo 06:45-07:15", "fr 06:45-07:15"]


@pytest.fixture
def family() -> Family:
    return make_family()


def add(family: Family, kind: ComponentKind, **said: object) -> UUID:
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    return services.add_component(
        grant, **{"kind": kind, "who": "Jonas", "content": "packt die Tasche", "valid_from": TODAY, **said}
    )  # type: ignore[arg-type]


def view(family: Family) -> ArrangementView:
    return queries.arrangement(grant_for(family.son, family.case_id))


@pytest.fixture
def professional(family: Family) -> UUID:
    """Four hours of a professional, after every ring before was passed over."""
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    for ring in tuple(Ring)[:-1]:
        services.skip_ring(grant, ring, sentence="Dort ist gerade niemand.")
    return add(family, ComponentKind.PROFESSIONAL_HOURS, who="Daniel Okafor", minutes=240)


def test_a_ring_is_passed_over_with_a_sentence_only(family: Family) -> None:
    add(family, ComponentKind.OWN, times=MORNINGS)
    with pytest.raises(Refused, match="ring before"):
        add(family, ComponentKind.NEIGHBORHOOD, who="Frau Yıldız")
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    with pytest.raises(Refused):
        services.skip_ring(grant, Ring.FAMILY_FRIENDS, sentence=" ")
    services.skip_ring(grant, Ring.FAMILY_FRIENDS, sentence="Opa ist noch in der Reha.")
    add(family, ComponentKind.NEIGHBORHOOD, who="Frau Yıldız")
    assert view(family).skipped == {Ring.FAMILY_FRIENDS: "Opa ist noch in der Reha."}
    add(family, ComponentKind.FAMILY_FRIENDS, who="Opa Werner")
    assert view(family).skipped == {}


def test_h1_nothing_from_everyday_life_changes_the_hours_of_a_professional(
    family: Family, professional: UUID
) -> None:
    for kind in (
        ComponentKind.OWN,
        ComponentKind.FAMILY_FRIENDS,
        ComponentKind.NEIGHBORHOOD,
        ComponentKind.PROJECT,
    ):
        for _ in range(3):
            add(family, kind, minutes=600)
    found, _view = queries.component(grant_for(family.worker, family.case_id), professional)
    assert (found.minutes, [each.minutes for each in found.extents]) == (240, [240])
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    for values in (
        {"minutes": 60},
        {"valid_until": TODAY},
        {"state": ComponentState.ENDED},
        {"times": MORNINGS},
    ):
        with pytest.raises(Refused, match="at a review only"):
            services.revise_component(grant, professional, values=values, version=1)
    later = grant_for(family.worker, family.case_id, Action.WRITE, at=grant.at + timedelta(days=2))
    with pytest.raises(Refused, match="at a review only"):
        services.remove_component(later, professional)


def test_h1_a_contribution_holds_no_amount_and_no_balance() -> None:
    kinds = {field.get_internal_type() for field in ArrangementComponent._meta.get_fields()}
    assert not kinds & {"DecimalField", "FloatField"}
    names = {field.name for field in ArrangementComponent._meta.get_fields()}
    assert not {
        name
        for name in names
        if any(word in name for word in ("budget", "amount", "balance", "euro", "cost"))
    }


def test_a_review_changes_the_hours_and_a_plan_does_not(family: Family, professional: UUID) -> None:
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    with pytest.raises(Refused):
        services.review_extent(grant, professional, minutes=180, begins_on=TODAY, reason=" ")
    with pytest.raises(Denied):
        services.review_extent(
            grant_for(family.mother, family.case_id, Action.WRITE),
            professional,
            minutes=0,
            begins_on=TODAY,
            reason="x",
        )
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    services.review_extent(
        grant,
        professional,
        minutes=120,
        begins_on=TODAY + timedelta(days=70),
        reason="So geplant.",
        planned=True,
    )
    assert [(each.total, each.planned) for each in view(family).shares] == [(240, False), (120, True)]
    services.review_extent(grant, professional, minutes=180, begins_on=TODAY, reason="Alle waren dabei.")
    found, _view = queries.component(grant_for(family.worker, family.case_id), professional)
    assert found.minutes == 180
    assert [each.professional for each in view(family).shares] == [180, 120]


def test_what_the_family_adds_is_talked_about_first(family: Family) -> None:
    son = grant_for(family.son, family.case_id, Action.WRITE)
    new = services.add_component(
        son, kind=ComponentKind.NEIGHBORHOOD, who="Frau Yıldız", content="kocht samstags", valid_from=TODAY
    )
    assert [each.id for each in view(family).proposed] == [new]
    with pytest.raises(Denied):
        services.agree_component(grant_for(family.son, family.case_id, Action.WRITE), new)
    with pytest.raises(Denied):
        services.add_component(
            grant_for(family.son, family.case_id, Action.WRITE), kind=ComponentKind.PROFESSIONAL_HOURS, who="x",
            content="x", valid_from=TODAY,
        )  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        {"times": ["mo 07:15-06:45"]},
        {"times": ["xx 07:15-08:45"]},
        {"minutes": 7 * 24 * 60 + 1},
        {"valid_until": TODAY - timedelta(days=1)},
        {"content": " "},
    ],
)
def test_times_that_cannot_be_are_refused(family: Family, said: dict[str, object]) -> None:
    with pytest.raises(Refused):
        add(family, ComponentKind.OWN, **said)
    assert view(family).components == ()


def test_people_and_goals_of_another_family_are_refused(family: Family) -> None:
    other = make_family(family_name="Nowak")
    with pytest.raises(Refused, match="does not belong"):
        add(family, ComponentKind.OWN, member_id=other.son_id)


class TestPages:
    @pytest.fixture(autouse=True)
    def clock(self, monkeypatch: pytest.MonkeyPatch) -> None:
        stop_clock(monkeypatch)

    def test_the_page_shows_rings_week_and_share(self, family: Family, professional: UUID) -> None:
        add(family, ComponentKind.OWN, times=MORNINGS)
        page = shown(browser_of(family.worker), page_of(family, "massanzug/"))
        for said in (
            "Wer trägt was?",
            "2 Beiträge, 5 Std. in der Woche.",
            "Mo, Fr",
            "6:45",
            "drei Viertel der Stunden",
        ):
            assert said in page

    def test_a_contribution_is_added_changed_and_reviewed_by_form(
        self, family: Family, professional: UUID
    ) -> None:
        browser = browser_of(family.worker)
        new = {
            "kind": "own", "who": "Jonas", "content": "packt", "days": ["mo", "we"], "begins": "6:45", "ends": "7.15",
            "valid_from": TODAY.isoformat(), "funding": "none",
        }  # fmt: skip
        assert browser.post(page_of(family, "massanzug/neu/"), new).status_code == 302
        found = next(each for each in view(family).components if each.kind is ComponentKind.OWN)
        assert (found.member.full_name if found.member else "", found.minutes) == ("Jonas Kessler", 60)
        address = page_of(family, f"massanzug/{found.id}/")
        assert browser.post(address, {**new, "version": 1, "times": "Mo 6:45-7.15"}).status_code == 302
        assert browser.post(page_of(family, "massanzug/neu/"), {**new, "ends": "5"}).status_code == 422
        review = {"hours": "3", "begins_on": TODAY.isoformat(), "reason": "Alle waren dabei."}
        assert (
            browser.post(page_of(family, f"massanzug/{professional}/ueberpruefung/"), review).status_code
            == 302
        )
        assert sorted(each.minutes for each in view(family).components) == [30, 180]
        assert browser.post(page_of(family, f"massanzug/{professional}/weg/")).status_code == 302
        assert browser.post(page_of(family, "massanzug/zurueck/")).status_code == 302
        assert len(view(family).components) == 2

    def test_several_times_a_week_save_themselves_and_stand_in_the_week(self, family: Family) -> None:
        found = add(family, ComponentKind.OWN, who="Jonas", times=["mo 06:45-07:15", "mo 15:00-16:00"])
        browser, address = browser_of(family.worker), page_of(family, f"massanzug/{found}/")
        text = shown(browser, address)
        assert "Mo 6:45-7:15\nMo 15:00-16:00" in text
        data = {
            "version": 1, "who": "Jonas", "content": "packt", "valid_from": TODAY.isoformat(), "funding": "none",
            "times": "Mo, Mi 6:45-7:15\nMo 15:00-16:00\nSa 9 bis 12 Uhr",
        }  # fmt: skip
        answer = browser.post(address, data, headers={"x-autosave": "1"})
        assert answer.status_code == 200, answer.content
        kept = next(each for each in view(family).components if each.id == found)
        assert kept.times == ("mo 06:45-07:15", "we 06:45-07:15", "mo 15:00-16:00", "sa 09:00-12:00")
        assert kept.minutes == 30 + 30 + 60 + 180
        browser.post(
            address, {**data, "version": kept.version, "times": "Mo 7-8"}, headers={"x-autosave": "1"}
        )
        kept = next(each for each in view(family).components if each.id == found)
        assert [each.minutes for each in kept.extents] == [60]
        week = shown(browser, page_of(family, "massanzug/"))
        assert "7–8" in week or "7 bis 8" in week or ">7" in week, week[week.find("packt") - 300 :][:600]
        wrong = browser.post(
            address, {**data, "version": kept.version, "times": "Mo 8-7"}, headers={"x-autosave": "1"}
        )
        assert wrong.status_code == 422
        assert "„Mo 8-7“ ist keine Zeit." in wrong.json()["errors"]["times"]

    def test_a_foreign_worker_finds_nothing(self, family: Family, professional: UUID) -> None:
        for path in ("massanzug/", "massanzug/neu/", f"massanzug/{professional}/"):
            assert stranger(Role.CASE_WORKER).get(page_of(family, path)).status_code == 404
