"""The rounds of Lindenfurt: those of 2026, decided last winter, and those of 2027, in round 1 for two weeks more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from sozialraum.demo.calendar import on
from sozialraum.demo.city.plan import City
from sozialraum.demo.people import Crowd
from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.organization.budgets.queries import draft_by_id
from sozialraum.organization.enums import OfferKind
from sozialraum.participation.rounds import queries, services
from sozialraum.participation.rounds.enums import Outcome, Position
from sozialraum.participation.rounds.rules import WHOLE, Schedule


@dataclass(frozen=True, slots=True)
class Wish:
    """A change request of an area's circle; amounts in whole euros, ``first`` and ``last`` as proposed."""

    area: str
    title: str
    kind: OfferKind
    amount: int
    goal: str
    effect: str
    reason: str
    evidence: str
    first: int = 0
    last: int = 0


LAST_YEAR = (
    Wish(
        "Ost", "Offene Abende im Bürgerhaus Ost", OfferKind.YOUTH_WORK, 48_000,
        "Jugendliche ab 14 haben auch nach 20 Uhr einen Ort, an dem jemand für sie da ist.",
        "An vier Abenden in der Woche kommen im Schnitt 25 Jugendliche; die Polizei wird seltener auf den Markt gerufen.",
        "Der einzige Treff schließt um 18 Uhr. Seit dem Frühjahr ist der Markt der Treffpunkt.",
        "Feldnotizen März bis August, Befragung von 112 Jugendlichen an der Gesamtschule Ost.", 44_000, 44_000,
    ),
    Wish(
        "Hafen", "Elterncafé in zwei Kitas der Alten Werft", OfferKind.FAMILY_EDUCATION, 36_000,
        "Eltern finden Rat und einander dort, wo sie ohnehin jeden Morgen sind.",
        "Zweimal in der Woche je 12 Eltern; jede dritte Familie kennt danach eine weitere Anlaufstelle.",
        "Von 14 Familien, die im Netzwerk nach Entlastung fragten, kannte keine die Familienbildung in der Stadt.",
        "Thema „Niemand zum Reden am Vormittag“ auf dem Themenbrett, freigegebene Zahlen der Alten Werft.", 36_000, 36_000,
    ),
    Wish(
        "Nord", "Schulsozialarbeit an der Grundschule Nordring", OfferKind.SCHOOL_SOCIAL_WORK, 58_000,
        "Kinder und Lehrkräfte haben an fünf Tagen eine feste Ansprechperson.",
        "Schulwechsel im laufenden Jahr sinken; 60 Kinder nehmen an Gruppen teil.",
        "Die Schule ist in drei Jahren um 90 Kinder gewachsen, die Stelle ist halb geblieben.",
        "Schulstatistik, Gespräche mit Schulleitung und Elternvertretung im Mai.", 50_000, 50_000,
    ),
    Wish(
        "West", "Mädchentreff am Westmarkt", OfferKind.YOUTH_WORK, 42_000,
        "Mädchen zwischen 10 und 16 haben an zwei Nachmittagen einen Raum für sich.",
        "20 Mädchen kommen regelmäßig; sie planen das Programm selbst.",
        "Im Jugendhaus sind vier von fünf Besuchern Jungen.",
        "Zählung im Jugendhaus, Nadelmethode mit zwei Klassen der Westschule.", 30_000, 30_000,
    ),
    Wish(
        "Altstadt", "Beratung am Bahnhof, zwei Abende", OfferKind.YOUTH_SOCIAL_WORK, 39_000,
        "Junge Leute am Bahnhof finden abends Rat, ohne einen Termin zu brauchen.",
        "30 Gespräche im Monat, jedes dritte führt zu einer Stelle, die weiterhilft.",
        "Die Beratungsstellen schließen um 17 Uhr, die jungen Leute kommen um 19 Uhr.",
        "Feldnotizen der Straßensozialarbeit, Runde der Träger im Juni.", 30_000, 30_000,
    ),
    Wish(
        "Randdörfer", "Jugendbus für fünf Dörfer", OfferKind.YOUTH_WORK, 64_000,
        "In jedem Dorf gibt es an einem Nachmittag in der Woche ein offenes Angebot.",
        "Jede Woche 40 Kinder und Jugendliche; zwei Dörfer gründen eine eigene Gruppe.",
        "Der letzte Bus in die Stadt fährt um 17 Uhr; kein Dorf hat einen Jugendraum.",
        "Versammlung in drei Dörfern, Fahrplan, 61 Postkarten von Kindern.", 20_000, 40_000,
    ),
    Wish(
        "Süd", "Lernhilfe in der Stadtteilbücherei", OfferKind.GROUP_WORK, 28_000,
        "Kinder machen Hausaufgaben an einem ruhigen Ort, mit jemandem, der hilft.",
        "An drei Nachmittagen je 15 Kinder; die Bücherei gewinnt 50 junge Leserinnen und Leser.",
        "Viele Wohnungen sind klein; in der Bücherei stehen die Tische nachmittags leer.",
        "Gespräche mit Bücherei und Grundschule, Wohnflächen im Quartiersprofil.", 22_500, 22_500,
    ),
)  # fmt: skip
THIS_YEAR = (
    Wish(
        "Ost", "Zweite Kraft für die offenen Abende", OfferKind.YOUTH_WORK, 52_000,
        "Die offenen Abende finden auch statt, wenn jemand krank ist, und es gibt Zeit für Einzelgespräche.",
        "Kein Abend fällt aus; jede Woche fünf längere Gespräche.",
        "Im Herbst fielen 11 von 40 Abenden aus. Es kommen im Schnitt 31 Jugendliche.",
        "Besuchsbuch des Bürgerhauses, Rückmeldung der Jugendlichen im Oktober.",
    ),
    Wish(
        "Hafen", "Treffpunkt am Kai im Winter", OfferKind.YOUTH_WORK, 38_000,
        "Jugendliche aus der Alten Werft haben von November bis März einen warmen Ort in der Nähe.",
        "An fünf Nachmittagen je 20 Jugendliche; sie führen die Teestube selbst.",
        "Der Bauwagen ist nicht beheizt, und das Jugendhaus liegt hinter der Bundesstraße.",
        "Nadelmethode mit 34 Jugendlichen im September, Thema „Im Winter kein Ort“.",
    ),
    Wish(
        "Randdörfer", "Jugendbus: auch samstags", OfferKind.YOUTH_WORK, 26_000,
        "Der Bus kommt auch am Samstag, wenn sonst nichts fährt.",
        "Jeden Samstag 25 Jugendliche aus zwei Dörfern.",
        "Unter der Woche sind viele bis 17 Uhr in der Schule.",
        "Zählung im Bus April bis Oktober, Wunschzettel der Jugendlichen.",
    ),
    Wish(
        "Bergviertel", "Jugendraum im Gemeindehaus offen halten", OfferKind.YOUTH_WORK, 31_000,
        "Der einzige Jugendraum des Gebiets bleibt an drei Tagen geöffnet.",
        "Im Schnitt 14 Jugendliche am Tag, darunter die Hälfte aus den Mietshäusern am Hang.",
        "Die Formel nimmt dem Gebiet 14.400 Euro; der Träger kann den Raum damit nicht halten.",
        "Haushalt des Trägers, Belegung 2025 und 2026.",
    ),
)  # fmt: skip
REVIEW = {2026: date(2026, 9, 30), 2027: date(2027, 9, 30)}
CIRCLE = "ASD, drei Träger, Schule, Quartiersrat, zwei Jugendliche"


