"""The triggers anew: on SQLite one more, against rows that are replaced."""

from typing import Any

from django.db import migrations

from focalpoint.desk.trail import triggers


def protect(apps: Any, editor: Any) -> None:
    """Make the triggers of this database as they are today."""
    triggers.protect(editor.connection)


class Migration(migrations.Migration):
    """Second version."""

    dependencies = [("trail", "0001_initial")]
    operations = [migrations.RunPython(protect, migrations.RunPython.noop, elidable=False)]
