"""Register entries and their escalations."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The tables of registers."""

    initial = True

    dependencies = [
        ("accounts", "0006_manner_of_pages"),
        ("portfolio", "0016_deputies"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegisterEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("threat", "Risk"),
                            ("opportunity", "Opportunity"),
                            ("issue", "Issue"),
                            ("assumption", "Assumption"),
                            ("decision", "Decision"),
                        ],
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=300)),
                ("cause", models.TextField(blank=True, default="")),
                ("effect", models.TextField(blank=True, default="")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("technical", "Technical"),
                            ("schedule", "Schedule"),
                            ("cost", "Cost and funding"),
                            ("people", "People and skills"),
                            ("supplier", "Suppliers and contracts"),
                            ("stakeholder", "Stakeholders"),
                            ("legal", "Law and permits"),
                            ("safety", "Safety and environment"),
                            ("external", "Market and outside events"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=12,
                    ),
                ),
                ("probability", models.PositiveSmallIntegerField(null=True)),
                ("impact_time", models.PositiveSmallIntegerField(null=True)),
                ("impact_cost", models.PositiveSmallIntegerField(null=True)),
                ("impact_quality", models.PositiveSmallIntegerField(null=True)),
                ("percent", models.PositiveSmallIntegerField(null=True)),
                ("cost_minor", models.BigIntegerField(null=True)),
                ("currency", models.CharField(max_length=3)),
                ("days", models.PositiveIntegerField(null=True)),
                ("expected_on", models.DateField(null=True)),
                (
                    "response",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("avoid", "Avoid"),
                            ("reduce", "Reduce"),
                            ("transfer", "Transfer"),
                            ("accept", "Accept"),
                            ("share", "Share"),
                            ("exploit", "Exploit"),
                            ("enhance", "Enhance"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("response_words", models.TextField(blank=True, default="")),
                ("residual_probability", models.PositiveSmallIntegerField(null=True)),
                ("residual_impact", models.PositiveSmallIntegerField(null=True)),
                ("residual_percent", models.PositiveSmallIntegerField(null=True)),
                ("residual_cost_minor", models.BigIntegerField(null=True)),
                ("review_on", models.DateField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("occurred", "Occurred"),
                            ("confirmed", "Confirmed"),
                            ("refuted", "Refuted"),
                            ("decided", "Decided"),
                            ("closed", "Closed"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("outcome", models.TextField(blank=True, default="")),
                ("closed_on", models.DateField(null=True)),
                (
                    "escalated_to",
                    models.CharField(
                        blank=True,
                        choices=[("programme", "Programme"), ("portfolio", "Portfolio")],
                        default="",
                        max_length=10,
                    ),
                ),
                ("opened_on", models.DateField()),
                ("score", models.PositiveSmallIntegerField(default=0)),
                ("residual_score", models.PositiveSmallIntegerField(default=0)),
                ("inherent_minor", models.BigIntegerField(null=True)),
                ("exposure_minor", models.BigIntegerField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("also", models.ManyToManyField(blank=True, related_name="shared_register", to="portfolio.project")),
                (
                    "came_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="became",
                        to="risks.registerentry",
                    ),
                ),
                ("objectives", models.ManyToManyField(blank=True, related_name="register", to="portfolio.objective")),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="register",
                        to="accounts.person",
                    ),
                ),
                ("parties", models.ManyToManyField(blank=True, related_name="register", to="portfolio.party")),
                (
                    "portfolio",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="register", to="portfolio.portfolio"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="register",
                        to="portfolio.programme",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="register",
                        to="portfolio.project",
                    ),
                ),
            ],
            options={
                "ordering": ["-score", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Escalation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "before",
                    models.CharField(
                        blank=True,
                        choices=[("programme", "Programme"), ("portfolio", "Portfolio")],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        blank=True,
                        choices=[("programme", "Programme"), ("portfolio", "Portfolio")],
                        default="",
                        max_length=10,
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
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalations",
                        to="risks.registerentry",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="registerentry",
            index=models.Index(fields=["project", "state"], name="register_project"),
        ),
        migrations.AddIndex(
            model_name="registerentry",
            index=models.Index(fields=["portfolio", "state", "-score"], name="register_portfolio"),
        ),
        migrations.AddIndex(
            model_name="registerentry",
            index=models.Index(fields=["programme", "state"], name="register_programme"),
        ),
        migrations.AddConstraint(
            model_name="registerentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_on", None), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("closed_on__isnull", False)),
                    _connector="OR",
                ),
                name="register_closed_on",
            ),
        ),
    ]
