from django.db import migrations

from sozialraum.foundation.database.row_security import REFUSE_CHANGE

FORGET = """
CREATE FUNCTION forget_old_acts(before timestamptz) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $forget$
DECLARE
  last bigint;
  gone bigint;
BEGIN
  before := least(before, now() - interval '180 days');
  SELECT min(s.position) - 1 INTO last
  FROM audit_auditseal s JOIN audit_auditentry e ON e.id = s.entry_id WHERE e.at >= before OR s.sealed_at >= before;
  IF last IS NULL THEN
    SELECT max(position) INTO last FROM audit_auditseal;
  END IF;
  PERFORM set_config('sozialraum.forgetting', 'on', true);
  DELETE FROM audit_auditentry e USING audit_auditseal s WHERE s.entry_id = e.id AND s.position <= last;
  GET DIAGNOSTICS gone = ROW_COUNT;
  DELETE FROM audit_auditseal WHERE position < last;
  PERFORM set_config('sozialraum.forgetting', '', true);
  RETURN gone;
END $forget$
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_purposes_and_time")]
    operations = [
        migrations.RunSQL(REFUSE_CHANGE, migrations.RunSQL.noop),
        migrations.RunSQL(
            [
                FORGET,
                "REVOKE ALL ON FUNCTION forget_old_acts FROM PUBLIC",
                "GRANT EXECUTE ON FUNCTION forget_old_acts TO sozialraum_app",
            ],
            "DROP FUNCTION forget_old_acts",
        ),
    ]
