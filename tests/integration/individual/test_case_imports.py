"""Taking over an export of another system: all or nothing, recognized again, taken back until the first edit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.urls import reverse

from factories.areas import make_areas
from factories.browsers import browser_of, stop_clock
from factories.cases import grant_for
from factories.exports import Tables, as_json, as_zip, export
from factories.people import AT, again, make_actor
from sozialraum.foundation.accounts.models import RoleAssignment
from sozialraum.foundation.audit.models import AuditEntry
from sozialraum.foundation.privacy import context, gate
from sozialraum.foundation.privacy.actors import HOUSE, Actor, Role
from sozialraum.foundation.privacy.gate import Denied, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import queries, services
from sozialraum.individual.case_files import Fault, Unreadable
from sozialraum.individual.models import CaseImport, CaseOrigin, Help, HouseholdStay, Member, MemberTie
from sozialraum.individual.services.case_imports import forget_case_files
from sozialraum.organization.enums import TeamKind
from sozialraum.organization.models import Team

pytestmark = pytest.mark.django_db(databases=["default", "audit"])

# what a cell of an export says of a person
SAYING = {"full_name", "name", "born_on", "begun_on", "ended_on", "sex", "kind"}
SHEETS = (CaseOrigin, Member, MemberTie, HouseholdStay, Help)


@pytest.fixture(autouse=True)
def town() -> None:
    make_areas()
    Team.objects.create(code="hafen", name="Hafen", kind=TeamKind.SOCIAL_SERVICE)


@pytest.fixture
def worker() -> Actor:
    return make_actor(Role.CASE_WORKER)


def look(worker: Actor, content: bytes) -> queries.ImportView:
    import_id = services.look_at_export(worker, content=content, system="Altsystem", at=AT)
    found = queries.case_import(worker, import_id)
    assert found is not None
    return found


def take(worker: Actor, content: bytes) -> tuple[UUID, int]:
    found = look(worker, content)
    return found.id, services.take_over_export(worker, found.id, at=AT)


def rows() -> list[int]:
    """How many rows there are at all: seen as the platform's own work, which alone may look over every case."""
    context.clear()
    gate.open(HOUSE, Purpose.RETENTION, Action.LIST, Subject("case", ()), at=AT)
    ids: set[UUID] = set()
    with connections["default"].cursor() as cursor:
        for made in CaseImport.objects.values_list("id", flat=True):
            cursor.execute("SELECT * FROM case_ids_of_import(%s)", [made])
            ids |= {row[0] for row in cursor.fetchall()}
    if ids:
        gate.open(HOUSE, Purpose.RETENTION, Action.ERASE, Subject("case", tuple(ids)), at=AT)
    counts = [sheet.objects.count() for sheet in SHEETS]
    context.clear()
    return counts


@pytest.mark.parametrize("form", [as_json, as_zip])
def test_an_export_comes_whole(worker: Actor, form: Callable[[Tables], bytes]) -> None:
    found = look(worker, form(export()))
    assert (found.counts["new"], found.counts["grave"]) == (2, 0)
    assert rows() == [0, 0, 0, 0, 0], "a look stores no case"
    assert services.take_over_export(worker, found.id, at=AT) == 2
    assert rows() == [2, 3, 1, 1, 2]
    (mine,) = queries.families_of(again(worker), at=AT)
    assert mine.family_name == "Winter"
    grant = grant_for(again(worker), mine.id)
    ties, stays = queries.family_ties(grant)
    assert [(each.tie, len(stays)) for each in ties] == [("parent", 1)]
    assert Help.objects.get(case_id=mine.id).member_id == ties[0].other_id
    assert CaseImport.objects.get(id=found.id).sealed == "", "the file is forgotten"


def test_a_second_import_recognizes_the_same_cases(worker: Actor) -> None:
    take(worker, as_zip(export()))
    before = rows()
    found = look(worker, as_zip(export()))
    assert (found.counts["new"], found.counts["known"]) == (0, 2)
    assert services.take_over_export(worker, found.id, at=AT) == 0
    assert rows() == before


@pytest.mark.parametrize(
    "broken", [b"", b"PK\x03\x04 broken", b'{"cases": [', as_zip(export())[:-40], as_json(export())[:300]]
)
def test_a_file_that_is_broken_half_way_leaves_nothing(worker: Actor, broken: bytes) -> None:
    with pytest.raises(Unreadable, match="broken half-way"):
        look(worker, broken)
    assert not CaseImport.objects.exists()


