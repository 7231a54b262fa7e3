"""The table of sent forms, which the app ``trail`` held before, changes its app and stays where it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """First version."""

    initial = True
    dependencies = [("trail", "0005_once_moves")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="SentForm",
                    fields=[
                        ("token", models.CharField(max_length=64, primary_key=True, serialize=False)),
                        ("form", models.CharField(blank=True, db_index=True, default="", max_length=64)),
                        ("actor", models.CharField(max_length=80)),
                        ("address", models.CharField(blank=True, db_index=True, max_length=200)),
                        ("at", models.DateTimeField(db_index=True, null=True)),
                    ],
                    options={"db_table": "trail_once"},
                )
            ]
        )
    ]
