"""The register of processing (Art. 30 GDPR), generated from the classes of the stored fields.

What the models declare is what the register says: a field that is added appears in it without anybody's doing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.privacy.classification import ModelPrivacy, privacy_of, stored_models
from sozialraum.foundation.privacy.retention.rules import PERIODS, Period, Trigger
from sozialraum.foundation.vocabulary import FieldClass, Purpose, Retention


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record: what it is called, its fields by class, how long it is kept and on what basis."""

    label: str
    title: str
    fields: Mapping[FieldClass, tuple[str, ...]]
    kept: str
    basis: str

    @property
    def sensitive(self) -> bool:
        """Whether it holds social data or entrusted data."""
        return bool(self.fields.get(FieldClass.SOCIAL) or self.fields.get(FieldClass.ENTRUSTED))


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity of processing: a purpose with its legal basis, whose data, who receives them, and the records."""

    purpose: Purpose
    title: str
    basis: str
    persons: str
    recipients: str
    kinds: tuple[Kind, ...]

    @property
    def sensitive(self) -> bool:
        """Whether social data or entrusted data are processed."""
        return any(kind.sensitive for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class _Words:
    title: str | Promise
    basis: str | Promise
    persons: str | Promise
    recipients: str | Promise


_FAMILIES = gettext_lazy("children, young people, parents and those whom the family counts in")
_NOBODY = gettext_lazy("nobody outside the office")
PURPOSES: Mapping[Purpose, _Words] = {
    Purpose.SERVICE: _Words(
        gettext_lazy("Helping families: counseling, will and goals, help plan"),
        gettext_lazy("Article 6 (1) (c) and (e) GDPR, sections 62 to 64 SGB VIII, section 67a SGB X"), _FAMILIES,
        gettext_lazy("case workers by assignment, team lead, the family itself, providers as agreed with the family"),
    ),
    Purpose.PROTECTION: _Words(
        gettext_lazy("Protecting children"),
        gettext_lazy("sections 8a and 42 SGB VIII, section 62 (3) SGB VIII"), _FAMILIES,
        gettext_lazy("case workers by assignment, team lead, family court where the law provides for it"),
    ),
    Purpose.PLANNING: _Words(
        gettext_lazy("Youth-welfare planning"), gettext_lazy("section 80 and section 64 (3) SGB VIII"),
        gettext_lazy("nobody by name: figures by area"), gettext_lazy("the public, as released figures"),
    ),
    Purpose.STATISTICS: _Words(
        gettext_lazy("Official statistics"), gettext_lazy("sections 98 to 103 SGB VIII"), _FAMILIES,
        gettext_lazy("statistical offices"),
    ),
    Purpose.CONTRACT: _Words(
        gettext_lazy("Agreements with providers and payment"), gettext_lazy("sections 77 and 78b SGB VIII"),
        gettext_lazy("contact persons of providers"), gettext_lazy("providers, the treasury"),
    ),
    Purpose.PARTICIPATION: _Words(
        gettext_lazy("Participation of residents"), gettext_lazy("sections 8, 71 and 80 SGB VIII, consent"),
        gettext_lazy("residents who take part"), gettext_lazy("the public, where the person has agreed"),
    ),
    Purpose.OWN_DATA: _Words(
        gettext_lazy("Information for persons concerned"), gettext_lazy("Article 15 GDPR, section 83 SGB X"),
        gettext_lazy("persons concerned"), gettext_lazy("the person concerned"),
    ),
    Purpose.CONSENT: _Words(
        gettext_lazy("Letting in somebody whom the person concerned trusts"),
        gettext_lazy("consent, section 67b (2) SGB X, sections 8 (3) and 10a (1) SGB VIII"), _FAMILIES,
        gettext_lazy("the person who was let in, for what is shown to her"),
    ),
    Purpose.SUPERVISION: _Words(
        gettext_lazy("Data-protection control"), gettext_lazy("Article 5 (2), 24 and 32 GDPR, section 81 SGB X"),
        gettext_lazy("everybody who signs in, persons concerned by id"),
        gettext_lazy("the data-protection officer, the persons concerned, the supervisory authority"),
    ),
    Purpose.OPERATION: _Words(
        gettext_lazy("Running the platform: accounts, sessions, settings"),
        gettext_lazy("Article 6 (1) (e) and 32 GDPR"), gettext_lazy("everybody who signs in"), _NOBODY,
    ),
    Purpose.RETENTION: _Words(
        gettext_lazy("Keeping periods: restricting and erasing"),
        gettext_lazy("Article 17 GDPR, section 84 SGB X, section 9b SGB VIII"), _FAMILIES, _NOBODY,
    ),
    Purpose.ARCHIVE: _Words(
        gettext_lazy("Inspecting one's own file later in life"), gettext_lazy("section 9b (1) SGB VIII"), _FAMILIES,
        gettext_lazy("the person concerned"),
    ),
}  # fmt: skip

TRIGGERS: Mapping[Trigger, str | Promise] = {
    Trigger.THIRTIETH_BIRTHDAY: gettext_lazy("after the person's 30th birthday"),
    Trigger.BIRTH: gettext_lazy("after the person's birth"),
    Trigger.ENDED: gettext_lazy("after the end"),
    Trigger.RECORDED: gettext_lazy("after recording"),
}


def register_of_processing() -> tuple[Activity, ...]:
    """Every activity of processing, in the order of the purposes; models without a declaration are left out.

    The meta test of the field classes makes sure that there are none.
    """
    by_purpose: dict[Purpose, list[Kind]] = {}
    for model in stored_models():
        try:
            declared = privacy_of(model)
        except LookupError:
            continue
        by_purpose.setdefault(declared.purpose, []).append(_kind(declared))
    return tuple(
        Activity(
            purpose=purpose, title=str(words.title), basis=str(words.basis), persons=str(words.persons),
            recipients=str(words.recipients),
            kinds=tuple(sorted(by_purpose[purpose], key=lambda kind: (not kind.sensitive, german_sort_key(kind.title)))),
        )
        for purpose, words in PURPOSES.items()
        if purpose in by_purpose
    )  # fmt: skip


def register_rows(activities: tuple[Activity, ...]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The register as a table, one row a kind of record: titles of the columns, and the rows."""
    titles = (
        _("Activity"), _("Legal basis"), _("Persons concerned"), _("Recipients"), _("Kind of record"), _("Name in the database"),
        _("Social data"), _("Entrusted data"), _("Internal data"), _("Public data"), _("Kept"), _("Basis of the period"),
    )  # fmt: skip
    rows = [
        (
            activity.title, activity.basis, activity.persons, activity.recipients, kind.title, kind.label,
            *(", ".join(kind.fields.get(each, ())) for each in
              (FieldClass.SOCIAL, FieldClass.ENTRUSTED, FieldClass.INTERNAL, FieldClass.PUBLIC)),
            kind.kept, kind.basis,
        )
        for activity in activities
        for kind in activity.kinds
    ]  # fmt: skip
    return titles, rows


def period_in_words(retention: Retention) -> str:
    """How long a class is kept, as a sentence part."""
    period: Period = PERIODS[retention]
    if period.trigger is Trigger.NONE:
        return _("while it is needed")
    if period.trigger is Trigger.EXPIRED or period.months == 0:
        return _("until it expires or is taken back")
    years, months = divmod(period.months, 12)
    if months:
        length = ngettext("%(count)s month", "%(count)s months", period.months) % {"count": period.months}
    else:
        length = ngettext("%(count)s year", "%(count)s years", years) % {"count": years}
    return f"{length} {TRIGGERS[period.trigger]}"


def _kind(declared: ModelPrivacy) -> Kind:
    fields: dict[FieldClass, tuple[str, ...]] = {}
    for name, field_class in declared.classes.items():
        fields[field_class] = (*fields.get(field_class, ()), name)
    return Kind(
        label=declared.label, title=str(declared.title or declared.label.split(".")[-1]), fields=fields,
        kept=period_in_words(declared.retention), basis=_(PERIODS[declared.retention].basis),
    )  # fmt: skip
