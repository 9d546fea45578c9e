"""A rule in plain words, as it stands on a committee's paper; a floor above translates the templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sozialraum.analytics.budget.committee.rules import CommitteeRule, Measure, Side, Subject
from sozialraum.analytics.budget.money import Told
from sozialraum.analytics.messages import gettext_noop

Translate = Callable[[str], str]

SENTENCES: Mapping[tuple[Subject, Side, str], str] = {
    (Subject.EACH, Side.AT_LEAST, "all"): gettext_noop("Every area receives at least {figure}."),
    (Subject.EACH, Side.AT_MOST, "all"): gettext_noop("Every area receives at most {figure}."),
    (Subject.EACH, Side.AT_LEAST, "one"): gettext_noop("{areas} receives at least {figure}."),
    (Subject.EACH, Side.AT_MOST, "one"): gettext_noop("{areas} receives at most {figure}."),
    (Subject.EACH, Side.AT_LEAST, "some"): gettext_noop("{areas} receive at least {figure} each."),
    (Subject.EACH, Side.AT_MOST, "some"): gettext_noop("{areas} receive at most {figure} each."),
    (Subject.TOGETHER, Side.AT_LEAST, "some"): gettext_noop("{areas} together receive at least {figure}."),
    (Subject.TOGETHER, Side.AT_MOST, "some"): gettext_noop("{areas} together receive at most {figure}."),
    (Subject.OFFERS, Side.AT_LEAST, "all"): gettext_noop(
        "In every area, at least {figure} goes to: {offer}."
    ),
    (Subject.OFFERS, Side.AT_MOST, "all"): gettext_noop("In every area, at most {figure} goes to: {offer}."),
    (Subject.PROVIDER, Side.AT_MOST, "all"): gettext_noop(
        "In every area, no provider receives more than {figure}."
    ),
}
FIGURES: Mapping[Measure, str] = {
    Measure.EUROS: gettext_noop("{figure} euros"),
    Measure.PER_HEAD: gettext_noop("{figure} euros per young person"),
    Measure.SHARE: gettext_noop("{figure} % of all that is spread by formula"),
}
OF_THE_AREA = gettext_noop("{figure} % of the area’s amount")
AND = gettext_noop("{areas} and {last}")
PROTECTED = gettext_noop("{areas} is protected: it receives at least {figure} euros.")
ALL_PROTECTED = gettext_noop("{count} areas are protected: together they receive at least {figure} euros.")


def rule_words(
    rule: CommitteeRule, translate: Translate = str, names: Mapping[str, str] | None = None
) -> str:
    """The rule as a sentence; `names` gives areas and kinds of offer the words that people know.

    >>> rule_words(CommitteeRule(subject="each", side="at_least", measure="per_head", value="95.50"))
    'Every area receives at least 95.50 euros per young person.'
    """
    known = names or {}
    areas = [known.get(code, code) for code in rule.areas]
    many = "all" if not areas else "one" if len(areas) == 1 else "some"
    subject = Subject.EACH if many == "one" else rule.subject
    template = OF_THE_AREA if rule.within_areas else FIGURES[rule.measure]
    value = 100 * rule.value if rule.measure is Measure.SHARE else rule.value
    figure = translate(template).format(figure=_figure(value, translate))
    return translate(SENTENCES[subject, rule.side, many]).format(
        areas=joined(areas, translate), figure=figure, offer=known.get(rule.offer_kind, rule.offer_kind)
    )


def protection_words(area: str, cents: int, translate: Translate = str, *, areas: int = 1) -> str:
    """What protects an area, or several together, from too fast a loss, as a sentence of the same kind."""
    template = translate(PROTECTED if areas == 1 else ALL_PROTECTED)
    return template.format(areas=area, count=areas, figure=_figure(Decimal(cents) / 100, translate))


def joined(names: list[str], translate: Translate = str) -> str:
    """Names as a sentence has them.

    >>> joined(["Nord", "Hafen", "Ost"])
    'Nord, Hafen and Ost'
    """
    if len(names) < 2:
        return "".join(names)
    return translate(AND).format(areas=", ".join(names[:-1]), last=names[-1])


def _figure(value: Decimal, translate: Translate) -> str:
    told = Told(round(100 * value)).told(translate)
    return told[:-3] if told.endswith("00") else told


@dataclass(frozen=True)
class Sentences:
    """Sentences of rules as a value in a message; told in the reader's language where a translation is at hand."""

    parts: tuple[Callable[[Translate], str], ...]

    def __str__(self) -> str:
        return self.told(str)

    def told(self, translate: Translate) -> str:
        """All sentences one after the other, numbered."""
        return " ".join(f"({place}) {part(translate)}" for place, part in enumerate(self.parts, start=1))
