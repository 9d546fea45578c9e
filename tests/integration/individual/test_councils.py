"""The family council: what a family writes among itself is read by nobody else until it hands its plan over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from factories.browsers import browser_of, stop_clock
from factories.case_pages import AUTO, page_of, shown
from factories.cases import Family, grant_for, make_family
from factories.councils import PART, STRUCK, WRITTEN, guest, prepare, seen_by, writing
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.privacy import context
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.enums import EmergencyKind
from sozialraum.foundation.privacy.gate import Denied, Subject, open_in_emergency
from sozialraum.foundation.revisions import FieldConflict
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import queries, services
from sozialraum.individual.enums import ComponentKind, CouncilAnswer, CouncilPhase, CouncilResult, CouncilRole
from sozialraum.individual.models import CouncilDraft, CouncilGuest, CouncilPlanItem
from sozialraum.individual.presentation.councils import council_answer
from sozialraum.individual.services import Refused

pytestmark = pytest.mark.django_db(databases=["default", "audit"])

WHOLE = {"clear": True, "safe": True, "lawful": True}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def family() -> Family:
    return make_family(team_code="hafen")


@pytest.fixture
def among(family: Family) -> Family:
    """The family is among itself and has written two parts, one of them struck out."""
    prepare(family)
    services.open_information(writing(family.worker, family))
    services.open_private_phase(
        writing(family.worker, family), attended=[guest("Astrid Behn")], stayed=[guest("Opa Werner")]
    )
    services.write_draft(writing(family.son, family), values=PART)
    struck = services.write_draft(writing(family.mother, family), values={**PART, "what": STRUCK})
    services.remove_draft(writing(family.mother, family), struck)
    context.clear()
    return family


def test_what_is_missing_keeps_the_council_in_preparation(family: Family) -> None:
    services.begin_council(writing(family.worker, family))
    with pytest.raises(Refused, match="worry about"):
        services.open_information(writing(family.worker, family))
    with pytest.raises(Refused, match="running already"):
        services.begin_council(writing(family.worker, family))
    assert seen_by(family.mother, family).phase is CouncilPhase.PREPARATION


def test_no_professional_is_in_the_private_phase_by_rule_and_by_the_database(family: Family) -> None:
    prepare(family)
    services.open_information(writing(family.worker, family))
    with pytest.raises(Refused, match="All professionals leave"):
        services.open_private_phase(
            writing(family.worker, family), attended=[], stayed=[guest("Opa Werner"), guest("Astrid Behn")]
        )
    with pytest.raises(DatabaseError, match="no_professional_stays"), transaction.atomic():
        CouncilGuest.objects.filter(name="Astrid Behn").update(stayed=True)


def test_the_family_alone_takes_off_whom_it_invited(family: Family) -> None:
    prepare(family)
    with pytest.raises(Refused, match="Somebody else"):
        services.uninvite_from_council(writing(family.worker, family), guest("Opa Werner"))
    services.uninvite_from_council(writing(family.mother, family), guest("Astrid Behn"))
    assert [each.name for each in seen_by(family.mother, family).guests] == ["Opa Werner"]


def test_members_and_people_of_maps_are_proposed_and_invited_ones_not(family: Family) -> None:
    prepare(family)
    grant = grant_for(family.mother, family.case_id)
    assert ("Miriam Kessler", CouncilRole.FAMILY) in queries.people_to_invite(
        grant, seen_by(family.mother, family)
    )
    services.invite_to_council(writing(family.mother, family), name="Miriam Kessler", role=CouncilRole.FAMILY)
    proposed = queries.people_to_invite(grant, seen_by(family.mother, family))
    assert "Miriam Kessler" not in [name for name, _role in proposed]


def test_h7_the_whole_family_reads_what_it_writes(among: Family) -> None:
    for actor in (among.mother, among.son):
        assert [part.what for part in seen_by(actor, among).drafts if not part.removed] == [WRITTEN]
        assert WRITTEN in shown(browser_of(actor), page_of(among, "familienrat/"))


def everybody_else(family: Family) -> list[Actor]:
    case, team = str(family.case_id), "hafen"
    return [
        family.worker, make_actor(Role.TEAM_LEAD, scope_kind=ScopeKind.TEAM, scope_key=team),
        make_actor(Role.PROVIDER_WORKER, scope_kind=ScopeKind.CASE, scope_key=case),
        make_actor(Role.CASE_WORKER, scope_kind=ScopeKind.CASE, scope_key=case),
        *(make_actor(role) for role in Role if role not in {Role.PARENT, Role.YOUNG_PERSON}),
    ]  # fmt: skip


def test_h7_the_private_phase_is_unreadable_by_every_other_role(among: Family) -> None:
    pages = ("", "weg/", "familienrat/", "gespraech/", "hilfeplan/", "massanzug/", "familienrat/plan/neu/")
    draft = next(part.id for part in seen_by(among.son, among).drafts if not part.removed)
    for actor in everybody_else(among):
        context.clear()
        client = browser_of(actor)
        for page in pages:
            answer = client.get(page_of(among, page))
            assert "Werkstatt" not in answer.content.decode(), (actor.roles, page)
        assert client.get(page_of(among, f"familienrat/plan/{draft}/")).status_code == 404
        assert client.post(page_of(among, f"familienrat/plan/{draft}/"), {"what": "x"}).status_code in {
            403,
            404,
        }
        for page in ("/", "/suche/?q=Werkstatt", "/meldungen/", "/protokoll/", "/aufsicht/"):
            assert "Jonas dienstags" not in client.get(page).content.decode(), (actor.roles, page)


def test_h7_the_database_shows_no_row_with_the_grants_of_the_office(among: Family) -> None:
    """As the application's role, with the gate open for the case: every path to the rows."""
    lead = make_actor(Role.TEAM_LEAD, scope_kind=ScopeKind.TEAM, scope_key="hafen")
    for actor in (among.worker, lead):
        context.clear()
        grant_for(actor, among.case_id)
        assert_closed(among)
    context.clear()
    for purpose in Purpose:
        context.enter(actor=among.worker, purpose=purpose, action=Action.WRITE, ids=(among.case_id,))
        assert_closed(among)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            CouncilDraft.objects.create(
                case_id=among.case_id, council_id=_council_id(among), sealed_part=b"x", written_by=among.worker.user_id,
                written_at=AT,
            )  # fmt: skip
        context.enter(actor=among.worker, purpose=purpose, action=Action.WRITE, ids=(among.case_id,))


