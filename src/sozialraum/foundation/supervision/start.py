"""What the start page says about notices and reviews."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.queries import notices_for
from sozialraum.foundation.supervision.access import can_see_notices
from sozialraum.foundation.ui.contributions import Moment, Today


def contributions(actor: Actor, _moment: Moment) -> Sequence[Today]:
    """One line where notices wait that nobody of the addressed role has seen."""
    if not can_see_notices(actor):
        return []
    waiting = [notice for notice in notices_for(actor) if notice.seen_at is None]
    if not waiting:
        return []
    title = ngettext(
        "A case was opened in an emergency", "%(count)s cases were opened in an emergency", len(waiting)
    ) % {"count": len(waiting)}
    first = min(notice.made_at for notice in waiting)
    return [
        Today(
            title=title, text=_("Look who opened it and why."), floor="individual", due_on=timezone.localdate(first),
            action_label=_("Look at the notices"), url=reverse("supervision:notices"), prominence=90,
        )
    ]  # fmt: skip
