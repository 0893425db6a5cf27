"""A new kind of notice changes no table."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The field without choices."""

    dependencies = [
        ("outbox", "0003_newest_first"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(max_length=20),
        ),
    ]
