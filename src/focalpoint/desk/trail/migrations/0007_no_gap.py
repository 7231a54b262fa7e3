"""The triggers anew: on PostgreSQL one more, against rows with a number that is not the next."""

from typing import Any

from django.db import migrations

from focalpoint.desk.trail import triggers


def protect(apps: Any, editor: Any) -> None:
    """Make the triggers of this database as they are today."""
    triggers.protect(editor.connection)


class Migration(migrations.Migration):
    """Seventh version."""

    dependencies = [("trail", "0006_concerns_and_outbox")]
    operations = [migrations.RunPython(protect, migrations.RunPython.noop, elidable=False)]
