"""Pages of areas say how far it is on foot: a new street map gives the areas a new edition as well."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("network", "0005_duplicates"), ("social_structure", "0004_edition")]

    operations: ClassVar = [
        migrations.RunSQL(
            sql="""
            CREATE CONSTRAINT TRIGGER network_streetmap_makes_edition_of_areas
            AFTER INSERT OR UPDATE OR DELETE ON network_streetmap
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION social_structure_edition_changes()
            """,
            reverse_sql="DROP TRIGGER network_streetmap_makes_edition_of_areas ON network_streetmap",
        )
    ]
