"""What a reader hands on: the table as found, where it came from, and what was noticed on the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import pyarrow as pa

from sozialraum.analytics.messages import Message
from sozialraum.errors import SozialraumError

Decimal = Literal[",", "."]
GEOMETRY = "geometry"


class SourceError(SozialraumError):
    """A file that cannot be read as a table, or not safely: what is wrong, and what to do."""


@dataclass(frozen=True)
class Finding:
    """Something the reader noticed or decided. `rows` are row numbers of the file, counted from 1."""

    code: str
    severity: Literal["notice", "warning"]
    message: Message
    rows: tuple[int, ...] = ()

    @classmethod
    def notice(cls, code: str, template: str, *, rows: Iterable[int] = (), **values: object) -> Finding:
        """A decision that usually is right and that the reader of the file should know."""
        return cls(code, "notice", Message(template, values), tuple(rows))

    @classmethod
    def warning(cls, code: str, template: str, *, rows: Iterable[int] = (), **values: object) -> Finding:
        """Something that may be wrong in the file."""
        return cls(code, "warning", Message(template, values), tuple(rows))


What = Literal["title", "publisher", "licence"]


@dataclass(frozen=True)
class Said:
    """What a file says about itself beside its table, and at which place of it (an English text of the catalogue)."""

    what: What
    text: str
    place: str


@dataclass(frozen=True)
class SourceTable:
    """A file read as it is.

    `table` holds text columns only (null where the cell was empty) and, for geodata, a binary column `geometry`
    (WKB, EPSG:4326). `decimal` is the decimal mark its numbers are written with. `first_row` is the row number
    of the first data row in the file, for messages. `sha256` is the hash of the original bytes. `said` is what the file says
    about itself.
    """

    name: str
    format: str
    table: pa.Table
    decimal: Decimal
    sha256: str
    findings: tuple[Finding, ...] = ()
    first_row: int = 2
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    crs: str | None = None
    groups: dict[str, str] = field(default_factory=dict)
    said: tuple[Said, ...] = ()

    def says(self, what: What) -> Said | None:
        """What the file itself says about its title, its publisher or its licence; None where it says nothing."""
        return next((each for each in self.said if each.what == what), None)

    @property
    def columns(self) -> Sequence[str]:
        """The names of the text columns, in the order of the file."""
        return [name for name in self.table.column_names if name != GEOMETRY]

    @property
    def has_geometry(self) -> bool:
        """Whether the rows are areas, lines or places."""
        return GEOMETRY in self.table.column_names
