"""Programmes report themselves as projects do."""

import django.db.models.deletion
from django.db import migrations, models


def forget(apps, editor):
    """Remove what programmes reported, which has no place among the reports of projects."""
    apps.get_model("status", "Report").objects.exclude(programme=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_division_places"),
        ("periods", "0002_freezes_never_change"),
        ("portfolio", "0013_programme_parents"),
        ("status", "0002_snapshots_never_change"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="report",
            options={"ordering": ["project", "programme", "-period__starts_on"]},
        ),
        migrations.AddField(
            model_name="report",
            name="programme",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="portfolio.programme",
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="project",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="portfolio.project",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget),
        migrations.AlterField(
            model_name="snapshot",
            name="subject_kind",
            field=models.CharField(
                choices=[
                    ("project", "Project"),
                    ("programme", "Programme"),
                    ("portfolio", "Portfolio"),
                    ("report", "Programme with its own report"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(fields=("programme", "period"), name="programme_report_once"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("programme__isnull", False), ("project", None)),
                    models.Q(("programme", None), ("project__isnull", False)),
                    _connector="OR",
                ),
                name="report_of_one_thing",
            ),
        ),
    ]
