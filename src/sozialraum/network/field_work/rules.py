"""Rules of field work: what a note may say, and where it stands in the table of levels."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.network.field_work.enums import Dimension, FieldKind, FieldResult, WorkLevel

LONGEST_DAY: Final = 720  # minutes: more than that is not one entry
MOST_RESIDENTS: Final = 2_000
LONGEST_SENTENCE: Final = 500
OLDEST_ENTRY: Final = timedelta(days=92)

ORGANIZING: Final = frozenset({FieldKind.MEETING, FieldKind.LOBBY, FieldKind.PLANNING, FieldKind.TRAINING})

# A warning, not a lock: common given names of the city's people, and the titles that stand before a family name.
TITLES: Final = ("Herr", "Herrn", "Frau", "Familie", "Fam.", "Dr.", "Hr.", "Fr.")
GIVEN_NAMES: Final = frozenset(
    [
        "Achmed",
        "Adam",
        "Ahmad",
        "Ahmed",
        "Aicha",
        "Aisha",
        "Aleksandra",
        "Alexander",
        "Ali",
        "Alina",
        "Amir",
        "Amira",
        "Amina",
        "Andrea",
        "Andreas",
        "Angelika",
        "Anja",
        "Anna",
        "Anne",
        "Anton",
        "Arda",
        "Arian",
        "Aylin",
        "Ayşe",
        "Barbara",
        "Ben",
        "Bernd",
        "Björn",
        "Can",
        "Carla",
        "Celina",
        "Charlotte",
        "Chiara",
        "Christian",
        "Christina",
        "Claudia",
        "Clara",
        "Daniel",
        "Daria",
        "David",
        "Deniz",
        "Dennis",
        "Denise",
        "Dilara",
        "Dieter",
        "Dominik",
        "Dmytro",
        "Elena",
        "Elias",
        "Elif",
        "Ella",
        "Emil",
        "Emilia",
        "Emily",
        "Emine",
        "Emma",
        "Emre",
        "Enes",
        "Erik",
        "Eva",
        "Fabian",
        "Fatima",
        "Fatma",
        "Felix",
        "Finn",
        "Frank",
        "Frieda",
        "Georg",
        "Greta",
        "Günter",
        "Hanna",
        "Hannah",
        "Hans",
        "Hasan",
        "Heike",
        "Heinz",
        "Helga",
        "Henri",
        "Henry",
        "Hüseyin",
        "Ibrahim",
        "Ida",
        "Igor",
        "Ines",
        "Ingrid",
        "Irina",
        "Isabel",
        "Jan",
        "Jana",
        "Jannik",
        "Jasmin",
        "Jens",
        "Johanna",
        "Johannes",
        "Jonas",
        "Jonathan",
        "Josef",
        "Julia",
        "Julian",
        "Jürgen",
        "Justin",
        "Kai",
        "Karim",
        "Karin",
        "Karl",
        "Katharina",
        "Katrin",
        "Kemal",
        "Kerstin",
        "Kevin",
        "Khaled",
        "Klara",
        "Klaus",
        "Lara",
        "Laura",
        "Lea",
        "Lena",
        "Leon",
        "Leonie",
        "Levin",
        "Liam",
        "Lina",
        "Linda",
        "Linus",
        "Lisa",
        "Lotta",
        "Lotte",
        "Louis",
        "Luca",
        "Luis",
        "Luisa",
        "Lukas",
        "Luna",
        "Mahmoud",
        "Maja",
        "Malte",
        "Manfred",
        "Manuela",
        "Marcel",
        "Maria",
        "Marie",
        "Marina",
        "Mario",
        "Mark",
        "Marko",
        "Markus",
        "Marlon",
        "Martin",
        "Martina",
        "Marvin",
        "Mathilda",
        "Matteo",
        "Max",
        "Maximilian",
        "Mehmet",
        "Melanie",
        "Melek",
        "Melina",
        "Merve",
        "Mia",
        "Michael",
        "Mila",
        "Milan",
        "Miriam",
        "Mohamed",
        "Mohammad",
        "Mohammed",
        "Monika",
        "Moritz",
        "Murat",
        "Mustafa",
        "Nadine",
        "Natalia",
        "Nico",
        "Nicole",
        "Nina",
        "Noah",
        "Noel",
        "Nour",
        "Nuray",
        "Oleksandr",
        "Oleg",
        "Olga",
        "Oliver",
        "Omar",
        "Oskar",
        "Paul",
        "Paula",
        "Peter",
        "Petra",
        "Philipp",
        "Piotr",
        "Rami",
        "Ralf",
        "Renate",
        "Robert",
        "Ronja",
        "Sabine",
        "Said",
        "Samira",
        "Samuel",
        "Sandra",
        "Sara",
        "Sarah",
        "Selin",
        "Selma",
        "Serkan",
        "Silke",
        "Simon",
        "Sina",
        "Sofia",
        "Sofie",
        "Sonja",
        "Sophie",
        "Stefan",
        "Stefanie",
        "Susanne",
        "Svitlana",
        "Tamara",
        "Tanja",
        "Theo",
        "Thomas",
        "Till",
        "Tim",
        "Timo",
        "Tobias",
        "Tom",
        "Umut",
        "Uwe",
        "Valentina",
        "Vanessa",
        "Vera",
        "Viktoria",
        "Werner",
        "Wolfgang",
        "Yara",
        "Yasin",
        "Yasmin",
        "Yusuf",
        "Zeynep",
        "Zoe",
    ]
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*\.?")


def level_of(kind: FieldKind) -> WorkLevel:
    """Whether a kind of work is a form of work with people or belongs to steering and organization.

    >>> level_of(FieldKind.MEETING).value, level_of(FieldKind.PRESENCE).value
    ('organization', 'method')
    """
    return WorkLevel.ORGANIZATION if kind in ORGANIZING else WorkLevel.METHOD


def dimension_of(kind: FieldKind, chosen: Dimension) -> Dimension:
    """A question from casework is always related to cases; everything else as it was chosen."""
    return Dimension.CASE_RELATED if kind is FieldKind.CASE_QUESTION else chosen


def names_in(text: str) -> tuple[str, ...]:
    """What in a sentence looks like a person's name, each once: a common given name, or a title with a name behind.

    >>> names_in("Die Wirtin stellt uns das Hinterzimmer.")
    ()
    >>> names_in("Mit Frau Yıldız und Jonas gesprochen.")
    ('Frau Yıldız', 'Jonas')
    """
    words = _WORD.findall(text)
    found: list[str] = []
    for before, word in zip(["", *words], words, strict=False):
        plain = word.removesuffix(".")
        if before in TITLES and word[:1].isupper():
            found.append(f"{before} {plain}")
        elif plain in GIVEN_NAMES and before not in TITLES:
            found.append(plain)
    return tuple(dict.fromkeys(found))


def may_be_logged(
    *, done_on: date, minutes: int, residents: int | None, results: Iterable[FieldResult], today: date
) -> Decision:
    """Whether a note makes sense: a day that was, a time that fits into it, and no result beside "nothing yet".

    >>> bool(may_be_logged(done_on=date(2026, 11, 23), minutes=60, residents=9, results=(), today=date(2026, 11, 24)))
    True
    """
    if done_on > today:
        return Decision.no(_("This day has not been yet."))
    if today - done_on > OLDEST_ENTRY:
        return Decision.no(_("This day is more than three months ago."))
    if not 1 <= minutes <= LONGEST_DAY:
        return Decision.no(_("Between one minute and twelve hours fit into one note."))
    if residents is not None and not 0 <= residents <= MOST_RESIDENTS:
        return Decision.no(_("Count those who took part: from 0 to 2,000."))
    chosen = set(results)
    if FieldResult.NOTHING_YET in chosen and len(chosen) > 1:
        return Decision.no(_("“Nothing yet” stands alone."))
    return Decision.yes()
