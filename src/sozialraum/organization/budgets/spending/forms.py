"""What people type about lines and bookings, parsed into plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.analytics.budget import cents, read_amount
from sozialraum.organization.budgets.spending.queries import LineRow
from sozialraum.organization.budgets.spending.services import FIELDS, LineInput
from sozialraum.organization.enums import OfferKind
from sozialraum.organization.presentation import OFFER_KINDS

CHOICES = Sequence[tuple[str, str]]
MOST_DIGITS = 30


class AmountField(forms.Field):
    """Euros as people write them; the value is cents."""

    def to_python(self, value: Any) -> Any:
        """The cents; None where nothing was written."""
        if value in self.empty_values:
            return None
        found = read_amount(str(value)) if len(str(value)) <= MOST_DIGITS else None
        if found is None or found != round(found, 2):
            raise forms.ValidationError(_("Write an amount in euros, like 7.000.000 or 7000000,50."))
        return cents(found)


class LineForm(forms.Form):
    """A budget line; a goal, an effect and a day of review are mandatory."""

    title = forms.CharField(label=_("What is paid?"), max_length=160)
    area_code = forms.ChoiceField(label=_("Budget area"))
    offer_kind = forms.ChoiceField(
        label=_("Kind of offer"), choices=[(kind.value, title) for kind, title in OFFER_KINDS.items()]
    )
    provider_code = forms.ChoiceField(label=_("Provider"), required=False)
    amount = AmountField(label=_("Amount for the year, euros"))
    goal = forms.CharField(
        label=_("Goal"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mandatory: a line without a goal pays for nothing that anybody could look at later."),
    )  # fmt: skip
    effect = forms.CharField(
        label=_("Expected effect"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mandatory: by what one will see that it works."),
    )  # fmt: skip
    review_on = forms.DateField(
        label=_("When do you look at the effect?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    account = forms.CharField(
        label=_("Account in the finance system"), max_length=40, required=False,
        help_text=_("By it bookings find this line; leave it open as long as it is not known."),
    )  # fmt: skip
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, areas: CHOICES, providers: CHOICES, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area_code"].choices = areas  # type: ignore[attr-defined]  # the stubs know no field by name
        self.fields["provider_code"].choices = [("", _("still open")), *providers]  # type: ignore[attr-defined]  # as above

    def line(self) -> LineInput:
        """The line as the service takes it."""
        values = {name: self.cleaned_data[name] for name in FIELDS}
        return LineInput(**{**values, "offer_kind": OfferKind(values["offer_kind"])})


def line_values(row: LineRow) -> dict[str, Any]:
    """What the form shows of a stored line."""
    values = {name: getattr(row, name) for name in FIELDS}
    return {**values, "amount": f"{row.amount / 100:.2f}".replace(".", ","), "version": row.version}


class LedgerForm(forms.Form):
    """A file of bookings, and from which columns it is read."""

    file = forms.FileField(
        label=_("File of bookings"),
        help_text=_("CSV, XLSX or ODS from the finance system. Only account, day and amount are taken over; texts and names stay there."),
    )  # fmt: skip
    replaces = forms.TypedChoiceField(
        label=_("What does it hold?"), coerce=lambda value: value == "yes", widget=forms.RadioSelect, initial="yes",
        choices=[("yes", _("the whole year so far; it replaces what came before")), ("no", _("new bookings only; they are added"))],
    )  # fmt: skip
    booked_until = forms.DateField(
        label=_("Up to which day is everything booked?"), required=False, help_text=_("Left open: the day of the last booking."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    control_total = AmountField(
        label=_("Control sum of the finance system, euros"), required=False,
        help_text=_("Voluntary: a difference is named to the cent."),
    )  # fmt: skip
    account = forms.CharField(label=_("Column of the account"), max_length=120, required=False)
    booked_on = forms.CharField(label=_("Column of the day"), max_length=120, required=False)
    amount = forms.CharField(
        label=_("Column of the amount"), max_length=120, required=False,
        help_text=_("Left open, columns are found by their name, or as in the last import."),
    )  # fmt: skip

    def mapping(self) -> dict[str, str]:
        """The columns that were named."""
        return {name: self.cleaned_data[name].strip() for name in ("account", "booked_on", "amount")}
