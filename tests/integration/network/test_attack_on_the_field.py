"""An attack on everything public of the network floor: all pages, interfaces and files that a stranger can reach.

A stranger follows every link, asks every result for every group, and puts together what was shown before and after. Out of it
no count below five may follow, and nothing of where somebody lives.
"""

from __future__ import annotations

import html
import itertools
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote
from uuid import UUID

import numpy as np
import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone
from meta.attacked import WALKED
from scipy.optimize import Bounds, LinearConstraint, milp

from factories.areas import make_areas
from factories.browsers import stop_clock
from factories.field import make_keeper, make_offer, make_place, make_provider
from factories.inquiries import opened, said
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.privacy import context
from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.network.advocacy.enums import Addressee
from sozialraum.network.advocacy.services import NewIssue, raise_issue
from sozialraum.network.effects.enums import EffectAudience
from sozialraum.network.effects.services import (
    NewConsent,
    NewEffect,
    note_consent,
    release_effect,
    tell_effect,
    withdraw_consent,
)
from sozialraum.network.enums import (
    CardDirection,
    CardVisibility,
    MissingKind,
    PlaceKind,
    ResourceSort,
    Rubric,
    Visibility,
)
from sozialraum.network.field_work.access import Unit
from sozialraum.network.inquiries import queries as inquiry_queries
from sozialraum.network.inquiries import services as inquiry_services
from sozialraum.network.inquiries.enums import AgeSpan, Method
from sozialraum.network.lived_spaces import queries, services
from sozialraum.network.lived_spaces.enums import AgeGroup, Gender, PartOfDay, PinKind
from sozialraum.network.lived_spaces.services import NewPin
from sozialraum.network.services import NewCard, add_cards
from sozialraum.network.themes.services import NewTheme, raise_theme

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
BOUNDS = (9.0, 52.01, 9.02, 52.02)
HOME = (0.7313, 0.2717)  # one child pins where it lives, as nobody else does
STARTS = (
    "/netzwerk/", "/netzwerk/nadeln/", "/netzwerk/erhebungen/", "/netzwerk/themen/", "/offen/netzwerk/",
    "/offen/netzwerk/services", "/offen/netzwerk/organizations", "/offen/netzwerk/openapi.json", "/suche/?q=Viertel",
    "/netzwerk/wirkungen/", "/netzwerk/anliegen/", "/netzwerk/kompetenzen/", "/netzwerk/zusammenarbeit/", "/offen/",
    "/offen/daten/", "/offen/ogc/",
)  # fmt: skip
ROOMS = ("/netzwerk/", "/offen/")
MOST = 260
A_KIND = 6
"""So many addresses of one kind are enough: after them only those of other kinds are walked."""
AGES = (AgeSpan.FROM_14, AgeSpan.FROM_18, AgeSpan.FROM_60)
TRUTH = {
    # answers to "What annoys you?" by age group, small counts among them
    "noise": (9, 3, 7), "dirt": (2, 6, 5), "rent": (8, 8, 1), "traffic": (1, 0, 6), "unsafe": (5, 2, 2),
}  # fmt: skip


@pytest.fixture
def lead(monkeypatch: pytest.MonkeyPatch) -> Actor:
    stop_clock(monkeypatch)
    make_areas(licence="CC0")
    return make_actor(Role.CASE_WORKER, scope_kind=ScopeKind.TEAM, scope_key="T1")


def campaign(lead: Actor, *, children: int, title: str) -> UUID:
    """A closed map: many at one spot, three at another, and one child at home."""
    made = services.open_campaign(
        title=title, area_code="0101", area_vintage="2023", bounds=BOUNDS, expected=60, opens_at=AT,
        closes_at=AT + timedelta(days=7), by=lead, at=AT, missing=MissingKind.WEEKEND,
    )  # fmt: skip
    for number in range(children):
        spots = [(0.2, 0.5)] + ([(0.4, 0.5)] if number < 3 else []) + ([HOME] if number == 0 else [])
        person = services.take_part(
            made.id, age_group=AgeGroup.FROM_6 if number < 4 else AgeGroup.FROM_10,
            gender=Gender.GIRL if number % 3 else Gender.BOY, at=AT,
        )  # fmt: skip
        pins = [
            NewPin(UUID(int=number * 10 + at), PinKind.WISH, PartOfDay.EVENING, *spot)
            for at, spot in enumerate(spots)
        ]
        services.set_pins(
            made.id,
            person,
            [
                NewPin(
                    UUID(bytes=person.bytes[:8] + at.to_bytes(8)),
                    each.kind,
                    each.part_of_day,
                    each.across,
                    each.up,
                )
                for at, each in enumerate(pins)
            ],
            at=AT,
        )
    services.close_campaign(made.id, by=lead, at=AT)
    return made.id


