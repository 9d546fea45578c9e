"""Papers of a case as accessible PDF (PDF/UA-1 and PDF/A-2a in one file), written by Typst."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from sozialraum.errors import SozialraumError
from sozialraum.individual.enums import Audience, PlanPart
from sozialraum.individual.presentation.plans import (
    RATING_WORDS,
    RESULTS,
    SIGNED,
    day_in_words,
    help_in_words,
    plan_sheet,
)
from sozialraum.individual.queries.plans import PlanView
from sozialraum.individual.rules.plans import RECEIVES, PlanContent, plan_for

TEMPLATE = "paper.typ"
STANDARDS = ["ua-1", "a-2a"]
Block = dict[str, Any]


class PaperFailed(SozialraumError):
    """Typst refused to write the paper; nothing of the case is lost."""


def heading(text: str) -> Block:
    """A heading."""
    return {"kind": "heading", "text": text}


def paragraph(text: str) -> Block:
    """A paragraph."""
    return {"kind": "text", "text": text}


def own_words(text: str, by: str) -> Block:
    """Somebody's own words with the speaker."""
    return {"kind": "words", "text": text, "by": by}


def facts(rows: Sequence[tuple[str, str]]) -> Block:
    """Facts with their names."""
    return {"kind": "facts", "rows": [[name, value] for name, value in rows if value]}


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Block:
    """A table with a header row."""
    return {"kind": "table", "head": list(head), "rows": [list(row) for row in rows]}


def bullets(rows: Sequence[str]) -> Block:
    """A list."""
    return {"kind": "list", "rows": list(rows)}


def paper(*, title: str, office: str, crumbs: str, blocks: Sequence[Block], at: datetime) -> bytes:
    """One paper; raises :class:`PaperFailed` where Typst refuses it."""
    import typst

    day = timezone.localdate(at)
    data = {
        "lang": (get_language() or "de")[:2], "title": title, "author": office or title, "crumbs": crumbs, "blocks": list(blocks),
        "year": day.year, "month": day.month, "day": day.day,
    }  # fmt: skip
    here = files("sozialraum.individual.presentation")
    parts = {"main": (here / TEMPLATE).read_bytes(), "data.json": json.dumps(data).encode()}
    fonts = Path(str(files("sozialraum.foundation.ui"))) / "fonts"
    try:
        return bytes(
            typst.compile(  # type: ignore[call-overload]  # its types lack the input by parts
                parts, format="pdf", pdf_standards=STANDARDS, font_paths=[fonts] if fonts.is_dir() else [],
                timestamp=int(at.timestamp()),
            )
        )  # fmt: skip
    except (RuntimeError, typst.TypstError) as error:
        raise PaperFailed(
            gettext_noop("The paper could not be written."), gettext_noop("The page shows the same.")
        ) from error


def plan_document(
    view: PlanView, audience: Audience, *, office: str, at: datetime, providers: Collection[str] = ()
) -> bytes:
    """A version of a help plan for one audience: only the parts that it receives (H8, D7).

    For a provider, ``providers`` are its codes: the services of others are not among them.
    """
    content = plan_for(audience, view.content, providers=providers)
    title = {
        Audience.FAMILY: _("Help plan: what we have agreed"), Audience.PLAIN: _("What we have agreed"),
        Audience.PROVIDER: _("Help plan, parts for the provider"), Audience.COURT: _("Help plan, parts for the family court"),
    }[audience]  # fmt: skip
    crumbs = " · ".join(filter(None, [office, date_format(timezone.localdate(at), "DATE_FORMAT")]))
    return paper(
        title=title, office=office, crumbs=crumbs, blocks=plan_blocks(view, content, audience), at=at
    )


