"""Names that sound alike, so that a family is not written down twice."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_SPELLED: Final = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "s"})
_PLAIN: Final = {
    **dict.fromkeys("aeijouy", "0"), "b": "1", "p": "1", **dict.fromkeys("dt", "2"), **dict.fromkeys("fvw", "3"),
    **dict.fromkeys("gkq", "4"), "l": "5", **dict.fromkeys("mn", "6"), "r": "7", **dict.fromkeys("sz", "8"),
}  # fmt: skip


def sound_of(name: str) -> str:
    """The sound of a German name as digits: Hans Joachim Postel's method of 1969 ("Kölner Verfahren").

    >>> sound_of("Müller-Lüdenscheidt"), sound_of("Kessler") == sound_of("Keßler") == sound_of("Keßlär")
    ('65752682', True)
    """
    folded = unicodedata.normalize("NFKD", name.casefold().translate(_SPELLED))
    letters = re.sub(r"[^a-z]", "", folded.encode("ascii", "ignore").decode())
    digits = "".join(_digits(letters, place) for place in range(len(letters)))
    single = re.sub(r"(.)\1+", r"\1", digits)
    return single[:1] + single[1:].replace("0", "")


def _digits(letters: str, place: int) -> str:
    letter = letters[place]
    before = letters[place - 1] if place else ""
    after = letters[place + 1] if place + 1 < len(letters) else ""
    if letter == "p" and after == "h":
        return "3"
    if letter in "dt" and after in ("c", "s", "z"):
        return "8"
    if letter == "x":
        return "8" if before in ("c", "k", "q") else "48"
    if letter == "c":
        return _digit_of_c(before, after)
    return _PLAIN.get(letter, "")


def _digit_of_c(before: str, after: str) -> str:
    hard = "ahkloqrux" if not before else "ahkoqux"
    if after and after in hard and before not in ("s", "z"):
        return "4"
    return "8"


def alike(one: str, other: str, *, born: int | None = None, other_born: frozenset[int] = frozenset()) -> bool:
    """Whether two families may be the same: a name that sounds alike and, where both are known, a year of birth that fits.

    >>> alike("Meyer", "Maier", born=2012, other_born=frozenset({2012, 2018}))
    True
    >>> alike("Meyer", "Maier", born=1999, other_born=frozenset({2012}))
    False
    """
    if sound_of(one) != sound_of(other) or not sound_of(one):
        return False
    return born is None or not other_born or any(abs(born - year) <= 1 for year in other_born)
