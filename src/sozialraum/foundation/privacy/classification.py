"""Every stored field has a class, a purpose, a retention and an end: read from ``class Privacy`` of its model.

A model declares::

    class Privacy:
        title = _("Names of pets")   # what the register of processing calls it; without it the model's name
        purpose = Purpose.SERVICE
        retention = Retention.HELP_FILE
        internal = ("id", "version")
        social = ("name", "born_on")
        entrusted = ("text",)
        erasure = {"name": Erasure.BLANK}   # only where it differs from the class's default

Models of libraries are classified in ``third_party``. The register of processing (Art. 30 GDPR) and the
erasure engine read the same declarations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.functional import Promise

from sozialraum.foundation.vocabulary import Erasure, FieldClass, Purpose, Retention

DEFAULT_ERASURE: Mapping[FieldClass, Erasure] = {
    FieldClass.PUBLIC: Erasure.KEEP,
    FieldClass.INTERNAL: Erasure.KEEP,
    FieldClass.SOCIAL: Erasure.DELETE_ROW,
    FieldClass.ENTRUSTED: Erasure.DELETE_ROW,
}


@dataclass(frozen=True, slots=True)
class ModelPrivacy:
    """The declaration of one model: its purpose, its retention and the class of each field."""

    label: str
    purpose: Purpose
    retention: Retention
    classes: Mapping[str, FieldClass]
    erasure: Mapping[str, Erasure] = field(default_factory=dict)
    title: str | Promise = ""

    def erasure_of(self, name: str) -> Erasure:
        """What becomes of this field at the end of its retention."""
        return self.erasure.get(name, DEFAULT_ERASURE[self.classes[name]])

    @property
    def strictest(self) -> FieldClass:
        """The strictest class among the fields."""
        order = list(FieldClass)
        return max(self.classes.values(), key=order.index, default=FieldClass.PUBLIC)


def declare(label: str, declaration: Any) -> ModelPrivacy:
    """Read a ``class Privacy`` (or any object of that shape) into a :class:`ModelPrivacy`.

    Raises ``ValueError`` when a field is named in two classes.
    """
    classes: dict[str, FieldClass] = {}
    for field_class in FieldClass:
        for name in getattr(declaration, field_class.value, ()):
            if name in classes:
                msg = f"{label}.{name} is classified twice"
                raise ValueError(msg)
            classes[name] = field_class
    return ModelPrivacy(
        label=label,
        purpose=declaration.purpose,
        retention=declaration.retention,
        classes=classes,
        erasure=dict(getattr(declaration, "erasure", {})),
        title=getattr(declaration, "title", ""),
    )


def privacy_of(model: type[Model]) -> ModelPrivacy:
    """The declaration of a model of ours or of a library; ``LookupError`` where there is none."""
    from sozialraum.foundation.privacy.third_party import DECLARATIONS

    label = model._meta.label
    declaration = model.__dict__.get("Privacy") or DECLARATIONS.get(label)
    if declaration is None:
        msg = f"{label} has no class Privacy"
        raise LookupError(msg)
    return declare(label, declaration)


def field_names(model: type[Model]) -> frozenset[str]:
    """The names of the concrete fields that are stored in the model's own table, many-to-many included."""
    own = {each.name for each in model._meta.local_fields}
    return frozenset(own | {each.name for each in model._meta.local_many_to_many})


def stored_models() -> list[type[Model]]:
    """Every model with a table, of ours and of the libraries, in label order."""
    return sorted(
        (m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy),
        key=lambda m: m._meta.label,
    )


def problems() -> list[str]:
    """What is not classified as it must be: one sentence each; empty when all is well."""
    found: list[str] = []
    for model in stored_models():
        if model._meta.auto_created:
            continue
        try:
            declared = privacy_of(model)
        except (LookupError, ValueError, AttributeError) as error:
            found.append(str(error))
            continue
        names = field_names(model)
        found += [
            f"{declared.label}.{name} has no field class" for name in sorted(names - declared.classes.keys())
        ]
        found += [
            f"{declared.label}.{name} is classified but does not exist"
            for name in sorted(declared.classes.keys() - names)
        ]
    return found
