"""Rules of the organization floor: which form fits which paragraph, what may be used without a decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.organization.enums import LegalBasis, OfferForm

ANY_FORM: Final = frozenset(OfferForm)
AT_HOME: Final = frozenset({OfferForm.AMBULANT, OfferForm.COUNSELING})

# DOMAIN 2.11, column "Form"; § 27 (2) is open to any form and to combinations
FORMS: Final[Mapping[LegalBasis, frozenset[OfferForm]]] = {
    LegalBasis.YOUTH_WORK: frozenset({OfferForm.OPEN}),
    LegalBasis.YOUTH_SOCIAL_WORK: ANY_FORM - {OfferForm.SEMI_RESIDENTIAL, OfferForm.FOSTER_FAMILY},
    LegalBasis.SCHOOL_SOCIAL_WORK: frozenset({OfferForm.OPEN, OfferForm.COUNSELING}),
    LegalBasis.YOUTH_PROTECTION: frozenset({OfferForm.OPEN, OfferForm.COUNSELING}),
    LegalBasis.FAMILY_PROMOTION: frozenset({OfferForm.OPEN, OfferForm.COUNSELING, OfferForm.AMBULANT}),
    LegalBasis.PARTNERSHIP_COUNSELING: frozenset({OfferForm.COUNSELING}),
    LegalBasis.CONTACT_COUNSELING: frozenset({OfferForm.COUNSELING}),
    LegalBasis.PARENT_CHILD_HOME: frozenset({OfferForm.RESIDENTIAL}),
    LegalBasis.CARE_IN_EMERGENCY: frozenset({OfferForm.AMBULANT}),
    LegalBasis.FLEXIBLE_HELP: ANY_FORM,
    LegalBasis.EDUCATIONAL_COUNSELING: AT_HOME,
    LegalBasis.GROUP_WORK: frozenset({OfferForm.AMBULANT}),
    LegalBasis.MENTORING: frozenset({OfferForm.AMBULANT}),
    LegalBasis.FAMILY_HELP: frozenset({OfferForm.AMBULANT}),
    LegalBasis.DAY_GROUP: frozenset({OfferForm.SEMI_RESIDENTIAL}),
    LegalBasis.FOSTER_CARE: frozenset({OfferForm.FOSTER_FAMILY}),
    LegalBasis.RESIDENTIAL_CARE: frozenset({OfferForm.RESIDENTIAL}),
    LegalBasis.INTENSIVE_SUPPORT: frozenset({OfferForm.AMBULANT, OfferForm.RESIDENTIAL}),
    LegalBasis.INTEGRATION: ANY_FORM - {OfferForm.OPEN},
    LegalBasis.YOUNG_ADULTS: ANY_FORM - {OfferForm.OPEN, OfferForm.SEMI_RESIDENTIAL},
    LegalBasis.AFTERCARE: AT_HOME,
    LegalBasis.TAKING_INTO_CARE: frozenset({OfferForm.RESIDENTIAL, OfferForm.FOSTER_FAMILY}),
}  # fmt: skip

# § 36a (2): ambulant helps, above all § 28; §§ 11 to 18 are open by their nature
DIRECT_FORMS: Final = frozenset({OfferForm.OPEN, OfferForm.COUNSELING, OfferForm.AMBULANT})


def fits_form(legal_bases: Iterable[LegalBasis], form: OfferForm) -> Decision:
    """Whether an offer in this form can rest on these paragraphs (DOMAIN 2.11).

    >>> bool(fits_form([LegalBasis.DAY_GROUP], OfferForm.AMBULANT))
    False
    """
    named = tuple(legal_bases)
    if not named:
        return Decision.no(_("An offer names at least one legal basis."))
    if all(form in FORMS[basis] for basis in named):
        return Decision.yes()
    return Decision.no(_("This form does not fit one of the legal bases."))


def may_be_direct(form: OfferForm, *, direct_access: bool) -> Decision:
    """Whether people may use it without a decision of the office (§ 36a (2) SGB VIII): never out of home.

    >>> bool(may_be_direct(OfferForm.RESIDENTIAL, direct_access=True))
    False
    """
    if direct_access and form not in DIRECT_FORMS:
        return Decision.no(_("Direct access is possible for open, counseling and ambulant offers only."))
    return Decision.yes()


def ends_after_beginning(valid_from: date | None, valid_until: date | None) -> Decision:
    """Whether the two days are in order; an open end or an unknown beginning is."""
    if valid_from is not None and valid_until is not None and valid_until < valid_from:
        return Decision.no(_("The last day lies before the first."))
    return Decision.yes()


def holds_on(day: date, *, valid_from: date | None, valid_until: date | None) -> bool:
    """Whether something that is valid between two days (both included, both may be open) holds on this one.

    >>> holds_on(date(2026, 1, 1), valid_from=None, valid_until=date(2026, 1, 1))
    True
    """
    return (valid_from is None or valid_from <= day) and (valid_until is None or day <= valid_until)
