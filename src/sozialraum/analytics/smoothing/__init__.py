"""Rates of small areas, steadied by what is known about all of them or about their neighbors."""

from sozialraum.analytics.smoothing.empirical_bayes import (
    Smoothed,
    shrink_globally,
    shrink_spatially,
    shrink_toward_mean,
)

__all__ = ["Smoothed", "shrink_globally", "shrink_spatially", "shrink_toward_mean"]
