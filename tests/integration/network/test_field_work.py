from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from factories.browsers import browser_of, stop_clock
from factories.field import make_keeper, make_provider, make_team
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.ui.contributions import Begin, Moment
from sozialraum.network.enums import MissingKind
from sozialraum.network.field_work import contributions, queries, services
from sozialraum.network.field_work.access import Unit
from sozialraum.network.field_work.enums import Dimension, FieldKind, FieldResult, WorkLevel
from sozialraum.network.field_work.models import FieldNote
from sozialraum.network.field_work.services import NewNote
from sozialraum.network.services import Refused

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
HAFEN = Unit(team_code="hafen")


def worker_of(team: str = "hafen", **options: object) -> Actor:
    return make_actor(Role.CASE_WORKER, scope_kind=ScopeKind.TEAM, scope_key=team, **options)


def note_of(**changes: object) -> NewNote:
    return NewNote(
        **{"done_on": TODAY, "kind": FieldKind.PRESENCE, "place_name": "Café Rosa", "minutes": 60, **changes}
    )


def posted(**changes: object) -> dict[str, object]:
    return {
        "id": str(uuid4()), "kind": "presence", "place_name": "Café Rosa", "minutes": "60", "done_on": TODAY.isoformat(),
        "residents": "", "sentence": "", "partners": "", "resource_name": "", "purpose": "", "missing": "",
        "area_code": "", "dimension": "", **changes,
    }  # fmt: skip


def test_a_note_sent_twice_is_stored_once() -> None:
    worker, note = worker_of(), note_of()
    services.log_field_work(note, by=worker, at=AT)
    before = AuditEntry.objects.count()
    services.log_field_work(note, by=worker, at=AT + timedelta(minutes=30))
    assert FieldNote.objects.count() == 1
    assert AuditEntry.objects.count() == before


def test_an_own_note_is_changed_and_nobody_elses() -> None:
    worker, note = worker_of(), note_of()
    services.log_field_work(note, by=worker, at=AT)
    services.log_field_work(note_of(id=note.id, minutes=90), by=worker, at=AT)
    assert FieldNote.objects.get().minutes == 90
    colleague = worker_of()
    with pytest.raises(Denied):
        services.log_field_work(note_of(id=note.id, minutes=5), by=colleague, at=AT)
    with pytest.raises(Denied):
        services.withdraw_note(note.id, by=colleague, at=AT)
    services.withdraw_note(note.id, by=worker, at=AT)
    assert not FieldNote.objects.exists()


def test_who_does_not_work_in_the_field_writes_nothing() -> None:
    for role in (Role.PLANNER, Role.RESIDENT, Role.PARENT, Role.COMMITTEE_MEMBER):
        with pytest.raises(Denied):
            services.log_field_work(note_of(), by=make_actor(role), at=AT)


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes": 0}, {"minutes": 900}, {"done_on": TODAY + timedelta(days=1)}, {"done_on": date(2026, 1, 1)},
        {"residents": 5_000}, {"place_name": "  "}, {"results": [FieldResult.NOTHING_YET, FieldResult.ROOM]},
    ],
)  # fmt: skip
def test_a_note_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(Refused):
        services.log_field_work(note_of(**wrong), by=worker_of(), at=AT)
    assert not FieldNote.objects.exists()


def test_the_balance_is_of_the_team() -> None:
    first, second = worker_of(), worker_of()
    services.log_field_work(note_of(area_code="0301", minutes=60), by=first, at=AT)
    services.log_field_work(
        note_of(kind=FieldKind.MEETING, minutes=30, resource_name="Hinterzimmer"), by=second, at=AT
    )
    services.log_field_work(note_of(kind=FieldKind.CASE_QUESTION, minutes=30), by=second, at=AT)
    services.log_field_work(note_of(minutes=500), by=worker_of("nord"), at=AT)
    since = TODAY - timedelta(days=6)
    services.agree_field_time(
        HAFEN,
        share=Decimal("0.1"),
        weekly_minutes=1_200,
        valid_from=since,
        by=make_actor(Role.CONTROLLER),
        at=AT,
    )
    found = queries.field_balance([HAFEN], since=since, until=TODAY)
    assert found.time.minutes == 120
    assert found.time.share == pytest.approx(0.1)
    assert found.time.agreed == Decimal("0.100")
    assert found.levels == {
        (WorkLevel.METHOD, Dimension.CASE_INDEPENDENT): 60,
        (WorkLevel.METHOD, Dimension.CASE_RELATED): 30,
        (WorkLevel.ORGANIZATION, Dimension.CASE_INDEPENDENT): 30,
    }
    assert found.areas == {"0301": 60}
    assert (found.opened, found.used) == (1, 0)


def test_a_new_agreement_holds_from_its_day_on() -> None:
    lead, since = make_actor(Role.CONTROLLER), TODAY - timedelta(days=13)
    services.agree_field_time(
        HAFEN, share=Decimal("0.1"), weekly_minutes=700, valid_from=since, by=lead, at=AT
    )
    services.agree_field_time(
        HAFEN, share=Decimal("0.2"), weekly_minutes=700, valid_from=TODAY - timedelta(days=6), by=lead, at=AT
    )
    time = queries.field_balance([HAFEN], since=since, until=TODAY).time
    assert time.working_minutes == 1_400
    assert time.agreed == Decimal("0.150")
    with pytest.raises(Denied):
        services.agree_field_time(
            HAFEN, share=Decimal("0.1"), weekly_minutes=700, valid_from=since, by=worker_of(), at=AT
        )


