"""Closures with their points, and the decision on them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0006_manner_of_pages"),
        ("files", "0003_kinds_of_any_room"),
        ("followup", "0004_actions"),
        ("periods", "0002_freezes_never_change"),
        ("portfolio", "0017_state_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Benefit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=500)),
                ("expected_on", models.DateField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="benefits_to_bring",
                        to="accounts.person",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="BenefitAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("accepted", models.BooleanField()),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "benefit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answer", to="closure.benefit"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Closure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("begun", "Under way"),
                            ("submitted", "Decision wanted"),
                            ("confirmed", "Confirmed"),
                            ("withdrawn", "Given up"),
                        ],
                        default="begun",
                        max_length=10,
                    ),
                ),
                ("begun_at", models.DateTimeField()),
                ("words", models.TextField(blank=True, default="")),
                ("submitted_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True, default="")),
                ("answered_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="closures", to="portfolio.project"
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
        migrations.AddField(
            model_name="benefit",
            name="closure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="benefits", to="closure.closure"
            ),
        ),
        migrations.CreateModel(
            name="ClosureDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField()),
                ("authority", models.CharField(blank=True, default="", max_length=200)),
                ("effective_on", models.DateField()),
                ("finished_on", models.DateField()),
                ("spent_minor", models.BigIntegerField(null=True)),
                ("currency", models.CharField(max_length=3)),
                ("points", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "closure",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decision", to="closure.closure"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.document"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ForecastScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("forecast", models.CharField(choices=[("finish", "Finish"), ("cost", "Cost")], max_length=6)),
                (
                    "source",
                    models.CharField(choices=[("computed", "By the data"), ("declared", "Declared")], max_length=8),
                ),
                ("finish_on", models.DateField(null=True)),
                ("cost_minor", models.BigIntegerField(null=True)),
                ("lead_days", models.IntegerField()),
                ("error", models.FloatField()),
                (
                    "closure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scores", to="closure.closure"
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="periods.period"
                    ),
                ),
            ],
            options={
                "ordering": ["closure", "forecast", "source", "period__starts_on"],
            },
        ),
        migrations.CreateModel(
            name="Handing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_kind", models.CharField(max_length=20)),
                ("subject_id", models.CharField(max_length=240)),
                ("name", models.CharField(max_length=500)),
                (
                    "way",
                    models.CharField(
                        choices=[("handed_over", "Handed over"), ("closed", "Closed"), ("released", "Released")],
                        max_length=12,
                    ),
                ),
                ("words", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "closure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="handings", to="closure.closure"
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.division"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="portfolio.project"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PlannedReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "action",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="followup.action"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "closure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="closure.closure"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PointLeft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "point",
                    models.CharField(
                        choices=[
                            ("deliverables", "Deliverables accepted"),
                            ("changes", "Change requests decided"),
                            ("registers", "Risks, issues and assumptions handed over"),
                            ("actions", "Actions handed over"),
                            ("exceptions", "Exceptions closed"),
                            ("waivers", "Waivers ended"),
                            ("contracts", "Contracts ended or handed over"),
                            ("cost", "Final cost reconciled"),
                            ("lessons", "Lessons written"),
                            ("documents", "Documents reviewed"),
                            ("people", "People released"),
                            ("benefits", "Benefit owners accept"),
                            ("review", "Post-implementation review dated"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "closure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="left", to="closure.closure"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Reconciliation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("currency", models.CharField(max_length=3)),
                ("budget_minor", models.BigIntegerField(null=True)),
                ("plan_minor", models.BigIntegerField(null=True)),
                ("spent_minor", models.BigIntegerField(null=True)),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "closure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reconciliations",
                        to="closure.closure",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="closure",
            index=models.Index(fields=["state", "begun_at"], name="closure_state"),
        ),
        migrations.AddConstraint(
            model_name="closure",
            constraint=models.UniqueConstraint(fields=("project", "number"), name="closure_number"),
        ),
        migrations.AddConstraint(
            model_name="closure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("begun", "submitted"))), fields=("project",), name="closure_open_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="forecastscore",
            constraint=models.UniqueConstraint(
                fields=("closure", "period", "forecast", "source"), name="forecast_score_once"
            ),
        ),
    ]
