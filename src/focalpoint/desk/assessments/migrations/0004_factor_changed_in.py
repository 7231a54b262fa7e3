"""In which revision of its assessment each factor was last saved."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Fourth version."""

    dependencies = [("assessments", "0003_release_question")]
    operations = [migrations.AddField("factor", "changed_in", models.PositiveIntegerField(default=0))]
