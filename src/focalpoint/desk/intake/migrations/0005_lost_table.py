"""The table of a relation, where a home of the first days lacks it: its first migration was another one."""

from typing import Any

from django.db import migrations


def add(apps: Any, editor: Any) -> None:
    """Add the table where it is not there."""
    through = apps.get_model("intake", "Item").confirmed_by.through
    if through._meta.db_table not in editor.connection.introspection.table_names():
        editor.create_model(through)


class Migration(migrations.Migration):
    """Next version."""

    dependencies = [("intake", "0004_gradings_and_repeats")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop, elidable=False)]
