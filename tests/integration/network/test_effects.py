"""What came of field work: read as far as everybody told of agrees, and gone at once when one of them says no."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from factories.areas import make_areas
from factories.browsers import browser_of, stop_clock
from factories.field import make_keeper, make_place
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.privacy.actors import NOBODY, Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.ui.contributions import Moment
from sozialraum.network.effects import contributions, queries, services
from sozialraum.network.effects.consent_links import consent_token
from sozialraum.network.effects.enums import EffectAudience
from sozialraum.network.effects.models import EffectStory
from sozialraum.network.effects.services import NewConsent, NewEffect
from sozialraum.network.enums import MissingKind, PlaceKind, Visibility
from sozialraum.network.field_work.access import Unit
from sozialraum.network.field_work.enums import FieldKind
from sozialraum.network.field_work.services import NewNote, log_field_work
from sozialraum.network.services import Refused
from sozialraum.network.themes.services import NewTheme, raise_theme

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
WORDS = "Erst kam ich nur zum Zuschauen. Jetzt schließe ich samstags die Werkstatt auf."
UNIT = Unit(team_code="T1")
YEAR = TODAY + timedelta(days=365)


@pytest.fixture
def worker() -> Actor:
    make_areas()
    return make_actor(Role.CASE_WORKER, scope_kind=ScopeKind.TEAM, scope_key="T1")


@pytest.fixture
def planner() -> Actor:
    return make_actor(Role.PLANNER)


def told(by: Actor, **changes: object) -> UUID:
    values = {
        "title": "Der Schlüssel zur Werkstatt", "text": WORDS, "told_as": "ein Vater aus dem Quartier", "area_code": "0101",
        "area_vintage": "2023", "persons": 2, "audience": EffectAudience.PUBLIC, **changes,
    }  # fmt: skip
    return services.tell_effect(NewEffect(**values), unit=UNIT, by=by, at=AT)


def agreed(story_id: UUID, by: Actor, **changes: object) -> UUID:
    values = {"person_as": "der Vater", "audience": EffectAudience.PUBLIC, "valid_until": YEAR, **changes}
    return services.note_consent(story_id, NewConsent(**values), by=by, at=AT)


def released(worker: Actor, planner: Actor, **changes: object) -> tuple[UUID, UUID]:
    story_id = told(worker, **changes)
    consents = [agreed(story_id, worker), agreed(story_id, worker, person_as="der Trainer")]
    services.release_effect(story_id, released=True, by=planner, at=AT)
    return story_id, consents[0]


def reads(actor: Actor, story_id: UUID, day: object = TODAY) -> bool:
    return queries.effect(actor, story_id, today=day) is not None


def test_nobody_but_its_keeper_reads_it_before_everybody_told_of_has_agreed(
    worker: Actor, planner: Actor
) -> None:
    story_id = told(worker)
    colleague = make_actor(Role.CASE_WORKER, scope_kind=ScopeKind.TEAM, scope_key="T1")
    for _turn in range(2):
        assert reads(worker, story_id)
        assert not any(reads(each, story_id) for each in (colleague, planner, NOBODY))
        agreed(story_id, worker)
    assert reads(colleague, story_id)
    assert reads(planner, story_id)
    assert not reads(NOBODY, story_id)
    with pytest.raises(Refused):
        agreed(story_id, worker, person_as="noch jemand")


def test_the_narrowest_consent_decides_and_everybody_reads_only_what_was_released(
    worker: Actor, planner: Actor
) -> None:
    story_id = told(worker)
    agreed(story_id, worker)
    narrow = agreed(story_id, worker, person_as="der Trainer", audience=EffectAudience.CITY)
    with pytest.raises(Refused):
        services.release_effect(story_id, released=True, by=planner, at=AT)
    with pytest.raises(Denied):
        services.release_effect(story_id, released=True, by=worker, at=AT)
    services.renew_consent(narrow, audience=EffectAudience.PUBLIC, valid_until=YEAR, by=worker, at=AT)
    assert not reads(NOBODY, story_id)
    services.release_effect(story_id, released=True, by=planner, at=AT)
    assert reads(NOBODY, story_id)


def test_taking_back_holds_at_once_on_every_public_page(
    worker: Actor, planner: Actor, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch)
    theme = raise_theme(
        NewTheme(
            title="Samstags",
            missing=MissingKind.WEEKEND,
            area_code="0101",
            area_vintage="2023",
            raised_as="T1",
        ),
        by=worker,
        at=AT,
    )
    story_id, consent_id = released(worker, planner, theme_id=theme)
    public = [
        "/netzwerk/wirkungen/", f"/netzwerk/wirkungen/{story_id}/", f"/netzwerk/themen/{theme}/",
        "/offen/quartiere/town/2023/0101/",
    ]  # fmt: skip
    for address in public:
        assert "Der Schlüssel zur Werkstatt" in client.get(address).content.decode(), address
    link = reverse("network:effect_consent", args=[consent_token(consent_id)])
    page = client.get(link).content.decode()
    assert WORDS.split(".", maxsplit=1)[0] in page
    assert "der Trainer" not in page, "nobody learns who else is told of"
    answered = client.post(link)
    assert answered.status_code == 200
    for address in public:
        assert "Der Schlüssel zur Werkstatt" not in client.get(address).content.decode(), address
    assert client.get(link).status_code == 404
    assert client.post(link).status_code == 404
    kept = EffectStory.objects.get(id=story_id)
    assert (kept.title, kept.text, kept.released_at) == ("", "", None)
    moment = Moment(today=TODAY, now=AT)
    assert "zurückgenommen" in str(contributions.today(worker, moment))


def test_by_a_link_fewer_may_read_it_and_never_more(worker: Actor, planner: Actor, client: Client) -> None:
    story_id, consent_id = released(worker, planner)
    link = reverse("network:effect_consent", args=[consent_token(consent_id)])
    client.post(link, {"leser": "team"})
    assert not reads(NOBODY, story_id)
    assert not reads(planner, story_id)
    assert reads(worker, story_id)
    client.post(link, {"leser": "public"})
    assert not reads(NOBODY, story_id)
    assert client.post(link, {"leser": "irgendwer"}).status_code == 400
    assert reads(worker, story_id), "what is not understood takes nothing back"


def test_a_link_that_was_made_up_or_guessed_opens_nothing(
    client: Client, worker: Actor, planner: Actor
) -> None:
    _story, consent_id = released(worker, planner)
    real = consent_token(consent_id)
    for token in ("nirgends", consent_token(UUID(int=7)), f"{real[:-1]}{'x' if real[-1] != 'x' else 'y'}"):
        address = f"/netzwerk/wirkungen/einwilligung/{token}/"
        assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)


def test_after_the_last_day_nobody_reads_it_and_later_it_is_erased(
    worker: Actor, planner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch)
    story_id, consent_id = released(worker, planner)
    services.renew_consent(
        consent_id, audience=EffectAudience.PUBLIC, valid_until=TODAY + timedelta(days=10), by=worker, at=AT
    )
    assert reads(NOBODY, story_id, TODAY + timedelta(days=10))
    assert not reads(NOBODY, story_id, TODAY + timedelta(days=11))
    assert [each.id for each in queries.public_effects(today=TODAY + timedelta(days=10))] == [story_id]
    assert queries.public_effects(today=TODAY + timedelta(days=11)) == []
    assert services.erase_ended_effects(today=TODAY + timedelta(days=40)) == 0
    assert services.erase_ended_effects(today=TODAY + timedelta(days=41)) == 1
    assert not EffectStory.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "Mit Frau Yıldız ging es besser."}, {"text": "x" * 2_001}, {"title": " "}, {"persons": 13},
        {"told_as": "Jonas"}, {"area_code": ""},
    ],
)  # fmt: skip
def test_names_and_what_cannot_be_read_are_refused(worker: Actor, wrong: dict[str, object]) -> None:
    with pytest.raises(Refused):
        told(worker, **wrong)
    assert not EffectStory.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"valid_until": TODAY - timedelta(days=1)}, {"valid_until": TODAY + timedelta(days=400)}, {"person_as": "Mia"},
        {"minor": True},
    ],
)  # fmt: skip
def test_a_consent_runs_a_year_names_nobody_and_custody_agrees_for_the_young(
    worker: Actor, wrong: dict[str, object]
) -> None:
    story_id = told(worker)
    with pytest.raises(Refused):
        agreed(story_id, worker, **wrong)
    agreed(story_id, worker, minor=True, guardian_agreed=True)
    agreed(story_id, worker, minor=True, audience=EffectAudience.TEAM)


def test_a_resident_tells_of_herself_and_takes_it_back(
    worker: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch)
    resident = make_actor(Role.RESIDENT)
    with pytest.raises(Refused):
        told(resident, persons=2)
    own = NewConsent("eine Mutter", EffectAudience.CITY, YEAR)
    story = NewEffect(
        "Das Café", "Ich koche dort mit.", "eine Mutter", "0101", "2023", 1, EffectAudience.CITY
    )
    story_id = services.tell_effect(story, unit=UNIT, by=resident, at=AT, own=own)
    assert reads(make_actor(Role.PROVIDER_WORKER), story_id)
    browser = browser_of(resident)
    assert "Ich koche dort mit" in browser.get(f"/netzwerk/wirkungen/{story_id}/").content.decode()
    browser.post(f"/netzwerk/wirkungen/{story_id}/weg/")
    assert not EffectStory.objects.exists()


def test_an_entry_shows_what_was_told_of_it_and_a_confidential_one_is_not_tied(
    worker: Actor, planner: Actor, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch)
    keeper = make_keeper()
    workshop = make_place(keeper, name="Werkstatt")
    released(worker, planner, place_id=workshop)
    assert "Der Schlüssel zur Werkstatt" in client.get(f"/netzwerk/orte/{workshop}/").content.decode()
    shelter = make_place(keeper, name="Haus", kind=PlaceKind.SHELTER, visibility=Visibility.CONFIDENTIAL)
    for wrong in (shelter, uuid4()):
        with pytest.raises(Refused):
            told(worker, place_id=wrong)
    assert EffectStory.objects.count() == 1


def test_others_change_nothing_and_notes_of_others_are_not_tied(worker: Actor) -> None:
    story_id = told(worker)
    stranger = make_actor(Role.PROVIDER_WORKER, scope_kind=ScopeKind.PROVIDER, scope_key="P1")
    note = log_field_work(NewNote(TODAY, FieldKind.PRESENCE, "Café", 30), by=stranger, at=AT)
    for act in (
        lambda: agreed(story_id, stranger),
        lambda: services.withdraw_effect(story_id, by=stranger, at=AT),
        lambda: told(worker, note_ids=[note]),
        lambda: told(make_actor(Role.CONTROLLER)),
    ):
        with pytest.raises(Denied):
            act()


def test_a_worker_tells_by_the_browser(
    worker: Actor, planner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch)
    note = log_field_work(NewNote(TODAY, FieldKind.PRESENCE, "Café", 30), by=worker, at=AT)
    browser = browser_of(worker)
    page = browser.get(f"/netzwerk/wirkungen/neu/?notiz={note}&gebiet=0101").content.decode()
    assert f'value="{note}"' in page
    sent = {
        "title": "Das Hinterzimmer", "text": WORDS, "told_as": "das Team", "unit": "team:T1", "area_code": "0101",
        "persons": "0", "audience": "public", "note_ids": [str(note)],
    }  # fmt: skip
    assert browser.post("/netzwerk/wirkungen/neu/", {**sent, "text": "Mit Jonas"}).status_code == 422
    address = browser.post("/netzwerk/wirkungen/neu/", sent).headers["Location"]
    assert browser.get(address).status_code == 200
    waits = contributions.today(planner, Moment(today=TODAY, now=AT))
    assert len(waits) == 1
    assert "wartet auf die Freigabe" in browser_of(planner).get("/netzwerk/wirkungen/").content.decode()
    browser_of(planner).post(f"{address}freigeben/")
    assert Client().get(address).status_code == 200
