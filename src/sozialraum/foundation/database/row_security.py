"""Row-level security as migration operations: forced on every table whose name begins with ``person_``.

The application's role owns no table, so the policies bind it; they are forced, so they bind the owner as well.
What they let through is set by the gate, for one transaction (see ``context``).
"""

from __future__ import annotations

from django.db.migrations import RunSQL

APPLICATION = "sozialraum_app"
COUNTER = "sozialraum_counter"

REACHING = ("SELECT", "UPDATE", "DELETE")

# as a query of its own the list is taken apart once a statement, not once a row; the outer cast keeps ANY from
# reading it as a set of rows
_OPEN = "{column} = ANY ((SELECT string_to_array(current_setting('sozialraum.{right}', true), ',')::uuid[])::uuid[])"
_ACTOR = "{column} = nullif(current_setting('sozialraum.actor', true), '')::uuid"


def guard(table: str, column: str = "case_id") -> RunSQL:
    """Lock a table: rows are visible where ``column`` is readable, and written where it is writable."""
    readable = _OPEN.format(column=column, right="readable")
    writable = _OPEN.format(column=column, right="writable")
    return RunSQL(
        sql=[
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY gate_read ON {table} FOR SELECT TO {APPLICATION} USING ({readable})",
            f"CREATE POLICY gate_add ON {table} FOR INSERT TO {APPLICATION} WITH CHECK ({writable})",
            f"CREATE POLICY gate_change ON {table} FOR UPDATE TO {APPLICATION} USING ({writable}) WITH CHECK ({writable})",
            f"CREATE POLICY gate_remove ON {table} FOR DELETE TO {APPLICATION} USING ({writable})",
        ],
        reverse_sql=[
            f"DROP POLICY gate_read ON {table}",
            f"DROP POLICY gate_add ON {table}",
            f"DROP POLICY gate_change ON {table}",
            f"DROP POLICY gate_remove ON {table}",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ],
    )


def own_row(column: str = "actor_id") -> str:
    """The condition that a row belongs to whoever acts."""
    return _ACTOR.format(column=column)


def opened(column: str) -> str:
    """The condition that the gate has opened the subject in ``column`` for reading."""
    return _OPEN.format(column=column, right="readable")


def show(table: str, condition: str, column: str = "case_id") -> RunSQL:
    """Let rows be seen where the gate was opened by consent and ``condition`` says that they are shown to whoever acts.

    A guarded table without this shows nothing by consent.
    """
    return RunSQL(
        sql=[
            f"CREATE POLICY shown_read ON {table} FOR SELECT TO {APPLICATION}"
            f" USING ({asked_to_show(column)} AND ({condition}))"
        ],
        reverse_sql=[f"DROP POLICY shown_read ON {table}"],
    )


def asked_to_show(column: str) -> str:
    """The condition that the gate was opened for the subject in ``column`` by consent."""
    return _OPEN.format(column=column, right="shown")


def opened_to_write(column: str) -> str:
    """The condition that the gate has opened the subject in ``column`` for writing."""
    return _OPEN.format(column=column, right="writable")


def for_purposes(*purposes: str) -> str:
    """The condition that the gate was opened last for one of these purposes."""
    named = ", ".join(f"'{each}'" for each in purposes)
    return f"current_setting('sozialraum.purpose', true) IN ({named})"


def guard_by(
    table: str, *, read: str, add: str, change: str, remove: str, changeable: tuple[str, ...] = ()
) -> RunSQL:
    """Lock a table by conditions of its own, one for each kind of access.

    ``changeable`` names the only columns that the application may change afterwards.
    """
    narrowed = [f"REVOKE UPDATE ON {table} FROM {APPLICATION}"]
    if changeable:
        narrowed.append(f"GRANT UPDATE ({', '.join(changeable)}) ON {table} TO {APPLICATION}")
    return RunSQL(
        sql=[
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY gate_read ON {table} FOR SELECT TO {APPLICATION} USING ({read})",
            f"CREATE POLICY gate_add ON {table} FOR INSERT TO {APPLICATION} WITH CHECK ({add})",
            f"CREATE POLICY gate_change ON {table} FOR UPDATE TO {APPLICATION} USING ({change}) WITH CHECK ({change})",
            f"CREATE POLICY gate_remove ON {table} FOR DELETE TO {APPLICATION} USING ({remove})",
            *narrowed,
        ],
        reverse_sql=[
            f"GRANT UPDATE ON {table} TO {APPLICATION}",
            *(f"DROP POLICY gate_{each} ON {table}" for each in ("read", "add", "change", "remove")),
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ],
    )