def _council_id(family: Family) -> UUID:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM person_family_council WHERE case_id = %s", [family.case_id])
        found: UUID = cursor.fetchone()[0]
    return found


def assert_closed(family: Family) -> None:
    assert CouncilDraft.objects.count() == 0
    assert CouncilDraft.objects.filter(case_id=family.case_id).update(sealed_part=b"x") == 0
    assert CouncilDraft.objects.filter(case_id=family.case_id).delete()[0] == 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(d.sealed_part) FROM person_family_council c"
            " LEFT JOIN person_council_draft d ON d.council_id = c.id WHERE c.case_id = %s", [family.case_id],
        )  # fmt: skip
        assert cursor.fetchone() == (0,)
        with cursor.copy("COPY (SELECT sealed_part FROM person_council_draft) TO STDOUT") as copy:
            assert list(copy) == []


def test_an_emergency_opens_the_case_and_not_what_the_family_wrote(among: Family) -> None:
    stranger = make_actor(Role.CASE_WORKER)
    grant = open_in_emergency(
        stranger, Subject("case", (among.case_id,)), kind=EmergencyKind.DANGER, reason="Anruf der Polizei",
        notify_scope="hafen", at=AT,
    )  # fmt: skip
    view = queries.family_council(grant)
    assert view is not None
    assert view.drafts == ()
    assert_closed(among)


def test_what_is_stored_is_no_plain_text(among: Family) -> None:
    grant_for(among.son, among.case_id)
    rows = list(CouncilDraft.objects.values_list("sealed_part", flat=True))
    assert len(rows) == 2
    assert not any(b"Werkstatt" in bytes(row) or b"Gerda" in bytes(row) for row in rows)


def test_the_trail_names_the_deed_and_no_word(among: Family) -> None:
    entries = AuditEntry.objects.filter(object_kind="individual.CouncilDraft")
    assert entries.count() == 3
    assert {field for entry in entries for field in entry.fields} == {"sealed_part", "removed_at"}
    assert "Werkstatt" not in "".join(str(vars(entry)) for entry in AuditEntry.objects.all())


def test_the_family_takes_what_it_wrote_along(among: Family) -> None:
    taken = b"".join(browser_of(among.mother).get("/individuum/meine/daten/herunterladen/"))
    assert taken.startswith(b"PK")


