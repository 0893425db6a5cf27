"""Where a project without a plan stands by its backlog, kept for lists that order and narrow by it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Columns of what is judged anew within seconds: nothing to fill in."""

    dependencies = [("schedule", "0012_register_status")]

    operations = [
        migrations.AddField("registerstatus", "stands", models.BooleanField(default=False)),
        migrations.AddField("registerstatus", "status_on", models.DateField(null=True)),
        migrations.AddField("registerstatus", "start_on", models.DateField(null=True)),
        migrations.AddField("registerstatus", "finish_on", models.DateField(null=True)),
        migrations.AddField("registerstatus", "slip_days", models.FloatField(null=True)),
        migrations.AddField("registerstatus", "alone", models.JSONField(default=dict)),
    ]
