"""Which kinds of lists mappings are kept of is known to the code alone, so that a further one needs no migration."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0018_mappings_of_registers")]

    operations = [
        migrations.AlterField(
            model_name="listmapping",
            name="kind",
            field=models.CharField(default="projects", max_length=10),
        ),
    ]
