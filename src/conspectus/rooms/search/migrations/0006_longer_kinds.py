"""Kinds of what is found have longer names than at first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0005_words")]

    operations = [migrations.AlterField("entry", "kind", models.CharField(max_length=20))]
