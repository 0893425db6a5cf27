"""Exceptions, their causes and options, and the promises on the way back."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0006_manner_of_pages"),
        ("periods", "0002_freezes_never_change"),
        ("portfolio", "0016_deputies"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExceptionsFollowed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="ExceptionReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("wanted", "Plan wanted"),
                            ("written", "Decision wanted"),
                            ("decided", "On the way back"),
                            ("closed", "Closed"),
                        ],
                        default="wanted",
                        max_length=10,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("cause", models.TextField(blank=True, default="")),
                ("effect", models.TextField(blank=True, default="")),
                ("wanted", models.TextField(blank=True, default="")),
                ("wanted_by", models.DateField(blank=True, null=True)),
                ("written_at", models.DateTimeField(null=True)),
                ("decision", models.TextField(blank=True, default="")),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "closing",
                    models.CharField(
                        blank=True,
                        choices=[("green", "Green again by the data"), ("decision", "By decision")],
                        default="",
                        max_length=10,
                    ),
                ),
                ("closed_reason", models.TextField(blank=True, default="")),
                ("closed_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exceptions",
                        to="portfolio.programme",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exceptions",
                        to="portfolio.project",
                    ),
                ),
                (
                    "wanted_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exceptions_to_decide",
                        to="accounts.person",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
            ],
            options={
                "ordering": ["opened_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Option",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("words", models.TextField()),
                ("cost_minor", models.BigIntegerField(blank=True, null=True)),
                ("days", models.IntegerField(blank=True, null=True)),
                (
                    "exception",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="options",
                        to="governance.exceptionreport",
                    ),
                ),
            ],
            options={
                "ordering": ["exception", "number"],
            },
        ),
        migrations.AddField(
            model_name="exceptionreport",
            name="chosen",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="governance.option"
            ),
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("step", "Step"), ("green", "Green again")], max_length=10)),
                (
                    "dimension",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("overall", "Overall"),
                            ("schedule", "Schedule"),
                            ("cost", "Cost"),
                            ("scope", "Scope"),
                            ("quality", "Quality"),
                            ("risk", "Risk"),
                            ("benefits", "Benefits"),
                            ("resources", "Resources"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("words", models.TextField()),
                ("promised_on", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("reason", models.TextField(blank=True, default="")),
                (
                    "exception",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="governance.exceptionreport",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="promises", to="accounts.person"
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="governance.promise",
                    ),
                ),
            ],
            options={
                "ordering": ["promised_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PromiseDone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("done_on", models.DateField()),
                ("words", models.TextField(blank=True, default="")),
                ("recorded_at", models.DateTimeField()),
                (
                    "promise",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="done", to="governance.promise"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Cause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("computed", "Red by the data"),
                            ("declared", "Declared red"),
                            ("by_hand", "Asked for by hand"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "dimension",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("overall", "Overall"),
                            ("schedule", "Schedule"),
                            ("cost", "Cost"),
                            ("scope", "Scope"),
                            ("quality", "Quality"),
                            ("risk", "Risk"),
                            ("benefits", "Benefits"),
                            ("resources", "Resources"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(blank=True, default="")),
                ("noted_at", models.DateTimeField()),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="periods.period"
                    ),
                ),
                (
                    "exception",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="causes",
                        to="governance.exceptionreport",
                    ),
                ),
            ],
            options={
                "ordering": ["noted_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("exception", "kind", "dimension", "period"), name="cause_once")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="option",
            constraint=models.UniqueConstraint(fields=("exception", "number"), name="option_once"),
        ),
        migrations.AddIndex(
            model_name="exceptionreport",
            index=models.Index(fields=["state", "opened_at"], name="exception_state"),
        ),
        migrations.AddConstraint(
            model_name="exceptionreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("programme__isnull", False), ("project", None)),
                    models.Q(("programme", None), ("project__isnull", False)),
                    _connector="OR",
                ),
                name="exception_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="exceptionreport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("wanted", "written", "decided"))),
                fields=("project",),
                name="exception_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="exceptionreport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("wanted", "written", "decided"))),
                fields=("programme",),
                name="programme_exception_open_once",
            ),
        ),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(fields=["owner", "promised_on"], name="promise_owner"),
        ),
    ]