def hold_rounds(city: City, crowd: Crowd, *, drafts: dict[int, UUID]) -> None:
    """Hold the rounds of both years; ``drafts`` are the budgets by year."""
    speakers = _speakers(city, crowd, drafts[2027])
    _decided_year(crowd, speakers, drafts[2026])
    _running_year(crowd, speakers, drafts[2027])


def _speakers(city: City, crowd: Crowd, draft_id: UUID) -> dict[str, Actor]:
    """One lead of the office for the circle of every area, by the area's name."""
    draft = draft_by_id(draft_id)
    found: dict[str, Actor] = {}
    for row in city.staff.to_pylist():
        if row["role"] == Role.TEAM_LEAD:
            actor = crowd.actor(crowd.staff[row["person_code"]])
            for code in queries.own_areas(actor, draft.names):
                found.setdefault(draft.names[code], actor)
    return found


def _decided_year(crowd: Crowd, speakers: dict[str, Actor], draft_id: UUID) -> None:
    planner = crowd.persona("planner")
    days = Schedule(
        date(2025, 9, 22), date(2025, 10, 10), date(2025, 11, 7), date(2025, 11, 21), date(2025, 12, 3)
    )
    explanation = (
        "2026 ist ein Übergangsjahr: Jedes Gebiet behält, was es 2025 hatte. Zum ersten Mal sprechen die Gebietskreise über "
        "252.500 Euro, die keinem Gebiet fest gehören. Wer etwas braucht, sagt wofür, warum und woher er es weiß."
    )
    new = services.NewNegotiation(draft_id, explanation, days, 2, "Wie veröffentlicht")
    rounds_id = services.publish(new, by=planner, at=on(date(2025, 9, 15)))
    services.open_next(rounds_id, by=planner, at=on(date(2025, 9, 22), 8))
    codes = _codes(2026)
    made = {
        wish.area: _hand_in(rounds_id, wish, codes, speakers[wish.area], 2026, date(2025, 10, 6))
        for wish in LAST_YEAR
    }
    for area, code in codes.items():
        wish = next((each for each in LAST_YEAR if each.area == area), None)
        text = f"Der Kreis hat „{wish.title}“ beraten und einmütig beschlossen." if wish else (
            "Der Kreis hat den Bericht gelesen und verzichtet in diesem Jahr auf einen eigenen Wunsch."
        )  # fmt: skip
        services.add_record(
            rounds_id, area_code=code, met_on=date(2025, 10, 6), present=CIRCLE, text=text, by=speakers[area],
            at=on(date(2025, 10, 7)),
        )  # fmt: skip
    services.open_next(rounds_id, by=planner, at=on(date(2025, 10, 13)))
    services.propose(
        rounds_id, grants={made[wish.area]: wish.first * 100 for wish in LAST_YEAR},
        text="Alle sieben Wünsche sind begründet. Zusammen sind sie um 62.500 Euro zu hoch; am stärksten kürzen wir dort, wo in zwei Schritten begonnen werden kann.",
        answers={}, by=planner, at=on(date(2025, 10, 15)),
    )  # fmt: skip
    _answer(rounds_id, codes, speakers, date(2025, 10, 22), against={
        "Randdörfer": (
            "Für 20.000 Euro fährt der Bus nur zwei Dörfer an. Die anderen drei warten seit Jahren.",
            "Ein Betrag, mit dem der Bus in allen fünf Dörfern beginnen kann, wenigstens alle zwei Wochen.",
        ),
        "Bergviertel": (
            "Das Bergviertel geht leer aus, obwohl der Jugendraum im Gemeindehaus vor der Schließung steht.",
            "15.000 Euro als Überbrückung aus der Reserve.",
        ),
    })  # fmt: skip
    rounds = queries.rounds_of(2026, today=date(2025, 10, 24))
    if rounds is None:
        return
    answers = (
        "Eingearbeitet: 40.000 Euro, der Bus beginnt in allen fünf Dörfern im Wechsel.",
        "Nicht eingearbeitet: Ein Wunsch des Bergviertels lag nicht vor; der Träger klärt die Miete mit der Gemeinde.",
    )
    by_area = {each.area_code: each.id for each in rounds.objections}
    services.propose(
        rounds_id, grants={made[wish.area]: wish.last * 100 for wish in LAST_YEAR},
        text="Der Jugendbus bekommt das Doppelte des ersten Vorschlags; damit ist die Reserve ganz verteilt.",
        answers={by_area[codes["Randdörfer"]]: answers[0], by_area[codes["Bergviertel"]]: answers[1]}, by=planner,
        at=on(date(2025, 10, 24)),
    )  # fmt: skip
    _answer(rounds_id, codes, speakers, date(2025, 11, 5), against={
        "Bergviertel": (
            "Eine Absprache mit der Gemeinde ersetzt keinen Betrag. Ohne Mittel schließt der Raum im Sommer.",
            "Eine Zusage für 2027 oder 15.000 Euro im laufenden Jahr.",
        ),
    })  # fmt: skip
    services.add_record(
        rounds_id, area_code=WHOLE, met_on=date(2025, 11, 6), present="Zehn Gebietskreise, Planung, Controlling", by=planner,
        text="Neun Kreise stimmen dem zweiten Vorschlag zu. Der Einwand des Bergviertels bleibt bestehen und geht wörtlich an den Ausschuss.",
        at=on(date(2025, 11, 7)),
    )  # fmt: skip
    services.open_next(rounds_id, by=planner, at=on(date(2025, 11, 10)))
    carried = queries.rounds_of(2026, today=date(2025, 11, 18))
    if carried is not None:
        services.state_minority_view(
            carried.objections[-1].id, by=speakers["Bergviertel"], at=on(date(2025, 11, 18)),
            text="Auch im Bergviertel leben Kinder mit wenig Geld, nur weniger sichtbar. Wer erst handelt, wenn der Raum geschlossen ist, zahlt später mehr. Wir bitten, den Jugendraum 2027 zuerst zu beraten.",
        )  # fmt: skip
    services.decide(
        rounds_id,
        services.NewDecision(
            outcome=Outcome.ADOPTED, decided_on=date(2025, 12, 3), votes_for=11, votes_against=2, abstained=2,
            text="Der Ausschuss folgt dem zweiten Vorschlag der Kreise. Das Sondervotum des Bergviertels ist gehört; die Verwaltung berichtet bis Juni über den Jugendraum.",
            present="15 stimmberechtigte Mitglieder, öffentlich, 23 Gäste",
            minutes="Die Planung stellt den Vorschlag vor, der Kreis Bergviertel sein Sondervotum. Nach Aussprache wird abgestimmt.",
        ),
        by=crowd.persona("committee_member"), at=on(date(2025, 12, 4)),
    )  # fmt: skip