def test_two_of_the_family_who_change_the_same_see_both(among: Family) -> None:
    draft = next(part for part in seen_by(among.son, among).drafts if not part.removed)
    son, mother = writing(among.son, among), writing(among.mother, among)
    assert (
        services.revise_draft(son, draft.id, values={"what": "Opa nimmt Jonas mittwochs mit."}, version=1)
        == 2
    )
    assert services.revise_draft(mother, draft.id, values={"check_by": "Jonas"}, version=1) == 3
    with pytest.raises(FieldConflict) as clash:
        services.revise_draft(mother, draft.id, values={"what": "Opa kommt freitags."}, version=1)
    assert "mittwochs" in clash.value.theirs
    assert "freitags" in clash.value.mine
    (kept,) = [part for part in seen_by(among.son, among).drafts if not part.removed]
    assert (kept.what, kept.check_by) == ("Opa nimmt Jonas mittwochs mit.", "Jonas")


def test_two_of_the_office_join_what_they_prepare(family: Family) -> None:
    prepare(family)
    worker = writing(family.worker, family)
    version = seen_by(family.worker, family).version
    services.revise_council(worker, values={"place": "Gemeindehaus"}, version=version)
    services.revise_council(worker, values={"care": "Suppe von Tante Gerda"}, version=version)
    with pytest.raises(FieldConflict):
        services.revise_council(worker, values={"place": "Jugendamt"}, version=version)
    assert seen_by(family.worker, family).place == "Gemeindehaus"


def test_a_plan_of_professionals_alone_is_not_handed_over_and_stays(among: Family) -> None:
    draft = next(part for part in seen_by(among.son, among).drafts if not part.removed)
    services.revise_draft(
        writing(among.son, among), draft.id, values={"kind": ComponentKind.PROFESSIONAL_HOURS}, version=1
    )
    with pytest.raises(Refused, match="no professional"):
        services.hand_over_plan(writing(among.son, among))
    assert len(seen_by(among.son, among).drafts) == 2
    with pytest.raises(Denied):
        services.hand_over_plan(writing(among.worker, among))


def test_the_family_hands_over_and_the_office_reads_what_was_handed_over_alone(among: Family) -> None:
    services.hand_over_plan(grant_for(among.son, among.case_id, Action.WRITE, at=AT + timedelta(minutes=95)))
    plan = seen_by(among.worker, among).plan
    assert plan is not None
    assert [item.what for item in plan.items] == [WRITTEN]
    assert plan.minutes == 95
    page = shown(browser_of(among.worker), page_of(among, "familienrat/"))
    assert WRITTEN in page
    assert "Gerda" not in page
    grant_for(among.worker, among.case_id)
    assert_closed(among)
    writing(among.worker, among)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        CouncilPlanItem.objects.update(what="anders")


def test_after_a_no_the_family_goes_on_with_what_it_had(among: Family) -> None:
    services.hand_over_plan(writing(among.son, among))
    worker = writing(among.worker, among)
    with pytest.raises(Refused, match="accepted"):
        services.answer_plan(worker, answer=CouncilAnswer.NO, **WHOLE, words="Zu teuer.")
    services.answer_plan(
        worker, answer=CouncilAnswer.NO, clear=False, safe=True, lawful=True, words="Wer ist montags da?"
    )
    view = seen_by(among.mother, among)
    assert view.phase is CouncilPhase.PRIVATE
    assert len(view.drafts) == 2
    services.write_draft(writing(among.mother, among), values={**PART, "what": "Montags kommt Tante Gerda."})
    assert "Montags kommt" not in shown(browser_of(among.worker), page_of(among, "familienrat/"))
    services.hand_over_plan(writing(among.mother, among))
    assert [len(plan.items) for plan in seen_by(among.worker, among).plans] == [1, 2]


def told_on_the_own_page(family: Family) -> str:
    """Where the council stands, in one statement; the same as from all of it."""
    grant = grant_for(family.mother, family.case_id)
    said = council_answer(queries.council_standing(grant), family=True)
    assert said == council_answer(queries.family_council(grant), family=True)
    return said


def test_conditions_hold_only_where_the_family_agrees(among: Family) -> None:
    told = [told_on_the_own_page(among)]
    services.hand_over_plan(writing(among.son, among))
    told.append(told_on_the_own_page(among))
    with pytest.raises(Refused, match="six weeks"):
        services.answer_plan(
            writing(among.worker, among), answer=CouncilAnswer.CONDITIONS, **WHOLE, words="Anruf"
        )
    services.answer_plan(
        writing(among.worker, among), answer=CouncilAnswer.CONDITIONS, **WHOLE, words="Jonas ruft mich freitags an.",
        followup_on=TODAY + timedelta(weeks=8),
    )  # fmt: skip
    told.append(told_on_the_own_page(among))
    with pytest.raises(Denied):
        services.settle_conditions(writing(among.worker, among), agreed=True)
    services.settle_conditions(writing(among.mother, among), agreed=True)
    told.append(told_on_the_own_page(among))
    assert len(set(told)) == len(told)
    assert seen_by(among.worker, among).phase is CouncilPhase.IMPLEMENTATION


