from django.db import migrations

from sozialraum.foundation.database.row_security import APPLICATION

REFUSE = """
CREATE FUNCTION refuse_demo_among_people() RETURNS trigger LANGUAGE plpgsql AS $refuse$
BEGIN
  IF EXISTS (SELECT 1 FROM accounts_user WHERE persona = '') THEN
    RAISE EXCEPTION 'a database with accounts of people never becomes a demo';
  END IF;
  RETURN NEW;
END $refuse$
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_sign_in")]
    operations = [
        migrations.RunSQL(
            sql=[
                f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON accounts_demomarker FROM {APPLICATION}",
                REFUSE,
                "CREATE TRIGGER accounts_demomarker_first BEFORE INSERT OR UPDATE ON accounts_demomarker"
                " FOR EACH ROW EXECUTE FUNCTION refuse_demo_among_people()",
            ],
            reverse_sql=[
                "DROP TRIGGER accounts_demomarker_first ON accounts_demomarker",
                "DROP FUNCTION refuse_demo_among_people()",
                f"GRANT INSERT, UPDATE, DELETE ON accounts_demomarker TO {APPLICATION}",
            ],
        )
    ]
