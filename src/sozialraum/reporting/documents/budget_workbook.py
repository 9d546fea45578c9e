"""A budget as Excel with living formulas, so that a treasurer can check it by hand and try parameters of her own.

The sheet computes what the formula says: shares, targets, bounds, and the branch with catch-up. Where one factor λ scales
all areas, the factor is written down and a check cell shows what is left over; "Goal seek" on it finds another. The
rounding by largest remainder is a formula as well.
"""

from __future__ import annotations

import io
from typing import Any

from django.utils.translation import gettext

from sozialraum.analytics.budget import Branch, Step
from sozialraum.organization.budgets.presentation import STEPS
from sozialraum.organization.budgets.queries import Workshop
from sozialraum.reporting.documents.budget_rules_sheet import RulesSheet

FIRST = 4
FORMULA = (Step.PEOPLE, Step.NEED, Step.INFRASTRUCTURE, Step.FLOOR, Step.CORRIDOR)


def budget_workbook(view: Workshop) -> bytes:
    """Sheets: parameters with provenance, the calculation with living formulas, the committee's rules where there are any,
    and every step in euros and cents.
    """
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    forms = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}),
        "bold": book.add_format({"bold": True}), "euro": book.add_format({"num_format": "#,##0.00"}),
        "whole": book.add_format({"num_format": "#,##0"}), "part": book.add_format({"num_format": "0.00%"}),
        "share": book.add_format({"num_format": "0.000000%"}), "factor": book.add_format({"num_format": "0.00"}),
        "exact": book.add_format({"num_format": "0.000000000000"}),
        "given": book.add_format({"bg_color": "#fff7d6", "num_format": "#,##0.00"}),
        "share_given": book.add_format({"bg_color": "#fff7d6", "num_format": "0.00%"}),
    }  # fmt: skip
    parameters = book.add_worksheet(gettext("Parameters"))
    _parameters(book, parameters, view, forms)
    calculation = book.add_worksheet(gettext("Calculation"))
    rules = None
    if view.recipe.rules:
        sheet = book.add_worksheet(gettext("Rules"))
        rules = RulesSheet(sheet, view, forms, calculation=calculation.get_name(), first=FIRST)
        rules.write()
    _calculation(calculation, view, forms, rules if rules and rules.moves else None)
    _steps(book.add_worksheet(gettext("Steps")), view, forms)
    book.worksheets_objs[1].activate()
    book.close()
    return out.getvalue()


def _parameters(book: Any, sheet: Any, view: Workshop, forms: dict[str, Any]) -> None:
    values = view.recipe.parameters
    rows = [
        ("P", gettext("Amount by formula, euros"), view.envelope.pool / 100, "given"),
        ("a", gettext("Weight of heads"), float(str(values.get("people_share", 1))), "given"),
        ("F", gettext("Floor, euros"), float(str(values["floor"])), "given"),
        ("cd", gettext("Greatest loss"), float(str(values.get("max_loss", 1))), "given"),
        ("cu", gettext("Greatest gain"), float(str(values.get("max_gain", 100))), "given"),
        ("lambda", gettext("One factor for all areas that no bound holds"), view.allocation.factor, "exact"),
        *(
            [
                (
                    "mu",
                    gettext("One factor for all areas that no rule holds"),
                    view.allocation.kept.factor,
                    "exact",
                )
            ]
            if view.allocation.kept
            else []
        ),
    ]
    sheet.write_row(0, 0, [gettext("Name"), gettext("Parameter"), gettext("Value")], forms["head"])
    for line, (name, title, value, look) in enumerate(rows, start=1):
        sheet.write_string(line, 0, name)
        sheet.write_string(line, 1, title)
        sheet.write_number(line, 2, value, forms[look])
        book.define_name(f"p_{name}", f"='{sheet.get_name()}'!$C${line + 1}")
    facts = [
        (gettext("Year"), str(view.draft.year)), (gettext("Source"), view.draft.source),
        *([(gettext("Decided by the youth welfare committee on"), view.draft.decided_on.isoformat())] if view.draft.decided_on else []),
        (gettext("Draft, version"), str(view.draft.version)), (gettext("Recipe"), view.recipe.name),
        (gettext("Recipe’s fingerprint"), view.recipe.fingerprint),
    ]  # fmt: skip
    for line, (name, text) in enumerate(facts, start=len(rows) + 2):
        sheet.write_string(line, 1, name, forms["bold"])
        sheet.write_string(line, 2, text)
    note = gettext(
        "Yellow cells may be changed; the sheet “Calculation” follows. Amounts are then those of your trial and no draft."
    )
    sheet.write_string(len(rows) + len(facts) + 3, 1, note)
    sheet.set_column(1, 1, 46)
    sheet.set_column(2, 2, 22)


