"""A plan on paper: taken down after the private talk, by leave of the family, and by nobody else."""

from __future__ import annotations

import pytest

from factories.browsers import browser_of, stop_clock
from factories.case_pages import page_of, shown
from factories.cases import Family, make_family
from factories.councils import PART, STRUCK, guest, prepare, seen_by, writing
from factories.people import TODAY
from sozialraum.foundation.privacy import context
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.individual import services
from sozialraum.individual.enums import ComponentKind, CouncilPhase, CouncilRole
from sozialraum.individual.services import Refused

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def among() -> Family:
    family = make_family(team_code="hafen")
    prepare(family)
    services.open_information(writing(family.worker, family))
    services.open_private_phase(
        writing(family.worker, family), attended=[guest("Astrid Behn")], stayed=[guest("Opa Werner")]
    )
    context.clear()
    return family


def test_by_leave_of_somebody_who_stayed_the_office_takes_it_down(among: Family) -> None:
    services.write_draft(writing(among.mother, among), values={**PART, "what": STRUCK})
    page, address = browser_of(among.worker), page_of(among, "familienrat/papier/")
    text = shown(page, address)
    assert "Opa Werner" in text
    assert "Astrid Behn" not in text.partition("<main")[2]
    assert STRUCK not in text
    opa = str(guest("Opa Werner"))
    data = {
        "leave_of": opa, "part-TOTAL_FORMS": "5", "part-INITIAL_FORMS": "0", "part-0-what": "Opa holt Jonas ab.",
        "part-0-who": "Opa Werner", "part-0-kind": "family_friends", "part-0-until": TODAY.isoformat(),
        **{f"part-{number}-kind": "family_friends" for number in range(1, 5)},
    }  # fmt: skip
    assert page.post(address, data).status_code == 302
    view = seen_by(among.worker, among)
    assert view.phase is CouncilPhase.DECISION
    assert view.plan is not None
    assert [(each.what, each.until) for each in view.plan.items] == [("Opa holt Jonas ab.", TODAY)]
    assert view.plan.leave_of == "Opa Werner"
    read = shown(browser_of(among.mother), page_of(among, "familienrat/"))
    assert "mit Erlaubnis von Opa Werner" in read
    assert STRUCK not in shown(page, page_of(among, "familienrat/"))


def test_without_leave_of_the_family_nothing_is_taken_down(among: Family) -> None:
    writing(among.worker, among)
    for wrong in (guest("Astrid Behn"), among.case_id):
        with pytest.raises(Refused):
            services.take_down_plan(writing(among.worker, among), parts=[PART], leave_of=wrong)
    assert seen_by(among.worker, among).plan is None


def test_a_paper_of_professionals_alone_is_no_plan_of_the_family(among: Family) -> None:
    with pytest.raises(Refused):
        services.take_down_plan(
            writing(among.worker, among), leave_of=guest("Opa Werner"),
            parts=[{**PART, "kind": ComponentKind.PROFESSIONAL_HOURS}],
        )  # fmt: skip


def test_only_the_office_takes_down_and_only_after_the_talk(among: Family) -> None:
    with pytest.raises(Denied):
        services.take_down_plan(writing(among.mother, among), parts=[PART], leave_of=guest("Opa Werner"))
    services.take_down_plan(writing(among.worker, among), parts=[PART], leave_of=guest("Opa Werner"))
    with pytest.raises(Refused):
        services.take_down_plan(writing(among.worker, among), parts=[PART], leave_of=guest("Opa Werner"))
    assert browser_of(among.worker).get(page_of(among, "familienrat/papier/")).status_code == 404
    assert CouncilRole.COORDINATOR not in {
        each.role for each in seen_by(among.worker, among).guests if each.stayed
    }
