"""Results of inquiries as SVG of the server: stations on the map, and the week of many."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sozialraum.foundation.privacy.release import ReleasedTable
from sozialraum.foundation.ui.drawing import (
    ASSET,
    INK,
    INK_SOFT,
    LINE,
    PAPER,
    element,
    picture,
    text_of,
    words,
)
from sozialraum.network.inquiries.presentation import WEEK_GROUPS, hours_label
from sozialraum.network.inquiries.sheets import WEEK, Question
from sozialraum.network.lived_spaces.counting import key
from sozialraum.network.lived_spaces.drawing import BROAD, height_of, map_base, projection
from sozialraum.network.lived_spaces.rules import Bounds

SHADES = ("#f6dfc0", "#e8b877", "#cf8a34", "#985200")
LEFT, TOP, CELL_WIDTH, CELL_HEIGHT = 210.0, 56.0, 84.0, 42.0


def station_map(
    bounds: Bounds, area_code: str, stations: Sequence[tuple[int, str, float, float]]
) -> SafeString:
    """The stations of a walk with their numbers; the list beside it says the same in words."""
    project = projection(bounds)
    drawn = ""
    for number, name, longitude, latitude in stations:
        x, y = project(longitude, latitude)
        drawn += element(
            "g",
            element("title", text_of(f"{number} {name}"))
            + element("circle", cx=x, cy=y, r=19, fill=ASSET, stroke=PAPER, stroke_width=3)
            + words(str(number), x, y + 6, text_anchor="middle", font_size=18, font_weight=600, fill=PAPER),
        )
    title = _("Map with the stations of the walk")
    return picture(
        map_base(bounds, area_code, []) + drawn, width=BROAD, height=height_of(bounds), title=title, marker="heat-map"
    )  # fmt: skip


def week_picture(table: ReleasedTable, question: Question, group: dict[str, str]) -> SafeString:
    """What five or more do in the same hours, school days above the weekend, an activity a row."""
    counts = [
        (table.figure(key(question.key, f"{days}.{block}.{option.value}", **group)).value or 0)
        for days in WEEK_GROUPS for block in range(WEEK.blocks) for option in question.options
    ]  # fmt: skip
    most = max(counts, default=0) or 1
    rows = len(question.options)
    high = TOP + CELL_HEIGHT * rows
    drawn = ""
    for place, (days, label) in enumerate(WEEK_GROUPS.items()):
        drawn += element(
            "g",
            _grid(table, question, group, days, str(label), most),
            transform=f"translate(0 {place * (high + 28):g})",
        )
    width = LEFT + CELL_WIDTH * WEEK.blocks
    title = _("What fills the week: persons by hours and activity")
    return picture(drawn, width=width, height=2 * high + 28, title=title, marker="week-grid")


def _grid(
    table: ReleasedTable, question: Question, group: dict[str, str], days: str, label: str, most: float
) -> str:
    drawn = words(label, 0, 22, font_size=17, font_weight=600, fill=INK)
    for block in range(WEEK.blocks):
        drawn += words(
            hours_label(block), LEFT + CELL_WIDTH * (block + 0.5), TOP - 12, text_anchor="middle", font_size=14,
            fill=INK_SOFT,
        )  # fmt: skip
    for row, option in enumerate(question.options):
        top = TOP + CELL_HEIGHT * row
        drawn += words(_(option.label), 0, top + CELL_HEIGHT * 0.63, font_size=15, fill=INK)
        for block in range(WEEK.blocks):
            figure = table.figure(key(question.key, f"{days}.{block}.{option.value}", **group))
            persons = int(figure.value or 0)
            shade = SHADES[min(len(SHADES) - 1, int(len(SHADES) * persons / most))] if persons else PAPER
            left = LEFT + CELL_WIDTH * block
            drawn += element(
                "rect", x=left + 1, y=top + 1, width=CELL_WIDTH - 2, height=CELL_HEIGHT - 2, fill=shade, stroke=LINE,
                rx=2,
            )  # fmt: skip
            said = str(persons) if persons else "···" if figure.withheld is not None else ""
            drawn += words(
                said, left + CELL_WIDTH / 2, top + CELL_HEIGHT * 0.65, text_anchor="middle", font_size=16,
                fill=PAPER if shade == SHADES[-1] else INK if persons else INK_SOFT,
            )  # fmt: skip
    return drawn


def spot_map(bounds: Bounds, area_code: str, landmarks: Sequence[tuple[str, float, float]]) -> SafeString:
    """The map on which spots are tapped; the page's script draws them into the group ``spots``."""
    drawing = map_base(bounds, area_code, landmarks) + element("g", " ", class_="spots")
    title = _("Map of the quarter. Tap where it is.")
    return picture(drawing, width=BROAD, height=height_of(bounds), title=title, marker="spot-map")
