"""How many helps ran in Lindenfurt month by month since 2020, and what they cost: from this its claims are forecast."""

from __future__ import annotations

from datetime import date

import numpy as np

from sozialraum.demo.budget import CLAIMS
from sozialraum.demo.calendar import NOW
from sozialraum.demo.people import Crowd
from sozialraum.organization.budgets.claims import services
from sozialraum.organization.budgets.claims.queries import Raise
from sozialraum.organization.budgets.queries import draft_of
from sozialraum.warehouse.sources import read_table

FIRST, MONTHS = date(2020, 1, 1), 82
# mean months of a help, in the order of the kinds
STAY = (14.0, 18.0, 40.0, 26.4, 12.0, 20.0, 24.0, 11.0, 2.0)
RISE = 0.024
SEED = 20_261_031
# what is agreed for 2027: kind, share of the last known cost, from which month
RAISES = tuple(
    (CLAIMS[place][0], share, month) for place, share, month in ((0, 0.028, 1), (3, 0.034, 1), (5, 0.028, 4))
)


def bring_in_history(crowd: Crowd, *, year: int) -> None:
    """Let controlling bring in the months up to October 2026, and accept the preview."""
    controller = crowd.persona("controller")
    source = read_table(_file(), "hilfen_nach_monaten_bis_oktober_2026.csv")
    made = services.preview_history(source=source, year=year, by=controller, at=NOW)
    services.accept_history(made, by=controller, at=NOW)
    draft = draft_of(year)
    if draft is not None:
        services.set_raises(
            draft.id, [Raise(kind, share, month) for kind, share, month in RAISES], by=controller, at=NOW
        )


def _file() -> bytes:
    """Stocks that hover around those of the envelope, with chance in beginning and ending; costs rise every January."""
    random = np.random.default_rng(SEED)
    rows = ["Hilfeart;Monat;Bestand;Zugang;Abgang;Kosten je Hilfe"]
    for (kind, level, cost), stay in zip(CLAIMS, STAY, strict=True):
        stock = level
        for step in range(MONTHS):
            begun = int(random.poisson(level / stay))
            ended = min(int(random.binomial(stock, 1 / stay)), stock)
            stock += begun - ended
            year, month = FIRST.year + step // 12, step % 12 + 1
            price = round(cost * (1 + RISE) ** (year - 2026))
            rows.append(f"{kind};{month:02}.{year};{stock};{begun};{ended};{price}")
    return "\n".join(rows).encode("cp1252")
