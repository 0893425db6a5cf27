"""A programme's colour can be set aside as a project's can."""

import django.db.models.deletion
from django.db import migrations, models


def forget(apps, editor):
    """Remove what was set aside of programmes, which has no place among the overrides of projects."""
    apps.get_model("status", "Override").objects.exclude(programme=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("portfolio", "0014_work_streams"),
        ("status", "0003_programme_reports"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="override",
            options={"ordering": ["project", "programme", "-made_at", "-pk"]},
        ),
        migrations.AddField(
            model_name="override",
            name="programme",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="overrides",
                to="portfolio.programme",
            ),
        ),
        migrations.AlterField(
            model_name="override",
            name="project",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="overrides",
                to="portfolio.project",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget),
        migrations.AddConstraint(
            model_name="override",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("programme__isnull", False), ("project", None)),
                    models.Q(("programme", None), ("project__isnull", False)),
                    _connector="OR",
                ),
                name="override_of_one_thing",
            ),
        ),
    ]
