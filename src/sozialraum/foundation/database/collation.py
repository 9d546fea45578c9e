"""German order without ICU: a sort key that any PostgreSQL compares byte by byte.

Order of DIN 5007-1 (dictionaries, lists of places): ä as a, ö as o, ü as u, ß as ss, accents and case set
aside, word by word, numbers by their value. Where two texts are equal in all that, the one without a mark
comes first, so that the order is total.
"""

from __future__ import annotations

import re
import unicodedata

# letters that no Unicode decomposition takes apart
LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
DIGITS = re.compile(r"[0-9]+")
BETWEEN_WORDS = re.compile(r"[\W_]+")
COMMON_MARKS = re.compile("[\u0300-\u034e]+")
TIE_BREAK = "\x01"
SPELLED_OUT = (("ae", "a"), ("oe", "o"), ("ue", "u"))


def german_sort_key(text: str) -> str:
    """Return a key whose code-point order is the German order of ``text``.

    >>> sorted(["Zeh", "zebra", "Äpfel", "Apfel", "Straße 10", "Strasse 9"], key=german_sort_key)
    ['Apfel', 'Äpfel', 'Strasse 9', 'Straße 10', 'zebra', 'Zeh']
    """
    plain = unicodedata.normalize("NFC", text)
    words = BETWEEN_WORDS.sub(" ", _without_marks(plain.casefold())).strip()
    return DIGITS.sub(_by_value, words) + TIE_BREAK + plain.replace("\x00", "")


def search_words(text: str) -> tuple[str, ...]:
    """The words of a name in the one spelling in which what is typed is compared with what is stored.

    >>> search_words("Müller, Ayşe") == search_words("MUELLER ayse")
    True
    """
    key = german_sort_key(text).partition(TIE_BREAK)[0]
    for spelled, letter in SPELLED_OUT:
        key = key.replace(spelled, letter)
    return tuple(key.split())


def in_search_words(column: str) -> str:
    """The same of a stored sort key, as an expression of the database."""
    expression = f"split_part({column}, chr({ord(TIE_BREAK)}), 1)"
    for spelled, letter in SPELLED_OUT:
        expression = f"replace({expression}, '{spelled}', '{letter}')"
    return expression


def _without_marks(folded: str) -> str:
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFKD", folded.translate(LETTERS))
    # nearly every word of a list is plain letters by now, and is not asked about letter by letter
    letters = COMMON_MARKS.sub("", decomposed)
    if letters.isascii():
        return letters
    letters = "".join(character for character in letters if not unicodedata.combining(character))
    return letters.translate(LETTERS)


def _by_value(found: re.Match[str]) -> str:
    # the count of digits goes first, so that 9 stands before 10; '!' keeps numbers before letters and words apart
    value = found[0].lstrip("0") or "0"
    return f"{min(len(value), 99):02d}{value}"
