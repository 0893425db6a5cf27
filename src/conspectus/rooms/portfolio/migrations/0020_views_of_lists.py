"""Views are saved of other lists than the portfolio table, too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column; those there are of the portfolio table."""

    dependencies = [
        ("portfolio", "0019_kinds_of_mappings"),
    ]

    operations = [
        migrations.AddField(
            model_name="savedview",
            name="of",
            field=models.CharField(default="portfolio", max_length=12),
        ),
    ]
