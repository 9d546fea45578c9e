"""What is typed about somebody on a network map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.analytics.networks import Direction, Horizon, Sector, Support, Tie
from sozialraum.network.network_maps.drawing import SECTORS
from sozialraum.network.network_maps.sheet import (
    FARTHEST,
    LONGEST_NAME,
    LONGEST_NOTE,
    RINGS,
    MapPerson,
    Sheet,
)
from sozialraum.network.network_maps.wording import HORIZONS, SUPPORTS, TIES

GENDERS = (("", _("left open")), ("f", _("female")), ("m", _("male")), ("d", _("diverse")))
WAYS = (
    ("", _("no")),
    (Direction.RECEIVED.value, _("gives it")),
    (Direction.GIVEN.value, _("gets it")),
    (Direction.MUTUAL.value, _("both")),
)
BEYOND = "beyond"


class MapPersonForm(forms.Form):
    """Somebody on the map: a name, a sector and a ring are enough."""

    key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    name = forms.CharField(max_length=LONGEST_NAME, label=_("What is the person called?"))
    role = forms.CharField(
        max_length=LONGEST_NAME, required=False, label=_("Who is that?"),
        help_text=_("For example grandmother, coach, neighbor. Voluntary."),
    )  # fmt: skip
    sector = forms.ChoiceField(label=_("Where does the person belong?"), choices=list(SECTORS.items()))
    ring = forms.ChoiceField(
        label=_("How near?"),
        choices=[*HORIZONS.items(), (BEYOND, _("beyond the edge"))],
        initial=Horizon.MIDDLE,
    )
    tie = forms.TypedChoiceField(
        label=_("In touch?"),
        choices=[(int(tie), word) for tie, word in TIES.items()],
        coerce=int,
        initial=int(Tie.NORMAL),
    )
    gender = forms.ChoiceField(label=_("Gender"), choices=GENDERS, required=False)
    deceased = forms.BooleanField(label=_("has died"), required=False)
    animal = forms.BooleanField(label=_("is an animal"), required=False)
    note = forms.CharField(
        label=_("What else?"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, word in SUPPORTS.items():
            self.fields[kind.value] = forms.ChoiceField(
                label=str(word).capitalize(), choices=WAYS, required=False
            )

    @property
    def supports(self) -> list[forms.BoundField]:
        """The questions about what passes along the tie."""
        return [self[kind.value] for kind in Support]

    def act(self) -> Callable[[Sheet], Sheet]:
        """The act on the sheet that these values stand for: somebody new, or somebody changed."""
        data = self.cleaned_data
        said: dict[str, Any] = {
            "name": data["name"], "role": data["role"], "sector": Sector(data["sector"]), "tie": Tie(data["tie"]),
            "gender": data["gender"], "deceased": data["deceased"], "human": not data["animal"], "note": data["note"],
            "supports": {kind: Direction(data[kind.value]) for kind in Support if data[kind.value]},
        }  # fmt: skip
        ring = data["ring"]
        distance = FARTHEST - 10 if ring == BEYOND else RINGS[Horizon(ring)]

        def change(sheet: Sheet) -> Sheet:
            if not data["key"]:
                new = MapPerson(key=uuid4().hex, distance=distance, angle=0.0, **said)
                return sheet.with_person(new, placed=False)
            old = sheet.person(data["key"])
            same_ring = ring_of(old) == ring
            changed = replace(old, distance=old.distance if same_ring else distance, **said)
            return sheet.with_person(changed, placed=old.sector is changed.sector)

        return change


def ring_of(person: MapPerson) -> str:
    """The ring of somebody as the form's choice."""
    return person.alter.horizon or BEYOND


def person_form(person: MapPerson | None = None, *, auto_id: str = "id_%s") -> MapPersonForm:
    """The form for somebody who is on the map, or for somebody new."""
    if person is None:
        return MapPersonForm(auto_id=auto_id)
    initial: dict[str, Any] = {
        "key": person.key, "name": person.name, "role": person.role, "sector": person.sector, "ring": ring_of(person),
        "tie": int(person.tie), "gender": person.gender, "deceased": person.deceased, "animal": not person.human,
        "note": person.note,
    }  # fmt: skip
    initial |= {kind.value: way.value for kind, way in person.supports.items()}
    return MapPersonForm(initial=initial, auto_id=auto_id)
