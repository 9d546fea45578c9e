"""How inputs become an index: parts in any depth, classes, and two parts crossed."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from sozialraum.analytics.indices.recipe.form import Code, Finite, Piece
from sozialraum.analytics.indices.recipe.treatments import Normalization, QuantileType, Scope


class Cut(Piece):
    """A border between two neighbouring classes and the class that the border itself belongs to."""

    at: Finite
    belongs_to: Literal["below", "above"]


class ClassDefinition(Piece):
    """A class: stable code, the published names, the sign by which combinations are written."""

    code: Code
    name_de: str
    name_en: str
    sign: str


class Grouping(Piece):
    """Numbered classes of about equal size, for each period.

    - `quantiles`: borders are quantiles of the index (Hyndman & Fan 1996, the named type); a border belongs to the
      class above it.
    - `ranks`: the class is the rank times `count` / n, rounded up.

    Class 1 is the one with the least or the most disadvantage, as `first` says.
    """

    method: Literal["quantiles", "ranks"] = "quantiles"
    count: int = Field(ge=2, le=100)
    quantile_type: QuantileType = 7
    first: Literal["least", "most"] = "least"


class Part(Piece):
    """A partial index made of indicators and of the parts that name it as their `parent`.

    `aggregation` of the members' normalized values with their weights:

    - `sum`, `mean`, and `geometric` (the weighted geometric mean; every value must be positive);
    - `principal_component`: the first component of their correlation matrix;
    - `factor`: one factor by maximum likelihood; the weights are its regression weights, scaled to the sum 1.

    The last two find their own weights. `scope` says whether each period finds its own or all are pooled; rows count
    as often as the `frequency` column says; `fit_from` lets only periods from that one on decide, the others get a
    score by the same weights; the sign is such that the score rises with the indicator `anchor`, or without one
    with the sum of its members.

    `restandardize` divides the result by its own standard deviation (of the same kind as the normalization's);
    `normalization` makes the result comparable before it enters the parent. Where a table has one of `columns`, the
    part is not computed but taken from there; `direction` says which way that column points.

    `classes` run from the lowest index to the highest, one more than there are `cuts`; or a `grouping` numbers them.
    """

    LATER: ClassVar[frozenset[str]] = frozenset(
        {
            "parent",
            "weight",
            "columns",
            "direction",
            "normalization",
            "scope",
            "frequency",
            "fit_from",
            "anchor",
            "grouping",
        }
    )

    code: Code
    title_de: str
    title_en: str
    aggregation: Literal["sum", "mean", "geometric", "principal_component", "factor"] = "sum"
    restandardize: bool = False
    cuts: tuple[Cut, ...] = ()
    classes: tuple[ClassDefinition, ...] = ()
    parent: Code | None = None
    weight: Finite = Field(default=1.0, gt=0)
    columns: tuple[str, ...] = ()
    direction: Literal["burden", "relief"] = "burden"
    normalization: Normalization | None = None
    scope: Scope = "period"
    frequency: tuple[str, ...] = ()
    fit_from: str | None = None
    anchor: Code | None = None
    grouping: Grouping | None = None

    @model_validator(mode="after")
    def _classes_fit_cuts(self) -> Self:
        if self.classes and len(self.classes) != len(self.cuts) + 1:
            raise ValueError(f"part {self.code}: {len(self.cuts)} cuts make {len(self.cuts) + 1} classes")
        if self.cuts and not self.classes:
            raise ValueError(f"part {self.code}: cuts without classes")
        at = [cut.at for cut in self.cuts]
        if at != sorted(set(at)):
            raise ValueError(f"part {self.code}: cuts must rise")
        if len({entry.code for entry in self.classes}) != len(self.classes):
            raise ValueError(f"part {self.code}: a class code stands twice")
        if self.classes and self.grouping is not None:
            raise ValueError(f"part {self.code}: classes by cuts and a grouping at once")
        if self.parent is not None and (self.classes or self.grouping is not None):
            raise ValueError(f"part {self.code}: only an index has classes, not a part of it")
        if self.aggregation not in {"principal_component", "factor"} and (
            self.frequency or self.fit_from or self.anchor or self.scope == "pooled"
        ):
            raise ValueError(f"part {self.code}: scope, frequency, fit_from and anchor need found weights")
        return self

    @property
    def all_classes(self) -> tuple[ClassDefinition, ...]:
        """The classes from the lowest index to the highest, numbered ones too; empty where there are none."""
        if self.grouping is None:
            return self.classes
        return tuple(
            ClassDefinition(
                code=f"group_{number}", name_de=str(number), name_en=str(number), sign=str(number)
            )
            for number in range(1, self.grouping.count + 1)
        )


class Combination(Piece):
    """Two parts crossed into cells; a cell's code is the sign of the first followed by that of the second."""

    code: Code
    parts: tuple[Code, Code]
