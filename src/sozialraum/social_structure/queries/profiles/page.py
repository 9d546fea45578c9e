"""Everything that the page of an area shows; its file as PDF and Excel, and its open page, read the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.privacy.actors import NOBODY, Actor
from sozialraum.foundation.ui.drawing import number
from sozialraum.foundation.ui.maps import location_map
from sozialraum.social_structure import wording
from sozialraum.social_structure.contributions import (
    AreaKey,
    Block,
    Theme,
    Told,
    blocks_of,
    themes_of,
    told_in,
)
from sozialraum.social_structure.enums import Comparison, IndicatorKind
from sozialraum.social_structure.models import Release, Run
from sozialraum.social_structure.queries.areas import (
    EDITION,
    AreaFacts,
    SystemFacts,
    area_system,
    areas_of,
    sheet_of,
    whole_code,
)
from sozialraum.social_structure.queries.figures import ReleaseFacts
from sozialraum.social_structure.queries.profiles.alike import Alike, alike_areas
from sozialraum.social_structure.queries.profiles.changes import Change, Changes, changes_of
from sozialraum.social_structure.queries.profiles.conditions import (
    Conditions,
    Gap,
    burdens,
    conditions_of,
    gaps_of,
)
from sozialraum.social_structure.queries.profiles.licences import (
    closed_said,
    to_everybody,
    to_who_works_here,
)
from sozialraum.social_structure.queries.profiles.people import PeopleView, people_of
from sozialraum.social_structure.queries.profiles.places import WhatIsHere, what_is_here
from sozialraum.social_structure.queries.runs import RUN_PREFIX

MOST_RUNS = 3


@dataclass(frozen=True, slots=True)
class RunLine:
    """A published run in which the area has a place."""

    id: UUID
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What rests on released tables alone, and so holds until a new one is released.

    ``closed`` where the reader misses some of them because they must not be passed on.
    """

    area: AreaFacts
    district: AreaFacts | None
    level: str
    location: SafeString | None
    conditions: Conditions
    changes: Changes
    people: PeopleView | None
    alike: tuple[Alike, ...]
    gaps: tuple[Gap, ...]
    closed: bool
    parts: tuple[AreaFacts, ...]
    runs: tuple[RunLine, ...]
    release: ReleaseFacts | None
    sources: tuple[str, ...]
    as_of: str


@dataclass(frozen=True, slots=True)
class AreaProfile:
    """The page of an area: its figures, what is there today, and what other floors bring.

    ``open`` is the page without sign-in, which shows nothing that was released for those alone who work here.
    """

    figures: Figures
    here: WhatIsHere
    blocks: tuple[Block, ...]
    themes: tuple[Theme, ...]
    told: tuple[Told, ...]
    open: bool

    @property
    def area(self) -> AreaFacts:
        """The area."""
        return self.figures.area

    @property
    def in_district(self) -> bool:
        """Whether it lies in a district that it can be compared with."""
        return self.figures.district is not None

    @property
    def lead(self) -> str:
        """The first sentence: what is there."""
        count = self.here.count
        if not count:
            return gettext("What is here has not been gathered yet.")
        said = ngettext("%(count)s place or offer is here.", "%(count)s places and offers are here.", count)
        return said % {"count": number(count)}

    @property
    def sentences(self) -> tuple[str, ...]:
        """What follows the first sentence: the way to others, conditions, and whether they change."""
        return tuple(
            each for each in (self._walk_said(), self._conditions_said(), self._change_said()) if each
        )

    @property
    def text(self) -> str:
        """The whole answer as one text."""
        return " ".join((self.lead, *self.sentences))

    def _walk_said(self) -> str:
        walk = self.here.walk
        if walk is None or not walk.beyond:
            return ""
        said = ngettext(
            "%(count)s more lies within %(minutes)s minutes on foot.",
            "%(count)s more lie within %(minutes)s minutes on foot.", walk.beyond,
        )  # fmt: skip
        return said % {"count": number(walk.beyond), "minutes": walk.minutes}

    def _conditions_said(self) -> str:
        lives, whole = self.figures.conditions.lives, self.area.system.whole_name
        if not lives:
            if self.figures.closed:
                return gettext("The figures about living conditions must not be passed on.")
            return gettext("No figures about living conditions are released here.")
        found = burdens(lives)
        if found:
            values = {"whole": whole, "burdens": wording.joined(found)}
            return gettext("Certainly higher than in %(whole)s: %(burdens)s.") % values
        if not self.area.parent_code:
            return ""
        needs = [each for each in lives if each.indicator.kind == IndicatorKind.NEED]
        if all(each.comparison is Comparison.UNKNOWN for each in needs):
            said = gettext("How sure it is that conditions differ from %(whole)s, the figures do not say.")
            return said % {"whole": whole} if needs else ""
        return gettext("No condition is certainly harder than in %(whole)s.") % {"whole": whole}

    def _change_said(self) -> str:
        main = self.figures.changes.main
        if main is None:
            return ""
        said = {
            Change.RISE: gettext("“%(indicator)s” has certainly risen since %(year)s."),
            Change.FALL: gettext("“%(indicator)s” has certainly fallen since %(year)s."),
            Change.OPEN: gettext("Whether “%(indicator)s” is changing is not certain yet."),
            Change.UNKNOWN: "",
        }[main.change]
        return said % {"indicator": main.indicator.name, "year": main.rows[-1].day.year}


