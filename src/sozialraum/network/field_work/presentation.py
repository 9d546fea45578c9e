"""How field work is said: kinds, results, times and balances in the words of everyday."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import quote

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sozialraum.foundation.ui.addresses import address_of
from sozialraum.foundation.ui.cells import Absent, Column, short_date
from sozialraum.foundation.ui.components import Empty
from sozialraum.foundation.ui.drawing import number
from sozialraum.network.field_work.access import Unit
from sozialraum.network.field_work.enums import Dimension, FieldKind, FieldPurpose, FieldResult, WorkLevel
from sozialraum.network.field_work.queries import Agreement, FieldBalance, FieldTime, NoteRow
from sozialraum.network.field_work.reuse import ReuseLine

Text = str | Promise

KINDS: dict[FieldKind, Text] = {
    FieldKind.PRESENCE: gettext_lazy("Was there"),
    FieldKind.CONTACT: gettext_lazy("Made contact"),
    FieldKind.ROOM: gettext_lazy("Opened a room"),
    FieldKind.GROUP: gettext_lazy("Group, activity"),
    FieldKind.MEETING: gettext_lazy("Meeting"),
    FieldKind.EVENT: gettext_lazy("Festival, event"),
    FieldKind.MAPPING: gettext_lazy("Asked what people can do"),
    FieldKind.SURVEY: gettext_lazy("Went from door to door"),
    FieldKind.LOBBY: gettext_lazy("Spoke up for the quarter"),
    FieldKind.CASE_QUESTION: gettext_lazy("Asked for several families"),
    FieldKind.PLANNING: gettext_lazy("Planned, wrote a report"),
    FieldKind.TRAINING: gettext_lazy("Learned about the quarter"),
}
FIRST_KINDS = 5
PURPOSES: dict[FieldPurpose, Text] = {
    FieldPurpose.PREVENTION: gettext_lazy("So that help is not needed"),
    FieldPurpose.INTEGRATION: gettext_lazy("So that people find their place"),
    FieldPurpose.EMPOWERMENT: gettext_lazy("So that people are heard"),
    FieldPurpose.RESOURCE: gettext_lazy("So that something can be used"),
}
RESULTS: dict[FieldResult, Text] = {
    FieldResult.CONTACT: gettext_lazy("Contact"),
    FieldResult.ROOM: gettext_lazy("Room"),
    FieldResult.VOLUNTEER: gettext_lazy("Somebody helps"),
    FieldResult.OFFER: gettext_lazy("Offer"),
    FieldResult.POLITICS: gettext_lazy("For politics"),
    FieldResult.NOTHING_YET: gettext_lazy("Nothing yet"),
}
DIMENSIONS: dict[Dimension, Text] = {
    Dimension.CASE_INDEPENDENT: gettext_lazy("for the quarter"),
    Dimension.CASE_RELATED: gettext_lazy("for several families"),
}
LEVELS: dict[WorkLevel, Text] = {
    WorkLevel.METHOD: gettext_lazy("Forms of work"),
    WorkLevel.ORGANIZATION: gettext_lazy("Steering and organization"),
}
MINUTES = (15, 30, 60, 90)


@dataclass(frozen=True, slots=True)
class LevelLine:
    """One row of the table of levels: its name and the hours of each column."""

    label: Text
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AreaLine:
    """The hours in one area, and its part of the largest one (0 to 100)."""

    name: str
    hours: str
    part: int


@dataclass(frozen=True, slots=True)
class Balance:
    """The balance of a team as the page shows it."""

    sentence: str
    rest: str
    share: float
    agreed: float
    most: float
    share_text: str
    agreed_text: str
    levels: tuple[LevelLine, ...]
    kinds: tuple[tuple[Text, str], ...]
    areas: tuple[AreaLine, ...]
    opened: str


def hours_in_words(minutes: int) -> str:
    """A time as hours with one decimal.

    >>> hours_in_words(90)
    '1,5'
    """
    return number_format(minutes / 60, 1 if minutes % 60 else 0)


def repeat_line(note: NoteRow, *, today: date) -> tuple[str, str]:
    """The button that repeats the last note: when it was, and what."""
    if note.done_on == today:
        when = _("As earlier today")
    elif (today - note.done_on).days < 7:
        when = _("As last %(weekday)s") % {"weekday": date_format(note.done_on, "l")}
    else:
        when = _("As on %(day)s") % {"day": date_format(note.done_on, "MONTH_DAY_FORMAT")}
    what = _("%(place)s, %(kind)s, %(minutes)s min.") % {
        "place": note.place_name, "kind": KINDS[note.kind], "minutes": note.minutes,
    }  # fmt: skip
    return when, what


def balance_of(balance: FieldBalance, *, areas: Mapping[str, str]) -> Balance:
    """The answer and the tables of a balance."""
    time = balance.time
    share, agreed = time.share or 0.0, float(time.agreed or 0)
    largest = max(balance.areas.values(), default=1)
    dimensions = list(DIMENSIONS)
    return Balance(
        sentence=_sentence(time), rest=_rest(balance), share=share, agreed=agreed,
        most=max(share, agreed, 0.01) * 1.25, share_text=_percent(share), agreed_text=_percent(agreed),
        levels=tuple(
            LevelLine(LEVELS[level], tuple(_cell(balance.levels.get((level, each), 0)) for each in dimensions))
            for level in LEVELS
        ),
        kinds=tuple((KINDS[kind], hours_in_words(minutes)) for kind, minutes in balance.kinds.items()),
        areas=tuple(
            AreaLine(areas.get(code, code), hours_in_words(minutes), round(100 * minutes / largest))
            for code, minutes in list(balance.areas.items())[:12]
        ),
        opened=_opened(balance),
    )  # fmt: skip


def _sentence(time: FieldTime) -> str:
    hours = hours_in_words(round(time.minutes / 60) * 60)
    if time.share is None or time.agreed is None:
        return _("%(hours)s hours in the field.") % {"hours": hours}
    values = {"share": _percent(time.share), "agreed": _percent(float(time.agreed))}
    if time.share < float(time.agreed) * 0.9:
        return _("%(share)s of the working time went to the field, %(agreed)s were agreed.") % values
    if time.share > float(time.agreed) * 1.1:
        return _("%(share)s of the working time went to the field, more than the %(agreed)s agreed.") % values
    return _("%(share)s of the working time went to the field, as agreed (%(agreed)s).") % values


def _rest(balance: FieldBalance) -> str:
    if not balance.opened:
        return _("Nothing has been opened yet that others could use.")
    opened = ngettext("%(n)s thing was opened", "%(n)s things were opened", balance.opened) % {
        "n": number(balance.opened)
    }
    used = ngettext("%(n)s of them is in use", "%(n)s of them are in use", balance.used) % {
        "n": number(balance.used)
    }
    return f"{opened}, {used}."


def _opened(balance: FieldBalance) -> str:
    rate = balance.opened_per_100_hours
    return "" if rate is None else number_format(rate, 1)


def _percent(share: float) -> str:
    return _("%(n)s %%") % {"n": number_format(100 * share, 1 if share < 0.1 else 0)}


def _cell(minutes: int) -> str:
    return _("%(n)s h") % {"n": number_format(minutes / 60, 0)}


def unit_name(unit: Unit, teams: Mapping[str, str], providers: Mapping[str, str]) -> str:
    """What a team or a provider is called."""
    if unit.team_code:
        return teams.get(unit.team_code, unit.team_code)
    return providers.get(unit.provider_code, unit.provider_code)


def periods(today: date) -> list[tuple[str, Text, date]]:
    """The times for which a balance is shown, by their key in the address: name and first day."""
    return [
        ("monat", gettext_lazy("four weeks"), today - timedelta(days=27)),
        ("quartal", gettext_lazy("three months"), today - timedelta(days=90)),
        ("jahr", gettext_lazy("twelve months"), today - timedelta(days=364)),
    ]


def options(notes: Sequence[NoteRow]) -> list[str]:
    """The partners named in these notes, each once, for the suggestions of a field."""
    return sorted({partner for note in notes for partner in note.partners})


@dataclass(frozen=True, slots=True)
class AgreedLine:
    """What holds now for one team or provider, what is to hold, and what held before; ``now`` is ``None`` without any.

    ``reuse`` is how much of what was opened this year was used, as it may be shown.
    """

    key: str
    name: str
    now: Agreement | None
    coming: Sequence[Agreement]
    before: Sequence[Agreement]
    reuse: ReuseLine | None = None


def percent(share: Decimal) -> str:
    """A share of 1 in per cent, with a decimal where there is one."""
    hundred = 100 * share
    return f"{number_format(hundred, 0 if hundred == int(hundred) else 1)} %"


def _reused(line: AgreedLine) -> float | Absent | None:
    if line.reuse is None:
        return None
    return Absent.SUPPRESSED if line.reuse.figure.value is None else line.reuse.figure.value


def _reused_shown(line: AgreedLine) -> Text:
    value = _reused(line)
    if value is None:
        return "–"
    return _("too little to say") if isinstance(value, Absent) else f"{number_format(value, 0)} %"


def _other_times(line: AgreedLine) -> str:
    """What is to hold from which day on, and what held since when."""
    coming = [
        _("from %(day)s %(share)s") % {"day": short_date(each.valid_from), "share": percent(each.share)}
        for each in line.coming
    ]
    before = [
        _("since %(day)s %(share)s") % {"day": short_date(each.valid_from), "share": percent(each.share)}
        for each in line.before
    ]
    return "; ".join([*coming, *before])


SHARE_COLUMNS = (
    Column(
        "name", gettext_lazy("Team or provider"), lambda line: line.name, search=True,
        link=lambda line: f"{address_of('network:field_work')}?wer={quote(line.key)}",
    ),
    Column(
        "share", gettext_lazy("Agreed share"), lambda line: float(100 * line.now.share) if line.now else None, numeric=True,
        shown=lambda line: percent(line.now.share) if line.now else _("nothing agreed"),
    ),
    Column(
        "hours", gettext_lazy("Hours a week"), lambda line: line.now.weekly_minutes / 60 if line.now else None,
        shown=lambda line: hours_in_words(line.now.weekly_minutes) if line.now else "–", numeric=True,
    ),
    Column(
        "since", gettext_lazy("Since"), lambda line: line.now.valid_from if line.now else None,
        shown=lambda line: short_date(line.now.valid_from) if line.now else "–",
    ),
    Column("reuse", gettext_lazy("Used of what was opened"), _reused, shown=_reused_shown, numeric=True),
    Column("times", gettext_lazy("Before and to come"), _other_times, sortable=False),
)  # fmt: skip
NO_TEAMS = Empty(gettext_lazy("No team is entered yet."))


def count_of_units(count: int) -> str:
    """So many teams and providers, in words."""
    return ngettext("%(n)s team or provider", "%(n)s teams and providers", count) % {"n": number(count)}
