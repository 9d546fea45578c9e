"""What Lindenfurt pays line by line: 2026 with the bookings of its finance system up to 20 November, 2027 as planned."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import numpy as np

from sozialraum.demo.calendar import NOW, on
from sozialraum.demo.people import Crowd
from sozialraum.organization.budgets.queries import Wish, draft_by_id, workshop
from sozialraum.organization.budgets.spending import queries, services
from sozialraum.organization.enums import OfferKind
from sozialraum.organization.queries import provider_choices
from sozialraum.warehouse.sources import read_table

# share of an area's ongoing amount, kind, title, goal, expected effect
LINES = (
    (
        0.46, OfferKind.YOUTH_WORK, "Offene Kinder- und Jugendarbeit {area}",
        "Kinder und Jugendliche haben an fünf Tagen einen Ort, den sie mitgestalten.",
        "Im Schnitt 40 Besuche am Tag, jedes zweite Angebot von Jugendlichen vorgeschlagen.",
    ),
    (
        0.31, OfferKind.FAMILY_EDUCATION, "Familienzentrum {area}",
        "Familien finden Rat und andere Familien ohne Antrag und zu Fuß.",
        "Jede vierte Familie mit kleinen Kindern war einmal im Jahr da.",
    ),
    (
        0.23, OfferKind.SCHOOL_SOCIAL_WORK, "Schulsozialarbeit {area}",
        "An jeder Schule gibt es an jedem Tag eine Ansprechperson.",
        "Weniger Schulwechsel im Jahr, kürzere Wege zu weiterer Hilfe.",
    ),
)  # fmt: skip
# the shares of 2027; only in this area has youth work its provider already
NEXT_SHARES = (0.44, 0.31, 0.25)
LEANING = "Hafen"
UNTIL = date(2026, 11, 20)
SEED = 20_261_120


def keep_books(crowd: Crowd, draft_id: UUID) -> None:
    """Write the lines of 2026, give every line its account, and bring in the bookings of the year so far."""
    planner, draft = crowd.persona("planner"), draft_by_id(draft_id)
    place = 0
    for area, euros in zip(draft.table["area"].to_pylist(), draft.table["previous"].to_pylist(), strict=True):
        for share, kind, title, goal, effect in LINES:
            place += 1
            line = services.LineInput(
                area, title.format(area=draft.names[area]), kind, goal, effect, date(2026, 9, 30),
                round(euros * share) * 100, account=f"36{place:04}",
            )  # fmt: skip
            services.add_line(draft_id, line, by=planner, at=on(date(2025, 12, 15)))
    for number, row in enumerate(each for each in queries.lines_of(draft_id) if not each.account):
        values = {name: getattr(row, name) for name in services.FIELDS} | {"account": f"37{number + 1:04}"}
        services.change_line(
            row.id, services.LineInput(**values), version=row.version, by=planner, at=on(date(2025, 12, 16))
        )
    file, total = _bookings(queries.lines_of(draft_id))
    services.import_ledger(
        draft_id, source=read_table(file, "buchungen_2026_bis_november.csv"), mapping={}, replaces=True, booked_until=UNTIL,
        control_total=total, by=crowd.persona("controller"), at=NOW,
    )  # fmt: skip


def plan_lines(crowd: Crowd, draft_id: UUID) -> None:
    """Write the lines of 2027 as planning prepares them: youth work grows less than the rest, and one area leans on one
    provider.
    """
    planner, draft = crowd.persona("planner"), draft_by_id(draft_id)
    found = workshop(draft, Wish(changes={})).allocation
    providers = [code for code, _name in provider_choices()]
    for place, (area, cents) in enumerate(zip(found.codes, found.amount.tolist(), strict=True)):
        for number, ((_share, kind, title, goal, effect), share) in enumerate(
            zip(LINES, NEXT_SHARES, strict=True)
        ):
            known = number > 0 or draft.names[area] == LEANING
            line = services.LineInput(
                area, title.format(area=draft.names[area]), kind, goal, effect, date(2027, 9, 30),
                round(cents / 100 * share) * 100,
                provider_code=providers[(2 * place + number) % len(providers)] if known and providers else "",
            )  # fmt: skip
            services.add_line(draft_id, line, by=planner, at=on(date(2026, 11, 12)))


def _bookings(lines: tuple[queries.LineRow, ...]) -> tuple[bytes, int]:
    """A file as the finance system writes it: two to four bookings a line and month; its sum in cents."""
    random = np.random.default_rng(SEED)
    rows, total = ["Konto;Buchungstag;Betrag;Buchungstext"], 0
    for line in lines:
        pace = random.normal(1.0, 0.05)
        for month in range(1, 12):
            due = line.amount / 12 * pace * random.normal(1.0, 0.06) * (1.0 if month < 11 else 0.6)
            for part in random.dirichlet([4.0] * int(random.integers(2, 5))):
                cents = round(due * part)
                total += cents
                day = int(random.integers(2, 21 if month == 11 else 28))
                rows.append(
                    f"{line.account};{day:02}.{month:02}.2026;{_german(cents)};Abschlag {month:02}/2026"
                )
    # what has no line yet: a repair, and a transfer that belongs elsewhere
    for account, booked_on, cents in (
        ("529900", "14.04.2026", 318_470),
        ("529900", "02.09.2026", 94_015),
        ("", "30.06.2026", 120_000),
    ):
        total += cents
        rows.append(f"{account};{booked_on};{_german(cents)};Umbuchung")
    return "\n".join(rows).encode("cp1252"), total


def _german(cents: int) -> str:
    return f"{cents / 100:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
