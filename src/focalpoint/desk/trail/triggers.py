"""The database's own refusal to change or delete a row of the trail."""

from typing import Any

SQLITE = [
    f"CREATE TRIGGER IF NOT EXISTS trail_event_no_{verb} BEFORE {verb.upper()} ON trail_event "
    "BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END"
    for verb in ("update", "delete")
]
POSTGRESQL = [
    "CREATE OR REPLACE FUNCTION trail_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the trail is append-only'; END $$",
    "DROP TRIGGER IF EXISTS trail_event_no_change ON trail_event",
    "CREATE TRIGGER trail_event_no_change BEFORE UPDATE OR DELETE ON trail_event "
    "FOR EACH ROW EXECUTE FUNCTION trail_refuse()",
    "DROP TRIGGER IF EXISTS trail_event_no_truncate ON trail_event",
    "CREATE TRIGGER trail_event_no_truncate BEFORE TRUNCATE ON trail_event "
    "FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse()",
]
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
NAMES = {
    "sqlite": {"trail_event_no_update", "trail_event_no_delete"},
    "postgresql": {"trail_event_no_change", "trail_event_no_truncate"},
}
LISTING = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'trail_event'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = 'trail_event'::regclass "
    "AND NOT tgisinternal AND tgenabled <> 'D'",
}


def protect(connection: Any) -> None:
    """Create the triggers on a database connection; those that are there stay."""
    with connection.cursor() as cursor:
        for statement in STATEMENTS[connection.vendor]:
            cursor.execute(statement)


def present(connection: Any) -> set[str]:
    """Return the names of the triggers that stand on the trail's table."""
    with connection.cursor() as cursor:
        cursor.execute(LISTING[connection.vendor])
        return {str(row[0]) for row in cursor.fetchall()}
