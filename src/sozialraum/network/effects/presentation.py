"""How effects that were told are said: readers, consents, and what still lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sozialraum.foundation.ui.drawing import number
from sozialraum.network.effects.consent_links import consent_token
from sozialraum.network.effects.enums import ConsentManner, EffectAudience
from sozialraum.network.effects.queries import Consent, EffectRow
from sozialraum.network.effects.rules import COVERS

Text = str | Promise

AUDIENCES: Final[Mapping[EffectAudience, Text]] = {
    EffectAudience.TEAM: gettext_lazy("the team alone"),
    EffectAudience.CITY: gettext_lazy("office, providers and committee"),
    EffectAudience.PUBLIC: gettext_lazy("everybody"),
}
MANNERS: Final[Mapping[ConsentManner, Text]] = {
    ConsentManner.WRITTEN: gettext_lazy("on paper, signed"),
    ConsentManner.ELECTRONIC: gettext_lazy("here on the screen"),
}


@dataclass(frozen=True, slots=True)
class EffectLine:
    """A story as a list shows it: its words, where it was, and who reads it today."""

    row: EffectRow
    area: str
    readers: str
    beginning: str


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One consent as its keeper reads it, with the address that the person is given."""

    consent: Consent
    text: str
    token: str
    ended: bool


def line(row: EffectRow, areas: Mapping[str, str]) -> EffectLine:
    """A story with its area and its readers in words."""
    return EffectLine(row, areas.get(row.area_code, row.area_code), readers(row), beginning(row.text))


def beginning(text: str, *, most: int = 220) -> str:
    """The first sentences of a text, cut at the end of a word.

    >>> beginning("Ein Satz. Noch ein Satz.", most=12)
    'Ein Satz. …'
    """
    plain = " ".join(text.split())
    return plain if len(plain) <= most else f"{plain[: plain.rfind(' ', 0, most)].rstrip(' ,;:–')} …"


def readers(row: EffectRow) -> str:
    """Who reads it today."""
    if row.open_to is None:
        lacking = row.persons - len(row.consents)
        if lacking > 0 and row.keeps:
            return ngettext(
                "Nobody reads it yet: one consent lacks.", "Nobody reads it yet: %(n)s consents lack.", lacking
            ) % {"n": number(lacking)}  # fmt: skip
        return _("Nobody reads it: a consent has ended.")
    if row.to_release:
        return _("Everybody told of agrees. It waits for being released.")
    return _("Read by: %(who)s.") % {"who": AUDIENCES[row.open_to]}


def consent_lines(row: EffectRow, *, today: date) -> list[ConsentLine]:
    """The consents of a story, for who keeps it."""
    return [
        ConsentLine(
            each,
            _("%(who)s, until %(day)s, %(how)s") % {
                "who": AUDIENCES[each.audience], "day": date_format(each.valid_until, "DATE_FORMAT"),
                "how": MANNERS[each.manner],
            },
            consent_token(each.id), ended=each.valid_until < today,
        )
        for each in row.consents
    ]  # fmt: skip


def narrower(audience: EffectAudience) -> list[tuple[EffectAudience, Text]]:
    """The audiences that a link may narrow a consent to."""
    return [
        (each, text) for each, text in AUDIENCES.items() if each is not audience and audience in COVERS[each]
    ]
