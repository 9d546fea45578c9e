"""Consents to stories that end soon ask by mail: whoever tells of herself with one tap, else who keeps the story."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sozialraum.foundation.accounts.queries import mail_addresses
from sozialraum.foundation.privacy.actors import NOBODY
from sozialraum.network.due import Asker, Choice, Due, DueLink, Sheet, begin_of, due_path
from sozialraum.network.effects.consent_links import consent_token
from sozialraum.network.effects.enums import EffectAudience
from sozialraum.network.effects.models import EffectConsent
from sozialraum.network.effects.presentation import AUDIENCES
from sozialraum.network.effects.rules import ASK_BEFORE, LONGEST_CONSENT, consent_holds
from sozialraum.network.effects.services import KIND, answer_consent_by_link
from sozialraum.network.services import Refused
from sozialraum.network.services.places import changed

SORT = "effect"
STAYS, BACK = "stays", "back"


def due(at: datetime) -> Iterator[Due]:
    """Consents in their last weeks. Who tells of herself answers by the link; others are asked by who keeps the story."""
    today = timezone.localdate(at)
    ending = list(
        EffectConsent.objects.filter(
            withdrawn_at__isnull=True, story__ended_at__isnull=True, valid_until__range=(today, today + ASK_BEFORE)
        )
        .annotate(title=F("story__title"), told_by=F("story__user_id"), kept_by=F("story__kept_by"))
        .order_by("valid_until", "id")
    )  # fmt: skip
    known = mail_addresses(key for each in ending for key in (each.told_by, each.kept_by) if key)
    for each in ending:
        until = date_format(each.valid_until, "DATE_FORMAT")
        if each.told_by and each.told_by in known:
            hint = _("Your consent ends on %(day)s. May it be told on?") % {"day": until}
            path = due_path(SORT, each.id, at=at)
            yield Due(each.id, known[each.told_by], each.title, hint, path, begin_of(each.given_on, at))
        elif not each.told_by and each.kept_by in known:
            hint = _("A consent to this story ends on %(day)s. Ask the person once more.") % {"day": until}
            path = reverse("network:effect", args=[each.story_id])
            yield Due(each.story_id, known[each.kept_by], each.title, hint, path, begin_of(each.given_on, at))


def sheet(link: DueLink, at: datetime) -> Sheet | None:
    """What is told, who reads it, and until when the consent holds."""
    found = _asked(link, at)
    if found is None:
        return None
    audience = EffectAudience(found.audience)
    return Sheet(
        question=_("May “%(title)s” be told on?") % {"title": found.story.title},
        lines=(
            (_("What is told"), found.story.text), (_("Who may read it"), str(AUDIENCES[audience])),
            (_("Until"), date_format(found.valid_until, "DATE_FORMAT")),
        ),
        choices=(
            Choice(STAYS, _("Yes, for another year"), _("Thank you. It may be told for another year.")),
            Choice(BACK, _("No, take it back"), _("It is taken back and erased everywhere."), away=True),
        ),
        answered=found.given_on >= timezone.localdate(link.made_at),
    )  # fmt: skip


@transaction.atomic
def answer(link: DueLink, choice: str, at: datetime) -> None:
    """Agree for another year, to the same readers, or take it back.

    Raises :class:`Refused` where the consent is gone, or where custody has to agree again beyond the team.
    """
    found = _asked(link, at)
    if found is None:
        raise Refused(
            gettext_noop("This link does not hold any more."), gettext_noop("The consent was taken back already.")
        )  # fmt: skip
    if choice == BACK:
        answer_consent_by_link(consent_token(found.id), narrower=None, at=at)
        return
    today = timezone.localdate(at)
    decision = consent_holds(
        audience=EffectAudience(found.audience), valid_until=today + LONGEST_CONSENT, minor=found.minor,
        guardian_agreed=False, today=today,
    )  # fmt: skip
    if not decision:
        raise Refused(decision.reason, gettext_noop("Ask the team to write it down anew."))
    found.valid_until, found.given_on = today + LONGEST_CONSENT, today
    found.save(update_fields=["valid_until", "given_on"])
    story = found.story
    story.changed_at = at
    story.save()
    changed(NOBODY, at, [str(story.id)], ["consents"], kind=KIND)


ASKER = Asker(due, sheet, answer)


def _asked(link: DueLink, at: datetime) -> EffectConsent | None:
    return (
        EffectConsent.objects.select_related("story")
        .filter(
            id=link.about, withdrawn_at__isnull=True, story__ended_at__isnull=True, story__user_id__isnull=False,
            valid_until__gte=timezone.localdate(at),
        )
        .first()
    )  # fmt: skip
