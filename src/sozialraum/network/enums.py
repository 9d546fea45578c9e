"""Kinds of the network floor."""

from __future__ import annotations

from enum import StrEnum


class ResourceSort(StrEnum):
    """What an entry of the directory is: somewhere to go, what happens there, or who stands behind it."""

    PLACE = "place"
    ACTIVITY = "activity"
    ORGANIZATION = "organization"


class PlaceKind(StrEnum):
    """What a place is, in the words of those who go there."""

    YOUTH_CENTER = "youth_center"
    FAMILY_CENTER = "family_center"
    MEETING_PLACE = "meeting_place"
    PLAYGROUND = "playground"
    SPORTS_GROUND = "sports_ground"
    CLUB = "club"
    LIBRARY = "library"
    SCHOOL = "school"
    DAY_CARE = "day_care"
    COUNSELING = "counseling"
    CULTURE = "culture"
    FAITH = "faith"
    GARDEN = "garden"
    HEALTH = "health"
    LEARNING = "learning"
    SHELTER = "shelter"
    EVERYDAY = "everyday"
    OTHER = "other"


class Rubric(StrEnum):
    """What somebody can give or would like: the rubrics of competence cards (DOMAIN 3.2)."""

    HOUSEHOLD = "household"
    HEALTH = "health"
    CHILD_CARE = "child_care"
    CRAFTS = "crafts"
    OFFICE = "office"
    SALES = "sales"
    ORGANIZING = "organizing"
    COOKING = "cooking"
    MUSIC = "music"
    LANGUAGE = "language"
    LEARNING = "learning"
    SPORT = "sport"
    NATURE = "nature"
    ART = "art"
    DIGITAL = "digital"
    GETTING_AROUND = "getting_around"
    COMPANY = "company"
    ADVICE = "advice"


class ResourceLevel(StrEnum):
    """How close to everyday life a resource is; what is closer comes first (DOMAIN 3.4)."""

    OWN = "own"
    NETWORK = "network"
    NEIGHBORHOOD = "neighborhood"
    MAINSTREAM = "mainstream"
    PROJECT = "project"
    PROFESSIONAL = "professional"


class Audience(StrEnum):
    """Whether an offer is meant for one gender."""

    EVERYONE = "everyone"
    GIRLS_AND_WOMEN = "girls_and_women"
    BOYS_AND_MEN = "boys_and_men"


class Visibility(StrEnum):
    """Who finds an entry.

    A confidential place (a shelter, for instance) is found by everyone with its name and its telephone number;
    where it is, is not even stored.
    """

    PUBLIC = "public"
    TEAM = "team"
    CONFIDENTIAL = "confidential"


class CardDirection(StrEnum):
    """What a card of a resident says: "I can" or "I would like" (Kompetenzkarte, Nimmkraft-Karte)."""

    CAN = "can"
    WOULD_LIKE = "would_like"


class CardVisibility(StrEnum):
    """Who finds a resident's card: everyone, who works in the field, or case workers alone."""

    PUBLIC = "public"
    TEAM = "team"
    CASE = "case"


class Cost(StrEnum):
    """What going there costs."""

    FREE = "free"
    SMALL = "small"
    REGULAR = "regular"
    UNKNOWN = "unknown"


class MissingKind(StrEnum):
    """What can be missing near by. Said of places and times, never of people."""

    QUIET_PLACE = "quiet_place"
    YOUTH_PLACE = "youth_place"
    WEEKEND = "weekend"
    HOMEWORK = "homework"
    SWIMMING = "swimming"
    SPORT = "sport"
    PLAY = "play"
    MUSIC = "music"
    DAY_CARE = "day_care"
    FATHERS = "fathers"
    PARENTS = "parents"
    COMPANY = "company"
    NIGHT = "night"
    ADVICE = "advice"
    LANGUAGE = "language"
    WAY = "way"
    HOLIDAYS = "holidays"
    FOOD = "food"
    BARRIER_FREE = "barrier_free"


class MailState(StrEnum):
    """What became of a mail: on its way, taken by the mail server, or refused by it for this address."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"


class AskingState(StrEnum):
    """How far the asking about an entry is, the most pressing first."""

    REFUSED = "refused"
    SILENT = "silent"
    NOBODY = "nobody"
    ASKED = "asked"
    WAITING = "waiting"
