"""A function opens subjects: its plans are kept by each connection, where the same statement was planned at every opening."""

from django.db import migrations

from sozialraum.foundation.database.row_security import APPLICATION

RIGHTS = ("readable", "writable", "shown")
READ = "\n".join(
    f"  {name}_before := coalesce(pg_catalog.current_setting('sozialraum.{name}', true), '');"
    for name in ("actor", "purpose", *RIGHTS)
)
# what is opened first, as by most pages, is taken as it comes; only a second opening has to be added to the first
SET = ",\n    ".join(
    [
        *(f"pg_catalog.set_config('sozialraum.{name}', {name}_wanted, true)" for name in ("actor", "purpose")),
        *(
            f"""pg_catalog.set_config('sozialraum.{right}', CASE
      WHEN {right}_before = '' THEN {right}_wanted WHEN {right}_wanted = '' THEN {right}_before ELSE (
        SELECT string_agg(DISTINCT id, ',')
        FROM unnest(string_to_array({right}_before || ',' || {right}_wanted, ',')) AS id) END, true)"""
            for right in RIGHTS
        ),
    ]
)
SIGNATURE = "privacy_enter(text, text, text, text, text)"
ENTER = f"""
CREATE FUNCTION privacy_enter(actor_wanted text, purpose_wanted text, readable_wanted text, writable_wanted text,
  shown_wanted text, OUT actor_before text, OUT purpose_before text, OUT readable_before text, OUT writable_before text,
  OUT shown_before text) LANGUAGE plpgsql AS $enter$
BEGIN
{READ}
  PERFORM {SET};
END $enter$;
REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {SIGNATURE} TO {APPLICATION};
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0004_ids_once_a_statement")]
    operations = [migrations.RunSQL(ENTER, f"DROP FUNCTION {SIGNATURE}")]
