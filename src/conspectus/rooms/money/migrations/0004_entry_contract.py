"""An entry may stand under a contract."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A column that may be empty: rows there are stay as they are."""

    dependencies = [("money", "0003_cost_limits"), ("portfolio", "0009_parties")]

    operations = [
        migrations.AddField(
            "entry",
            "contract",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="portfolio.contract",
            ),
        ),
    ]
