"""Inquiries: open, lead by steps, contribute, look at pictures, close and let out what many said."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.foundation.audit.enums import Outcome
from sozialraum.foundation.audit.services import CHANGES, record
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import NOBODY, Actor
from sozialraum.foundation.privacy.gate import Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.network.enums import MissingKind
from sozialraum.network.field_work.rules import names_in
from sozialraum.network.inquiries import exhibition
from sozialraum.network.inquiries.access import can_lead_inquiry
from sozialraum.network.inquiries.counting import people_of, released_answers, released_people
from sozialraum.network.inquiries.enums import AgeSpan, Consent, Method, QuestionKind, Unit
from sozialraum.network.inquiries.methods import SHEETS
from sozialraum.network.inquiries.models import Inquiry, InquiryAnswer, InquiryContribution, InquiryRecord
from sozialraum.network.inquiries.queries import closed_inquiries
from sozialraum.network.inquiries.rules import (
    LEAST_CLIQUE,
    MOST_CLIQUE,
    MOST_PEOPLE,
    MOST_SPOTS,
    Stroke,
    most_contributions,
    options_fit,
    strokes_fit,
    takes_contributions,
    week_options,
)
from sozialraum.network.inquiries.sheets import MethodSheet, Question
from sozialraum.network.lived_spaces.enums import Gender, PartOfDay
from sozialraum.network.lived_spaces.linked import runs_before
from sozialraum.network.lived_spaces.rules import LETTERS, Bounds, Grid, spots_fit
from sozialraum.network.services import Refused
from sozialraum.social_structure.queries.outlines import ground_of
from sozialraum.social_structure.snapshots import keep

LATER = _("Ask the one who gave you the code.")
CHECK = _("Check what you entered.")
Spot = tuple[float, float]
Hour = tuple[int, int, str, str]


@dataclass(frozen=True, slots=True)
class NewInquiry:
    """An inquiry to be opened."""

    method: Method
    title: str
    purpose: str
    area_code: str
    area_vintage: str
    bounds: Bounds
    age_groups: Sequence[AgeSpan]
    led_as: str
    consent: Consent
    expected: int
    opens_at: datetime
    closes_at: datetime
    meeting: str = ""
    missing: MissingKind | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class StationFacts:
    """Where a professional stood, or in which institution; ``spot`` as parts (0 to 1) of the map."""

    place_name: str
    place_id: UUID | None = None
    spot: Spot | None = None
    part_of_day: PartOfDay | None = None
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewContribution:
    """What a device sends at once: its own id, the chosen age and gender, and answers by question."""

    id: UUID = field(default_factory=uuid4)
    age_group: AgeSpan | None = None
    gender: Gender | None = None
    options: Mapping[str, Sequence[str]] = field(default_factory=dict)
    spots: Mapping[str, Sequence[Spot]] = field(default_factory=dict)
    week: Sequence[Hour] = ()
    drawing: Sequence[Stroke] = ()
    drawing_agreed: bool = False
    persons: int = 1
    station: StationFacts | None = None


@transaction.atomic
def open_inquiry(new: NewInquiry, *, by: Actor, at: datetime) -> UUID:
    """Open an inquiry; returns its id. Raises :class:`Refused` where title, size, consent or time make no sense."""
    _allowed(by)
    sheet = SHEETS[new.method]
    if not (new.title.strip() and new.led_as.strip()) or not 1 <= new.expected <= MOST_PEOPLE:
        raise Refused(_("An inquiry has a title, somebody who leads it, and up to 400 contributions."), CHECK)
    if new.closes_at <= new.opens_at:
        raise Refused(_("An inquiry ends after its beginning."), CHECK)
    if new.consent not in sheet.consents:
        raise Refused(_("This method needs another consent."), CHECK)
    _without_names(new.title, new.purpose)
    inquiry = Inquiry.objects.create(
        method=new.method, title=new.title.strip(), purpose=new.purpose.strip(), area_code=new.area_code,
        code=new.code or "".join(secrets.choice(LETTERS) for _turn in range(6)), area_vintage=new.area_vintage,
        bounds=list(new.bounds), age_groups=[str(each) for each in new.age_groups], led_as=new.led_as.strip(),
        consent=new.consent, meeting=new.meeting.strip(), missing=new.missing or "", expected=new.expected,
        opens_at=new.opens_at, closes_at=new.closes_at, opened_by=by.user_id,
    )  # fmt: skip
    _changed(by, at, inquiry, ["title", "area_code", "consent", "expected"], Outcome.CHANGED)
    return inquiry.id


@transaction.atomic
def do_step(inquiry_id: UUID, number: int, *, done: bool, by: Actor, at: datetime) -> None:
    """Tick a step of the guide, or take the tick back."""
    _allowed(by)
    inquiry = Inquiry.objects.select_for_update().get(id=inquiry_id)
    if not 0 <= number < len(SHEETS[Method(inquiry.method)].guide):
        raise Refused(_("The guide has no such step."), CHECK)
    inquiry.steps.pop(str(number), None)
    if done:
        inquiry.steps[str(number)] = timezone.localdate(at).isoformat()
    inquiry.save(update_fields=["steps"])


@transaction.atomic
def contribute(inquiry_id: UUID, new: NewContribution, *, at: datetime, by: Actor | None = None) -> UUID:
    """Store a contribution; the same id again is the same contribution. Returns its id.

    Only options, cells of 200 m and hours without the day are stored. Raises :class:`Refused` past a third more
    contributions than were expected, after the end, and for answers that the method does not ask; :class:`gate.Denied`
    where a method is filled in by those who lead, and somebody else does.
    """
    inquiry = _open(inquiry_id, at)
    sheet = SHEETS[Method(inquiry.method)]
    if sheet.staff:
        _allowed(by)
    if InquiryContribution.objects.filter(id=new.id, inquiry_id=inquiry.id).values("id").exists():
        return new.id
    if _taken(inquiry.id, sheet) >= most_contributions(inquiry.expected):
        raise Refused(_("All places in this inquiry are taken."), LATER)
    answers = _answers(sheet, inquiry, new)
    if sheet.unit is not Unit.STATION:
        try:
            with transaction.atomic():
                InquiryContribution(
                    id=new.id, inquiry_id=inquiry.id, age_group=new.age_group or "", gender=new.gender or "",
                    persons=new.persons,
                ).save(force_insert=True)  # fmt: skip
        except IntegrityError as taken:
            raise Refused(_("This contribution belongs to another inquiry."), LATER) from taken
        InquiryAnswer.objects.bulk_create(
            InquiryAnswer(inquiry_id=inquiry.id, contribution_id=new.id, question=question, option=option)
            for question, option in sorted(answers)
        )
    if new.drawing and sheet.of_kind(QuestionKind.DRAWING):
        if not strokes_fit(new.drawing):
            raise Refused(_("This drawing is too large."), _("Take some lines back and send it again."))
        exhibition.keep_drawing(inquiry.id, new.id, new.drawing, agreed=new.drawing_agreed)
    if sheet.staff and sheet.of_kind(QuestionKind.PLACE):
        _record(sheet, inquiry, new, by=by, at=at)
    return new.id


@transaction.atomic
def add_photo(inquiry_id: UUID, contribution_id: UUID, jpeg: bytes, *, agreed: bool, at: datetime) -> UUID:
    """Keep a cleaned photo (see :mod:`pictures`) of a contribution, sealed; up to five for one contribution."""
    inquiry = _open(inquiry_id, at)
    known = (
        InquiryContribution.objects.filter(id=contribution_id, inquiry_id=inquiry.id).values("id").exists()
    )
    if not known:
        raise Refused(_("This device does not take part in this inquiry."), LATER)
    return exhibition.keep_photo(inquiry.id, contribution_id, jpeg, agreed=agreed)


@transaction.atomic
def close_inquiry(inquiry_id: UUID, *, by: Actor, at: datetime) -> None:
    """Close an inquiry for good, and let out once what five or more said alike (H10), and who was reached.

    Afterwards nothing can be added, so no later release of it can be compared with this one; what other methods and
    maps let out among people who may be the same enters the proof (:mod:`~sozialraum.network.lived_spaces.linked`). Pictures that were not agreed and approved are removed. Raises
    :class:`gate.Denied` for those who lead no inquiries, :class:`Refused` where it is closed already.
    """
    grant = gate.open(by, Purpose.PARTICIPATION, Action.READ, Subject("inquiry", (inquiry_id,)), at=at)
    inquiry = Inquiry.objects.select_for_update().get(id=inquiry_id)
    if inquiry.closed_at is not None:
        raise Refused(_("This inquiry is closed already."), _("Its results stand on its page."))
    sheet = SHEETS[Method(inquiry.method)]
    bounds = _grid(inquiry).bounds
    table = released_answers(
        inquiry.id, sheet, bounds, ground_of([inquiry.area_code]), inquiry.area_code,
        before=runs_before(inquiry.area_code, bounds, at=at),
        near=[
            told
            for row, told in closed_inquiries(inquiry.area_code, bounds, at=at)
            if (row.method, row.area_code) == (sheet.method, inquiry.area_code)
        ],
    )  # fmt: skip
    inquiry.closed_at, inquiry.table_hash = at, keep(table.table)
    inquiry.certificate = table.certificate.as_json()
    reached = released_people(people_of(inquiry.id)) if sheet.unit is Unit.PERSON else None
    if reached is not None:
        inquiry.reached_hash, inquiry.reached_certificate = keep(reached.table), reached.certificate.as_json()
    inquiry.save()
    exhibition.hang_pictures(grant, inquiry.id)
    _changed(by, at, inquiry, ["closed_at", "table_hash"], Outcome.RELEASED)


def _answers(sheet: MethodSheet, inquiry: Inquiry, new: NewContribution) -> set[tuple[str, str]]:
    """What of a contribution is kept, as question and option."""
    _check_person(sheet, inquiry, new)
    answers: set[tuple[str, str]] = set()
    for name, options in new.options.items():
        question = sheet.question(name)
        if question is None or question.kind not in _TAPPED or not options_fit(question, options):
            raise Refused(_("This answer was not asked for."), LATER)
        answers |= {(name, option) for option in options}
    grid = _grid(inquiry)
    for name, spots in new.spots.items():
        question = sheet.question(name)
        if (
            question is None
            or question.kind is not QuestionKind.SPOTS
            or len(spots) > MOST_SPOTS
            or not spots_fit(spots)
        ):
            raise Refused(_("These spots do not lie on the map."), LATER)
        answers |= {(name, "{},{}".format(*grid.cell(across, up))) for across, up in spots}
    if new.week:
        answers |= _week(sheet.of_kind(QuestionKind.WEEK), new.week)
    return answers


_TAPPED = frozenset({QuestionKind.ONE, QuestionKind.MANY})


def _week(questions: Sequence[Question], hours: Sequence[Hour]) -> set[tuple[str, str]]:
    try:
        return {(question.key, option) for question in questions for option in week_options(question, hours)}
    except ValueError as wrong:
        raise Refused(_("The week has no such hours."), LATER) from wrong


def _check_person(sheet: MethodSheet, inquiry: Inquiry, new: NewContribution) -> None:
    if sheet.unit is Unit.PERSON and (
        new.age_group is None
        or new.gender is None
        or new.age_group not in inquiry.age_groups
        or new.persons != 1
    ):
        raise Refused(_("Say how old you are, or that you do not say."), LATER)
    if sheet.unit is Unit.CLIQUE and not LEAST_CLIQUE <= new.persons <= MOST_CLIQUE:
        raise Refused(_("A portrait is of a group of 3 to 40."), CHECK)


def _record(
    sheet: MethodSheet, inquiry: Inquiry, new: NewContribution, *, by: Actor | None, at: datetime
) -> None:
    station = new.station
    if station is None or not station.place_name.strip():
        raise Refused(_("Say where this is."), CHECK)
    asked = {question.key for question in sheet.of_kind(QuestionKind.TEXT)}
    texts = {name: text.strip() for name, text in station.texts.items() if name in asked and text.strip()}
    _without_names(station.place_name if sheet.unit is Unit.STATION else "", *texts.values())
    if InquiryRecord.objects.filter(id=new.id).exists():
        return
    point = (
        _grid(inquiry).point(*station.spot) if station.spot and spots_fit([station.spot]) else (None, None)
    )
    InquiryRecord.objects.create(
        id=new.id, inquiry=inquiry, place_id=station.place_id, place_name=station.place_name.strip(), longitude=point[0],
        latitude=point[1], part_of_day=station.part_of_day or "", noted_on=timezone.localdate(at), texts=texts,
        tags=sorted(new.options.get("groups", ())), written_by=by.user_id if by else None,
        named="no" not in new.options.get("named", ()),
    )  # fmt: skip


def _taken(inquiry_id: UUID, sheet: MethodSheet) -> int:
    if sheet.unit is Unit.STATION:
        return InquiryRecord.objects.filter(inquiry_id=inquiry_id).count()
    return InquiryContribution.objects.filter(inquiry_id=inquiry_id).values("id").count()


def _without_names(*texts: str) -> None:
    if named := names_in(" ".join(texts)):
        raise Refused(
            _("This looks like a name: {names}. Inquiries name nobody."), _("Change it and save again. Nothing is lost."),
            names=", ".join(named),
        )  # fmt: skip


def _grid(inquiry: Inquiry) -> Grid:
    west, south, east, north = inquiry.bounds
    return Grid((west, south, east, north))


def _open(inquiry_id: UUID, at: datetime) -> Inquiry:
    # contributions to one inquiry take turns, so that its limit holds
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 6))", [str(inquiry_id)])
    inquiry = Inquiry.objects.filter(id=inquiry_id).first()
    if inquiry is None:
        raise Refused(_("There is no inquiry with this code."), LATER)
    decision = takes_contributions(
        opens_at=inquiry.opens_at, closes_at=inquiry.closes_at, closed=inquiry.closed_at is not None, at=at
    )
    if not decision:
        raise Refused(decision.reason, LATER)
    return inquiry


def _allowed(by: Actor | None) -> None:
    decision = can_lead_inquiry(by or NOBODY)
    if not decision:
        raise gate.Denied(decision)


def _changed(by: Actor, at: datetime, inquiry: Inquiry, fields: Sequence[str], outcome: Outcome) -> None:
    role = by.roles[0].role
    record(
        using=CHANGES, at=at, actor_id=by.user_id, role=role, function=gate.function_of(role), action=Action.WRITE,
        purpose=Purpose.PARTICIPATION, outcome=outcome, subject_kind="network", object_kind="inquiries.Inquiry",
        object_id=str(inquiry.id), fields=list(fields),
    )  # fmt: skip
