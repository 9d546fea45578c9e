"""The plan of the whole city: `draw_city` is the one call that others use.

The plan is data only. The demo feeds it through the services that users call, or writes it as the files a
planner would receive (`sozialraum.demo.city.files`) and imports those.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, fields

import pyarrow as pa

from sozialraum.demo.city import tables
from sozialraum.demo.city.assets import ASSETS, draw_assets
from sozialraum.demo.city.blueprint import CITY_NAME, draw_blueprint
from sozialraum.demo.city.cases import cases_table
from sozialraum.demo.city.catalog import INDICATORS
from sozialraum.demo.city.geometry import draw_land, neighbors
from sozialraum.demo.city.indicators import draw_series
from sozialraum.demo.city.places import draw_places, places_table
from sozialraum.demo.city.population import draw_residents
from sozialraum.demo.city.providers import draw_providers, offers_table, provider_staff_table, providers_table
from sozialraum.demo.city.staff import Persona, personas, staff_table, teams_table
from sozialraum.demo.city.stories import Story, read_stories
from sozialraum.demo.city.streets import draw_streets, streets_tables

DEFAULT_SEED = 1

Progress = Callable[[str, int, int], None]
"""Called with the part that begins, how many parts are done and how many there are."""


@dataclass(frozen=True)
class City:
    """Lindenfurt, drawn. Tables are Arrow; their columns are described where they are made.

    areas, crosswalk, lines, population, movements, indicators, indicator_catalog: see module `tables`;
    street_nodes, street_edges: `streets`; places: `places`; providers, provider_staff, offers: `providers`;
    teams, staff, personas: `staff`; cases: `cases`; stories: `stories`.
    """

    seed: int
    scale: float
    name: str
    areas: pa.Table
    crosswalk: pa.Table
    lines: pa.Table
    population: pa.Table
    movements: pa.Table
    indicators: pa.Table
    indicator_catalog: pa.Table
    street_nodes: pa.Table
    street_edges: pa.Table
    places: pa.Table
    providers: pa.Table
    provider_staff: pa.Table
    offers: pa.Table
    teams: pa.Table
    staff: pa.Table
    personas: tuple[Persona, ...]
    cases: pa.Table
    stories: tuple[Story, ...]

    def fingerprint(self) -> str:
        """Return a SHA-256 over all tables and records; equal for equal seed, scale and code."""
        digest = hashlib.sha256()
        for entry in fields(self):
            value = getattr(self, entry.name)
            digest.update(entry.name.encode())
            if isinstance(value, pa.Table):
                _digest_table(digest, value)
            else:
                digest.update(repr(value).encode())
        return digest.hexdigest()


def draw_city(seed: int = DEFAULT_SEED, scale: float = 1.0, *, progress: Progress | None = None) -> City:
    """Draw Lindenfurt for a seed and a scale (1 = 250,000 residents and 160 quarters).

    Below scale 1.5 the 160 quarters stay and `scale` multiplies people, cases and offers; above, further
    towns of 160 quarters each are joined, up to 20 (5 million residents, 3,200 quarters). Raises
    `ValueError` for a scale outside 0.005 to 20. Has no side effects.
    """
    tell = progress or _silent
    parts = 8
    tell("blueprint", 0, parts)
    blueprint = draw_blueprint(seed, scale)
    tell("land", 1, parts)
    land = draw_land(blueprint)
    tell("residents", 2, parts)
    residents = draw_residents(blueprint)
    tell("indicators", 3, parts)
    series = draw_series(blueprint, residents, neighbors(land.quarters))
    tell("streets", 4, parts)
    streets = draw_streets(blueprint, land)
    street_nodes, street_edges = streets_tables(blueprint, streets)
    tell("places", 5, parts)
    places = draw_places(blueprint, land, streets)
    providers = draw_providers(blueprint)
    offers = offers_table(blueprint, streets, providers)
    series += draw_assets(blueprint, streets, places, offers)
    tell("people", 6, parts)
    staff = staff_table(blueprint)
    tell("tables", 7, parts)
    city = City(
        seed=seed,
        scale=scale,
        name=CITY_NAME,
        areas=tables.areas_table(blueprint, land),
        crosswalk=tables.crosswalk_table(blueprint, residents),
        lines=tables.lines_table(land),
        population=tables.population_table(blueprint, residents),
        movements=tables.movements_table(blueprint, residents),
        indicators=tables.indicators_table(blueprint, series),
        indicator_catalog=tables.indicator_catalog_table((*INDICATORS, *ASSETS)),
        street_nodes=street_nodes,
        street_edges=street_edges,
        places=places_table(blueprint, places),
        providers=providers_table(providers),
        provider_staff=provider_staff_table(blueprint, providers),
        offers=offers,
        teams=teams_table(blueprint),
        staff=staff,
        personas=personas(),
        cases=cases_table(blueprint, staff),
        stories=read_stories(),
    )
    tell("done", parts, parts)
    return city


def _silent(_part: str, _done: int, _total: int) -> None:
    """Take progress and say nothing."""


def _digest_table(digest: hashlib._Hash, table: pa.Table) -> None:
    sink = pa.BufferOutputStream()
    combined = table.combine_chunks()
    with pa.ipc.new_stream(sink, combined.schema) as writer:
        writer.write_table(combined)
    digest.update(sink.getvalue())
