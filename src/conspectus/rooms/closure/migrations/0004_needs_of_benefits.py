"""A benefit may come from a need of the project."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("closure", "0003_points_of_any_room"), ("scope", "0002_steps_never_change")]

    operations = [
        migrations.AddField(
            model_name="benefit",
            name="need",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="benefits", to="scope.requirement"
            ),
        ),
    ]
