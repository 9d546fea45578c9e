"""Area keys that went through a spreadsheet: leading zeros lost, read as numbers, padded with blanks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sozialraum.analytics.messages import gettext_noop, shorten
from sozialraum.warehouse.sources.source_table import Finding

_LETTERS_AND_NUMBER = re.compile(r"(\D+?)0*(\d+)")


@dataclass(frozen=True)
class KeyRepair:
    """Keys after repair: `values` in the order of the input, which positions changed, which match no area.

    `matched` counts the rows whose key is an area's key after the repair.
    """

    values: tuple[str | None, ...]
    repaired: tuple[int, ...]
    unmatched: tuple[int, ...]
    matched: int
    findings: tuple[Finding, ...]


def repair_keys(values: Iterable[str | None], known: Collection[str], *, first_row: int = 2) -> KeyRepair:
    """Match keys against the keys of an area system and give back zeros and whole numbers that a program lost.

    A key that matches as it is stays. Otherwise a trailing `.0` is cut and leading zeros are added up to the
    lengths that known keys have, or cut; where all known keys begin with the same letters (`STGT03`), a bare number
    is completed by them. The repair counts only if exactly one known key results. Keys that still match nothing stay
    as they are and are listed.

    >>> repair_keys(["1100101", "01100102", "99"], {"01100101", "01100102"}).values
    ('01100101', '01100102', '99')
    >>> repair_keys(["3", "12"], {"STGT03", "STGT12"}).values
    ('STGT03', 'STGT12')
    """
    codes = known if isinstance(known, (set, frozenset)) else frozenset(known)
    lengths = sorted({len(code) for code in codes})
    numbered = _numbered(codes)
    cache: dict[str, str | None] = {}
    result: list[str | None] = []
    repaired: list[int] = []
    unmatched: list[int] = []
    for place, value in enumerate(values):
        if value is None or not value.strip():
            result.append(None)
            continue
        bare = value.strip()
        if bare not in cache:
            cache[bare] = bare if bare in codes else _restored(bare, codes, lengths, numbered)
        found = cache[bare]
        result.append(bare if found is None else found)
        if found is None:
            unmatched.append(place)
        elif found != bare:
            repaired.append(place)
    matched = sum(entry is not None for entry in result) - len(unmatched)
    return KeyRepair(
        tuple(result),
        tuple(repaired),
        tuple(unmatched),
        matched,
        _findings(result, repaired, unmatched, first_row),
    )


def _numbered(codes: Collection[str]) -> dict[int, str]:
    """Keys by their number where all begin with the same letters and no number stands twice."""
    parts = [_LETTERS_AND_NUMBER.fullmatch(code) for code in codes]
    if not parts or any(part is None for part in parts):
        return {}
    found = {int(part[2]): part[0] for part in parts if part is not None}
    same = {part[1] for part in parts if part is not None}
    return found if len(same) == 1 and len(found) == len(codes) else {}


def _restored(
    bare: str, codes: Collection[str], lengths: list[int], numbered: Mapping[int, str]
) -> str | None:
    whole = bare[:-2] if bare.endswith((".0", ",0")) else bare
    if numbered and whole.isdecimal():
        return numbered.get(int(whole))
    candidates = {whole} | {whole.zfill(length) for length in lengths if whole.isdecimal()}
    if whole.isdecimal() and whole.strip("0"):
        candidates.add(whole.lstrip("0"))
    matches = {c for c in candidates if c in codes}
    return matches.pop() if len(matches) == 1 else None


def _findings(
    result: list[str | None], repaired: list[int], unmatched: list[int], first_row: int
) -> tuple[Finding, ...]:
    findings = []
    if repaired:
        findings.append(
            Finding.notice(
                "keys_repaired",
                gettext_noop(
                    "{count} keys had lost their leading zero and were completed, for example to {example}."
                ),
                rows=(place + first_row for place in repaired),
                count=len(repaired),
                example=result[repaired[0]],
            )
        )
    if unmatched:
        names = list(dict.fromkeys(str(result[place]) for place in unmatched))
        findings.append(
            Finding.warning(
                "keys_unmatched",
                gettext_noop("{count} rows have a key that no area has: {keys}."),
                rows=(place + first_row for place in unmatched),
                count=len(unmatched),
                keys=shorten(names),
            )
        )
    return tuple(findings)
