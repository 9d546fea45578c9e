"""The data-protection officer's desk: counts without names, one name for a reason, periods, register."""

from __future__ import annotations

from datetime import timedelta

import pytest

from factories.browsers import browser_of, stop_clock
from factories.cases import Family, grant_for, make_family
from factories.people import AT, make_actor
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.audit.services import seal_audit_trail
from sozialraum.foundation.privacy import context
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.enums import EmergencyKind
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.privacy.models import RetentionRun
from sozialraum.foundation.privacy.retention.engine import plan_run
from sozialraum.foundation.supervision.queries import month_review, name_behind, review_grant
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import services
from sozialraum.individual.models import Case

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
PAGES = [
    "/datenschutz/pruefung/",
    "/datenschutz/fristen/",
    "/datenschutz/hinweise/",
    "/mitwirkung/verarbeitung/verzeichnis.csv",
]
NAME = "Robin Neugier"


@pytest.fixture
def officer(monkeypatch: pytest.MonkeyPatch) -> Actor:
    stop_clock(monkeypatch)
    return make_actor(Role.DATA_PROTECTION_OFFICER, full_name="Dana Schutz")


@pytest.fixture
def curious() -> tuple[Family, Actor]:
    """Somebody who was refused six times within minutes."""
    family = make_family()
    stranger = make_actor(Role.CASE_WORKER, full_name=NAME)
    for minute in range(6):
        with pytest.raises(Denied):
            grant_for(stranger, family.case_id, at=AT + timedelta(minutes=minute))
    return family, stranger


def _emergency(family: Family, worker: Actor) -> None:
    grant_for(family.worker, family.case_id)
    number = Case.objects.get(id=family.case_id).number
    services.open_in_emergency(
        worker,
        number=number,
        kind=EmergencyKind.CUSTODY,
        reason="Die Polizei bringt das Kind heute Nacht.",
        at=AT,
    )
    context.clear()


def test_the_month_counts_without_names(officer: Actor, curious: tuple[Family, Actor]) -> None:
    family, stranger = curious
    grant_for(family.worker, family.case_id, at=AT.replace(hour=23))
    lead = make_actor(Role.TEAM_LEAD, scope_kind=ScopeKind.TEAM, scope_key="hafen")
    grant_for(lead, family.case_id)
    review = month_review(review_grant(officer, at=AT), AT.date().replace(day=1))
    assert (review.counts.denials, review.counts.reads_at_night, review.counts.reads_by_team_leads) == (
        6,
        1,
        1,
    )
    (run,) = review.runs
    assert (run.denials, run.subjects, run.role) == (6, 1, "case_worker")
    page = browser_of(officer).get("/datenschutz/pruefung/?monat=2026-11").content.decode()
    assert NAME not in page
    assert str(stranger.user_id) not in page
    assert "Kessler" not in page


def test_a_name_needs_a_reason_and_is_itself_on_record(officer: Actor, curious: tuple[Family, Actor]) -> None:
    _, stranger = curious
    (run,) = month_review(review_grant(officer, at=AT), AT.date().replace(day=1)).runs
    url = f"/datenschutz/pruefung/person/{run.entry_id}/"
    browser = browser_of(officer)
    assert NAME not in browser.get(url).content.decode()
    assert browser.post(url, {}).status_code == 422
    assert NAME in browser.post(url, {"reason": "denials_in_a_row"}).content.decode()
    entry = AuditEntry.objects.using("audit").get(subject_kind="user", purpose="supervision")
    assert (entry.actor_id, entry.subject_id, entry.ground) == (
        officer.user_id, str(stranger.user_id), "denials_in_a_row",
    )  # fmt: skip
    with pytest.raises(Denied):
        name_behind(stranger, run.entry_id, reason="complaint", at=AT)


