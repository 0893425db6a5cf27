"""Mappings are kept of registers, too; until now all were of master lists."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0017_state_changes")]

    operations = [
        migrations.RemoveConstraint(model_name="listmapping", name="list_mapping_name"),
        migrations.AddField(
            model_name="listmapping",
            name="kind",
            field=models.CharField(
                choices=[("projects", "Projects"), ("register", "Register")], default="projects", max_length=10
            ),
        ),
        migrations.AddConstraint(
            model_name="listmapping",
            constraint=models.UniqueConstraint(fields=("portfolio", "kind", "name_key"), name="list_mapping_name"),
        ),
    ]
