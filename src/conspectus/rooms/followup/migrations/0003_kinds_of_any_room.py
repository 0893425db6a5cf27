"""Things of any room may be talked about and documented."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A kind is checked by the register of subjects, not by the table."""

    dependencies = [
        ("followup", "0002_earlier_texts_never_change"),
    ]

    operations = [
        migrations.AlterField(
            model_name="comment",
            name="subject_kind",
            field=models.CharField(max_length=20),
        ),
        migrations.AlterField(
            model_name="follow",
            name="subject_kind",
            field=models.CharField(max_length=20),
        ),
    ]
