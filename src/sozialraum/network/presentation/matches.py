"""Why a resource was found for a need, in words; how well it fits is never a number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sozialraum.network.matching import Match, Reason
from sozialraum.network.presentation.directory import way_in_words

REASONS: Final[Mapping[Reason, str | Promise]] = {
    Reason.CAME_OF_THEME: gettext_lazy("came about because many missed it"),
    Reason.NEIGHBOR: gettext_lazy("from the neighborhood"),
    Reason.OPEN_TO_ALL: gettext_lazy("open to everyone, without an application"),
    Reason.PROJECT: gettext_lazy("a project of the quarter"),
    Reason.FITS_AGE: gettext_lazy("is meant for this age"),
    Reason.AGE_NOT_KNOWN: gettext_lazy("for which age is not known: ask"),
    Reason.SAME_WORDS: gettext_lazy("fits what you look for"),
    Reason.FITS_TIME: gettext_lazy("at the time you look for"),
    Reason.OTHER_TIME: gettext_lazy("at other times"),
    Reason.STEP_FREE: gettext_lazy("without steps"),
    Reason.NOT_CONFIRMED: gettext_lazy("nobody has confirmed lately that it still holds: ask"),
}


def reasons_in_words(match: Match) -> list[str]:
    """The reasons of a match, the most telling first, and how far it is on foot."""
    said = [str(REASONS[each]) for each in match.reasons if each in REASONS]
    minutes = match.candidate.minutes
    if minutes is not None and not match.candidate.anywhere:
        said.insert(1, way_in_words(minutes))
    if Reason.FARTHER_THAN_WISHED in match.reasons:
        said.append(_("farther than half an hour, since nothing nearer is known"))
    return said
