"""The committee's rules as a sheet of the budget's workbook: in words, as living formulas, each with its check.

Amounts after the rules are MIN(at most, MAX(at least, amount by formula · (μ + surcharges of the area's rules))): one factor
for all, and one surcharge for each rule on several areas. The check of every rule reads the amounts that are paid.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from sozialraum.analytics.budget import Step
from sozialraum.analytics.budget.committee import CommitteeRule, Measure, Side, Subject
from sozialraum.analytics.budget.committee.keeping import Kept
from sozialraum.organization.budgets.committee.presentation import rule_lines
from sozialraum.organization.budgets.queries import Workshop

RULES_FROM = 3  # the row of the first rule
MATRIX = 5  # the column of the first rule's members


class RulesSheet:
    """Writes the sheet; `after` names the cells that the calculation goes on from.

    `calculation` is the name of the sheet with one area a row from `first` on (counted from zero).
    """

    def __init__(
        self, sheet: Any, view: Workshop, forms: dict[str, Any], *, calculation: str, first: int
    ) -> None:
        self.sheet, self.view, self.forms = sheet, view, forms
        self.rules = view.recipe.rules
        self.calculation, self.first = calculation, first
        self.top = RULES_FROM + len(self.rules) + 3
        self.count = len(view.allocation.codes)

    @property
    def moves(self) -> bool:
        """Whether a rule moves money between areas."""
        return self.view.allocation.kept is not None

    def after(self, place: int) -> str:
        """The cell with the amount of the area at this place after the rules, before rounding."""
        return f"'{self.sheet.get_name()}'!$E${self.top + place + 1}"

    def whole_after(self) -> str:
        """The cells of all areas."""
        return f"'{self.sheet.get_name()}'!$E${self.top + 1}:$E${self.top + self.count}"

    def handed_over(self) -> list[int]:
        """Whole euros that rounding by largest remainder would put elsewhere, and that were handed over so that rules hold."""
        found, kept = self.view.allocation, self.view.allocation.kept
        if kept is None or self.view.recipe.rounding != "euro" or found.total % 100:
            return [0] * self.count
        paid = (found.amount - found.steps[Step.NEGOTIATION]) // 100
        whole, rest = kept.amounts // 100, kept.amounts % 100
        missing = int(kept.amounts.sum()) // 100 - int(whole.sum())
        first = sorted(range(self.count), key=lambda place: (-int(rest[place]), place))[:missing]
        return [int(paid[place] - whole[place]) - int(place in first) for place in range(self.count)]

    def write(self) -> None:
        """Rules with their checks above, every area's bounds and amount below."""
        sheet, forms = self.sheet, self.forms
        sheet.write_string(
            0, 0,
            gettext("Figures in yellow may be changed to see which rules would hold; factor and surcharges are then found anew in the workshop."),
        )  # fmt: skip
        titles = [
            gettext("The rules"),
            gettext("Why"),
            gettext("Figure"),
            gettext("surcharge"),
            gettext("sum now, euros"),
            gettext("check"),
        ]
        sheet.write_row(RULES_FROM - 1, 0, titles, forms["head"])
        lines = rule_lines(self.rules, self.view.draft.names)
        for number, (rule, (words, why)) in enumerate(zip(self.rules, lines, strict=True)):
            row = RULES_FROM + number
            sheet.write_string(row, 0, words)
            sheet.write_string(row, 1, why)
            sheet.write_number(
                row, 2, float(rule.value), forms["share_given" if rule.measure is Measure.SHARE else "given"]
            )
            if rule.within_areas:
                sheet.write_string(row, 5, gettext("divides amounts within areas; looked at by the lines"))
                continue
            sheet.write_number(row, 3, self._surcharge(number), forms["exact"])
            sheet.write_formula(
                row,
                4,
                f"=SUMPRODUCT({self._members(number)},{self._paid()})",
                forms["euro"],
                self._spent(rule),
            )
            sheet.write_formula(row, 5, self._check(number, rule), None, gettext("kept"))
        if self.moves:
            self._areas()
        sheet.set_column(0, 0, 52)
        sheet.set_column(1, 1, 30)
        sheet.set_column(2, MATRIX + len(self.rules), 15)

    def _areas(self) -> None:
        found, kept = self.view.allocation, self.view.allocation.kept
        assert isinstance(kept, Kept)  # noqa: S101 (asked by whoever calls; the type checker cannot see it)
        titles = [
            gettext("Budget area"),
            gettext("before the rules"),
            gettext("at least"),
            gettext("at most"),
            gettext("after the rules"),
        ]
        titles += [gettext("rule %(number)s") % {"number": number + 1} for number in range(len(self.rules))]
        self.sheet.write_row(self.top - 1, 0, titles, self.forms["head"])
        before = kept.amounts - found.steps[Step.RULES]
        for place, code in enumerate(found.codes):
            row, n = self.top + place, self.top + place + 1
            self.sheet.write_string(row, 0, self.view.draft.names.get(code, code))
            self.sheet.write_formula(
                row,
                1,
                f"='{self.calculation}'!M{self.first + place + 1}",
                self.forms["euro"],
                int(before[place]) / 100,
            )
            self.sheet.write_formula(
                row, 2, self._least(place), self.forms["euro"], float(kept.lower[place]) / 100
            )
            self.sheet.write_formula(
                row, 3, self._most(place), self.forms["euro"], min(float(kept.upper[place]) / 100, 1e12)
            )
            surcharges = "".join(
                f"+$D${RULES_FROM + number + 1}*{self._cell(number, n)}"
                for number, rule in enumerate(self.rules)
                if not rule.within_areas and self._joint(rule)
            )
            self.sheet.write_formula(
                row,
                4,
                f"=MIN(D{n},MAX(C{n},B{n}*(p_mu{surcharges})))",
                self.forms["euro"],
                int(kept.amounts[place]) / 100,
            )
            for number, rule in enumerate(self.rules):
                belongs = not rule.within_areas and (not rule.areas or code in rule.areas)
                self.sheet.write_number(row, MATRIX + number, int(belongs))

    def _joint(self, rule: CommitteeRule) -> bool:
        return rule.subject is Subject.TOGETHER and len(rule.areas) > 1

    def _cell(self, number: int, n: int) -> str:
        return f"{_letter(MATRIX + number)}{n}"

    def _members(self, number: int) -> str:
        letter = _letter(MATRIX + number)
        return f"${letter}${self.top + 1}:${letter}${self.top + self.count}"

    def _paid(self) -> str:
        return f"'{self.calculation}'!$O${self.first + 1}:$O${self.first + self.count}"

    def _young(self) -> str:
        return f"'{self.calculation}'!$B${self.first + 1}:$B${self.first + self.count}"

    def _bound(self, number: int, rule: CommitteeRule, young: str) -> str:
        figure = f"$C${RULES_FROM + number + 1}"
        return {Measure.EUROS: figure, Measure.SHARE: f"{figure}*p_P", Measure.PER_HEAD: f"{figure}*{young}"}[
            rule.measure
        ]

    def _own(self, side: Side) -> list[tuple[int, CommitteeRule]]:
        return [
            (number, rule)
            for number, rule in enumerate(self.rules)
            if not rule.within_areas and not self._joint(rule) and rule.side is side
        ]

    def _least(self, place: int) -> str:
        n, line = self.top + place + 1, self.first + place + 1
        bounds = [
            f"{self._cell(number, n)}*{self._bound(number, rule, f''''{self.calculation}'!$B${line}''')}"
            for number, rule in self._own(Side.AT_LEAST)
        ]
        return f"=MAX({','.join([f''''{self.calculation}'!$I${line}''', *bounds])})"

    def _most(self, place: int) -> str:
        n, line = self.top + place + 1, self.first + place + 1
        bounds = [
            f"IF({self._cell(number, n)}=1,{self._bound(number, rule, f''''{self.calculation}'!$B${line}''')},1000000000000)"
            for number, rule in self._own(Side.AT_MOST)
        ]
        return f"=MIN({','.join(['1000000000000', *bounds])})"

    def _check(self, number: int, rule: CommitteeRule) -> str:
        """Kept or missed; parts of a euro are those of the rounding."""
        members, paid = self._members(number), self._paid()
        kept, missed = gettext("kept"), gettext("missed")
        least = rule.side is Side.AT_LEAST
        if self._joint(rule):
            bound = self._bound(number, rule, f"SUMPRODUCT({members},{self._young()})")
            spent = f"SUMPRODUCT({members},{paid})"
            holds = f"{spent}>{bound}-1" if least else f"{spent}<{bound}+1"
            return f'=IF({holds},"{kept}","{missed}")'
        bound = self._bound(number, rule, self._young())
        broken = f"({paid}<={bound}-1)" if least else f"({paid}>={bound}+1)"
        return f'=IF(SUMPRODUCT({members}*{broken})=0,"{kept}","{missed}")'

    def _surcharge(self, number: int) -> float:
        kept = self.view.allocation.kept
        return (
            next((group.surcharge for group in kept.groups if group.number == number), 0.0) if kept else 0.0
        )

    def _spent(self, rule: CommitteeRule) -> float:
        found = self.view.allocation
        paid = found.amount - found.steps[Step.NEGOTIATION]
        return sum(
            int(amount) for code, amount in zip(found.codes, paid, strict=True) if not rule.areas or code in rule.areas
        ) / 100  # fmt: skip


def _letter(column: int) -> str:
    """The letter of a column, counted from zero.

    >>> _letter(0), _letter(27)
    ('A', 'AB')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