def test_the_officer_reviews_an_emergency_on_the_page(officer: Actor) -> None:
    family, on_call = make_family(), make_actor(Role.CASE_WORKER, full_name=NAME)
    _emergency(family, on_call)
    browser = browser_of(officer)
    page = browser.get("/datenschutz/pruefung/?monat=2026-11").content.decode()
    assert "Die Polizei bringt das Kind" in page
    assert NAME not in page
    review = month_review(review_grant(officer, at=AT), AT.date().replace(day=1))
    url = f"/datenschutz/pruefung/notfall/{review.emergencies[0].id}/"
    assert browser_of(on_call).post(url, {"verdict": "justified"}).status_code == 404
    assert browser.post(url, {"verdict": "justified"}).status_code == 302
    after = month_review(review_grant(officer, at=AT), AT.date().replace(day=1))
    assert after.emergencies[0].verdict == "justified"
    read = AuditEntry.objects.using("audit").filter(
        subject_kind="audit", subject_id=str(review.emergencies[0].id)
    )
    assert read.exists()
    assert browser_of(on_call).get("/datenschutz/hinweise/").status_code == 200


def test_the_chain_is_recomputed_on_the_page(officer: Actor) -> None:
    make_family()
    seal_audit_trail(AT)
    answer = browser_of(officer).post("/datenschutz/pruefung/kette/")
    assert answer.status_code == 200
    assert answer.context["report"].whole


def test_what_is_wrong_with_the_chain_is_told_in_the_readers_language(officer: Actor) -> None:
    make_family()
    seal_audit_trail(AT)
    browser = browser_of(officer)
    answer = browser.post("/datenschutz/pruefung/kette/", {"noted": "0" * 64}).content.decode()
    assert "Die notierte Prüfsumme steht nicht mehr in der Kette." in answer
    browser.cookies["django_language"] = "en"
    answer = browser.post("/datenschutz/pruefung/kette/", {"noted": "0" * 64}).content.decode()
    assert "The checksum that was written down is in the chain no longer." in answer


def test_an_erasure_is_approved_on_the_page(officer: Actor) -> None:
    family = make_family()
    services.end_case(
        grant_for(family.worker, family.case_id, Action.WRITE),
        on=AT.date().replace(year=2026),
        without_help=True,
    )
    context.clear()
    later = AT + timedelta(days=4 * 366)
    run_id = plan_run(today=later.date(), at=later)
    head = make_actor(Role.HEAD_OF_OFFICE)
    url = f"/datenschutz/fristen/{run_id}/"
    assert browser_of(officer).get("/datenschutz/fristen/").status_code == 200
    assert browser_of(officer).post(url, {"archive_offered_on": "2026-11-20"}).status_code == 404
    assert browser_of(head).post(url, {"archive_offered_on": "2027-11-20"}).status_code == 422
    assert browser_of(head).post(url, {"archive_offered_on": "2026-11-20"}).status_code == 302
    assert RetentionRun.objects.get().approved_by == head.user_id


@pytest.mark.parametrize(
    "role", [Role.PLANNER, Role.PARENT, Role.RESIDENT, Role.CONTROLLER, Role.PROVIDER_WORKER]
)
def test_everybody_else_stays_outside(officer: Actor, role: Role) -> None:
    browser = browser_of(make_actor(role))
    for page in PAGES:
        assert browser.get(page).status_code == 404, page


def test_the_register_is_public_in_short_and_whole_for_the_officer(officer: Actor, client) -> None:
    short = client.get("/mitwirkung/verarbeitung/")
    assert short.status_code == 200
    assert "family_name" not in short.content.decode()
    whole = browser_of(officer)
    assert "family_name" in whole.get("/mitwirkung/verarbeitung/").content.decode()
    table = whole.get("/mitwirkung/verarbeitung/verzeichnis.csv").content.decode("utf-8-sig")
    assert "individual.EntrustedNote" in table
    assert "sealed_text" in table
    assert client.get("/mitwirkung/verarbeitung/verzeichnis.csv").status_code in {302, 404}


def test_a_checksum_written_down_is_compared(officer: Actor) -> None:
    browser = browser_of(officer)
    address = "/datenschutz/pruefung/kette/"
    assert browser.post(address, {"noted": "abc"}).status_code == 422
    seal_audit_trail(AT)
    assert not browser.post(address, {"noted": "0" * 63 + "1"}).context["report"].whole
    head = browser.post(address).context["report"].head
    assert browser.post(address, {"noted": head}).context["report"].whole
