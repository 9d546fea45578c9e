"""A private moment at the kitchen table: what is said there is read by two, until the speaker wants it shown."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from factories.browsers import browser_of, stop_clock
from factories.case_pages import AUTO, page_of, shown, spoken, words_at
from factories.cases import Family, grant_for, make_family
from factories.people import make_actor
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import queries, services
from sozialraum.individual.enums import StatementKind
from sozialraum.individual.models import Statement, StatementVersion
from sozialraum.individual.own_data import own_sections
from sozialraum.individual.queries.plan_material import assembled
from sozialraum.individual.queries.team_sheets import scrubbed_body
from sozialraum.individual.rules.plans import PlanContent

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
SECRET = "Ich habe Angst vor dem Mann aus dem dritten Stock."
ALONE = {"private": "True"}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def told() -> tuple[Family, UUID]:
    """A family whose son has said one thing to the worker alone."""
    family, words = make_family(), uuid4()
    answer = browser_of(family.worker).post(
        words_at(family, words), spoken(family, SECRET, **ALONE), headers=AUTO
    )
    assert answer.json()["version"] == 1
    return family, words


def rows_of(actor: Actor, family: Family) -> list[str]:
    grant_for(actor, family.case_id)
    return list(Statement.objects.filter(case_id=family.case_id).values_list("text", flat=True))


def test_only_the_speaker_and_the_one_who_wrote_it_down_read_it(told: tuple[Family, UUID]) -> None:
    family, _words = told
    lead = make_actor(Role.TEAM_LEAD, scope_kind=ScopeKind.TEAM, scope_key="hafen")
    other = make_actor(Role.CASE_WORKER, scope_kind=ScopeKind.CASE, scope_key=str(family.case_id))
    for reader, reads in (
        (family.worker, True),
        (family.son, True),
        (family.mother, False),
        (lead, False),
        (other, False),
    ):
        assert (SECRET in rows_of(reader, family)) is reads
    mother = browser_of(family.mother)
    for page in ("/individuum/meine/", "/individuum/meine/plan/", "/individuum/meine/daten/"):
        assert SECRET not in mother.get(page, follow=True).content.decode()
    assert "Nur du und" not in shown(mother, "/individuum/meine/")


def test_it_stands_on_no_page_that_others_look_at(told: tuple[Family, UUID]) -> None:
    family, words = told
    worker = browser_of(family.worker)
    for page in (
        "gespraech/",
        "gespraech/?stimme=ich",
        "ziele/",
        f"ziele/?wer={family.son_id}",
        "verschieden/",
        "ressourcen/",
    ):
        assert SECRET not in shown(worker, page_of(family, page)), page
    folded = shown(worker, page_of(family)).partition("<summary>Unter vier Augen gesagt</summary>")
    assert SECRET not in folded[0]
    assert SECRET in folded[2].partition("</details>")[0]
    grant = grant_for(family.worker, family.case_id)
    assert SECRET not in str(assembled(grant, PlanContent()))
    assert "dritten Stock" not in scrubbed_body(grant)
    assert browser_of(family.mother).get(f"{words_at(family, words)}fassungen/").status_code == 404


def test_the_private_page_shows_this_voice_alone(told: tuple[Family, UUID]) -> None:
    family, _words = told
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    mother = next(
        each.id for each in queries.case_file(grant).people if each.user_id == family.mother.user_id
    )
    services.record_statement(grant, text="Ich kann nicht mehr.", said_on=grant.at.date(), speaker_id=mother)
    worker = browser_of(family.worker)
    page = shown(worker, page_of(family, f"gespraech/?stimme={family.son_id}&nur=ja"))
    assert SECRET in page.partition("<textarea")[2].partition("</textarea>")[0]
    assert "Ich kann nicht mehr." not in page
    assert "Das lesen nur Jonas und" in page
    assert "Nur Jonas und ich" in shown(worker, page_of(family, "gespraech/"))
    assert worker.get(page_of(family, f"gespraech/?stimme={uuid4()}&nur=ja")).status_code == 200
    assert "nur=ja" not in browser_of(family.son).get(page_of(family, "gespraech/")).content.decode()


def test_the_speaker_shows_it_and_takes_it_back_at_once(told: tuple[Family, UUID]) -> None:
    family, words = told
    son, show = browser_of(family.son), f"{words_at(family, words)}zeigen/"
    page = shown(son, "/individuum/meine/")
    assert SECRET in page
    assert "Das lesen nur du und" in page
    assert son.post(show, {"shown": "yes"}).status_code == 302
    assert SECRET in shown(browser_of(family.mother), "/individuum/meine/")
    assert browser_of(family.mother).post(show, {"shown": "no"}).status_code == 404
    assert browser_of(family.worker).post(show, {"shown": "no"}).status_code == 302
    assert SECRET not in rows_of(family.mother, family)


def test_the_file_that_is_taken_along_holds_it_for_the_speaker_and_for_nobody_else(
    told: tuple[Family, UUID],
) -> None:
    family, _words = told
    for reader, holds in ((family.son, True), (family.mother, False)):
        grant = gate.open(
            reader, Purpose.OWN_DATA, Action.EXPORT, grant_for(family.worker, family.case_id).subject
        )
        assert (SECRET in str(own_sections(grant))) is holds


def test_earlier_versions_are_as_private_as_the_words(told: tuple[Family, UUID]) -> None:
    family, words = told
    son = grant_for(family.son, family.case_id, Action.WRITE)
    services.revise_statement(son, words, text="Ich habe Angst im Treppenhaus.", version=1)
    assert list(StatementVersion.objects.values_list("text", flat=True)) == [SECRET]
    grant_for(family.mother, family.case_id)
    assert not StatementVersion.objects.filter(statement_id=words).exists()


def test_what_a_provider_received_cannot_be_made_private() -> None:
    family = make_family()
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    agreed = services.record_statement(
        grant,
        text="Ich mag Werkstätten.",
        said_on=grant.at.date(),
        speaker_id=family.son_id,
        agreed_with_provider=True,
    )
    with pytest.raises(services.Refused):
        services.show_private_words(grant, agreed, shown=False)
    view = services.record_statement(
        grant,
        text="Er wirkt müde.",
        said_on=grant.at.date(),
        kind=StatementKind.PROFESSIONAL_VIEW,
        private=True,
    )
    assert not Statement.objects.get(id=view).private
