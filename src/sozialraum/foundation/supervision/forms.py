"""What the data-protection officer and approvers type."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.privacy.enums import Verdict

VERDICTS = {
    Verdict.JUSTIFIED: _("It was justified"),
    Verdict.FOLLOWED_UP: _("It is being followed up"),
    Verdict.NOT_JUSTIFIED: _("It was not justified"),
}
NAMING_REASONS = {
    "denials_in_a_row": _("Refusals in a row must be explained"),
    "complaint": _("A person concerned has complained"),
    "breach": _("A breach of data protection is suspected"),
}


class VerdictForm(forms.Form):
    """What was found about one emergency access."""

    verdict = forms.ChoiceField(
        label=_("What did you find?"), choices=[(key.value, word) for key, word in VERDICTS.items()],
        widget=forms.RadioSelect,
    )  # fmt: skip
    remark = forms.CharField(
        label=_("What follows from it?"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NamingForm(forms.Form):
    """Why one person must be named."""

    reason = forms.ChoiceField(
        label=_("Why must you know the name?"), choices=list(NAMING_REASONS.items()), widget=forms.RadioSelect
    )


class NotedForm(forms.Form):
    """A checksum that was written down at an earlier review."""

    noted = forms.RegexField(
        regex=r"^[0-9a-f]{64}$", required=False, label=_("Checksum that you wrote down"),
        help_text=_("Voluntary, not older than twelve months. It shows whether the end of the record was cut off."),
        error_messages={"invalid": _("A checksum has 64 digits and letters from a to f.")},
    )  # fmt: skip


class ApprovalForm(forms.Form):
    """The approval of an erasure."""

    archive_offered_on = forms.DateField(
        label=_("When were the files offered to the archive?"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["archive_offered_on"].widget.format = "%Y-%m-%d"
