"""Strengths of quarters as indicators: places, offers, play space and what children reach on foot."""

from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np
import pyarrow as pa

from sozialraum.analytics.reach import (
    StreetGraph,
    WalkerKind,
    homes_along,
    nearest_place,
    walking_distance,
)
from sozialraum.demo.city.blueprint import Blueprint
from sozialraum.demo.city.catalog import Indicator
from sozialraum.demo.city.indicators import OBSERVED, Series
from sozialraum.demo.city.places import Place
from sozialraum.demo.city.streets import Streets

TEN_MINUTES = walking_distance(10, WalkerKind.CHILD)
_DAY = date(2025, 12, 31)
_DIRECTORY = "Verzeichnis der Stadt"
_NETWORK = "Verzeichnis der Stadt, Wegenetz"

# Kinds of place that count for each reach indicator.
REACHES = {
    "reach_playground": ("playground",),
    "reach_youth_place": ("youth_center",),
    "reach_library": ("library",),
    "reach_pediatrician": ("pediatrician",),
}


def _asset(
    code: str, titles: tuple[str, str], counted: str, among: str, *, source: str, per: int
) -> Indicator:
    return Indicator(
        code, titles[0], titles[1], counted, among, "", source, "asset", ((2025, 0.0),), 0.0, 0.0, per=per,
        suppression="none", dates=(_DAY,),
    )  # fmt: skip


_CHILDREN = "Einwohnerinnen und Einwohner unter 18 Jahren"
ASSETS: tuple[Indicator, ...] = (
    _asset("meeting_places", ("Treffpunkte für junge Menschen", "Meeting places for young people"),
           "Treffpunkte im Verzeichnis", "Einwohnerinnen und Einwohner unter 21 Jahren",
           source=_DIRECTORY, per=1000),
    _asset("offers", ("Orte und Angebote", "Places and offers"),
           "Orte und Angebote im Verzeichnis", "Einwohnerinnen und Einwohner unter 21 Jahren",
           source=_DIRECTORY, per=1000),
    _asset("play_space", ("Spielfläche je Kind in m²", "Play space per child in m²"),
           "Quadratmeter Spiel- und Bolzplatz", _CHILDREN, source="Grünflächenamt", per=1),
    _asset("reach_playground", ("Spielplatz in zehn Minuten", "Playground within ten minutes"),
           "Kinder, die einen Spielplatz in zehn Minuten zu Fuß erreichen", _CHILDREN,
           source=_NETWORK, per=100),
    _asset("reach_youth_place", ("Jugendtreff in zehn Minuten", "Youth meeting place within ten minutes"),
           "Kinder, die einen Treffpunkt für Jugendliche in zehn Minuten zu Fuß erreichen", _CHILDREN,
           source=_NETWORK, per=100),
    _asset("reach_library", ("Bücherei in zehn Minuten", "Library within ten minutes"),
           "Kinder, die eine Bücherei in zehn Minuten zu Fuß erreichen", _CHILDREN, source=_NETWORK, per=100),
    _asset("reach_pediatrician", ("Kinderarztpraxis in zehn Minuten", "Pediatrician within ten minutes"),
           "Kinder, die eine Kinderarztpraxis in zehn Minuten zu Fuß erreichen", _CHILDREN, source=_NETWORK,
           per=100),
)  # fmt: skip


def draw_assets(
    blueprint: Blueprint, streets: Streets, places: list[Place], offers: pa.Table
) -> list[Series]:
    """Count places and offers, add up play space and measure walks over the street graph.

    Children are taken to live evenly along their quarter's streets, but not on bridges and the roads between towns.
    """
    under_18 = np.array([quarter.under_18 for quarter in blueprint.quarters], dtype=np.int64)
    counts = _counts(blueprint, places, offers)
    under_21 = np.array([quarter.under_21 for quarter in blueprint.quarters], dtype=np.int64)
    bases = {"meeting_places": under_21, "offers": under_21}
    for code, kinds in REACHES.items():
        counts[code] = _reached(blueprint, streets, places, kinds)
    status = np.full(len(under_18), OBSERVED)
    return [
        Series(entry, _DAY, counts[entry.code], bases.get(entry.code, under_18), status) for entry in ASSETS
    ]


def _counts(blueprint: Blueprint, places: list[Place], offers: pa.Table) -> dict[str, np.ndarray]:
    size = len(blueprint.quarters)
    where = np.array([place.quarter for place in places])
    meeting = np.array([place.meeting_place for place in places])
    space = np.array([place.play_space for place in places])
    offered = Counter(offers["area_code"].to_pylist())
    return {
        "meeting_places": np.bincount(where[meeting], minlength=size),
        "offers": np.bincount(where, minlength=size)
        + np.array([offered.get(quarter.code, 0) for quarter in blueprint.quarters]),
        "play_space": np.rint(np.bincount(where, weights=space, minlength=size)).astype(np.int64),
    }


def _reached(
    blueprint: Blueprint, streets: Streets, places: list[Place], kinds: tuple[str, ...]
) -> np.ndarray:
    graph = street_graph(streets)
    homes = homes_along(graph)
    there = graph.snap([place.point for place in places if place.kind in kinds])
    near = nearest_place(graph, homes, there, limit=TEN_MINUTES).place >= 0
    quarter = streets.areas[streets.nearest(graph.positions(homes))]
    size = len(blueprint.quarters)
    lived = np.bincount(quarter, minlength=size)
    share = np.divide(
        np.bincount(quarter, weights=near, minlength=size), lived, where=lived > 0, out=np.zeros(size)
    )
    under_18 = np.array([entry.under_18 for entry in blueprint.quarters])
    return np.asarray(np.rint(share * under_18), dtype=np.int64)


def street_graph(streets: Streets) -> StreetGraph:
    """The streets as the graph that walks are measured on."""
    return StreetGraph(
        streets.points, streets.edges.astype(np.int64), streets.metres, tuple(streets.kinds.tolist())
    )
