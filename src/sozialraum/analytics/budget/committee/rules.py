"""Rules of a committee as it speaks of them: who, at least or at most, how much. They name areas and hold no data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from sozialraum.analytics.budget.money import BudgetError, read_amount
from sozialraum.analytics.messages import gettext_noop


class Subject(StrEnum):
    """Of what a rule speaks."""

    EACH = "each"  # every area, or each of those chosen
    TOGETHER = "together"  # the chosen areas together
    OFFERS = "offers"  # a kind of offer within each area
    PROVIDER = "provider"  # any one provider within each area


class Side(StrEnum):
    """On which side a rule holds."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Measure(StrEnum):
    """In what a rule counts."""

    EUROS = "euros"
    PER_HEAD = "per_head"  # euros per young person
    SHARE = "share"  # of all that is spread by formula; for offers and providers of the area's amount


class CommitteeRule(BaseModel):
    """One rule: `areas` by their key in the table, none for all of them. `value` is euros, or a share from 0 to 1.

    Rules on areas move money between areas. Rules on offers and providers only say how an area's amount is divided and
    move nothing between areas.

    >>> CommitteeRule(subject="together", side="at_least", measure="share", value="0.3", areas=("Nord", "Hafen")).text
    'Nord + Hafen >= 30 %'
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    subject: Subject
    side: Side
    measure: Measure
    value: Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=6)]
    areas: tuple[str, ...] = ()
    offer_kind: str = ""
    why: Annotated[str, Field(max_length=500)] = ""

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if self.measure is Measure.SHARE and self.value > 1:
            raise ValueError("a share is at most 100 %")
        if self.measure is not Measure.SHARE and self.value != round(self.value, 2):
            raise ValueError("an amount has at most two decimals")
        if self.within_areas and (self.measure is not Measure.SHARE or self.areas):
            raise ValueError("a rule on offers or providers is a share of every area's amount")
        if (self.subject is Subject.OFFERS) != bool(self.offer_kind):
            raise ValueError("a rule on offers names the kind of offer, and no other rule does")
        if self.subject is Subject.PROVIDER and self.side is not Side.AT_MOST:
            raise ValueError("no provider has a share that is its own: a rule on providers is a limit")
        if self.subject is Subject.TOGETHER and not self.areas:
            raise ValueError("a rule on areas together names them")
        if len(set(self.areas)) != len(self.areas):
            raise ValueError("an area is named more than once")
        return self

    @property
    def within_areas(self) -> bool:
        """Whether the rule divides the amount of an area instead of moving money between areas."""
        return self.subject in {Subject.OFFERS, Subject.PROVIDER}

    @property
    def text(self) -> str:
        """The rule as `--set rules=…` and `read_rules` take it."""
        if self.subject is Subject.EACH:
            who = f"each of {', '.join(self.areas)}" if self.areas else "each"
        elif self.subject is Subject.TOGETHER:
            who = " + ".join(self.areas)
        else:
            who = self.offer_kind or "provider"
            who = f"offers {who}" if self.offer_kind else who
        figure = (
            f"{(100 * self.value).normalize():f} %" if self.measure is Measure.SHARE else f"{self.value:f}"
        )
        sign = ">=" if self.side is Side.AT_LEAST else "<="
        return f"{who} {sign} {figure}{' per head' if self.measure is Measure.PER_HEAD else ''}"


def rules_text(rules: Iterable[CommitteeRule]) -> str:
    """Several rules as one text, which `read_rules` reads back."""
    return "; ".join(rule.text for rule in rules)


def read_rules(text: str) -> tuple[CommitteeRule, ...]:
    """Rules as people write them in a shell, divided by semicolons; `none` takes all away.

    `each` is every area, `each of Nord, Hafen` every one named; areas with + between them count together. Figures are euros
    (`900.000`), a share of all that is spread (`30 %`) or euros per young person (`100 per head`). `offers youth_work >= 15 %`
    and `provider <= 40 %` are shares of every area's amount. BudgetError names what cannot be read.

    >>> [rule.text for rule in read_rules("each >= 120.000; Nord + Hafen <= 30 %; offers youth_work >= 15%")]
    ['each >= 120000', 'Nord + Hafen <= 30 %', 'offers youth_work >= 15 %']
    """
    if text.strip().casefold() in {"", "none"}:
        return ()
    return tuple(_read(part.strip()) for part in text.split(";") if part.strip())


def _read(text: str) -> CommitteeRule:
    found = re.fullmatch(r"(?P<who>.+?)\s*(?P<sign>>=|<=|≥|≤)\s*(?P<figure>.+?)(?P<head>\s+per head)?", text)
    value = read_amount(found["figure"]) if found else None
    if found is None or value is None:
        raise BudgetError(
            gettext_noop("“{text}” is no rule."),
            gettext_noop(
                "Write it like “Nord + Hafen >= 900.000”, “each >= 120.000”, “each >= 100 per head”, “offers youth_work >= 15 %” or “provider <= 40 %”."
            ),
            text=text,
        )
    share = found["figure"].strip().endswith("%")
    measure = Measure.SHARE if share else Measure.PER_HEAD if found["head"] else Measure.EUROS
    side = Side.AT_LEAST if found["sign"] in {">=", "≥"} else Side.AT_MOST
    subject, areas, offer = _who(found["who"].strip())
    try:
        return CommitteeRule(
            subject=subject, side=side, measure=measure, value=value, areas=areas, offer_kind=offer
        )
    except ValidationError as error:
        raise BudgetError(
            gettext_noop("The rule “{text}” cannot hold: {detail}."),
            gettext_noop("Change the rule."),
            text=text,
            detail=error.errors()[0]["msg"].removeprefix("Value error, "),
        ) from error


def _who(text: str) -> tuple[Subject, tuple[str, ...], str]:
    if text == "each":
        return Subject.EACH, (), ""
    if text.startswith("each of "):
        return Subject.EACH, _names(text.removeprefix("each of "), ","), ""
    if text.startswith("offers "):
        return Subject.OFFERS, (), text.removeprefix("offers ").strip()
    if text == "provider":
        return Subject.PROVIDER, (), ""
    return Subject.TOGETHER, _names(text, "+"), ""


def _names(text: str, mark: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(mark) if name.strip())
