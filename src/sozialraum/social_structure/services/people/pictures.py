"""The people of a table as a picture, so that a wrong reading is seen before it comes in."""

from __future__ import annotations

import numpy as np
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from sozialraum.social_structure.queries.people import PeopleTable
from sozialraum.social_structure.queries.profiles.people import drawn_people
from sozialraum.social_structure.services.people.plans import PeopleReading


def register_tree(reading: PeopleReading | None) -> SafeString | None:
    """Everybody at the last date of a reading; None where nobody is known."""
    if reading is None or not reading.days:
        return None
    everybody = np.nansum(reading.counts[-1], axis=0)
    if not everybody.sum():
        return None
    table = PeopleTable(reading.days[-1], (), everybody[None], reading.sexes, reading.bands)
    title = gettext("Everybody in the table, %(day)s, in percent of all") % {"day": date_format(table.day, "SHORT_DATE_FORMAT")}  # fmt: skip
    return drawn_people(table, everybody, None, title)
