import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from sozialraum.foundation.database.collation import LETTERS, _without_marks, german_sort_key


def test_german_order_of_places() -> None:
    places = [
        "Zeh",
        "zebra",
        "Äpfel",
        "Apfel",
        "Ärzteviertel",
        "Arztweg",
        "Öhringen",
        "Ober",
        "Ölberg",
        "Oldenburg",
    ]
    assert sorted(places, key=german_sort_key) == [
        "Apfel", "Äpfel", "Ärzteviertel", "Arztweg", "Ober", "Öhringen", "Ölberg", "Oldenburg", "zebra", "Zeh",
    ]  # fmt: skip


def test_word_by_word_and_hyphen_as_space() -> None:
    names = ["Neustadtbach", "Neustadt-West", "Neustadt am Rhein", "Neustadt"]
    assert sorted(names, key=german_sort_key) == [
        "Neustadt",
        "Neustadt am Rhein",
        "Neustadt-West",
        "Neustadtbach",
    ]


def test_numbers_by_value() -> None:
    names = ["Team 10", "Team 9", "Team 09a", "Team 100", "Team 2"]
    assert sorted(names, key=german_sort_key) == ["Team 2", "Team 9", "Team 09a", "Team 10", "Team 100"]


def test_eszett_as_double_s_and_unmarked_first() -> None:
    assert sorted(["Straße", "Strasse", "Strassburg"], key=german_sort_key) == [
        "Strassburg",
        "Strasse",
        "Straße",
    ]


def test_foreign_letters_stand_with_their_base() -> None:
    assert sorted(["Ozan", "Øystein", "Łukasz", "Lena", "Ömer"], key=german_sort_key) == [
        "Lena", "Łukasz", "Ömer", "Øystein", "Ozan",
    ]  # fmt: skip


@given(st.text(max_size=40))
def test_key_is_stable_and_storable(text: str) -> None:
    key = german_sort_key(text)
    assert key == german_sort_key(text)
    assert "\x00" not in key


@given(st.text(max_size=20), st.text(max_size=20))
def test_decomposed_and_composed_are_equal(left: str, right: str) -> None:
    import unicodedata

    composed, decomposed = (unicodedata.normalize(form, left + right) for form in ("NFC", "NFD"))
    assert german_sort_key(composed) == german_sort_key(decomposed)


@given(st.text(alphabet=st.one_of(st.sampled_from("AaÄäßŁéǰ ͏-9"), st.characters()), max_size=30))
def test_marks_are_taken_away_as_if_asked_letter_by_letter(text: str) -> None:
    plain = unicodedata.normalize("NFC", text).casefold().translate(LETTERS)
    letters = "".join(
        each for each in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(each)
    )
    assert _without_marks(unicodedata.normalize("NFC", text).casefold()) == letters.translate(LETTERS)
