"""What the page of the city map is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from sozialraum.foundation.privacy.release import Figure, ReleasedTable
from sozialraum.social_structure.enums import Comparison
from sozialraum.social_structure.queries.areas import AreaFacts, Level, SystemFacts
from sozialraum.social_structure.queries.figures import ReleaseFacts
from sozialraum.social_structure.queries.indicators import IndicatorFacts
from sozialraum.social_structure.queries.map_layers import Crossing, Layer
from sozialraum.social_structure.queries.map_panels import Panel


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One line of the table twin."""

    area: AreaFacts
    figure: Figure
    value: str
    interval: str
    comparison: Comparison
    said: str
    places: int
    second: Figure | None = None
    second_value: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a select."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Picked:
    """The area that the strip below the map names."""

    area: AreaFacts
    row: AreaRow
    picture: str
    sentence: str
    denominator: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sentence under the question is made of."""

    leading: str
    whole: str
    higher: int
    lower: int
    same: int
    lowest: str
    highest: str
    middle: str
    known: int


@dataclass(frozen=True, slots=True)
class CityMap:
    """Everything that the page of the city map shows; ``panels`` is empty where no geometry was delivered.

    ``rows`` stand by area, ``ranked`` by value, the highest first and those without one last. ``districts`` and
    ``sayings`` are what the rows say of themselves, each once, in German order. ``drawn`` is what templates have drawn
    from it alone.
    """

    indicator: IndicatorFacts
    system: SystemFacts
    level: Level
    reference_date: date
    dates: tuple[date, ...]
    indicators: tuple[Option, ...]
    seconds: tuple[Option, ...]
    togethers: tuple[Option, ...]
    methods: tuple[Option, ...]
    cuts: tuple[Option, ...]
    figures: ReleasedTable
    layer: Layer
    second: Layer | None
    meeting: Crossing | None
    crossed: bool
    panels: tuple[Panel, ...]
    rows: tuple[AreaRow, ...]
    ranked: tuple[AreaRow, ...]
    districts: tuple[str, ...]
    sayings: tuple[str, ...]
    choosable: tuple[Option, ...]
    whole: Figure
    answer: Answer
    release: ReleaseFacts
    picked: Picked | None
    has_places: bool
    many_places: int
    counts: bool = False
    threshold: int = field(default=5)
    drawn: dict[Any, SafeString] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def reasons(self) -> list[str]:
        """Why the maps show what they show in this form and these classes; no sentence twice."""
        return list(dict.fromkeys(each for panel in self.panels for each in panel.reasons))

    @property
    def arranged(self) -> bool:
        """Whether the reader has changed more than indicator, areas and date."""
        chosen = next((each.value for each in self.methods if each.chosen), "")
        first = next((each.value for each in self.methods), "")
        return self.second is not None or self.counts or chosen != first

    @property
    def last_year(self) -> int:
        """The year of the latest date."""
        return self.dates[-1].year

    @property
    def yearly(self) -> bool:
        """Whether the dates are the ends of at least three years, so that a slider can choose among them."""
        return len(self.dates) > 2 and all((day.month, day.day) == (12, 31) for day in self.dates)
