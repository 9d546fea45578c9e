"""The case workers and team leads of the office by a name that somebody types."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from sozialraum.foundation.accounts.queries.people import names_of
from sozialraum.foundation.accounts.scopes import names_of_places
from sozialraum.foundation.database.name_search import begun, begun_in, whole, whole_in
from sozialraum.foundation.database.statements import rows
from sozialraum.foundation.privacy.actors import Role, ScopeKind
from sozialraum.foundation.typed_names import SHOWN, Offered, enough, is_called, is_whole_name

COLLEAGUES: Final = [Role.CASE_WORKER.value, Role.TEAM_LEAD.value]
LEFT_OUT: Final = "ohne"
_HELD: Final = (
    "FROM accounts_roleassignment held WHERE held.user_id = person.id AND held.role = ANY(%(roles)s)"
    " AND held.scope_kind IN ('office', 'team') AND held.valid_from <= %(today)s"
    " AND (held.valid_until IS NULL OR held.valid_until >= %(today)s)"
)
_PEOPLE: Final = (
    "SELECT person.id, person.full_name, person.job_title,"  # noqa: S608 - our own columns
    f" ARRAY(SELECT DISTINCT held.scope_key {_HELD} AND held.scope_kind = 'team' ORDER BY 1) AS teams"
    " FROM accounts_user person"
    f" WHERE person.is_active AND EXISTS (SELECT 1 {_HELD})"
)
_NAMED: Final = (
    f"{_PEOPLE} AND {begun_in('person.name_sort', '%(begun)s')} AND person.id <> ALL(%(without)s)"
    f" ORDER BY {whole_in('person.name_sort', '%(whole)s')} DESC, person.name_sort, person.id LIMIT %(limit)s"
)
_THESE: Final = f"{_PEOPLE} AND person.id = ANY(%(ids)s) ORDER BY person.name_sort, person.id"


@dataclass(frozen=True, slots=True)
class Colleagues:
    """Those of the office who may be chosen on a day; ``without`` says why somebody may not, ``kept`` who stays chosen.

    A reason names the person as ``%(name)s``.
    """

    today: date
    without: Mapping[UUID, str] = field(default_factory=dict)
    kept: UUID | None = None

    @property
    def address(self) -> str:
        """Where suggestions come from; it leaves out the colleagues who may not be chosen."""
        out = [(LEFT_OUT, str(each.id)) for each in these_colleagues(self.without, today=self.today)]
        return f"{reverse('accounts:colleagues')}{'?' if out else ''}{urlencode(out)}"

    def find(self, typed: str) -> Sequence[Offered]:
        """The likeliest who are called that."""
        return colleagues_called(typed, today=self.today, without=self.without)

    def named(self, key: UUID) -> Offered | None:
        """Who this is, if she may be chosen."""
        found = () if key in self.without else these_colleagues([key], today=self.today)
        if not found and key == self.kept:
            found = tuple(Offered(each, name) for each, name in names_of([key]).items())
        return found[0] if found else None

    def fits(self, typed: str, name: str) -> bool:
        """Whether every word begins one of the name."""
        return is_called(typed, name)

    def refusal(self, typed: str, *, whole: bool) -> str:
        """Why a colleague of this name may not be chosen."""
        fits = is_whole_name if whole else is_called
        for each in these_colleagues(self.without, today=self.today):
            if fits(typed, each.name):
                return gettext(self.without[each.id]) % {"name": each.name}
        return ""


def colleagues_called(typed: str, *, today: date, without: Collection[UUID] = ()) -> tuple[Offered, ...]:
    """Case workers and team leads who are called that, the likeliest first; one more than ten where there are more."""
    if not enough(typed):
        return ()
    return _offered(
        _NAMED, today=today, begun=begun(typed), whole=whole(typed), without=list(without), limit=SHOWN + 1
    )


def these_colleagues(user_ids: Collection[UUID], *, today: date) -> tuple[Offered, ...]:
    """Who of these people is a case worker or team lead of the office today."""
    return _offered(_THESE, today=today, ids=list(user_ids)) if user_ids else ()


def _offered(statement: str, *, today: date, **values: object) -> tuple[Offered, ...]:
    found = rows(statement, {"roles": COLLEAGUES, "today": today, **values})
    teams = names_of_places(ScopeKind.TEAM) if found else {}
    return tuple(
        Offered(key, name, ", ".join(teams.get(code, code) for code in codes) or job_title)
        for key, name, job_title, codes in found
    )
