"""What counting brings to the start page of a provider's people: one tap away."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.ui.contributions import Begin, Moment
from sozialraum.organization.direct_access.access import can_count_visits


def today(actor: Actor, moment: Moment) -> Sequence[Begin]:  # noqa: ARG001 - the registry's form
    """The way to the tally."""
    if not can_count_visits(actor):
        return []
    return [
        Begin(
            _("Count somebody who came without a case"),
            reverse("organization:direct_access"),
            _("One tap, no name"),
        )
    ]