def test_an_accepted_part_is_taken_over_once_and_followed_up(among: Family) -> None:
    services.hand_over_plan(writing(among.son, among))
    day = TODAY + timedelta(weeks=8)
    services.answer_plan(writing(among.worker, among), answer=CouncilAnswer.YES, **WHOLE, followup_on=day)
    (item,) = seen_by(among.worker, among).plans[-1].items
    taken = services.take_into_arrangement(writing(among.worker, among), item.id)
    assert queries.component(grant_for(among.worker, among.case_id), taken)[0].content == WRITTEN
    with pytest.raises(Refused, match="already"):
        services.take_into_arrangement(writing(among.worker, among), item.id)
    services.open_follow_up(writing(among.mother, among))
    services.note_result(
        writing(among.son, among), item.id, result=CouncilResult.PARTLY, words="Zweimal fiel aus."
    )
    services.end_council(writing(among.mother, among), words="Es läuft ohne uns alle.")
    view = seen_by(among.worker, among)
    assert view.ended_at is not None
    assert view.plans[-1].items[0].result is CouncilResult.PARTLY


def test_the_whole_way_by_the_pages(family: Family) -> None:
    prepare(family)
    worker, mother = browser_of(family.worker), browser_of(family.mother)

    def act(client: Client, deed: str, **values: Any) -> None:
        assert client.post(page_of(family, f"familienrat/{deed}/"), values).status_code == 302

    act(worker, "information")
    grant_for(family.worker, family.case_id)
    act(mother, "unter-uns", attended=[guest("Astrid Behn")], stayed=[guest("Opa Werner")])
    assert "versiegelt" in shown(worker, page_of(family, "familienrat/"))
    part = {"what": WRITTEN, "who": "Opa Werner", "kind": "family_friends", "until": "", "check_by": ""}
    empty = mother.post(page_of(family, "familienrat/plan/neu/"), {**part, "what": ""})
    assert empty.status_code == 422
    assert "Opa Werner" in empty.content.decode()
    assert mother.post(page_of(family, "familienrat/plan/neu/"), part).status_code == 302
    draft = seen_by(family.mother, family).drafts[0].id
    saved = mother.post(
        page_of(family, f"familienrat/plan/{draft}/"),
        {**part, "check_by": "Jonas", "version": "1"},
        headers=AUTO,
    )
    assert saved.status_code == 200, saved.content
    assert worker.post(page_of(family, "familienrat/plan/neu/"), part).status_code == 404
    act(mother, "uebergeben")
    typed = {
        "answer": "conditions",
        "clear": "on",
        "safe": "on",
        "lawful": "on",
        "words": "Jonas ruft freitags an.",
    }
    refused = worker.post(page_of(family, "familienrat/antwort/"), typed)
    assert refused.status_code == 422
    assert "Jonas ruft freitags an." in refused.content.decode()
    day = (TODAY + timedelta(weeks=8)).isoformat()
    act(worker, "antwort", answer="yes", clear="on", safe="on", lawful="on", followup_on=day)
    assert "hält" in shown(mother, "/individuum/meine/") or "gilt" in shown(mother, "/individuum/meine/")
    act(worker, "beenden", words="Die Familie trägt es selbst.")


def test_a_foreign_council_is_not_found(among: Family) -> None:
    other = make_family(family_name="Nowak")
    client = browser_of(other.mother)
    assert client.get(page_of(among, "familienrat/")).status_code == 404
    assert client.post(page_of(among, "familienrat/uebergeben/")).status_code == 404
    services.begin_council(writing(other.worker, other))
    draft = next(part.id for part in seen_by(among.son, among).drafts)
    context.clear()
    assert client.get(page_of(other, f"familienrat/plan/{draft}/")).status_code == 404


def test_the_office_sees_at_once_what_is_missing_before_all_meet(family: Family) -> None:
    services.begin_council(writing(family.worker, family), question="Was braucht Jonas?")
    page = shown(browser_of(family.worker), page_of(family, "familienrat/"))
    assert "Das fehlt noch vor dem Treffen" in page
    assert "Benennen Sie, wer koordiniert." in page
    assert "Das fehlt noch" not in shown(browser_of(family.mother), page_of(family, "familienrat/"))
