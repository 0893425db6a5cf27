"""Links of a plan to tasks of other plans are kept, so that they can be drawn across projects."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table; plans that came in before have rows once they come in anew or a baseline is approved."""

    dependencies = [("schedule", "0007_cost_limit")]

    operations = [
        migrations.CreateModel(
            name="OutsideLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.TextField()),
                ("name", models.TextField()),
                ("on", models.DateField(null=True)),
                ("is_predecessor", models.BooleanField()),
                ("other_plan", models.TextField()),
                ("other_task", models.TextField()),
                ("other_on", models.DateField(null=True)),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outside_links",
                        to="schedule.planrevision",
                    ),
                ),
            ],
            options={"ordering": ["pk"]},
        )
    ]
