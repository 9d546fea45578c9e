"""How an area's amount is divided where a committee sets shares for offers or limits for providers.

Areas keep their amounts; only parts of one area move against each other, as little as the rules need.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sozialraum.analytics.budget.committee.rules import CommitteeRule, Side, Subject
from sozialraum.analytics.budget.solver import Line, Rules, nearest_allocation

_LEAST = 0.001  # of the area's amount: where an offer that nobody has planned yet begins


@dataclass(frozen=True)
class Planned:
    """A part of an area's amount as it is planned: kind of offer, provider (empty: open), cents."""

    area: str
    offer_kind: str
    provider: str
    cents: int


@dataclass(frozen=True)
class Divided:
    """A part with what is planned for it and what the rules leave or give it, in cents. No kind: not planned yet."""

    area: str
    offer_kind: str
    provider: str
    planned: int
    cents: int


def divide(
    amounts: Mapping[str, int], planned: Sequence[Planned], rules: Sequence[CommitteeRule]
) -> tuple[Divided, ...]:
    """The nearest division of every area's amount (cents) that keeps the rules on offers and providers.

    What of an amount is not planned yet is a part of its own. Raises :class:`~.solver.Clash` where no division keeps all.

    >>> youth = CommitteeRule(subject="offers", side="at_least", measure="share", value="0.5", offer_kind="youth_work")
    >>> [part.cents for part in divide({"Nord": 1000}, [Planned("Nord", "youth_work", "", 200)], [youth])]
    [500, 500]
    """
    own = [rule for rule in rules if rule.within_areas]
    lines, before = _lines(amounts, planned, own)
    written = Rules(lines)
    program = []
    for area, amount in amounts.items():
        program.append(written.exactly(f"amount of {area}", amount, area=area))
        for rule in own:
            share = float(rule.value)
            if rule.subject is Subject.OFFERS:
                if any(line.fits(area, rule.offer_kind, None) for line in lines):
                    make = written.share_at_least if rule.side is Side.AT_LEAST else written.share_at_most
                    program.append(
                        make(f"{area}: {rule.text}", share, within=area, offer_kind=rule.offer_kind)
                    )
                continue
            for provider in sorted({line.provider for line in lines if line.area == area and line.provider}):
                name = f"{area}, {provider}: {rule.text}"
                program.append(written.share_at_most(name, share, within=area, provider=provider))
    found = nearest_allocation(lines, sum(amounts.values()), program)
    return tuple(
        Divided(line.area, line.offer_kind, line.provider, have, int(amount))
        for line, have, amount in zip(lines, before, found.amounts, strict=True)
    )


def _lines(
    amounts: Mapping[str, int], planned: Sequence[Planned], rules: Sequence[CommitteeRule]
) -> tuple[list[Line], list[int]]:
    """A line for every part that is planned, one for the rest of each area, one for each offer that a rule asks for."""
    asked = {
        rule.offer_kind for rule in rules if rule.subject is Subject.OFFERS and rule.side is Side.AT_LEAST
    }
    lines: list[Line] = []
    before: list[int] = []
    for area, amount in amounts.items():
        own = [part for part in planned if part.area == area and part.cents > 0]
        for part in own:
            lines.append(Line(area, float(part.cents), part.offer_kind, part.provider))
            before.append(part.cents)
        for kind in sorted(asked - {part.offer_kind for part in own}):
            lines.append(Line(area, max(_LEAST * amount, 1.0), kind))
            before.append(0)
        rest = amount - sum(part.cents for part in own)
        if rest > _LEAST * amount or not own:  # what is left over of a rounding is no part
            lines.append(Line(area, max(float(rest), _LEAST * amount, 1.0)))
            before.append(max(rest, 0))
    return lines, before
