"""How is said what is missing near by; always of places and times, never of people."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from sozialraum.network.enums import MissingKind

MISSING: dict[MissingKind, str | Promise] = {
    MissingKind.QUIET_PLACE: gettext_lazy("A quiet place"),
    MissingKind.YOUTH_PLACE: gettext_lazy("A place for young people"),
    MissingKind.WEEKEND: gettext_lazy("Something on weekends"),
    MissingKind.HOMEWORK: gettext_lazy("Somewhere to do homework"),
    MissingKind.SWIMMING: gettext_lazy("Learning to swim"),
    MissingKind.SPORT: gettext_lazy("Sport near by"),
    MissingKind.PLAY: gettext_lazy("Room to play outside"),
    MissingKind.MUSIC: gettext_lazy("Music and making things"),
    MissingKind.DAY_CARE: gettext_lazy("Care at the hours of work"),
    MissingKind.FATHERS: gettext_lazy("Fathers meeting fathers"),
    MissingKind.PARENTS: gettext_lazy("Parents meeting parents"),
    MissingKind.COMPANY: gettext_lazy("Somebody who comes along"),
    MissingKind.NIGHT: gettext_lazy("Somebody who answers at night"),
    MissingKind.ADVICE: gettext_lazy("Advice near by"),
    MissingKind.LANGUAGE: gettext_lazy("Somebody who speaks the language"),
    MissingKind.WAY: gettext_lazy("A safe way, light, a bus"),
    MissingKind.HOLIDAYS: gettext_lazy("Something in the holidays"),
    MissingKind.FOOD: gettext_lazy("A warm lunch together"),
    MissingKind.BARRIER_FREE: gettext_lazy("Places without steps"),
}
