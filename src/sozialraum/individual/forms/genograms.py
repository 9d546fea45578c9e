"""What is typed about somebody on a genogram: one form for each act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, Protocol, cast
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.individual.genograms import (
    DescentKind,
    Family,
    Relation,
    Relative,
    UnionKind,
    name_of,
)
from sozialraum.individual.genograms.family import LONGEST_NAME, LONGEST_WORDS
from sozialraum.individual.genograms.wording import DESCENTS, UNIONS
from sozialraum.network.network_maps.forms import GENDERS

EARLIEST: Final = 1800
LATEST: Final = 2200
RELATIONS: Final = (
    (Relation.PARENT.value, _("mother or father")), (Relation.SIBLING.value, _("brother or sister")),
    (Relation.CHILD.value, _("child")), (Relation.PARTNER.value, _("wife, husband or partner")),
)  # fmt: skip
BY: Final = {kind.value: word for kind, word in DESCENTS.items()}


class Act(Protocol):
    """A form that stands for an act on the family."""

    cleaned_data: dict[str, Any]

    def is_valid(self) -> bool:
        """Whether what was typed can be read."""

    def act(self) -> Callable[[Family], Family]:
        """The act on the family as it is stored then."""


def year_field(label: Any) -> forms.IntegerField:
    """A year, left open where nobody knows it."""
    return forms.IntegerField(label=label, min_value=EARLIEST, max_value=LATEST, required=False)


class RelativeForm(forms.Form):
    """What is known of somebody; a name is enough, and without one the person is unknown."""

    key = forms.SlugField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("What is the person called?"), max_length=LONGEST_NAME, required=False)
    gender = forms.ChoiceField(label=_("Gender"), choices=GENDERS, required=False)
    born = year_field(_("Born in the year"))
    household = forms.BooleanField(label=_("lives in the same home"), required=False)
    deceased = forms.BooleanField(label=_("has died"), required=False)
    died = year_field(_("Died in the year"))
    unknown = forms.BooleanField(label=_("is unknown"), required=False)
    words = forms.CharField(
        label=_("In your own words"), max_length=LONGEST_WORDS, required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Voluntary. Nobody else describes how people get along."),
    )  # fmt: skip

    def relative(self, key: str) -> Relative:
        """The person as typed."""
        return Relative(**{**{name: self.cleaned_data[name] for name in KNOWN}, "key": key})

    def act(self) -> Callable[[Family], Family]:
        """Change somebody who is drawn."""
        return lambda family: family.with_relative(self.relative(self.cleaned_data["key"]))


KNOWN: Final = tuple(name for name in RelativeForm.base_fields if name != "key")


class NewRelativeForm(RelativeForm):
    """Somebody new, and what the person is to somebody who is drawn."""

    key = None  # type: ignore[assignment]  # by None Django leaves a field of the parent out
    to = forms.SlugField(widget=forms.HiddenInput)
    relation = forms.ChoiceField(label=_("Who is that?"), choices=RELATIONS)
    kind = forms.ChoiceField(
        label=_("The child of the two belongs to the parents"), choices=list(BY.items()), required=False
    )
    union = forms.SlugField(label=_("Child together with"), required=False)

    field_order = ("to", "relation", "name", "gender", "born", "household", "kind", "union")

    def __init__(self, *args: Any, family: Family | None = None, to: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pairs = (
            [(each.key, name_of(family.person(each.partner(to)))) for each in family.unions_of(to)]
            if family
            else []
        )
        if family is not None:
            self.fields["union"].widget = (
                forms.Select(choices=pairs) if len(pairs) > 1 else forms.HiddenInput()
            )

    def act(self) -> Callable[[Family], Family]:
        """Put somebody new beside, above or below somebody who is drawn."""
        data = self.cleaned_data
        new = self.relative(uuid4().hex)
        if not new.name:
            new = replace(new, unknown=True)
        return lambda family: family.related(
            data["to"], Relation(data["relation"]), new, kind=DescentKind(data["kind"] or DescentKind.BIRTH),
            union=data["union"],
        )  # fmt: skip


class UnionForm(forms.Form):
    """What two people are to each other."""

    key = forms.SlugField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("The two are"), choices=[(kind.value, word) for kind, word in UNIONS.items()]
    )
    since = year_field(_("Since the year"))
    ended = year_field(_("Ended in the year"))

    def act(self) -> Callable[[Family], Family]:
        """Change the couple."""
        data = self.cleaned_data
        return lambda family: family.with_union(
            replace(
                family.union(data["key"]),
                kind=UnionKind(data["kind"]),
                since=data["since"],
                ended=data["ended"],
            )
        )


class ParentsForm(forms.Form):
    """Which couple somebody grows up with as well."""

    key = forms.SlugField(widget=forms.HiddenInput)
    union = forms.ChoiceField(label=_("Also grows up with"), choices=())
    kind = forms.ChoiceField(label=_("How?"), choices=list(BY.items()), initial=DescentKind.STEP.value)

    def __init__(self, *args: Any, family: Family | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["union"] = (
            forms.ChoiceField(label=self.base_fields["union"].label, choices=couples(family))
            if family is not None
            else forms.SlugField()
        )

    def act(self) -> Callable[[Family], Family]:
        """Note a further set of parents, or how the child belongs to one."""
        data = self.cleaned_data
        return lambda family: family.grows_up_with(data["key"], data["union"], DescentKind(data["kind"]))


class RemoveForm(forms.Form):
    """Who is taken off."""

    key = forms.SlugField(widget=forms.HiddenInput)

    def act(self) -> Callable[[Family], Family]:
        """Take somebody off."""
        return lambda family: family.without(self.cleaned_data["key"])


def couples(family: Family) -> list[tuple[str, str]]:
    """Every couple by its names."""
    return [
        (each.key, " + ".join(name_of(family.person(key)) for key in each.pair)) for each in family.unions
    ]


DEEDS: Final[dict[str, type[forms.Form]]] = {
    "neu": NewRelativeForm, "mensch": RelativeForm, "paar": UnionForm, "eltern": ParentsForm, "weg": RemoveForm,
}  # fmt: skip
"""The acts by the last part of their address."""


def read_act(deed: str, data: Any) -> Act | None:
    """The act that was sent, None for one that does not exist."""
    form = DEEDS.get(deed)
    return cast(Act, form(data)) if form is not None else None
