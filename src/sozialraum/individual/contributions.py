"""What the individual floor brings to the start page and the search: only what the actor is there for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sozialraum.foundation.privacy.actors import Actor, Role, ScopeKind
from sozialraum.foundation.privacy.gate import Denied, Grant
from sozialraum.foundation.ui.addresses import address_of
from sozialraum.foundation.ui.contributions import Begin, Hit, HouseLine, Moment, News, Resume, Today
from sozialraum.foundation.ui.drawing import number
from sozialraum.individual import queries
from sozialraum.individual.access import ADDRESSEES, STAFF, can_keep_advisers, can_list_cases, can_open_case
from sozialraum.individual.presentation.complaints import complaints_today
from sozialraum.individual.presentation.office import office_today
from sozialraum.individual.presentation.process import due_in_words, handover_in_words
from sozialraum.individual.presentation.protection import moment_in_words
from sozialraum.individual.queries.office import office_due
from sozialraum.individual.rules.process import LETTER

NEWS = 3
REVIEW_IN_SIGHT = timedelta(days=28)
ADVICE_WORDS = ("kinderschutz", "kindeswohl", "8a", "8b", "insoweit", "gefährdung", "child protection")
"""What somebody types who looks for advice because she worries about a child."""


def individual_today(actor: Actor, moment: Moment) -> Sequence[Today | HouseLine | Resume | Begin | News]:
    """Own words that came in from families, how many families there are, and a new concern to write down."""
    found: list[Today | HouseLine | Resume | Begin | News] = []
    if actor.has(Role.PROVIDER_WORKER, Role.PROVIDER_LEAD):
        found.append(Begin(_("Ask for advice when you worry about a child"), reverse("individual:advisers")))
    elif actor.has(Role.RESIDENT):
        found.append(advice_for_everybody())
    if actor.has(*ADDRESSEES) and actor.second_factor:
        with transaction.atomic(savepoint=False):
            if actor.has(Role.HEAD_OF_OFFICE):
                found += office_today(office_due(actor, at=moment.now), today=moment.today)
            else:
                found += complaints_today(queries.waiting_complaints(actor, at=moment.now))
    if can_keep_advisers(actor):
        found.append(
            Begin(
                _("Enter who advises when somebody worries about a child"), reverse("individual:new_adviser")
            )
        )
    if not can_list_cases(actor):
        return found
    count = len(actor.keys(ScopeKind.CASE, *STAFF))
    if count:
        found.append(HouseLine("individual", _families(count)))
        # whatever goes wrong here goes wrong for the page: no savepoint is needed
        with transaction.atomic(savepoint=False):
            own = queries.list_own_cases(actor, at=moment.now)
            if can_open_case(actor):
                found += _desk(own)
            else:
                found += _news(queries.latest_own_words(own, limit=NEWS))
    elif actor.has(Role.TEAM_LEAD):
        found.append(HouseLine("individual", _("The families of your team")))
        with transaction.atomic(savepoint=False):
            found += [
                _thing(
                    each.case_id, _("Decide on the help: family %(name)s") % {"name": each.family_name},
                    _("Prepared on %(day)s. The family waits for the letter.") % {"day": date_format(each.prepared_on, "DATE_FORMAT")},
                    each.prepared_on + LETTER, _("Read and decide"), "individual:choice",
                )
                for each in queries.decisions_waiting(actor, at=moment.now)
            ]  # fmt: skip
    if can_open_case(actor):
        found.append(
            Begin(_("Write down a new concern"), address_of("individual:open"), _("Two details are enough"))
        )
    return found


def advice_for_everybody() -> Begin:
    """The page for whoever meets children by profession and worries about one; it can be read without signing in."""
    return Begin(
        _("Who advises you when you worry about a child?"), reverse("individual:advisers"),
        _("For school, day care, surgeries, clubs: a right, without a name and without cost."),
    )  # fmt: skip


def find_individual(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """Families, and who advises when somebody worries about a child: that is found by everybody."""
    wanted = text.casefold()
    found = list(find_families(actor, text, limit))
    if any(word in wanted for word in ADVICE_WORDS):
        title = _("Who advises you when you worry about a child?")
        page = reverse("individual:advisers")
        found.insert(0, Hit(title, page, _("Advice for the protection of children")))
    return found[:limit]


def find_families(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """Families by name or number, among those the actor is there for."""
    try:
        with transaction.atomic():
            rows = queries.families_of(actor)
    except Denied:
        return []
    wanted = text.casefold()
    found = [row for row in rows if wanted in row.family_name.casefold() or wanted in row.number]
    if not found and wanted[:4].isdigit():
        with transaction.atomic():
            found = queries.families_by_former_number(actor, rows, wanted)
    return [
        Hit(
            _("Family %(name)s") % {"name": row.family_name},
            address_of("individual:case", row.id),
            row.area_name,
        )
        for row in found[:limit]
    ]


def _desk(own: Grant) -> list[Today | News]:
    desk = queries.desk(own, words=NEWS, reviews_until=timezone.localdate(own.at) + REVIEW_IN_SIGHT)
    return [
        *_news(desk.came_in),
        *_to_protect(desk),
        *_answered(desk),
        *_due(desk, timezone.localdate(own.at)),
    ]


def _news(came_in: Iterable[queries.CameIn]) -> list[News]:
    return [
        News(
            heading=_("New from the families"), url=address_of("individual:case", words.case_id),
            link_label=_("Look and answer"), words=words.text, speaker=words.speaker, said_at=words.said_at,
        )
        for words in came_in
    ]  # fmt: skip


def _to_protect(desk: queries.Desk) -> list[Today]:
    """Reports of a danger that two professionals have still to look at: no word of what was told."""
    due, names = desk.protection, desk.names
    asked = [
        Today(
            title=_("A colleague asks you for a second look"), floor="individual", due_on=timezone.localdate(each.due_at),
            text=_("Two of you until %(moment)s.") % {"moment": moment_in_words(each.due_at)}, action_label=_("Look"),
            url=reverse("individual:protection_report", args=[each.case_id, each.report_id]),
        )
        for each in due
        if each.report_id
    ]  # fmt: skip
    return asked + [
        _thing(
            each.case_id, _("Look at it together: family %(name)s") % {"name": names[each.case_id]},
            _("Two of you until %(moment)s.") % {"moment": moment_in_words(each.due_at)},
            timezone.localdate(each.due_at), _("Look"), "individual:protection",
        )
        for each in due
        if each.report_id is None and each.case_id in names
    ]  # fmt: skip


def _due(desk: queries.Desk, today: date) -> list[Today]:
    """What families wait for: the next step, what was noted, and a new person they are to meet."""
    found = []
    for due in desk.steps:
        title, text = due_in_words(due)
        found.append(_thing(due.case_id, title, text, due.due_on, _("See the way")))
    for each in desk.noted:
        if each.due_on is None:
            found.append(_meeting(each, today))
            continue
        title = _("%(text)s, family %(name)s") % {"text": each.text, "name": each.family_name}
        found.append(_thing(each.case_id, title, each.more, each.due_on, _("See the way")))
    for plan in desk.reviews:
        title = _("Look at the help plan together: family %(name)s") % {"name": plan.family_name}
        text = _("All decide together whether the help is still suitable and needed.")
        found.append(_thing(plan.case_id, title, text, plan.review_on, _("Open the plan"), "individual:plan"))
    for objection in desk.objections:
        title = _("Objection to a decision: family %(name)s") % {"name": objection.family_name}
        text = (
            _("It is announced and needs a signature, or is taken down by you.")
            if objection.announced
            else _("The lead of the team remedies it or passes it on.")
        )
        found.append(
            _thing(objection.case_id, title, text, objection.due_on, _("Look"), "individual:objections")
        )
    for case_id, name, handover in desk.handovers:
        day = handover.joint_talk_on or handover.begun_on
        text = handover_in_words(handover)
        title = _("Handover: family %(name)s") % {"name": name}
        found.append(_thing(case_id, title, text, day, _("Look"), "individual:handover"))
    return found


def _meeting(met: queries.Noted, today: date) -> Today:
    """A meeting with a family: today it leads into the talk, later to its answers."""
    begins = timezone.localtime(met.begins_at)
    now = begins.date() == today
    time = "" if now else _("%(time)s h") % {"time": date_format(begins, "TIME_FORMAT")}
    where = ", ".join(part for part in (time, met.more) if part)
    answer = ""
    if met.suits is not None:
        said = _("It suits %(name)s.") if met.suits else _("%(name)s would rather have another time.")
        answer = said % {"name": met.answered_by}
    return Today(
        title=_("Meeting with family %(name)s") % {"name": met.family_name}, floor="individual", at=met.begins_at,
        text=" ".join(part for part in (f"{where}." if where else "", _told(met.text), answer) if part),
        minutes=met.minutes,
        action_label=_("Open the talk") if now else _("Look at the meeting"),
        url=address_of("individual:conversation" if now else "individual:replies", met.case_id),
    )  # fmt: skip


def _told(topic: str) -> str:
    """What a meeting is for, as it was written to the family: in quotation marks, since it speaks to them."""
    return _("The family reads: “%(words)s”") % {"words": topic} if topic else ""


def _answered(desk: queries.Desk) -> list[News]:
    """What was missing near by is there now: told to everybody who marked it."""
    return [
        News(
            heading=_("What became of a theme"), link_label=_("Look and tell the family"),
            url=address_of("individual:missing_nearby", each.case_id),
            text=ngettext(
                "“%(title)s” is solved: %(result)s One of your families misses it.",
                "“%(title)s” is solved: %(result)s %(n)s of your families miss it.", each.families,
            ) % {"title": each.theme.title, "result": each.theme.result, "n": number(each.families)},
        )
        for each in desk.answered[:NEWS]
    ]  # fmt: skip


def _thing(
    case_id: UUID, title: str, text: str, due_on: date, label: str, place: str = "individual:way"
) -> Today:
    return Today(
        title=title, text=text, floor="individual", due_on=due_on, action_label=label,
        url=address_of(place, case_id),
    )  # fmt: skip


def _families(count: int) -> str:
    return ngettext("%(count)s family you are there for", "%(count)s families you are there for", count) % {
        "count": number(count)
    }
