"""What the Kesslers complained about: one complaint waits, one is answered."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from sozialraum.demo.calendar import on
from sozialraum.demo.people import Crowd
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.individual import services

MOTHER_SAYS = (
    "Der Antrag für die Begleitung lag drei Wochen, weil zwei Stellen je die andere gefragt haben. Ich habe vier Mal angerufen. "
    "Frau Ahlers kann nichts dafür, sie hat es selbst erst von mir erfahren. Ich möchte wissen, wer das entscheidet."
)
JONAS_SAYS = "Beim Treffen im Oktober haben alle über mich geredet, als ob ich nicht da bin. Nur Frau Ahlers hat mich angesehen."
HEAD_ANSWERS = (
    "Lieber Jonas, danke, dass du das sagst. Du hast recht: In einem Gespräch über dich redest du zuerst. "
    "Ich habe das mit allen besprochen, die dabei waren. Beim nächsten Treffen fragt Frau Ahlers am Anfang dich, was heute dran ist."
)
WORKER_ANSWERS = "Das stimmt, und es tut mir leid. Beim nächsten Treffen fangen wir mit dir an."


def hear_complaints(crowd: Crowd, case_id: UUID) -> None:
    """Send two complaints as those who complain do, and answer one as the head of the office did."""
    with transaction.atomic():
        services.complain(
            _writing(crowd, "parent", case_id, date(2026, 11, 17)), words=MOTHER_SAYS, to_office=True, to_ombuds=True,
            worker_reads=False,
        )  # fmt: skip
    with transaction.atomic():
        sent = services.complain(
            _writing(crowd, "young_person", case_id, date(2026, 10, 29)), words=JONAS_SAYS, to_office=True, to_ombuds=False,
            worker_reads=True,
        )  # fmt: skip
        services.answer_as_worker(
            _writing(crowd, "case_worker", case_id, date(2026, 11, 2)), sent, words=WORKER_ANSWERS
        )
        services.answer_complaint(
            crowd.persona("head_of_office"), sent, words=HEAD_ANSWERS, at=on(date(2026, 11, 5))
        )


def _writing(crowd: Crowd, key: str, case_id: UUID, day: date) -> Grant:
    subject = Subject("case", (case_id,))
    return gate.open(crowd.persona(key), Purpose.SERVICE, Action.WRITE, subject, at=on(day, 18))
