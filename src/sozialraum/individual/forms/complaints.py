"""What is typed to complain, and to answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.individual.services.entries import LONGEST

OFFICE, OMBUDS = "office", "ombuds"


class ComplaintForm(forms.Form):
    """The words, who shall read them, and whether the worker may."""

    words = forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}))
    to = forms.MultipleChoiceField(
        choices=[(OMBUDS, OMBUDS), (OFFICE, OFFICE)], widget=forms.CheckboxSelectMultiple
    )
    worker_reads = forms.BooleanField(required=False)

    def values(self) -> dict[str, Any]:
        """The values as the service takes them."""
        data = self.cleaned_data
        return {
            "words": data["words"], "to_office": OFFICE in data["to"], "to_ombuds": OMBUDS in data["to"],
            "worker_reads": data["worker_reads"],
        }  # fmt: skip


class ComplaintAnswerForm(forms.Form):
    """What is answered."""

    words = forms.CharField(
        max_length=LONGEST, label=_("Your answer"), widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Whoever complained reads it just like this. Short sentences, and what happens next."),
    )  # fmt: skip
