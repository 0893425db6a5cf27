"""Files in, review out: measures, status, costs, and files that cannot be used."""

from __future__ import annotations

import json
from datetime import date

import pytest
from tests.review.plans import BARE, CIRCLE, COSTS, LATE

from conspectus import review
from conspectus.engine.measure import Reason
from conspectus.engine.plan import NONE


def codes(found: review.Review, file: str = "") -> set[str]:
    return {item.finding.code for item in found.findings if not file or item.file == file}


def test_a_late_project_is_measured_and_judged():
    found = review.run([("late.csv", LATE)], status_date="2026-01-16")
    (project,) = found.projects
    assert (project.id, project.kind, project.baseline_source) == ("late", "CSV", "from file")
    assert project.slip_days.value == 5.0
    money = project.money
    assert (money.bac.value, money.pv.value, money.ev.value, money.ac.value) == (600_000, 350_000, 200_000, 330_000)
    assert money.cpi.value == pytest.approx(200 / 330)
    assert money.eac.value == pytest.approx(990_000)
    assert [project.colour(d) for d in ("schedule", "cost", "overall")] == ["red", "red", "red"]
    assert "5 working days" in project.words("schedule")
    assert [(m.name, m.state) for m in project.milestones] == [("Handover", "slipping")]
    assert (project.counts.tasks, project.counts.done, project.counts.started) == (3, 1, 1)


def test_a_bare_date_is_the_end_of_that_day_and_dates_may_be_objects():
    by_text, by_date = (review.run([("a.csv", LATE)], status_date=d) for d in ("2026-01-16", date(2026, 1, 16)))
    assert by_text == by_date
    before, after = (review.run([("a.csv", LATE)], status_date=d) for d in ("2026-01-16T08:00", "2026-01-16T17:00"))
    assert before.projects[0].money.pv.value < after.projects[0].money.pv.value
    assert after.projects[0].money.pv == by_text.projects[0].money.pv


def test_without_a_status_date_there_are_reasons_in_place_of_values():
    found = review.run([("late.csv", LATE)])
    (project,) = found.projects
    assert project.money.cpi.reason == project.money.pv.reason == Reason.NO_STATUS_DATE
    assert "NO_STATUS_DATE" in codes(found)
    assert project.status_date.origin == "none"
    assert [project.colour(d) for d in ("schedule", "cost", "overall")] == ["not_assessed"] * 3
    assert (
        project.words("schedule")
        == "Not assessed, because there is no status date. Set the status date in the tool, or give one."
    )
    assert project.slip_days.value == 5.0


def test_a_plan_without_any_date_has_no_start_and_no_finish():
    found = review.run([("bare.csv", b"ID,Name,Duration\n1,One,2d\n2,Two,3d\n")])
    (project,) = found.projects
    assert (project.start, project.finish) == (NONE, NONE)
    assert project.float_days.value == 0
    (said,) = [item.finding for item in found.findings if item.finding.code == "NO_DATES"]
    assert said.words == "The plan holds no date at all, so it has no start and no finish."
    assert "1970" not in json.dumps(review.as_dict(found))


@pytest.mark.parametrize(
    "words", ["yesterday", "2026-02-30", "2026-13-01", "0", "1900-01-01", "2200-01-01", "16.01.2026"]
)
def test_what_is_no_date_is_refused_in_words(words):
    with pytest.raises(review.BadDate, match=r"date"):
        review.run([("late.csv", LATE)], status_date=words)


def test_unreadable_files_are_findings_and_never_a_stop(tmp_path):
    files = [tmp_path / "gone.mpp", ("photo.mpp", b"\xff\xd8\xff\xe0 jpeg"), ("empty.csv", b""), ("late.csv", LATE)]
    found = review.run(files, status_date="2026-01-16")
    assert [project.id for project in found.projects] == ["late"]
    assert {item.file for item in found.findings if item.refused} == {"gone.mpp", "photo.mpp", "empty.csv"}
    assert [source.projects for source in found.sources] == [0, 0, 1]
    assert all("/" not in item.finding.words for item in found.findings if item.refused)


def test_a_plan_in_a_circle_keeps_its_place_and_names_the_path():
    found = review.run([("circle.csv", CIRCLE)], status_date="2026-01-16")
    (project,) = found.projects
    assert project.colour("overall") == "not_assessed"
    assert "A → B → A" in " ".join(item.finding.words for item in found.findings if item.finding.code == "LINK_CYCLE")


