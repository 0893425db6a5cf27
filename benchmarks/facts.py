"""Facts of 1,000 projects gathered: all of them, all again where nothing changed, and after one deed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.grown import base, empty_house, grow, keep_milestones
from benchmarks.machine import table, timed, verdict

PROJECTS, EACH, FIELDS, RUNS = 1_000, 10, 8, 5
AIM_ALL, AIM_DEED = 30.0, 0.5  # seconds of the processor


def main(*, small: bool = False) -> None:
    """Build three demo projects, copy them, give all eight fields of the organisation, and gather their facts."""
    size = 8 if small else PROJECTS
    with empty_house():
        at = datetime.now(UTC)
        base(at)
        grow(size, at)
        keep_milestones(EACH, at.date())
        by = _fields(at)
        from conspectus.journeys.gather_facts import follow_facts, gather_all
        from conspectus.rooms.facts.models import Sheet
        from conspectus.rooms.portfolio.models import Project

        size = Project.objects.count()
        first = timed(lambda: gather_all(source="bench", at=at), 1)
        print(f"{size:,} projects, {len(_facts()):,} facts of each, {Sheet.objects.count():,} sheets kept\n")
        again = timed(lambda: gather_all(source="bench", at=at), 1)
        deeds = timed(lambda: (_deed(by, at), follow_facts(at=at)), 1 if small else RUNS)
        rows = (("all, the first time", first), ("all again, nothing changed", again), ("after one deed", deeds))
        told = [(name, one, f"{one.effort:.2f} s", f"{1000 * one.effort / size:.1f} ms") for name, one in rows[:2]]
        told.append((rows[2][0], deeds, f"{deeds.effort:.2f} s", ""))
        table(("what", "by the clock", "processor time, least", "a project"), told)
        print()
        verdict(f"facts of {size:,} projects, processor time", first.effort, AIM_ALL, unit=" s")
        verdict("after one deed, processor time", deeds.effort, AIM_DEED, unit=" s")


def _facts() -> list[str]:
    from conspectus.rooms.facts.choices import FACTS
    from conspectus.rooms.facts.queries.own import own_kinds

    return [*FACTS, *(name for name, _ in own_kinds())]


def _fields(at: datetime) -> Any:
    """Let the organisation have fields, one computed; of every other project each holds something."""
    from conspectus.rooms.accounts.actions import local_operator
    from conspectus.rooms.portfolio.actions import NewField, create_field
    from conspectus.rooms.portfolio.models import FieldValue, Project

    by, begun = local_operator(), at - timedelta(days=1)
    kinds = ["number"] * (FIELDS - 1)
    rows = [
        create_field(new=NewField("project", f"bench_{n}", f"Bench {n}", kind), by=by, at=begun)
        for n, kind in enumerate(kinds)
    ]
    new = NewField("project", "bench_sum", "Bench sum", "formula", formula="bench_0 + bench_1")
    create_field(new=new, by=by, at=begun)
    told = {"valid_from": begun.date(), "recorded_by": by.person, "recorded_at": begun}
    FieldValue.objects.bulk_create(
        FieldValue(field=row, subject_id=pk, number=str(pk % 97), amount=float(pk % 97), **told)
        for row in rows
        for pk in Project.objects.order_by("pk").values_list("pk", flat=True)[::2]
    )
    return by


def _deed(by: Any, at: datetime) -> None:
    """Change one project in what is measured of it."""
    from conspectus.rooms.portfolio.actions import change_project
    from conspectus.rooms.portfolio.models import Project

    row = Project.objects.order_by("-pk")[0]
    change_project(project=row, changes={"summary": row.summary + " more"}, revision=row.revision, by=by, at=at)


if __name__ == "__main__":
    main()
