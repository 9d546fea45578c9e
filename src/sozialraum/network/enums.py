"""Kinds of the network floor."""

from __future__ import annotations

from enum import StrEnum


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
    OTHER = "other"


class Visibility(StrEnum):
    """Who finds an entry.

    A confidential place (a shelter, for instance) is found by everyone with its name and its telephone number;
    where it is, is not even stored.
    """

    PUBLIC = "public"
    TEAM = "team"
    CONFIDENTIAL = "confidential"


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
