"""Every real file is read as an independent count and an independent reading of it say."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from conspectus.engine.plan import NONE, Constraint, Kind, Link, Plan
from conspectus.formats.schedules import Reading

pytestmark = pytest.mark.java

DATES = {
    "stored_start": "start",
    "stored_finish": "finish",
    "stored_early_start": "early_start",
    "stored_early_finish": "early_finish",
    "stored_late_start": "late_start",
    "stored_late_finish": "late_finish",
    "actual_start": "actual_start",
    "actual_finish": "actual_finish",
    "constraint_at": "constraint_date",
    "deadline": "deadline",
}
MINUTES = {
    "duration": "duration",
    "planned_duration": "planned_duration",
    "actual_duration": "actual_duration",
    "remaining_duration": "remaining_duration",
    "work": "work",
}
MONEY = {"cost": "cost", "actual_cost": "actual_cost", "fixed_cost": "fixed_cost"}


def leaves(plan: Plan) -> np.ndarray[Any, np.dtype[np.bool_]]:
    above = set(plan.tasks.parent.tolist())
    leaf = np.array([row not in above for row in range(len(plan.tasks))])
    return leaf & ~((plan.tasks.kind == Kind.SUMMARY) & (plan.options.program == "primavera"))


def counts(reading: Reading) -> dict[str, int]:
    """Count a file's first plan as the manifest does."""
    plan = reading.plans[0]
    t, links, leaf = plan.tasks, plan.links, leaves(plan)
    base = plan.baselines.get(0)
    found = {
        "projects_in_file": len(reading.plans),
        "tasks": len(t),
        "leaf_tasks": leaf.sum(),
        "milestones": (leaf & np.isin(t.kind, (Kind.START_MILESTONE, Kind.FINISH_MILESTONE))).sum(),
        "links": len(links),
        "links_with_lag": (links.lag != 0).sum(),
        "resources": len(plan.resources),
        "assignments": len(plan.assignments),
        "calendars": len(plan.calendars),
        "constrained": (leaf & (t.constraint != Constraint.ASAP)).sum(),
        "loe": (t.kind == Kind.LEVEL_OF_EFFORT).sum(),
        "inactive": (~t.active).sum(),
        "leaf_with_baseline": (leaf & (base.start != NONE)).sum() if base else 0,
        "leaf_actual_start": (leaf & (t.actual_start != NONE)).sum(),
        "leaf_actual_finish": (leaf & (t.actual_finish != NONE)).sum(),
        "leaf_pct_gt0": (leaf & (t.percent_complete > 0)).sum(),
        "leaf_stored_early": (leaf & (t.stored_early_start != NONE)).sum(),
        "leaf_stored_late": (leaf & (t.stored_late_start != NONE)).sum(),
        "leaf_stored_total_slack": (leaf & (t.stored_total_float != NONE)).sum(),
        "leaf_cost": (leaf & (t.cost > 0)).sum(),
        "leaf_actual_cost": (leaf & (t.actual_cost > 0)).sum(),
        "leaf_work": (leaf & (t.work > 0)).sum(),
        "leaf_actual_work": (leaf & (t.actual_work > 0)).sum(),
    }
    found |= {kind.name.lower(): (links.type == kind).sum() for kind in Link}
    return {name: int(count) for name, count in found.items()}


# A summary linked to a summary: ours, not the count's, which looks at leaves.
KNOWN = {
    "mpp_budget_work_cost.mpp": {"links": 5, "fs": 5},
    "mpp_assignment_costs.mpp": {"links": 5, "fs": 5},
    "mpp_stop_resume_split.mpp": {"links": 4, "fs": 4},
    "xer_schedule_options.xer": {"leaf_tasks": 0},
}


def test_all_counts_of_the_manifest_are_found(readings: dict[str, Reading], shared_data: Path) -> None:
    with (shared_data / "schedules" / "manifest.csv").open() as table:
        rows = list(csv.DictReader(table))
    assert len(rows) == 33
    different = {}
    for row in rows:
        wanted = {k: int(row[k] or 0) for k in counts(readings[row["file"]])} | KNOWN.get(row["file"], {})
        if wanted != (found := counts(readings[row["file"]])):
            different[row["file"]] = {k: (found[k], wanted[k]) for k in found if found[k] != wanted[k]}
    assert different == {}


def iso(minutes: int) -> str | None:
    return None if minutes == NONE else str(np.datetime64(int(minutes), "m"))


def compare(plan: Plan, tasks: list[dict[str, Any]]) -> list[tuple[str, str, object, object]]:
    """Return every value of a task that differs from the independent reading."""
    primavera, t = plan.options.program == "primavera", plan.tasks
    theirs = {x.get("activity_id") if primavera else str(x["unique_id"]): x for x in tasks}
    wrong: list[tuple[str, str, object, object]] = []
    for row, uid in enumerate(t.uid):
        if primavera and t.kind[row] == Kind.SUMMARY:
            continue
        one = theirs[uid]
        for ours, key in DATES.items():
            ours_is, theirs_is = iso(int(getattr(t, ours)[row])), one.get(key, "")[:16] or None
            if ours_is != theirs_is:
                wrong.append((uid, ours, ours_is, theirs_is))
        for ours, key in (MINUTES | MONEY).items():
            value = float(getattr(t, ours)[row])
            value = 0.0 if np.isnan(value) or value == NONE else value
            wanted = one.get(key, 0) * (100 if ours in MONEY else 1 / 60)
            if abs(value - wanted) > 0.6:
                wrong.append((uid, ours, value, wanted))
        if abs(float(t.percent_complete[row]) * 100 - one.get("percent_complete", 0)) > 0.01:
            wrong.append((uid, "percent", float(t.percent_complete[row]), one.get("percent_complete", 0)))
    return wrong


