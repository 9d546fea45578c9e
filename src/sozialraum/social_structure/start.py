"""What the floor says on the start page, and what the search finds on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import chain, islice
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.ui.addresses import address_of
from sozialraum.foundation.ui.contributions import Begin, Hit, HouseLine, Moment, News, Today
from sozialraum.foundation.ui.drawing import number
from sozialraum.social_structure.access import can_import, can_view_figures
from sozialraum.social_structure.queries.areas import EDITION, AreaFacts, SystemFacts, area_systems, areas_of
from sozialraum.social_structure.queries.holdings import Holding, HoldingState, due_at
from sozialraum.social_structure.queries.indicators import released_indicators
from sozialraum.social_structure.queries.overview import in_brief

FLOOR = "social_structure"
MOST_DUE: Final = 3
MOST_NAMED: Final = 3


def today(actor: Actor, moment: Moment) -> Sequence[HouseLine | Begin | Today | News]:
    """A line in the drawing of the house; for planning also what the data room says is due, and what can be begun."""
    if not can_view_figures(actor):
        return []
    known = in_brief()
    said: list[HouseLine | Begin | Today | News] = []
    if known is not None:
        numbers = {"areas": known.areas, "indicators": number(known.indicators)}
        said.append(
            HouseLine(FLOOR, gettext("%(areas)s, %(indicators)s indicators") % numbers, known.latest_run)
        )
    if can_import(actor):
        said += _due(moment.today) if known is not None else []
        said += _to_begin(has_areas=known is not None)
    return said


def _due(day: date) -> list[Today | News]:
    """What is late, one line a publisher and day, since one table brings it all; definitions to be confirmed; gaps."""
    lines: dict[tuple[HoldingState, str, date], list[Holding]] = {}
    gaps = []
    for each in due_at(day):
        if each.due_on is None:
            gaps.append(each)
        else:
            lines.setdefault((each.state, each.publisher, each.due_on), []).append(each)
    said: list[Today | News] = [_line(*key, held) for key, held in list(lines.items())[:MOST_DUE]]
    if gaps:
        count = {"count": number(len(gaps))}
        text = ngettext(
            "%(count)s indicator has areas without a value.", "%(count)s indicators have areas without a value.", len(gaps)
        ) % count  # fmt: skip
        link = gettext("See what is missing")
        said.append(News(gettext("Data room"), address_of("social_structure:data_room"), link, text=text))
    return said


def _line(state: HoldingState, publisher: str, due_on: date, held: Sequence[Holding]) -> Today:
    names = ", ".join(each.name for each in held[:MOST_NAMED])
    if (more := len(held) - MOST_NAMED) > 0:
        names = ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", more) % {
            "names": names,
            "count": number(more),
        }
    if state is HoldingState.DUE:
        title = gettext("The next table is due: %(publisher)s") % {"publisher": publisher or held[0].name}
        text = gettext("As of %(day)s we have: %(names)s.") % {
            "day": date_format(min(each.latest for each in held if each.latest), "SHORT_DATE_FORMAT"), "names": names,
        }  # fmt: skip
    else:
        title = ngettext("A definition is to be confirmed", "Definitions are to be confirmed", len(held))
        text = gettext("Does it still say what we mean? %(names)s.") % {"names": names}
    url = held[0].url if len(held) == 1 else address_of("social_structure:data_room")
    label = held[0].step if len(held) == 1 else gettext("To the data room")
    return Today(title, text, FLOOR, due_on=due_on, action_label=label, url=url)


def _to_begin(*, has_areas: bool) -> list[Begin]:
    if not has_areas:
        return [Begin(gettext("Bring in areas"), address_of("social_structure:upload_areas"))]
    return [
        Begin(gettext("Bring in a table"), address_of("social_structure:upload")),
        Begin(gettext("Compute a new index"), address_of("social_structure:workshop")),
    ]


@kept(EDITION, size=2)
def _searched(system: SystemFacts) -> tuple[tuple[str, AreaFacts], ...]:
    return tuple((german_sort_key(each.name), each) for each in areas_of(system).values())


def find(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """Areas by name or key and indicators by name, of the newest cut."""
    systems = area_systems()
    if not systems or not can_view_figures(actor):
        return []
    wanted = german_sort_key(text).split("\x01")[0]
    areas = (
        Hit(area.name, area.url, area.district if area.district != area.name else "")
        for key, area in _searched(systems[0])
        if area.area_code == text.strip() or wanted in key
    )
    indicators = (
        Hit(each.name, f"{address_of('social_structure:map')}?indicator={each.code}", each.question)
        for each in released_indicators(systems[0])
        if wanted in german_sort_key(each.name)
    )
    # of the many areas of a large city that bear the word, only those that are shown are written
    return list(islice(chain(areas, indicators), limit))
