"""What a group is judged by is kept with the figures of a revision."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column; rows written before it are filled by `actions.fill_parts`, which needs the newest columns."""

    dependencies = [("schedule", "0003_status_date_given")]

    operations = [migrations.AddField("plansummary", "part", models.JSONField(default=dict))]
