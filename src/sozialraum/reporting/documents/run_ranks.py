"""How sure the ranks of a run are, in words and in the order of the ranks: for its PDF and its workbook."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from sozialraum.foundation.ui.drawing import number
from sozialraum.social_structure.queries.run_standings import span_text, standing_words
from sozialraum.social_structure.queries.runs import RunView


@dataclass(frozen=True, slots=True)
class RankLine:
    """One area: its rank, the range of it, to which group it belongs, in how many draws its class held."""

    rank: int
    area_code: str
    name: str
    district: str
    low: int | None
    high: int | None
    span: str
    standing: str
    group: str
    held: str


def rank_lines(run: RunView) -> list[RankLine]:
    """Every area with a rank in the first index, the first one first; empty for a run without ranges of ranks."""
    if not run.interval_parameters:
        return []
    groups = standing_words(run.places) if run.places else {}
    part = run.index.parts[0]
    lines = []
    for row in run.index.rows:
        if (rank := row.parts[0][1]) is None:
            continue
        low, high = row.span or (None, None)
        share = row.figure.extra.get(f"{part.code}_class_share")
        held = "" if share is None else gettext("%(share)s of 100 draws") % {"share": number(100 * share)}
        lines.append(
            RankLine(
                rank, row.area.area_code, row.area.name, row.area.district, low, high, span_text(row.span),
                row.standing, groups.get(row.standing, ""), held,
            )
        )  # fmt: skip
    return sorted(lines, key=lambda line: (line.rank, line.area_code))


def ranks_sentence(run: RunView) -> str:
    """What the ranges say about the places to be given; empty for a run without them."""
    if not run.interval_parameters:
        return ""
    lines = rank_lines(run)
    draws, confidence = int(run.interval_parameters["draws"]), float(run.interval_parameters["confidence"])
    how = gettext(
        "The range holds the rank in %(share)s of 100 draws (%(draws)s draws with chance in the counts and other weights)."
    ) % {"share": number(100 * confidence), "draws": number(draws)}
    if not run.places:
        return how
    sure, doubtful = (sum(line.standing == each for line in lines) for each in ("in", "open"))
    first = ngettext(
        "Of the first %(places)s, %(count)s is sure.", "Of the first %(places)s, %(count)s are sure.", sure
    ) % {"places": number(run.places), "count": number(sure)}
    second = ngettext(
        "%(count)s cannot be told apart; no rank should decide about it.",
        "%(count)s cannot be told apart; no rank should decide between them.",
        doubtful,
    ) % {"count": number(doubtful)}
    return " ".join([first, *([second] if doubtful else []), how])
