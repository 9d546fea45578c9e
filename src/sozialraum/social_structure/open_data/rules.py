"""Which licences are open, and which one holds for figures that come from several sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sozialraum.social_structure.open_data.enums import Refusal

_LIST: Final = "http://dcat-ap.de/def/licenses/"


@dataclass(frozen=True, slots=True)
class Licence:
    """An open licence: its code, name, address of its text, and its name in the list of DCAT-AP.de.

    ``attribution`` where the source must be named, ``same`` where what is made from it must carry the same licence.
    """

    code: str
    name: str
    url: str
    listed: str
    attribution: bool = True
    same: bool = False


CC0: Final = Licence(
    "CC0-1.0", "Creative Commons Zero 1.0", "https://creativecommons.org/publicdomain/zero/1.0/",
    f"{_LIST}cc-zero", attribution=False,
)  # fmt: skip
DL_ZERO: Final = Licence(
    "dl-de/zero-2.0", "Datenlizenz Deutschland – Zero – Version 2.0", "https://www.govdata.de/dl-de/zero-2-0",
    f"{_LIST}dl-zero-de/2.0", attribution=False,
)  # fmt: skip
DL_BY: Final = Licence(
    "dl-de/by-2.0", "Datenlizenz Deutschland – Namensnennung – Version 2.0", "https://www.govdata.de/dl-de/by-2-0",
    f"{_LIST}dl-by-de/2.0",
)  # fmt: skip
CC_BY: Final = Licence(
    "CC-BY-4.0", "Creative Commons Namensnennung 4.0 International", "https://creativecommons.org/licenses/by/4.0/",
    f"{_LIST}cc-by/4.0",
)  # fmt: skip
CC_BY_DE: Final = Licence(
    "CC-BY-3.0-DE", "Creative Commons Namensnennung 3.0 Deutschland", "https://creativecommons.org/licenses/by/3.0/de/",
    f"{_LIST}cc-by-de/3.0",
)  # fmt: skip
CC_BY_SA: Final = Licence(
    "CC-BY-SA-4.0", "Creative Commons Namensnennung, Weitergabe unter gleichen Bedingungen 4.0 International",
    "https://creativecommons.org/licenses/by-sa/4.0/", f"{_LIST}cc-by-sa/4.0", same=True,
)  # fmt: skip
ODBL: Final = Licence(
    "ODbL-1.0", "Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/", f"{_LIST}odbl", same=True,
)  # fmt: skip
GEO: Final = Licence(
    "GeoNutzV", "Nutzungsbestimmungen für die Bereitstellung von Geodaten des Bundes",
    "https://www.gesetze-im-internet.de/geonutzv/", f"{_LIST}geonutz/20130319",
)  # fmt: skip

LICENCES: Final = (CC0, DL_ZERO, DL_BY, CC_BY, CC_BY_DE, CC_BY_SA, ODBL, GEO)

_WRITTEN: Final[dict[str, Licence]] = {
    "cc0": CC0, "cc0 1 0": CC0, "cc 0": CC0, "cc zero": CC0, "creative commons zero": CC0, "creative commons zero 1 0": CC0,
    "cc0 1 0 universal": CC0, "creativecommons org publicdomain zero 1 0": CC0,
    "dl de zero 2 0": DL_ZERO, "dl zero de 2 0": DL_ZERO, "datenlizenz deutschland zero version 2 0": DL_ZERO,
    "datenlizenz deutschland zero 2 0": DL_ZERO, "govdata de dl de zero 2 0": DL_ZERO,
    "dl de by 2 0": DL_BY, "dl by de 2 0": DL_BY, "datenlizenz deutschland namensnennung version 2 0": DL_BY,
    "datenlizenz deutschland namensnennung 2 0": DL_BY, "govdata de dl de by 2 0": DL_BY,
    "cc by 4 0": CC_BY, "cc by 4 0 international": CC_BY, "creative commons namensnennung 4 0 international": CC_BY,
    "creative commons attribution 4 0 international": CC_BY, "creativecommons org licenses by 4 0": CC_BY,
    "cc by 3 0 de": CC_BY_DE, "creativecommons org licenses by 3 0 de": CC_BY_DE,
    "cc by sa 4 0": CC_BY_SA, "cc by sa 4 0 international": CC_BY_SA, "creativecommons org licenses by sa 4 0": CC_BY_SA,
    "odbl": ODBL, "odbl 1 0": ODBL, "open database license": ODBL, "open database license 1 0": ODBL,
    "open database license odbl": ODBL, "opendatacommons org licenses odbl 1 0": ODBL,
    "geonutzv": GEO, "gesetze im internet de geonutzv": GEO,
}  # fmt: skip


def known_licence(text: str) -> Licence | None:
    """The open licence that these words name; None for anything else, also for words around a name.

    Whoever writes more than the name means more than the licence, so nothing is guessed.

    >>> known_licence("Datenlizenz Deutschland – Namensnennung – Version 2.0").code
    'dl-de/by-2.0'
    >>> known_licence("https://creativecommons.org/licenses/by/4.0/").code
    'CC-BY-4.0'
    >>> known_licence("CC BY-NC 4.0") is None, known_licence("CC0, nur intern") is None
    (True, True)
    """
    plain = re.sub(r"[^a-z0-9]+", " ", text.casefold()).strip()
    plain = re.sub(r"^https? (www )?", "", plain)
    return _WRITTEN.get(re.sub(r" (legalcode|deed)( de| en)?$", "", plain))


@dataclass(frozen=True, slots=True)
class Source:
    """Where values come from, and the licence as it was noted with them."""

    name: str
    licence: str

    @property
    def known(self) -> Licence | None:
        """The open licence; None where none is noted, or none that the house knows."""
        return known_licence(self.licence)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether values of these sources may be open data: the licence, or what stands against it and whose source."""

    licence: Licence | None
    refusal: Refusal | None = None
    stands_against: tuple[Source, ...] = ()

    def __bool__(self) -> bool:
        return self.licence is not None


def licence_of_all(sources: Iterable[Source]) -> Verdict:
    """The licence under which values made from all of these sources may be passed on.

    A source that asks for the same licence gives it to the whole; two such sources with different licences exclude each
    other. Otherwise the names of the sources must be given as soon as one source asks for it.

    >>> licence_of_all([Source("Amt", "CC0"), Source("Register", "dl-de/by-2-0")]).licence.code
    'dl-de/by-2.0'
    >>> licence_of_all([Source("Amt", "CC0"), Source("Jobcenter", "")]).refusal
    <Refusal.NO_LICENCE: 'no_licence'>
    """
    named = tuple(dict.fromkeys(sources))
    silent = tuple(each for each in named if not each.licence.strip())
    if silent or not named:
        return Verdict(None, Refusal.NO_LICENCE, silent)
    if closed := tuple(each for each in named if each.known is None):
        return Verdict(None, Refusal.NOT_OPEN, closed)
    found = {each.known.code: each.known for each in named if each.known is not None}
    binding = [each for each in found.values() if each.same]
    if len(binding) > 1:
        return Verdict(
            None, Refusal.CONTRADICTION, tuple(each for each in named if each.known and each.known.same)
        )
    if binding:
        return Verdict(binding[0])
    return Verdict(_loosest(list(found.values())))


def _loosest(found: Sequence[Licence]) -> Licence:
    asking = [each for each in found if each.attribution] or list(found)
    if len(asking) == 1:
        return asking[0]
    return DL_BY if asking[0].attribution else DL_ZERO
