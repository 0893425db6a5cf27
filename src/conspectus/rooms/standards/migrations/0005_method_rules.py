"""Which method new projects of portfolios and programmes follow."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Rules for new projects."""

    dependencies = [
        ("accounts", "0007_due_tokens"),
        ("portfolio", "0020_views_of_lists"),
        ("standards", "0004_steps_never_change"),
    ]

    operations = [
        migrations.CreateModel(
            name="MethodRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField()),
                ("set_at", models.DateTimeField()),
                (
                    "method",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rules",
                        to="standards.method",
                    ),
                ),
                (
                    "portfolio",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="method_rules",
                        to="portfolio.portfolio",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="method_rules",
                        to="portfolio.programme",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("portfolio", None), ("programme__isnull", False)),
                            models.Q(("portfolio__isnull", False), ("programme", None)),
                            _connector="OR",
                        ),
                        name="method_rule_of_one_place",
                    )
                ],
            },
        ),
    ]
