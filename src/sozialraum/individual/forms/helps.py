"""What is typed for the official statistics of one help: days, whom it is for, and codes from the lists of the year."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialraum.individual.forms.process import day_field
from sozialraum.individual.presentation.helps import question_words
from sozialraum.individual.queries import HelpRow
from sozialraum.individual.services import SurveyAnswers
from sozialraum.individual.surveys import Question, Survey, asked_of, known_answers
from sozialraum.individual.surveys.facts import FOR_FAMILIES
from sozialraum.individual.surveys.plausibility import FILLED_AT_EXPORT
from sozialraum.organization.queries import provider_choices

NOT_SAID = ("", _("not said yet"))


class SurveyForm(forms.Form):
    """One record: nothing is mandatory, since a draft may have gaps; what is known already is not asked."""

    begun_on = day_field(label=_("First day of the help"))
    ended_on = day_field(
        label=_("Last day"), required=False, help_text=_("Leave it open while the help runs.")
    )

    def __init__(self, *args: Any, row: HelpRow, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.survey = row, survey
        self.fields["begun_on"].initial = row.facts.begun_on
        self.fields["ended_on"].initial = row.facts.ended_on
        self._ask_for_whom()
        self._ask_who_helps()
        self.asked = [each for each in asked_of(row.facts, survey, ended=True) if self._is_asked(each)]
        for question in self.asked:
            self._ask(question)

    def _is_asked(self, question: Question) -> bool:
        known = question.key in known_answers(self.row.facts, self.survey)
        own = question.key in self.row.facts.answers
        return question.key not in FILLED_AT_EXPORT and (own or not known)

    def _ask_for_whom(self) -> None:
        self.children = [each for each in self.row.young if each.born_on is None]
        for child in self.children:
            self.fields[f"born_{child.id}"] = day_field(
                label=_("Birthday of %(name)s") % {"name": child.name}, required=False
            )
        family = self.row.facts.help_kind in FOR_FAMILIES
        if self.row.facts.help_kind == "31" or not self.row.young:
            return
        empty = ("", _("the whole family")) if family else NOT_SAID
        self.fields["member"] = forms.ChoiceField(
            label=_("For whom is this help?"), required=False, initial=str(self.row.member_id or ""),
            choices=[empty, *((str(each.id), each.name) for each in self.row.young)],
        )  # fmt: skip

    def _ask_who_helps(self) -> None:
        self.fields["provider_code"] = forms.ChoiceField(
            label=_("Provider"), required=False, initial=self.row.facts.provider_code,
            choices=[NOT_SAID, *provider_choices()],
        )  # fmt: skip

    def _ask(self, question: Question) -> None:
        given = self.row.facts.answers.get(question.key)
        label = question_words(question)
        if question.each:
            by_person = dict(zip(self._meant(), self.row.facts.sexes, strict=False))
            for child in self.row.young:
                self.fields[f"{question.key}_{child.id}"] = self._code(
                    question,
                    f"{label}: {child.name}" if len(self.row.young) > 1 else label,
                    by_person.get(child.id),
                )
        elif question.most > 1:
            codes = [*(given or []), *[""] * question.most][: question.most]
            for place, code in enumerate(codes, 1):
                name = label if place == 1 else _("and %(place)d.") % {"place": place}
                self.fields[f"{question.key}_{place}"] = self._code(question, name, code)
        elif question.list:
            self.fields[question.key] = self._code(question, label, given)
        else:
            self.fields[question.key] = forms.DecimalField(
                label=label, required=False, min_value=0, max_value=999, initial=given,
                localize=True,
            )  # fmt: skip

    def _meant(self) -> list[UUID]:
        whole = self.row.facts.for_family
        return [each.id for each in self.row.young if whole or each.id == self.row.member_id]

    def _code(self, question: Question, label: Any, given: Any) -> forms.ChoiceField:
        codes = self.survey.codes(question)
        return forms.ChoiceField(
            label=label, required=False, initial=given or "",
            choices=[NOT_SAID, *((code, f"{code}  {name}") for code, name in codes.items())],
        )  # fmt: skip

    def begin(self) -> list[forms.BoundField]:
        """Whom the help is for, by whom, and its days."""
        names = [
            "begun_on",
            "ended_on",
            "member",
            "provider_code",
            *(f"born_{each.id}" for each in self.children),
        ]
        return [self[name] for name in names if name in self.fields]

    def questions(self) -> list[forms.BoundField]:
        """The codes of a running help."""
        return self._of(ended=False)

    def at_the_end(self) -> list[forms.BoundField]:
        """The codes that are asked once a help has ended."""
        return self._of(ended=True)

    def _of(self, *, ended: bool) -> list[forms.BoundField]:
        keys = {each.key for each in self.asked if (each.when == "ended") is ended}
        first = {bound.name for bound in self.begin()}
        return [
            self[name]
            for name in self.fields
            if name not in first and any(name == key or name.startswith(f"{key}_") for key in keys)
        ]

    def given(self) -> SurveyAnswers:
        """The values as the service takes them; answers that are not asked here stay as they were."""
        data = self.cleaned_data
        answers = dict(self.row.facts.answers)
        for question in self.asked:
            answers[question.key] = self._answer(question)
        member = data.get("member") or ""
        return SurveyAnswers(
            answers={key: value for key, value in answers.items() if value},
            begun_on=data["begun_on"], ended_on=data["ended_on"],
            member_id=UUID(member) if member else (self.row.member_id if "member" not in self.fields else None),
            provider_code=data["provider_code"],
            born={each.id: data[f"born_{each.id}"] for each in self.children if data[f"born_{each.id}"]},
        )  # fmt: skip

    def _answer(self, question: Question) -> Any:
        data = self.cleaned_data
        if question.each:
            return {
                str(each.id): code for each in self.row.young if (code := data[f"{question.key}_{each.id}"])
            }
        if question.most > 1:
            return [
                code for place in range(1, question.most + 1) if (code := data[f"{question.key}_{place}"])
            ]
        value = data[question.key]
        return str(value.normalize()) if question.number and value is not None else value
