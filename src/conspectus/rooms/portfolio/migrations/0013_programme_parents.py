"""Programmes within programmes, and the project whose plan is a programme's own."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Value
from django.db.models.functions import Cast, Concat


def fill(apps, editor):
    """Every programme stands at the top so far."""
    rows = apps.get_model("portfolio", "Programme").objects
    rows.update(path=Concat(Value("/"), Cast("pk", models.CharField()), Value("/")))


class Migration(migrations.Migration):
    dependencies = [
        ("portfolio", "0012_saved_views"),
    ]

    operations = [
        migrations.AddField(
            model_name="programme",
            name="own_plan",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="portfolio.project",
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="children",
                to="portfolio.programme",
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="path",
            field=models.CharField(db_index=True, default="", max_length=400),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
