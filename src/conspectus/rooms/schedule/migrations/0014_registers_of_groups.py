"""What groups need of the registers of a project, kept beside how those judge it; filled after migrating."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("schedule", "0013_standing_without_a_plan"),
    ]

    operations = [
        migrations.AddField(
            model_name="registerstatus",
            name="part",
            field=models.JSONField(default=dict),
        ),
    ]
