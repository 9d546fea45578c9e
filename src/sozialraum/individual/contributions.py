"""What the individual floor brings to the start page and the search: only what the actor is there for."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.ui.contributions import Begin, Hit, HouseLine, Moment, News, Resume, Today
from sozialraum.individual import queries
from sozialraum.individual.access import STAFF, can_list_cases, can_open_case

NEWS = 3


def individual_today(actor: Actor, moment: Moment) -> Sequence[Today | HouseLine | Resume | Begin | News]:
    """Own words that came in from families, how many families there are, and a new concern to write down."""
    if not can_list_cases(actor):
        return []
    found: list[Today | HouseLine | Resume | Begin | News] = []
    count = len(actor.keys(ScopeKind.CASE, *STAFF))
    if count:
        found.append(HouseLine("individual", _families(count)))
        found += _news(actor, moment)
    elif actor.has(Role.TEAM_LEAD):
        found.append(HouseLine("individual", _("The families of your team")))
    if can_open_case(actor):
        found.append(
            Begin(_("Write down a new concern"), reverse("individual:open"), _("Two details are enough"))
        )
    return found


def find_families(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """Families by name or number, among those the actor is there for."""
    try:
        with transaction.atomic():
            rows = queries.families_of(actor)
    except Denied:
        return []
    wanted = text.casefold()
    hits = [
        Hit(
            _("Family %(name)s") % {"name": row.family_name},
            reverse("individual:case", args=[row.id]),
            row.area_name,
        )
        for row in rows
        if wanted in row.family_name.casefold() or wanted in row.number
    ]
    return hits[:limit]


def _news(actor: Actor, moment: Moment) -> list[News]:
    with transaction.atomic():
        said = queries.latest_own_words(queries.list_own_cases(actor, at=moment.now), limit=NEWS)
    return [
        News(
            heading=_("New from the families"), url=reverse("individual:case", args=[words.case_id]),
            link_label=_("Look and answer"), words=words.text, speaker=words.speaker, said_at=words.said_at,
        )
        for words in said
    ]  # fmt: skip


def _families(count: int) -> str:
    return ngettext("%(count)s family you are there for", "%(count)s families you are there for", count) % {
        "count": count
    }
