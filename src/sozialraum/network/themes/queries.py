"""Reading themes with their evidence; counts from cases come as released figures alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from sozialraum.foundation.database import statements
from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.release import Figure
from sozialraum.network.enums import MissingKind
from sozialraum.network.field_work.queries import counts_of_notes_on_missing
from sozialraum.network.themes.access import reads_all_themes
from sozialraum.network.themes.enums import ThemeState
from sozialraum.network.themes.models import EDITION, Theme
from sozialraum.network.themes.rules import OPEN, missing_subject
from sozialraum.social_structure.enums import Unit
from sozialraum.social_structure.queries import area_parents, areas_below, planning_system
from sozialraum.social_structure.queries.areas import area_system, whole_code
from sozialraum.social_structure.queries.figures import released, released_dates
from sozialraum.social_structure.queries.indicators import PREFIX, released_indicators

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done, and until when; ``done_on`` where it is done."""

    id: UUID
    text: str
    due_on: date
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a theme on a day."""

    state: ThemeState
    happened_on: date
    text: str
    told_as: str


@dataclass(frozen=True, slots=True)
class IndicatorEvidence:
    """A released figure of the area beside that of the whole; ``percent`` where it is a share of a hundred."""

    name: str
    percent: bool
    figure: Figure
    whole: Figure | None


@dataclass(frozen=True, slots=True)
class PinEvidence:
    """A released figure of a pin campaign: how many marked it, under which question."""

    title: str
    persons: int
    url: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """How one knows of a theme: the released count of families, notes from the field, pins, indicators.

    ``cases`` is ``None`` before the first release.
    """

    cases: Figure | None
    counted_on: date | None
    notes: int
    pins: tuple[PinEvidence, ...] = ()
    indicators: tuple[IndicatorEvidence, ...] = ()


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """One theme as everybody may read it."""

    id: UUID
    title: str
    text: str
    missing: MissingKind
    area_code: str
    area_vintage: str
    state: ThemeState
    public: bool
    raised_on: date
    raised_as: str
    owner_id: UUID | None
    owner_as: str
    decision_needed: str
    decision_place: str
    decision_on: date | None
    decision: str
    result: str
    result_place_id: UUID | None
    closed_on: date | None
    steps: tuple[Step, ...]
    events: tuple[Event, ...]
    evidence: Evidence

    @property
    def next_step(self) -> Step | None:
        """The first step that is not done."""
        return next((step for step in self.steps if step.done_on is None), None)


PinFunction = Callable[[Collection[str]], Iterable[tuple[MissingKind, str, PinEvidence]]]
"""Released figures of areas, each with what it says is missing and the key of its area: asked once for a page."""
_pin_functions: list[PinFunction] = []


def register_pins(function: PinFunction) -> None:
    """Let the tools of lived spaces bring their released figures as evidence."""
    if function not in _pin_functions:
        _pin_functions.append(function)


def themes(
    actor: Actor, *, today: date, area_code: str = "", states: Collection[ThemeState] = (), limit: int = 100
) -> list[ThemeRow]:
    """The themes of an area with everything below it (of all areas without one), the most pressing first.

    Open themes come first, those with nobody who cares before the others, then the latest.
    """
    (found,) = lists_of_themes(actor, [(states, limit)], today=today, area_code=area_code)
    return found


def lists_of_themes(
    actor: Actor, asked: Sequence[tuple[Collection[ThemeState], int]], *, today: date, area_code: str = ""
) -> list[list[ThemeRow]]:
    """What :func:`themes` says to several wishes, each of states and how many at most; all of it read at once."""
    found = readable(actor)
    if area_code:
        found = found.filter(area_code__in=areas_within(area_code))
    if all(states for states, _most in asked):
        found = found.filter(state__in=set().union(*(states for states, _most in asked)))
    order = sorted(
        found.values_list("state", "owner_as", "raised_on", "id"),
        key=lambda each: (each[0] not in OPEN, bool(each[1]), -each[2].toordinal()),
    )
    # a city has more themes than a page shows: only these are read whole
    lists = [[each[3] for each in order if not states or each[0] in states][:most] for states, most in asked]
    shown = set().union(*lists)
    if not shown:
        return [[] for _each in lists]
    whole = {each.id: each for each in found.filter(id__in=shown).prefetch_related("steps", "events")}
    known = _Known(whole.values(), today)
    rows = {theme_id: _row(each, known) for theme_id, each in whole.items()}
    return [[rows[theme_id] for theme_id in each if theme_id in rows] for each in lists]


def theme(actor: Actor, theme_id: UUID, *, today: date) -> ThemeRow | None:
    """One theme; ``None`` where there is none for this actor."""
    found = readable(actor).filter(id=theme_id).first()
    return _row(found, _Known([found], today)) if found else None


def count_by_state(actor: Actor, *, area_code: str = "") -> dict[ThemeState, int]:
    """How many themes stand at which step."""
    found = readable(actor)
    if area_code:
        found = found.filter(area_code__in=areas_within(area_code))
    return dict(Counter(ThemeState(state) for state in found.values_list("state", flat=True)))


# asked for by every start page, as what was closed is
@kept(EDITION, size=512)
def own_steps(user_id: UUID, *, until: date) -> tuple[tuple[UUID, str, Step], ...]:
    """The open steps of the themes that somebody cares for, due until a day: theme, its title, step."""
    return tuple(
        (theme_id, title, Step(number, text, due_on, None))
        for theme_id, title, number, text, due_on in statements.rows(
            _OWN_STEPS, [user_id, _OPEN_STATES, until]
        )
    )


def find_themes(actor: Actor, text: str, *, limit: int) -> list[tuple[UUID, str, ThemeState]]:
    """Themes with a word in their title: id, title and state."""
    found = readable(actor).filter(title__icontains=text)[:limit]
    return [(each.id, each.title, ThemeState(each.state)) for each in found]


@dataclass(frozen=True, slots=True)
class ThemeHint:
    """A theme as somebody reads it who marked the same as missing: how it stands, and where to find the result."""

    id: UUID
    title: str
    missing: MissingKind
    area_code: str
    state: ThemeState
    owner_as: str
    result: str
    result_place_id: UUID | None
    closed_on: date | None


def themes_on(missing: Collection[MissingKind], area_code: str) -> dict[MissingKind, tuple[ThemeHint, ...]]:
    """For each of these kinds the themes of this area or of one above it: open ones before closed ones, the latest first."""
    codes = {area_code, *above(area_code)}
    found: dict[MissingKind, tuple[ThemeHint, ...]] = {}
    rows = Theme.objects.filter(missing__in=set(missing), area_code__in=codes).exclude(
        state=ThemeState.RESTING
    )
    for each in sorted(rows, key=lambda row: (row.closed_on or date.max, row.raised_on), reverse=True):
        found[MissingKind(each.missing)] = (*found.get(MissingKind(each.missing), ()), _hint(each))
    return found


@kept(EDITION, size=4)
def closed_since(day: date) -> tuple[ThemeHint, ...]:
    """The themes that were closed with a result since a day, the latest first."""
    return tuple(
        ThemeHint(number, title, MissingKind(missing), area_code, ThemeState.SOLVED, owner_as, result, place_id, closed_on)
        for number, title, missing, area_code, owner_as, result, place_id, closed_on
        in statements.rows(_CLOSED, [ThemeState.SOLVED.value, day])
    )  # fmt: skip


_OPEN_STATES = [state.value for state in OPEN]
_OWN_STEPS = (
    "SELECT t.id, t.title, s.id, s.text, s.due_on FROM themes_themestep s JOIN themes_theme t ON t.id = s.theme_id"
    " WHERE t.owner_id = %s AND t.state = ANY(%s) AND s.done_on IS NULL AND s.due_on <= %s ORDER BY s.due_on, s.id"
)
_CLOSED = (
    "SELECT id, title, missing, area_code, owner_as, result, result_place_id, closed_on FROM themes_theme"
    " WHERE state = %s AND closed_on >= %s ORDER BY closed_on DESC"
)


def _hint(each: Theme) -> ThemeHint:
    return ThemeHint(
        id=each.id, title=each.title, missing=MissingKind(each.missing), area_code=each.area_code,
        state=ThemeState(each.state), owner_as=each.owner_as, result=each.result,
        result_place_id=each.result_place_id, closed_on=each.closed_on,
    )  # fmt: skip


def areas_within(area_code: str) -> frozenset[str]:
    """An area and everything below it, by key."""
    system = planning_system()
    return areas_below(system.id, area_code) if system else frozenset({area_code})


class _Known:
    """What is known about the areas of themes, read once for all: released counts, notes of field work, pins."""

    def __init__(self, found: Collection[Theme], today: date) -> None:
        self.system = planning_system()
        self.dates: dict[str, date | None] = {}
        codes = {code for each in found for code in areas_within(each.area_code)}
        self.noted = counts_of_notes_on_missing(codes, since=today - YEAR, until=today)
        self.pinned = [each for function in _pin_functions for each in function(codes)]

    def notes(self, missing: MissingKind, codes: Collection[str]) -> int:
        """How many notes of these areas name it as missing."""
        return sum(self.noted.get((missing, code), 0) for code in codes)

    def pins(self, missing: MissingKind, codes: Collection[str]) -> tuple[PinEvidence, ...]:
        """What was pinned in these areas about it."""
        return tuple(pin for kind, code, pin in self.pinned if kind is missing and code in codes)

    def of(self, subject: str, area_code: str) -> tuple[Figure | None, date | None]:
        """The latest released figure of a subject for an area, and its day."""
        if self.system is None:
            return None, None
        if subject not in self.dates:
            self.dates[subject] = next(reversed(released_dates(subject, self.system.id)), None)
        day = self.dates[subject]
        table = released(subject, self.system.id, day) if day else None
        return (table.figure(area_code), day) if table else (None, None)


def _row(found: Theme, known: _Known) -> ThemeRow:
    missing = MissingKind(found.missing)
    return ThemeRow(
        id=found.id, title=found.title, text=found.text, missing=missing, area_code=found.area_code,
        area_vintage=found.area_vintage, state=ThemeState(found.state), public=found.public, raised_on=found.raised_on,
        raised_as=found.raised_as, owner_id=found.owner_id, owner_as=found.owner_as,
        decision_needed=found.decision_needed, decision_place=found.decision_place, decision_on=found.decision_on,
        decision=found.decision, result=found.result, result_place_id=found.result_place_id, closed_on=found.closed_on,
        steps=tuple(Step(each.id, each.text, each.due_on, each.done_on) for each in found.steps.all()),
        events=tuple(
            Event(ThemeState(each.state), each.happened_on, each.text, each.told_as) for each in found.events.all()
        ),
        evidence=_evidence(found, missing, known),
    )  # fmt: skip


def _evidence(found: Theme, missing: MissingKind, known: _Known) -> Evidence:
    cases, day = known.of(missing_subject(missing), found.area_code)
    codes = areas_within(found.area_code)
    return Evidence(
        cases=cases, counted_on=day, notes=known.notes(missing, codes), pins=known.pins(missing, codes),
        indicators=tuple(_indicators(found, known)),
    )  # fmt: skip


def _indicators(found: Theme, known: _Known) -> Iterator[IndicatorEvidence]:
    facts = (
        area_system(known.system.code, known.system.vintage)
        if known.system and found.indicator_codes
        else None
    )
    if facts is None:
        return
    for each in released_indicators(facts):
        if each.code in found.indicator_codes:
            figure, _day = known.of(f"{PREFIX}{each.code}", found.area_code)
            whole, _day = known.of(f"{PREFIX}{each.code}", whole_code(facts))
            if figure is not None:
                yield IndicatorEvidence(each.name, each.unit is Unit.PERCENT, figure, whole)


def readable(actor: Actor) -> QuerySet[Theme]:
    """The themes that an actor may read, for the other questions about themes."""
    return Theme.objects.all() if reads_all_themes(actor) else Theme.objects.filter(Q(public=True))


def _parents() -> Mapping[str, str]:
    system = planning_system()
    return area_parents(system.id) if system else {}


def above(area_code: str) -> list[str]:
    """The areas that an area is part of, the next one first."""
    parents = _parents()
    found: list[str] = []
    while area_code in parents and len(found) < len(parents):
        area_code = parents[area_code]
        found.append(area_code)
    return found
