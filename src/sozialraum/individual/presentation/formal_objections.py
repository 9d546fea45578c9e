"""Objections to decisions in words, and the sheet that somebody signs."""

from __future__ import annotations

from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sozialraum.individual.enums import ObjectionForm, ObjectionState
from sozialraum.individual.presentation.documents import facts, own_words, paper, paragraph
from sozialraum.individual.presentation.plans import help_in_words
from sozialraum.individual.queries.cases import CaseFile
from sozialraum.individual.queries.formal_objections import ObjectionRow, SentDecision

OBJECTION_FORMS: dict[str, str | Promise] = {
    ObjectionForm.WRITTEN: gettext_lazy("a signed letter"),
    ObjectionForm.TAKEN_DOWN: gettext_lazy("taken down at the office"),
    ObjectionForm.ELECTRONIC: gettext_lazy("in the electronic form of the law"),
    ObjectionForm.ANNOUNCED: gettext_lazy("announced on their own page"),
}
OBJECTION_STATES: dict[str, str | Promise] = {
    ObjectionState.OPEN: gettext_lazy("waits for an answer"),
    ObjectionState.REMEDIED: gettext_lazy("remedied: a new decision follows"),
    ObjectionState.PASSED_ON: gettext_lazy("not remedied, passed on"),
    ObjectionState.WITHDRAWN: gettext_lazy("taken back"),
}


def time_in_words(row: ObjectionRow) -> str:
    """Whether it came in time, and by which time that is measured."""
    last = date_format(row.last_day, "DATE_FORMAT")
    if row.came_on is None:
        return _("Only announced. Signed or taken down until %(day)s, it is in time.") % {"day": last}
    if row.in_time:
        return _("In time: until %(day)s it could come.") % {"day": last}
    return _("After the time, which ended on %(day)s. Ask why: without fault it is heard all the same.") % {
        "day": last
    }


def objection_sheet(
    file: CaseFile, decision: SentDecision, *, name: str, words: str, office: str, address: str, at: datetime
) -> bytes:
    """A sheet on which somebody objects, to be signed and handed in; nothing on it has to be explained."""
    blocks = [
        facts([
            (_("To"), ", ".join(filter(None, (office, address)))), (_("From"), name), (_("Number"), file.case.number),
            (_("Decision of"), date_format(decision.sent_on, "DATE_FORMAT")),
            (_("Kind of help"), help_in_words(decision.help_kind, paragraph=False)),
        ]),
        paragraph(_("I object to this decision.")),
        *([own_words(words, name)] if words else [paragraph(_("I may say why later."))]),
        facts([(_("Place and day"), "________________________________"), (_("Signature"), "________________________________")]),
    ]  # fmt: skip
    return paper(title=_("Objection"), office=office, crumbs=file.case.number, at=at, blocks=blocks)
