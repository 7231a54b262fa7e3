"""The objects that each event concerns as rows, filled from what is stored; the outbox; the shares of keys.

The outbox begins empty: what followed from earlier events was done when they were written.
"""

import json
import re
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

BATCH = 2_000
REF = re.compile(r"[2-9a-hjkmnp-z]{16}")


def fill(apps: Any, editor: Any) -> None:
    """Write the objects of every event that is there."""
    event, concern = apps.get_model("trail", "Event"), apps.get_model("trail", "Concern")
    rows = event.objects.using(editor.connection.alias).order_by("number")
    last = 0
    while page := list(rows.filter(number__gt=last).values_list("number", "subject", "ids")[:BATCH]):
        made = [
            concern(event_id=number, ref=ref) for number, subject, ids in page for ref in named(subject, ids)
        ]
        concern.objects.using(editor.connection.alias).bulk_create(made, batch_size=BATCH)
        last = page[-1][0]


def named(subject: str, ids: str) -> list[str]:
    """Return the subject of an event and the references among its ids; a row that was damaged has its subject alone."""
    try:
        values = list(json.loads(ids).values())
    except (TypeError, ValueError, AttributeError):
        values = []
    every = [one for value in values for one in (value if isinstance(value, list) else [value])]
    return list(dict.fromkeys([str(subject), *(one for one in every if isinstance(one, str) and REF.fullmatch(one))]))


class Migration(migrations.Migration):
    """Sixth version."""

    dependencies = [("trail", "0005_once_moves")]
    operations = [
        migrations.CreateModel(
            name="KeyShare",
            fields=[
                ("object", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("share", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Outbox",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="outbox",
                        serialize=False,
                        to="trail.event",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Concern",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="concerns",
                        to="trail.event",
                    ),
                ),
                ("ref", models.CharField(max_length=120)),
            ],
            options={
                "indexes": [models.Index(fields=["ref", "event"], name="concern_by_ref")],
                "constraints": [models.UniqueConstraint(fields=("event", "ref"), name="concern_once_an_event")],
            },
        ),
        # Filled after the tables are made: PostgreSQL refuses to alter a table with rows that wait for a check.
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=False),
    ]