def _calculation(sheet: Any, view: Workshop, forms: dict[str, Any], rules: RulesSheet | None) -> None:
    found, areas = view.allocation, view.areas
    last = FIRST + len(found.codes) - 1
    top, end = FIRST + 1, last + 1
    titles = [
        gettext("Budget area"), gettext("under 21"), gettext("with income support"), gettext("offers factor"),
        gettext("year before"), gettext("need"), gettext("share"), gettext("target"), gettext("floor"),
        gettext("ceiling"), gettext("ongoing"), gettext("catch-up, once"), gettext("before rounding"),
        gettext("remainder"), gettext("amount"),
    ]  # fmt: skip
    agreed = found.steps[Step.NEGOTIATION]
    if decided := view.draft.decided_on is not None:
        titles = [*titles[:-1], gettext("amount by formula"), gettext("negotiated"), gettext("amount")]
    sheet.write_string(
        0, 0, gettext("Every column follows from those to its left and from the sheet “Parameters”.")
    )
    sheet.write_row(FIRST - 1, 0, titles, forms["head"])

    def whole(column: str) -> str:
        return f"{column}${top}:{column}${end}"

    # what is rounded to: whole euros, or cents
    parts = 100 if view.recipe.rounding == "cent" or found.total % 100 else 1
    every_last = rules.whole_after() if rules else whole("M")
    handed = rules.handed_over() if rules else [0] * len(found.codes)
    blend = view.recipe.need.method in {"blend", "heads"}
    loss = view.recipe.corridor is not None
    for place, code in enumerate(found.codes):
        row = FIRST + place
        n = row + 1
        sheet.write_string(row, 0, view.draft.names.get(code, code))
        sheet.write_number(row, 1, float(areas.column("young_people")[place]), forms["whole"])
        sheet.write_number(
            row, 2, float(areas.columns.get("burdened", areas.column("young_people"))[place]), forms["whole"]
        )
        factor = float(areas.column("infrastructure")[place]) if "infrastructure" in areas.columns else 1.0
        sheet.write_number(row, 3, factor, forms["factor"])
        sheet.write_number(
            row, 4, (int(areas.previous[place]) if areas.previous is not None else 0) / 100, forms["euro"]
        )
        need = float(found.shares[place]) / factor
        if blend:
            sheet.write_formula(
                row, 5, f"=p_a*B{n}/SUM({whole('B')})+(1-p_a)*C{n}/SUM({whole('C')})", forms["share"], need
            )
        else:
            sheet.write_number(row, 5, need, forms["share"])
        target, low, high = (int(part[place]) / 100 for part in (found.target, found.low, found.high))
        catch_up = int(found.steps[Step.CATCH_UP][place]) / 100
        ongoing = sum(int(found.steps[step][place]) for step in FORMULA) / 100
        level = int(found.kept.amounts[place]) / 100 if found.kept else ongoing + catch_up
        last_cell = rules.after(place) if rules else f"M{n}"
        moved = f"{handed[place]:+d}" if handed[place] else ""
        by_formula = int(found.amount[place] - agreed[place]) / 100
        fits = f"SUM({whole('J')})<=p_P"
        formulas = [
            (6, f"=F{n}*D{n}/SUMPRODUCT({whole('F')},{whole('D')})", "share", float(found.shares[place])),
            (7, f"=p_F+(p_P-{len(found.codes)}*p_F)*G{n}", "euro", target),
            (8, f"=MAX(p_F,(1-p_cd)*E{n})" if loss else "=p_F", "euro", low),
            (9, f"=MAX(I{n},MIN((1+p_cu)*E{n},H{n}))" if loss else f"=H{n}", "euro", high),
            (10, f"=IF({fits},J{n},MIN(J{n},MAX(I{n},p_lambda*H{n})))", "euro", ongoing),
            (11, f"=IF(AND({fits},SUM({whole('H')})-SUM({whole('J')})>0),(p_P-SUM({whole('J')}))*MAX(H{n}-J{n},0)/SUMPRODUCT(({whole('H')}>{whole('J')})*({whole('H')}-{whole('J')})),0)", "euro", catch_up),
            (12, f"=K{n}+L{n}", "euro", ongoing + catch_up),
            (13, f"=ROUND({last_cell}*{parts}-INT(ROUND({last_cell}*{parts},6)),6)", "euro", round(level * parts % 1, 2)),
            (14, f"=(INT(ROUND({last_cell}*{parts},6))+IF(RANK(N{n},{whole('N')})+COUNTIF(N${top}:N{n},N{n})-1<=ROUND(p_P*{parts}-SUMPRODUCT(INT(ROUND({every_last}*{parts},6))),0),1,0){moved})/{parts}", "euro", by_formula),
        ]  # fmt: skip
        if decided:
            sheet.write_number(row, 15, int(agreed[place]) / 100, forms["euro"])
            formulas.append((16, f"=O{n}+P{n}", "euro", int(found.amount[place]) / 100))
        for column, formula, look, value in formulas:
            sheet.write_formula(row, column, formula, forms[look], value)
    sheet.write_string(last + 1, 0, gettext("Total"), forms["bold"])
    sums = {
        "B": "whole",
        "C": "whole",
        "E": "euro",
        "G": "share",
        "H": "euro",
        "I": "euro",
        "J": "euro",
        "K": "euro",
        "L": "euro",
        "M": "euro",
        "O": "euro",
        **({"P": "euro", "Q": "euro"} if decided else {}),
    }
    for letter, look in sums.items():
        sheet.write_formula(f"{letter}{end + 1}", f"=SUM({letter}{top}:{letter}{end})", forms[look])
    sheet.write_string(last + 3, 0, gettext("Left over or missing (must be 0)"), forms["bold"])
    if any(handed):
        sheet.write_string(
            last + 5,
            0,
            gettext(
                "+1 and -1 in the last column: euros of the rounding, handed over so that every rule holds."
            ),
        )
    over = f"SUM({every_last})" if rules else f"M{end + 1}"
    sheet.write_formula(last + 3, 12, f"=p_P-{over}", forms["euro"], 0)
    if found.branch is Branch.SCALED:
        sheet.write_string(
            last + 4,
            0,
            gettext("After a change of parameters: “Goal seek” sets the cell above to 0 by changing λ."),
        )
    sheet.freeze_panes(FIRST, 1)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 16, 13)


def _steps(sheet: Any, view: Workshop, forms: dict[str, Any]) -> None:
    found = view.allocation
    titles = [
        gettext("Budget area"),
        *(str(STEPS[step][0]) for step in found.steps),
        gettext("Total"),
        gettext("amount"),
        gettext("difference"),
    ]
    sheet.write_row(0, 0, titles, forms["head"])
    count = len(found.steps)
    for place, code in enumerate(found.codes):
        row = place + 1
        sheet.write_string(row, 0, view.draft.names.get(code, code))
        for column, step in enumerate(found.steps, start=1):
            sheet.write_number(row, column, int(found.steps[step][place]) / 100, forms["euro"])
        amount = int(found.amount[place]) / 100
        right = chr(ord("A") + count)
        sheet.write_formula(row, count + 1, f"=SUM(B{row + 1}:{right}{row + 1})", forms["euro"], amount)
        sheet.write_number(row, count + 2, amount, forms["euro"])
        sheet.write_formula(
            row,
            count + 3,
            f"=ROUND({chr(ord('A') + count + 1)}{row + 1}-{chr(ord('A') + count + 2)}{row + 1},2)",
            forms["euro"],
            0,
        )
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, count + 3, 14)
