from django.db import migrations

from sozialraum.foundation.database.row_security import follow, for_purposes, guard, narrow_to, own_row, show

TRUSTED = "person_trusted_person"
OWN_OR_TRUSTED = f"""
{for_purposes("retention")} OR {own_row("account_id")}
OR EXISTS (SELECT 1 FROM person_member m WHERE m.id = owner_id AND {own_row("m.user_id")})
"""
RUNNING = "s.withdrawn_at IS NULL AND (s.until IS NULL OR s.until >= CURRENT_DATE)"


def shown(table: str, things: tuple[str, ...], owner: str) -> str:
    named = f" AND s.thing IN ({', '.join(repr(each) for each in things)})" if things else ""
    return (
        f"EXISTS (SELECT 1 FROM person_share s WHERE s.case_id = {table}.case_id{named} AND {RUNNING}"
        f" AND {own_row('s.recipient_id')} AND ({owner}))"
    )


# a contribution is shown as far as it is the person's own, or for one of her goals
CONTRIBUTION = """
s.owner_id = person_arrangement_component.member_id OR EXISTS (
  SELECT 1 FROM person_goal g
  WHERE g.id = ANY (person_arrangement_component.goal_ids) AND g.owner_id = s.owner_id
)
"""
SHOWN = {
    "person_member": shown("person_member", (), "s.owner_id = person_member.id"),
    "person_statement": shown("person_statement", ("own_words",), "s.owner_id = person_statement.speaker_id"),
    "person_goal": shown("person_goal", ("goals", "contributions"), "s.owner_id = person_goal.owner_id"),
    "person_arrangement_component": "state = 'agreed' AND removed_at IS NULL AND "
    + shown("person_arrangement_component", ("contributions",), CONTRIBUTION),
    "person_appointment": shown("person_appointment", ("meetings",), "true"),
    "person_help_plan": "state = 'fixed' AND " + shown("person_help_plan", ("plan",), "true"),
    "person_network_sheet": shown(
        "person_network_sheet", ("network_map",), "s.owner_id = person_network_sheet.owner_id"
    ),
    "person_genogram": shown("person_genogram", ("genogram",), "s.owner_id = person_genogram.owner_id"),
    TRUSTED: f"ended_at IS NULL AND {own_row('account_id')}",
}


class Migration(migrations.Migration):
    dependencies = [("individual", "0028_trusted_people")]
    operations = [
        guard(TRUSTED),
        follow(TRUSTED, "person_case", "case_id"),
        follow(TRUSTED, "person_case", "case_id", "INSERT"),
        # whom somebody trusts is hers to know: neither the family nor the office reads it
        narrow_to(TRUSTED, "owner", OWN_OR_TRUSTED),
        narrow_to(TRUSTED, "owner", OWN_OR_TRUSTED, "INSERT"),
        show("person_case", "true", "id"),
        show("person_share", own_row("recipient_id") + " AND " + RUNNING.replace("s.", "")),
        *(show(table, condition) for table, condition in SHOWN.items()),
    ]
