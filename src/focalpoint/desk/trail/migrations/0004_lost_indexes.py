"""The four indexes of the trail, where a home of the first days lacks them: its first migration was another one."""

from typing import Any

from django.db import migrations

NAMES = ("trail_by_actor", "trail_by_verb", "trail_by_subject", "trail_by_time")


def add(apps: Any, editor: Any) -> None:
    """Add each index that is not there, and drop those of single columns that they replace."""
    event = apps.get_model("trail", "Event")
    with editor.connection.cursor() as cursor:
        there = editor.connection.introspection.get_constraints(cursor, event._meta.db_table)
    missing = [index for index in event._meta.indexes if index.name not in there]
    for index in missing:
        editor.add_index(event, index)
    for name, found in there.items():
        single = found["columns"] in (["actor"], ["verb"], ["subject"])
        if missing and single and found["index"] and not found["unique"] and name not in NAMES:
            editor.execute(f"DROP INDEX IF EXISTS {editor.quote_name(name)}")


class Migration(migrations.Migration):
    """Fourth version."""

    dependencies = [("trail", "0003_once_by_contents")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop, elidable=False)]
