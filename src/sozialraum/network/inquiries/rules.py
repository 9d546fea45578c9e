"""Rules of inquiries: what an answer may be, how much there may be of it, and who is in time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.network.inquiries.enums import QuestionKind
from sozialraum.network.inquiries.sheets import WEEK, MethodSheet, Question

MOST_PEOPLE: Final = 400  # of one inquiry
MOST_SPOTS: Final = 10  # of one question
MOST_PICTURES: Final = 5
MOST_STROKES: Final = 400
MOST_NUMBERS: Final = 24_000  # of a drawing
SHEET_WIDTH, SHEET_HEIGHT = 1000, 700
COLORS: Final = ("#171a2b", "#171a91", "#1f6b3a", "#a3212b", "#985200", "#2f8c86")
LEAST_CLIQUE, MOST_CLIQUE = 3, 40
SHOWN_FROM: Final = 5  # persons

Stroke = tuple[int, tuple[int, ...]]
"""A line of a drawing: its color and its points x, y, x, y … on a sheet of 1000 by 700."""


def takes_contributions(*, opens_at: datetime, closes_at: datetime, closed: bool, at: datetime) -> Decision:
    """Whether an inquiry takes contributions at this moment."""
    if closed or at >= closes_at:
        return Decision.no(_("This inquiry is finished. Thank you for taking part."))
    if at < opens_at:
        return Decision.no(_("This inquiry is not open yet."))
    return Decision.yes()


def most_contributions(expected: int) -> int:
    """How many contributions are taken where so many are expected, so that no script fills an inquiry.

    >>> most_contributions(24), most_contributions(2)
    (32, 7)
    """
    return min(expected + max(expected // 3, 5), MOST_PEOPLE)


def options_fit(question: Question, options: Sequence[str]) -> bool:
    """Whether these are answers that the question offers; one at the most where one is asked for."""
    if question.kind is QuestionKind.ONE and len(options) > 1:
        return False
    return set(options) <= question.values()


def week_options(question: Question, hours: Iterable[tuple[int, int, str, str]]) -> frozenset[str]:
    """What is kept of a week: (day, block, what, where) becomes ``school.4.sport`` and ``school.4.here``.

    Which day of the week it was is not kept, only whether it was a school day or the weekend. Raises ``ValueError`` for
    hours or words that the grid does not have.

    >>> from sozialraum.network.inquiries.methods.week import SHEET
    >>> sorted(week_options(SHEET.questions[0], [(0, 4, "sport", "here"), (2, 4, "sport", "here")]))
    ['school.4.here', 'school.4.sport']
    """
    what = {option.value for option in question.options}
    where = {option.value for option in question.further}
    found: set[str] = set()
    for day, block, activity, place in hours:
        if not (0 <= day < WEEK.days and 0 <= block < WEEK.blocks and activity in what and place in where):
            msg = "no such hour, activity or place"
            raise ValueError(msg)
        group = next(name for name, days in WEEK.groups.items() if day in days)
        found |= {f"{group}.{block}.{activity}", f"{group}.{block}.{place}"}
    return frozenset(found)


def strokes_fit(strokes: Sequence[Stroke]) -> bool:
    """Whether a drawing has a size that a person draws, and stays on its sheet."""
    if len(strokes) > MOST_STROKES or sum(len(points) for _color, points in strokes) > MOST_NUMBERS:
        return False
    return all(
        0 <= color < len(COLORS)
        and len(points) >= 2
        and len(points) % 2 == 0
        and all(0 <= x <= SHEET_WIDTH for x in points[::2])
        and all(0 <= y <= SHEET_HEIGHT for y in points[1::2])
        for color, points in strokes
    )


def counted_values(sheet: MethodSheet) -> frozenset[tuple[str, str]]:
    """Every pair of question and option that a method can count, but for cells of a map and hours of a week."""
    return frozenset(
        (question.key, value)
        for question in sheet.questions
        if question.counted
        for value in question.values()
    )
