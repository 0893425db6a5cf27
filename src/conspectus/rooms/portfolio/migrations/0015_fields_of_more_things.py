"""Fields of the organisation on divisions, objectives, parties and contracts; reversible."""

from typing import ClassVar

from django.db import migrations, models

KINDS = [
    ("project", "Projects"),
    ("programme", "Programmes"),
    ("portfolio", "Portfolios"),
    ("division", "Divisions"),
    ("objective", "Objectives"),
    ("party", "Parties"),
    ("contract", "Contracts"),
]


class Migration(migrations.Migration):
    """Offer more kinds of things."""

    dependencies: ClassVar = [("portfolio", "0014_work_streams")]

    operations: ClassVar = [
        migrations.AlterField("field", "subject_kind", models.CharField(choices=KINDS, max_length=20)),
    ]
