"""What the columns of a table probably mean: a proposal with reasons, for a person to confirm."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from sozialraum.analytics.messages import Message, gettext_noop
from sozialraum.warehouse.sources.keys import repair_keys
from sozialraum.warehouse.sources.source_table import SourceTable
from sozialraum.warehouse.sources.values import parse_values

Role = Literal["key", "period", "value", "category", "label", "ignore"]

_SAMPLE_ROWS = 5_000
_KEY_SHARE = 0.5
_KEYS_BEFORE_NAMES = 0.15
_PERIOD_NAMES = {"year", "jahr", "zeit", "period", "periode", "stichtag", "berichtsjahr", "datum", "date"}
_PERIOD = re.compile(
    r"(19|20)\d\d([-./]?(0[1-9]|1[0-2])([-./]?(0[1-9]|[12]\d|3[01]))?)?(\.0)?"
    r"|(0?[1-9]|[12]\d|3[01])\.(0?[1-9]|1[0-2])\.(19|20)\d\d"
)
_NUMBERED = re.compile(r"^\d+\s+(?=[^\W\d])")
_PLAIN = re.compile(r"[^\w]+")


@dataclass(frozen=True)
class ColumnProposal:
    """What a column probably is. `indicator` is the code of a known indicator; `share` backs the role (0 to 1)."""

    column: str
    role: Role
    reason: Message
    share: float
    indicator: str | None = None


@dataclass(frozen=True)
class MappingProposal:
    """A reading of a table: its key column and area system (None where none fits), and a role for each column.

    `long` says that an area has several rows, told apart by a period or a category column.
    """

    key_column: str | None
    area_system: str | None
    matched_by: Literal["code", "name"] | None
    key_share: float
    period_column: str | None
    long: bool
    columns: tuple[ColumnProposal, ...]

    @property
    def value_columns(self) -> tuple[str, ...]:
        """The columns proposed as values, in the order of the file."""
        return tuple(entry.column for entry in self.columns if entry.role == "value")


def propose_mapping(
    source: SourceTable,
    area_systems: Mapping[str, Mapping[str, str]],
    known_indicators: Mapping[str, str] | None = None,
) -> MappingProposal:
    """Propose the key column, the period column and the value columns of a table.

    `area_systems` gives for each area system its keys and names (key to name); the key column is the one most of
    whose values are keys of a system, repaired where a leading zero is lost, or else its names.
    `known_indicators` leads from column names to indicator codes; names are compared without case and signs.
    Nothing is changed; a person confirms.
    """
    texts = {name: source.table.column(name).slice(0, _SAMPLE_ROWS) for name in source.columns}
    key, system, kind, share = _best_key(texts, area_systems)
    indicators = {_plain(name): code for name, code in (known_indicators or {}).items()}
    rest = [name for name in texts if name != key]
    period = next((name for name in rest if _period_share(name, texts[name]) >= 0.95), None)
    columns = []
    for name, column in texts.items():
        if name == key:
            columns.append(_key_proposal(name, str(system), str(kind), share))
        elif name == period:
            reason = Message(gettext_noop("Its values are years or dates."))
            columns.append(ColumnProposal(name, "period", reason, _period_share(name, column)))
        else:
            columns.append(_column_proposal(name, column, indicators.get(_plain(name)), source))
    keys = source.table.column(key) if key else None
    return MappingProposal(
        key_column=key,
        area_system=system,
        matched_by=kind,
        key_share=share,
        period_column=period,
        long=keys is not None and pc.count_distinct(keys).as_py() < len(keys) - keys.null_count,
        columns=tuple(columns),
    )


def _plain(name: str) -> str:
    return _PLAIN.sub("", name).casefold()


def _best_key(
    texts: Mapping[str, pa.ChunkedArray], area_systems: Mapping[str, Mapping[str, str]]
) -> tuple[str | None, str | None, Literal["code", "name"] | None, float]:
    best: tuple[tuple[float, float, float], float, str, str, Literal["code", "name"]] | None = None
    for name, column in texts.items():
        values = [value for value in column.to_pylist() if value]
        if not values:
            continue
        distinct = set(values)
        for system, areas in area_systems.items():
            for kind, known in (("code", frozenset(areas)), ("name", frozenset(areas.values()))):
                share = _match_share(values, known, repair=kind == "code")
                # keys as they are written beat small numbers that are keys once a zero stands before them
                exact = round(sum(value in known for value in values) / len(values), 1)
                # a column that covers more of the system beats one that happens to hold a few of its keys
                cover = min(len(distinct) / max(1, len(known)), 1.0)
                # names stand for areas of several levels and are written in several ways; keys are not
                rank = (round(share, 3) + (_KEYS_BEFORE_NAMES if kind == "code" else 0), exact, cover)
                if share >= _KEY_SHARE and (best is None or rank > best[0]):
                    best = (rank, share, name, system, "code" if kind == "code" else "name")
    if best is None:
        return None, None, None, 0.0
    _, share, column, named, matched_by = best
    return column, named, matched_by, share


def _match_share(values: list[str], known: Collection[str], *, repair: bool) -> float:
    if repair:
        return repair_keys(values, known).matched / len(values)
    folded = {without_number(name).casefold() for name in known}
    return sum(without_number(value).casefold() in folded for value in values) / len(values)


def without_number(name: str) -> str:
    """A name without a number before its first word: lists of areas are often numbered.

    >>> without_number("03 Nordstadt"), without_number("0301"), without_number("1. Mai-Siedlung")
    ('Nordstadt', '0301', '1. Mai-Siedlung')
    """
    return _NUMBERED.sub("", name)


def _period_share(name: str, column: pa.ChunkedArray) -> float:
    values = [value for value in column.to_pylist() if value]
    if not values:
        return 0.0
    share = sum(_PERIOD.fullmatch(value) is not None for value in values) / len(values)
    named = bool(_PERIOD_NAMES & set(re.split(r"[\W_]+", name.casefold())))
    return share if named or len(set(values)) <= max(1, len(values) // 2) else 0.0


def _key_proposal(name: str, system: str, kind: str, share: float) -> ColumnProposal:
    template = (
        gettext_noop("{percent} % of its values are keys of the area system {system}.")
        if kind == "code"
        else gettext_noop("{percent} % of its values are names of the area system {system}.")
    )
    return ColumnProposal(
        name, "key", Message(template, {"percent": round(share * 100), "system": system}), share
    )


def _column_proposal(
    name: str, column: pa.ChunkedArray, indicator: str | None, source: SourceTable
) -> ColumnProposal:
    filled = len(column) - column.null_count
    if not filled:
        return ColumnProposal(name, "ignore", Message(gettext_noop("It is empty.")), 1.0)
    parsed = parse_values(column, decimal=source.decimal)
    share = 1 - len(parsed.problems) / filled
    if indicator is not None and share >= 0.9:
        reason = Message(
            gettext_noop("Its name is that of the indicator {indicator}."), {"indicator": indicator}
        )
        return ColumnProposal(name, "value", reason, share, indicator)
    if share >= 0.9:
        reason = Message(
            gettext_noop("{percent} % of its values are numbers or marks."), {"percent": round(share * 100)}
        )
        return ColumnProposal(name, "value", reason, share)
    distinct = pc.count_distinct(column).as_py()
    if distinct <= max(2, filled // 5):
        reason = Message(gettext_noop("It holds {count} different words."), {"count": distinct})
        return ColumnProposal(name, "category", reason, 1 - share)
    return ColumnProposal(name, "label", Message(gettext_noop("It holds text.")), 1 - share)
