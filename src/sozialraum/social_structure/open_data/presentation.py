"""What the public pages say in words: why a run is not open, what the columns of a file mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from sozialraum.social_structure.open_data.enums import Refusal
from sozialraum.social_structure.open_data.queries import Dataset, KeptBack
from sozialraum.social_structure.snapshots import fetch


@dataclass(frozen=True, slots=True)
class NotOpen:
    """A published run that is not open, and why, in a sentence; ``ready`` where planning may open it."""

    run: KeptBack
    why: str
    ready: bool


def reason(each: KeptBack) -> NotOpen:
    """Why a published run is not open."""
    names = ", ".join(source.name for source in each.verdict.stands_against)
    noted = ", ".join(dict.fromkeys(source.licence for source in each.verdict.stands_against))
    said = {
        Refusal.NO_LICENCE: gettext("No licence is noted for %(names)s.") % {"names": names or gettext("its values")},
        Refusal.NOT_OPEN: gettext("“%(noted)s” (%(names)s) is no open licence that the house knows.")
        % {"noted": noted, "names": names},
        Refusal.CONTRADICTION: gettext("%(names)s ask for different licences, each for its own alone.")
        % {"names": names},
        None: gettext("It was published before there was open data here."),
    }  # fmt: skip
    return NotOpen(each, said[each.verdict.refusal], bool(each.verdict))


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """A column of a file and what it says."""

    name: str
    meaning: str


def columns(found: Dataset) -> Sequence[ColumnWords]:
    """The columns of a data set with their meaning, in their order."""
    return [ColumnWords(name, _meaning(name)) for name in fetch(found.table_hash).column_names]


def _meaning(name: str) -> str:
    known = {
        "run": gettext("number of the run, the same in every row"),
        "area_system": gettext("code of the cut"),
        "area_vintage": gettext("year of the cut: keys of different cuts must not be mixed"),
        "level": gettext("level of the areas"),
        "area_code": gettext("official key; a text, leading zeros belong to it"),
        "name": gettext("name of the area"),
        "district_code": gettext("key of the district"),
        "district": gettext("name of the district"),
        "reference_date": gettext("the day for which the figures hold"),
        "status": gettext("observed, missing, suppressed or not_applicable; empty is never zero"),
        "withheld": gettext("why a known figure is withheld, for example few_inhabitants"),
        "left_out": gettext("why the recipe has no value for the area"),
        "licence": gettext("licence of the figures"),
        "sources": gettext("whom to name"),
    }
    endings = {
        "_rank_low": gettext("lowest rank in 90 of 100 draws"),
        "_rank_high": gettext("highest rank in 90 of 100 draws"),
        "_class_share": gettext("share of draws in which the class stayed"),
        "_class_name": gettext("class in German words"),
        "_index": gettext("index; higher means harder living conditions"),
        "_rank": gettext("rank; 1 is the hardest"),
        "_class": gettext("code of the class"),
    }
    ending = next((each for each in endings if name.endswith(each)), "")
    return known.get(name) or endings.get(ending, "")
