"""The roles that a person holds besides the main one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Third version."""

    dependencies = [("people", "0002_zone")]
    operations = [migrations.AddField("user", "more_roles", models.JSONField(blank=True, default=list))]
