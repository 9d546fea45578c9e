"""The nine indicators of the German index of 2022 out of the raw tables, prepared as its publisher does.

Robert Koch Institute: German Index of Socioeconomic Deprivation, release 2022 v3, published syntax. Every regression counts an
association of municipalities as often as it has inhabited municipalities. The years before 2001 stand for whole districts.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sozialraum.warehouse.sources import parse_values, read_table

Floats = NDArray[np.float64]
# consumer prices, 2015 = 100 (Federal Statistical Office)
PRICES = dict(zip(range(1998, 2020), (
    78.3, 78.8, 79.9, 81.5, 82.6, 83.5, 84.9, 86.2, 87.6, 89.6, 91.9, 92.2, 93.2, 95.2, 97.1, 98.5, 99.5, 100.0, 100.5, 102.0,
    103.8, 105.3,
), strict=True))  # fmt: skip
# the year in which two classes left school at once, by the number of the Land
DOUBLE_CLASSES = {
    1: 2016, 2: 2010, 3: 2011, 4: 2012, 5: 2013, 6: 2013, 8: 2012, 9: 2011, 10: 2009, 11: 2012, 12: 2012, 13: 2008, 15: 2007,
}  # fmt: skip
SMALLEST = 1e-5  # what is below counts as unknown


@dataclass(frozen=True)
class RawGermany:
    """The raw tables for given associations and years, row by row."""

    folder: Path
    areas: list[str]
    years: NDArray[np.int64]
    municipalities: Floats

    def indicators(self) -> dict[str, Floats]:
        """The nine indicators without gaps, under the names of the recipe."""
        prices = np.array([PRICES[int(year)] for year in self.years]) / 100
        unemployed = self.before_2001("A_Arbeitslosigkeit") / self.before_2001("A_ErwerbsfaehigeBevoelkerung")
        with np.errstate(divide="ignore", invalid="ignore"):
            taxes = np.log(self.read("E_Einkommensteuer") / prices)
        found = {
            "Arbeitslosigkeit": np.round(unemployed * 1000, 2),
            "Beschaeftigtenquote": self.before_2001("A_Beschaeftigtenquote"),
            "Bruttoverdienst_ln": np.log(self.read("A_Bruttoverdienst", district=True) / prices),
            "Einkommensteuer_ln": np.where(np.isneginf(taxes), 0.75, taxes),
            "Haushaltseinkommen_ln": np.log(self.read("E_Haushaltseinkommen", district=True) / prices),
            "Schuldnerquote": self.read("E_Schuldnerquote", district=True),
            "BeschaeftigtemitakadAbschluss_adj": self._measured_anew(
                self._as_of_2013(self._share("mitakad"))
            ),
            "BeschaeftigteohneAbschluss_adj": self._measured_anew(
                self._as_of_2013(self._east_as_west(self._share("ohne")))
            ),
            "SchulabgaengerohneAbschluss_adj": self._without_reforms(
                self.read("B_SchulabgaengerohneAbschluss", district=True)
            ),
        }
        return {name: self._filled(values) for name, values in found.items()}

    def read(self, name: str, *, district: bool = False) -> Floats:
        """A raw table, NaN where it has no value; a table of districts tells of every association in them."""
        source = read_table(self.folder / f"{name}.xlsx")
        columns = source.table.column_names
        place = {key: row for row, key in enumerate(source.table[columns[0]].to_pylist())}
        keys = [area[:5] if district else area for area in self.areas]
        rows = np.array([place[key] for key in keys])
        values = np.full(len(keys), np.nan)
        for column in columns[3:]:
            inside = self.years == int(column[-4:])
            if inside.any():
                parsed = parse_values(source.table[column], decimal=source.decimal).values
                values[inside] = np.asarray(parsed, dtype=np.float64)[rows[inside]]
        return values

    def before_2001(self, name: str) -> Floats:
        """A table of associations with the values of their districts before 2001; nobody of working age is unknown."""
        values = np.where(self.years < 2001, self.read(f"{name}Kreis", district=True), self.read(name))
        return np.where(values == 0, np.nan, values) if "Bevoelkerung" in name else values

    @property
    def lands(self) -> NDArray[np.int64]:
        """The number of the Land of each row."""
        return np.array([int(area[:2]) for area in self.areas])

    def _share(self, degree: str) -> Floats:
        counted = self.read(f"B_Beschaeftigte{degree}Abschluss", district=True)
        return np.round(counted / self.read("B_SVBeschaeftigte", district=True) * 100, 2)

    def _own_mean(self, values: Floats) -> Floats:
        place = np.unique(self.areas, return_inverse=True)[1]
        known = np.isfinite(values)
        total = np.bincount(place, np.where(known, values, 0.0))
        return (total / np.bincount(place, known))[place]

    def _coefficients(self, values: Floats, mean: Floats | float, *effects: Floats) -> tuple[Floats, Floats]:
        """value ~ year² x mean + year x mean + effects by weighted least squares: the coefficients, and the fitted values."""
        year = self.years.astype(np.float64)
        design = np.column_stack([np.ones_like(year), year * year * mean, year * mean, *effects])
        scale = np.abs(design).max(axis=0)
        known = np.isfinite(values)
        root = np.sqrt(self.municipalities[known])
        found = np.linalg.lstsq(design[known] / scale * root[:, None], values[known] * root)[0] / scale
        return found, design @ found

    def _filled(self, values: Floats) -> Floats:
        """Gaps filled by the trend of all areas, stretched by the area's own mean."""
        known = np.where(np.isfinite(values) & (values >= SMALLEST), values, np.nan)
        _, trend = self._coefficients(known, self._own_mean(known))
        return np.maximum(np.where(np.isnan(known), trend, known), 0.0)

    def _without_reforms(self, values: Floats) -> Floats:
        """School leavers without the effect of double classes, of Saxony-Anhalt in 2001 and of Thuringia before 2004."""
        double = np.array(
            [DOUBLE_CLASSES.get(land) == year for land, year in zip(self.lands, self.years, strict=True)]
        )
        effects = [
            double,
            (self.lands == 15) & (self.years == 2001),
            (self.lands == 16) & (self.years < 2004),
        ]
        columns = [effect.astype(np.float64) for effect in effects]
        found, _ = self._coefficients(values, self._own_mean(values), *columns)
        return values - np.column_stack(columns) @ found[3:]

    def _east_as_west(self, values: Floats) -> Floats:
        """Employees without a degree in the East raised by as much as the West was ahead in the first year."""
        east = self.lands >= 11
        first = (self.years == 2002) & np.isfinite(values)
        means = [
            np.average(values[first & side], weights=self.municipalities[first & side])
            for side in (east, ~east)
        ]
        return np.where(east, values - (means[0] - means[1]), values)

    def _as_of_2013(self, values: Floats) -> Floats:
        """The year without values takes those of the next one."""
        later = {area: values[row] for row, area in enumerate(self.areas) if self.years[row] == 2013}
        return np.where(self.years == 2012, [later[area] for area in self.areas], values)

    def _measured_anew(self, values: Floats) -> Floats:
        """Values before the statistics changed in 2012, moved by the break in the trend of the whole."""
        known = np.isfinite(values)
        mean = float(np.average(values[known], weights=self.municipalities[known]))
        found, _ = self._coefficients(values, mean, (self.years > 2012).astype(np.float64))
        return np.where(self.years < 2012, values + found[3], values)
