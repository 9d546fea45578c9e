"""How teams, providers and offers are said in words: pure functions for pages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from html import escape

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from sozialraum.foundation.confirmation import Freshness
from sozialraum.foundation.ui.addresses import address_of
from sozialraum.foundation.ui.components import Empty
from sozialraum.foundation.ui.drawing import number as in_figures
from sozialraum.foundation.ui.tables import Absent, Column
from sozialraum.organization.enums import (
    LegalBasis,
    MembershipFunction,
    OfferForm,
    OfferKind,
    ProviderKind,
    TeamKind,
)
from sozialraum.organization.queries import OfferRow, OrganizationCounts, ProviderRow, TeamRow

Text = str | Promise

TEAM_KINDS: dict[TeamKind, Text] = {
    TeamKind.SOCIAL_SERVICE: gettext_lazy("General social service"),
    TeamKind.ECONOMIC_YOUTH_WELFARE: gettext_lazy("Economic youth welfare"),
    TeamKind.FOSTER_CARE: gettext_lazy("Foster care service"),
    TeamKind.GUARDIANSHIP: gettext_lazy("Guardianships"),
    TeamKind.YOUTH_COURT: gettext_lazy("Youth welfare in criminal proceedings"),
    TeamKind.YOUTH_WORK: gettext_lazy("Child and youth work"),
    TeamKind.DAY_CARE: gettext_lazy("Day care for children"),
    TeamKind.PLANNING: gettext_lazy("Planning and controlling"),
    TeamKind.MANAGEMENT: gettext_lazy("Management of the office"),
    TeamKind.OTHER: gettext_lazy("Other team"),
}
FUNCTIONS: dict[MembershipFunction, Text] = {
    MembershipFunction.LEAD: gettext_lazy("leads the team"),
    MembershipFunction.DEPUTY_LEAD: gettext_lazy("stands in for the lead"),
    MembershipFunction.MEMBER: "",
    MembershipFunction.TRAINEE: gettext_lazy("in training"),
}
PROVIDER_KINDS: dict[ProviderKind, Text] = {
    ProviderKind.PUBLIC: gettext_lazy("public provider"),
    ProviderKind.INDEPENDENT: gettext_lazy("independent provider"),
    ProviderKind.COMMERCIAL: gettext_lazy("commercial provider"),
    ProviderKind.SELF_ORGANIZED: gettext_lazy("self-organized group"),
}
OFFER_KINDS: dict[OfferKind, Text] = {
    OfferKind.YOUTH_WORK: gettext_lazy("Youth work"),
    OfferKind.YOUTH_SOCIAL_WORK: gettext_lazy("Youth social work"),
    OfferKind.SCHOOL_SOCIAL_WORK: gettext_lazy("School social work"),
    OfferKind.FAMILY_EDUCATION: gettext_lazy("Family education"),
    OfferKind.COUNSELING: gettext_lazy("Counseling"),
    OfferKind.HELP_AT_HOME: gettext_lazy("Help at home"),
    OfferKind.GROUP_WORK: gettext_lazy("Group work"),
    OfferKind.DAY_GROUP: gettext_lazy("Day group"),
    OfferKind.FOSTER_CARE: gettext_lazy("Foster care"),
    OfferKind.RESIDENTIAL_CARE: gettext_lazy("Residential care"),
    OfferKind.INTENSIVE_CARE: gettext_lazy("Intensive individual care"),
    OfferKind.INTEGRATION: gettext_lazy("Integration assistance"),
    OfferKind.PROTECTION: gettext_lazy("Protection and taking into care"),
    OfferKind.FLEXIBLE_HELP: gettext_lazy("Flexible help"),
    OfferKind.OTHER: gettext_lazy("Other offer"),
}
OFFER_FORMS: dict[OfferForm, Text] = {
    OfferForm.OPEN: gettext_lazy("open offer"),
    OfferForm.COUNSELING: gettext_lazy("as counseling"),
    OfferForm.AMBULANT: gettext_lazy("ambulant"),
    OfferForm.SEMI_RESIDENTIAL: gettext_lazy("semi-residential"),
    OfferForm.FOSTER_FAMILY: gettext_lazy("in a foster family"),
    OfferForm.RESIDENTIAL: gettext_lazy("residential"),
}


def basis_name(basis: LegalBasis) -> str:
    """A paragraph with its name in the reader's language."""
    name = basis.german if (get_language() or "de").startswith("de") else basis.english
    return f"§ {basis.value} {name}"


def bases_short(bases: Iterable[LegalBasis]) -> str:
    """The paragraphs alone, for a table: "§ 27, § 31"."""
    return ", ".join(f"§ {basis.value}" for basis in bases)


def overview_sentence(counts: OrganizationCounts) -> str:
    """The answer to "who works where?"."""
    if not counts.teams and not counts.providers:
        return _("Nobody is entered yet.")
    teams = ngettext("%(n)s team of the office", "%(n)s teams of the office", counts.teams) % {
        "n": in_figures(counts.teams)
    }
    providers = ngettext("%(n)s provider", "%(n)s providers", counts.providers) % {
        "n": in_figures(counts.providers)
    }
    offers = ngettext("%(n)s running offer", "%(n)s running offers", counts.offers) % {
        "n": in_figures(counts.offers)
    }
    return _("%(teams)s and %(providers)s with %(offers)s.") % {
        "teams": teams, "providers": providers, "offers": offers,
    }  # fmt: skip


