"""Choice and decision in words, and the letters that go out."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sozialraum.individual.enums import Outcome, RefusalReason
from sozialraum.individual.presentation.documents import Block, facts, heading, own_words, paper, paragraph
from sozialraum.individual.presentation.plans import help_in_words
from sozialraum.individual.queries.cases import CaseFile
from sozialraum.individual.queries.choices import ChoicePage, DecisionRow

OUTCOMES: dict[str, str | Promise] = {
    Outcome.GRANTED: gettext_lazy("granted"),
    Outcome.PARTLY: gettext_lazy("granted in part"),
    Outcome.REFUSED: gettext_lazy("refused"),
}
REASONS: dict[str, str | Promise] = {
    RefusalReason.COST: gettext_lazy("Disproportionate further cost"),
    RefusalReason.NO_AGREEMENT: gettext_lazy("No agreement on service, price and quality"),
}


def choice_answer(page: ChoicePage) -> str:
    """Where choice and decision stand, in a sentence."""
    if page.decisions and page.decisions[0].decided_at:
        last = page.decisions[0]
        sent = _("The letter has been sent.") if last.sent_on else _("The letter has not been sent yet.")
        return " ".join([_("Decided: %(outcome)s.") % {"outcome": OUTCOMES[last.outcome]}, sent])
    if page.decisions:
        return _("A decision is prepared. The lead of the team decides.")
    if page.choices:
        return _("Chosen: %(chosen)s.") % {"chosen": page.choices[0].chosen.removesuffix(".")}
    if page.shown_on:
        return ngettext(
            "The family has seen %(count)s help that fits. It chooses in peace.",
            "The family has seen %(count)s helps that fit. It chooses in peace.", len(page.options),
        ) % {"count": len(page.options)}  # fmt: skip
    return _("The family sees every help that fits, outside the quarter as well, and chooses.")


def to_prepare(page: ChoicePage) -> dict[str, object]:
    """What a decision begins with: what is prepared already, else what the family chose; nothing is typed twice."""
    last = page.decisions[0] if page.decisions else None
    if last is not None and last.decided_at is None:
        told = ("outcome", "content", "extent", "valid_from", "valid_until", "reasons")
        return {name: getattr(last, name) for name in told}
    chosen = page.choices[0] if page.choices else None
    wanted = (
        f"{help_in_words(page.help_kind, paragraph=False)}, {chosen.chosen}"
        if chosen and last is None
        else ""
    )
    return {"outcome": Outcome.GRANTED, "content": wanted}


def decision_letter(
    file: CaseFile, decision: DecisionRow, *, office: str, address: str, at: datetime
) -> bytes:
    """The letter to the family: what is decided, why, and what can be done against it (§§ 31, 35, 36 SGB X)."""
    kind = help_in_words(decision.help_kind)
    title = {
        Outcome.GRANTED: _("Your help is granted"), Outcome.PARTLY: _("Your help is granted in part"),
        Outcome.REFUSED: _("Your claim is refused"),
    }[decision.outcome]  # fmt: skip
    return paper(
        title=title, office=office, crumbs=_crumbs(office, file, at), at=at,
        blocks=[
            facts([(_("For"), _("Family %(name)s") % {"name": file.case.family_name}), (_("Kind of help"), kind), *_extent(decision)]),
            paragraph(decision.content), *_chosen(decision), heading(_("Why")), paragraph(decision.reasons),
            heading(_("If you do not agree")), paragraph(_remedy(office, address)),
            paragraph(_("The ombuds office advises you free of charge and independently, also against this decision.")),
            paragraph(_("Decided by %(name)s.") % {"name": decision.decided_by}),
        ],
    )  # fmt: skip


def cost_commitment(file: CaseFile, decision: DecisionRow, *, office: str, at: datetime) -> bytes:
    """The undertaking of the cost to the provider: the agreed help and no word of the family (§ 36a (1), § 78b, § 77)."""
    return paper(
        title=_("Undertaking of the cost"), office=office, crumbs=_crumbs(office, file, at), at=at,
        blocks=[
            facts([
                (_("To"), decision.choice.chosen), (_("Number"), file.case.number),
                (_("Kind of help"), help_in_words(decision.help_kind)), *_extent(decision),
            ]),
            paragraph(_("The office bears the cost of this help to this extent and for this time, at the price of your agreement with it (§ 77, § 78b SGB VIII). It rests on the decision of %(day)s on the family’s claim.") % {
                "day": date_format(timezone.localdate(decision.decided_at), "DATE_FORMAT") if decision.decided_at else "",
            }),
            paragraph(_("What you need to know of the family you learn from the family and from the help plan.")),
        ],
    )  # fmt: skip


def _crumbs(office: str, file: CaseFile, at: datetime) -> str:
    return " · ".join(
        filter(None, [office, file.case.number, date_format(timezone.localdate(at), "DATE_FORMAT")])
    )


def _extent(decision: DecisionRow) -> list[tuple[str, str]]:
    until = date_format(decision.valid_until, "DATE_FORMAT") if decision.valid_until else ""
    return [
        (_("How much"), decision.extent),
        (_("From"), date_format(decision.valid_from, "DATE_FORMAT") if decision.valid_from else ""),
        (_("Until"), until),
    ]


def _chosen(decision: DecisionRow) -> list[Block]:
    choice = decision.choice
    blocks = [heading(_("What you chose")), paragraph(choice.chosen)]
    if choice.words:
        blocks.append(own_words(choice.words, choice.by))
    if choice.refusal_reason:
        blocks.append(
            paragraph(
                _("This choice is not followed. %(reason)s: %(text)s Cost of the wish: %(wished)s €, of a comparable help: %(comparable)s €.")
                % {
                    "reason": REASONS[choice.refusal_reason], "text": choice.refusal_text,
                    "wished": localize(choice.cost_wished), "comparable": localize(choice.cost_comparable),
                }
            )
        )  # fmt: skip
    return blocks


def _remedy(office: str, address: str) -> str:
    place = f"{office}, {address}" if address else office
    return _(
        "You can object to this decision within one month after you received it: in writing, in the electronic form of the law, or by having it written down in the office. The address: %(place)s."
    ) % {"place": place}
