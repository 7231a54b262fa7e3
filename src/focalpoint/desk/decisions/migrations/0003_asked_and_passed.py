from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0002_initial"),
        ("intake", "0002_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="returned_as",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="submission",
            name="unchanged",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="transmission",
            name="asked",
            field=models.TextField(default="Not kept: this was sent before the desk kept what it asks."),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="transmission",
            name="passed",
            field=models.ManyToManyField(blank=True, related_name="passed_on", to="intake.item"),
        ),
        migrations.AddConstraint(
            model_name="transmission",
            constraint=models.CheckConstraint(condition=models.Q(("asked", ""), _negated=True), name="transmission_asks"),
        ),
    ]
