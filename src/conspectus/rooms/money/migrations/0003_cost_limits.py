"""Projects with an approved budget are judged against it."""

from django.db import migrations


def fill(apps, editor):
    """Say the newest approved budget of each project, without management reserve, beside its plans."""
    limits: dict[int, tuple[int, int, str]] = {}
    budgets = apps.get_model("money", "Budget").objects.select_related("project").order_by("number")
    for row in budgets:
        limits[row.project_id] = (row.pk, 0, row.project.currency)
    newest = {budget: project for project, (budget, _, _) in limits.items()}
    for line in apps.get_model("money", "BudgetLine").objects.exclude(kind="reserve").iterator():
        if line.budget_id in newest:
            budget, so_far, code = limits[newest[line.budget_id]]
            limits[newest[line.budget_id]] = (budget, so_far + line.amount_minor, code)
    rows = apps.get_model("schedule", "CostLimit")
    rows.objects.bulk_create(
        rows(project_id=project, amount_minor=amount, currency=code) for project, (_, amount, code) in limits.items()
    )


class Migration(migrations.Migration):
    """Plans already judged are judged anew with the next plan, baseline or budget."""

    dependencies = [("money", "0002_money_never_changes"), ("schedule", "0007_cost_limit")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
