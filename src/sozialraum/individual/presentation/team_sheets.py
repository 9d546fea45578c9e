"""The advice of a team in words: its phases, its rings, and the sheet on paper."""

from __future__ import annotations

from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sozialraum.individual.enums import Ring
from sozialraum.individual.presentation.documents import heading, paper, paragraph
from sozialraum.individual.queries.team_sheets import SheetView

PHASES: dict[int, str | Promise] = {
    1: gettext_lazy("Who does what? Somebody leads, somebody writes, somebody speaks for the family."),
    2: gettext_lazy("What is the question?"),
    3: gettext_lazy("Read the sheet aloud: will, goals, what is there, the concern."),
    4: gettext_lazy("What have we not understood?"),
    5: gettext_lazy("How does it feel as the child, the mother, the neighbor?"),
    6: gettext_lazy("Ideas, from the own strengths outward. At least three, without any paragraph."),
    7: gettext_lazy("What shall the family be offered? At least two ways. Now paragraphs may be named."),
    8: gettext_lazy("What was good in this talk?"),
}
RINGS: dict[str, str | Promise] = {
    Ring.OWN: gettext_lazy("own strength"),
    Ring.FAMILY_FRIENDS: gettext_lazy("family and friends"),
    Ring.NEIGHBORHOOD: gettext_lazy("neighborhood"),
    Ring.MAINSTREAM: gettext_lazy("what is there for everybody"),
    Ring.PROJECT: gettext_lazy("project in the quarter"),
    Ring.PROFESSIONAL: gettext_lazy("professional help"),
}


def sheet_answer(sheet: SheetView | None) -> str:
    """Where the sheet stands, in a sentence."""
    if sheet is None:
        return _("A team advises on a sheet without names. It decides nothing.")
    if sheet.closed_at:
        offered = sum(each.offered for each in sheet.ideas)
        return _("The team has advised: %(ideas)s ideas, %(offered)s ways for the family.") % {
            "ideas": len(sheet.ideas), "offered": offered,
        }  # fmt: skip
    if sheet.expires_on:
        return _("Sheet %(number)s is checked and out until %(day)s.") % {
            "number": sheet.number, "day": date_format(sheet.expires_on, "DATE_FORMAT"),
        }  # fmt: skip
    return _("Names and places have been taken out by machine. You have not checked it yet.")


def sheet_paper(sheet: SheetView, *, office: str, at: datetime) -> bytes:
    """The sheet to be handed around, numbered and with its last day; it names nobody."""
    title = _("Sheet %(number)s for the advice of the team") % {"number": sheet.number}
    until = date_format(sheet.expires_on, "DATE_FORMAT") if sheet.expires_on else ""
    blocks = [heading(_("The question")), paragraph(sheet.question)]
    for part in sheet.body.split("\n\n"):
        first, *rest = part.split("\n")
        blocks += [heading(first), *(paragraph(line) for line in rest)]
    crumbs = _("Valid until %(day)s, then it is destroyed") % {"day": until}
    return paper(title=title, office=office, crumbs=crumbs, blocks=blocks, at=at)
