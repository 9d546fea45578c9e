"""A stored German sort key for Django's models, so that the database can order, page and index by it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core import checks
from django.db import models
from django.db.models.base import ModelBase

from sozialraum.foundation.database.collation import german_sort_key

if TYPE_CHECKING:
    Text = models.TextField[str, str]
else:
    Text = models.TextField


class SortKeyField(Text):
    """The German sort key of another field of the same model, filled on ``save`` and ``bulk_create``.

    ``SortKeyField(source="name")``; order by it (``ordering = ["name_sort"]``) and index it. It is compared byte
    by byte (collation C), whatever the server's own order is. ``QuerySet.update`` and ``bulk_update`` do not call
    it: name the key among the fields there, or save the objects. A model that calls ``save(update_fields=...)``
    inherits ``KeepsSortKeys``.
    """

    def __init__(self, *args: Any, source: str = "", **options: Any) -> None:
        self.source = source
        options.setdefault("editable", False)
        options.setdefault("blank", True)
        options.setdefault("default", "")
        options.setdefault("db_collation", "C")
        super().__init__(*args, **options)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Tell migrations how the field is written."""
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "source": self.source}

    def check(self, **options: Any) -> list[checks.CheckMessage]:
        """Refuse a key whose source is not a field of the model."""
        found = super().check(**options)
        names = {field.name for field in self.model._meta.get_fields()}
        if self.source not in names:
            found.append(
                checks.Error(
                    f"SortKeyField names no field of the model: source={self.source!r}.",
                    obj=self,
                    id="sozialraum.E001",
                )
            )
        return found

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: ARG002, FBT001 (Django's signature)
        """Return the key of the source's present value and keep it on the instance."""
        key = german_sort_key(str(getattr(model_instance, self.source) or ""))
        setattr(model_instance, self.attname, key)
        return key


class KeepsSortKeys(models.Model):
    """A model whose sort keys are saved whenever their source is, also with ``update_fields``."""

    class Meta:
        abstract = True

    def save(
        self,
        force_insert: bool | tuple[ModelBase, ...] = False,  # noqa: FBT001, FBT002 (Django's signature)
        force_update: bool = False,  # noqa: FBT001, FBT002 - Django's own signature
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """Save; where a source is among ``update_fields``, its key is saved with it."""
        if update_fields is not None:
            named = set(update_fields)
            keys = {
                field.name
                for field in self._meta.fields
                if isinstance(field, SortKeyField) and field.source in named
            }
            update_fields = named | keys
        super().save(
            force_insert=force_insert, force_update=force_update, using=using, update_fields=update_fields
        )
