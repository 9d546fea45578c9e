from django.db import migrations

from sozialraum.foundation.database.row_security import APPLICATION, follow, guard

OF_PLAN = ("person_plan_signature", "person_goal_rating", "person_plan_review")


class Migration(migrations.Migration):
    dependencies = [("individual", "0015_help_plans")]
    operations = [
        *(guard(table) for table in ("person_help_plan", *OF_PLAN)),
        follow("person_help_plan", "person_case", "case_id"),
        follow("person_help_plan", "person_case", "case_id", "INSERT"),
        *(follow(table, "person_help_plan", "plan_id") for table in OF_PLAN),
        *(follow(table, "person_help_plan", "plan_id", "INSERT") for table in OF_PLAN),
        # a fixed version never changes: only a draft can be reached for a change, and be fixed by it
        migrations.RunSQL(
            f"CREATE POLICY fixed_update ON person_help_plan AS RESTRICTIVE FOR UPDATE TO {APPLICATION}"
            " USING (state = 'draft') WITH CHECK (true)",
            "DROP POLICY fixed_update ON person_help_plan",
        ),
    ]
