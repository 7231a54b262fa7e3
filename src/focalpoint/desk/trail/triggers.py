"""The database's own refusal to change, delete or replace a row of the trail, and whether it is unchanged."""

from typing import Any

from django.db import transaction

SQLITE = {
    f"trail_event_no_{verb}": f"CREATE TRIGGER trail_event_no_{verb} BEFORE {verb.upper()} ON trail_event "
    "BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END"
    for verb in ("update", "delete")
} | {
    # INSERT OR REPLACE deletes without asking a trigger on deletion: only the next number may come in.
    "trail_event_no_replace": "CREATE TRIGGER trail_event_no_replace BEFORE INSERT ON trail_event "
    "WHEN NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM trail_event) "
    "BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END"
}
REFUSAL = " BEGIN RAISE EXCEPTION 'the trail is append-only'; END "
POSTGRESQL = {
    "trail_event_no_change": "CREATE TRIGGER trail_event_no_change BEFORE DELETE OR UPDATE ON public.trail_event "
    "FOR EACH ROW EXECUTE FUNCTION trail_refuse()",
    "trail_event_no_truncate": "CREATE TRIGGER trail_event_no_truncate BEFORE TRUNCATE ON public.trail_event "
    "FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse()",
}
TRIGGERS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
NAMES = {vendor: set(statements) for vendor, statements in TRIGGERS.items()}
# Name and definition of each trigger that is in force; on PostgreSQL one set to fire for replicas alone is not.
LISTING = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'trail_event'",
    "postgresql": "SELECT tgname, pg_get_triggerdef(pg_trigger.oid) FROM pg_trigger "
    "JOIN pg_proc ON pg_proc.oid = tgfoid WHERE tgrelid = 'trail_event'::regclass AND NOT tgisinternal "
    "AND tgenabled IN ('O', 'A') AND prosrc = %s",
}


def protect(connection: Any) -> None:
    """Make the triggers on a database connection again, whatever is in their place; no one writes meanwhile."""
    postgresql = connection.vendor == "postgresql"
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if postgresql:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION trail_refuse() RETURNS trigger LANGUAGE plpgsql AS $$" + REFUSAL + "$$"
            )
        for name, statement in TRIGGERS[connection.vendor].items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + (" ON trail_event" if postgresql else ""))
            cursor.execute(statement.replace("public.", ""))


def present(connection: Any) -> set[str]:
    """Return the names of the triggers that are in force on the trail's table and say what they should."""
    asked = [REFUSAL] if connection.vendor == "postgresql" else []
    with connection.cursor() as cursor:
        cursor.execute(LISTING[connection.vendor], asked)
        found = {str(name): str(definition) for name, definition in cursor.fetchall()}
    return {name for name, statement in TRIGGERS[connection.vendor].items() if found.get(name) == statement}
