"""A portfolio of any size, put straight into the tables: copies of three demo projects with frozen periods."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

PERIODS = 24
AT_ONCE = 2_000


@contextmanager
def empty_house() -> Iterator[None]:
    """Set the product up on a data folder of its own, never on the database the environment names."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CONSPECTUS_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "conspectus.config.settings"
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        yield


def base(at: datetime) -> Any:
    """Build three demo projects by the ordinary deeds; return their organisation."""
    from conspectus.journeys.demo.build import build_demo
    from conspectus.journeys.demo.enterprise import SEEDS
    from conspectus.journeys.upkeep import migrate

    migrate(at=at)
    return build_demo(root=7, today=at.date(), seeds=(SEEDS[5], SEEDS[17], SEEDS[21])).organisation


def grow(size: int, at: datetime) -> None:
    """Copy projects until there are so many, each with two plans, and a report and a snapshot a frozen period."""
    from conspectus.rooms.portfolio.models import Project
    from conspectus.rooms.schedule.models import PlanRevision, PlanSummary

    models = list(Project.objects.order_by("pk")[:3])
    places = _places(models[0])
    begin = Project.objects.count()
    numbers = range(begin, size)
    copies = [_project(models[number % 3], number, places[number % 3]) for number in numbers]
    keep(Project, copies)
    known = {model.pk: _newest_two(PlanRevision, model) for model in models}
    pairs = [(project, models[number % 3]) for number, project in zip(numbers, copies, strict=True)]
    for place in (0, 1):
        rows = [_copy(known[model.pk][place], project_id=project.pk) for project, model in pairs]
        keep(PlanRevision, rows)
        keep(
            PlanSummary,
            (
                _copy(known[model.pk][place].summary, **_figures_of(row, project, number))
                for number, (row, (project, model)) in enumerate(zip(rows, pairs, strict=True), start=begin)
            ),
        )
    _report(copies, at)


def keep_milestones(each: int, today: date) -> None:
    """Give the newest plan of every project so many milestones, spread over three years around today."""
    from conspectus.rooms.schedule.models import Milestone, PlanSummary

    revisions = PlanSummary.objects.filter(is_current=True).order_by("pk").values_list("pk", flat=True)
    Milestone.objects.filter(revision__in=revisions).delete()
    keep(Milestone, (_milestone(row, place, each, today) for row in revisions for place in range(each)))


