"""What effects bring to the start page and to the pages of areas; both from memory, neither asks the database for words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.ui.contributions import Moment, News, Today
from sozialraum.foundation.ui.drawing import number
from sozialraum.network.effects import queries
from sozialraum.network.effects.access import can_release_effect, can_tell_effect
from sozialraum.network.effects.presentation import beginning
from sozialraum.network.effects.rules import ASK_BEFORE
from sozialraum.network.field_work.access import Unit
from sozialraum.network.themes.queries import areas_within
from sozialraum.social_structure.contributions import AreaKey, Told
from sozialraum.social_structure.queries import planning_system

FLOOR: Final = "network"
MOST: Final = 3
LATELY: Final = timedelta(days=14)


def today(actor: Actor, moment: Moment) -> Sequence[Today | News]:
    """A consent that was taken back or ends soon, for who keeps the story; for leads and planning, what waits for them."""
    if actor.user_id is None or not (can_tell_effect(actor) or can_release_effect(actor)):
        return []
    waiting = queries.waiting(today=moment.today)
    own = [each for each in waiting if each.kept_by == actor.user_id]
    found: list[Today | News] = [*_taken_back(own, moment), *_ending(own, moment)]
    if can_release_effect(actor):
        found += _to_release(sum(each.to_release for each in waiting))
    return found


def _taken_back(own: Sequence[queries.Waiting], moment: Moment) -> list[News]:
    if not any(each.ended_on and moment.today - each.ended_on <= LATELY for each in own):
        return []
    return [
        News(
            _("A consent was taken back"), reverse("network:effects"), _("See what is told"),
            text=_("What you wrote down about it is erased and stands nowhere any more."),
        )
    ]  # fmt: skip


def _ending(own: Sequence[queries.Waiting], moment: Moment) -> list[Today]:
    soon = [
        (each.last_day, each.id)
        for each in own
        if each.ended_on is None and each.agreed >= each.persons and each.last_day
        and each.last_day <= moment.today + ASK_BEFORE
    ]  # fmt: skip
    return [
        Today(
            title=_("A consent ends soon"), floor=FLOOR, due_on=last_day, action_label=_("Ask again"),
            text=_("After that nobody reads the story any more. Ask the person again."),
            url=reverse("network:effect", args=[story_id]),
        )
        for last_day, story_id in sorted(soon)[:1]
    ]  # fmt: skip


def _to_release(count: int) -> list[News]:
    if not count:
        return []
    heading = ngettext(
        "A story of what came of field work waits for you", "%(n)s stories of what came of field work wait for you", count
    ) % {"n": number(count)}  # fmt: skip
    text = _("Everybody told of agrees that everybody reads it. Read it once more before.")
    return [News(heading, reverse("network:effects"), _("Read and release"), text=text)]


def area_effects(area: AreaKey, day: date) -> Sequence[Told]:
    """What was told in an area and released, the latest first; those of the cut that is in force."""
    system = planning_system()
    if system is None or (system.code, system.vintage) != (area.system_code, area.vintage):
        return []
    rows = queries.public_effects(today=day, area_codes=areas_within(area.area_code))
    return [_told(row) for row in rows[:MOST]]


def theme_effects(actor: Actor, theme_id: UUID, day: date) -> Sequence[Told]:
    """What was told of a theme: everybody reads what was released, who is signed in also what is open to her."""
    if actor.user_id is None:
        rows = queries.public_effects(today=day, theme_id=theme_id)
    else:
        rows = [
            row for row in queries.effects(actor, today=day, theme_id=theme_id) if row.open_to is not None
        ]
    return [_told(row) for row in rows[:MOST]]


def place_effects(actor: Actor, place_id: UUID, day: date) -> Sequence[Told]:
    """What was told of an entry of the directory, as far as the actor may read it today."""
    rows = queries.effects(actor, today=day, place_id=place_id)
    return [_told(row) for row in rows if row.open_to is not None][:MOST]


def field_work_effects(actor: Actor, units: Collection[Unit], day: date, since: date) -> Sequence[Told]:
    """What was told of the work of these teams and providers since a day, as far as the actor may read it today."""
    rows = queries.effects(actor, today=day, units=units, since=since)
    return [_told(row) for row in rows if row.open_to is not None][:MOST]


def _told(row: queries.EffectRow) -> Told:
    return Told(
        row.title, beginning(row.text), row.told_as, row.told_on, reverse("network:effect", args=[row.id])
    )
