"""What a project without a plan was approved for, and whether the growth of its backlog judges its scope."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Columns that may be empty: what was chosen stays as it is."""

    dependencies = [("agile", "0002_backlogs_never_change")]

    operations = [
        migrations.AddField("deliverychoice", "scopes", models.BooleanField(null=True)),
        migrations.AddField("deliverychoice", "start_on", models.DateField(blank=True, null=True)),
        migrations.AddField("deliverychoice", "finish_on", models.DateField(blank=True, null=True)),
    ]
