"""The links of stored plans to other plans, which until now only plans handed in since have."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def tell(apps: Any, _: object = None) -> None:
    """Read the newest plan of each project that has no such links, and write those its file names."""
    from conspectus.formats import plans
    from conspectus.rooms.schedule.bridge.figures import outside_links

    link, document = apps.get_model("schedule", "OutsideLink"), apps.get_model("schedule", "PlanDocument")
    summaries = apps.get_model("schedule", "PlanSummary").objects
    newest = summaries.filter(is_current=True, revision__outside_links=None).order_by("pk")
    for revision, digest in list(newest.values_list("revision", "revision__document")):
        plan = plans.read_plan(bytes(document.objects.values_list("data", flat=True).get(pk=digest)))
        link.objects.bulk_create([link(revision_id=revision, **item) for item in outside_links(plan)])


class Migration(migrations.Migration):
    """Rows only; nothing is taken away where it is undone."""

    dependencies = [("schedule", "0009_actual_cost")]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop, elidable=True)]
