"""An entry keeps what the list it came from calls it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("risks", "0002_escalations_never_change")]

    operations = [
        migrations.AddField(
            model_name="registerentry", name="key", field=models.CharField(blank=True, default="", max_length=60)
        ),
    ]
