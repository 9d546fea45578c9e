"""Inquiries: contributions without accounts, what may be kept of them, and results from which nobody can be told."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from factories.areas import make_areas
from factories.browsers import browser_of, stop_clock
from factories.inquiries import opened, photo, said
from factories.people import AT, make_actor
from sozialraum.foundation.privacy import context
from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.network.enums import MissingKind
from sozialraum.network.inquiries import exhibition, queries, services
from sozialraum.network.inquiries.counting import REACHED
from sozialraum.network.inquiries.enums import AgeSpan, Consent, Method
from sozialraum.network.inquiries.methods import SHEETS
from sozialraum.network.inquiries.models import InquiryAnswer, InquiryContribution, InquiryPicture
from sozialraum.network.inquiries.services import NewContribution, NewInquiry, StationFacts
from sozialraum.network.lived_spaces.counting import ALL, INSIDE, OUTSIDE, key
from sozialraum.network.lived_spaces.enums import Gender, PartOfDay
from sozialraum.network.services import Refused

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def lead() -> Actor:
    make_areas()
    return make_actor(Role.CASE_WORKER)


def test_a_contribution_sent_twice_is_one(lead: Actor) -> None:
    inquiry_id = opened(lead, Method.SURVEY)
    new = NewContribution(age_group=AgeSpan.FROM_14, gender=Gender.BOY, options={"annoys": ["noise", "dirt"]})
    assert services.contribute(inquiry_id, new, at=AT) == services.contribute(inquiry_id, new, at=AT)
    assert InquiryContribution.objects.values("id").count() == 1
    assert InquiryAnswer.objects.values("id").count() == 2
    with pytest.raises(Refused):
        services.contribute(opened(lead, Method.SURVEY, title="Andere"), new, at=AT)


@pytest.mark.parametrize(
    "question",
    [
        "SELECT question, option FROM inquiries_inquiryanswer", "SELECT contribution_id FROM inquiries_inquiryanswer",
        "SELECT age_group FROM inquiries_inquirycontribution", "SELECT gender FROM inquiries_inquirycontribution",
    ],
)  # fmt: skip
def test_the_application_cannot_read_what_was_said_nor_by_whom(lead: Actor, question: str) -> None:
    inquiry_id = opened(lead, Method.SURVEY)
    said(inquiry_id, {"annoys": ["noise"]})
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(question)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM inquiry_counts(%s)", [inquiry_id])
        assert cursor.fetchall() == [], "counts are answered only to the gate"


@pytest.mark.parametrize(
    "wrong",
    [
        {"options": {"annoys": ["home"]}}, {"options": {"home": ["here"]}}, {"options": {"language": ["de", "tr"]}},
        {"age_group": AgeSpan.FROM_6}, {"gender": None}, {"persons": 5}, {"spots": {"gladly": [(0.5, 0.5)]}},
    ],
    ids=["no such answer", "home", "two of one", "too young", "no gender", "five at once", "no map"],
)  # fmt: skip
def test_what_is_not_asked_is_not_kept(lead: Actor, wrong: dict[str, object]) -> None:
    fine: dict[str, object] = {
        "age_group": AgeSpan.FROM_27,
        "gender": Gender.GIRL,
        "options": {"annoys": ["noise"]},
    }
    with pytest.raises(Refused):
        services.contribute(opened(lead, Method.SURVEY), NewContribution(**(fine | wrong)), at=AT)  # type: ignore[arg-type]  # wrong on purpose
    assert InquiryAnswer.objects.values("id").count() == 0


def test_a_script_fills_no_inquiry(lead: Actor) -> None:
    inquiry_id = opened(lead, Method.SURVEY, expected=3)
    said(inquiry_id, {"annoys": ["noise"]}, times=8)
    with pytest.raises(Refused):
        said(inquiry_id, {"annoys": ["noise"]})


def test_h10_only_what_five_said_alike_is_shown_also_by_group(lead: Actor) -> None:
    inquiry_id = opened(lead, Method.SURVEY)
    said(inquiry_id, {"annoys": ["noise"], "limits": ["no"]}, times=9, gender=Gender.BOY)
    said(inquiry_id, {"annoys": ["noise"], "limits": ["care"]}, times=3, gender=Gender.GIRL)
    said(inquiry_id, {"annoys": ["rent"], "limits": ["no"]}, times=2, gender=Gender.GIRL)
    said(
        inquiry_id,
        {"annoys": ["dirt"], "limits": ["health"]},
        times=7,
        gender=Gender.GIRL,
        age=AgeSpan.FROM_60,
    )
    services.close_inquiry(inquiry_id, by=lead, at=AT)
    results = queries.results_of(inquiry_id)
    assert results is not None
    values = {each.area_code: each.value for each in results.said}
    assert not [code for code, value in values.items() if value is not None and 0 < value < 5]
    assert values[key("annoys", "noise")] == 12
    assert values[key("annoys", "rent")] is None
    assert values[key("annoys", "noise", gender=Gender.GIRL)] is None
    assert values[key("annoys", "noise", gender=Gender.BOY)] is None, (
        "three women must not be what is left of twelve"
    )
    assert values[key("limits", "care")] is None
    assert results.reached is not None
    reached = {each.area_code: each.value for each in results.reached}
    assert reached[key(REACHED, ALL)] == 20, "twenty-one people, rounded to fives"
    assert all(value is None or (value % 5 == 0 and value >= 5) for value in reached.values())


def test_h10_a_second_round_of_the_same_tells_no_small_count_by_difference(lead: Actor) -> None:
    """Asked again soon after, with one person more: what was hidden then is not told by what is shown now."""
    first = opened(lead, Method.SURVEY)
    said(first, {"annoys": ["noise"]}, times=9)
    said(first, {"annoys": ["rent"]}, times=4)
    said(first, {"annoys": ["dirt"]}, times=6)
    services.close_inquiry(first, by=lead, at=AT)
    second = opened(lead, Method.SURVEY, title="Noch einmal")
    said(second, {"annoys": ["noise"]}, times=9)
    said(second, {"annoys": ["rent"]}, times=5)
    said(second, {"annoys": ["dirt"]}, times=6)
    services.close_inquiry(second, by=lead, at=AT + timedelta(days=2))
    before, after = queries.results_of(first), queries.results_of(second)
    assert before is not None
    assert after is not None
    hidden = {
        code for code in ("noise", "rent", "dirt") if before.said.figure(key("annoys", code)).value is None
    }
    assert "rent" in hidden
    assert len(hidden) > 1, "one hidden answer alone would be the rest of the sum"
    proof = after.said.certificate
    assert proof.kind == "counts"
    assert proof.proof_digest != before.said.certificate.proof_digest
    # the change of nobody is known closer than by three persons, so five now leaves two to four open for then
    assert after.said.figure(key("annoys", "rent")).value in {None, 5}


def test_nothing_is_taken_before_or_after_and_only_leads_close(lead: Actor) -> None:
    inquiry_id = opened(lead, Method.SURVEY)
    new = NewContribution(age_group=AgeSpan.FROM_27, gender=Gender.GIRL)
    for moment in (AT - timedelta(hours=1), AT + timedelta(days=31)):
        with pytest.raises(Refused):
            services.contribute(inquiry_id, new, at=moment)
    for role in (Role.RESIDENT, Role.CONTROLLER, Role.ADMINISTRATOR):
        with pytest.raises(Denied):
            services.close_inquiry(inquiry_id, by=make_actor(role), at=AT)
    services.close_inquiry(inquiry_id, by=lead, at=AT)
    with pytest.raises(Refused):
        services.contribute(inquiry_id, new, at=AT)
    with pytest.raises(Refused):
        services.close_inquiry(inquiry_id, by=lead, at=AT)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "},
        {"expected": 0},
        {"consent": Consent.NO_PERSONS},
        {"closes_at": AT},
        {"title": "Mit Frau Yıldız"},
    ],
)
def test_an_inquiry_without_title_consent_or_time_is_refused(lead: Actor, wrong: dict[str, object]) -> None:
    sheet = SHEETS[Method.PHOTO]
    facts: dict[str, object] = {
        "method": Method.PHOTO, "title": "Orte", "purpose": "", "area_code": "0101", "area_vintage": "2023",
        "bounds": (9.0, 52.0, 9.1, 52.1), "age_groups": sheet.ages, "led_as": "Treff", "consent": sheet.consents[0],
        "expected": 5, "opens_at": AT, "closes_at": AT + timedelta(days=1),
    }  # fmt: skip
    with pytest.raises(Refused):
        services.open_inquiry(NewInquiry(**(facts | wrong)), by=lead, at=AT)  # type: ignore[arg-type]  # wrong on purpose


def test_a_walk_names_places_groups_from_five_on_and_no_persons(lead: Actor, client: Client) -> None:
    inquiry_id = opened(lead, Method.WALK)
    station = StationFacts(
        "Bolzplatz Nord",
        spot=(0.4, 0.5),
        part_of_day=PartOfDay.EVENING,
        texts={"material": "Zwei Bänke, kein Licht."},
    )
    new = NewContribution(options={"groups": ["youth", "boys"]}, station=station)
    with pytest.raises(Denied):
        services.contribute(inquiry_id, new, at=AT)
    services.contribute(inquiry_id, new, at=AT, by=lead)
    named = StationFacts("Bolzplatz Nord", texts={"interaction": "Jonas gibt den Ton an."})
    with pytest.raises(Refused):
        services.contribute(inquiry_id, NewContribution(station=named), at=AT, by=lead)
    services.close_inquiry(inquiry_id, by=lead, at=AT)
    context.clear()
    page = client.get(f"/netzwerk/erhebungen/{inquiry_id}/").content.decode()
    assert "Zwei Bänke, kein Licht." in page
    assert "vor allem Jungen" in page


def test_a_clique_counts_as_its_members_and_an_institution_is_named_only_if_it_agreed(lead: Actor) -> None:
    cliques = opened(lead, Method.CLIQUE)
    for persons in (3, 9):
        services.contribute(
            cliques, NewContribution(persons=persons, options={"needs": ["roof"]}), at=AT, by=lead
        )
    with pytest.raises(Refused):
        services.contribute(cliques, NewContribution(persons=2), at=AT, by=lead)
    services.close_inquiry(cliques, by=lead, at=AT)
    found = queries.results_of(cliques)
    assert found is not None
    assert found.said.figure(key("needs", "roof")).value == 12
    said = [(kind, code, each.persons) for kind, code, each in queries.said_on(["0101"])]
    assert said == [(MissingKind.YOUTH_PLACE, "0101", 12)]
    houses = opened(lead, Method.INSTITUTION)
    for name, named in (("Schule am Hafen", "yes"), ("Bäckerei", "no")):
        new = NewContribution(
            options={"named": [named]}, station=StationFacts(name, texts={"wish": "Räume teilen."})
        )
        services.contribute(houses, new, at=AT, by=lead)
    row = queries.inquiry(houses)
    assert row is not None
    assert [each.place_name for each in queries.records_of(row)] == ["Schule am Hafen"]


def test_spots_are_cells_and_the_cut_is_warned_of(lead: Actor) -> None:
    inquiry_id = opened(lead, Method.SUBJECTIVE_MAP)
    said(inquiry_id, {}, age=AgeSpan.FROM_6, times=6, spots={"gladly": [(0.2, 0.5), (0.201, 0.5)]})
    said(inquiry_id, {}, age=AgeSpan.FROM_6, times=6, spots={"gladly": [(0.8, 0.5)]})
    services.close_inquiry(inquiry_id, by=lead, at=AT)
    found = queries.results_of(inquiry_id)
    assert found is not None
    assert found.said.figure(key("gladly", "1,2")).value == 6, "twice in one cell is once"
    assert [found.said.figure(key("gladly", side)).value for side in (INSIDE, OUTSIDE)] == [6, 6]


def test_pictures_are_shown_only_if_agreed_approved_and_of_five(
    lead: Actor, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch)
    inquiry_id = opened(lead, Method.PHOTO)
    row = queries.inquiry(inquiry_id)
    assert row is not None
    address = f"/netzwerk/erhebungen/m/{row.code}/"
    for child in range(6):
        sent = client.post(
            address, {"id": str(uuid4()), "age_group": "10-13", "gender": "girl", "meaning": ["meet"]}
        ).json()
        file = SimpleUploadedFile("bild.jpg", photo(), "image/jpeg")
        answer = client.post(
            f"{address}bild/", {"contribution": sent["id"], "agreed": "1" if child else "", "picture": file}
        )
        assert answer.status_code == 200
    located = SimpleUploadedFile("bild.jpg", photo(gps=True), "image/jpeg")
    refused = client.post(f"{address}bild/", {"contribution": sent["id"], "agreed": "1", "picture": located})
    assert refused.status_code == 422
    assert "wo oder womit es aufgenommen wurde" in refused.json()["message"]
    huge = SimpleUploadedFile("bild.jpg", photo() + bytes(4_000_000), "image/jpeg")
    assert client.post(f"{address}bild/", {"contribution": sent["id"], "picture": huge}).status_code == 413
    assert InquiryPicture.objects.count() == 6
    page, worker = f"/netzwerk/erhebungen/{inquiry_id}/bilder/", browser_of(lead)
    assert browser_of(make_actor(Role.CONTROLLER)).get(page).status_code == 404
    context.clear()
    assert "<img" in worker.get(page).content.decode()
    ids = list(InquiryPicture.objects.values_list("id", "agreed"))
    assert worker.get(f"{page}{ids[0][0]}/").content.startswith(b"\xff\xd8\xff")
    assert client.get(f"/netzwerk/erhebungen/bild/{ids[0][0]}/").status_code == 404, "sealed before closing"
    for picture_id, _agreed in ids:
        worker.post(page, {"picture": str(picture_id), "act": "show"})
    assert InquiryPicture.objects.filter(approved_at__isnull=False).count() == 5
    worker.post(f"/netzwerk/erhebungen/{inquiry_id}/schliessen/")
    shown = exhibition.shown_pictures(inquiry_id)
    assert len(shown) == 5
    assert client.get(f"/netzwerk/erhebungen/bild/{shown[0]}/").content.startswith(b"\xff\xd8\xff")
    assert bytes(InquiryPicture.objects.get(id=shown[0]).sealed) == b""


def test_a_picture_is_taken_only_from_our_own_page_and_a_huge_one_by_its_length_not_at_all(
    lead: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch)
    row = queries.inquiry(opened(lead, Method.PHOTO))
    assert row is not None
    stranger = Client(enforce_csrf_checks=True)
    address = f"/netzwerk/erhebungen/m/{row.code}/bild/"
    file = SimpleUploadedFile("bild.jpg", photo(), "image/jpeg")
    assert stranger.post(address, {"contribution": str(uuid4()), "picture": file}).status_code == 403
    huge = stranger.generic(
        "POST", address, b"x", "multipart/form-data; boundary=b", CONTENT_LENGTH="4000000000"
    )
    assert huge.status_code == 413


def test_a_drawing_is_kept_as_lines_and_not_shown_without_a_yes(
    lead: Actor, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch)
    row = queries.inquiry(opened(lead, Method.SUBJECTIVE_MAP))
    assert row is not None
    told = {
        "id": str(uuid4()),
        "age_group": "6-9",
        "gender": "boy",
        "drawing": json.dumps([[1, [10, 10, 500, 600]]]),
    }
    assert client.post(f"/netzwerk/erhebungen/m/{row.code}/", told).status_code == 200
    for wrong in ("[[9, [1, 1]]]", "[[0, [1]]]", "[[0, [2000, 1]]]", "nichts", '{"a": 1}'):
        bad = client.post(
            f"/netzwerk/erhebungen/m/{row.code}/", told | {"id": str(uuid4()), "drawing": wrong}
        )
        assert bad.status_code == 422, wrong
    only = InquiryPicture.objects.get()
    assert b"500" not in bytes(only.sealed)
    picture = browser_of(lead).get(f"/netzwerk/erhebungen/{row.id}/bilder/{only.id}/")
    assert picture["Content-Type"] == "image/svg+xml"
    assert "M10 10L500 600" in picture.content.decode()
    context.clear()
    browser_of(lead).post(f"/netzwerk/erhebungen/{row.id}/schliessen/")
    assert InquiryPicture.objects.count() == 0


def test_a_week_is_kept_without_its_days(lead: Actor) -> None:
    inquiry_id = opened(lead, Method.WEEK)
    hours = ((0, 4, "sport", "here"), (2, 4, "sport", "here"), (5, 1, "media", "at_home"))
    for _child in range(5):
        new = NewContribution(age_group=AgeSpan.FROM_10, gender=Gender.BOY, week=hours)
        services.contribute(inquiry_id, new, at=AT)
    services.close_inquiry(inquiry_id, by=lead, at=AT)
    found = queries.results_of(inquiry_id)
    assert found is not None
    assert found.said.figure(key("week", "school.4.sport")).value == 5
    assert found.said.figure(key("week", "weekend.1.media")).value == 5


def test_the_guide_leads_step_by_step(lead: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)
    inquiry_id = opened(lead, Method.SURVEY)
    worker = browser_of(lead)
    assert (
        worker.post(f"/netzwerk/erhebungen/{inquiry_id}/schritt/", {"step": "0", "done": "1"}).status_code
        == 302
    )
    page = worker.get(f"/netzwerk/erhebungen/{inquiry_id}/").content.decode()
    assert 'class="done"' in page
    assert 'class="next"' in page
    assert Client().get(f"/netzwerk/erhebungen/{inquiry_id}/").status_code == 404, (
        "open inquiries show nothing"
    )


@pytest.mark.parametrize("method", list(Method))
def test_every_method_opens_asks_and_shows(
    lead: Actor, method: Method, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch)
    worker = browser_of(lead)
    form = {
        "title": "Wie ist es hier?", "purpose": "Was zählt?", "area_code": "0101", "led_as": "Treff", "expected": "30",
        "age_groups": [str(each) for each in SHEETS[method].ages], "consent": str(SHEETS[method].consents[0]),
        "until": (AT + timedelta(days=9)).date().isoformat(),
    }  # fmt: skip
    answer = worker.post(f"/netzwerk/erhebungen/neu/{method}/", form)
    assert answer.status_code == 302, answer.content.decode()
    page = worker.get(answer["Location"])
    row = queries.inquiries()[0]
    asked = worker.get(f"/netzwerk/erhebungen/m/{row.code}/")
    assert page.status_code == asked.status_code == 200
    assert asked.content.decode().count("data-step") >= len(SHEETS[method].questions)
    assert worker.post(f"{answer['Location']}schliessen/").status_code == 302
    assert worker.get(answer["Location"]).status_code == 200
    assert worker.get("/netzwerk/erhebungen/").status_code == 200