def test_an_import_that_fails_half_way_leaves_nothing(worker: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    found = look(worker, as_zip(export()))
    monkeypatch.setattr("sozialraum.individual.services.case_imports.BATCH", 1)

    def canceled(done: int, _total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        services.take_over_export(worker, found.id, at=AT, progress=canceled)
    assert rows() == [0, 0, 0, 0, 0]
    assert not RoleAssignment.objects.filter(scope_kind="case").exists()
    assert CaseImport.objects.get(id=found.id).sealed, "it can be taken over again"


PEOPLE = export()["people"]
WRONG = [
    ("people", PEOPLE[1] | {"born_on": "2025-02-29"}, Fault.NO_DAY),
    ("people", PEOPLE[1] | {"born_on": "2031-01-01"}, Fault.TO_COME),
    ("people", PEOPLE[1] | {"born_on": "1980-01-01"}, Fault.OLDER_THAN_PARENT),
    ("people", PEOPLE[1] | {"full_name": "x" * 2_000_000}, Fault.TOO_LONG),
    ("people", PEOPLE[0], Fault.TWICE),
    ("people", PEOPLE[1] | {"case": "A-9"}, Fault.NO_CASE),
    ("cases", export()["cases"][0] | {"case": "A-3", "area": "9999"}, Fault.NO_AREA),
    ("cases", export()["cases"][1] | {"case": "A-3", "ended_on": "2020-01-01"}, Fault.ENDS_BEFORE),
    ("ties", {"case": "A-1", "person": "k", "tie": "parent", "to": "k"}, Fault.OWN_PARENT),
    ("helps", {"case": "A-1", "help": "x", "paragraph": "99", "begun_on": "2024-01-01"}, Fault.NO_WORD),
]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "row", "fault"), WRONG, ids=[each[2].value + str(n) for n, each in enumerate(WRONG)]
)
def test_rows_that_cannot_be_stop_the_whole_import(
    worker: Actor, table: str, row: dict[str, str], fault: Fault
) -> None:
    tables = export()
    kept = [
        each
        for each in tables[table]
        if table != "people" or each["person"] != row["person"] or each["case"] != row["case"]
    ]
    tables[table] = [*(tables[table] if fault is Fault.TWICE else kept), row]
    found = look(worker, as_json(tables))
    assert fault in {each.fault for each in found.findings}
    assert not found.ready
    # a finding names rows, columns and keys, and nothing that a cell says of a person
    said = {
        value
        for each in (*tables["people"], *tables["helps"])
        for name, value in each.items()
        if name in SAYING and value
    }
    assert not said & {each.about for each in found.findings}
    with pytest.raises(services.Refused):
        services.take_over_export(worker, found.id, at=AT)
    assert rows() == [0, 0, 0, 0, 0]


def test_an_import_is_taken_back_until_the_first_edit(worker: Actor) -> None:
    import_id, _ = take(worker, as_zip(export()))
    assert services.take_back_import(worker, import_id, at=AT) == 2
    entry = AuditEntry.objects.get(object_id=str(import_id), action=Action.ERASE)
    assert (entry.actor_id, entry.ground) == (worker.user_id, "count 2")
    assert rows() == [0, 0, 0, 0, 0]
    again_id, _ = take(worker, as_zip(export()))
    (mine,) = queries.families_of(again(worker), at=AT)
    later = AT.replace(hour=10)
    services.set_reminder(
        grant_for(again(worker), mine.id, Action.WRITE, at=later), due_on=AT.date(), text="Anrufen"
    )
    with pytest.raises(services.Refused, match="worked in"):
        services.take_back_import(worker, again_id, at=later)
    assert rows() == [2, 3, 1, 1, 2]


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PLANNER, Role.PROVIDER_WORKER, Role.TEAM_LEAD])
def test_only_case_workers_take_over(role: Role) -> None:
    with pytest.raises(Denied):
        services.look_at_export(make_actor(role), content=as_json(export()), system="Altsystem", at=AT)


def test_the_import_of_somebody_else_is_not_there(worker: Actor) -> None:
    found = look(worker, as_json(export()))
    other = make_actor(Role.CASE_WORKER)
    assert queries.case_import(other, found.id) is None
    with pytest.raises(Denied):
        services.take_over_export(other, found.id, at=AT)


def test_the_file_is_sealed_and_forgotten_in_time(worker: Actor) -> None:
    found = look(worker, as_json(export()))
    assert "Winter" not in CaseImport.objects.get(id=found.id).sealed
    assert forget_case_files(AT) == 0
    broken = export()
    broken["people"][0]["born_on"] = "31.02.2012"
    look(worker, as_json(broken))
    assert forget_case_files(AT.replace(hour=20)) == 2
    assert set(CaseImport.objects.values_list("sealed", flat=True)) == {""}
    assert all(found == [] for found in CaseImport.objects.values_list("findings", flat=True))
    with pytest.raises(services.Refused, match="not kept"):
        services.take_over_export(worker, found.id, at=AT)


def test_the_pages_lead_from_the_file_to_the_cases(worker: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)
    browser, address = browser_of(worker), reverse("individual:case_imports")
    broken = browser.post(
        address, {"system": "Altsystem", "file": SimpleUploadedFile("a.zip", b"PK\x03\x04x")}
    )
    assert broken.status_code == 422
    sent = browser.post(
        address, {"system": "Altsystem", "file": SimpleUploadedFile("a.zip", as_zip(export()))}
    )
    assert sent.status_code == 302
    page = browser.get(sent["Location"]).content.decode()
    assert "Winter" not in page
    assert browser.post(sent["Location"] + "uebernehmen/").status_code == 302
    assert browser.get(sent["Location"]).status_code == 200


def test_the_worked_example_of_the_how_to_is_an_export(worker: Actor) -> None:
    example = Path(__file__).parents[3] / "docs" / "how-to" / "case-export-example.json"
    found = look(worker, example.read_bytes().replace(b'"0304"', b'"0101"').replace(b'"T03"', b'"hafen"'))
    assert found.counts["grave"] == 0, found.findings