def team_entries(teams: Iterable[TeamRow], districts: Mapping[str, Collection[str]]) -> SafeString:
    """The teams as entries of a list: name, kind, the districts served, telephone; written here as rows of a table are."""
    written = []
    for team in teams:
        facts = (str(TEAM_KINDS[team.kind]), ", ".join(districts.get(team.code, ())), team.phone)
        said = escape(" · ".join(fact for fact in facts if fact))
        page = escape(address_of("organization:team", team.code))
        written.append(
            f'<li>\n<h3><a href="{page}">{escape(team.name)}</a></h3>\n<p class="note">{said}</p>\n</li>'
        )
    # every value in it has been escaped
    return SafeString("".join(written))


def team_sentence(team: TeamRow, districts: Sequence[str]) -> str:
    """Whom a team is there for: its districts, and how many quarters that is."""
    if not team.area_codes:
        return _("The whole city.")
    count = len(team.area_codes)
    quarters = ngettext("%(n)s quarter", "%(n)s quarters", count) % {"n": in_figures(count)}
    return f"{', '.join(districts)}: {quarters}."


def freshness_sentence(freshness: Freshness, confirmed_on: date | None) -> str:
    """When somebody said last that an entry holds."""
    if confirmed_on is None:
        return _("never confirmed")
    day = date_format(confirmed_on, "DATE_FORMAT")
    if freshness is Freshness.STALE:
        return _("last confirmed on %(day)s, please ask first") % {"day": day}
    return _("confirmed on %(day)s") % {"day": day}


NO_PROVIDERS = Empty(
    gettext_lazy("No provider is entered yet"),
    gettext_lazy("Planning enters providers and their offers; they then keep them up to date themselves."),
)
NO_OFFERS = Empty(
    gettext_lazy("This provider has not entered an offer yet"),
    gettext_lazy("As soon as there is one, it stands here and on the page of its quarter."),
)


def _provider_url(row: ProviderRow) -> str:
    return address_of("organization:provider", row.code)


def _offer_url(row: OfferRow) -> str:
    return address_of("organization:offer", row.id)


def provider_columns(rows: Collection[ProviderRow]) -> list[Column]:
    """The columns of the providers; what nobody has said yet has none."""
    kinds = {kind: str(words) for kind, words in PROVIDER_KINDS.items()}
    columns = [
        Column("name", gettext_lazy("Provider"), lambda row: row.name, link=_provider_url, search=True),
        Column("kind", gettext_lazy("Kind"), lambda row: kinds[row.kind], choices=True),
    ]
    if any(row.association for row in rows):
        columns.append(
            Column("association", gettext_lazy("Association"), lambda row: row.association or None)
        )
    if any(row.phone for row in rows):
        columns.append(
            Column("phone", gettext_lazy("Telephone"), lambda row: row.phone or None, sortable=False)
        )
    return [*columns, Column("offers", gettext_lazy("Running offers"), lambda row: row.offers, numeric=True)]


def offer_columns(names: Mapping[str, str]) -> tuple[Column, ...]:
    """The columns of a provider's offers; ``names`` are the names of their quarters."""
    return (
        Column("name", gettext_lazy("Offer"), lambda row: row.name, link=_offer_url, search=True),
        Column("kind", gettext_lazy("Kind"), lambda row: str(OFFER_KINDS[row.kind]), choices=True),
        Column("basis", gettext_lazy("Legal basis"), lambda row: bases_short(row.legal_bases)),
        Column("form", gettext_lazy("Form of help"), lambda row: str(OFFER_FORMS[row.form])),
        Column(
            "area", gettext_lazy("Quarter"), lambda row: names.get(row.area_code, row.area_code) or Absent.NOT_APPLICABLE,
            shown=lambda row: names.get(row.area_code, row.area_code) or _("not tied to a quarter"),
        ),
        Column("capacity", gettext_lazy("Capacity"), lambda row: row.capacity, numeric=True),
        Column(
            "state", gettext_lazy("State"), lambda row: freshness_sentence(row.freshness, row.confirmed_on),
            shown=_state, tag=lambda row: "soft" if not row.runs else STATE_TAGS[row.freshness], sortable=False,
        ),
    )  # fmt: skip


STATE_TAGS = {Freshness.CONFIRMED: "ok", Freshness.STALE: "warn", Freshness.NEVER: "warn"}


def _state(row: OfferRow) -> str:
    if not row.runs:
        return _("not running yet") if row.begins_later else _("ended")
    if row.confirmed_on is None:
        return _("never confirmed")
    day = date_format(row.confirmed_on, "SHORT_DATE_FORMAT")
    if row.freshness is Freshness.STALE:
        return _("last confirmed %(day)s") % {"day": day}
    return _("confirmed %(day)s") % {"day": day}


def count_of_providers(number: int) -> str:
    """So many providers, in words."""
    return ngettext("%(n)s provider", "%(n)s providers", number) % {"n": in_figures(number)}


def count_of_offers(number: int) -> str:
    """So many offers, in words."""
    return ngettext("%(n)s offer", "%(n)s offers", number) % {"n": in_figures(number)}


def provider_sentence(provider: ProviderRow) -> str:
    """What a provider is, in a sentence."""
    kind = str(PROVIDER_KINDS[provider.kind])
    offers = ngettext("%(n)s running offer", "%(n)s running offers", provider.offers) % {
        "n": in_figures(provider.offers)
    }
    if provider.recognized:
        return _("%(kind)s, recognized, with %(offers)s.") % {"kind": _capital(kind), "offers": offers}
    return _("%(kind)s with %(offers)s.") % {"kind": _capital(kind), "offers": offers}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
