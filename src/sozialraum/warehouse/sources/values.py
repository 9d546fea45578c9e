"""From text to numbers with a status: observed, missing, suppressed, not applicable; never a silent zero."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from sozialraum.warehouse.sources.source_table import Decimal

# signs of the German statistical offices, and what spreadsheets and registers write where nothing is known
MISSING_MARKS = frozenset(
    {
        "",
        ".",
        "..",
        "...",
        "…",
        "-",
        "–",
        "—",
        "/",
        "k.a.",
        "k. a.",
        "n.v.",
        "na",
        "n/a",
        "#n/a",
        "#nv",
        "nan",
    }
    | {"null", "none", "#div/0!", "#wert!", "#value!", "#bezug!", "#ref!", "-9999", "-9999.0", "-9999,0"}
)
SUPPRESSED_MARKS = frozenset({"*", "**", "•"})
NOT_APPLICABLE_MARKS = frozenset({"x"})

_BLANKS = re.compile(r"[\s\u00a0\u2007\u2009\u202f]")
_MINUS = re.compile(r"^[-−–]")
_NUMBER = re.compile(r"\d+(\.\d+)?([eE][+-]?\d+)?|\.\d+")
_GROUPED = {",": re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?"), ".": re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")}
_COMMA_EVIDENCE = re.compile(r"[-−–]?[\s\u00a0]*(\d[\d.\s\u00a0]*,(\d{1,2}|\d{4,})|0,\d+)\s*[%€]?")
_POINT_EVIDENCE = re.compile(r"[-−–]?[\s\u00a0]*(\d[\d,\s\u00a0]*\.(\d{1,2}|\d{4,})|0\.\d+)\s*[%€]?")


class ValueStatus(StrEnum):
    """What is known about a value. Zero is an observed value."""

    OBSERVED = "observed"
    MISSING = "missing"
    SUPPRESSED = "suppressed"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class ParsedValues:
    """A column of numbers: `values` (float64, NaN unless observed), `status` (text array of ValueStatus).

    `problems` are cells that are neither number nor mark, as (position from 0, text); they count as missing, and
    the caller must show them.
    """

    values: NDArray[np.float64]
    status: pa.Array
    problems: tuple[tuple[int, str], ...] = ()


def decimal_evidence(texts: Iterable[str | None]) -> Decimal | None:
    """The decimal mark that the numbers among `texts` prove, or None where they prove nothing or both.

    A mark followed by exactly three digits proves nothing: it may separate thousands.

    >>> decimal_evidence(["1.234,5", "12"]), decimal_evidence(["1.234"]), decimal_evidence(["0.5"])
    (',', None, '.')
    """
    plain = pa.array((text for text in texts if text), pa.string())
    comma = _any_match(plain, _COMMA_EVIDENCE)
    point = _any_match(plain, _POINT_EVIDENCE)
    if comma and not point:
        return ","
    if point and not comma:
        return "."
    return None


def _any_match(texts: pa.Array, pattern: re.Pattern[str]) -> bool:
    # Arrow's expressions know neither escaped signs nor the many blanks that Python counts as such
    blanks = " \t\u00a0\u2007\u2009\u202f"
    spelled = pattern.pattern.replace(r"\s\u00a0", blanks).replace(r"\s", f"[{blanks}]")
    return bool(pc.any(pc.match_substring_regex(texts, f"^[{blanks}]*(?:{spelled})[{blanks}]*$")).as_py())


def _plain_numbers(texts: pa.Array, decimal: Decimal) -> NDArray[np.float64]:
    """The texts that are a number without any mark but the decimal one; NaN for all others. Fast, for long columns."""
    plain = pc.match_substring_regex(texts, rf"^-?\d{{1,15}}({re.escape(decimal)}\d{{1,15}})?$")
    written = pc.if_else(plain, texts, pa.scalar(None, pa.string()))
    if decimal == ",":
        written = pc.replace_substring(written, ",", ".")
    return np.array(pc.cast(written, pa.float64()).to_numpy(zero_copy_only=False))


def parse_number(text: str, decimal: Decimal) -> float | None:
    """One number in the given notation, blanks and the other mark separating thousands; None for anything else.

    >>> parse_number("1.234,5", ","), parse_number("- 23", ","), parse_number("1 234", "."), parse_number("x", ",")
    (1234.5, -23.0, 1234.0, None)
    """
    bare = _BLANKS.sub("", text).rstrip("%€")
    negative = _MINUS.match(bare) is not None
    bare = _MINUS.sub("", bare) if negative else bare.removeprefix("+")
    if _GROUPED[decimal].fullmatch(bare):
        bare = bare.replace("." if decimal == "," else ",", "")
    elif ("." if decimal == "," else ",") in bare:
        return None
    bare = bare.replace(",", ".")
    if not _NUMBER.fullmatch(bare):
        return None
    value = float(bare)
    if not np.isfinite(value):
        return None
    return -value if negative else value


def parse_values(
    column: pa.Array | pa.ChunkedArray,
    *,
    decimal: Decimal = ",",
    missing_marks: Collection[str] = MISSING_MARKS,
    suppressed_marks: Collection[str] = SUPPRESSED_MARKS,
    not_applicable_marks: Collection[str] = NOT_APPLICABLE_MARKS,
) -> ParsedValues:
    """Read a text column as numbers.

    The column's own decimal mark counts where it proves one; `decimal` (the table's) decides otherwise. Marks are
    compared without regard to case and surrounding blanks. Blanks and points (or commas) in groups of three
    separate thousands; a trailing percent or euro sign is dropped.

    >>> parsed = parse_values(pa.array(["1 234,5", "*", ".", "0", None]))
    >>> parsed.values.tolist(), parsed.status.to_pylist()
    ([1234.5, nan, nan, 0.0, nan], ['observed', 'suppressed', 'missing', 'observed', 'missing'])
    """
    encoded = pc.dictionary_encode(column)
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
        if isinstance(encoded, pa.ChunkedArray):
            encoded = pa.concat_arrays(encoded.chunks)
    texts: list[str] = encoded.dictionary.to_pylist()
    mark = decimal_evidence(texts) or decimal
    marks = {text.casefold(): ValueStatus.MISSING for text in missing_marks}
    marks |= {text.casefold(): ValueStatus.NOT_APPLICABLE for text in not_applicable_marks}
    marks |= {text.casefold(): ValueStatus.SUPPRESSED for text in suppressed_marks}
    numbers = np.full(len(texts) + 1, np.nan)
    unreadable: set[int] = set()
    plain = _plain_numbers(encoded.dictionary, mark)
    plain[[place for place, text in enumerate(texts) if text in marks]] = np.nan
    known = np.isfinite(plain)
    numbers[:-1] = plain
    states = [ValueStatus.OBSERVED if each else ValueStatus.MISSING for each in known] + [ValueStatus.MISSING]
    for place in np.flatnonzero(~known).tolist():
        text = texts[place]
        state = marks.get(text.strip().casefold())
        if state is not None:
            states[place] = state
            continue
        number = parse_number(text, mark)
        if number is None:
            unreadable.add(place)
        else:
            numbers[place], states[place] = number, ValueStatus.OBSERVED
    places = pc.fill_null(encoded.indices, len(texts)).to_numpy(zero_copy_only=False)
    return ParsedValues(
        values=numbers[places],
        status=pa.array([state.value for state in states], pa.string()).take(pa.array(places)),
        problems=tuple(
            (int(row), texts[places[row]]) for row in np.flatnonzero(np.isin(places, list(unreadable)))
        ),
    )
