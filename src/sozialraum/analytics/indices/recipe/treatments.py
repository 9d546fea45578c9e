"""What happens to a column of values on its way into an index: filling, limiting, smoothing, normalizing."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from sozialraum.analytics.indices.recipe.form import Finite, Piece

Scope = Literal["period", "pooled"]
QuantileType = Literal[1, 2, 3, 4, 5, 6, 7, 8, 9]


class Missing(Piece):
    """What an unknown value does to its area. Every value that is filled in is listed with the result.

    - `exclude`: the area is left out.
    - `mean`, `median`: of the known values of the period; `group_mean`, `group_median`: of the areas that have the
      same entry in the `group` column (as COINr imputes).
    - `neutral`: the middle of the normalized scale, 0 for z-values and normal scores (as in Scotland), else the
      mean of the known normalized values.
    - `reweight`: the weights of the known inputs of the part are scaled up; for weighted sums and means only.

    `minimum_known` is the share of a recipe's inputs that must be known; below it the area is left out.
    """

    method: Literal["exclude", "mean", "median", "group_mean", "group_median", "neutral", "reweight"] = (
        "exclude"
    )
    group: tuple[str, ...] = ()
    minimum_known: Finite = Field(default=0.0, ge=0, le=1)

    @model_validator(mode="after")
    def _group_is_named(self) -> Self:
        if self.method.startswith("group_") != bool(self.group):
            raise ValueError(
                "group names the column of groups for group_mean and group_median, and only there"
            )
        return self


class Outliers(Piece):
    """Which values are extreme within their period, and what is done about it. Each one is listed.

    - `quantiles`: outside the quantiles `lower` and `upper` (of the named type).
    - `deviations`: farther than `limit` standard deviations from the mean.
    - `fences`: farther than `limit` interquartile ranges below the first or above the third quartile (Tukey).
    - `skewness`: one value after the other is drawn in to its neighbor, on the side that the skewness points to,
      at most `points` values, until |skewness| < `skewness` or excess kurtosis < `kurtosis` (as COINr does).

    `action`: `clip` draws a value in to the border, `missing` treats it as unknown, `exclude` leaves the area out.
    """

    method: Literal["quantiles", "deviations", "fences", "skewness"]
    action: Literal["clip", "missing", "exclude"] = "clip"
    lower: Finite = Field(default=0.0, ge=0, le=1)
    upper: Finite = Field(default=1.0, ge=0, le=1)
    quantile_type: QuantileType = 7
    limit: Finite = Field(default=3.0, gt=0)
    skewness: Finite = Field(default=2.0, gt=0)
    kurtosis: Finite = Field(default=3.5)
    points: int = Field(default=5, ge=1)

    @model_validator(mode="after")
    def _borders_make_sense(self) -> Self:
        if self.lower >= self.upper:
            raise ValueError("lower must be below upper")
        if self.method == "skewness" and self.action != "clip":
            raise ValueError("skewness draws values in: its action is clip")
        return self


class Shrinkage(Piece):
    """Rates of small areas drawn toward the rate of all valid areas: (n p + m p̄) / (n + m) with m = `strength`.

    It applies to indicators that have a denominator in the table; which ones is told with the result.
    """

    strength: Finite = Field(default=50.0, gt=0)


class Normalization(Piece):
    """How values become comparable; afterwards more means more of what the index points to.

    - `z`: (x - mean) / deviation, of the population or a sample, weighted by the `weights` column if one is named.
    - `min_max`: from `low` to `high`.
    - `rank_normal`: normal scores of the ranks, Φ⁻¹(r / (n + 1)) (van der Waerden).
    - `rank_exponential`: -c ln(1 - R (1 - exp(-100 / c))) with c = `constant` and the scaled rank R, which is
      (n - rank + 1) / n (`ranks = "closed"`, as in England) or 1 - rank / n (`ranks = "open"`, as in Scotland).
    - `target`: the way from the least favorable value to the indicator's `target`, from `low` to `high`, values
      beyond the target counting as reached.
    - `none`: as it is, with its sign.

    `scope`: each period by itself, or all periods pooled. `ties` share the average, the better (`min`) or the worse
    (`max`) rank. `clip` limits the result to ±clip.
    """

    LATER: ClassVar[frozenset[str]] = frozenset(
        {"scope", "weights", "low", "high", "ranks", "ties", "constant", "clip"}
    )

    method: Literal["z", "min_max", "rank_normal", "rank_exponential", "target", "none"] = "z"
    deviation: Literal["population", "sample"] = "population"
    scope: Scope = "period"
    weights: tuple[str, ...] = ()
    low: Finite = 0.0
    high: Finite = 1.0
    ranks: Literal["closed", "open"] = "closed"
    ties: Literal["average", "min", "max"] = "average"
    constant: Finite = Field(default=23.0, gt=0)
    clip: Finite | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _fields_fit_method(self) -> Self:
        if self.low >= self.high:
            raise ValueError("low must be below high")
        if self.weights and self.method != "z":
            raise ValueError("weights belong to z-values")
        return self
