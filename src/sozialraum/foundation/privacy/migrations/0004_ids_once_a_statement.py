"""The policies read the list of opened subjects once a statement; before, some read it anew for every row.

A team lead opens several hundred families: taking that list apart for each of them took half a second of the
database's time. Policies that later migrations make are written this way by ``database.row_security``.
"""

from django.db import migrations

PER_ROW = (
    r"\(string_to_array\(current_setting\(''sozialraum\.(\w+)''::text, true\), '',''::text\)\)::uuid\[\]"
)
ONCE = r"(SELECT string_to_array(current_setting(''sozialraum.\1'', true), '','')::uuid[])::uuid[]"
REWRITE = rf"""
DO $rewrite$
DECLARE found record;
BEGIN
  FOR found IN
    SELECT tablename, policyname, cmd, qual, with_check,
      regexp_replace(qual, '{PER_ROW}', '{ONCE}', 'g') AS new_qual,
      regexp_replace(with_check, '{PER_ROW}', '{ONCE}', 'g') AS new_check
    FROM pg_policies WHERE schemaname = 'public' AND (qual ~ '{PER_ROW}' OR with_check ~ '{PER_ROW}')
  LOOP
    EXECUTE format('ALTER POLICY %I ON %I', found.policyname, found.tablename)
      || coalesce(' USING (' || found.new_qual || ')', '') || coalesce(' WITH CHECK (' || found.new_check || ')', '');
  END LOOP;
END $rewrite$
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0003_run_names_its_subjects")]
    operations = [migrations.RunSQL(REWRITE, migrations.RunSQL.noop)]
