"""A committee's rule as a draft keeps it: as it was typed, as it counts, and its versions before. Pure values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic import ValidationError

from sozialraum.analytics.budget import BudgetError, read_amount
from sozialraum.analytics.budget.committee import CommitteeRule, Measure, Side, Subject
from sozialraum.analytics.messages import gettext_noop
from sozialraum.foundation.revisions import Plain

FIELDS: Final = ("subject", "areas", "side", "value", "measure", "offer_kind", "why")
KEPT_VERSIONS: Final = 40
EMPTY: Final[Mapping[str, Plain]] = {
    "subject": "each", "areas": [], "side": "at_least", "value": "", "measure": "euros", "offer_kind": "", "why": "",
}  # fmt: skip


def new_entry(number: int) -> dict[str, Any]:
    """A rule of which nothing is written yet."""
    return {"number": number, "version": 1, "typed": dict(EMPTY), "rule": None, "before": []}


def entries_of(rules: Iterable[CommitteeRule]) -> list[dict[str, Any]]:
    """Entries for rules that count from the beginning, as a recipe file brings them."""
    return [
        {**new_entry(number), "typed": dict(typed_of(rule)), "rule": rule.model_dump(mode="json")}
        for number, rule in enumerate(rules, start=1)
    ]


def typed_of(rule: CommitteeRule) -> Mapping[str, Plain]:
    """What has to be typed to get this rule."""
    value = 100 * rule.value if rule.measure is Measure.SHARE else rule.value
    figure = f"{value.normalize():f}".replace(".", ",")
    return {
        "subject": rule.subject.value, "areas": list(rule.areas), "side": rule.side.value, "value": figure,
        "measure": rule.measure.value, "offer_kind": rule.offer_kind, "why": rule.why,
    }  # fmt: skip


def typed_rule(typed: Mapping[str, Any]) -> CommitteeRule:
    """The rule that was typed; BudgetError says what is missing or cannot be."""
    figure = read_amount(str(typed["value"]).removesuffix("%").strip()) if typed["value"] else None
    if figure is None:
        raise BudgetError(
            gettext_noop("The rule has no figure yet."),
            gettext_noop("Write how much it is, like 900.000 or 30."),
        )
    subject = Subject(typed["subject"])
    within = subject in {Subject.OFFERS, Subject.PROVIDER}
    if subject is Subject.TOGETHER and not typed["areas"]:
        raise BudgetError(
            gettext_noop("The rule speaks of areas together and names none."),
            gettext_noop("Choose the areas."),
        )
    if subject is Subject.OFFERS and not typed["offer_kind"]:
        raise BudgetError(
            gettext_noop("The rule speaks of an offer and names none."),
            gettext_noop("Choose the kind of offer."),
        )
    measure = Measure.SHARE if within else Measure(typed["measure"])
    try:
        return CommitteeRule(
            subject=subject, measure=measure, value=figure / 100 if measure is Measure.SHARE else figure,
            side=Side.AT_MOST if subject is Subject.PROVIDER else Side(typed["side"]), areas=() if within else tuple(typed["areas"]),
            offer_kind=typed["offer_kind"] if subject is Subject.OFFERS else "", why=typed["why"],
        )  # fmt: skip
    except ValidationError as error:
        raise BudgetError(
            gettext_noop(
                "This rule cannot hold: a share is at most 100 %, an amount has at most two decimals."
            ),
            gettext_noop("Change the figure."),
        ) from error
