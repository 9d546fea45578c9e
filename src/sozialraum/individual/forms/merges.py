"""What is chosen when two files of one family are brought together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sozialraum.individual.presentation.merges import differences, person_in_words
from sozialraum.individual.queries import MergeFiles, Person, pairs_of
from sozialraum.individual.rules.merges import ALONG, STAYS
from sozialraum.individual.services import Chosen

LEADING, FORMER = "leading", "former"


class MergeForm(forms.Form):
    """Who is who, what is taken over, who goes on with the family, and why these are one family."""

    seen = forms.CharField(widget=forms.HiddenInput)
    taken = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("What holds as the second file says it"),
        help_text=gettext_lazy("Whatever you do not tick stays as it is in the file that leads."),
    )  # fmt: skip
    worker = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=gettext_lazy("Who is there for the family from now on"),
        initial=LEADING,
    )
    let_in = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Whose access comes along (voluntary)"),
        help_text=gettext_lazy(
            "Whoever comes along reads everything in the file that leads. Without a tick the access ends at the former file."
        ),
    )  # fmt: skip
    reason = forms.CharField(
        max_length=2_000, label=gettext_lazy("Why are these two one family?"),
        help_text=gettext_lazy("It stays on record, and the family can read it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, files: MergeFiles) -> None:
        pairs = pairs_of(files)
        said = differences(files, pairs)
        super().__init__(data, initial={"taken": [token for token, _words, alone in said if alone]})
        self.both = files
        for person in files.former.people:
            self.fields[_field(person)] = forms.ChoiceField(
                label=person_in_words(person), initial=str(pairs.get(person.id, ALONG)),
                choices=[
                    *((str(each.id), _("is %(name)s") % {"name": person_in_words(each)}) for each in files.leading.people),
                    (ALONG, _("belongs here as well")),
                    (STAYS, _("stays in the former file (another household)")),
                ],
            )  # fmt: skip
        # asked only where there is something to choose
        self._choices("taken", [(token, words) for token, words, _alone in said])
        accounts = [
            (str(each.id), person_in_words(each)) for each in files.former.people if each.user_id is not None
        ]
        self._choices("let_in", accounts)
        workers = (files.leading.workers, files.former.workers)
        offered = [] if workers[0] == workers[1] or not workers[1] else [
            (LEADING, ", ".join(workers[0]) or _("nobody")), (FORMER, ", ".join(workers[1])),
        ]  # fmt: skip
        self._choices("worker", offered)

    @property
    def people(self) -> Iterator[BoundField]:
        """The question for each person of the former file."""
        return (self[_field(person)] for person in self.both.former.people)

    @property
    def rest(self) -> Iterator[BoundField]:
        """The other questions, in order."""
        return (self[name] for name in ("taken", "worker", "let_in") if name in self.fields)

    def chosen(self) -> Chosen:
        """The values as the service takes them."""
        data = self.cleaned_data
        return Chosen(
            {str(each.id): data[_field(each)] for each in self.both.former.people},
            taken=data.get("taken", []), let_in=[UUID(each) for each in data.get("let_in", [])],
            worker_of_former=data.get("worker") == FORMER, reason=data["reason"],
        )  # fmt: skip

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if not choices:
            del self.fields[name]
        elif isinstance(field, forms.ChoiceField):
            field.choices = choices


def _field(person: Person) -> str:
    return f"person_{person.id.hex}"