def restrict_archive(table: str, column: str, *purposes: str) -> RunSQL:
    """Take rows with a moment in ``column`` out of the working set: only these purposes still reach them.

    The policy is restrictive: what the gate has opened is narrowed by it. It does not bind the adding of rows.
    """
    reachable = f"{column} IS NULL OR {for_purposes(*purposes)}"
    return _narrow(table, "archive", reachable, *REACHING)


def follow(table: str, parent: str, column: str, *kinds: str) -> RunSQL:
    """Let the rows of a table be reached only where their parent row is reached: they go into the archive with it.

    ``kinds`` are the kinds of access that are bound, by default all but INSERT.
    """
    condition = f"EXISTS (SELECT 1 FROM {parent} followed WHERE followed.id = {column})"
    return _narrow(table, "follows", condition, *(kinds or REACHING))


def narrow_to(table: str, name: str, condition: str, *kinds: str) -> RunSQL:
    """Let rows of a guarded table be reached only where ``condition`` holds as well.

    The policies are restrictive: they narrow what the gate has opened and can never widen it. ``kinds`` are the kinds
    of access that are bound, by default all but INSERT.
    """
    return _narrow(table, name, condition, *(kinds or REACHING))


def _narrow(table: str, name: str, condition: str, *kinds: str) -> RunSQL:
    return RunSQL(
        sql=[
            f"CREATE POLICY {name}_{kind.lower()} ON {table} AS RESTRICTIVE FOR {kind} TO {APPLICATION}"
            f" {'WITH CHECK' if kind == 'INSERT' else 'USING'} ({condition})"
            for kind in kinds
        ],
        reverse_sql=[f"DROP POLICY {name}_{kind.lower()} ON {table}" for kind in kinds],
    )


def erase_unread(name: str, table: str, column: str) -> RunSQL:
    """A function that removes rows which nobody but their author may read, without reading them.

    It takes the ids of subjects, removes only what the gate has opened for writing for the purpose of retention,
    and answers with the number of rows.
    """
    due = f"{for_purposes('retention')} AND " + _OPEN.format(column=column, right="writable")
    return RunSQL(
        sql=[
            f"GRANT SELECT ({column}), DELETE ON {table} TO {COUNTER}",
            f"CREATE POLICY erase_find ON {table} FOR SELECT TO {COUNTER} USING ({due})",
            f"CREATE POLICY erase_remove ON {table} FOR DELETE TO {COUNTER} USING ({due})",
            f"CREATE FUNCTION {name}(subjects uuid[]) RETURNS bigint LANGUAGE sql SECURITY DEFINER"
            " SET search_path = public, pg_temp AS $erase$"
            f" WITH erased AS (DELETE FROM {table} WHERE {column} = ANY (subjects) RETURNING {column})"
            " SELECT count(*) FROM erased $erase$",
            # before it is handed over: afterwards its rights are no longer the owner's to take
            f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC",
            f"GRANT EXECUTE ON FUNCTION {name} TO {APPLICATION}",
            f"ALTER FUNCTION {name} OWNER TO {COUNTER}",
        ],
        reverse_sql=[
            f"DROP FUNCTION {name}",
            f"DROP POLICY erase_remove ON {table}",
            f"DROP POLICY erase_find ON {table}",
            f"REVOKE SELECT ({column}), DELETE ON {table} FROM {COUNTER}",
        ],
    )


def bind_to_author(table: str, column: str = "author_id") -> RunSQL:
    """Bind a guarded table to the one person entrusted (§ 65 SGB VIII): nobody else sees or writes a row.

    The policy is restrictive: it narrows what the gate has opened and can never widen it.
    """
    own = _ACTOR.format(column=column)
    return RunSQL(
        sql=[
            f"CREATE POLICY author_only ON {table} AS RESTRICTIVE TO {APPLICATION} USING ({own}) WITH CHECK ({own})"
        ],
        reverse_sql=[f"DROP POLICY author_only ON {table}"],
    )


def let_count(table: str, columns: tuple[str, ...]) -> RunSQL:
    """Let the counting role see these columns of a guarded table, and no others.

    Nobody can sign in as that role; only the functions that belong to it run with its rights.
    """
    return RunSQL(
        sql=[
            f"GRANT SELECT ({', '.join(columns)}) ON {table} TO {COUNTER}",
            f"CREATE POLICY count ON {table} FOR SELECT TO {COUNTER} USING (true)",
        ],
        reverse_sql=[
            f"DROP POLICY count ON {table}",
            f"REVOKE SELECT ({', '.join(columns)}) ON {table} FROM {COUNTER}",
        ],
    )