def test_all_values_agree_with_the_independent_reading(readings: dict[str, Reading], shared_data: Path) -> None:
    compared = 0
    for path in sorted((shared_data / "schedules" / "expected").iterdir()):
        plan = readings[path.name.removesuffix(".json.gz")].plans[0]
        if plan.options.extra.get("dates_only"):
            continue  # there a time of day is put in, see below
        tasks = json.loads(gzip.decompress(path.read_bytes()))["tasks"]
        assert compare(plan, tasks) == [], path.name
        compared += len(plan.tasks)
    assert compared > 500


def test_lags_agree_with_the_independent_reading(readings: dict[str, Reading], shared_data: Path) -> None:
    compared = 0
    for path in sorted((shared_data / "schedules" / "expected").iterdir()):
        plan = readings[path.name.removesuffix(".json.gz")].plans[0]
        document = json.loads(gzip.decompress(path.read_bytes()))
        own = {str(x["unique_id"]): x.get("activity_id") for x in document["tasks"]}
        primavera = plan.options.program == "primavera"
        links = plan.links
        ours = sorted(
            (plan.tasks.uid[b], plan.tasks.uid[a], Link(k).name, int(lag))
            for b, a, k, lag in zip(links.before, links.after, links.type, links.lag, strict=True)
        )
        theirs = []
        for task in document["tasks"]:
            for link in task.get("predecessors", []):
                ends = [str(link[f"{end}_task_unique_id"]) for end in ("predecessor", "successor")]
                if not primavera or all(own.get(end) for end in ends):
                    named = [own[e] if primavera else e for e in ends]
                    of_percent = 100 if link.get("lag_units", "").endswith("%") else 1
                    theirs.append((*named, link["type"], round(link.get("lag", 0) / 60 * of_percent)))
        assert ours == sorted(theirs), path.name
        compared += len(ours)
    assert compared > 300


def test_dates_without_times_take_the_usual_hours(readings: dict[str, Reading]) -> None:
    plan = readings["mpx_korean_27.mpx"].plans[0]
    row = plan.row_of()["44317"]
    assert iso(int(plan.tasks.stored_early_start[row])) == "2017-03-02T08:00"
    assert iso(int(plan.tasks.stored_early_finish[row])) == "2017-04-12T17:00"
    assert "DATES_WITHOUT_TIMES" in {f.code for f in readings["mpx_korean_27.mpx"].findings}


def test_rows_the_reader_summed_up_are_not_stored(readings: dict[str, Reading]) -> None:
    plan = readings["xer_airport_terminal_66.xer"].plans[0]
    summary = plan.tasks.kind == Kind.SUMMARY
    assert summary.sum() == 26
    assert (plan.tasks.stored_early_start[summary] == NONE).all()
    assert (plan.tasks.stored_total_float[summary] == NONE).all()


def test_names_in_other_alphabets_are_read(readings: dict[str, Reading]) -> None:
    assert "Задача 1" in readings["xer_encoding1251.xer"].plans[0].tasks.name
    assert "제품 기획" in readings["mpx_korean_27.mpx"].plans[0].tasks.name
    assert {f.code for f in readings["xer_encoding1251.xer"].findings} >= {"ENCODING_GUESSED"}


def test_several_projects_become_several_plans(readings: dict[str, Reading]) -> None:
    reading = readings["xer_schedule_options.xer"]
    assert [p.uid for p in reading.plans] == ["NEWPROJ", "NEWPROJ-1", "NEWPROJ-2", "NEWPROJ-3"]
    assert [p.options.lag_calendar for p in reading.plans] == ["24h", "project", "successor", "predecessor"]
    assert any(f.words.startswith("The file holds 4 projects. Choose.") for f in reading.findings)


def test_links_to_other_projects_are_kept_apart(readings: dict[str, Reading]) -> None:
    there, here = readings["xer_multi_external.xer"].plans
    assert (there.outside.project, there.outside.other) == (("TestProject",), ("A1000",))
    assert bool(there.outside.is_predecessor[0])
    assert not bool(here.outside.is_predecessor[0])
    assert here.outside.other == ("A1010",)


def test_eleven_baselines_splits_and_rates(readings: dict[str, Reading]) -> None:
    assert sorted(readings["mspdi_baselines.xml"].plans[0].baselines) == list(range(1, 11))
    split = readings["mspdi_splittask.xml"].plans[0].segments
    assert len(split) == 5
    assert (split.finish > split.start).all()
    rates = readings["xer_resource_rates.xer"].plans[0].resources
    assert rates.rate.tolist() == [100.0, 600.0]  # 1.00 and 6.00 USD in force on the data date
    assert readings["xer_airport_terminal_66.xer"].plans[0].currency == "EGP"


def test_options_of_the_writing_program(readings: dict[str, Reading]) -> None:
    options = readings["xer_airport_terminal_66.xer"].plans[0].options
    assert (options.program, options.total_float, options.progress) == ("primavera", "finish", "retained_logic")
    assert options.lag_calendar == "predecessor"
    assert options.use_expected_finish
    assert all(
        readings[name].plans[0].options.honour_constraints for name in ("mspdi_relations.xml", "mpp_legacy_sample.mpp")
    )
