"""To which programme, division and manager projects belonged from which day on, kept as recorded."""

import django.db.models.deletion
from django.db import migrations, models
from django.utils.timezone import now

from conspectus.kit.immutable import never_changes

TABLES = {"portfolio_placement": "where a project belonged never changes"}


def begin(apps, editor):
    """Keep where each project belongs; of the days before nothing is known, so it counts for them too."""
    place = apps.get_model("portfolio", "Placement")
    kinds = ("programme", "division", "manager")
    rows = apps.get_model("portfolio", "Project").objects.values("pk", "created_at", *kinds)
    at = now()
    place.objects.bulk_create(
        place(
            project_id=row["pk"],
            kind=kind,
            from_on=row["created_at"].date(),
            recorded_at=at,
            **{f"{kind}_id": row[kind]},
        )
        for row in rows.iterator()
        for kind in kinds
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_division_places"),
        ("portfolio", "0010_variations_never_change"),
    ]

    operations = [
        migrations.CreateModel(
            name="Placement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("programme", "Programme"), ("division", "Division"), ("manager", "Manager")],
                        max_length=10,
                    ),
                ),
                ("from_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "division",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.division",
                    ),
                ),
                (
                    "manager",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.person",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="portfolio.programme",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="placements", to="portfolio.project"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
            ],
            options={
                "ordering": ["project", "recorded_at", "pk"],
            },
        ),
        migrations.RunPython(begin, migrations.RunPython.noop, elidable=True),
        never_changes(TABLES),
    ]
