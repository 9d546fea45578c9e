"""Team sheets: put together without names, checked by a person, given out for thirty days, advised on, closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_noop

from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.enums import Ring
from sozialraum.individual.models import TeamSheet
from sozialraum.individual.queries.team_sheets import known_names, scrubbed_body
from sozialraum.individual.rules.team_sheets import MINUTES, may_close_advice, may_name_idea, scrub
from sozialraum.individual.services.process import by_staff
from sozialraum.individual.services.records import Refused, note_change, user_of

GIVEN_OUT_FOR = timedelta(days=30)


@transaction.atomic
def make_team_sheet(grant: Grant, *, question: str) -> int:
    """Put a sheet together from what is said, without names; returns its number. Nothing is given out by it yet."""
    case_id = by_staff(grant)
    if not question.strip():
        raise Refused(
            gettext_noop("The team needs a question."), gettext_noop("What do you want to know from it?")
        )
    last = TeamSheet.objects.filter(case_id=case_id).aggregate(last=Max("number"))["last"] or 0
    made = TeamSheet.objects.create(
        case_id=case_id, number=last + 1, question=scrub(question.strip(), known_names(grant)), body=scrubbed_body(grant),
        made_by=user_of(grant), made_at=grant.at,
    )  # fmt: skip
    note_change(grant, "individual.TeamSheet", made.id, ["question", "body"])
    return made.number


@transaction.atomic
def check_team_sheet(grant: Grant, sheet_id: UUID, *, body: str, question: str = "") -> None:
    """A person has read the sheet, line by line, and lets it out for thirty days; names typed into it are taken out.

    An empty ``question`` leaves the one that was asked.

    Raises :class:`Refused` for an empty sheet and for one that has been closed.
    """
    sheet = _open(grant, sheet_id)
    if not body.strip():
        raise Refused(gettext_noop("The sheet is empty."), gettext_noop("Leave in it what the team needs."))
    known = known_names(grant)
    sheet.body, sheet.question = scrub(body.strip(), known), scrub(question.strip(), known) or sheet.question
    sheet.checked_by, sheet.checked_at = user_of(grant), grant.at
    sheet.expires_on = timezone.localdate(grant.at) + GIVEN_OUT_FOR
    sheet.save(update_fields=["question", "body", "checked_by", "checked_at", "expires_on"])
    note_change(grant, "individual.TeamSheet", sheet.id, ["question", "body", "checked_by"])


@transaction.atomic
def go_to_phase(grant: Grant, sheet_id: UUID, phase: int) -> None:
    """Go on to another phase of the advice; it begins once a person has checked the sheet."""
    sheet = _open(grant, sheet_id)
    if sheet.checked_at is None:
        raise Refused(
            gettext_noop("Nobody has checked the sheet yet."), gettext_noop("Read it and let it out first.")
        )
    if phase not in MINUTES:
        raise Refused(gettext_noop("There are eight phases."), gettext_noop("Choose one of them."))
    sheet.phase = phase
    sheet.save(update_fields=["phase"])
    note_change(grant, "individual.TeamSheet", sheet.id, ["phase"])


@transaction.atomic
def name_advisers(
    grant: Grant, sheet_id: UUID, *, professionals: Sequence[str], providers: Sequence[str]
) -> None:
    """Keep who advises: professionals of the office, and providers, whose part ends with the advice (H2)."""
    sheet = _open(grant, sheet_id)
    sheet.professionals, sheet.providers = list(professionals), list(providers)
    sheet.save(update_fields=["professionals", "providers"])
    note_change(grant, "individual.TeamSheet", sheet.id, ["professionals", "providers"])


@transaction.atomic
def name_idea(grant: Grant, sheet_id: UUID, *, ring: Ring, text: str, provider: bool) -> None:
    """Keep an idea; before phase 7 without any paragraph. Names are taken out of it."""
    sheet = _open(grant, sheet_id)
    if not may_name_idea(text, phase=sheet.phase):
        raise Refused(
            gettext_noop("No paragraph and no kind of help before phase 7."),
            gettext_noop("Say in plain words what would help."),
        )
    idea = {
        "ring": ring.value,
        "text": scrub(text.strip(), known_names(grant)),
        "provider": provider,
        "offered": False,
    }
    sheet.ideas = [*sheet.ideas, idea]
    sheet.save(update_fields=["ideas"])
    note_change(grant, "individual.TeamSheet", sheet.id, ["ideas"])


@transaction.atomic
def close_advice(grant: Grant, sheet_id: UUID, *, offered: Sequence[int], dissent: str = "") -> None:
    """Close the advice with what the family is offered and with what was seen differently; it decides nothing.

    Raises :class:`Refused` with fewer than two professionals of the office, three ideas, or two alternatives.
    """
    sheet = _open(grant, sheet_id)
    places = {place for place in offered if 0 <= place < len(sheet.ideas)}
    complete = may_close_advice(
        ideas=len(sheet.ideas), alternatives=len(places), professionals=len(sheet.professionals)
    )
    if not complete:
        raise Refused(
            gettext_noop("Advice needs two professionals of the office, three ideas, and two alternatives for the family."),
            gettext_noop("Complete what is missing."),
        )  # fmt: skip
    sheet.ideas = [{**idea, "offered": place in places} for place, idea in enumerate(sheet.ideas)]
    sheet.dissent, sheet.closed_at, sheet.phase = (
        scrub(dissent.strip(), known_names(grant)),
        grant.at,
        max(MINUTES),
    )
    sheet.save(update_fields=["ideas", "dissent", "closed_at", "phase"])
    note_change(grant, "individual.TeamSheet", sheet.id, ["ideas", "closed_at"])


def _open(grant: Grant, sheet_id: UUID) -> TeamSheet:
    sheet = TeamSheet.objects.select_for_update().filter(id=sheet_id, case_id=by_staff(grant)).first()
    if sheet is None:
        raise gate.Denied(Decision.no("This case has no such sheet."))
    if sheet.closed_at is not None:
        raise Refused(gettext_noop("This advice is closed."), gettext_noop("Make a new sheet."))
    return sheet
