"""The directory in memory: finds, filters and orders entries, and knows the way on foot to each.

It holds words, conditions and ids; what a page shows is read from the database for whoever asks. Order: how well the
words are met, then how well the wishes are, then the way on foot, then whether it was confirmed within a year, then the name. No popularity, no
payment and no provider enters.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources
from typing import Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from sozialraum.analytics.search import Document, Found, Lexicon, WordIndex, folded, stem, tokens
from sozialraum.foundation.confirmation import DAYS_FRESH
from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.network.directory.asked import WHOLE_MAP, Asked
from sozialraum.network.directory.columns import (
    AUDIENCES,
    KINDS,
    LEVELS,
    NO_AGE,
    OLDEST,
    RUBRICS,
    SOURCES,
    UNKNOWN,
    YES,
    Columns,
    Row,
    language_mask,
    rubric_mask,
)
from sozialraum.network.directory.sentence import Sentence, read_sentence
from sozialraum.network.directory.streets import Streets
from sozialraum.network.enums import Audience, CardVisibility, PlaceKind, ResourceLevel
from sozialraum.network.matching import Candidate, Need, Source
from sozialraum.network.schedules import asked_bits

STEPS: Final = 8
"""Into so many steps the scores are sorted, so that a hair's breadth of words does not outweigh ten minutes' way."""
LEAST: Final = 0.22
"""What of the best score an entry needs to be shown at all."""
FAR: Final = 60
"""From so many minutes on foot on an entry stands behind all that are nearer, however well its words fit."""
SEES: Final = {CardVisibility.PUBLIC: 2, CardVisibility.TEAM: 3, CardVisibility.CASE: 4}
MOST_CANDIDATES: Final = 400


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a way begins: its name as it is written, and its point in degrees."""

    name: str
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry found: where it is kept, how far it is, and how it answers."""

    source: Source
    id: UUID
    minutes: float | None
    found: tuple[Found, ...]
    speaks: bool
    especially: bool
    knows_age: bool
    knows_time: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one place found stands on the map."""

    id: UUID
    name: str
    area_code: str
    longitude: float
    latitude: float
    fresh: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of entries with the number of all, and what was understood of the sentence."""

    entries: tuple[Listed, ...]
    total: int
    in_reach: int
    confirmed: int
    by_kind: dict[PlaceKind, int]
    asked: Asked
    sentence: Sentence
    origin: Origin | None
    straight: bool
    spots: tuple[Spot, ...] = ()


@cache
def lexicon() -> Lexicon:
    """The words of the field, from the file beside this module."""
    text = resources.files("sozialraum.network.directory").joinpath("words.toml").read_text("utf-8")
    return Lexicon.read(tomllib.loads(text))


class Catalog:
    """All entries of one moment. Built from rows; rows that changed replace the ones before."""

    def __init__(
        self,
        rows: Iterable[Row],
        *,
        today: date,
        origins: Iterable[Origin] = (),
        streets: Streets | None = None,
    ) -> None:
        """Read all rows; ``origins`` are areas and what else a way may begin at."""
        self.today = today
        self.words = WordIndex(lexicon())
        self.keys: list[tuple[Source, UUID]] = []
        self.names: list[str] = []
        self._sort_keys: list[str] = []
        self.numbers: dict[tuple[Source, UUID], int] = {}
        self.tongues: dict[str, int] = {}
        self.columns = Columns.of([], self.tongues)
        self.streets = streets or Streets(None)
        self._areas = {_place_name(each.name): each for each in origins}
        self._corners: dict[str, list[tuple[float, float, str]]] = {}
        self.put(rows)

    def __len__(self) -> int:
        """How many entries there are."""
        return int(self.columns.alive.sum())

    def put(self, rows: Iterable[Row]) -> None:
        """Add entries; those that were there before are replaced."""
        rows = list(rows)
        self.drop((each.source, each.id) for each in rows)
        first = len(self.keys)
        self.words.add(Document(each.words) for each in rows)
        self.columns.grow(Columns.of(rows, self.tongues))
        for number, each in enumerate(rows, start=first):
            key = (each.source, each.id)
            self.keys.append(key)
            self.names.append(each.name)
            self._sort_keys.append(german_sort_key(each.name))
            self.numbers[key] = number
            if each.longitude is not None and each.latitude is not None:
                corner = (each.longitude, each.latitude, each.address)
                street = each.address.rstrip("0123456789 abcABC-").strip(" ,")
                for name in {street, each.name}:
                    if len(name) > 3:
                        self._corners.setdefault(_place_name(name), []).append(corner)
        self.streets.stand_at(self.columns.longitude, self.columns.latitude)
        self._by_name = np.empty(len(self.names), np.int64)
        self._by_name[sorted(range(len(self.names)), key=self._sort_keys.__getitem__)] = np.arange(
            len(self.names)
        )

    def drop(self, keys: Iterable[tuple[Source, UUID]]) -> None:
        """Find these entries no more."""
        gone = [self.numbers.pop(key) for key in keys if key in self.numbers]
        self.words.remove(gone)
        self.columns.alive[gone] = False

    def origin(self, name: str) -> Origin | None:
        """Where a way begins that people name: a quarter, a street, a place."""
        place = _place_name(name)
        if place in self._areas:
            return self._areas[place]
        if corners := self._corners.get(place):
            middle = corners[len(corners) // 2]
            return Origin(name, middle[0], middle[1])
        return None

    def understood(self, text: str) -> Sentence:
        """A typed sentence as filters."""
        return read_sentence(text, places=lambda name: self.origin(name) is not None)

    def find(self, asked: Asked, *, sees: CardVisibility, offset: int = 0, limit: int = 20) -> Listing:
        """The entries that answer, best first; what the sentence says is added to the conditions."""
        sentence = self.understood(asked.text)
        asked = _with(asked, sentence)
        origin = self._begin(asked)
        answer = self.words.search(asked.text) if asked.text.strip() else None
        open_to = self._open(asked, sees)
        if answer is not None:
            scores = np.where(open_to, answer.scores, 0.0)
            best = float(scores.max(initial=0.0))
            open_to &= scores >= max(LEAST * best, 1e-9)
            step = np.ceil(scores / max(best, 1e-9) * STEPS)
        else:
            step = np.zeros(len(open_to))
        minutes = self.streets.minutes((origin.longitude, origin.latitude)) if origin else None
        kinds = np.bincount(self.columns.kind[open_to], minlength=len(KINDS))
        if asked.kinds:
            open_to &= np.isin(self.columns.kind, [KINDS.index(kind) for kind in asked.kinds])
        reach = np.ones(len(open_to), np.bool_)
        if minutes is not None and asked.minutes is not None:
            # who is nowhere (a telephone, a confidential place) is far from nobody
            reach = (minutes <= asked.minutes) | np.isnan(self.columns.longitude)
            if (open_to & reach).any():
                open_to &= reach
        chosen = np.flatnonzero(open_to)
        wishes = self._wishes(asked)
        way = np.zeros(len(open_to)) if minutes is None else np.where(np.isfinite(minutes), minutes, 999.0)
        far = (way > FAR) & ~np.isnan(self.columns.longitude)
        fresh = self.columns.confirmed >= self.today.toordinal() - DAYS_FRESH
        order = np.lexsort(
            (
                self._by_name[chosen],
                ~fresh[chosen],
                np.round(way[chosen] / 2),
                -wishes[chosen],
                -step[chosen],
                far[chosen],
            )
        )
        shown = chosen[order][offset : offset + limit]
        return Listing(
            entries=tuple(
                Listed(
                    source=self.keys[number][0], id=self.keys[number][1], minutes=_way(minutes, number),
                    found=answer.why(number) if answer else (),
                    speaks=self._speaks(asked, number), especially=self._especially(asked, number),
                    knows_age=self._knows_age(number), knows_time=bool(self.columns.times[number]),
                )
                for number in shown.tolist()
            ),
            total=len(chosen), in_reach=int((open_to & reach).sum()), confirmed=int(fresh[chosen].sum()),
            by_kind={kind: int(count) for kind, count in zip(KINDS, kinds, strict=True) if count},
            asked=asked, sentence=sentence, origin=origin, straight=not self.streets.known,
            spots=self._spots(chosen, fresh) if asked.window else (),
        )  # fmt: skip

    def _spots(self, chosen: NDArray[np.intp], fresh: NDArray[np.bool_]) -> tuple[Spot, ...]:
        columns = self.columns
        # what somebody offers by a card or a provider has the middle of an area for its way, and no point
        at_a_point = ~np.isnan(columns.longitude) & (columns.source == SOURCES.index(Source.PLACE))
        located = chosen[at_a_point[chosen]]
        return tuple(
            Spot(self.keys[number][1], self.names[number], str(columns.area[number]), longitude, latitude, known)
            for number, longitude, latitude, known in zip(
                located.tolist(), columns.longitude[located].tolist(), columns.latitude[located].tolist(),
                fresh[located].tolist(), strict=True,
            )
        )  # fmt: skip

    def candidates(self, need: Need, *, sees: CardVisibility) -> list[Candidate]:
        """What may answer a need, for :func:`sozialraum.network.matching.rank`: the most everyday and nearest of each level."""
        columns = self.columns
        open_to = (
            self._open(Asked(age=need.age, audience=need.audience, step_free=need.step_free), sees)
            & ~columns.wish
        )
        scores = (
            self.words.search(need.words).scores if need.words.strip() else np.zeros(len(open_to), np.float32)
        )
        mask = rubric_mask(need.rubrics)
        best = float(scores.max(initial=0.0)) or 1.0
        meets = scores >= LEAST * best
        if mask and need.words.strip():
            # words are the sharper question: a rubric alone answers where no word does
            answers = (
                meets & (scores > 0)
                if (meets & (scores > 0) & open_to).sum() >= 3
                else ((columns.rubrics & mask) != 0) | (scores > 0)
            )
        elif mask:
            answers = (columns.rubrics & mask) != 0
        elif need.words.strip():
            answers = meets & (scores > 0)
        else:
            answers = np.ones(len(open_to), np.bool_)
        # what came of a theme about this need answers it, also where its words do not say so
        came = [
            self.numbers[key] for each in need.results if (key := (Source.PLACE, UUID(each))) in self.numbers
        ]
        answers[came] = True
        open_to &= answers
        if need.languages:
            open_to &= (columns.languages & language_mask(need.languages, self.tongues)) != 0
        origin = self._begin(Asked(area_code=need.area_code, near=need.area_code, point=need.point))
        minutes = self.streets.minutes((origin.longitude, origin.latitude)) if origin else None
        way = np.full(len(open_to), np.inf) if minutes is None else minutes
        chosen = np.flatnonzero(open_to)
        order = chosen[np.lexsort((chosen, -scores[chosen], way[chosen], columns.level[chosen]))]
        kept = [
            number
            for level in range(len(LEVELS))
            for number in order[columns.level[order] == level][: MOST_CANDIDATES // 4].tolist()
        ]
        kept += [number for number in came if open_to[number] and number not in kept]
        return [self._candidate(number, float(scores[number]) / best, minutes) for number in kept]

    def _candidate(self, number: int, words: float, minutes: NDArray[np.float64] | None) -> Candidate:
        columns = self.columns
        source, key = self.keys[number]
        low, high = int(columns.age_from[number]), int(columns.age_to[number])
        return Candidate(
            source=source, id=str(key), name=self.names[number], level=ResourceLevel(LEVELS[columns.level[number]]),
            rubrics=frozenset(each for place, each in enumerate(RUBRICS) if columns.rubrics[number] >> place & 1),
            words=round(words, 3), age_from=None if low == NO_AGE else low, age_to=None if high == OLDEST else high,
            audience=AUDIENCES[columns.audience[number]],
            languages=frozenset(code for code, place in self.tongues.items() if columns.languages[number] >> place & 1),
            step_free=None if columns.step_free[number] == UNKNOWN else bool(columns.step_free[number]),
            times=int(columns.times[number]), area_code=str(columns.area[number]), minutes=_way(minutes, number),
            confirmed=bool(columns.confirmed[number] >= self.today.toordinal() - DAYS_FRESH),
        )  # fmt: skip

    def _begin(self, asked: Asked) -> Origin | None:
        if asked.point is not None:
            return Origin(asked.near, *asked.point)
        return self.origin(asked.near) if asked.near else None

    def _open(self, asked: Asked, sees: CardVisibility) -> NDArray[np.bool_]:
        """The entries that meet every hard condition; what nobody knows about age and times meets it."""
        columns = self.columns
        found: NDArray[np.bool_] = (
            columns.alive & (columns.ends >= self.today.toordinal()) & (columns.found_by < SEES[sees])
        )
        if asked.area_code:
            found &= columns.area == asked.area_code
        if asked.window is not None and asked.window != WHOLE_MAP:
            west, south, east, north = asked.window
            found &= (columns.longitude >= west) & (columns.longitude <= east)
            found &= (columns.latitude >= south) & (columns.latitude <= north)
            found &= columns.source == SOURCES.index(Source.PLACE)
        if asked.free:
            found &= columns.free
        if asked.step_free:
            found &= columns.step_free == YES
        if asked.quiet:
            found &= columns.quiet == YES
        if asked.age is not None:
            found &= (columns.age_from <= asked.age) & (columns.age_to >= asked.age)
        if asked.audience is not Audience.EVERYONE:
            wanted = [AUDIENCES.index(Audience.EVERYONE), AUDIENCES.index(asked.audience)]
            found &= np.isin(columns.audience, wanted)
        if asked.days or asked.parts:
            bits = asked_bits(asked.days, asked.parts)
            found &= (columns.times == 0) | ((columns.times & bits) != 0)
        return found

    def _wishes(self, asked: Asked) -> NDArray[np.int64]:
        """How many wishes an entry meets: the language, made for this person, and known to be for this age and time."""
        columns = self.columns
        found = np.zeros(len(columns.alive), np.int64)
        if asked.languages:
            found += 2 * ((columns.languages & language_mask(asked.languages, self.tongues)) != 0)
        if asked.audience is not Audience.EVERYONE:
            found += columns.audience == AUDIENCES.index(asked.audience)
        if asked.age is not None:
            found += (columns.age_from != NO_AGE) | (columns.age_to != OLDEST)
        if asked.days or asked.parts:
            found += columns.times != 0
        return found

    def _speaks(self, asked: Asked, number: int) -> bool:
        return bool(self.columns.languages[number] & language_mask(asked.languages, self.tongues))

    def _especially(self, asked: Asked, number: int) -> bool:
        return (
            asked.audience is not Audience.EVERYONE
            and AUDIENCES[self.columns.audience[number]] is asked.audience
        )

    def _knows_age(self, number: int) -> bool:
        return bool(self.columns.age_from[number] != NO_AGE or self.columns.age_to[number] != OLDEST)


def _with(asked: Asked, sentence: Sentence) -> Asked:
    """What was chosen by hand stands; the sentence fills in the rest."""
    return replace(
        asked, text=sentence.text, age=sentence.age if asked.age is None else asked.age,
        audience=sentence.audience if asked.audience is Audience.EVERYONE else asked.audience,
        languages=asked.languages or sentence.languages, days=asked.days or sentence.days,
        parts=asked.parts or sentence.parts, free=asked.free or sentence.free,
        step_free=asked.step_free or sentence.step_free, quiet=asked.quiet or sentence.quiet,
        minutes=sentence.minutes if asked.minutes is None else asked.minutes, near=asked.near or sentence.near,
    )  # fmt: skip


def _way(minutes: NDArray[np.float64] | None, number: int) -> float | None:
    return None if minutes is None or not np.isfinite(minutes[number]) else float(minutes[number])


def _place_name(name: str) -> str:
    """A name of a place as it is compared: "Alten Werft" is the Alte Werft."""
    return " ".join(stem(word) for word in tokens(folded(name)))
