"""The valid rows on their way from values to the scores of indicators and parts."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sozialraum.analytics.indices.aggregation import Blend, Members, found_weights, geometric, linear
from sozialraum.analytics.indices.frame import Frame
from sozialraum.analytics.indices.normalization import Constant, normalize
from sozialraum.analytics.indices.readings import covered
from sozialraum.analytics.indices.recipe import Indicator, Normalization, Part, Recipe
from sozialraum.analytics.indices.statistics import ordered_deviation
from sozialraum.analytics.indices.treatments import Blocks, Changes, draw_in, fill, logarithms, shrink_rates
from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import BoolArray, FloatArray, TableError


@dataclass
class Scores:
    """Scores by code, of indicators and parts alike; every one rises with what the index points to.

    `raw` are the values after extreme ones were taken away (`outliers` says where), for the rows of the table.
    `changes` and `weights` are taken down on the way.
    """

    frame: Frame
    raw: FloatArray
    outliers: BoolArray
    changes: Changes = field(default_factory=Changes)
    by_code: dict[str, FloatArray] = field(default_factory=dict)
    weights: list[tuple[str, str | None, str, float]] = field(default_factory=list)

    @property
    def recipe(self) -> Recipe:
        """The recipe that is applied."""
        return self.frame.readings.recipe

    def compute(self) -> None:
        """Compute every score that is needed, from the indicators up."""
        values = self._treated()
        unneeded = covered(self.recipe, self.frame.readings.ready)
        if self.recipe.missing.method in {"neutral", "reweight"}:
            needed = np.array([entry.code not in unneeded for entry in self.recipe.indicators])
            kind = "filled" if self.recipe.missing.method == "neutral" else "reweighted"
            self.changes.unknown(kind, np.isnan(values) & needed)
        for place, entry in enumerate(self.recipe.indicators):
            if entry.code not in unneeded:
                self.by_code[entry.code] = self._normalized(values[:, place], entry)
        for part in self.recipe.from_below():
            if part.code not in unneeded:
                self._score(part)

    def _treated(self) -> FloatArray:
        """Smoothed, transformed, filled in, drawn in: in this order; what was changed is taken down."""
        recipe = self.recipe
        values = self.frame.matrix(self.raw)
        if self.outliers.any():
            before = self.frame.matrix(self.frame.readings.raw)
            self.changes.note("outlier", np.where(self.frame.matrix(self.outliers), before, values), values)
        for place, entry in enumerate(recipe.indicators):
            sizes = self.frame.readings.denominators.get(entry.code)
            if recipe.shrinkage is not None and sizes is not None:
                people = sizes[self.frame.rows]
                for block in self.frame.blocks:
                    values[block, place] = shrink_rates(
                        values[block, place], people[block], recipe.shrinkage.strength
                    )
            if entry.transform == "log":
                values[:, place] = logarithms(values[:, place], entry.code)
        if self.frame.readings.stated.any():
            stated = self.frame.matrix(self.frame.readings.stated)
            self.changes.note("filled", np.where(stated, np.nan, values), values)
        filled = fill(values, recipe.missing, self.frame.blocks, self.frame.text(recipe.missing.group))
        if filled is not values:
            self.changes.note("filled", values, filled)
        if recipe.outliers is None or recipe.outliers.action != "clip":
            return filled
        drawn = filled.copy(order="K")
        for place in range(filled.shape[1]):
            for block in self.frame.blocks:
                drawn[block, place] = draw_in(filled[block, place], recipe.outliers)
        self.changes.note("outlier", filled, drawn)
        return drawn

    def _normalized(self, values: FloatArray, entry: Indicator) -> FloatArray:
        rule = entry.normalization or self.recipe.normalization
        sign = 1.0 if entry.direction == self.recipe.points else -1.0
        scores = self._by_rule(values, rule, entry.code, sign=sign, target=entry.target)
        if self.recipe.missing.method == "neutral":
            middle = rule.method in {"z", "rank_normal"}
            for block in self.frame.scope(rule.scope):
                gaps = np.isnan(scores[block])
                if gaps.any():
                    known = scores[block][~gaps]
                    scores[block] = np.where(gaps, 0.0 if middle else known.mean(), scores[block])
        return scores

    def _by_rule(
        self,
        values: FloatArray,
        rule: Normalization,
        code: str,
        *,
        sign: float = 1.0,
        target: float | None = None,
    ) -> FloatArray:
        scores = np.empty_like(values)
        weights = self.frame.number(rule.weights)
        for block in self.frame.scope(rule.scope):
            try:
                scores[block] = normalize(
                    values[block],
                    rule,
                    sign=sign,
                    weights=None if weights is None else weights[block],
                    target=target,
                )
            except Constant:
                raise _constant(code, rule) from None
        return scores

    def _score(self, part: Part) -> None:
        ready = self.frame.readings.ready.get(part.code)
        score = self._blended(part) if ready is None else ready[self.frame.rows]
        if part.normalization is not None:
            score = self._by_rule(score, part.normalization, part.code)
        self.by_code[part.code] = score

    def _blended(self, part: Part) -> FloatArray:
        found = self.recipe.members(part.code)
        members = Members(
            tuple(entry.code for entry in found),
            np.array([entry.weight for entry in found]),
            [self.by_code[entry.code] for entry in found],
        )
        shared = part.aggregation in {"sum", "mean", "geometric"}
        match part.aggregation:
            case "sum" | "mean":
                reweight = self.recipe.missing.method == "reweight"
                blend = linear(members, mean=part.aggregation == "mean", reweight=reweight)
            case "geometric":
                blend = geometric(members, part.code)
            case _:
                blend = found_weights(
                    members,
                    part,
                    blocks=self.frame.scope(part.scope),
                    counts=self.frame.number(part.frequency),
                    fit_rows=self.frame.since(part.fit_from),
                    anchor=None if part.anchor is None else self.by_code.get(part.anchor),
                )
                shared = part.scope == "pooled"
        if part.restandardize:
            return self._restandardized(part, blend, members.codes)
        self._note_weights(
            part, members.codes, blend.weights, self.frame.everything if shared else self.frame.blocks
        )
        return blend.values

    def _restandardized(self, part: Part, blend: Blend, codes: tuple[str, ...]) -> FloatArray:
        values = blend.values
        weights = np.empty((len(self.frame.blocks), len(codes)))
        sample = self.recipe.normalization.deviation == "sample"
        for place, block in enumerate(self.frame.blocks):
            deviation = ordered_deviation(values[block], sample=sample)
            if deviation < 1e-9:
                raise TableError(
                    gettext_noop("The indicators of the part “{part}” cancel each other out in every area."),
                    gettext_noop("Check their directions and weights in the recipe."),
                    part=part.code,
                )
            values[block] /= deviation
            weights[place] = blend.weights[min(place, len(blend.weights) - 1)] / deviation
        self._note_weights(part, codes, weights, self.frame.blocks)
        return values

    def _note_weights(self, part: Part, codes: tuple[str, ...], weights: FloatArray, blocks: Blocks) -> None:
        names = self.frame.names if blocks == self.frame.blocks else (None,)
        for name, row in zip(names, weights, strict=True):
            self.weights += [
                (part.code, name, code, float(weight)) for code, weight in zip(codes, row, strict=True)
            ]


def _constant(code: str, rule: Normalization) -> TableError:
    if rule.method == "target":
        return TableError(
            gettext_noop(
                "The target of the indicator “{indicator}” is no better than its least favorable value."
            ),
            gettext_noop("Check the target and the direction in the recipe."),
            indicator=code,
        )
    return TableError(
        gettext_noop("The indicator “{indicator}” has the same value in every valid area."),
        gettext_noop("It cannot tell areas apart: take it out of the recipe, or check its column."),
        indicator=code,
    )
