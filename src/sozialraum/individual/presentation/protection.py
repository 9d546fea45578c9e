"""The protection of a child in words: who told, what two professionals found, what is still to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sozialraum.foundation.ui.drawing import number
from sozialraum.individual.enums import Finding, MeasureKind, ReporterKind, Urgency
from sozialraum.individual.queries.protection import ReportRow, ReportSheet

REPORTERS: dict[str, str | Promise] = {
    ReporterKind.FAMILY: gettext_lazy("somebody of the family, the child included"),
    ReporterKind.NEIGHBORHOOD: gettext_lazy("neighbors or friends"),
    ReporterKind.SCHOOL_OR_DAYCARE: gettext_lazy("school or day care"),
    ReporterKind.HEALTH: gettext_lazy("doctor, midwife, clinic"),
    ReporterKind.PROVIDER: gettext_lazy("a provider"),
    ReporterKind.POLICE_OR_COURT: gettext_lazy("police or court"),
    ReporterKind.OFFICE: gettext_lazy("our own observation"),
    ReporterKind.UNKNOWN: gettext_lazy("somebody without a name"),
}
URGENCIES: dict[str, str | Promise] = {
    Urgency.NOW: gettext_lazy("at once (within two hours)"),
    Urgency.NEXT_DAY: gettext_lazy("within a day"),
    Urgency.WEEK: gettext_lazy("within a week"),
}
FINDINGS: dict[str, str | Promise] = {
    Finding.ACUTE: gettext_lazy("The child is in danger now."),
    Finding.LATENT: gettext_lazy("A danger cannot be ruled out."),
    Finding.NEED: gettext_lazy("No danger, but the family needs help."),
    Finding.NONE: gettext_lazy("No danger and no need of help."),
}
MEASURES: dict[str, str | Promise] = {
    MeasureKind.OFFER_HELP: gettext_lazy("Offer help to the family"),
    MeasureKind.AGREEMENT: gettext_lazy("Agreement with the parents"),
    MeasureKind.COURT: gettext_lazy("Call upon the family court"),
    MeasureKind.TAKING_INTO_CARE: gettext_lazy("Take the child into care"),
    MeasureKind.OTHER_BODIES: gettext_lazy("Call upon others (health, police, school)"),
}


def moment_in_words(moment: datetime) -> str:
    """A day with its hour, as the page says it."""
    local = timezone.localtime(moment)
    return _("%(day)s, %(time)s") % {
        "day": date_format(local, "DATE_FORMAT"), "time": date_format(local, "TIME_FORMAT")
    }  # fmt: skip


def reports_in_words(rows: Sequence[ReportRow], *, now: datetime) -> str:
    """The answer over the list: how many reports, and which of them waits for two."""
    if not rows:
        return _("Nobody has told of a danger.")
    waiting = [row for row in rows if row.finding is None]
    said = ngettext("%(n)s report.", "%(n)s reports.", len(rows)) % {"n": number(len(rows))}
    if not waiting:
        return said + " " + _("All have been looked at by two.")
    due = min(row.due_at for row in waiting)
    if due < now:
        return f"{said} {overdue_in_words(due)}"
    return said + " " + _("Two of you look at it together until %(moment)s.") % {"moment": moment_in_words(due)}  # fmt: skip


def overdue_in_words(due: datetime) -> str:
    """That the time for two professionals to look at a report is over."""
    return _("The time to look at it together ended on %(moment)s. Do it now.") % {
        "moment": moment_in_words(due)
    }


def report_in_words(sheet: ReportSheet, *, now: datetime) -> str:
    """The answer over one report: what was found, or who has still to write down what she sees."""
    if sheet.row.finding is not None:
        return _("%(finding)s This is what %(first)s and %(second)s found.") % {
            "finding": FINDINGS[sheet.row.finding], "first": sheet.concluded_by[0], "second": sheet.concluded_by[1],
        }  # fmt: skip
    until = moment_in_words(sheet.row.due_at)
    if sheet.row.due_at < now and len(sheet.assessments) < 2:
        written = _("%(name)s has written down what she sees.") % {"name": sheet.assessments[0].name} if sheet.assessments else _("Nobody has written down yet what she sees.")  # fmt: skip
        return f"{overdue_in_words(sheet.row.due_at)} {written}"
    if not sheet.assessments:
        return _("Two of you look at this until %(moment)s. Nobody has written down yet what she sees.") % {
            "moment": until
        }
    if len(sheet.assessments) == 1:
        return _("%(name)s has written down what she sees. A second view is missing until %(moment)s.") % {
            "name": sheet.assessments[0].name, "moment": until,
        }  # fmt: skip
    return _("Two have written down what they see. The finding is missing until %(moment)s.") % {
        "moment": until
    }
