"""Needs and requirements, deliverables and their steps."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0006_manner_of_pages"),
        ("portfolio", "0016_deputies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Deliverable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(blank=True, default="", max_length=40)),
                ("code_key", models.CharField(blank=True, default="", max_length=120)),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("product", "Product"),
                            ("document", "Document"),
                            ("service", "Service"),
                            ("capability", "Capability"),
                        ],
                        default="product",
                        max_length=10,
                    ),
                ),
                ("is_mandatory", models.BooleanField(default=True)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("task_uid", models.TextField(blank=True, default="")),
                ("criteria", models.TextField(blank=True, default="")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("submitted", "Submitted"),
                            ("accepted", "Accepted"),
                            ("rejected", "Rejected"),
                            ("dropped", "Dropped"),
                        ],
                        default="planned",
                        max_length=9,
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owned_deliverables",
                        to="accounts.person",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deliverables", to="portfolio.project"
                    ),
                ),
            ],
            options={
                "ordering": ["project", models.OrderBy(models.F("due_on"), nulls_last=True), "pk"],
            },
        ),
        migrations.CreateModel(
            name="DeliverableStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("submitted", "Submitted"),
                            ("accepted", "Accepted"),
                            ("rejected", "Rejected"),
                            ("dropped", "Dropped"),
                        ],
                        max_length=9,
                    ),
                ),
                ("on", models.DateField()),
                ("reason", models.TextField(blank=True, default="")),
                ("recorded_at", models.DateTimeField()),
                (
                    "deliverable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="scope.deliverable"
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
                "ordering": ["deliverable", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Requirement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("need", "Need"), ("requirement", "Requirement")], default="requirement", max_length=12
                    ),
                ),
                ("code", models.CharField(blank=True, default="", max_length=40)),
                ("code_key", models.CharField(blank=True, default="", max_length=120)),
                ("title", models.CharField(max_length=200)),
                ("words", models.TextField(blank=True, default="")),
                (
                    "priority",
                    models.CharField(
                        choices=[
                            ("must", "Must have"),
                            ("should", "Should have"),
                            ("could", "Could have"),
                            ("will_not", "Will not have"),
                        ],
                        default="should",
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("agreed", "Agreed"), ("met", "Met"), ("dropped", "Dropped")],
                        default="draft",
                        max_length=8,
                    ),
                ),
                ("source", models.CharField(blank=True, default="", max_length=200)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "need",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requirements",
                        to="scope.requirement",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owned_requirements",
                        to="accounts.person",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requirements",
                        to="portfolio.party",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="requirements", to="portfolio.project"
                    ),
                ),
            ],
            options={
                "ordering": ["project", "pk"],
            },
        ),
        migrations.AddField(
            model_name="deliverable",
            name="requirements",
            field=models.ManyToManyField(blank=True, related_name="deliverables", to="scope.requirement"),
        ),
        migrations.AddConstraint(
            model_name="requirement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code_key", ""), _negated=True),
                fields=("project", "code_key"),
                name="requirement_code",
            ),
        ),
        migrations.AddIndex(
            model_name="deliverable",
            index=models.Index(fields=["state", "due_on"], name="deliverable_due"),
        ),
        migrations.AddConstraint(
            model_name="deliverable",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code_key", ""), _negated=True),
                fields=("project", "code_key"),
                name="deliverable_code",
            ),
        ),
    ]
