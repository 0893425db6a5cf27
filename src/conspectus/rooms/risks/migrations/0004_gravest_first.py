"""The gravest open entries of everything are found without sorting all."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("risks", "0003_keys_of_lists")]

    operations = [
        migrations.AddIndex(
            model_name="registerentry",
            index=models.Index(fields=["state", "-score", "id"], name="register_gravest"),
        ),
    ]