def survey(lead: Actor, truth: dict[str, tuple[int, ...]], *, title: str, days: int = 0) -> UUID:
    """A closed survey in which exactly so many of every age group said so; each person gives one answer."""
    inquiry_id = opened(lead, Method.SURVEY, title=title)
    for option, counts in truth.items():
        for age, count in zip(AGES, counts, strict=True):
            said(inquiry_id, {"annoys": [option]}, age=age, times=count)
    inquiry_services.close_inquiry(inquiry_id, by=lead, at=AT + timedelta(days=days))
    return inquiry_id


def crawled(client: Client) -> Iterator[tuple[str, str]]:
    """Every public page of the floor by address."""
    waiting, seen, kinds = list(STARTS), set(STARTS), Counter[str]()
    while waiting and len(seen) < MOST:
        address = waiting.pop(0)
        answer = client.get(address, follow=True)
        if answer.status_code != 200:
            continue
        body = answer.getvalue() if answer.streaming else answer.content
        text = body.decode("utf-8", "replace")
        yield address, text
        documents = re.findall(r'"(?:href|url)": ?"http://testserver([^"]+)"', text)
        if address.endswith("/services"):
            documents += [f"{address}/{each['id']}" for each in json.loads(text)["contents"]]
        if name_of(address) == "features:items" and text.startswith("{"):
            documents += [f"{address.split('?')[0]}/{each['id']}" for each in json.loads(text)["features"]]
        for link in (*documents, *re.findall(r'(?:href|src|action)="([^"]+)"', text)):
            link = html.unescape(link)
            target = (
                link
                if link.startswith("/")
                else f"{address.split('?')[0]}{link}"
                if link.startswith("?")
                else ""
            )
            kind = name_of(target)
            if target.startswith(ROOMS) and target not in seen and kinds[kind] < A_KIND:
                seen.add(target)
                kinds[kind] += 1
                waiting.append(target)


def name_of(address: str) -> str:
    """Which of the house's addresses it is; an empty one for none."""
    try:
        return resolve(address.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0]).view_name
    except Resolver404:
        return ""


def world(lead: Actor) -> list[str]:
    """Something at every public address of the field; returns what nobody outside may read anywhere."""
    planner = make_actor(Role.PLANNER)
    keeper = make_keeper()
    provider = make_provider(keeper, name="Brücke e. V.")
    make_offer(keeper, provider, area_code="0101", area_vintage="2023", direct_access=True)
    make_place(
        keeper, name="Treff im Viertel", sort=ResourceSort.ORGANIZATION, provider_code=provider, area_code="0101",
        area_vintage="2023", hours="Mo bis Fr, 9 bis 17 Uhr", longitude=9.01, latitude=52.01,
    )  # fmt: skip
    make_place(keeper, name="Geheimes Haus", kind=PlaceKind.SHELTER, visibility=Visibility.CONFIDENTIAL)
    make_place(keeper, name="Teamraum am Wall", visibility=Visibility.TEAM)
    card = NewCard(
        CardDirection.CAN, Rubric.COOKING, "Kocht im Viertel", TODAY + timedelta(days=90), area_code="0101",
        area_vintage="2023", full_name="Erna Zwölfer", visibility=CardVisibility.PUBLIC,
        consents={"full_name": {"for": "team", "until": str(TODAY + timedelta(days=30))}},
    )  # fmt: skip
    add_cards([card], by=lead, at=AT)
    theme = raise_theme(
        NewTheme(
            title="Samstags im Viertel", missing=MissingKind.WEEKEND, area_code="0101", area_vintage="2023", raised_as="Team"
        ),
        by=lead, at=AT,
    )  # fmt: skip
    raise_issue(
        NewIssue(
            title="Der Hof im Viertel", ask="Bleibt er offen?", addressee=Addressee.COMMITTEE, addressee_name="Ausschuss",
            area_code="0101", area_vintage="2023", raised_as="Team", public=True, theme_id=theme,
        ),
        by=lead, at=AT,
    )  # fmt: skip
    for title, taken_back in (("Der Schlüssel im Viertel", False), ("Nie mehr erzählt", True)):
        story = tell_effect(
            NewEffect(title, f"{title}: so war es.", "ein Vater", "0101", "2023", 1, EffectAudience.PUBLIC, theme),
            unit=Unit(team_code="T1"), by=lead, at=AT,
        )  # fmt: skip
        given = NewConsent("der Vater", EffectAudience.PUBLIC, TODAY + timedelta(days=90))
        consent = note_consent(story, given, by=lead, at=AT)
        release_effect(story, released=True, by=planner, at=AT)
        if taken_back:
            withdraw_consent(consent, by=lead, at=AT)
    return ["Nie mehr erzählt", "Erna Zwölfer", "Teamraum am Wall"]


