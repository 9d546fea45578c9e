from django.db import migrations

from sozialraum.foundation.database.row_security import counting_function, follow, guard, let_count, narrow_to

TABLES = ("person_case_origin", "person_member_tie", "person_household_stay")
FOLLOWED = "EXISTS (SELECT 1 FROM person_case followed WHERE followed.id = case_id)"

# whoever takes cases over learns which keys have come before, and nothing else of them
KNOWN = "SELECT o.key::text FROM person_case_origin o WHERE o.system = wanted AND o.key = ANY (keys)"
OF_IMPORT = "SELECT o.case_id FROM person_case_origin o WHERE o.case_import_id = wanted"


class Migration(migrations.Migration):
    dependencies = [("individual", "0032_origins")]
    operations = [
        *(guard(table) for table in TABLES),
        *(follow(table, "person_case", "case_id") for table in TABLES),
        *(narrow_to(table, "follows", f"{FOLLOWED} OR case_takes_new(case_id)", "INSERT") for table in TABLES),
        let_count("person_case_origin", ("case_id", "case_import_id", "system", "key")),
        counting_function("known_origin_keys", "wanted text, keys text[]", "SETOF text", KNOWN, purpose="service"),
        counting_function("case_ids_of_import", "wanted uuid", "SETOF uuid", OF_IMPORT, purpose="retention"),
    ]
