"""Change requests, what was decided of them, and who may decide."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0006_manner_of_pages"),
        ("money", "0006_spent_days"),
        ("portfolio", "0016_deputies"),
        ("schedule", "0010_links_of_stored_plans"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChangeRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("what", models.TextField()),
                ("why", models.TextField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("customer", "Asked for by the customer"),
                            ("omission", "Error or omission"),
                            ("regulation", "Law or regulation"),
                            ("technical", "Technical finding"),
                            ("supplier", "Supplier"),
                            ("market", "Prices and markets"),
                            ("estimate", "Better estimate"),
                            ("funding", "Funding"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                    ),
                ),
                ("slip_days", models.FloatField(null=True)),
                ("cost_minor", models.BigIntegerField(null=True)),
                (
                    "cost_kind",
                    models.CharField(
                        choices=[("base", "Base"), ("contingency", "Contingency"), ("reserve", "Management reserve")],
                        default="base",
                        max_length=12,
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[("capex", "Capital"), ("opex", "Operating")], default="capex", max_length=5
                    ),
                ),
                ("fiscal_year", models.PositiveSmallIntegerField(null=True)),
                ("benefit", models.TextField(blank=True, default="")),
                ("risk", models.TextField(blank=True, default="")),
                ("quality", models.TextField(blank=True, default="")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("withdrawn", "Withdrawn"),
                            ("implemented", "Implemented"),
                        ],
                        default="draft",
                        max_length=11,
                    ),
                ),
                ("raised_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_why", models.TextField(blank=True, default="")),
                ("implemented_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "baseline",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="change_requests",
                        to="schedule.baseline",
                    ),
                ),
                (
                    "budget",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="change_requests",
                        to="money.budget",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="change_requests",
                        to="schedule.planrevision",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="change_requests",
                        to="portfolio.project",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="raised_changes", to="accounts.person"
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
            ],
            options={
                "ordering": ["project", "-number"],
            },
        ),
        migrations.CreateModel(
            name="ChangeDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("withdrawn", "Withdrawn"),
                            ("implemented", "Implemented"),
                        ],
                        max_length=11,
                    ),
                ),
                ("reason", models.TextField()),
                ("decided_at", models.DateTimeField()),
                ("authority", models.CharField(blank=True, default="", max_length=200)),
                ("shown", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decided_changes",
                        to="accounts.person",
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decision", to="changes.changerequest"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ChangeAuthority",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("limits", models.JSONField(default=dict)),
                ("reason", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "portfolio",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="change_authorities",
                        to="portfolio.portfolio",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="change_authorities",
                        to="portfolio.project",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("portfolio", None), ("project__isnull", False)),
                            models.Q(("portfolio__isnull", False), ("project", None)),
                            _connector="OR",
                        ),
                        name="change_authority_of_one_thing",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="changerequest",
            index=models.Index(fields=["state", "submitted_at"], name="change_request_state"),
        ),
        migrations.AddConstraint(
            model_name="changerequest",
            constraint=models.UniqueConstraint(fields=("project", "number"), name="change_request_number"),
        ),
    ]