def test_no_page_no_interface_and_no_file_shows_a_pin_a_person_or_a_home(lead: Actor, client: Client) -> None:
    secrets = world(lead)
    made = campaign(lead, children=14, title="Unser Viertel")
    asked = survey(lead, TRUTH, title="Was stört im Viertel?")
    open_one = opened(lead, Method.PHOTO, title="Noch offen im Viertel")
    running = inquiry_queries.inquiry(open_one)
    assert running is not None
    context.clear()
    west, south, east, north = BOUNDS
    home = (f"{west + (east - west) * HOME[0]:.3f}", f"{south + (north - south) * HOME[1]:.3f}")
    pages = dict(crawled(client))
    assert f"/netzwerk/nadeln/{made}/" in pages
    assert f"/netzwerk/erhebungen/{asked}/" in pages
    missed = WALKED - {name_of(address) for address in pages}
    assert not missed, f"the attacker does not get to {sorted(missed)}: link it, or build what it shows"
    for address, text in pages.items():
        for secret in secrets:
            assert secret not in text, f"“{secret}” stands at {address}"
        assert not re.search(rf"{home[0]}\d*\D{{1,40}}{home[1]}", text), f"a home stands at {address}"
        assert str(HOME[0]) not in text, address
        assert running.code not in text, f"the code of an open inquiry stands at {address}"
        assert str(open_one) not in text, f"an open inquiry is linked at {address}"


def test_no_result_shows_a_count_below_five_for_any_group(lead: Actor, client: Client) -> None:
    made, asked = campaign(lead, children=14, title="Unser Viertel"), survey(lead, TRUTH, title="Was stört?")
    context.clear()
    groups = ("", *AgeGroup, *AgeSpan, *Gender, *PartOfDay)
    shown = [
        int(number)
        for kind, group in itertools.product(PinKind, groups)
        for number in numbers(
            client.get(f"/netzwerk/nadeln/{made}/?was={kind}&wer={quote(group)}").content.decode()
        )
    ]
    shown += [
        int(number) for group in groups
        for number in numbers(client.get(f"/netzwerk/erhebungen/{asked}/?wer={quote(group)}").content.decode())
    ]  # fmt: skip
    assert shown
    assert [number for number in shown if 0 < number < 5] == []


def numbers(page: str) -> list[str]:
    """The numbers of persons on a result: in the drawing, in lists and in tables."""
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    drawn = re.findall(r"<text[^>]*>(\d+)</text>", main)
    listed = re.findall(r"<b>(\d+)</b>", main)
    return drawn + listed + re.findall(r'<td class="n">(\d+)</td>', main)