def _running_year(crowd: Crowd, speakers: dict[str, Actor], draft_id: UUID) -> None:
    planner = crowd.persona("planner")
    # pages ask for the real day: a city that is built later is still in its first round
    until = max(date(2026, 11, 27), timezone.localdate() + timedelta(weeks=2))
    days = Schedule(date(2026, 11, 16), until, *(until + timedelta(days=number) for number in (7, 12, 19)))
    explanation = (
        "Ab 2027 folgt das Geld dem Bedarf: zu 40 Prozent der Zahl der jungen Menschen, zu 60 Prozent der Zahl der Kinder mit "
        "Grundsicherung. Wo es wenige Angebote gibt, kommt etwas dazu. Jedes Gebiet hat einen Sockel von 150.000 Euro, keines "
        "verliert mehr als 3 Prozent. 350.000 Euro verteilt keine Formel: Darüber sprechen die Gebietskreise. Was junge "
        "Menschen einzeln an Hilfe brauchen, bleibt davon unberührt."
    )
    new = services.NewNegotiation(draft_id, explanation, days, 2, "Wie veröffentlicht")
    rounds_id = services.publish(new, by=planner, at=on(date(2026, 11, 9)))
    services.open_next(rounds_id, by=planner, at=on(date(2026, 11, 16), 8))
    codes = _codes(2027)
    for number, wish in enumerate(THIS_YEAR):
        day = date(2026, 11, 17 + number)
        _hand_in(rounds_id, wish, codes, speakers[wish.area], 2027, day)
        if wish.area != "Hafen":
            services.add_record(
                rounds_id, area_code=codes[wish.area], met_on=day, present=CIRCLE, by=speakers[wish.area], at=on(day, 17),
                text=f"Der Kreis hat „{wish.title}“ beraten. Zwei Jugendliche haben selbst vorgetragen.",
            )  # fmt: skip
    lead = crowd.persona("provider_lead")
    own = sorted(queries.own_areas(lead, codes.values()))
    if own:
        draft = services.add_request(rounds_id, area_code=own[0], by=lead, at=on(date(2026, 11, 19), 15))
        services.revise_request(
            draft, version=1, by=lead, at=on(date(2026, 11, 19), 15),
            values={"title": "Elterncafé: auch am Nachmittag", "goal": "Berufstätige Eltern können dazukommen.", "amount": 14_000},
        )  # fmt: skip
    services.object_to(
        rounds_id, by=crowd.persona("resident"), at=on(date(2026, 11, 18), 18),
        reason="In der Formel zählt nur, wer Grundsicherung bekommt. Viele bei uns arbeiten und haben trotzdem zu wenig; die kommen nicht vor.",
        wish="Für 2028 auch den Kinderzuschlag oder das Wohngeld mitzählen.",
    )  # fmt: skip


