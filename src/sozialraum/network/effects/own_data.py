"""What somebody told as a resident, for that person."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.privacy.own_data import Section
from sozialraum.network.effects.enums import EffectAudience
from sozialraum.network.effects.models import EffectStory
from sozialraum.network.effects.presentation import AUDIENCES

COVERED = ("effects.EffectStory", "effects.EffectConsent")


def own_sections(grant: Grant) -> list[Section]:
    """The stories that who takes the data along has told, each with the own consent; none is no section."""
    if grant.actor.user_id is None:
        return []
    found = EffectStory.objects.filter(user_id=grant.actor.user_id, ended_at__isnull=True)
    rows = tuple(
        (
            each.told_on, each.title, each.text, each.told_as, str(AUDIENCES[EffectAudience(each.audience)]),
            "; ".join(
                f"{AUDIENCES[EffectAudience(given.audience)]}, {given.valid_until}" for given in each.consents.all()
            ),
        )
        for each in found.prefetch_related("consents")
    )  # fmt: skip
    if not rows:
        return []
    columns = {
        "told_on": _("Day"), "title": _("What"), "text": _("In your words"), "told_as": _("Told as"),
        "audience": _("Who reads it at most"), "consents": _("Who may read what until when"),
    }  # fmt: skip
    return [Section("effects", _("What you told"), columns, rows)]
