"""Why two entries are probably one, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from sozialraum.network.duplicates import Likeness

SHARED: Final[Mapping[Likeness, str | Promise]] = {
    Likeness.NAME: gettext_lazy("the same name"),
    Likeness.PHONE: gettext_lazy("the same telephone"),
    Likeness.WEBSITE: gettext_lazy("the same website"),
    Likeness.ADDRESS: gettext_lazy("the same address"),
    Likeness.NEAR: gettext_lazy("less than 80 meters apart"),
}


def shared_in_words(shared: Sequence[Likeness]) -> str:
    """What two entries share, as one line."""
    return ", ".join(str(SHARED[each]) for each in shared)
