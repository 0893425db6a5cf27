"""The portfolio page with few and with a thousand projects: time, and how often the database is asked."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime
from typing import Any

from benchmarks.machine import heading, table, timed, verdict

SIZES = (3, 24, 200, 1_000)


def main() -> None:
    """Build three demo projects, copy them, and ask for the page."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CONSPECTUS_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "conspectus.config.settings"
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        _measure()


def _measure() -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from conspectus.journeys.demo.build import build_demo
    from conspectus.journeys.demo.enterprise import SEEDS
    from conspectus.journeys.upkeep import migrate

    at = datetime.now(UTC)
    migrate(at=at)
    built = build_demo(root=7, today=at.date(), seeds=(SEEDS[5], SEEDS[17], SEEDS[21]))
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(built.organisation.director, "conspectus.rooms.accounts.queries.SessionBackend")
    rows, asked = [], []
    for size in SIZES:
        _grow(size)
        client.get("/")
        with CaptureQueriesContext(connection) as queries:
            page: Any = client.get("/")
        if page.status_code != 200:
            raise SystemExit(f"the page answered {page.status_code}")
        asked.append(len(queries))
        rows.append((f"{size:,}", timed(lambda: client.get("/"), 7), asked[-1], f"{len(page.content) / 1024:.0f}"))
    heading("The portfolio page")
    table(("projects", "seconds", "queries", "KiB"), rows)
    print()
    verdict("queries at 1,000 projects over queries at 3", asked[-1] / asked[0], 1.0, unit=" times")


def _grow(size: int) -> None:
    """Copy projects with their newest figures, straight into the tables, until there are so many."""
    from conspectus.rooms.portfolio.models import Project
    from conspectus.rooms.schedule.models import PlanRevision, PlanSummary

    known = list(Project.objects.order_by("pk")[:3])
    figures = {
        summary.revision.project_id: summary
        for summary in PlanSummary.objects.filter(is_current=True, revision__project__in=known).select_related(
            "revision"
        )
    }
    for number in range(Project.objects.count(), size):
        model = known[number % 3]
        summary, code = figures[model.pk], f"X-{number}"
        project = _copy(
            Project, model, code=code, code_key=code.lower(), name=f"Copy {number}", name_key=f"copy {number}"
        )
        revision = _copy(PlanRevision, summary.revision, project_id=project.pk)
        _copy(PlanSummary, summary, revision_id=revision.pk)


def _copy(model: Any, row: Any, **changes: Any) -> Any:
    values = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
    values.pop("id", None)
    return model.objects.create(**{**values, **changes})


if __name__ == "__main__":
    main()