def area_profile(
    *, system_code: str, vintage: int, area_code: str, actor: Actor, today: date, open_page: bool = False
) -> AreaProfile | None:
    """The profile of an area of a cut; None where there is no such area.

    With ``open_page`` it is that for everybody: only what may be known without sign-in, whoever asks.
    """
    system = area_system(system_code, vintage)
    area = None if system is None else areas_of(system).get(area_code)
    if system is None or area is None:
        return None
    key = AreaKey(system_code, vintage, area_code)
    reader = NOBODY if open_page else actor
    return AreaProfile(
        figures=figures_of(system, area, open_page=open_page),
        here=what_is_here(area, system, today),
        blocks=() if open_page else blocks_of(reader, key, today),
        themes=themes_of(reader, key, today),
        told=told_in(key, today),
        open=open_page,
    )


@kept(EDITION, size=256)
def figures_of(system: SystemFacts, area: AreaFacts, *, open_page: bool = False) -> Figures:
    """Drawn and worded once: released tables never change, and a new release makes a new edition.

    On the ``open_page`` stand only figures whose sources let them be passed on, and the others are named.
    """
    shown = to_everybody if open_page else to_who_works_here
    closed = closed_said(system, shown)
    conditions = conditions_of(area, system, shown)
    lines = (*conditions.lives, *conditions.reach, *conditions.assets)
    days = [each.reference_date for each in conditions.lives]
    # the day of most lines stands above them, the others say theirs
    as_of = max(days, key=lambda day: (days.count(day), day), default=None)
    sheet = sheet_of(system.id, area.level, system.levels[0].code) if area.parent_code else None
    return Figures(
        area=area, level=_level_word(system, area),
        district=None if area.district_code in {"", area.area_code} else areas_of(system)[area.district_code],
        location=None if sheet is None else location_map(
            sheet, area.area_code, area.district_code,
            title=gettext("Where %(area)s lies in %(whole)s") % {"area": area.name, "whole": system.whole_name},
        ),
        conditions=conditions, changes=changes_of(area, system, shown), people=people_of(area, system, shown),
        alike=alike_areas(area, system, shown) if area.area_code != whole_code(system) else (),
        gaps=gaps_of(conditions.lives, closed), closed=bool(closed),
        parts=tuple(each for each in areas_of(system).values() if each.parent_code == area.area_code),
        runs=_runs(system, area), release=max((each.release for each in lines), key=lambda each: each.number, default=None),
        sources=tuple(sorted({each.indicator.source for each in lines if each.indicator.source}, key=german_sort_key)),
        as_of=date_format(as_of, "SHORT_DATE_FORMAT") if as_of else "",
    )  # fmt: skip


def _level_word(system: SystemFacts, area: AreaFacts) -> str:
    return next((each.singular for each in system.levels if each.code == area.level), system.whole_name)


def _runs(system: SystemFacts, area: AreaFacts) -> tuple[RunLine, ...]:
    published = {
        subject.removeprefix(RUN_PREFIX)
        for subject in Release.objects.filter(system_id=system.id, subject__startswith=RUN_PREFIX)
        .order_by()
        .values_list("subject", flat=True)
    }
    found = Run.objects.filter(system_id=system.id, level=area.level, id__in=published)[:MOST_RUNS]
    return tuple(RunLine(each.id, each.number, each.title) for each in found)
