"""Articles name stages by their keys in the methods that ship, where they named phases no method knows."""

from django.db import migrations

_STAGES = {
    "define": ("strategy", "frame", "prepare"),
    "initiate": ("strategy", "justification", "frame", "prepare"),
    "plan": ("approach", "commitment", "explore", "prepare"),
    "deliver": ("delivery", "build", "introduce", "make"),
    "close": ("operation", "introduce", "finish"),
}


def _rename(apps, editor):
    articles = apps.get_model("knowledge", "Article")
    changed = []
    for row in articles.objects.exclude(stages=[]):
        gate = row.key.removeprefix("guide-gate-")
        if row.key.startswith("guide-gate-") and gate.isdigit():
            stages, row.methods = [f"gate_{gate}"], ["investment"]
        else:
            stages = [new for one in row.stages for new in _STAGES.get(one, (one,))]
        row.stages = list(dict.fromkeys(stages))
        changed.append(row)
    articles.objects.bulk_update(changed, ["stages", "methods"])


class Migration(migrations.Migration):
    """Stages by the keys of methods; going back leaves them as they are."""

    dependencies = [("knowledge", "0003_lessons")]

    operations = [migrations.RunPython(_rename, migrations.RunPython.noop, elidable=True)]
