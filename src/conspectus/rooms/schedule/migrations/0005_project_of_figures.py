"""Figures name their project and keep SPI(t) as a column: lists are ordered and summed by the database."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

STANDING = [
    "status_on", "finish_on", "current_slip_days", "least_float_days", "quality_passed", "quality_assessed", "spi_t",
    "schedule_colour", "cost_colour", "currency", "bac_minor", "planned_value_minor", "earned_value_minor",
    "actual_cost_minor", "forecast_minor",
]  # fmt: skip


def fill(apps, editor):
    """Name the project of each row, and take SPI(t) out of its measures."""
    rows = apps.get_model("schedule", "PlanSummary").objects
    revision = apps.get_model("schedule", "PlanRevision").objects.filter(pk=OuterRef("revision_id"))
    rows.update(project_id=Subquery(revision.values("project_id")))
    rows.update(spi_t=Cast(KT("measures__spi_t__value"), models.FloatField()))


class Migration(migrations.Migration):
    """Two columns, filled, then the key and the index over them."""

    dependencies = [("portfolio", "0001_first"), ("schedule", "0004_part_of_groups")]

    operations = [
        migrations.AddField(
            "plansummary",
            "project",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="figures",
                to="portfolio.project",
                db_constraint=False,
            ),
        ),
        migrations.AddField("plansummary", "spi_t", models.FloatField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            "plansummary",
            "project",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="figures", to="portfolio.project"
            ),
        ),
        migrations.AddConstraint(
            "plansummary",
            models.UniqueConstraint(
                condition=models.Q(is_current=True), fields=("project",), name="plan_summary_current"
            ),
        ),
        migrations.AddIndex(
            "plansummary",
            models.Index(
                condition=models.Q(is_current=True), fields=["project", *STANDING], name="plan_summary_standing"
            ),
        ),
    ]
