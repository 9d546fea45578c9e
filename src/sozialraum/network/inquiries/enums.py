"""Methods, who takes part, and what a question is answered with."""

from __future__ import annotations

from enum import StrEnum


class Method(StrEnum):
    """How a quarter is looked at (DOMAIN 3.3); pins have tools of their own."""

    SUBJECTIVE_MAP = "subjective_map"
    WALK = "walk"
    PHOTO = "photo"
    CLIQUE = "clique"
    INSTITUTION = "institution"
    WEEK = "week"
    SURVEY = "survey"


class Unit(StrEnum):
    """What one contribution stands for."""

    PERSON = "person"
    CLIQUE = "clique"
    INSTITUTION = "institution"
    STATION = "station"


class QuestionKind(StrEnum):
    """What a question is answered with."""

    ONE = "one"  # one of the options
    MANY = "many"  # any of the options
    SPOTS = "spots"  # taps on the map, kept as cells of 200 meters
    WEEK = "week"  # what fills the hours of a week
    DRAWING = "drawing"  # strokes on a sheet
    PICTURES = "pictures"  # photos, cleaned on the device
    TEXT = "text"  # a sentence of a professional on a place, never on people
    SIZE = "size"  # how many belong to a group
    PLACE = "place"  # a place of the directory or one named freely


class Consent(StrEnum):
    """How those who take part, and their parents, agreed."""

    PARENTS_WROTE = "parents_wrote"
    SAID_YES = "said_yes"
    SCHOOL = "school"
    NO_PERSONS = "no_persons"


class AgeSpan(StrEnum):
    """The age that a person names."""

    FROM_6 = "6-9"
    FROM_10 = "10-13"
    FROM_14 = "14-17"
    FROM_18 = "18-26"
    FROM_27 = "27-59"
    FROM_60 = "60+"


class PictureKind(StrEnum):
    """Where a picture comes from."""

    DRAWING = "drawing"
    PHOTO = "photo"
