"""Work streams of projects."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_kept_answers"),
        ("portfolio", "0013_programme_parents"),
    ]

    operations = [
        migrations.CreateModel(
            name="WorkStream",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("codes", models.CharField(max_length=400)),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led_streams",
                        to="accounts.person",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="streams", to="portfolio.project"
                    ),
                ),
            ],
            options={
                "ordering": ["project", "place"],
                "constraints": [models.UniqueConstraint(fields=("project", "place"), name="work_stream_place")],
            },
        ),
    ]
