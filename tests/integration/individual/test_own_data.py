"""The family takes along everything that is stored about it, and nothing of anybody else's."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from factories.browsers import browser_of, stop_clock
from factories.cases import Family, grant_for, make_family
from factories.documents import faults_of
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.privacy.own_data import own_data_file, sections_of
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import services
from sozialraum.individual.enums import StatementKind
from sozialraum.individual.queries import own_export_grant

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
SECRET = "Das bleibt unter uns."
FOREIGN = "Worte einer fremden Familie"


def _download(actor: Actor) -> dict[str, str]:
    answer = browser_of(actor).get("/individuum/meine/daten/herunterladen/")
    assert answer.status_code == 200, answer.status_code
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


@pytest.fixture
def two_families(monkeypatch: pytest.MonkeyPatch) -> tuple[Family, Family]:
    stop_clock(monkeypatch)
    mine, foreign = make_family(), make_family()
    services.record_statement(
        grant_for(foreign.worker, foreign.case_id, Action.WRITE),
        text=FOREIGN,
        said_on=TODAY,
        speaker_id=foreign.son_id,
    )
    grant = grant_for(mine.worker, mine.case_id, Action.WRITE)
    services.entrust(grant, text=SECRET)
    services.record_statement(
        grant, text="Morgens ist es eng.", said_on=TODAY, kind=StatementKind.PROFESSIONAL_VIEW
    )
    return mine, foreign


def test_one_step_gives_everything_readable_and_machine_readable(two_families: tuple[Family, Family]) -> None:
    mine, _ = two_families
    files = _download(mine.son)
    assert set(files) == {"daten.json", "daten.html", "daten.pdf"}
    found = json.loads(files["daten.json"])
    sections = {each["key"]: each for each in found["sections"]}
    assert {
        "account",
        "roles",
        "sign_ins",
        "family",
        "people",
        "words",
        "earlier_words",
        "visits",
        "entrusted",
    } <= set(sections)
    assert {row["text"] for row in sections["words"]["rows"]} == {
        "Ich will wieder in die Schule.",
        "Morgens ist es eng.",
    }
    assert sections["account"]["rows"][0]["full_name"] == "Jonas Kessler"
    assert {row["name"] for row in sections["visits"]["rows"]} == {"Toni Berger"}
    for text in ("Ich will wieder in die Schule.", "Jonas Kessler", "Toni Berger"):
        assert text in files["daten.html"]
    assert "http" not in files["daten.html"].replace("http-equiv", "")


def test_nothing_of_another_family_and_no_entrusted_word_is_inside(
    two_families: tuple[Family, Family],
) -> None:
    mine, foreign = two_families
    whole = "".join(_download(mine.mother).values())
    assert FOREIGN not in whole
    assert str(foreign.case_id) not in whole
    assert SECRET not in whole
    assert "Jonas Kessler" not in whole
    assert "Miriam Kessler" in whole


def test_a_grant_that_was_opened_before_in_the_same_transaction_adds_nothing(
    two_families: tuple[Family, Family],
) -> None:
    mine, foreign = two_families
    grant_for(foreign.worker, foreign.case_id)  # both cases are readable in the database now
    text = own_data_file(own_export_grant(mine.son, at=AT), municipality="Lindenfurt", contact="")
    with zipfile.ZipFile(io.BytesIO(text)) as archive:
        assert FOREIGN.encode() not in b"".join(archive.read(name) for name in archive.namelist())


def test_the_export_is_on_record_and_shown_to_the_family(two_families: tuple[Family, Family]) -> None:
    mine, _ = two_families
    _download(mine.son)
    entry = AuditEntry.objects.using("audit").filter(action="export").latest("id")
    assert (entry.outcome, entry.purpose, entry.subject_id) == ("granted", "own_data", str(mine.case_id))
    files = _download(mine.mother)
    assert "Jonas Kessler" not in "".join(files.values())
    seen = json.loads(files["daten.json"])
    visits = next(each for each in seen["sections"] if each["key"] == "visits")
    assert len({row["name"] for row in visits["rows"]} - {"Toni Berger"}) == 1


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        (Role.CASE_WORKER, ScopeKind.CASE),
        (Role.PROVIDER_WORKER, ScopeKind.CASE),
        (Role.DATA_PROTECTION_OFFICER, ScopeKind.OFFICE),
    ],
)
def test_nobody_takes_another_persons_data_along(
    two_families: tuple[Family, Family], role: Role, kind: ScopeKind
) -> None:
    mine, _ = two_families
    other = make_actor(role, scope_kind=kind, scope_key=str(mine.case_id) if kind is ScopeKind.CASE else "")
    with pytest.raises(Denied):
        own_export_grant(other, at=AT)
    with pytest.raises(Denied):
        grant_for(other, mine.case_id, Action.EXPORT, Purpose.OWN_DATA)
    with pytest.raises(Denied):
        sections_of(grant_for(mine.son, mine.case_id, Action.READ, Purpose.OWN_DATA))


@pytest.mark.parametrize("who", ["son", "mother"])
def test_the_document_is_accessible_and_says_du_or_sie(two_families: tuple[Family, Family], who: str) -> None:
    mine, _ = two_families
    actor = getattr(mine, who)
    file = own_data_file(own_export_grant(actor, at=AT), municipality="Stadt Lindenfurt", contact="")
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        document = archive.read("daten.pdf")
    assert faults_of(document) == []