def counting_function(name: str, signature: str, returns: str, body: str, *, purpose: str) -> RunSQL:
    """A function of the counting role that answers with counts or ids, never with contents.

    It answers only inside a transaction that the gate has opened for ``purpose``; any other gets nothing.
    """
    checked = (
        f"SELECT * FROM ({body}) AS counted WHERE current_setting('sozialraum.purpose', true) = '{purpose}'"
    )
    return RunSQL(
        sql=[
            f"CREATE FUNCTION {name}({signature}) RETURNS {returns} LANGUAGE sql STABLE SECURITY DEFINER"
            f" SET search_path = public, pg_temp AS $count$ {checked} $count$",
            # before it is handed over: afterwards its rights are no longer the owner's to take
            f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC",
            f"GRANT EXECUTE ON FUNCTION {name} TO {APPLICATION}",
            f"ALTER FUNCTION {name} OWNER TO {COUNTER}",
        ],
        reverse_sql=[f"DROP FUNCTION {name}"],
    )


def asking_function(name: str, signature: str, body: str) -> RunSQL:
    """A function of the counting role that answers a policy with yes or no about whoever acts, and with nothing else.

    A policy that asked the tables itself would see them through their own policies, which may ask it in turn.
    """
    return RunSQL(
        sql=[
            f"CREATE FUNCTION {name}({signature}) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER"
            f" SET search_path = public, pg_temp AS $ask$ SELECT {body} $ask$",
            # before it is handed over: afterwards its rights are no longer the owner's to take
            f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC",
            f"GRANT EXECUTE ON FUNCTION {name} TO {APPLICATION}",
            f"ALTER FUNCTION {name} OWNER TO {COUNTER}",
        ],
        reverse_sql=[f"DROP FUNCTION {name}"],
    )


def condition_function(name: str, signature: str, condition: str) -> RunSQL:
    """A condition that policies share, asked with the rights of whoever asks: what it reads is guarded as anywhere.

    Written into a policy, its tables and their policies are planned and started by every statement that names the
    guarded table, though hardly any row asks for them; in a function they are when a row does.
    """
    return RunSQL(
        sql=[
            f"CREATE FUNCTION {name}({signature}) RETURNS boolean LANGUAGE plpgsql STABLE"
            f" SET search_path = public, pg_temp AS $condition$ BEGIN RETURN {condition}; END $condition$",
            f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC",
            f"GRANT EXECUTE ON FUNCTION {name} TO {APPLICATION}",
        ],
        reverse_sql=[f"DROP FUNCTION {name}"],
    )


def rephrase(table: str, policy: str, condition: str, before: str) -> RunSQL:
    """Write the condition of a policy in other words; both say the same."""
    return RunSQL(
        sql=[f"ALTER POLICY {policy} ON {table} USING ({condition})"],
        reverse_sql=[f"ALTER POLICY {policy} ON {table} USING ({before})"],
    )


def let_in(table: str, name: str, kind: str, condition: str) -> RunSQL:
    """Let rows of a guarded table be reached by one kind of access where ``condition`` holds, beside what is opened.

    The policy widens: ``condition`` has to say by itself what was opened and to whom.
    """
    checks = {
        "INSERT": f"WITH CHECK ({condition})",
        "UPDATE": f"USING ({condition}) WITH CHECK ({condition})",
    }
    clause = checks.get(kind, f"USING ({condition})")
    return RunSQL(
        sql=[f"CREATE POLICY {name}_{kind.lower()} ON {table} FOR {kind} TO {APPLICATION} {clause}"],
        reverse_sql=[f"DROP POLICY {name}_{kind.lower()} ON {table}"],
    )


REFUSE_CHANGE = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $refuse$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('sozialraum.forgetting', true) = 'on' THEN RETURN NULL; END IF;
  RAISE EXCEPTION '% only grows', TG_TABLE_NAME;
END $refuse$
"""
"""Refuses every change but the forgetting in time, for which the application's role has no right of its own."""


def append_only(table: str) -> RunSQL:
    """Make a table grow only: the application may read and add, and a trigger refuses every other change."""
    return RunSQL(
        sql=[
            f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APPLICATION}",
            REFUSE_CHANGE,
            f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        ],
        reverse_sql=[
            f"DROP TRIGGER {table}_only_grows ON {table}",
            f"GRANT UPDATE, DELETE ON {table} TO {APPLICATION}",
        ],
    )
