"""What the directory says on its page: lines with their reasons, the answer sentence, and what can be narrowed down."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sozialraum.analytics.search import Way, folded
from sozialraum.foundation.confirmation import Freshness
from sozialraum.foundation.ui.addresses import address_of
from sozialraum.foundation.ui.drawing import number as in_figures
from sozialraum.network.directory.asked import WHOLE_MAP, Asked, Window
from sozialraum.network.directory.catalog import Listed, Listing
from sozialraum.network.enums import Audience, CardDirection, Cost, PlaceKind, Rubric
from sozialraum.network.presentation.places import (
    COSTS,
    KINDS,
    LANGUAGES,
    ages_in_words,
    freshness_in_words,
    languages_in_words,
)
from sozialraum.network.presentation.times import DAYS, PARTS, times_in_words
from sozialraum.network.queries import CardRow, Entry, PlaceRow, Shown
from sozialraum.network.schedules import PartOfDay
from sozialraum.organization.queries import OfferRow

Text = str | Promise

AUDIENCES: Final[Mapping[Audience, Text]] = {
    Audience.EVERYONE: gettext_lazy("for everyone"),
    Audience.GIRLS_AND_WOMEN: gettext_lazy("for girls and women"),
    Audience.BOYS_AND_MEN: gettext_lazy("for boys and men"),
}
RUBRICS: Final[Mapping[Rubric, Text]] = {
    Rubric.HOUSEHOLD: gettext_lazy("household"), Rubric.HEALTH: gettext_lazy("health"),
    Rubric.CHILD_CARE: gettext_lazy("being there for children"), Rubric.CRAFTS: gettext_lazy("making and repairing"),
    Rubric.OFFICE: gettext_lazy("letters and forms"), Rubric.SALES: gettext_lazy("selling"),
    Rubric.ORGANIZING: gettext_lazy("organizing"), Rubric.COOKING: gettext_lazy("cooking"),
    Rubric.MUSIC: gettext_lazy("music"), Rubric.LANGUAGE: gettext_lazy("languages"),
    Rubric.LEARNING: gettext_lazy("learning"), Rubric.SPORT: gettext_lazy("sport"), Rubric.NATURE: gettext_lazy("nature"),
    Rubric.ART: gettext_lazy("art"), Rubric.DIGITAL: gettext_lazy("computers"),
    Rubric.GETTING_AROUND: gettext_lazy("getting around"), Rubric.COMPANY: gettext_lazy("company"),
    Rubric.ADVICE: gettext_lazy("advice"),
}  # fmt: skip
NUMBERS: Final = (
    "", "", gettext_lazy("Two"), gettext_lazy("Three"), gettext_lazy("Four"), gettext_lazy("Five"), gettext_lazy("Six"),
    gettext_lazy("Seven"), gettext_lazy("Eight"), gettext_lazy("Nine"), gettext_lazy("Ten"), gettext_lazy("Eleven"),
    gettext_lazy("Twelve"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One numbered line of the directory: what it is, when, how far, and why it stands here."""

    number: int
    name: str
    url: str
    kind: Text
    behind: str
    when: str
    way: str
    walked: bool
    by_telephone: str
    facts: tuple[Text, ...]
    reason: str
    fresh: str
    freshness: Freshness
    area_code: str = ""
    longitude: float | None = None
    latitude: float | None = None


@dataclass(frozen=True, slots=True)
class Toggle:
    """A condition that is on (its address takes it away) or off (its address adds it)."""

    label: str
    on: bool
    url: str


def lines(
    entries: Sequence[Entry],
    listing: Listing,
    *,
    first: int,
    quarters: Mapping[str, str],
    providers: Mapping[str, str],
    today: date,
) -> list[Line]:
    """The entries of a page with all that is said of each."""
    ways = [each.listed.minutes for each in entries if each.listed.minutes is not None]
    nearest = min(ways, default=None)
    return [
        line(
            each.shown, number=first + place, listed=each.listed, quarters=quarters, providers=providers, today=today,
            reason=reason(each, listing, nearest=nearest),
        )
        for place, each in enumerate(entries)
    ]  # fmt: skip


