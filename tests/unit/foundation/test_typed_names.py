"""A name that is typed: whom it means, who is offered, and what an id that is handed in with it is worth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID, uuid4

import pytest
from django import forms
from django.http import QueryDict

from sozialraum.foundation.typed_names import (
    SHOWN,
    Offered,
    TypedNameField,
    is_called,
    is_whole_name,
    suggestions,
)

AYLIN, EMRE = Offered(uuid4(), "Aylin Yılmaz", "Team Hafen"), Offered(uuid4(), "Emre Yılmaz", "Team Nord")
ANNA, OTHER_ANNA = Offered(uuid4(), "Anna Groß", "Team Nord"), Offered(uuid4(), "Anna Groß", "Team Süd")
ANNABELL, TAKEN = Offered(uuid4(), "Annabell Groß"), Offered(uuid4(), "Jürgen Möller")


@pytest.mark.parametrize(
    "typed",
    ["Yilmaz", "aylin yilmaz", "yilmaz, ay", "YIL AY", "Yılmaz", "  yil  ", "ay yılm"],
)
def test_beginnings_of_words_are_enough_in_any_order(typed: str) -> None:
    assert is_called(typed, "Aylin Yılmaz")


@pytest.mark.parametrize("typed", ["lin", "Yilmazer", "aylin b", "", "y", "%", "_ _", "a%z"])
def test_everything_that_is_typed_has_to_begin_a_word(typed: str) -> None:
    assert not is_called(typed, "Aylin Yılmaz")


@pytest.mark.parametrize("typed", ["Möller", "Moller", "Moeller", "MÖLLER, jü", "juergen moe", "jurg"])
@pytest.mark.parametrize("name", ["Jürgen Möller", "Juergen Moeller", "Jurgen Moller"])
def test_an_umlaut_is_met_by_each_of_its_spellings(typed: str, name: str) -> None:
    assert is_called(typed, name)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("schule", True),
        ("wehr, schul", True),
        ("bruch", False),
        ("we", True),
        ("hul", False),
        ("ule", False),
        ("ehr", False),
    ],
)
def test_long_parts_of_words_that_are_put_together_count_where_asked(typed: str, found: bool) -> None:
    assert is_called(typed, "Grundschule am Wehr", inside=True) is found
    assert not is_called("schule", "Grundschule am Wehr")


def test_letters_of_other_writings_count_as_well() -> None:
    assert is_called("бо", "Тарас Бойко")
    assert is_whole_name("Бойко, Тарас", "Тарас Бойко")
    assert not is_whole_name("Бой Тарас", "Тарас Бойко")


class _Office:
    """Six people, one of whom may not be chosen."""

    address = "/namen/"

    def __init__(self, people: Iterable[Offered] = (AYLIN, EMRE, ANNA, OTHER_ANNA, ANNABELL)) -> None:
        self._people = list(people)

    def find(self, typed: str) -> Sequence[Offered]:
        return [each for each in self._people if is_called(typed, each.name)][: SHOWN + 1]

    def named(self, key: UUID) -> Offered | None:
        return next((each for each in self._people if each.id == key), None)

    def fits(self, typed: str, name: str) -> bool:
        return is_called(typed, name)

    def refusal(self, typed: str, *, whole: bool) -> str:
        fits = is_whole_name if whole else is_called
        return f"{TAKEN.name} was asked." if fits(typed, TAKEN.name) else ""


def _form(
    typed: str, chosen: object = "", *, required: bool = True, people: _Office | None = None
) -> forms.Form:
    class Asking(forms.Form):
        who = TypedNameField(required=required)

    data = QueryDict(mutable=True)
    data["who"] = typed
    data.setlist("who_chosen", ["", str(chosen)] if chosen else [""])
    form = Asking(data)
    form.fields["who"].people = people or _Office()  # type: ignore[attr-defined]  # a field for a name
    return form


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Aylin", AYLIN), ("yilmaz em", EMRE), ("annab", ANNABELL), ("annabell gross", ANNABELL)],
)
def test_the_only_one_who_is_called_that_is_taken(typed: str, meant: Offered) -> None:
    form = _form(typed)
    assert form.is_valid()
    assert form.cleaned_data == {"who": meant.id}
    assert f'value="{meant.name}"' in str(form["who"])


def test_the_whole_name_is_taken_before_longer_ones() -> None:
    form = _form("Anna Groß", people=_Office([ANNA, ANNABELL]))
    assert form.is_valid()
    assert form.cleaned_data["who"] == ANNA.id


def test_several_are_offered_with_what_tells_them_apart_and_nothing_typed_is_lost() -> None:
    form = _form("anna groß")
    assert not form.is_valid()
    drawn = str(form["who"])
    assert 'value="anna groß"' in drawn
    for each in (ANNA, OTHER_ANNA):
        assert f'type="radio" name="who_chosen" value="{each.id}"' in drawn
        assert each.place in drawn
    assert str(ANNABELL.id) not in drawn
    again = _form("anna groß", OTHER_ANNA.id)
    assert again.is_valid()
    assert again.cleaned_data["who"] == OTHER_ANNA.id


def test_of_very_many_ten_are_offered() -> None:
    crowd = [Offered(uuid4(), f"Ali Nr {chr(97 + place)}x") for place in range(12)]
    form = _form("ali", people=_Office(crowd))
    assert form.errors["who"].as_data()[0].code == "many"
    assert str(form["who"]).count('type="radio"') == SHOWN
    assert suggestions("ali", crowd[:11])["more"] is True
    assert len(suggestions("ali", crowd[:11])["people"]) == SHOWN


@pytest.mark.parametrize(
    ("typed", "code"), [("zzz", "nobody"), ("a", "short"), ("", "required"), ("  ", "required")]
)
def test_it_is_said_what_to_do(typed: str, code: str) -> None:
    assert _form(typed).errors["who"].as_data()[0].code == code


@pytest.mark.parametrize("typed", ["Jürgen Möller", "moeller"])
def test_it_is_said_why_somebody_cannot_be_chosen(typed: str) -> None:
    assert _form(typed).errors["who"] == ["Jürgen Möller was asked."]


def test_who_cannot_be_chosen_is_not_mistaken_for_somebody_with_a_longer_name() -> None:
    longer = Offered(uuid4(), "Jürgen Möllering")
    assert _form("Jürgen Möller", people=_Office([longer])).errors["who"] == ["Jürgen Möller was asked."]


@pytest.mark.parametrize("chosen", [uuid4(), TAKEN.id, AYLIN.id, "no id", "'; --"])
def test_an_id_counts_only_for_somebody_who_can_be_chosen_and_is_called_that(chosen: object) -> None:
    form = _form("Annabell", chosen)
    assert form.is_valid()
    assert form.cleaned_data["who"] == ANNABELL.id
    assert not _form("Nobody at all", chosen).is_valid()


def test_clearing_the_text_clears_the_person() -> None:
    form = _form("", AYLIN.id, required=False)
    assert form.is_valid()
    assert form.cleaned_data["who"] is None
    assert not _form("", AYLIN.id).is_valid()


def test_who_is_stored_stands_there_by_name() -> None:
    class Asking(forms.Form):
        who = TypedNameField()

    form = Asking(initial={"who": EMRE.id})
    form.fields["who"].people = _Office()  # type: ignore[attr-defined]  # a field for a name
    drawn = str(form["who"])
    assert 'value="Emre Yılmaz"' in drawn
    assert f'name="who_chosen" value="{EMRE.id}"' in drawn
    assert "Team Nord" in drawn
    assert 'data-typed-name="/namen/"' in drawn


def test_a_form_that_names_nobody_to_choose_from_fails_loudly() -> None:
    class Asking(forms.Form):
        who = TypedNameField()

    with pytest.raises(LookupError):
        Asking({"who": "Aylin"}).is_valid()
