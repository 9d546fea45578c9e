from django.db import migrations

from sozialraum.foundation.database.row_security import for_purposes, own_row

# the card is the family's: it is shown by any share of the case, whoever of the family is named in it
FAMILY = f"EXISTS (SELECT 1 FROM person_member m WHERE m.case_id = {{table}}.case_id AND {own_row('m.user_id')})"
SHOWN = (
    "EXISTS (SELECT 1 FROM person_share s WHERE s.case_id = {table}.case_id AND s.thing = 'resource_card'"
    f" AND s.withdrawn_at IS NULL AND (s.until IS NULL OR s.until >= CURRENT_DATE) AND {own_row('s.recipient_id')}"
    "{further})"
)
CARD = f"{for_purposes('retention')} OR {FAMILY} OR {SHOWN}".format(table="person_resource_card", further="")
ENTRY = f"{for_purposes('retention')} OR {FAMILY} OR (NOT person_resource_entry.family_only AND {SHOWN})".format(
    table="person_resource_entry",
    further=" AND (cardinality(s.parts) = 0 OR person_resource_entry.kind = ANY (s.parts))",
)


def alter(table: str, condition: str) -> list[str]:
    return [
        *(f"ALTER POLICY owner_{kind} ON {table} USING ({condition})" for kind in ("select", "update", "delete")),
        f"ALTER POLICY owner_insert ON {table} WITH CHECK ({condition})",
    ]


class Migration(migrations.Migration):
    dependencies = [("individual", "0013_case_way_guard")]
    operations = [
        migrations.RunSQL(
            sql=[*alter("person_resource_card", CARD), *alter("person_resource_entry", ENTRY)],
            reverse_sql=migrations.RunSQL.noop,
        )
    ]
