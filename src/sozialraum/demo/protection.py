"""One family of the demo whose child was worried about: told, looked at by two, concluded, followed up."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from sozialraum.demo.advisers import ADVISER
from sozialraum.demo.calendar import NOW, ahead, on
from sozialraum.demo.people import Crowd
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import services
from sozialraum.individual.enums import Finding, MeasureKind, ReporterKind, Urgency
from sozialraum.individual.queries.advisers import advisers

TOLD_ON, FOUND_ON = date(2026, 9, 14), date(2026, 9, 15)


def protect_pia(crowd: Crowd, case_id: UUID) -> None:
    """The school's report of September, concluded by two; and a neighbor's of yesterday that two have still to look at."""
    with transaction.atomic():
        _concluded(crowd, case_id)
        worker = _grant(crowd, "case_worker", case_id, NOW.date() - timedelta(days=1), hour=15)
        services.record_report(
            worker, received_at=worker.at - timedelta(minutes=20), reporter=ReporterKind.NEIGHBORHOOD, urgency=Urgency.NEXT_DAY,
            content="Eine Nachbarin ruft an: Gestern nach sieben saß Pia allein im Treppenhaus, auf ihr Klingeln hat niemand "
            "geöffnet. Um acht kam die Tante und nahm sie mit. Die Nachbarin fragt, ob sie selbst etwas tun kann.",
        )  # fmt: skip


def _concluded(crowd: Crowd, case_id: UUID) -> None:
    worker = _grant(crowd, "case_worker", case_id, TOLD_ON, hour=9)
    report_id = services.record_report(
        worker, received_at=worker.at - timedelta(minutes=40), reporter=ReporterKind.SCHOOL_OR_DAYCARE,
        reporter_name="Klassenleitung der 2b", wants_answer=True, urgency=Urgency.NEXT_DAY,
        content="Pia kommt seit Ferienende oft ohne Frühstück. Sie erzählt, dass Mama schläft, wenn sie aus der Schule kommt, und "
        "dass sie dann isst, was da ist. Am Freitag wollte sie nicht nach Hause gehen.",
    )  # fmt: skip
    services.assess_report(
        _grant(crowd, "case_worker", case_id, TOLD_ON, hour=17), report_id, finding=Finding.LATENT,
        seen="Die Wohnung ist warm, im Kühlschrank war wenig, zwei leere Flaschen standen am Spülbecken. Frau Wulf hat offen vom "
        "Trinken gesprochen. Pia hat gezeigt, wie sie sich Brote macht.",
        protects="Die Schwester wohnt sieben Minuten entfernt und kommt, wenn Pia anruft. Frau Wulf geht montags in die Gruppe.",
        child_seen_on=TOLD_ON, child_heard=True, parents_heard=True,
    )  # fmt: skip
    services.record_advice(
        _grant(crowd, "case_worker", case_id, TOLD_ON, hour=18), report_id, advised_on=TOLD_ON, adviser_id=_adviser(),
        question="Ein Kind von sieben Jahren sorgt nachmittags für sich selbst, die Mutter trinkt und spricht offen darüber. Was "
        "ist jetzt das Wichtigste, und was wäre zu viel?",
        advice="Nicht an der Flasche messen, sondern daran, ob jeden Tag eine erwachsene Person da ist, auf die das Kind zählen "
        "kann. Das mit der Mutter verabreden, schriftlich und für jeden Wochentag. Das Kind fragen, wen es anruft, und "
        "üben, dass es das darf. In vier Wochen noch einmal gemeinsam hinsehen.",
    )  # fmt: skip
    lead = _grant(crowd, "team_lead", case_id, FOUND_ON, hour=8)
    services.assess_report(
        lead, report_id, finding=Finding.LATENT,
        seen="Ich war bei dem Besuch dabei. Dass ein Kind mit sieben nachmittags für sich selbst sorgt, geht nicht. Dass die "
        "Mutter es ausspricht und die Schwester da ist, trägt.",
        protects="Pia weiß, wen sie anrufen kann, und tut es. Der Hort hat einen Platz in Aussicht.",
        child_seen_on=TOLD_ON, child_heard=True, parents_heard=True,
    )  # fmt: skip
    services.conclude_report(lead, report_id, finding=Finding.LATENT)
    services.add_measure(
        lead, report_id, kind=MeasureKind.AGREEMENT, due_on=ahead(date(2026, 12, 15)),
        content="An jedem Schultag kommt eine vereinbarte erwachsene Person. Überprüfung zu dritt.",
    )  # fmt: skip
    offered = services.add_measure(
        lead,
        report_id,
        kind=MeasureKind.OFFER_HELP,
        due_on=date(2026, 9, 30),
        content="Hortplatz und Mittagessen klären",
    )
    services.finish_measure(_grant(crowd, "case_worker", case_id, date(2026, 9, 28)), offered)
    services.note_answer(_grant(crowd, "case_worker", case_id, date(2026, 9, 16)), report_id)


def _grant(crowd: Crowd, persona: str, case_id: UUID, day: date, hour: int = 10) -> Grant:
    subject = Subject("case", (case_id,))
    return gate.open(crowd.persona(persona), Purpose.PROTECTION, Action.WRITE, subject, at=on(day, hour))


def _adviser() -> UUID:
    return next(each.id for each in advisers(today=TOLD_ON) if each.full_name == ADVISER)
