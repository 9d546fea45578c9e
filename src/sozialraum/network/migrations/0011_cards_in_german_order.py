from __future__ import annotations

from typing import Any

from django.db import migrations

from sozialraum.foundation.database.collation import german_sort_key
from sozialraum.foundation.database.fields import SortKeyField

BATCH = 500


def fill(apps: Any, schema_editor: Any) -> None:
    """Give the cards that are stored already the sort key of their title."""
    cards = apps.get_model("network", "ResidentCard").objects.using(schema_editor.connection.alias)
    stored = list(cards.only("id", "title"))
    for card in stored:
        card.title_sort = german_sort_key(card.title)
    cards.bulk_update(stored, ["title_sort"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("network", "0010_asking_edition")]

    operations = [
        migrations.AddField(
            model_name="residentcard",
            name="title_sort",
            field=SortKeyField(blank=True, db_collation="C", default="", editable=False, source="title"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
