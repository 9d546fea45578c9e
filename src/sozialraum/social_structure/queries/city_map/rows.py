"""Lines, answer and picked area of the map, in words."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from django.utils.translation import gettext, ngettext

from sozialraum.foundation.privacy.release import Figure, ReleasedTable
from sozialraum.foundation.ui.charts import axis_for, strip
from sozialraum.foundation.ui.drawing import number
from sozialraum.social_structure import rules, wording
from sozialraum.social_structure.enums import Comparison, Unit
from sozialraum.social_structure.queries.areas import AreaFacts, Level, SystemFacts, areas_of
from sozialraum.social_structure.queries.city_map.parts import Answer, AreaRow, Picked
from sozialraum.social_structure.queries.indicators import IndicatorFacts
from sozialraum.social_structure.queries.map_layers import Layer


def row_of(
    area: AreaFacts, layer: Layer, second: Layer | None, places: dict[str, int], threshold: int
) -> AreaRow:
    """The line of one area."""
    figure = layer.figures.figure(area.area_code)
    other = second.figures.figure(area.area_code) if second is not None else None
    comparison = rules.comparison(figure.lower, figure.upper, layer.whole.value)
    reason = wording.reason_text(figure, threshold=threshold)
    return AreaRow(
        area=area, figure=figure, value=wording.figure_text(figure, layer.indicator.unit),
        interval=wording.interval_text(figure), comparison=comparison,
        said=reason or wording.comparison_text(comparison), places=places.get(area.area_code, 0), second=other,
        second_value=wording.figure_text(other, second.indicator.unit) if second and other else "",
    )  # fmt: skip


def answer_of(
    rows: Sequence[AreaRow],
    figures: ReleasedTable,
    system: SystemFacts,
    level: Level,
    unit: Unit,
    whole: Figure,
) -> Answer:
    """What the sentence under the question is made of."""
    known = [row for row in rows if row.figure.value is not None]
    values = sorted(row.figure.value for row in known if row.figure.value is not None)
    top = system.levels[0].code
    leaders = list(areas_of(system, top).values()) if level.code != top else [row.area for row in known]
    ranked = sorted(
        (area for area in leaders if figures.figure(area.area_code).value is not None),
        key=lambda area: -(figures.figure(area.area_code).value or 0.0),
    )
    count = {each: sum(row.comparison is each for row in rows) for each in Comparison}
    return Answer(
        leading=wording.joined([area.name for area in ranked[:3]]) if len(ranked) > 3 else "",
        whole=wording.value_text(whole.value, unit) if whole.value is not None else "",
        higher=count[Comparison.HIGHER], lower=count[Comparison.LOWER], same=count[Comparison.SAME],
        lowest=wording.value_text(values[0], unit) if values else "",
        highest=wording.value_text(values[-1], unit) if values else "",
        middle=wording.value_text(median(values), unit) if values else "", known=len(known),
    )  # fmt: skip


def picked_of(row: AreaRow, whole: Figure, indicator: IndicatorFacts, system: SystemFacts) -> Picked:
    """What the strip below the map says of the picked area."""
    values = [
        bound for f in (row.figure, whole) for bound in (f.value, f.upper, f.lower) if bound is not None
    ]
    whole_label = (
        f"{system.whole_name} {wording.value_text(whole.value, indicator.unit)}"
        if whole.value is not None
        else ""
    )
    picture = strip(
        row.figure, whole, axis_for(values), title=f"{row.area.name} {row.value}, {whole_label}",
        value_label=row.value if row.figure.value is not None else "", whole_label=whole_label,
    )  # fmt: skip
    denominator = ""
    if row.figure.denominator:
        denominator = f"{number(row.figure.denominator)} {indicator.denominator}"
    return Picked(row.area, row, picture, _picked_sentence(row, system), denominator)


def _picked_sentence(row: AreaRow, system: SystemFacts) -> str:
    said = []
    if row.figure.lower is not None:
        compared = wording.comparison_sentence(row.comparison, system.whole_name)
        said.append(gettext("Between %(interval)s: %(compared)s") % {
            "interval": wording.interval_text(row.figure, word=gettext("and")), "compared": compared[:1].lower() + compared[1:],
        })  # fmt: skip
    elif row.figure.value is None:
        said.append(row.said)
    if row.places:
        said.append(
            ngettext("%(count)s meeting place is here.", "%(count)s meeting places are here.", row.places)
            % {"count": number(row.places)}
        )
    return " ".join(said)
