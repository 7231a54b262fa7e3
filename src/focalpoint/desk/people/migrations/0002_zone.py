"""The time zone of a person."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Second version."""

    dependencies = [("people", "0001_initial")]
    operations = [migrations.AddField("user", "zone", models.CharField(blank=True, default="", max_length=64))]