def _codes(year: int) -> dict[str, str]:
    rounds = queries.rounds_of(year, today=date(year, 1, 1))
    return {name: code for code, name in rounds.names.items()} if rounds else {}


def _hand_in(rounds_id: UUID, wish: Wish, codes: dict[str, str], by: Actor, year: int, day: date) -> UUID:
    made = services.add_request(rounds_id, area_code=codes[wish.area], by=by, at=on(day, 16))
    values = {
        "title": wish.title, "offer_kind": wish.kind, "goal": wish.goal, "effect": wish.effect, "amount": wish.amount,
        "review_on": REVIEW[year], "reason": wish.reason, "evidence": wish.evidence,
    }  # fmt: skip
    services.revise_request(made, values=values, version=1, by=by, at=on(day, 16))
    services.submit_request(made, by=by, at=on(day, 16))
    return made


def _answer(
    rounds_id: UUID,
    codes: dict[str, str],
    speakers: dict[str, Actor],
    day: date,
    *,
    against: dict[str, tuple[str, str]],
) -> None:
    for area, code in codes.items():
        reason, wish = against.get(area, ("", ""))
        services.give_voice(
            rounds_id, area_code=code, position=Position.OBJECTION if reason else Position.CONSENT, reason=reason,
            wish=wish, by=speakers[area], at=on(day, 15),
        )  # fmt: skip
