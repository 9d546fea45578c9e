"""A run as one accessible page: PDF/UA-1 and PDF/A-2a in one file, written by Typst."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from sozialraum.foundation.ui.drawing import number
from sozialraum.reporting.documents.run_ranks import rank_lines, ranks_sentence
from sozialraum.reporting.documents.typesetting import typeset
from sozialraum.social_structure import wording
from sozialraum.social_structure.queries.runs import IndexView, RunView, withheld_sentence

TEMPLATE = "run_report.typ"
MOST_EXCLUDED = 8
MOST_RANKS = 12
"""As many as stand beside the map, so that a run is one page; the tables hold all."""


def run_pdf(run: RunView, *, office: str) -> bytes:
    """The run as PDF: title, sentence, map with alternative text, classes, recipe, what is left out, provenance.

    ``office`` is the author that the document names. Raises :class:`DocumentFailed` where Typst refuses it, for
    example because something has no alternative text.
    """
    pictures = {} if run.index.map is None else {"map.svg": str(run.index.map.svg).encode()}
    return typeset(TEMPLATE, _content(run, office), pictures, at=run.created_at)


def _content(run: RunView, office: str) -> dict[str, Any]:
    index = run.index
    counts = ", ".join(f"{number(each.count)} {each.label}" for each in index.counts)
    left_out = wording.counted_areas(len(index.excluded), index.level.singular, index.level.plural)
    summary = (
        gettext("%(counts)s (%(part)s). %(excluded)s left out.")
        % {"counts": counts, "part": index.parts[0].title, "excluded": left_out}
        if counts
        else gettext("%(excluded)s left out.") % {"excluded": left_out}
    )
    made_on = timezone.localdate(run.created_at)
    result = gettext("Figures shown here") if index.withheld else gettext("Result")
    return {
        "title": run.title, "author": office, "lang": (get_language() or "de")[:2],
        "summary": f"{summary} {withheld_sentence(index)}".strip(),
        "year": made_on.year, "month": made_on.month, "day": made_on.day,
        "crumbs": f"{office} · {index.recipe_title}", "map": index.map is not None, "map_title": index.map_title,
        "legend": _legend(index), "signs": _signs(index), "cross": _cross(index), "indicators": _indicators(index),
        "dates": index.dates_said, "ranks": _ranks(run),
        "excluded": _excluded(index),
        "caution": gettext(
            "An index sums up living conditions. It says nothing about what people in an area can do, and no person "
            "gets a value. High values come from rents, work and ways to school, not from people."
        ),
        "facts": [
            {"name": gettext("Run"), "value": run.number},
            {"name": gettext("Reference date"), "value": date_format(index.reference_date, "SHORT_DATE_FORMAT")},
            *([{"name": gettext("Input"), "value": run.snapshot_hash}] if run.snapshot_hash else []),
            {"name": gettext("Recipe’s fingerprint"), "value": run.recipe_fingerprint},
            {"name": result, "value": run.result_hash}, {"name": gettext("Code"), "value": run.code_version},
            {"name": gettext("Source"), "value": "; ".join(run.sources)},
        ],
        "provenance": gettext("Run %(number)s · checksum %(check)s · Source: %(source)s") % {
            "number": run.number, "check": run.result_hash[:8], "source": "; ".join(run.sources),
        },
        "words": {
            "counts": gettext("Classes and number of areas"), "total": gettext("Total"),
            "sure": gettext("How sure is the rank?"), "how": gettext("How it was computed"), "out": gettext("Which areas are left out"),
            "caution_title": gettext("What an index does not say"), "again": gettext("Provenance") if index.withheld else gettext("By this it can be recomputed"),
        },
    }  # fmt: skip


def _legend(index: IndexView) -> list[dict[str, str]]:
    if index.map is None:
        return []
    return [{"label": row.label, "fill": row.fill, "count": number(row.count)} for row in index.map.classes]


def _signs(index: IndexView) -> str:
    """The signs on the map in words: what is hatched, which arrow means what."""
    if index.map is None:
        return ""
    looks = {
        "missing": gettext("hatched"), "suppressed": gettext("dotted"), "blank": gettext("white"),
        "ring": gettext("ring"), "up": gettext("triangle up"), "down": gettext("triangle down"),
    }  # fmt: skip
    return "; ".join(f"{looks[row.sign]}: {row.label} ({number(row.count)})" for row in index.map.unknown)


def _cross(index: IndexView) -> dict[str, Any]:
    """Classes of the first part by those of the second, with totals; of one part alone, the totals."""
    first = index.parts[0]
    columns = list(index.parts[1].classes.values()) if len(index.parts) > 1 else []
    known = [row for row in index.rows if row.parts[0][2]]
    rows = []
    for label in first.classes.values():
        mine = [row for row in known if row.parts[0][2] == label]
        split = [sum(row.parts[1][2] == column for row in mine) for column in columns]
        rows.append([label, *(number(each) for each in split), number(len(mine))])
    titles = [f"{index.parts[1].title} {column}" for column in columns] if columns else []
    return {"corner": first.title, "columns": titles, "rows": rows}


def _indicators(index: IndexView) -> dict[str, Any]:
    return {
        "head": [gettext("Indicator"), gettext("Part"), gettext("Values of"), gettext("Weight")],
        "rows": [
            [each.title, each.part or "–", each.dated, "–" if each.weight is None else number(each.weight, 1)]
            for each in index.inputs
        ],
    }


def _ranks(run: RunView) -> dict[str, Any]:
    """The first areas with the ranges of their ranks, of those that may be among the places to be given where there are any."""
    lines = rank_lines(run)
    chosen = [line for line in lines if line.standing in {"in", "open"}] if run.places else lines
    columns = {
        "rank": gettext("Rank"), "name": run.index.level.singular, "span": gettext("Range"),
        "group": gettext("Among the places"),
    }  # fmt: skip
    kept = [name for name in columns if any(getattr(line, name) for line in chosen)]
    rows = [[str(getattr(line, name)) for name in kept] for line in chosen[:MOST_RANKS]]
    left = len(lines) - len(rows)
    more = gettext("%(count)s more stand in the tables of this run (CSV, Excel).") % {"count": number(left)}
    return {
        "said": ranks_sentence(run), "head": [columns[name] for name in kept], "rows": rows,
        "more": more if rows and left else "",
    }  # fmt: skip


def _excluded(index: IndexView) -> str:
    if not index.excluded:
        return gettext("None: every area has what the recipe asks for.")
    shown = [f"{each.area} ({each.area_code}): {each.reason}" for each in index.excluded[:MOST_EXCLUDED]]
    more = len(index.excluded) - MOST_EXCLUDED
    if more > 0:
        shown.append(gettext("and %(count)s more, see the table") % {"count": number(more)})
    return "; ".join(shown)
