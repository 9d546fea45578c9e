"""Genograms in case space: the person's own, shown and taken back, and in no paper for a court or a provider."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from factories.browsers import browser_of, stop_clock
from factories.cases import Family as CaseFamily
from factories.cases import grant_for, make_family
from factories.people import AT
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual import presentation, queries, services
from sozialraum.individual.enums import SharedThing
from sozialraum.individual.genograms import MIDDLE, Family, GenogramError, Relation, Relative
from sozialraum.individual.services import Refused

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def parent(key: str, born: int | None = None) -> Callable[[Family], Family]:
    return lambda family: family.related(MIDDLE, Relation.PARENT, Relative(key, key.title(), "f", born))


@pytest.fixture
def family() -> CaseFamily:
    return make_family()


@pytest.fixture
def genogram_id(family: CaseFamily) -> UUID:
    """Jonas's genogram with his mother, drawn with the case worker."""
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    genogram_id = services.begin_genogram(grant, owner_id=family.son_id)
    services.change_genogram(
        grant, genogram_id,
        lambda drawn: parent("mama", 1985)(drawn.with_relative(replace(drawn.person(MIDDLE), born=2012))),
    )  # fmt: skip
    return genogram_id


def test_the_person_and_who_draws_with_her_see_it_and_nobody_else(
    family: CaseFamily, genogram_id: UUID
) -> None:
    for actor in (family.son, family.worker):
        view = queries.genogram(grant_for(actor, family.case_id), genogram_id)
        assert view.family.person("mama").born == 1985
    with pytest.raises(Denied):
        queries.genogram(grant_for(family.mother, family.case_id), genogram_id)
    assert all(row.id is None for row in queries.genograms(grant_for(family.mother, family.case_id)))
    mother = grant_for(family.mother, family.case_id, Action.WRITE)
    with pytest.raises(Refused, match="belongs to the person"):
        services.begin_genogram(mother, owner_id=family.son_id)


def test_what_is_taken_back_is_shut_on_the_next_request(family: CaseFamily, genogram_id: UUID) -> None:
    son = grant_for(family.son, family.case_id, Action.WRITE)
    (share,) = queries.genogram(son, genogram_id).shares
    services.withdraw_share(son, share.id)
    worker = grant_for(family.worker, family.case_id, Action.WRITE)
    with pytest.raises(Denied):
        queries.genogram(worker, genogram_id)
    with pytest.raises(Denied):
        services.change_genogram(worker, genogram_id, parent("oma"))
    services.give_share(
        son, owner_id=family.son_id, thing=SharedThing.GENOGRAM, recipient_id=family.mother.user_id
    )
    assert queries.genogram(grant_for(family.mother, family.case_id), genogram_id).family.people


def test_a_step_back_and_a_refusal_lose_nothing(family: CaseFamily, genogram_id: UUID) -> None:
    grant = grant_for(family.worker, family.case_id, Action.WRITE)
    with pytest.raises(GenogramError):
        services.change_genogram(
            grant, genogram_id, lambda drawn: drawn.with_relative(replace(drawn.person("mama"), born=2020))
        )
    with pytest.raises(Refused, match="not come yet"):
        services.change_genogram(
            grant,
            genogram_id,
            lambda drawn: drawn.with_relative(replace(drawn.person("mama"), died=AT.year + 1)),
        )
    assert queries.genogram(grant, genogram_id).family.person("mama").born == 1985
    services.undo_on_genogram(grant, genogram_id)
    assert [each.key for each in queries.genogram(grant, genogram_id).family.people] == [MIDDLE]
    with pytest.raises(Refused):
        services.undo_on_genogram(grant, genogram_id)


def test_the_same_data_by_page_table_and_keyboard(
    family: CaseFamily, genogram_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch)
    browser = browser_of(family.son)
    address = f"/individuum/{family.case_id}/genogramm/{genogram_id}/"
    sent = {
        "to": MIDDLE,
        "shown": MIDDLE,
        "relation": "sibling",
        "name": "Lotte",
        "gender": "f",
        "born": "2018",
    }
    assert browser.post(f"{address}neu/", sent).status_code == 302
    page = browser.get(address).content.decode()
    assert page.count("Lotte") >= 3
    assert 'class="genogram"' in page
    refused = browser.post(
        f"{address}mensch/", {"key": "mama", "shown": "mama", "name": "Mama", "born": "2015"}
    )
    assert refused.status_code == 422
    assert 'value="2015"' in refused.content.decode()
    assert browser.post(f"{address}fliegen/", sent).status_code == 404


def test_only_the_person_takes_the_picture_along(
    family: CaseFamily, genogram_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch)
    address = f"/individuum/{family.case_id}/genogramm/{genogram_id}/bild."
    assert browser_of(family.son).get(f"{address}svg").content.startswith(b"<svg")
    assert browser_of(family.son).get(f"{address}png").content.startswith(b"\x89PNG")
    assert browser_of(family.worker).get(f"{address}svg").status_code == 404
    assert browser_of(family.son).get(f"{address}graphml").status_code == 404


def test_h8_no_paper_reads_genograms() -> None:
    rooms = Path(presentation.__file__).parents[1]
    papers = [
        *(rooms / "presentation").glob("*.py"), *(rooms / "services").glob("*.py"), *(rooms / "queries").glob("*.py"),
        *(rooms / "rules").glob("*.py"),
    ]  # fmt: skip
    reading = {
        f"{path.parent.name}/{path.name}" for path in papers if "genogram" in path.read_text("utf-8").lower()
    }
    allowed = {f"{room}/genograms.py" for room in ("presentation", "services", "queries")}
    # a council proposes whom to invite and a resource card whom to name from the genograms that the asker sees anyway,
    # and somebody shows the own one to a trusted person; none of it goes into a paper
    beside = {
        "queries/councils.py",
        "queries/resource_cards.py",
        *(f"{room}/trust.py" for room in ("presentation", "queries", "rules")),
    }
    assert reading == allowed | beside | {"queries/__init__.py", "services/__init__.py"}
