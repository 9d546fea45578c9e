"""Who may advise on a report of a danger: somebody from outside the case (§ 8a (4), § 8b (1) SGB VIII, § 4 (2) KKG)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sozialraum.analytics.messages import gettext_noop
from sozialraum.foundation.privacy.decisions import Decision


@dataclass(frozen=True, slots=True)
class Involved:
    """Who has to do with a case already: accounts, names of the family, providers that help there."""

    accounts: Collection[UUID] = ()
    names: Collection[str] = ()
    providers: Collection[str] = ()


def may_advise(
    *, account_id: UUID | None, full_name: str, provider_code: str, involved: Involved
) -> Decision:
    """Whether somebody stands far enough from a case to advise on it.

    >>> may_advise(account_id=None, full_name="Ida Roth", provider_code="T01", involved=Involved(providers={"T01"})).reason
    'The provider she works for helps in this family.'
    >>> bool(may_advise(account_id=None, full_name="Ida Roth", provider_code="", involved=Involved(names={"Tim Roth"})))
    True
    """
    if account_id is not None and account_id in involved.accounts:
        return Decision.no(gettext_noop("She has to do with this case herself."))
    if full_name.casefold() in {each.casefold() for each in involved.names}:
        return Decision.no(gettext_noop("Somebody of the family has this name."))
    if provider_code and provider_code in involved.providers:
        return Decision.no(gettext_noop("The provider she works for helps in this family."))
    return Decision.yes()
