"""Which resources fit a goal or a gap: a pure rule that explains each rank and never assigns (DOMAIN 3.4, H3).

First hard conditions: age, days, language, way in, and how far somebody wants to walk. Then the order of levels from
what is one's own to what is professional, then the way on foot, then how well it fits. No payment, no popularity and
no provider enters the order. At least three are shown where there are three, and one of them lies outside the area.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from sozialraum.network.enums import Audience, ResourceLevel, Rubric
from sozialraum.network.schedules import ANY_PART, PartOfDay, asked_bits

FEWEST: Final = 3
SHOWN: Final = 6
LEVELS: Final = {level: number for number, level in enumerate(ResourceLevel)}
FAR: Final = 10_000.0
OF_A_RUBRIC, OF_THE_WORDS, FOR_THIS_GENDER, IN_THE_LANGUAGE = 2.0, 2.0, 0.5, 0.5


class Source(StrEnum):
    """Where a resource is kept: the directory's own tables, the providers' offers, or with who asks."""

    PLACE = "place"
    OFFER = "offer"
    CARD = "card"
    OWN = "own"


class Reason(StrEnum):
    """Why a resource stands where it stands, each a sentence of its own on the page."""

    OWN_STRENGTH = "own_strength"
    KNOWN_PERSON = "known_person"
    NEIGHBOR = "neighbor"
    OPEN_TO_ALL = "open_to_all"
    PROJECT = "project"
    PROFESSIONAL = "professional"
    SAME_RUBRIC = "same_rubric"
    SAME_WORDS = "same_words"
    FITS_AGE = "fits_age"
    FITS_TIME = "fits_time"
    SPEAKS_LANGUAGE = "speaks_language"
    FOR_GENDER = "for_gender"
    STEP_FREE = "step_free"
    NEAREST = "nearest"
    IN_REACH = "in_reach"
    OUTSIDE_AREA = "outside_area"
    CAME_OF_THEME = "came_of_theme"
    FARTHER_THAN_WISHED = "farther_than_wished"
    TIME_NOT_KNOWN = "time_not_known"
    AGE_NOT_KNOWN = "age_not_known"
    OTHER_TIME = "other_time"
    NOT_CONFIRMED = "not_confirmed"


LEVEL_REASONS: Final = {
    ResourceLevel.OWN: Reason.OWN_STRENGTH,
    ResourceLevel.NETWORK: Reason.KNOWN_PERSON,
    ResourceLevel.NEIGHBORHOOD: Reason.NEIGHBOR,
    ResourceLevel.MAINSTREAM: Reason.OPEN_TO_ALL,
    ResourceLevel.PROJECT: Reason.PROJECT,
    ResourceLevel.PROFESSIONAL: Reason.PROFESSIONAL,
}


@dataclass(frozen=True, slots=True)
class Need:
    """What is looked for: rubrics or words, for whom, when, from where, and how far is still fine.

    ``area_code`` is the quarter that somebody lives in; ``point`` (degrees, WGS 84) where the way begins, else the
    middle of the quarter. ``minutes`` is the person's own limit on foot. ``results`` are ids of entries that came of a theme
    about just this need: they answer it whatever their words say. Nothing here says who asks.
    """

    rubrics: frozenset[Rubric] = frozenset()
    words: str = ""
    age: int | None = None
    audience: Audience = Audience.EVERYONE
    languages: frozenset[str] = frozenset()
    step_free: bool = False
    days: frozenset[int] = frozenset()
    parts: PartOfDay = ANY_PART
    area_code: str = ""
    point: tuple[float, float] | None = None
    minutes: int = 30
    results: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """One resource as the rule sees it. ``None`` is unknown; ``words`` (0 to 1) says how well its text answers.

    ``times`` are the bits of :func:`sozialraum.network.schedules.bits`, 0 where nothing is known; ``minutes`` the way
    on foot. ``anywhere`` marks who comes along or helps by telephone, so that no way counts.
    """

    source: Source
    id: str
    name: str
    level: ResourceLevel
    rubrics: frozenset[Rubric] = frozenset()
    words: float = 0.0
    age_from: int | None = None
    age_to: int | None = None
    audience: Audience = Audience.EVERYONE
    languages: frozenset[str] = frozenset()
    step_free: bool | None = None
    times: int = 0
    area_code: str = ""
    minutes: float | None = None
    anywhere: bool = False
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Match:
    """A resource that fits, with the reasons of its rank; ``widened`` where a condition was eased to find three."""

    candidate: Candidate
    reasons: tuple[Reason, ...]
    outside: bool
    widened: bool = False


def rank(need: Need, candidates: Iterable[Candidate], *, limit: int = SHOWN) -> tuple[Match, ...]:
    """The resources that fit, closest to everyday life first; at least three where there are three.

    Where fewer than three meet the wished way and time, these two are eased, the way first, and every eased rank
    says so. Age, language and way in are never eased. One of those shown lies outside the area, where there is one; what
    came of a theme about this need is always among them.

    >>> near = Candidate(Source.PLACE, "1", "Treff", ResourceLevel.MAINSTREAM, frozenset({Rubric.SPORT}), minutes=9)
    >>> [match.reasons for match in rank(Need(rubrics=frozenset({Rubric.SPORT})), [near])]
    [(<Reason.OPEN_TO_ALL: 'open_to_all'>, <Reason.SAME_RUBRIC: 'same_rubric'>, <Reason.NEAREST: 'nearest'>)]
    """
    able = [each for each in candidates if _answers(need, each) and _possible(need, each)]
    wished = [each for each in able if _in_reach(need, each) and _in_time(need, each)]
    farther = [each for each in able if not _in_reach(need, each) and _in_time(need, each)]
    others = [each for each in able if not _in_time(need, each)]
    chosen = _ordered(need, wished)
    if len(chosen) < FEWEST:
        chosen += _ordered(need, farther)[: FEWEST - len(chosen)]
    if len(chosen) < FEWEST:
        chosen += _ordered(need, others)[: FEWEST - len(chosen)]
    shown = chosen[: max(limit, FEWEST)]
    if need.area_code and shown and not any(_outside(need, each) for each in shown):
        rest = [*chosen[len(shown) :], *_ordered(need, farther)]
        if beyond := next((each for each in rest if _outside(need, each)), None):
            shown = [*(shown[:-1] if len(shown) > FEWEST else shown), beyond]
    came = [each for each in _ordered(need, able) if each.id in need.results and each not in shown]
    shown += came[:1]
    nearest = min((each.minutes for each in shown if each.minutes is not None), default=None)
    return tuple(
        Match(
            each, _reasons(need, each, nearest), _outside(need, each),
            widened=not (_in_reach(need, each) and _in_time(need, each)),
        )
        for each in shown
    )  # fmt: skip


def _answers(need: Need, each: Candidate) -> bool:
    if each.id in need.results or each.words > 0:
        return True
    return bool(need.rubrics & each.rubrics) or not (need.rubrics or need.words)


def _possible(need: Need, each: Candidate) -> bool:
    if need.age is not None:
        if each.age_from is not None and need.age < each.age_from:
            return False
        if each.age_to is not None and need.age > each.age_to:
            return False
    if Audience.EVERYONE not in {each.audience, need.audience} and each.audience is not need.audience:
        return False
    if need.languages and not need.languages & each.languages:
        return False
    return not need.step_free or each.step_free is True


def _in_reach(need: Need, each: Candidate) -> bool:
    return each.anywhere or each.minutes is None or each.minutes <= need.minutes


def _in_time(need: Need, each: Candidate) -> bool:
    return (
        not (need.days or need.parts)
        or not each.times
        or bool(each.times & asked_bits(need.days, need.parts))
    )


def _outside(need: Need, each: Candidate) -> bool:
    return bool(need.area_code and each.area_code and each.area_code != need.area_code)


def fit(need: Need, each: Candidate) -> float:
    """How well a resource answers: rubric and words first, then what it does especially for this person."""
    found = OF_A_RUBRIC * bool(need.rubrics & each.rubrics) + OF_THE_WORDS * each.words
    found += FOR_THIS_GENDER * (each.audience is need.audience is not Audience.EVERYONE)
    return found + IN_THE_LANGUAGE * bool(need.languages & each.languages)


def _ordered(need: Need, found: Sequence[Candidate]) -> list[Candidate]:
    """Level, then whole minutes on foot, then fit, then the name, so that equal ones never change places."""

    def key(each: Candidate) -> tuple[int, int, float, str, str]:
        minutes = 0 if each.anywhere else FAR if each.minutes is None else each.minutes
        return LEVELS[each.level], round(minutes), -fit(need, each), each.name, each.id

    return sorted(found, key=key)


def _reasons(need: Need, each: Candidate, nearest: float | None) -> tuple[Reason, ...]:
    said = [Reason.CAME_OF_THEME] if each.id in need.results else []
    said.append(LEVEL_REASONS[each.level])
    if need.rubrics & each.rubrics:
        said.append(Reason.SAME_RUBRIC)
    if need.words and each.words > 0:
        said.append(Reason.SAME_WORDS)
    if need.age is not None:
        known = each.age_from is not None or each.age_to is not None
        said.append(Reason.FITS_AGE if known else Reason.AGE_NOT_KNOWN)
    if need.languages:
        said.append(Reason.SPEAKS_LANGUAGE)
    if each.audience is need.audience is not Audience.EVERYONE:
        said.append(Reason.FOR_GENDER)
    if need.step_free:
        said.append(Reason.STEP_FREE)
    if need.days or need.parts:
        known_time = Reason.FITS_TIME if _in_time(need, each) else Reason.OTHER_TIME
        said.append(known_time if each.times else Reason.TIME_NOT_KNOWN)
    if not _in_reach(need, each):
        said.append(Reason.FARTHER_THAN_WISHED)
    elif each.minutes is not None:
        said.append(Reason.NEAREST if each.minutes == nearest else Reason.IN_REACH)
    if _outside(need, each):
        said.append(Reason.OUTSIDE_AREA)
    if not each.confirmed:
        said.append(Reason.NOT_CONFIRMED)
    return tuple(said)


def own_candidates(found: Iterable[Candidate], *, level: ResourceLevel) -> list[Candidate]:
    """What a family brings itself, as candidates of the level "own" or "network"; kept nowhere."""
    return [replace(each, level=level, source=Source.OWN, anywhere=True) for each in found]
