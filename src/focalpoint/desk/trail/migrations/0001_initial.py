"""The trail's table and the triggers that keep it append-only."""

from typing import Any

from django.db import migrations, models

from focalpoint.desk.trail import triggers


def protect(apps: Any, editor: Any) -> None:
    """Create the triggers of this database."""
    triggers.protect(editor.connection)


class Migration(migrations.Migration):
    """First version."""

    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("at", models.CharField(max_length=27)),
                ("actor", models.CharField(max_length=80)),
                ("verb", models.CharField(max_length=60)),
                ("subject", models.CharField(max_length=120)),
                ("ids", models.TextField()),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "db_table": "trail_event",
                "ordering": ["number"],
                "indexes": [
                    models.Index(fields=["actor", "number"], name="trail_by_actor"),
                    models.Index(fields=["verb", "number"], name="trail_by_verb"),
                    models.Index(fields=["subject", "number"], name="trail_by_subject"),
                    models.Index(fields=["at"], name="trail_by_time"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Once",
            fields=[
                ("token", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("actor", models.CharField(max_length=80)),
                ("address", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.RunPython(protect, migrations.RunPython.noop, elidable=False),
    ]
