"""Fields the organisation defines, their options, and what they hold."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Rows of fields."""

    dependencies = [
        ("accounts", "0002_audit_is_append_only"),
        ("portfolio", "0006_lists"),
    ]

    operations = [
        migrations.CreateModel(
            name="Field",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "subject_kind",
                    models.CharField(
                        choices=[("project", "Projects"), ("programme", "Programmes"), ("portfolio", "Portfolios")],
                        max_length=20,
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("label", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "Text"),
                            ("number", "Number"),
                            ("money", "Money"),
                            ("date", "Date"),
                            ("choice", "Choice"),
                            ("tree", "Tree"),
                            ("person", "Person"),
                            ("yes_no", "Yes or no"),
                            ("formula", "Formula"),
                        ],
                        max_length=20,
                    ),
                ),
                ("unit", models.CharField(blank=True, default="", max_length=20)),
                ("currency", models.CharField(blank=True, default="", max_length=3)),
                ("formula", models.TextField(blank=True, default="")),
                (
                    "required",
                    models.CharField(
                        choices=[("never", "Never"), ("always", "Always"), ("from_state", "From a state on")],
                        default="never",
                        max_length=20,
                    ),
                ),
                (
                    "required_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("proposed", "Proposed"),
                            ("approved", "Approved"),
                            ("active", "Active"),
                            ("paused", "Paused"),
                            ("closed", "Closed"),
                            ("stopped", "Stopped"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                (
                    "sees",
                    models.CharField(
                        choices=[
                            ("everybody", "Everybody who sees the thing"),
                            ("cost", "Who may see its cost"),
                            ("people", "Who may see people's data"),
                            ("administrators", "Administrators"),
                        ],
                        default="everybody",
                        max_length=20,
                    ),
                ),
                ("help_words", models.CharField(blank=True, default="", max_length=400)),
                ("position", models.PositiveIntegerField(default=0)),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["subject_kind", "position", "label", "pk"],
                "constraints": [models.UniqueConstraint(fields=("subject_kind", "key"), name="field_key_of_subject")],
            },
        ),
        migrations.CreateModel(
            name="FieldOption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40)),
                ("label", models.CharField(max_length=120)),
                ("position", models.PositiveIntegerField(default=0)),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "field",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="options", to="portfolio.field"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="portfolio.fieldoption",
                    ),
                ),
            ],
            options={
                "ordering": ["field", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="FieldValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_id", models.BigIntegerField()),
                ("text", models.TextField(blank=True, default="")),
                ("number", models.CharField(blank=True, default="", max_length=40)),
                ("amount", models.FloatField(null=True)),
                ("minor", models.BigIntegerField(null=True)),
                ("currency", models.CharField(blank=True, default="", max_length=3)),
                ("day", models.DateField(null=True)),
                ("yes", models.BooleanField(null=True)),
                ("valid_from", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "field",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="values", to="portfolio.field"
                    ),
                ),
                (
                    "option",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="values",
                        to="portfolio.fieldoption",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="field_values",
                        to="accounts.person",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recorded_fields",
                        to="accounts.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-valid_from", "-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="fieldoption",
            constraint=models.UniqueConstraint(fields=("field", "key"), name="field_option_key"),
        ),
        migrations.AddIndex(
            model_name="fieldvalue",
            index=models.Index(fields=["field", "subject_id", "-valid_from", "-id"], name="field_value_newest"),
        ),
    ]
