"""Each grade of an item with its reason, what looks like one account, and what that is found by."""

from itertools import combinations
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def fill(apps: Any, editor: Any) -> None:
    """Give stored items the hash of their words, keep their grades as history, and note what looks like one account."""
    from focalpoint.desk.intake.duplicates import words_of
    from focalpoint.reference.folding import fold

    Item, Grading = apps.get_model("intake", "Item"), apps.get_model("intake", "Grading")  # noqa: N806 - models
    alike: dict[tuple[str, str], set[str]] = {}
    times = {}
    for item in Item.objects.filter(consent_withdrawn_at=None).order_by("pk"):
        event = getattr(item, "event", None)
        item.words = words_of(event.what if event else "", item.text)
        item.save(update_fields=["words"])
        times[item.ref] = item.created_at
        if item.words:
            alike.setdefault(("words", item.words), set()).add(item.ref)
        for address in item.originals.values_list("address", flat=True):
            alike.setdefault(("file", address), set()).add(item.ref)
    for item in Item.objects.exclude(credibility=None).exclude(credibility_by=None):
        kept = {"credibility": item.credibility, "reason": item.credibility_reason}
        grading = Grading.objects.create(item=item, by=item.credibility_by, at=item.credibility_at, **kept)
        grading.confirmed_by.set(item.confirmed_by.all())
    for source in apps.get_model("intake", "Source").objects.order_by("pk"):
        alike.setdefault(("name", fold(source.label)), set()).add(source.ref)
        times[source.ref] = source.created_at
    for (kind, _), refs in alike.items():
        for second, first in combinations(sorted(refs, key=lambda ref: (times[ref], ref)), 2):
            row = {"kind": kind, "first": first, "second": second, "found_at": times[first]}
            apps.get_model("intake", "Repeat").objects.create(**row)


class Migration(migrations.Migration):
    """Fourth version."""

    dependencies = [
        ('intake', '0003_revision_and_source_named'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='item',
            name='words',
            field=models.CharField(blank=True, db_index=True, default='', editable=False, max_length=64),
        ),
        migrations.CreateModel(
            name='Grading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('credibility', models.PositiveSmallIntegerField(choices=[(1, 'confirmed by other independent sources'), (2, 'probably true'), (3, 'possibly true'), (4, 'doubtful'), (5, 'improbable'), (6, 'cannot be judged')])),
                ('reason', models.TextField(blank=True)),
                ('despite', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('waits', models.BooleanField(default=False)),
                ('granted', models.BooleanField(null=True)),
                ('answer', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('confirmed_by', models.ManyToManyField(blank=True, related_name='+', to='intake.item')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gradings', to='intake.item')),
                ('lookers', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Repeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('words', 'the same words'), ('file', 'the same file'), ('name', 'the same name')], max_length=8)),
                ('first', models.CharField(db_index=True, max_length=16)),
                ('second', models.CharField(db_index=True, max_length=16)),
                ('found_at', models.DateTimeField()),
                ('same', models.BooleanField(null=True)),
                ('at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-found_at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'first', 'second'), name='repeat_once')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=False),
    ]
