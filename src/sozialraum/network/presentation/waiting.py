"""What waits for somebody's word, as the start page says it: one line for each sort, with one way to the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sozialraum.foundation.confirmation import Freshness
from sozialraum.foundation.ui.addresses import address_of
from sozialraum.foundation.ui.contributions import Today
from sozialraum.foundation.ui.drawing import number
from sozialraum.network.presentation.places import freshness_in_words
from sozialraum.network.queries.waiting import Waiting, WaitingSort

FLOOR = "network"
ONE_BY_ONE = 2
YOURS = gettext_lazy("you or your house")


def asked_today(waiting: Sequence[Waiting], today: date) -> Iterator[Today]:
    """One or two entries by name, more of them as one line; cooperations as one line; each card that ends."""
    entries, ties, cards = ([each for each in waiting if each.sort is sort] for sort in WaitingSort)
    if entries and entries[0].many > ONE_BY_ONE:
        yield _entries(entries, today)
    else:
        yield from (_entry(each, today) for each in entries)
    if ties:
        yield _ties(ties, today)
    yield from (_card(each) for each in cards)


def _fresh(day: date | None, today: date) -> str:
    # whoever is asked to confirm need not be told to call first
    return freshness_in_words(Freshness.CONFIRMED, day, today=today) if day else _("not confirmed yet")


def _entry(entry: Waiting, today: date) -> Today:
    return Today(
        title=_("Does “%(name)s” still hold?") % {"name": entry.name}, text=_fresh(entry.day, today), floor=FLOOR, due_on=today,
        action_label=_("Look and confirm"), url=address_of("network:place", entry.key),
    )  # fmt: skip


def _entries(entries: Sequence[Waiting], today: date) -> Today:
    many = entries[0].many
    return Today(
        title=ngettext("%(n)s entry waits for your word", "%(n)s entries wait for your word", many) % {"n": number(many)},
        text=_("Longest “%(name)s”: %(fresh)s") % {"name": entries[0].name, "fresh": _fresh(entries[0].day, today)},
        floor=FLOOR, due_on=today, action_label=_("Go through them"), url=f"{reverse('network:asking')}?{urlencode({'wer': str(YOURS)})}",
    )  # fmt: skip


def _ties(ties: Sequence[Waiting], today: date) -> Today:
    first, many = ties[0], ties[0].many
    names = {"one": first.name, "other": first.partner, "n": many}
    title = (
        _("Do “%(one)s” and “%(other)s” still work together?") % names
        if many == 1
        else ngettext(
            "%(n)s cooperation of your house waits for your word",
            "%(n)s cooperations of your house wait for your word", many,
        ) % names
    )  # fmt: skip
    said = (
        _("Your side said so last in %(day)s.") % {"day": date_format(first.day, "F Y")}
        if first.day
        else _("Your side has not said so yet.")
    )
    text = said if many == 1 else _("First “%(one)s” with “%(other)s”.") % names
    return Today(
        title=title, text=text, floor=FLOOR, due_on=today, action_label=_("Look and confirm"),
        url=address_of("network:organization", first.key),
    )  # fmt: skip


def _card(card: Waiting) -> Today:
    day = date_format(card.day, "DATE_FORMAT") if card.day else ""
    return Today(
        title=_("The card “%(name)s” ends on %(day)s") % {"name": card.name, "day": day},
        text=_("After that it is erased. Shall it go on, the consent is given anew."), floor=FLOOR, due_on=card.day,
        action_label=_("Let it go on or end"), url=address_of("network:edit_card", card.key),
    )  # fmt: skip
