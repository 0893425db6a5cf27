"""The parts in which projects serve programmes and divisions."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_audit_is_append_only"),
        ("portfolio", "0004_rates_never_change"),
    ]

    operations = [
        migrations.CreateModel(
            name="Share",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("programme", "Programmes"), ("division", "Divisions")], max_length=10),
                ),
                ("basis_points", models.PositiveSmallIntegerField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "division",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="accounts.division",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="portfolio.programme",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shares", to="portfolio.project"
                    ),
                ),
            ],
            options={
                "ordering": ["project", "kind", "starts_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("division__isnull", True), ("kind", "programme"), ("programme__isnull", False)),
                            models.Q(("division__isnull", False), ("kind", "division"), ("programme__isnull", True)),
                            _connector="OR",
                        ),
                        name="share_of_its_kind",
                    )
                ],
            },
        ),
    ]
