"""A snapshot may keep registers of a portfolio by name, so its kind is no closed list any more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("status", "0006_findings_and_drafts")]

    operations = [
        migrations.AlterField(model_name="snapshot", name="subject_kind", field=models.CharField(max_length=10)),
    ]