def shown_counts(client: Client, inquiry_id: UUID) -> dict[tuple[str, str], int]:
    """What a stranger reads off the pages of a survey: persons by answer and age group ("" for all)."""
    labels = {
        "Lärm": "noise", "Dreck, Müll": "dirt", "Miete, Zustand der Häuser": "rent", "Verkehr, Parken": "traffic",
        "abends unsicher": "unsafe",
    }  # fmt: skip
    found: dict[tuple[str, str], int] = {}
    for group in ("", *AGES):
        page = client.get(f"/netzwerk/erhebungen/{inquiry_id}/?wer={quote(group)}").content.decode()
        part = page.split(">Was stört<", 1)[1].split("</section>", 1)[0]
        for label, number in re.findall(r"<li><span>([^<]+)</span>.*?<b[^>]*>([^<]+)</b>", part, re.S):
            if number.isdigit() and label in labels:
                found[labels[html.unescape(label)], str(group)] = int(number)
    return found


def ranges(shown: dict[tuple[str, str], int], answers: list[str]) -> dict[tuple[str, str], tuple[int, int]]:
    """The least and the most that every hidden count can be, by whole-number programming over all that is shown."""
    cells = [(answer, str(age)) for answer in answers for age in AGES]
    rows, values = [], []
    for (answer, group), value in shown.items():
        row = np.array([(a == answer and group in {"", g}) for a, g in cells], float)
        rows.append(row)
        values.append(value)
    limits = LinearConstraint(np.array(rows), values, values)
    found = {}
    for place, cell in enumerate(cells):
        if cell not in shown:
            ends = [
                milp(sign * np.eye(len(cells))[place], integrality=np.ones(len(cells)), bounds=Bounds(0, 60), constraints=limits).fun
                for sign in (1, -1)
            ]  # fmt: skip
            found[cell] = (round(ends[0]), round(-ends[1]))
    return found


def test_no_small_count_follows_from_all_that_is_shown_together(lead: Actor, client: Client) -> None:
    asked = survey(lead, TRUTH, title="Was stört?")
    context.clear()
    shown = shown_counts(client, asked)
    assert shown["noise", ""] == 19
    for (answer, age), (least, most) in ranges(shown, list(TRUTH)).items():
        true = TRUTH[answer][[str(each) for each in AGES].index(age)]
        assert least <= true <= most
        if 0 < true < 5:
            assert most - least >= 3, f"{answer} of {age} is known to be {least} to {most}"
            assert most >= 4


def test_history_tells_nothing_either(lead: Actor, client: Client) -> None:
    """The same people are asked again two days later, and one more comes: no hidden count becomes known by that."""
    before = survey(lead, TRUTH, title="Was stört?")
    more = TRUTH | {"rent": (8, 8, 2)}
    after = survey(lead, more, title="Was stört noch?", days=2)
    context.clear()
    first, second = shown_counts(client, before), shown_counts(client, after)
    hidden = {cell for cell in itertools.product(TRUTH, map(str, AGES)) if cell not in first}
    for cell in hidden & second.keys():
        assert second[cell] >= 5, "what was hidden then is never shown as a small count now"
    for (answer, age), (least, most) in ranges(second, list(TRUTH)).items():
        true = more[answer][[str(each) for each in AGES].index(age)]
        if 0 < true < 5:
            assert most - least >= 3, f"{answer} of {age} is known to be {least} to {most}"


def test_so_few_that_everything_would_tell_are_not_shown_at_all(lead: Actor, client: Client) -> None:
    inquiry_id = opened(lead, Method.SURVEY, title="Nur vier")
    said(inquiry_id, {"annoys": ["noise"], "limits": ["health"]}, times=4)
    inquiry_services.close_inquiry(inquiry_id, by=lead, at=timezone.now())
    context.clear()
    page = client.get(f"/netzwerk/erhebungen/{inquiry_id}/").content.decode()
    assert [number for number in numbers(page) if number != "0"] == []


def test_a_closed_map_is_one_release_and_stays_it(lead: Actor) -> None:
    made = campaign(lead, children=14, title="Unser Viertel")
    table = queries.released_of(made)
    assert table is not None
    digest = table.certificate.table_digest
    for turn in range(2):
        again = queries.released_of(made)
        assert again is not None, turn
        assert again.certificate.table_digest == digest
