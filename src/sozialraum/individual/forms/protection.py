"""What professionals type about the protection of a child, parsed into plain values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.accounts.queries import Colleagues
from sozialraum.foundation.typed_names import TypedNameField
from sozialraum.individual.enums import Finding, MeasureKind, ReporterKind, Urgency
from sozialraum.individual.forms.process import day_field
from sozialraum.individual.presentation.protection import FINDINGS, MEASURES, REPORTERS, URGENCIES
from sozialraum.individual.services.protection import LONGEST


def _words(rows: int = 3, **options: Any) -> forms.CharField:
    return forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows}), **options)


class ReportForm(forms.Form):
    """What somebody told: when, who, in which words, and how soon two look at it."""

    received_at = forms.DateTimeField(
        label=_("When was it told?"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    reporter = forms.ChoiceField(choices=list(REPORTERS.items()), label=_("Who told it?"))
    reporter_name = forms.CharField(
        max_length=200, required=False, label=_("Name and way to reach the person (voluntary)"),
        help_text=_("Nobody must give a name. The family is never told who it was."),
    )  # fmt: skip
    content = _words(
        6, label=_("What was told?"), help_text=_("As it was said: who saw or heard what, when and where.")
    )
    urgency = forms.ChoiceField(
        choices=list(URGENCIES.items()),
        widget=forms.RadioSelect,
        label=_("How soon do two of you look at it?"),
    )
    wants_answer = forms.BooleanField(
        required=False, label=_("The person asks to be told what became of it"),
        help_text=_("Only professionals under a duty of secrecy are told, and two facts only."),
    )  # fmt: skip

    def report(self) -> dict[str, Any]:
        """The values as the service takes them."""
        data = self.cleaned_data
        return {**data, "reporter": ReporterKind(data["reporter"]), "urgency": Urgency(data["urgency"])}


class AskForm(forms.Form):
    """Whom to ask to look as well."""

    professional_id = TypedNameField(
        label=_("Whom do you ask?"), help_text=_("Type a part of the name of a colleague of the office.")
    )
    experienced = forms.BooleanField(
        required=False, label=_("as the experienced professional for the protection of children")
    )

    def __init__(self, data: Any = None, *, colleagues: Colleagues) -> None:
        super().__init__(data, auto_id="ask_%s")
        self.fields["professional_id"].people = colleagues  # type: ignore[attr-defined]  # a field for a name


class StopForm(forms.Form):
    """Who is asked no longer."""

    stop = forms.UUIDField()


class AssessmentForm(forms.Form):
    """How one professional sees a report."""

    seen = _words(4, label=_("What did you see and hear yourself?"))
    protects = _words(required=False, label=_("What protects the child? (voluntary)"))
    child_seen_on = day_field(required=False, label=_("The child was seen on"))
    child_not_seen = _words(2, required=False, label=_("or: why it was not needed to see the child"))
    child_heard = forms.BooleanField(required=False, label=_("The child was heard"))
    parents_heard = forms.BooleanField(required=False, label=_("The parents were heard"))
    not_heard = _words(2, required=False, label=_("If not: why that would endanger the child"))
    finding = forms.ChoiceField(
        choices=list(FINDINGS.items()), widget=forms.RadioSelect, label=_("How do you see it?")
    )

    def assessment(self) -> dict[str, Any]:
        """The values as the service takes them."""
        return {**self.cleaned_data, "finding": Finding(self.cleaned_data["finding"])}


class ConclusionForm(forms.Form):
    """What two professionals find together."""

    finding = forms.ChoiceField(
        choices=list(FINDINGS.items()), widget=forms.RadioSelect, label=_("What do you find together?")
    )
    dissent = _words(
        2, required=False, label=_("The other view, where you differ"),
        help_text=_("Needed where one of you sees it differently. Nothing is counted together."),
    )  # fmt: skip


class MeasureForm(forms.Form):
    """One step that is taken for the child."""

    kind = forms.ChoiceField(choices=list(MEASURES.items()), label=_("What follows?"))
    content = _words(2, label=_("Who does what?"))
    due_on = day_field(label=_("Until when?"))

    def measure(self) -> dict[str, Any]:
        """The values as the service takes them."""
        return {**self.cleaned_data, "kind": MeasureKind(self.cleaned_data["kind"])}
