"""The table of tasks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """First version."""

    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("job", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=40)),
                ("due_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("claim", models.CharField(blank=True, default="", max_length=32)),
                ("claimed_until", models.DateTimeField(null=True)),
                ("ran_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(db_index=True, null=True)),
                ("failed_at", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, default="", max_length=200)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None), ("failed_at", None)),
                        fields=["due_at"],
                        name="task_open",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("job", "key"), name="task_once_a_key")],
            },
        ),
    ]