def plan_blocks(view: PlanView, content: PlanContent, audience: Audience) -> list[Block]:
    """The blocks of a plan as this audience receives it."""
    parts, plain = RECEIVES[audience], audience is Audience.PLAIN
    sheet = plan_sheet(view, with_changes=False)
    blocks = [paragraph(content.summary)] if content.summary else []
    present = sheet.present if PlanPart.MEETING in parts else ""
    meeting = ", ".join(filter(None, [day_in_words(content.meeting_on), content.place]))
    blocks.append(facts([
        (_("Help plan for"), sheet.title_for), (_("Version"), sheet.state), (_("Meeting"), meeting),
        (_("There were"), present),
    ]))  # fmt: skip
    blocks += _voice_blocks(content, plain=plain)
    if content.need and not content.voices:
        blocks += [heading(_("Result of the need assessment")), paragraph(content.need)]
    if content.resources:
        blocks += [heading(_("What we can build on")), bullets(content.resources)]
    blocks += _tension_blocks(view, content)
    if content.goals:
        blocks += [
            heading(_("Goals and steps")),
            *_goal_blocks(view, content, with_ratings=PlanPart.REVIEWS in parts),
        ]
    if content.help_kind or content.services:
        kind = help_in_words(content.help_kind, paragraph=not plain)
        blocks += [heading(_("Who contributes what")), *([paragraph(kind)] if kind else [])]
        rows = [
            [each.who, each.what, ", ".join(filter(None, [each.extent, each.duration]))]
            for each in content.services
        ]
        blocks += [table([_("Who"), _("does what"), _("how much, how long")], rows)] if rows else []
    told = [(_("Brothers and sisters"), content.siblings), (_("Where to live in the long run"), content.perspective),
            (_("Agreed with the parents"), content.with_parents),
            (_("Counseling and support of the parents"), content.parents_counseling)]  # fmt: skip
    if any(value for _name, value in told):
        blocks += [heading(_("Further agreements")), facts(told)]
    if content.dissent:
        blocks += [heading(_("Where we think differently"))]
        for each in content.dissent:
            blocks.append(
                own_words(each.words, each.name) if each.own else paragraph(f"{each.name}: {each.words}")
            )
            blocks += [paragraph(f"{each.answered_by}: {each.answer}")] if each.answer else []
    if PlanPart.OUTLOOK in parts and sheet.outlook[0].text:
        blocks += [heading(_("How it goes on")), paragraph(sheet.outlook[0].text)]
    if PlanPart.REVIEWS in parts and view.reviews:
        blocks += [heading(_("Results of the reviews"))]
        blocks += [
            paragraph(f"{date_format(each.held_on, 'DATE_FORMAT')}: {each.suitable} {each.needed} {_('The help:')} {RESULTS[each.result]}.")
            for each in view.reviews
        ]  # fmt: skip
    if PlanPart.SIGNATURES in parts and view.signers:
        rows = [
            [each.name, f"{SIGNED[each.state]}{': ' + each.words if each.words else ''}" if each.state else "", date_format(each.said_on, "DATE_FORMAT") if each.said_on else ""]
            for each in view.signers
        ]  # fmt: skip
        blocks += [heading(_("Signatures")), table([_("Who"), _("Answer"), _("On")], rows)]
    return blocks


def _voice_blocks(content: PlanContent, *, plain: bool) -> list[Block]:
    blocks = [heading(_("What it is about"))] if content.voices else []
    for each in content.voices:
        if each.own:
            blocks.append(own_words(each.words, each.name))
        elif not plain:
            blocks.append(paragraph(f"{each.name}: {each.words}"))
        # beside the words, never over them
        if each.plain and each.own:
            blocks.append(paragraph(f"{_('In plain words:')} {each.plain}"))
    return blocks


def _tension_blocks(view: PlanView, content: PlanContent) -> list[Block]:
    blocks = [heading(_("Where we see something differently"))] if content.tensions else []
    for shown in plan_sheet(replace(view, content=content), with_changes=False).tensions:
        blocks.append(paragraph(f"{shown.about}. {shown.stands} {shown.how}".strip()))
        blocks += [
            own_words(each.words, each.name) if each.own else paragraph(f"{each.name}: {each.words}")
            for each in shown.voices
        ]
    return blocks


def _goal_blocks(view: PlanView, content: PlanContent, *, with_ratings: bool) -> list[Block]:
    blocks: list[Block] = []
    for number, goal in enumerate(content.goals, 1):
        sign = f" {_('By what do we notice it?')} {goal.sign}" if goal.sign else ""
        blocks.append(own_words(f"{number}. {goal.words}", f"{goal.owner}.{sign}"))
        if goal.steps:
            rows = [
                [each.who or goal.owner, each.what, day_in_words(each.until, beside=content.meeting_on)]
                for each in goal.steps
            ]
            blocks.append(table([_("Who"), _("does what"), _("until when")], rows))
        if with_ratings:
            blocks += [
                paragraph(f"{each.name}: {RATING_WORDS[each.value]}. {each.words}".strip())
                for each in view.ratings
                if each.goal_key == goal.key
            ]
    return blocks
