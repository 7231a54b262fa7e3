"""A form that was sent is known by what was sent, not by its token alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Third version."""

    dependencies = [("trail", "0002_no_replace")]
    operations = [
        migrations.AddField("once", "at", models.DateTimeField(db_index=True, null=True)),
        migrations.AddField(
            "once", "form", models.CharField(blank=True, db_index=True, default="", max_length=64)
        ),
        migrations.AlterField("once", "address", models.CharField(blank=True, db_index=True, max_length=200)),
    ]
