"""Everybody chooses the language of their pages, the manner of numbers and days, and the time zone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Three columns, empty where the organisation's usual holds."""

    dependencies = [("accounts", "0005_kept_answers")]

    operations = [
        migrations.AddField("user", "language", models.CharField(blank=True, default="", max_length=10)),
        migrations.AddField("user", "region", models.CharField(blank=True, default="", max_length=10)),
        migrations.AddField("user", "time_zone", models.CharField(blank=True, default="", max_length=60)),
    ]
