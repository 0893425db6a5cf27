"""The points of a closure are no choices of the table: a room that comes adds one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("closure", "0002_closures_never_change")]

    operations = [
        migrations.AlterField(model_name="pointleft", name="point", field=models.CharField(max_length=12)),
    ]
