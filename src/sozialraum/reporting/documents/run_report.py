"""A run as one accessible page: PDF/UA-1 and PDF/A-2a in one file, written by Typst."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from sozialraum.foundation.ui.drawing import number
from sozialraum.reporting.documents.typesetting import typeset
from sozialraum.social_structure import wording
from sozialraum.social_structure.queries.runs import IndexView, RunView

TEMPLATE = "run_report.typ"
MOST_EXCLUDED = 8


def run_pdf(run: RunView, *, office: str) -> bytes:
    """The run as PDF: title, sentence, map with alternative text, classes, recipe, what is left out, provenance.

    ``office`` is the author that the document names. Raises :class:`DocumentFailed` where Typst refuses it, for
    example because something has no alternative text.
    """
    pictures = {} if run.index.map is None else {"map.svg": str(run.index.map.svg).encode()}
    return typeset(TEMPLATE, _content(run, office), pictures, at=run.created_at)


def _content(run: RunView, office: str) -> dict[str, Any]:
    index = run.index
    counts = ", ".join(f"{each.count} {each.label}" for each in index.counts)
    summary = gettext("%(counts)s (%(part)s). %(excluded)s left out.") % {
        "counts": counts, "part": index.parts[0].title,
        "excluded": wording.counted_areas(len(index.excluded), index.level.singular, index.level.plural),
    }  # fmt: skip
    return {
        "title": run.title, "author": office, "lang": (get_language() or "de")[:2], "summary": summary,
        "year": run.created_at.year, "month": run.created_at.month, "day": run.created_at.day,
        "crumbs": f"{office} · {index.recipe_title}", "map": index.map is not None, "map_title": index.map_title,
        "legend": _legend(index), "signs": _signs(index), "cross": _cross(index), "indicators": _indicators(index),
        "excluded": _excluded(index),
        "caution": gettext(
            "An index sums up living conditions. It says nothing about what people in an area can do, and no person "
            "gets a value. High values come from rents, work and ways to school, not from people."
        ),
        "facts": [
            {"name": gettext("Run"), "value": run.number},
            {"name": gettext("Reference date"), "value": date_format(index.reference_date, "SHORT_DATE_FORMAT")},
            {"name": gettext("Input"), "value": run.snapshot_hash},
            {"name": gettext("Recipe’s fingerprint"), "value": run.recipe_fingerprint},
            {"name": gettext("Result"), "value": run.result_hash}, {"name": gettext("Code"), "value": run.code_version},
            {"name": gettext("Source"), "value": "; ".join(run.sources)},
        ],
        "provenance": gettext("Run %(number)s · checksum %(check)s · Source: %(source)s") % {
            "number": run.number, "check": run.result_hash[:8], "source": "; ".join(run.sources),
        },
        "words": {
            "counts": gettext("Classes and number of areas"), "total": gettext("Total"),
            "how": gettext("How it was computed"), "out": gettext("Which areas are left out"),
            "caution_title": gettext("What an index does not say"), "again": gettext("By this it can be recomputed"),
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
    titles = {part.code: part.title for part in index.parts}
    return {
        "head": [gettext("Indicator"), gettext("Part"), gettext("Weight")],
        "rows": [
            [wording.in_language(each.title_de, each.title_en), titles[each.part], number(each.weight, 1)]
            for each in index.recipe.indicators
        ],
    }


def _excluded(index: IndexView) -> str:
    if not index.excluded:
        return gettext("None: every area has what the recipe asks for.")
    shown = [f"{each.area} ({each.area_code}): {each.reason}" for each in index.excluded[:MOST_EXCLUDED]]
    more = len(index.excluded) - MOST_EXCLUDED
    if more > 0:
        shown.append(gettext("and %(count)d more, see the table") % {"count": more})
    return "; ".join(shown)