def _milestone(revision: int, place: int, each: int, today: date) -> Any:
    from conspectus.rooms.schedule.models import Milestone

    base = today + timedelta(days=1100 * place // each - 400 + revision % 29)
    on = base + timedelta(days=(revision * 7 + place * 13) % 40 - 15)
    minute = (on - date(1970, 1, 1)).days * 1440
    known = {"on": on, "baseline_on": base, "minute": minute, "slip_days": float((on - base).days), "done": on < today}
    return Milestone(revision_id=revision, uid=f"m{place}", name=f"Milestone {place + 1} of the plan", **known)


def reader_of_all(at: datetime) -> Any:
    """Return a project manager who sees every project through three grants."""
    from conspectus.rooms.accounts.actions import create_user, local_operator
    from conspectus.rooms.portfolio.actions import grant_role
    from conspectus.rooms.portfolio.models import Project

    by = local_operator()
    user = create_user(email="three.grants@example.org", name="Three Grants", by=by, at=at)
    one, two, three = _places(Project.objects.order_by("pk")[0])
    for scope in (one["portfolio"], two["programme"], three["division"]):
        grant_role(person=user.person, role="project_manager", scope=scope, by=by, at=at)
    return user


def _places(model: Any) -> tuple[dict[str, Any], ...]:
    """Return where a third each of the copies stands: in a portfolio, in a programme, in a division."""
    from conspectus.rooms.accounts.models import Division
    from conspectus.rooms.portfolio.models import Portfolio, Programme

    whole, _ = Portfolio.objects.get_or_create(
        name_key="all copies", defaults={"name": "All copies", "currency": "EUR"}
    )
    aim, _ = Programme.objects.get_or_create(portfolio=whole, name_key="aim", defaults={"name": "Aim"})
    unit, _ = Division.objects.get_or_create(name_key="unit", defaults={"name": "Unit", "path": "/9999/"})
    return (
        {"portfolio": model.portfolio, "programme": model.programme, "division": None},
        {"portfolio": whole, "programme": aim, "division": None},
        {"portfolio": whole, "programme": None, "division": unit},
    )


def _project(model: Any, number: int, place: dict[str, Any]) -> Any:
    code, name = f"X-{number:05}", f"Copy {number:05} of {model.name}"
    return _copy(model, code=code, code_key=code.casefold(), name=name, name_key=name.casefold(), **place)


def _newest_two(revisions: Any, model: Any) -> tuple[Any, Any]:
    now, before = revisions.objects.filter(project=model).order_by("-number").select_related("summary")[:2]
    return before, now


def _figures_of(revision: Any, project: Any, number: int) -> dict[str, Any]:
    """Return what differs between the figures of copies, so that orders have something to order."""
    return {"revision": revision, "project": project, "least_float_days": float(number * 7919 % 61 - 20)}


def _report(projects: list[Any], at: datetime) -> None:
    """Put a report with what it declares, and a snapshot, for each project and frozen period of its portfolio."""
    from conspectus.rooms.periods.models import Period
    from conspectus.rooms.portfolio.models import Portfolio, Project
    from conspectus.rooms.status.models import Declaration, Report, Snapshot

    for portfolio in Portfolio.objects.all():
        keep(
            Period, (_period(portfolio, number) for number in range(PERIODS)) if not portfolio.periods.exists() else ()
        )
        mine = [project for project in projects if project.portfolio_id == portfolio.pk]
        if not mine:
            continue
        body = _body(Project.objects.select_related("portfolio", "programme", "division", "manager").order_by("pk")[0])
        for period in portfolio.periods.all():
            reports = [Report(project=project, period=period, state="accepted", submitted_at=at) for project in mine]
            keep(Report, reports)
            keep(Declaration, (_declared(row, place) for place, row in enumerate(reports)))
            keep(Snapshot, (_snapshot(period, row.project_id, body) for row in reports))


def _period(portfolio: Any, number: int) -> Any:
    from conspectus.rooms.periods.models import Period

    year, month = 2024 + number // 12, number % 12 + 1
    after = date(year + month // 12, month % 12 + 1, 1)
    words = {"name": f"{month:02}/{year}", "fiscal_year": year, "number": month}
    days = {"starts_on": date(year, month, 1), "ends_on": after}
    return Period(portfolio=portfolio, state="frozen", version=1, **words, **days)


def _declared(report: Any, place: int) -> Any:
    from conspectus.rooms.status.models import Declaration

    level, rank = (("green", 3.0), ("amber", 2.0), ("red", 1.0))[place % 3]
    return Declaration(report=report, dimension="overall", level=level, rank=rank)


def _snapshot(period: Any, project: int, body: str) -> Any:
    from conspectus.rooms.status.models import Snapshot

    told = {"colour": "amber", "declared": "green", "scale": "rag", "gap": 1.0, "digest": "0" * 64}
    return Snapshot(period=period, version=1, subject_kind="project", subject_id=project, body=body, **told)


def _body(project: Any) -> str:
    """Return the body of a snapshot as a freeze writes it, without milestones."""
    from conspectus.kit.frozen import to_json
    from conspectus.rooms.portfolio.queries.fields import ALL_SEEN
    from conspectus.rooms.status.queries import ProjectStatus, assemble

    period = project.portfolio.periods.order_by("-starts_on").first() or _period(project.portfolio, PERIODS - 1)
    (status,) = assemble([project], period, with_cost=None, on=period.ends_on, sight=ALL_SEEN)
    return to_json(ProjectStatus, status).decode()


def _copy(row: Any, **changes: Any) -> Any:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    values.pop("id", None)
    for name in changes:
        values.pop(f"{name}_id", None)
    return type(row)(**{**values, **changes})


def keep(table: Any, rows: Iterable[Any]) -> None:
    left = iter(rows)
    while some := list(islice(left, AT_ONCE)):
        table.objects.bulk_create(some)
