"""Somebody of the family lets in whom she trusts: exactly what is shown, until a day, taken back at once."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from factories.browsers import browser_of, stop_clock
from factories.case_pages import SAID, page_of, shown
from factories.cases import Family, grant_for, make_family
from factories.people import AT, TODAY, again, make_actor
from sozialraum.foundation.accounts.models import User
from sozialraum.foundation.accounts.queries import actor_of
from sozialraum.foundation.accounts.services import CodeRefused, accept_invitation
from sozialraum.foundation.privacy import context, gate
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import queries, services
from sozialraum.individual.enums import SharedThing, StatementKind
from sozialraum.individual.models import Member, Statement, TrustedPerson
from sozialraum.individual.queries import own_export_grant
from sozialraum.individual.rules.trust import SHOWABLE
from sozialraum.individual.services import Refused

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
MOTHERS_WORDS = "Ich schaffe das abends nicht mehr."
VIEW = "Morgens ist es eng."
PAGE = "/individuum/gezeigt/"
UNTIL = TODAY + timedelta(days=365)
"""As late as it may be: the database asks for its own day, which goes on while the clock of the tests stands."""


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def family() -> Family:
    made = make_family()
    grant = grant_for(made.worker, made.case_id, Action.WRITE)
    mother = Member.objects.get(full_name="Miriam Kessler")
    services.record_statement(grant, text=MOTHERS_WORDS, said_on=TODAY, speaker_id=mother.id)
    services.record_statement(grant, text=VIEW, said_on=TODAY, kind=StatementKind.PROFESSIONAL_VIEW)
    services.entrust(grant, text="Das bleibt unter uns.")
    for owner, words in ((made.son_id, "Ich gehe jeden Tag hin."), (mother.id, "Ich schlafe durch.")):
        services.set_goal(grant, owner_id=owner, words=words)
    return made


def _let_in(family: Family, *things: SharedThing) -> tuple[Actor, TrustedPerson]:
    grant = grant_for(family.son, family.case_id, Action.WRITE)
    trusted_id, code = services.let_in(
        grant, full_name="Tante Rosa Voigt", relation="meine Tante", things=things, until=UNTIL
    )
    user = accept_invitation(
        code=code, at=AT, username=f"rosa-{trusted_id}", password="ein-langes-passwort-hier"
    )
    trusted = TrustedPerson.objects.get(id=trusted_id)
    context.clear()
    return actor_of(user, today=TODAY, second_factor=False), trusted


def _ask(actor: Actor, family: Family) -> gate.Grant:
    return gate.open(actor, Purpose.CONSENT, Action.READ, Subject("case", (family.case_id,)), at=AT)


def test_she_sees_exactly_what_is_shown(family: Family) -> None:
    aunt, _trusted = _let_in(family, SharedThing.OWN_WORDS)
    text = shown(browser_of(aunt), PAGE)
    assert SAID in text
    assert "bis 24. November 2027" in text
    for closed in (
        MOTHERS_WORDS,
        VIEW,
        "Das bleibt unter uns.",
        "Ich gehe jeden Tag hin.",
        "Miriam",
        "Toni Berger",
    ):
        assert closed not in text


@pytest.mark.parametrize(("hour", "over"), [(22, False), (23, True)])
def test_the_last_day_ends_at_midnight_of_the_municipality(family: Family, hour: int, *, over: bool) -> None:
    _let_in(family, SharedThing.OWN_WORDS)
    # in winter its midnight is 23 o'clock in UTC, where it is the last day still
    at = datetime.combine(UNTIL, time(hour, 30), tzinfo=UTC)
    mine = grant_for(family.son, family.case_id, at=at)
    assert [each.over for each in queries.trusted_people(mine)] == [over]


def test_goals_are_those_of_the_person_alone(family: Family) -> None:
    aunt, _trusted = _let_in(family, SharedThing.GOALS)
    text = shown(browser_of(aunt), PAGE)
    assert "Ich gehe jeden Tag hin." in text
    assert "Ich schlafe durch." not in text
    assert SAID not in text


def test_the_database_itself_shows_nothing_else(family: Family) -> None:
    aunt, _trusted = _let_in(family, SharedThing.OWN_WORDS)
    _ask(aunt, family)
    assert set(Statement.objects.values_list("text", flat=True)) == {SAID}
    assert [each.full_name for each in Member.objects.all()] == ["Jonas Kessler"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'person\\_%' ORDER BY tablename")
        seen = set()
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - names from the catalogue of the database
            if cursor.fetchone()[0]:
                seen.add(table)
    assert seen == {
        "person_case", "person_member", "person_share", "person_statement", "person_trusted_person",
    }  # fmt: skip


def test_nothing_but_reading_is_open_to_her(family: Family) -> None:
    aunt, _trusted = _let_in(family, *SHOWABLE)
    for purpose in set(Purpose) - {Purpose.CONSENT}:
        with pytest.raises(Denied):
            grant_for(aunt, family.case_id, Action.READ, purpose)
    for action in set(Action) - {Action.READ}:
        with pytest.raises(Denied):
            grant_for(aunt, family.case_id, action, Purpose.CONSENT)
    client = browser_of(aunt)
    for address in (
        page_of(family),
        "/individuum/",
        "/individuum/meine/",
        "/individuum/meine/daten/",
        "/individuum/meine/vertrauen/",
    ):
        assert client.get(address).status_code == 404, address
    assert client.get("/")["Location"] == PAGE


def test_taking_back_holds_with_the_next_request(family: Family) -> None:
    aunt, trusted = _let_in(family, SharedThing.OWN_WORDS, SharedThing.GOALS)
    client, own = browser_of(aunt), browser_of(family.son)
    assert SAID in shown(client, PAGE)
    address = reverse("individual:change_trusted", args=[trusted.id, "zeigen"])
    own.post(address, {f"{trusted.id}-things": ["goals"], f"{trusted.id}-until": UNTIL.isoformat()})
    text = shown(client, PAGE)
    assert SAID not in text
    assert "Ich gehe jeden Tag hin." in text
    own.post(reverse("individual:change_trusted", args=[trusted.id, "ende"]))
    assert client.get(PAGE).status_code == 404
    with pytest.raises(Denied):
        _ask(again(aunt, second_factor=False), family)


def test_it_ends_by_itself_on_its_day(family: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    aunt, _trusted = _let_in(family, SharedThing.OWN_WORDS)
    found = queries.shown_to(aunt, at=AT + timedelta(days=366))
    assert found == []


def test_nobody_else_learns_whom_somebody_trusts(family: Family) -> None:
    aunt, trusted = _let_in(family, SharedThing.OWN_WORDS)
    shown(browser_of(aunt), PAGE)
    mother = browser_of(family.mother)
    assert "Rosa" in shown(browser_of(family.son), "/individuum/meine/daten/")
    read = shown(mother, "/individuum/meine/daten/")
    assert "Rosa" not in read
    assert "Jemand, dem ein Mitglied der Familie vertraut" in read
    assert "Rosa" not in shown(mother, "/individuum/meine/vertrauen/")
    assert mother.post(reverse("individual:change_trusted", args=[trusted.id, "ende"])).status_code == 404
    for actor in (family.mother, family.worker):
        context.clear()
        grant_for(actor, family.case_id)
        assert not TrustedPerson.objects.exists()
        assert "Tante Rosa Voigt" not in [
            name for _id, name in queries.possible_recipients(grant_for(actor, family.case_id), thing=SharedThing.NETWORK_MAP)
        ]  # fmt: skip


def test_only_for_oneself_and_not_without_end(family: Family) -> None:
    worker = grant_for(family.worker, family.case_id, Action.WRITE)
    with pytest.raises(Denied):
        services.let_in(worker, full_name="X", things=[SharedThing.OWN_WORDS], until=UNTIL)
    grant = grant_for(family.son, family.case_id, Action.WRITE)
    for things, until in (
        ([], UNTIL), ([SharedThing.GOALS], TODAY - timedelta(days=1)), ([SharedThing.GOALS], TODAY + timedelta(days=400)),
        ([SharedThing.RESOURCE_CARD], UNTIL),
    ):  # fmt: skip
        with pytest.raises(Refused):
            services.let_in(grant, full_name="X", things=things, until=until)
    assert not TrustedPerson.objects.exists()
    assert not User.objects.filter(full_name="X").exists()


def test_the_letter_is_shown_once_and_a_lost_one_is_replaced(family: Family) -> None:
    own = browser_of(family.son)
    data = {"full_name": "Tante Rosa Voigt", "things": ["own_words"], "until": UNTIL.isoformat()}
    answer = own.post("/individuum/meine/vertrauen/", data)
    first = _code(answer)
    assert first not in shown(own, "/individuum/meine/vertrauen/")
    grant_for(family.son, family.case_id)
    trusted = TrustedPerson.objects.get()
    second = _code(own.post(reverse("individual:change_trusted", args=[trusted.id, "brief"])))
    with pytest.raises(CodeRefused):
        accept_invitation(code=first, at=AT, username="rosa", password="ein-langes-passwort-hier")
    user = accept_invitation(code=second, at=AT, username="rosa", password="ein-langes-passwort-hier")
    assert user.id == trusted.account_id
    own.post(reverse("individual:change_trusted", args=[trusted.id, "brief"]))
    with pytest.raises(CodeRefused):
        accept_invitation(code=second, at=AT, username="rosa-2", password="ein-langes-passwort-hier")


def test_a_letter_taken_back_opens_no_account(family: Family) -> None:
    grant = grant_for(family.son, family.case_id, Action.WRITE)
    trusted_id, code = services.let_in(grant, full_name="Rosa", things=[SharedThing.GOALS], until=UNTIL)
    services.end_trust(grant, trusted_id)
    with pytest.raises(CodeRefused):
        accept_invitation(code=code, at=AT, username="rosa", password="ein-langes-passwort-hier")


def test_what_is_missing_keeps_what_was_typed(family: Family) -> None:
    answer = browser_of(family.son).post(
        "/individuum/meine/vertrauen/", {"full_name": "Tante Rosa Voigt", "until": UNTIL.isoformat()}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Tante Rosa Voigt" in text
    assert "Wählen Sie mindestens eines aus." in text


def test_it_is_in_the_own_data_and_in_nobody_elses(family: Family) -> None:
    from sozialraum.foundation.privacy.own_data import sections_of

    _let_in(family, SharedThing.OWN_WORDS)
    for actor, expected in ((family.son, 1), (family.mother, 0)):
        sections = {each.key: each for each in sections_of(own_export_grant(actor, at=AT))}
        assert len(sections["trusted"].rows) == expected


def test_a_trusted_person_of_another_family_is_answered_alike(family: Family) -> None:
    foreign = make_family(family_name="Nowak")
    aunt, _trusted = _let_in(family, SharedThing.OWN_WORDS)
    with pytest.raises(Denied):
        _ask(aunt, foreign)
    nobody = make_actor(
        Role.TRUSTED_PERSON, scope_kind=ScopeKind.CASE, scope_key=str(foreign.case_id), second_factor=False
    )
    assert "Zurzeit wird Ihnen nichts gezeigt." in shown(browser_of(nobody), PAGE)


def _code(answer: object) -> str:
    text = answer.content.decode()  # type: ignore[attr-defined]
    return str(text.split('<p class="figure">')[1].split("</p>")[0])


def test_pages_ask_the_same_number_of_times_however_many(
    family: Family, django_assert_max_num_queries: object
) -> None:
    own = browser_of(family.son)
    _let_in(family, SharedThing.OWN_WORDS)
    one = _count(own)
    for _each in range(2):
        _let_in(family, SharedThing.GOALS)
    assert _count(own) == one


def _count(client: Client) -> int:
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as found:
        shown(client, "/individuum/meine/vertrauen/")
    return len(found)
