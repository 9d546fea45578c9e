"""The committee's paper on a budget: PDF/UA-1 and PDF/A-2a in one file, written by Typst."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from sozialraum.organization.budgets.committee.presentation import rule_effects, rule_lines
from sozialraum.organization.budgets.drawing import LOSSES
from sozialraum.organization.budgets.presentation import core, envelope_picture, millions, sheet, tiers
from sozialraum.organization.budgets.queries import Workshop
from sozialraum.organization.budgets.services import result_hash
from sozialraum.participation.rounds.presentation import ObjectionLine, objection_lines
from sozialraum.participation.rounds.queries import Rounds, rounds_of
from sozialraum.reporting.documents.typesetting import typeset
from sozialraum.social_structure.services.runs import code_version
from sozialraum.warehouse.snapshots import content_hash

TEMPLATE = "budget_paper.typ"


def budget_paper(view: Workshop, *, office: str, at: datetime) -> bytes:
    """The paper: answer, envelope, map, table, the reasons of every area, what must be cleared, parameters and hashes.

    Raises :class:`DocumentFailed` where Typst refuses it.
    """
    content, pictures = _content(view, office, at)
    return typeset(TEMPLATE, content, pictures, at=at)


def _content(view: Workshop, office: str, at: datetime) -> tuple[dict[str, Any], dict[str, bytes]]:
    shown, draft, day = sheet(view), view.draft, timezone.localdate(at)
    decided = draft.decided_on is not None
    rounds = rounds_of(draft.year, today=day)
    pictures = {"envelope.svg": str(envelope_picture(draft, fixed=True)).encode()}
    if shown.maps:
        pictures["map.svg"] = str(shown.maps[0][1]).encode()
    areas = []
    for code in view.allocation.codes:
        told = core(_picking(view, code))
        areas.append({"name": told.area_name, "amount": told.amount, "text": " ".join(told.sentences)})
    values = view.recipe.parameters
    return {
        "lang": (get_language() or "de")[:2], "author": office, "year": day.year, "month": day.month, "day": day.day,
        "title": gettext("Budget of the areas %(year)s") % {"year": draft.year},
        "crumbs": f"{office} · {gettext('Paper for the youth welfare committee')} · {date_format(day, 'DATE_FORMAT')}",
        "summary": f"{shown.answer} {gettext('What young people need as individual help stays untouched.')}",
        "envelope_title": gettext("The envelope %(year)s: %(total)s million euros") % {
            "year": draft.year, "total": millions(draft.envelope.total),
        },
        "envelope_alt": ", ".join(f"{tier.name} {tier.amount}" for tier in tiers(draft.envelope)),
        "tiers": [[str(tier.name), f"{tier.amount} {gettext('million €')}", str(tier.decided)] for tier in tiers(draft.envelope)],
        "tier_head": [gettext("Part"), gettext("Amount"), gettext("Who decides")],
        "map": bool(shown.maps),
        "map_title": gettext("Amount %(year)s in thousand euros and change against %(before)s") % {
            "year": draft.year, "before": draft.year - 1,
        },
        "key": [{"fill": fill, "label": label, "less": fill in LOSSES} for fill, label in shown.key],
        "head": [
            gettext("Budget area"), gettext("under 21"), gettext("with income support"), gettext("year before"), gettext("target"),
            gettext("ongoing"), gettext("catch-up, once"),
            *([gettext("negotiated")] if decided else []), str(draft.year), gettext("change"), gettext("€ per head"),
        ],
        "rows": [
            [row.name, row.young_people, row.burdened, row.previous, row.target, row.ongoing, row.catch_up, *([row.negotiated] if decided else []), row.amount, row.change, row.per_head]
            for row in (*shown.rows, shown.totals)
        ],
        "fairness": shown.fairness, "areas": areas,
        "rules": [{"state": str(rule.state), "title": rule.title, "text": rule.text} for rule in shown.rules],
        "committee": [
            {"words": words, "why": f"{why} {effect}".strip()}
            for (words, why), effect in zip(rule_lines(view.recipe.rules, draft.names), rule_effects(view), strict=True)
        ],
        "facts": [
            *({"name": name, "value": str(value)} for name, value in values.items()),
            {"name": gettext("Negotiation reserve"), "value": f"{view.envelope.negotiation:.4g}"},
            *([{"name": gettext("Decided by the youth welfare committee on"), "value": date_format(draft.decided_on, "DATE_FORMAT")}] if draft.decided_on else []),
            {"name": gettext("Input"), "value": content_hash(draft.table)},
            {"name": gettext("Recipe’s fingerprint"), "value": view.recipe.fingerprint},
            {"name": gettext("Result"), "value": result_hash(view.allocation)},
            {"name": gettext("Code"), "value": code_version()}, {"name": gettext("Source"), "value": draft.source},
        ],
        "provenance": (
            gettext("Decided budget, version %(version)s · result %(check)s · Source: %(source)s")
            if decided else gettext("Draft, version %(version)s · result %(check)s · Source: %(source)s")
        ) % {
            "version": draft.version, "check": result_hash(view.allocation)[:8], "source": draft.source,
        },
        "words": {
            "table": gettext("Amounts in thousand euros"), "why": gettext("Why every area receives its amount"),
            "committee": gettext("Rules that the committee adds"), "clear": gettext("What must be cleared before the decision"),
            "again": gettext("Parameters, and by what it can be recomputed"),
            "objections": gettext("Open objections and minority view"),
            "no_objections": _nothing_said(rounds),
        },
        "objections": [] if rounds is None else [_objection(line) for line in objection_lines(rounds)],
    }, pictures  # fmt: skip


def _nothing_said(rounds: Rounds | None) -> str:
    if rounds is None:
        return gettext(
            "No round has been held on this draft yet; objections of the areas' circles will stand here."
        )
    return gettext("Nobody has objected so far.")


def _objection(line: ObjectionLine) -> dict[str, str]:
    """An objection word for word, with what became of it and the minority view of the circle."""
    parts = (
        (gettext("Would be acceptable:"), line.row.wish), (gettext("Answer:"), line.row.answer),
        (gettext("Minority view:"), line.row.minority_view),
    )  # fmt: skip
    return {
        "title": f"{gettext('Objection %(number)s') % {'number': line.row.number}}: {line.speaker} ({line.state})",
        "reason": line.row.reason,
        "more": " ".join(f"{name} {text}" for name, text in parts if text),
    }


def _picking(view: Workshop, code: str) -> Workshop:
    from dataclasses import replace

    return replace(view, picked=code)
