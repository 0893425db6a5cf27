"""Reports of programmes are found by who sees the programme."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One column; the reports there are come in with the next deed on them, or when the index is made anew."""

    dependencies = [("search", "0001_first"), ("portfolio", "0011_placements")]

    operations = [
        migrations.AddField(
            "entry",
            "programme",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="portfolio.programme"
            ),
        )
    ]
