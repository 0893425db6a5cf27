"""What entries touch: contracts, and tasks of plans."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two tables of links."""

    dependencies = [
        ("portfolio", "0019_kinds_of_mappings"),
        ("risks", "0004_gravest_first"),
        ("schedule", "0012_register_status"),
    ]

    operations = [
        migrations.AddField(
            model_name="registerentry",
            name="contracts",
            field=models.ManyToManyField(blank=True, related_name="register", to="portfolio.contract"),
        ),
        migrations.AddField(
            model_name="registerentry",
            name="tasks",
            field=models.ManyToManyField(blank=True, related_name="register", to="schedule.watchedtask"),
        ),
    ]
