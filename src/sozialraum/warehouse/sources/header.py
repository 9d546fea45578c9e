"""Where a table begins: title lines above it, one or several header rows, footnotes below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sozialraum.analytics.messages import gettext_noop, shorten
from sozialraum.warehouse.sources.source_table import Finding, SourceError

Row = Sequence[str]
LOOK_AHEAD = 40
_YEAR = re.compile(r"(19|20)\d\d([./-]\d\d(\d\d)?)?")
_NUMERIC = re.compile(r"[-−–+]?\s*\d[\d.,\s\u00a0]*%?")
_FOOTNOTE = re.compile(
    r"(quelle|source|©|stand\b|hinweis|anmerkung|erläuterung|datenquelle|\*|\(?\d\)|zeichenerkl)",
    re.IGNORECASE,
)
_DESCRIPTION_LENGTH = 45


@dataclass(frozen=True)
class Header:
    """`names` of the columns kept (`positions` in the row), `first_data` index of the first data row.

    `groups` maps a column's name to the merged heading above it.
    """

    names: tuple[str, ...]
    positions: tuple[int, ...]
    first_data: int
    groups: dict[str, str]
    findings: tuple[Finding, ...]


def find_header(rows: Sequence[Row], *, source: str) -> Header:
    """Find the header among the first rows of a file.

    Title lines (a single filled cell above wider rows) are skipped. A row below the header belongs to it when
    its first cell is empty and it holds words or years only: merged headings and a second header row; or when it names
    the columns below merged headings. Raises SourceError for a table without data rows and for two columns of the same name.
    """
    head = rows[:LOOK_AHEAD]
    widths = [sum(1 for cell in row if cell.strip()) for row in head]
    if not any(widths):
        raise SourceError(
            gettext_noop("“{source}” holds no values."),
            gettext_noop("Check whether the right file or sheet was chosen."),
            source=source,
        )
    enough = 2 if max(widths) > 1 else 1
    first = next(place for place, width in enumerate(widths) if width >= enough)
    last = first
    while last + 1 < len(head) and _continues(head, last + 1, blank_first=not head[first][0].strip()):
        last += 1
    header_rows = [[cell.strip() for cell in row] for row in head[first : last + 1]]
    findings = []
    if first:
        findings.append(
            Finding.notice(
                "title_lines",
                gettext_noop("{count} lines above the header were skipped: {text}."),
                rows=range(1, first + 1),
                count=first,
                text=shorten([cell.strip() for row in head[:first] for cell in row if cell.strip()], limit=2)
                or "–",
            )
        )
    if last > first:
        findings.append(
            Finding.notice(
                "header_rows",
                gettext_noop("The header takes {count} rows; they were joined."),
                rows=range(first + 1, last + 2),
                count=last - first + 1,
            )
        )
    return _named(rows, header_rows, last + 1, findings, source=source)


def _continues(rows: Sequence[Row], place: int, *, blank_first: bool) -> bool:
    row = rows[place]
    filled = [cell.strip() for cell in row[1:] if cell.strip()]
    if blank_first:
        return _names_below(rows, place)
    if not row or row[0].strip() or not filled:
        return False
    followed = any(later and later[0].strip() for later in rows[place + 1 :])
    return followed and all(_YEAR.fullmatch(cell) or not _NUMERIC.fullmatch(cell) for cell in filled)


def _names_below(rows: Sequence[Row], place: int) -> bool:
    """Whether a row names the columns below a row of merged headings that leaves the corner blank.

    It stands right below, its cells are words, and the row after it has numbers.
    """
    above, row = rows[place - 1], rows[place]
    if not row or not row[0].strip() or (above and above[0].strip()) or place + 1 >= len(rows):
        return False
    words = not any(_NUMERIC.fullmatch(cell.strip()) for cell in row if cell.strip())
    return words and any(_NUMERIC.fullmatch(cell.strip()) for cell in rows[place + 1] if cell.strip())


def _named(
    rows: Sequence[Row],
    header_rows: list[list[str]],
    first_data: int,
    findings: list[Finding],
    *,
    source: str,
) -> Header:
    width = max(len(row) for row in header_rows)
    padded = [row + [""] * (width - len(row)) for row in header_rows]
    lead = next((place for place, cell in enumerate(padded[-1]) if cell), 0) if len(padded) > 1 else 0
    dense = [
        row
        for row in padded
        if sum(map(bool, row[lead:])) >= 0.6 * sum(map(bool, _last_dense(padded)[lead:]))
    ]
    spoken = [row for row in dense if _median_length(row) < _DESCRIPTION_LENGTH] or dense[:1]
    sparse = [row for row in padded if row not in dense]
    names: list[str] = []
    groups: list[str] = []
    running = ""
    for place in range(width):
        parts = list(dict.fromkeys(row[place] for row in spoken if row[place]))
        heading = next((row[place] for row in sparse if row[place]), "")
        running = heading or running
        names.append(" | ".join(parts) if parts else heading)
        groups.append(running if parts and running and place >= lead else "")
    names = [_with_group(name, group, names) for name, group in zip(names, groups, strict=True)]
    data = rows[first_data:]
    kept = [
        place
        for place in range(width)
        if names[place] or any(place < len(row) and row[place].strip() for row in data)
    ]
    nameless = [place for place in kept if not names[place]]
    for place in nameless:
        names[place] = f"column_{place + 1}"
    if nameless:
        findings.append(
            Finding.warning(
                "nameless_columns",
                gettext_noop("{count} columns have values but no heading: {columns}."),
                count=len(nameless),
                columns=shorten([names[place] for place in nameless]),
            )
        )
    _refuse_duplicates([names[place] for place in kept], source=source)
    return Header(
        names=tuple(names[place] for place in kept),
        positions=tuple(kept),
        first_data=first_data,
        groups={names[place]: groups[place] for place in kept if groups[place]},
        findings=tuple(findings),
    )


def _last_dense(rows: list[list[str]]) -> list[str]:
    return max(rows, key=lambda row: sum(map(bool, row)))


def _median_length(row: list[str]) -> float:
    lengths = sorted(len(cell) for cell in row if cell)
    return lengths[len(lengths) // 2] if lengths else 0


def _with_group(name: str, group: str, names: list[str]) -> str:
    return f"{group} | {name}" if group and names.count(name) > 1 else name


def _refuse_duplicates(names: list[str], *, source: str) -> None:
    folded = [name.casefold() for name in names]
    twice = list(dict.fromkeys(name for name in names if folded.count(name.casefold()) > 1))
    if twice:
        raise SourceError(
            gettext_noop("“{source}” has several columns of the same name: {columns}."),
            gettext_noop("Give each column its own heading, then read the file again."),
            source=source,
            columns=shorten(twice),
        )


def footnote_count(rows: Sequence[Row]) -> int:
    """How many rows at the end are footnotes or empty: a single filled cell that begins like a source line."""
    count = 0
    for row in reversed(rows):
        filled = [cell for cell in row if cell.strip()]
        if filled and (len(filled) > 1 or len(row) < 2 or not _FOOTNOTE.match(filled[0].strip())):
            break
        count += 1
    return count