def line(
    shown: Shown, *, number: int, quarters: Mapping[str, str], providers: Mapping[str, str], today: date,
    listed: Listed | None = None, reason: str = "",
) -> Line:  # fmt: skip
    """One entry in words."""
    fresh = freshness_in_words(shown.freshness, shown.confirmed_on, today=today)
    quarter = quarters.get(shown.area_code, "")
    minutes = listed.minutes if listed else None
    way = way_in_words(minutes) if minutes is not None else quarter
    if isinstance(shown, OfferRow):
        return Line(
            number, shown.name, address_of("network:offer", shown.id), _("Help by a provider"),
            shown.provider_name, "", way, minutes is not None, "", tuple(_offer_facts(shown)), reason, fresh, shown.freshness,
            shown.area_code,
        )  # fmt: skip
    if isinstance(shown, CardRow):
        return Line(
            number, shown.title, address_of("network:card", shown.id), card_kind(shown), card_person(shown),
            times_in_words(shown.schedule) or shown.hours or shown.conditions, way, minutes is not None, "", tuple(_card_facts(shown)),
            reason, fresh, shown.freshness, shown.area_code,
        )  # fmt: skip
    behind = providers.get(shown.provider_code, "") or shown.host_name
    return Line(
        number, shown.name, address_of("network:place", shown.id), KINDS[shown.kind], behind,
        times_in_words(shown.schedule) or shown.hours, "" if shown.confidential else way, minutes is not None,
        (shown.phone or _("ask at the office")) if shown.confidential else "", tuple(place_facts(shown)), reason, fresh,
        shown.freshness, shown.area_code, shown.longitude, shown.latitude,
    )  # fmt: skip


def place_facts(place: PlaceRow) -> list[Text]:
    """What one knows of a place in a line; what nobody knows is left out."""
    said: list[Text] = []
    if ages := ages_in_words(place.age_from, place.age_to):
        said.append(ages)
    if place.audience is not Audience.EVERYONE:
        said.append(AUDIENCES[place.audience])
    if place.good_for:
        said.append(place.good_for)
    if place.step_free:
        said.append(_("step-free"))
    if place.quiet:
        said.append(_("quiet"))
    if languages := languages_in_words(place.languages):
        said.append(languages)
    if place.places_free is not None:
        free = ngettext("%(n)s place free", "%(n)s places free", place.places_free) % {
            "n": in_figures(place.places_free)
        }
        said.append(free if place.places_free else _("full at the moment"))
    if place.cost_note:
        said.append(place.cost_note)
    elif place.cost is not Cost.UNKNOWN:
        said.append(COSTS[place.cost])
    return said


def card_kind(card: CardRow) -> Text:
    """What a card is: somebody can, or somebody would like."""
    if card.direction is CardDirection.CAN:
        return _("A neighbor can do this: %(rubric)s") % {"rubric": RUBRICS[card.rubric]}
    return _("A neighbor would like this: %(rubric)s") % {"rubric": RUBRICS[card.rubric]}


def card_person(card: CardRow) -> str:
    """Who one asks for, as far as the person wants to be named."""
    return card.full_name or (
        _("ask at %(place)s") % {"place": card.contact_place_name} if card.contact_place_name else ""
    )


def _card_facts(card: CardRow) -> list[Text]:
    said: list[Text] = [card.description] if card.description else []
    if languages := languages_in_words(card.languages):
        said.append(languages)
    return said


def _offer_facts(offer: OfferRow) -> list[Text]:
    said: list[Text] = [
        _("without an application") if offer.direct_access else _("through the youth welfare office")
    ]
    if offer.capacity is not None:
        said.append(
            ngettext("%(n)s place", "%(n)s places", offer.capacity) % {"n": in_figures(offer.capacity)}
        )
    return said


