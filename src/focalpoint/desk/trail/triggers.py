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
# What the function of each trigger on PostgreSQL does.
FUNCTIONS = {
    "trail_refuse": " BEGIN RAISE EXCEPTION 'the trail is append-only'; END ",
    "trail_next": " BEGIN IF NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM trail_event) "
    "THEN RAISE EXCEPTION 'the trail is append-only'; END IF; RETURN NEW; END ",
}
POSTGRESQL = {
    "trail_event_no_change": "CREATE TRIGGER trail_event_no_change BEFORE DELETE OR UPDATE ON public.trail_event "
    "FOR EACH ROW EXECUTE FUNCTION trail_refuse()",
    "trail_event_no_gap": "CREATE TRIGGER trail_event_no_gap BEFORE INSERT ON public.trail_event "
    "FOR EACH ROW EXECUTE FUNCTION trail_next()",
    "trail_event_no_truncate": "CREATE TRIGGER trail_event_no_truncate BEFORE TRUNCATE ON public.trail_event "
    "FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse()",
}
TRIGGERS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
NAMES = {vendor: set(statements) for vendor, statements in TRIGGERS.items()}
# Name, definition and function of each trigger that is in force; on PostgreSQL one set to fire for replicas alone is
# not.
LISTING = {
    "sqlite": "SELECT name, sql, '' FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'trail_event'",
    "postgresql": "SELECT tgname, pg_get_triggerdef(pg_trigger.oid), proname || prosrc FROM pg_trigger "
    "JOIN pg_proc ON pg_proc.oid = tgfoid WHERE tgrelid = 'trail_event'::regclass AND NOT tgisinternal "
    "AND tgenabled IN ('O', 'A')",
}
# Name and table of everything in the database that acts by itself: triggers, and on PostgreSQL rules, which can do
# nothing instead of a write.
ACTING = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' "
    "UNION ALL SELECT name, tbl_name FROM sqlite_temp_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE NOT tgisinternal UNION ALL SELECT rulename, tablename FROM pg_rules "
    "WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
}


def protect(connection: Any) -> None:
    """Make the triggers on a database connection again, whatever is in their place; no one writes meanwhile."""
    postgresql = connection.vendor == "postgresql"
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for name, does in FUNCTIONS.items() if postgresql else ():
            cursor.execute(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${does}$$")
        for name, statement in TRIGGERS[connection.vendor].items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + (" ON trail_event" if postgresql else ""))
            cursor.execute(statement.replace("public.", ""))


def present(connection: Any) -> set[str]:
    """Return the names of the triggers that are in force on the trail's table and say what they should."""
    with connection.cursor() as cursor:
        cursor.execute(LISTING[connection.vendor])
        found = {str(name): (str(definition), str(does)) for name, definition, does in cursor.fetchall()}
    functions = {"", *(name + does for name, does in FUNCTIONS.items())}
    return {
        name
        for name, statement in TRIGGERS[connection.vendor].items()
        if name in found and found[name][0] == statement and found[name][1] in functions
    }


def unknown(connection: Any) -> list[str]:
    """Return what acts by itself in the database and is not the desk's, as "NAME on TABLE".

    Such a trigger or rule can take a person's acts away before a row of the trail is written.
    """
    with connection.cursor() as cursor:
        cursor.execute(ACTING[connection.vendor])
        found = [(str(name), str(table)) for name, table in cursor.fetchall()]
    ours = {(name, "trail_event") for name in NAMES[connection.vendor]}
    return sorted(f"{name} on {table}" for name, table in found if (name, table) not in ours)
