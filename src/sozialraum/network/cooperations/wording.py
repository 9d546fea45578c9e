"""How the network of an area is said: its numbers as sentences, its kinds and rhythms in everyday words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sozialraum.analytics.networks import Sector
from sozialraum.foundation.confirmation import Freshness
from sozialraum.foundation.ui.drawing import number
from sozialraum.network.cooperations.enums import Confirmation, CooperationKind, Rhythm
from sozialraum.network.cooperations.filters import Firmness, Grouping, NetworkFilter
from sozialraum.network.cooperations.queries import CooperationRow
from sozialraum.network.cooperations.sheet import DayNetwork
from sozialraum.network.network_maps import Said
from sozialraum.network.network_maps.wording import listed

Text = str | Promise
MOST_BRIDGES: Final = 7
MOST_PARTNERS: Final = 3

KINDS: Final[Mapping[CooperationKind, Text]] = {
    CooperationKind.OFFER: gettext_lazy("run an offer together"),
    CooperationKind.ROOMS: gettext_lazy("share rooms or equipment"),
    CooperationKind.WAY_ON: gettext_lazy("show people the way to each other"),
    CooperationKind.EXCHANGE: gettext_lazy("meet and exchange"),
    CooperationKind.EVENT: gettext_lazy("hold festivities or projects"),
    CooperationKind.HELP: gettext_lazy("support families together"),
    CooperationKind.PEOPLE: gettext_lazy("lend each other a hand"),
}
RHYTHMS: Final[Mapping[Rhythm, Text]] = {
    Rhythm.WEEKLY: gettext_lazy("every week"),
    Rhythm.MONTHLY: gettext_lazy("every month"),
    Rhythm.QUARTERLY: gettext_lazy("a few times a year"),
    Rhythm.YEARLY: gettext_lazy("once a year"),
    Rhythm.AS_NEEDED: gettext_lazy("when it is needed"),
}
CONFIRMATIONS: Final[Mapping[Confirmation, Text]] = {
    Confirmation.BOTH: gettext_lazy("both say so"),
    Confirmation.ONE_SIDE: gettext_lazy("one side says so"),
    Confirmation.NOBODY: gettext_lazy("noted, not confirmed yet"),
}
SECTORS: Final[Mapping[Sector, Text]] = {
    Sector.FAMILY: gettext_lazy("Nurseries, schools, learning"),
    Sector.FRIENDS: gettext_lazy("Meeting and neighborhood"),
    Sector.COLLEAGUES: gettext_lazy("Clubs, culture, faith"),
    Sector.PROFESSIONALS: gettext_lazy("Advice, help, health"),
}
GROUPINGS: Final[Mapping[Grouping, Text]] = {
    Grouping.AREA: gettext_lazy("by area"),
    Grouping.KIND: gettext_lazy("by what they are"),
}
FIRM: Final[Mapping[Firmness, Text]] = {
    Firmness.OFTEN: gettext_lazy("at least every month"),
    Firmness.BOTH: gettext_lazy("confirmed by both sides"),
    Firmness.FRESH: gettext_lazy("confirmed within a year"),
}
RINGS: Final[tuple[Text, ...]] = (
    gettext_lazy("many ties"), gettext_lazy("some"), gettext_lazy("few"),
)  # fmt: skip


def kinds_in_words(kinds: Sequence[CooperationKind]) -> str:
    """What two organizations do together."""
    return ", ".join(str(KINDS[kind]) for kind in kinds)


def together_in_words(row: CooperationRow) -> str:
    """What two organizations do together, in their own words where they have some."""
    kinds = kinds_in_words(row.kinds)
    return f"{row.about} ({kinds})" if row.about else kinds


def confirmed_in_words(row: CooperationRow) -> str:
    """Who has said that it holds, and when last."""
    said = str(CONFIRMATIONS[row.confirmation])
    if row.confirmed_on is None:
        return said
    day = date_format(row.confirmed_on, "F Y")
    if row.freshness is Freshness.STALE:
        return _("%(who)s, last in %(day)s. Does it still hold?") % {"who": said, "day": day}
    return _("%(who)s, last in %(day)s") % {"who": said, "day": day}


def answer(found: DayNetwork) -> str:
    """The answer to “Who works with whom?” in two sentences."""
    many, connected = len(found.organizations), len(found.connected)
    if not many:
        return _("No organization of this area stands in the directory yet.")
    if not found.cooperations:
        return ngettext(
            "One organization stands here. Nobody has noted yet with whom it works.",
            "%(n)s organizations stand here. Nobody has noted yet who works with whom.", many,
        ) % {"n": number(many)}  # fmt: skip
    who = ngettext("One organization stands here", "%(n)s organizations stand here", many) % {
        "n": number(many)
    }
    ties = ngettext("one cooperation joins them", "%(n)s cooperations join them", len(found.inside)) % {
        "n": number(len(found.inside))
    }
    alone = many - connected
    rest = (
        ngettext("One works with nobody yet.", "%(n)s work with nobody yet.", alone) % {"n": number(alone)}
        if alone
        else _("Everybody works with somebody.")
    )
    return f"{who}, {ties}. {rest}"


def sentences(found: DayNetwork, *, usual: float | None, around: str) -> list[Said]:
    """What the picture shows, number by number. ``usual`` is the mean density of areas like this one ``around`` it."""
    if not found.inside:
        return []
    said = [
        Said(
            per_hundred(found.density), _("of a hundred possible pairs work together."),
            _("In quarters of %(area)s it is %(n)s on average.") % {"area": around, "n": per_hundred(usual)}
            if usual is not None
            else "",
        )
    ]  # fmt: skip
    stars = found.stars
    said.append(
        Said(
            found.degrees[stars[0].id],
            ngettext("others work with %(names)s.", "others each work with %(names)s.", len(stars))
            % {"names": listed([each.name for each in stars])},
        )
    )
    # where dozens hold one other each, it says nothing
    if 0 < len(found.bridges) <= MOST_BRIDGES:
        bridges = listed([each.name for each in found.bridges])
        said.append(
            Said(
                len(found.bridges),
                ngettext("holds parts together: %(names)s.", "hold parts together: %(names)s.", len(found.bridges))
                % {"names": bridges},
                _("Without them, parts of the network would lose each other."),
            )
        )  # fmt: skip
    if len(found.parts) > 1:
        said.append(Said(number(len(found.parts)), _("parts do not know of each other.")))
    both = sum(row.confirmation is Confirmation.BOTH for row in found.inside)
    stale = sum(row.freshness is not Freshness.CONFIRMED for row in found.inside)
    said.append(
        Said(
            number(both),
            ngettext("cooperation is confirmed by both sides.", "cooperations are confirmed by both sides.", both),
            ngettext("%(n)s was not confirmed within a year.", "%(n)s were not confirmed within a year.", stale)
            % {"n": number(stale)}
            if stale
            else "",
        )
    )  # fmt: skip
    if found.partners_outside:
        many = len(found.partners_outside)
        said.append(
            Said(
                number(many), ngettext("partner comes from elsewhere.", "partners come from elsewhere.", many)
            )
        )
    return said


def changes(found: DayNetwork, before: DayNetwork, day: date) -> list[Said]:
    """What is different since the network of an earlier day."""
    old, now = ({row.pair for row in each.cooperations} for each in (before, found))
    begun, ended = len(now - old), len(old - now)
    on = date_format(day, "DATE_FORMAT")
    return [
        Said(number(begun), ngettext("cooperation began since.", "cooperations began since.", begun)),
        Said(
            number(ended), ngettext("cooperation has ended.", "cooperations have ended.", ended),
            _("On %(day)s, %(n)s of a hundred pairs worked together.") % {"day": on, "n": per_hundred(before.density)},
        ),
    ]  # fmt: skip


def between(pair: tuple[Sector, Sector]) -> str:
    """Two groups between which nobody works together."""
    return _("%(one)s – %(other)s") % {"one": SECTORS[pair[0]], "other": SECTORS[pair[1]]}


def per_hundred(share: float) -> str:
    """A share as so many of a hundred; with a decimal where few work together, since in a city most houses never meet.

    >>> per_hundred(0.3), per_hundred(0.0009)
    ('30', '0,1')
    """
    found = 100 * share
    return number(found, 0 if found >= 10 or not share else 1)


def most_with(partners: Sequence[tuple[str, int]]) -> str:
    """With which other groups most pairs work together.

    >>> most_with([("Nord", 4), ("Ost", 2)])
    'Nord (4), Ost (2)'
    """
    return ", ".join(f"{name} ({many})" for name, many in partners[:MOST_PARTNERS])


def filtered(chosen: NetworkFilter) -> str:
    """What alone is shown; empty where everything is."""
    told = [
        *([str(SECTORS[chosen.houses])] if chosen.houses else []),
        *([str(KINDS[chosen.kind])] if chosen.kind else []),
        *([str(FIRM[chosen.firmness])] if chosen.firmness else []),
    ]
    return _("Shown alone: %(what)s.") % {"what": "; ".join(told)} if told else ""