def way_in_words(minutes: float) -> str:
    """How long it takes to walk there."""
    whole = max(1, round(minutes))
    if whole > 90:
        return _("more than an hour and a half on foot")
    return ngettext("%(n)s minute on foot", "%(n)s minutes on foot", whole) % {"n": in_figures(whole)}


def reason(entry: Entry, listing: Listing, *, nearest: float | None) -> str:
    """Why this entry stands where it stands: which words it meets and how, which wishes, how far."""
    asked, listed = listing.asked, entry.listed
    typed = {folded(word): word for word in re.split(r"[\s,;.!?]+", asked.text)}
    said = [
        _how_found(" ".join(typed.get(word, word) for word in each.asked.split()), each.way)
        for each in listed.found
    ]
    if asked.age is not None and listed.knows_age:
        said.append(_("fits the age"))
    if listed.especially:
        said.append(str(AUDIENCES[asked.audience]))
    if listed.speaks:
        said.append(_("somebody there speaks the language"))
    if asked.days or asked.parts:
        said.append(_("fits the time") if listed.knows_time else _("times not known, please ask"))
    if listed.minutes is not None and listed.minutes == nearest:
        said.append(_("is the nearest"))
    elif asked.minutes is not None and listed.minutes is not None and listed.minutes > asked.minutes:
        said.append(_("farther than you wished"))
    return ", ".join(dict.fromkeys(said))


def _how_found(word: str, way: Way) -> str:
    sentences = {
        Way.WORD: _("speaks of “%(word)s”"), Way.PARTS: _("speaks of “%(word)s”"),
        Way.SYNONYM: _("means the same as “%(word)s”"), Way.KIND: _("belongs to “%(word)s”"),
        Way.BEGUN: _("begins like “%(word)s”"), Way.ALIKE: _("is spelled like “%(word)s”"),
    }  # fmt: skip
    return sentences[way] % {"word": word}


def answer(listing: Listing) -> tuple[str, str]:
    """The answer to "what is near?" in two sentences: how much, and how near or how sure."""
    total = listing.total
    if not total:
        return _("Nothing found."), _("Try another word or take a condition away.")
    many = ngettext("One possibility", "%(n)s possibilities", total) % {
        "n": NUMBERS[total] if total < len(NUMBERS) else in_figures(total)
    }
    minutes = listing.asked.minutes
    if listing.origin and minutes is not None:
        if listing.in_reach:
            rest = _("reached within %(n)s minutes on foot from %(place)s.") % {
                "n": minutes,
                "place": listing.origin.name,
            }
        else:
            rest = _("none of them within %(n)s minutes on foot from %(place)s. The nearest come first.") % {
                "n": minutes, "place": listing.origin.name,
            }  # fmt: skip
        return f"{many},", rest
    if listing.confirmed == total:
        rest = ngettext("confirmed within a year.", "all confirmed within a year.", total)
    elif not listing.confirmed:
        rest = _("none confirmed within a year. Please call first.")
    else:
        text = ngettext(
            "%(n)s of them confirmed within a year.",
            "%(n)s of them confirmed within a year.",
            listing.confirmed,
        )
        rest = text % {"n": in_figures(listing.confirmed)}
    return f"{many},", rest


def query_of(asked: Asked) -> dict[str, list[str]]:
    """A question as the parameters of an address, so that every state has one."""
    found: dict[str, list[str]] = {}
    for name, value in (
        ("q", asked.text), ("age", "" if asked.age is None else str(asked.age)), ("near", asked.near),
        ("minutes", "" if asked.minutes is None else str(asked.minutes)), ("area", asked.area_code),
        ("ausschnitt", window_in_address(asked.window)),
        ("for", "" if asked.audience is Audience.EVERYONE else asked.audience.value),
    ):  # fmt: skip
        if value:
            found[name] = [value]
    found |= {name: ["1"] for name in ("free", "step_free", "quiet") if getattr(asked, name)}
    several = {
        "kind": [each.value for each in asked.kinds], "lang": list(asked.languages),
        "day": [str(day) for day in asked.days], "part": [str(part.value) for part in PartOfDay if part in asked.parts],
    }  # fmt: skip
    return found | {name: sorted(values) for name, values in several.items() if values}


