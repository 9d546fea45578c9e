"""A genogram as its page and its files show it: pure functions of what was read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sozialraum.individual.forms.genograms import (
    NewRelativeForm,
    ParentsForm,
    RelativeForm,
    UnionForm,
    couples,
)
from sozialraum.individual.genograms import (
    MIDDLE,
    Family,
    FamilyRow,
    Relative,
    answer_of,
    draw_genogram,
    family_rows,
    name_of,
    said_of,
)
from sozialraum.individual.presentation.network_maps import png_of
from sozialraum.individual.queries import GenogramView


@dataclass(frozen=True, slots=True)
class Couple:
    """A couple of the person shown, and the form to change it."""

    name: str
    form: UnionForm


@dataclass(frozen=True, slots=True)
class PickedRelative:
    """The one person who is shown beside the drawing, with the forms for every act on the person."""

    person: Relative
    row: FamilyRow
    form: forms.Form
    new_form: forms.Form
    couples: tuple[Couple, ...]
    parents_form: ParentsForm | None
    removable: bool


@dataclass(frozen=True, slots=True)
class GenogramPage:
    """All that the page of one genogram shows."""

    case_id: UUID
    view: GenogramView
    answer: str
    drawing: SafeString
    said: tuple[str, ...]
    rows: tuple[FamilyRow, ...]
    picked: PickedRelative
    editable: bool
    problem: str
    opened: str


def genogram_page(
    view: GenogramView, *, case_id: UUID, selected: str, may_write: bool, problem: str = "", deed: str = "",
    data: dict[str, str] | None = None,
) -> GenogramPage:  # fmt: skip
    """Put together what the page shows; ``data`` is what was sent with ``deed`` and refused for ``problem``."""
    family = view.family
    keys = {each.key for each in family.people}
    selected = selected if selected in keys else MIDDLE
    rows = tuple(family_rows(family))
    row = next(each for each in rows if each.person.key == selected)
    return GenogramPage(
        case_id=case_id, view=view, answer=answer_of(family),
        drawing=draw_genogram(family, title=title_of(view), selected=selected, marked=True), said=tuple(said_of(family)),
        rows=rows, picked=_picked(family, row, deed, data or {}), editable=may_write, problem=problem, opened=deed,
    )  # fmt: skip


def title_of(view: GenogramView) -> str:
    """What the picture shows, for a screen reader and a file."""
    return _("Genogram of %(name)s, %(day)s. %(answer)s") % {
        "name": view.owner.name, "day": date_format(timezone.localdate(view.changed_at), "DATE_FORMAT"), "answer": answer_of(view.family),
    }  # fmt: skip


def _picked(family: Family, row: FamilyRow, deed: str, data: dict[str, str]) -> PickedRelative:
    person = row.person
    own = {each.union for each in family.parent_sets(person.key)}
    further = [
        pair
        for pair in couples(family)
        if pair[0] not in own and person.key not in family.union(pair[0]).pair
    ]
    return PickedRelative(
        person, row,
        RelativeForm(data if deed == "mensch" else None, initial=asdict(person), auto_id="edit_%s"),
        NewRelativeForm(
            data if deed == "neu" else None, initial={"to": person.key}, family=family, to=person.key, auto_id="new_%s"
        ),
        tuple(
            Couple(
                name_of(family.person(union.partner(person.key))),
                UnionForm(
                    data if deed == "paar" and data.get("key") == union.key else None, initial=asdict(union),
                    auto_id=f"{union.key}_%s",
                ),
            )
            for union in family.unions_of(person.key)
        ),
        ParentsForm(data if deed == "eltern" else None, initial={"key": person.key}, family=family, auto_id="parents_%s")
        if further else None,
        removable=person.key != MIDDLE,
    )  # fmt: skip


def _as_svg(view: GenogramView) -> bytes:
    return str(draw_genogram(view.family, title=title_of(view))).encode()


def _as_png(view: GenogramView) -> bytes:
    return png_of(_as_svg(view))


GENOGRAM_FILES: dict[str, tuple[str, Callable[[GenogramView], bytes]]] = {
    "svg": ("image/svg+xml", _as_svg),
    "png": ("image/png", _as_png),
}
"""Forms in which a person takes the own genogram along: content type and writer."""
