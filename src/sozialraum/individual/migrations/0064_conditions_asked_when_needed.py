"""What is shown by consent is asked by functions: every statement started these questions anew for each guarded table it names,
though they are only asked where the gate was opened by consent.
"""

from django.db import migrations

from sozialraum.foundation.database.row_security import asked_to_show, condition_function, own_row, rephrase

SHARED = f"""EXISTS (
  SELECT 1 FROM person_share s WHERE s.case_id = {{case}}{{named}} AND s.withdrawn_at IS NULL
  AND (s.until IS NULL OR s.until >= CURRENT_DATE) AND {own_row("s.recipient_id")}{{owned}}
)"""
# table: the thing that is shown (any for a person), whose it is (anybody's for meetings and the plan), what else holds
SHOWN = {
    "person_member": (None, "id", ""),
    "person_statement": ("own_words", "speaker_id", ""),
    "person_appointment": ("meetings", None, ""),
    "person_help_plan": ("plan", None, "state = 'fixed' AND "),
    "person_network_sheet": ("network_map", "owner_id", ""),
    "person_genogram": ("genogram", "owner_id", ""),
}


def shown(table: str, *, asked: bool) -> str:
    thing, owner, further = SHOWN[table]
    if asked:
        named = [f"'{thing}'"] if thing else []
        name = {(False, True): "person_is_shown", (True, True): "own_is_shown", (True, False): "thing_is_shown"}[
            bool(thing), bool(owner)
        ]
        condition = f"{name}({', '.join(['case_id', *named, *([owner] if owner else [])])})"
    else:
        condition = SHARED.format(
            case=f"{table}.case_id", named=f" AND s.thing = '{thing}'" if thing else "",
            owned=f" AND s.owner_id = {table}.{owner}" if owner else "",
        )  # fmt: skip
    return f"{asked_to_show('case_id')} AND ({further}{condition})"


class Migration(migrations.Migration):
    dependencies = [("individual", "0063_retention_counts")]
    operations = [
        condition_function(
            "person_is_shown", "in_case uuid, owner uuid",
            SHARED.format(case="in_case", named="", owned=" AND s.owner_id = owner"),
        ),
        condition_function(
            "own_is_shown", "in_case uuid, thing_shown text, owner uuid",
            SHARED.format(case="in_case", named=" AND s.thing = thing_shown", owned=" AND s.owner_id = owner"),
        ),
        condition_function(
            "thing_is_shown", "in_case uuid, thing_shown text",
            SHARED.format(case="in_case", named=" AND s.thing = thing_shown", owned=""),
        ),
        *(
            rephrase(table, "shown_read", shown(table, asked=True), shown(table, asked=False))
            for table in SHOWN
        ),
    ]  # fmt: skip