def window_in_address(window: Window | None) -> str:
    """A part of the map as an address names it.

    >>> window_in_address((9.81234, 52.8, 9.9, 52.85))
    '9.81234,52.8,9.9,52.85'
    """
    if window is None or window == WHOLE_MAP:
        return "alle" if window else ""
    return ",".join(f"{each:.5f}".rstrip("0").rstrip(".") for each in window)


def address(asked: Asked) -> str:
    """The address of a question."""
    query = urlencode(query_of(asked), doseq=True)
    return f"{reverse('network:index')}?{query}" if query else reverse("network:index")


def toggles(listing: Listing) -> list[Toggle]:
    """What is asked for, each to be taken away, and after it what is often wished and can be added."""
    asked = listing.asked
    on: list[tuple[str, Asked]] = []
    if asked.age is not None:
        on.append(
            (ngettext("%(n)s year", "%(n)s years", asked.age) % {"n": asked.age}, replace(asked, age=None))
        )
    if asked.audience is not Audience.EVERYONE:
        on.append((str(AUDIENCES[asked.audience]), replace(asked, audience=Audience.EVERYONE)))
    if listing.origin and asked.near:
        far = _("from %(place)s, %(n)s min. on foot") if asked.minutes is not None else _("from %(place)s")
        on.append(
            (far % {"place": listing.origin.name, "n": asked.minutes}, replace(asked, near="", minutes=None))
        )
    if asked.window is not None and asked.window != WHOLE_MAP:
        on.append((_("this part of the map"), replace(asked, window=WHOLE_MAP)))
    on += [
        (
            _("%(language)s, if possible") % {"language": LANGUAGES.get(code, code)},
            replace(asked, languages=asked.languages - {code}),
        )
        for code in sorted(asked.languages)
    ]
    on += [(str(DAYS[day]), replace(asked, days=asked.days - {day})) for day in sorted(asked.days)]
    on += [
        (str(PARTS[part]), replace(asked, parts=asked.parts & ~part))
        for part in PartOfDay
        if part in asked.parts
    ]
    on += [
        (str(KINDS[kind]), replace(asked, kinds=asked.kinds - {kind}))
        for kind in PlaceKind
        if kind in asked.kinds
    ]
    off: list[tuple[str, Asked]] = []
    (on if asked.free else off).append((_("costs nothing"), replace(asked, free=not asked.free)))
    (on if asked.step_free else off).append((_("step-free"), replace(asked, step_free=not asked.step_free)))
    (on if asked.quiet else off).append((_("quiet"), replace(asked, quiet=not asked.quiet)))
    if PartOfDay.AFTERNOON not in asked.parts:
        off.append((str(PARTS[PartOfDay.AFTERNOON]), replace(asked, parts=asked.parts | PartOfDay.AFTERNOON)))
    if not asked.days:
        off.append((_("at the weekend"), replace(asked, days=frozenset({6, 7}))))
    taken = [Toggle(label, on=True, url=address(state)) for label, state in on]
    return taken + [Toggle(label, on=False, url=address(state)) for label, state in off]


def hidden_fields(asked: Asked) -> list[tuple[str, str]]:
    """The conditions that the search field carries along, so that new words keep them."""
    carried = query_of(replace(asked, text=""))
    shown = {"age", "near", "minutes", "lang", "kind"}
    return [(name, value) for name, values in carried.items() if name not in shown for value in values]
