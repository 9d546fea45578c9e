"""What is shown to a trusted person, in words and pictures."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sozialraum.individual.enums import SharedThing
from sozialraum.individual.genograms import FamilyRow, draw_genogram, family_rows
from sozialraum.individual.presentation.arrangements import DoingLine, doing_lines
from sozialraum.individual.queries import GenogramView, NetworkMapView
from sozialraum.individual.queries.trust import ShownBy, TrustedRow
from sozialraum.network.network_maps import MapRow, draw_network, map_rows

THINGS: dict[SharedThing, str | Promise] = {
    SharedThing.OWN_WORDS: _("What I said and what I want"),
    SharedThing.GOALS: _("My goals"),
    SharedThing.MEETINGS: _("When and where the next meeting is"),
    SharedThing.CONTRIBUTIONS: _("Who does what for me"),
    SharedThing.PLAN: _("My part of the help plan"),
    SharedThing.NETWORK_MAP: _("My network map"),
    SharedThing.GENOGRAM: _("My genogram"),
}


@dataclass(frozen=True, slots=True)
class ShownPage:
    """What one person shows, ready for the page: every picture with its list."""

    shown: ShownBy
    doing: tuple[DoingLine, ...]
    network: SafeString | None
    people: tuple[MapRow, ...]
    genogram: SafeString | None
    family: tuple[FamilyRow, ...]


def things_in_words(row: TrustedRow) -> str:
    """What somebody sees, in one line."""
    return " · ".join(str(THINGS[each]) for each in row.things)


def shown_page(shown: ShownBy) -> ShownPage:
    """Draw what is shown."""
    network, genogram = shown.network_map, shown.genogram
    return ShownPage(
        shown, tuple(doing_lines(shown.doing, None)) if shown.doing else (),
        _network(network) if network else None, tuple(map_rows(network.sheet)) if network else (),
        _genogram(genogram) if genogram else None, tuple(family_rows(genogram.family)) if genogram else (),
    )  # fmt: skip


def _network(view: NetworkMapView) -> SafeString:
    title = gettext("Network map of %(name)s") % {"name": view.owner.name}
    return draw_network(view.sheet, middle=view.owner.name, title=title)


def _genogram(view: GenogramView) -> SafeString:
    return draw_genogram(view.family, title=gettext("Genogram of %(name)s") % {"name": view.owner.name})