def test_controlling_notes_what_was_agreed_and_a_lead_for_her_own_team(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stop_clock(monkeypatch)
    keeper = make_keeper()
    for code in ("hafen", "nord"):
        make_team(keeper, code=code)
    page, said = (
        "/netzwerk/feld/anteile/",
        {"share": "12,5", "weekly_hours": "351", "valid_from": TODAY.isoformat()},
    )
    controller = browser_of(make_actor(Role.CONTROLLER))
    assert controller.post(page, {**said, "unit": "team:hafen"}).status_code == 302
    shown = controller.get(page).content.decode()
    assert "12,5 %" in shown
    assert "351" in shown
    assert queries.agreements([HAFEN])[HAFEN][0].weekly_minutes == 351 * 60
    refused = controller.post(page, {**said, "unit": "team:hafen", "share": "0"})
    assert refused.status_code == 422
    lead = browser_of(make_actor(Role.TEAM_LEAD, scope_kind=ScopeKind.TEAM, scope_key="nord"))
    assert lead.post(page, {**said, "unit": "team:nord"}).status_code == 302
    # another team is none of her choices, and the service says no as well
    assert lead.post(page, {**said, "unit": "team:hafen", "share": "50"}).status_code == 422
    assert queries.agreements([HAFEN])[HAFEN][0].share == Decimal("0.125")
    with pytest.raises(Denied):
        services.agree_field_time(
            HAFEN, share=Decimal("0.5"), weekly_minutes=700, valid_from=TODAY, at=AT,
            by=make_actor(Role.TEAM_LEAD, scope_kind=ScopeKind.TEAM, scope_key="nord"),
        )  # fmt: skip


def test_what_was_opened_counts_as_used_when_the_team_says_so() -> None:
    worker, note = worker_of(), note_of(resource_name="Hinterzimmer")
    services.log_field_work(note, by=worker, at=AT)
    services.mark_resource_used(note.id, used_on=TODAY, by=worker_of(), at=AT)
    assert queries.field_balance([HAFEN], since=TODAY, until=TODAY).used == 1
    with pytest.raises(Denied):
        services.mark_resource_used(note.id, used_on=None, by=worker_of("nord"), at=AT)


def test_a_provider_reads_its_own_log_alone() -> None:
    provider = make_provider(make_keeper())
    here = make_actor(Role.PROVIDER_WORKER, scope_kind=ScopeKind.PROVIDER, scope_key=provider)
    services.log_field_work(note_of(place_name="Hof"), by=here, at=AT)
    services.log_field_work(note_of(), by=worker_of(), at=AT)
    units = [Unit(provider_code=provider), HAFEN]
    assert [each.place_name for each in queries.notes_of(here, units, since=TODAY, until=TODAY)] == ["Hof"]
    assert len(queries.notes_of(worker_of(), units, since=TODAY, until=TODAY)) == 2


def test_the_list_does_not_say_who_wrote_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)
    make_team(make_keeper(), code="hafen", name="Team Hafen")
    services.log_field_work(note_of(sentence="Viel los."), by=worker_of(full_name="Gerda Wunderlich"), at=AT)
    text = browser_of(worker_of()).get("/netzwerk/feld/").content.decode()
    assert "Viel los." in text
    assert "Wunderlich" not in text


def test_a_phone_saves_a_note_and_repeats_it(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)
    worker = worker_of()
    browser = browser_of(worker)
    answer = browser.post("/netzwerk/feld/notiz/", posted(), headers={"X-Field-Note": "1"})
    assert answer.status_code == 200
    assert FieldNote.objects.get().id == queries.last_note(worker).id
    page = browser.get("/netzwerk/feld/notiz/").content.decode()
    assert "data-repeat" in page
    assert "Café Rosa" in page


def test_a_name_in_the_sentence_warns_once(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)
    browser = browser_of(worker_of())
    told = posted(sentence="Mit Frau Yıldız gekocht.")
    answer = browser.post("/netzwerk/feld/notiz/", told)
    assert answer.status_code == 422
    assert "Frau Yıldız" in answer.content.decode()
    assert browser.post("/netzwerk/feld/notiz/", {**told, "names_seen": "1"}).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "flug"}, {"minutes": "viel"}, {"id": "x"}, {"area_code": "9999"}, {"done_on": "gestern"}],
)
def test_bad_input_is_told_and_kept(monkeypatch: pytest.MonkeyPatch, wrong: dict[str, str]) -> None:
    stop_clock(monkeypatch)
    answer = browser_of(worker_of()).post(
        "/netzwerk/feld/notiz/", posted(**wrong), headers={"X-Field-Note": "1"}
    )
    assert answer.status_code == 422
    assert answer.json()["errors"]
    assert not FieldNote.objects.exists()


def test_the_own_time_stands_on_the_own_start_page_alone() -> None:
    worker = worker_of()
    services.log_field_work(note_of(minutes=90), by=worker, at=AT)
    (mine,) = contributions.today(worker, Moment(AT, TODAY))
    (other,) = contributions.today(worker_of(), Moment(AT, TODAY))
    assert isinstance(mine, Begin)
    assert "1,5" in mine.note or "1.5" in mine.note
    assert "1,5" not in other.note
    assert contributions.today(make_actor(Role.TEAM_LEAD), Moment(AT, TODAY)) == []


def test_notes_on_what_is_missing_are_counted_by_area() -> None:
    worker = worker_of()
    for area in ("0301", "0301", "0302"):
        services.log_field_work(note_of(area_code=area, missing=MissingKind.WEEKEND), by=worker, at=AT)
    found = queries.counts_of_notes_on_missing(["0301"], since=TODAY, until=TODAY)
    assert found == {(MissingKind.WEEKEND, "0301"): 2}
