"""Pack templates, packs and their bytes."""

import django.db.models.deletion
from django.db import migrations, models

import conspectus.rooms.packs.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_audit_is_append_only"),
        ("periods", "0002_freezes_never_change"),
        ("portfolio", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="PackFile",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("data", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="PackTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation", models.CharField(blank=True, default="", max_length=120)),
                ("logo", models.BinaryField(blank=True, default=bytes)),
                ("accent", models.CharField(default="1F4E79", max_length=6)),
                ("second", models.CharField(default="1F4E79", max_length=6)),
                ("pages", models.JSONField(default=conspectus.rooms.packs.models.usual_pages)),
                (
                    "unit",
                    models.CharField(
                        choices=[("one", "Whole units"), ("thousand", "Thousands"), ("million", "Millions")],
                        default="one",
                        max_length=10,
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "portfolio",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pack_template",
                        to="portfolio.portfolio",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PackRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField()),
                ("template_revision", models.PositiveIntegerField()),
                ("kind", models.CharField(choices=[("pptx", "PPTX"), ("pdf", "PDF"), ("xlsx", "XLSX")], max_length=4)),
                ("inputs", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("sight", models.JSONField()),
                ("made_at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="packs.packfile"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="packs", to="periods.period"
                    ),
                ),
            ],
            options={
                "ordering": ["period", "-made_at", "-pk"],
                "constraints": [models.UniqueConstraint(fields=("inputs", "kind"), name="pack_once")],
            },
        ),
    ]
