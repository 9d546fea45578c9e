"""What the pages of inquiries are made of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from sozialraum.errors import SozialraumError
from sozialraum.foundation.privacy.actors import NOBODY, Actor
from sozialraum.network.inquiries import exhibition, presentation, queries, services
from sozialraum.network.inquiries.access import can_lead_inquiry
from sozialraum.network.inquiries.drawing import spot_map, station_map, week_picture
from sozialraum.network.inquiries.enums import QuestionKind, Unit
from sozialraum.network.inquiries.forms import InquiryForm
from sozialraum.network.inquiries.methods import SHEETS
from sozialraum.network.inquiries.population import residents
from sozialraum.network.inquiries.rules import COLORS, MOST_PICTURES, MOST_SPOTS, SHEET_HEIGHT, SHEET_WIDTH
from sozialraum.network.inquiries.sheets import WEEK, Question
from sozialraum.network.lived_spaces.counting import ALL, key, outside_share
from sozialraum.network.lived_spaces.drawing import heat_map
from sozialraum.network.lived_spaces.enums import Gender, PartOfDay
from sozialraum.network.lived_spaces.pages import bounds_around, landmarks
from sozialraum.network.lived_spaces.presentation import GENDERS, PARTS
from sozialraum.network.lived_spaces.rules import MISLEADING, Grid
from sozialraum.network.queries import places_within
from sozialraum.social_structure.queries import area_names

MOST_PLACES = 60


def overview(actor: Actor) -> dict[str, Any]:
    """The methods, closed inquiries for everybody, and open ones for those who lead them."""
    rows = queries.inquiries()
    names = area_names(row.area_code for row in rows)
    lead = bool(can_lead_inquiry(actor))
    lines = [(row, names.get(row.area_code, ""), presentation.SIGNS[row.method]) for row in rows]
    return {
        "closed": [line for line in lines if line[0].closed_at], "may_lead": lead,
        "running": [line for line in lines if not line[0].closed_at] if lead else [],
        "methods": [(each.value, sheet, presentation.SIGNS[each]) for each, sheet in SHEETS.items()],
    }  # fmt: skip


def sheet_page(row: queries.InquiryRow) -> dict[str, Any]:
    """The steps on the screen of whoever contributes."""
    sheet, marks = row.sheet, landmarks(row.area_code, row.bounds)
    west, south, east, north = row.bounds
    spots = [
        (name, round((x - west) / (east - west), 5), round((y - south) / (north - south), 5))
        for name, x, y in marks
    ]
    found = (
        places_within(NOBODY, row.bounds, today=timezone.localdate(), limit=MOST_PLACES)
        if sheet.of_kind(QuestionKind.PLACE) else []
    )  # fmt: skip
    return {
        "inquiry": row, "sheet": sheet, "spots": spots, "most_spots": MOST_SPOTS, "most_pictures": MOST_PICTURES,
        "ages": [(each.value, presentation.AGES[each]) for each in row.age_groups], "places": found,
        "genders": [(each.value, GENDERS[each]) for each in Gender], "colors": list(enumerate(COLORS)),
        "parts": [(each.value, PARTS[each]) for each in PartOfDay], "is_person": sheet.unit is Unit.PERSON,
        "map": spot_map(row.bounds, row.area_code, marks), "days": presentation.DAYS, "width": SHEET_WIDTH,
        "blocks": [(block, presentation.hours_label(block)) for block in range(WEEK.blocks)], "height": SHEET_HEIGHT,
        "closed": row.closed_at is not None, "meters": round(Grid(row.bounds).width),
    }  # fmt: skip


def lead_page(actor: Actor, row: queries.InquiryRow) -> dict[str, Any]:
    """An open inquiry for those who lead it: the code, the guide with its ticks, and closing."""
    guide = [(number, step, row.steps.get(str(number))) for number, step in enumerate(row.sheet.guide)]
    return {
        "inquiry": row, "sheet": row.sheet, "guide": guide, "count": queries.contributions(row),
        "next_step": next((number for number, _step, done in guide if not done), None),
        "area": area_names([row.area_code]).get(row.area_code, row.area_code), "may_lead": can_lead_inquiry(actor),
        "consent": presentation.CONSENTS[row.consent],
        "has_pictures": bool(row.sheet.of_kind(QuestionKind.PICTURES) or row.sheet.of_kind(QuestionKind.DRAWING)),
    }  # fmt: skip


def result_page(actor: Actor, row: queries.InquiryRow, get: Mapping[str, str]) -> dict[str, Any]:
    """A closed inquiry: what five or more said alike, and who was reached."""
    results = queries.results_of(row.id)
    sheet, chosen = row.sheet, presentation.group_of(get.get("wer", ""))
    context: dict[str, Any] = {
        "inquiry": row, "sheet": sheet, "consent": presentation.CONSENTS[row.consent], "group": get.get("wer", ""),
        "area": area_names([row.area_code]).get(row.area_code, row.area_code), "may_lead": can_lead_inquiry(actor),
        "pictures": exhibition.shown_pictures(row.id), "unit": presentation.UNITS[sheet.unit],
        "groups": presentation.groups_of(row.age_groups) if sheet.unit is Unit.PERSON else [],
        **_records(row),
    }  # fmt: skip
    if results is None:
        return context
    marks = landmarks(row.area_code, row.bounds)
    asked = [question for question in sheet.questions if question.counted and question.short]
    context["answers"] = (
        [_answer(row, results, question, chosen, marks) for question in asked]
        if sheet.unit is not Unit.STATION
        else []
    )
    tapped = [question for question in asked if question.kind in {QuestionKind.ONE, QuestionKind.MANY}]
    context["sentence"] = presentation.lead_sentence(results.said, tapped)
    wanted = next(
        (option.missing for question in tapped for option in question.options if option.missing), None
    )
    context["raises"] = bool(context["may_lead"] and (wanted or row.missing))
    return context | _reached(row, results)


def _answer(
    row: queries.InquiryRow, results: queries.Results, question: Question, chosen: dict[str, str],
    marks: list[tuple[str, float, float]],
) -> dict[str, Any]:  # fmt: skip
    found: dict[str, Any] = {"question": question, "kind": question.kind.value}
    if question.kind is QuestionKind.SPOTS:
        svg, lines = heat_map(results.said, row.bounds, row.area_code, question.key, marks, **chosen)
        share = outside_share(results.said, question.key)
        return found | {
            "map": svg,
            "lines": lines,
            "outside": round(100 * share) if share is not None else None,
            "misleads": (share or 0) > MISLEADING,
        }
    if question.kind is QuestionKind.WEEK:
        return found | {
            "map": week_picture(results.said, question, chosen),
            "lines": _week_lines(results, question, chosen),
        }
    return found | {"bars": presentation.bars(results.said, question, chosen)}


def _week_lines(
    results: queries.Results, question: Question, chosen: dict[str, str]
) -> list[tuple[str, str, int]]:
    """The table twin of the week: hours, activity, persons; the most first."""
    found = []
    for days, label in presentation.WEEK_GROUPS.items():
        for block in range(WEEK.blocks):
            for option in question.options:
                persons = results.said.figure(
                    key(question.key, f"{days}.{block}.{option.value}", **chosen)
                ).value
                if persons:
                    found.append(
                        (f"{label}, {presentation.hours_label(block)}", _(option.label), int(persons))
                    )
    return sorted(found, key=lambda line: -line[2])


def _records(row: queries.InquiryRow) -> dict[str, Any]:
    records = queries.records_of(row)
    if not records:
        return {"records": []}
    numbers = {
        name: number for number, name in enumerate(dict.fromkeys(each.place_name for each in records), 1)
    }
    labels = {
        option.value: _(option.label)
        for question in row.sheet.of_kind(QuestionKind.MANY)
        for option in question.options
    }
    texts = row.sheet.of_kind(QuestionKind.TEXT)
    places: dict[str, list[Any]] = {}
    for each in sorted(
        records,
        key=lambda one: (
            numbers[one.place_name],
            list(PartOfDay).index(one.part_of_day) if one.part_of_day else 9,
        ),
    ):
        said = [
            (_(question.short), each.texts[question.key])
            for question in texts
            if each.texts.get(question.key)
        ]
        part = PARTS[each.part_of_day] if each.part_of_day else ""
        places.setdefault(each.place_name, []).append(
            (part, [labels[tag] for tag in each.tags if tag in labels], said, each)
        )
    located = {
        each.place_name: (numbers[each.place_name], each.place_name, each.longitude, each.latitude)
        for each in records if each.longitude is not None and each.latitude is not None
    }  # fmt: skip
    return {
        "records": [(numbers[name], name, lines) for name, lines in places.items()], "with_numbers": bool(located),
        "station_map": station_map(row.bounds, row.area_code, list(located.values())) if located else "",
    }  # fmt: skip


def _reached(row: queries.InquiryRow, results: queries.Results) -> dict[str, Any]:
    if results.reached is None:
        return {}
    people = residents(row.area_code, row.age_groups)
    lines = presentation.reached_lines(results.reached, row.age_groups, people.counts if people else {})
    total = results.reached.figure(key(presentation.REACHED, ALL)).value
    return {
        "reached": lines, "reached_total": int(total or 0), "unheard": presentation.missing_sentence(lines),
        "people_day": people.day if people else None,
    }  # fmt: skip


def open_from(form: InquiryForm, vintage: str, *, by: Actor, at: datetime) -> UUID | None:
    """Open the inquiry of a valid form; ``None`` with an error at the form where it makes no sense."""
    bounds = bounds_around(form.cleaned_data["area_code"])
    if bounds is None:
        form.add_error("area_code", _("This quarter has no outline yet."))
        return None
    try:
        return services.open_inquiry(form.inquiry(area_vintage=vintage, bounds=bounds, at=at), by=by, at=at)
    except SozialraumError as error:
        form.add_error(None, " ".join(error.told(_)))
        return None


def layers_page(place_id: UUID) -> list[dict[str, Any]]:
    """The four layers of a place, each with what closed walks wrote down about it and when."""
    found = queries.layers_of(place_id)
    if not found:
        return []
    texts = {question.key: _(question.short) for question in found[0][0].sheet.of_kind(QuestionKind.TEXT)}
    return [
        {"label": texts[layer], "lines": lines}
        for layer in queries.LAYERS
        if (
            lines := [
                (each.texts[layer], PARTS[each.part_of_day] if each.part_of_day else "", each.noted_on, row)
                for row, each in found if each.texts.get(layer)
            ]
        )
    ]  # fmt: skip