def test_projects_without_baseline_are_not_assessed_and_never_green():
    (project,) = review.run([("bare.csv", BARE)], status_date="2026-01-16").projects
    assert project.slip_days.reason == Reason.NO_BASELINE
    assert {project.colour(d) for d in ("schedule", "cost", "overall")} == {"not_assessed"}
    assert "baseline" in project.words("schedule")


def test_the_same_project_twice_is_shown_twice_and_said():
    found = review.run([("late.csv", LATE), ("old/late.csv", LATE)], status_date="2026-01-16")
    assert [project.id for project in found.projects] == ["late", "late (2)"]
    assert "PROJECT_TWICE" in codes(found)


def test_totals_come_from_sums_by_currency():
    dollars = LATE.replace(b"EUR", b"USD").replace(b"1300", b"400")
    files = [("a.csv", LATE), ("b.csv", LATE), ("c.csv", dollars)]
    totals = review.run(files, status_date="2026-01-16").totals
    assert set(totals) == {"EUR", "USD"}
    assert totals["EUR"].ac.value == 660_000
    assert totals["EUR"].cpi.value == pytest.approx(400 / 660)
    assert totals["USD"].ac.value == 240_000


def test_a_cost_book_replaces_the_actual_costs_of_the_plans_it_names():
    found = review.run([("late.csv", LATE), ("bare.csv", BARE)], costs=("book.csv", COSTS), status_date="2026-01-16")
    late = found.projects[0]
    # 1,250.50 on a day, and 16 of 31 days of 310.00
    assert late.money.ac.value == 125_050 + 16_000
    (lost,) = [item for item in found.findings if item.finding.code == "COSTS_WITHOUT_PROJECT"]
    assert lost.file == "book.csv"
    assert "'other'" in lost.finding.words


def test_costs_in_another_currency_are_left_out_and_never_converted():
    book = b"Project,Task,Date,Actual,Currency\nlate,1,2026-01-09,9.99,USD\nlate,1,2026-01-09,7,EUR\n"
    found = review.run([("late.csv", LATE)], costs=("book.csv", book), status_date="2026-01-16")
    assert found.projects[0].money.ac.value == 700
    assert "NO_RATE" in codes(found)


def test_planned_amounts_are_the_budget_where_the_baseline_holds_none():
    book = b"Project,Task,Date,Planned,Actual\nbare,,2026-01,310,\nbare,,2026-02,290,\nbare,,2026-01-09,,200\n"
    found = review.run([("bare.csv", BARE)], costs=("book.csv", book), status_date="2026-01-15")
    (bare,) = found.projects
    assert (bare.money.bac.value, bare.money.pv.value, bare.money.ac.value) == (60_000, 15_000, 20_000)
    assert bare.money.ev.value is not None
    assert bare.baseline_source == "cost book"
    assert "COSTS_PLANNED_NOT_USED" not in codes(found)


def test_planned_amounts_that_differ_from_the_baseline_are_told_with_both_totals():
    book = b"Project,Task,Date,Planned\nlate,1,2026-01-09,12.50\n"
    found = review.run([("late.csv", LATE)], costs=("book.csv", book), status_date="2026-01-16")
    (said,) = [item.finding for item in found.findings if item.finding.code == "COSTS_PLANNED_DIFFER"]
    assert said.words.startswith("The cost book plans 12.50 EUR, the baseline (")
    assert found.projects[0].baseline_source != "cost book"


def test_an_unreadable_cost_book_is_a_finding_and_the_plans_keep_their_costs():
    found = review.run([("late.csv", LATE)], costs=("book.csv", b"\xff\xd8\xff"), status_date="2026-01-16")
    assert found.projects[0].money.ac.value == 330_000
    assert [item.file for item in found.findings if item.refused] == ["book.csv"]


def test_progress_is_told_file_by_file():
    told: list[tuple[int, int, str]] = []
    review.run([("a.csv", LATE), ("b.csv", BARE)], on_progress=lambda *step: told.append(step))
    assert told == [(1, 2, "a.csv"), (2, 2, "b.csv")]


def test_nothing_handed_in_is_an_empty_review():
    found = review.run([])
    assert (found.projects, found.findings, found.sources) == ((), (), ())


def test_nothing_here_meets_django():
    import subprocess
    import sys

    code = (
        "import sys; from conspectus import review\n"
        "from tests.review.plans import LATE\n"
        "found = review.run([('late.csv', LATE)]); review.pack_bytes(found)\n"
        "sys.exit(any(name.partition('.')[0] == 'django' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
