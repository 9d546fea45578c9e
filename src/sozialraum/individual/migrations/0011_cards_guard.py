from django.db import migrations

from sozialraum.foundation.database.row_security import follow, for_purposes, guard, narrow_to, own_row

OF_CASE = (
    "person_goal", "person_resource_card", "person_arrangement_component", "person_skipped_ring", "person_reply",
    "person_appointment", "person_genogram",
)  # fmt: skip
OF_PARENT = (
    ("person_resource_entry", "person_resource_card", "card_id"),
    ("person_appointment_reply", "person_appointment", "appointment_id"),
    ("person_genogram_version", "person_genogram", "genogram_id"),
)

RETAINED = for_purposes("retention")


def family(case: str) -> str:
    return f"EXISTS (SELECT 1 FROM person_member m WHERE m.case_id = {case} AND {own_row('m.user_id')})"


def shown(thing: str, owner: str, further: str = "") -> str:
    return (
        f"EXISTS (SELECT 1 FROM person_share s WHERE s.owner_id = {owner} AND s.thing = '{thing}'"
        " AND s.withdrawn_at IS NULL AND (s.until IS NULL OR s.until >= CURRENT_DATE)"
        f" AND {own_row('s.recipient_id')}{further})"
    )


CARD = f"{RETAINED} OR {family('person_resource_card.case_id')} OR " + shown(
    "resource_card", "person_resource_card.owner_id"
)
# a share may name fields of the card; and what stays in the family is shown to nobody
ENTRY = (
    f"{RETAINED} OR {family('person_resource_entry.case_id')} OR (NOT person_resource_entry.family_only AND"
    " EXISTS (SELECT 1 FROM person_resource_card c WHERE c.id = person_resource_entry.card_id AND "
    + shown(
        "resource_card",
        "c.owner_id",
        " AND (cardinality(s.parts) = 0 OR person_resource_entry.kind = ANY (s.parts))",
    )
    + "))"
)
GENOGRAM = (
    f"{RETAINED} OR EXISTS (SELECT 1 FROM person_member m WHERE m.id = person_genogram.owner_id"
    f" AND {own_row('m.user_id')}) OR " + shown("genogram", "person_genogram.owner_id")
)
ENTRY_OF_VERSION = " OR ".join(
    f"(kind = '{kind}' AND EXISTS (SELECT 1 FROM {table} e WHERE e.id = entry_id))"
    for kind, table in (
        ("goal", "person_goal"),
        ("resource", "person_resource_entry"),
        ("component", "person_arrangement_component"),
    )
)


class Migration(migrations.Migration):
    dependencies = [("individual", "0010_cards")]
    operations = [
        *(guard(table) for table in (*OF_CASE, *(each[0] for each in OF_PARENT), "person_entry_version")),
        *(follow(table, "person_case", "case_id") for table in OF_CASE),
        *(follow(table, "person_case", "case_id", "INSERT") for table in OF_CASE),
        *(follow(*each) for each in OF_PARENT),
        *(follow(*each, "INSERT") for each in OF_PARENT),
        narrow_to("person_entry_version", "follows", ENTRY_OF_VERSION),
        narrow_to("person_entry_version", "follows", ENTRY_OF_VERSION, "INSERT"),
        # the card belongs to the family, the genogram to one person: everybody else sees them only by a share
        narrow_to("person_resource_card", "owner", CARD),
        narrow_to("person_resource_card", "owner", CARD, "INSERT"),
        narrow_to("person_resource_entry", "owner", ENTRY),
        narrow_to("person_resource_entry", "owner", ENTRY, "INSERT"),
        narrow_to("person_genogram", "owner", GENOGRAM),
        narrow_to("person_genogram", "owner", GENOGRAM, "INSERT"),
    ]
