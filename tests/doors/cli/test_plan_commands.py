"""`conspectus plan show` and `plan check`: the contracts, the words, the exit codes."""

from __future__ import annotations

import json

import pytest
from tests.review.plans import BARE, CIRCLE, LATE

from conspectus.doors.cli import run

FIELDS = [
    "early_start", "early_finish", "late_start", "late_finish", "total_float_minutes", "free_float_minutes", "critical",
]  # fmt: skip


@pytest.fixture
def plans(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, data in (("late", LATE), ("bare", BARE), ("circle", CIRCLE)):
        (tmp_path / f"{name}.csv").write_bytes(data)
    (tmp_path / "photo.mpp").write_bytes(b"\xff\xd8\xff\xe0 jpeg")
    return tmp_path


def shown(capsys, *argv: str) -> dict:
    assert run(["plan", *argv, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_show_prints_the_contract(plans, capsys):
    answer = shown(capsys, "show", "late.csv")
    assert list(answer) == ["projects", "findings"]
    (project,) = answer["projects"]
    assert list(project) == ["id", "name", "status_date", "mode", "tasks"]
    task = project["tasks"][1]
    assert list(task) == ["uid", "name", "summary", *FIELDS, "stored"]
    assert list(task["stored"]) == FIELDS
    assert (task["uid"], task["name"], task["summary"], task["critical"]) == ("2", "Build", False, True)
    assert task["late_finish"] == "2026-01-30T17:00"
    assert task["total_float_minutes"] == 0
    assert set(task["stored"].values()) == {None}


@pytest.mark.parametrize("mode", ["auto", "microsoft", "primavera"])
def test_show_names_the_mode_it_used(plans, capsys, mode):
    (project,) = shown(capsys, "show", "bare.csv", "--mode", mode)["projects"]
    assert project["mode"] == ("microsoft" if mode == "auto" else mode)


def test_show_as_a_table(plans, capsys):
    assert run(["plan", "show", "late.csv"]) == 0
    out = capsys.readouterr().out
    build = next(line for line in out.splitlines() if line.startswith("Build"))
    assert "2026-01-30 17:00" in build
    assert build.endswith("yes")


def test_a_circle_is_refused_with_its_path_in_words_and_json(plans, capsys):
    assert run(["plan", "show", "circle.csv", "--json"]) == 2
    out, err = capsys.readouterr()
    answer = json.loads(out)
    assert answer["projects"][0]["tasks"][0]["early_start"] is None
    assert "A → B → A" in err
    assert [row["code"] for row in answer["findings"] if row["severity"] == "refused"] == ["LINK_CYCLE"]


@pytest.mark.parametrize("command", ["show", "check"])
@pytest.mark.parametrize("file", ["photo.mpp", "gone.mpp"])
def test_files_that_cannot_be_used_are_refused(plans, capsys, command, file):
    assert run(["plan", command, file, "--json"]) == 2
    out, err = capsys.readouterr()
    assert file in err
    assert "Traceback" not in err
    assert [row["severity"] for row in json.loads(out)["findings"]] == ["refused"]


def test_check_prints_fourteen_checks(plans, capsys):
    (project,) = shown(capsys, "check", "late.csv", "--status-date", "2026-01-16")["projects"]
    assert list(project) == ["id", "name", "status_date", "quality_ratio", "checks"]
    assert len(project["checks"]) == 14
    assert project["status_date"] == "2026-01-16"
    assert {check["passed"] for check in project["checks"]} == {True, False, None}


def test_check_as_a_table(plans, capsys):
    assert run(["plan", "check", "late.csv"]) == 0
    out = capsys.readouterr().out
    assert "of the assessable checks passed" in out
    assert "● passed" in out


def test_check_since_an_earlier_file_says_what_became_better(plans, capsys):
    (plans / "loose.csv").write_bytes(LATE.replace(b"15d,1,", b"15d,,"))
    (project,) = shown(capsys, "check", "late.csv", "--since", "loose.csv")["projects"]
    assert [list(row) for row in project["trend"]] == [
        ["code", "name", "before", "after", "change", "direction", "words"]
    ] * 14
    (logic,) = [row for row in project["trend"] if row["code"] == "LOGIC"]
    assert (logic["direction"], logic["change"]["value"] < 0) == ("better", True)
    assert run(["plan", "check", "loose.csv", "--since", "late.csv"]) == 0
    assert "▼ Logic: worse" in capsys.readouterr().out


def test_check_since_a_file_that_cannot_be_read_is_refused(plans, capsys):
    assert run(["plan", "check", "late.csv", "--since", "photo.mpp"]) == 2
    assert "photo.mpp" in capsys.readouterr().err


def test_earned_prints_every_measure_and_the_work(plans, capsys):
    (project,) = shown(capsys, "earned", "late.csv", "--status-date", "2026-01-16")["projects"]
    assert project["estimate_planned_minor"]["value"] is not None or project["estimate_planned_minor"]["reason"]
    first = [row for row in project["work_breakdown"] if row["level"] == 1]
    for name in ("budget_at_completion_minor", "planned_value_minor", "earned_value_minor"):
        assert sum(row[name]["value"] for row in first) == project[name]["value"]


def test_earned_as_a_table_says_why_a_figure_is_missing(plans, capsys):
    assert run(["plan", "earned", "bare.csv"]) == 0
    out = capsys.readouterr().out
    assert "Budget at completion" in out
    assert "there is no status date" in out


def test_earned_of_a_circle_keeps_its_place(plans, capsys):
    run(["plan", "earned", "circle.csv", "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert [row["code"] for row in answer["findings"] if row["code"] == "LINK_CYCLE"]
    assert answer["projects"][0]["work_breakdown"] == []


def test_only_one_project_of_a_file_may_be_asked_for(plans, capsys):
    assert run(["plan", "show", "late.csv", "--project", "nobody"]) == 2
    assert "nobody" in capsys.readouterr().err


def test_compare_says_what_changed_and_what_moved_the_finish(plans, capsys):
    (plans / "later.csv").write_bytes(LATE.replace(b"2,Build,15d", b"2,Build,18d").replace(b"Dig", b"Dig deep"))
    (project,) = shown(capsys, "compare", "late.csv", "later.csv")["projects"]
    assert list(project) == [
        "id", "name", "words", "finish_before", "finish_after", "finish_moved_days", "currency", "cost_before_minor",
        "cost_after_minor", "counts", "causes", "changes",
    ]  # fmt: skip
    assert project["finish_moved_days"] == {"value": 3.0, "reason": None}
    assert [(cause["uid"], cause["days"]) for cause in project["causes"]] == [("2", 3.0)]
    assert (project["counts"]["longer"], project["counts"]["renamed"]) == (1, 1)
    assert project["cost_after_minor"] == {"value": 600_000, "reason": None}
    assert run(["plan", "compare", "late.csv", "later.csv"]) == 0
    out = capsys.readouterr().out
    assert " ".join(out.split()).startswith(f"{project['name']}: {project['words']}")
    assert out.index("What moved the finish (1)") < out.index("Tasks renamed (1)") < out.index("Tasks longer (1)")


def test_compare_shows_the_largest_changes_of_a_kind_first(plans, capsys):
    rows = [b"%d,Task %d,%dd" % (n, n, n) for n in range(1, 31)]
    heads = b"Id,Task,Duration"
    (plans / "before.csv").write_bytes(b"\n".join([heads, *rows]))
    (plans / "after.csv").write_bytes(b"\n".join([heads, *(b"%d,Task %d,%dd" % (n, n, 2 * n) for n in range(1, 31))]))
    assert run(["plan", "compare", "before.csv", "after.csv"]) == 0
    out = capsys.readouterr().out
    section = out[out.index("Tasks longer (30)") :].splitlines()
    assert section[3].split()[:2] == ["Task", "30"]
    assert section[3].endswith("+30.0 days")
    assert "… and 18 more; --json lists all." in section
    assert max(map(len, section)) <= 80


def test_compare_of_the_same_file_says_nothing_changed(plans, capsys):
    (project,) = shown(capsys, "compare", "late.csv", "late.csv")["projects"]
    assert (project["words"], project["changes"]) == ("Nothing changed.", [])


def test_compare_with_a_circle_is_refused(plans, capsys):
    assert run(["plan", "compare", "late.csv", "circle.csv", "--json"]) == 2
    out, err = capsys.readouterr()
    assert json.loads(out)["projects"] == []
    assert "A → B → A" in err


def test_a_template_is_written_once_and_read_again(tmp_path, capsys):
    out = tmp_path / "plan.xlsx"
    assert run(["plan", "template", str(out)]) == 0
    assert "ready to fill in" in capsys.readouterr().out
    assert run(["plan", "show", str(out)]) == 0
    assert "Drive piles" in capsys.readouterr().out
    written = out.read_bytes()
    assert run(["plan", "template", str(out)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert out.read_bytes() == written
    assert run(["plan", "template", str(tmp_path / "none" / "plan.xlsx")]) == 2


OPEN = b"Task,Start,Duration,Cost\nDig,03/04/2026,1d,1.234\n"  # the third of April or the fourth of March


@pytest.mark.parametrize(("order", "day"), [("dmy", "2026-04-03"), ("mdy", "2026-03-04")])
def test_what_a_table_leaves_open_is_said_at_each_command(plans, capsys, order, day):
    for name in ("a.csv", "b.csv"):
        (plans / name).write_bytes(OPEN)
    said = ["--date-order", order, "--amounts", "de", "--currency", "EUR"]
    assert run(["plan", "show", "a.csv", "--json"]) == 2
    capsys.readouterr()
    assert shown(capsys, "show", "a.csv", *said)["projects"][0]["tasks"][0]["early_start"] == f"{day}T08:00"
    (same,) = shown(capsys, "compare", "a.csv", "b.csv", *said)["projects"]
    assert (same["finish_before"][:10], same["currency"], same["cost_after_minor"]["value"]) == (day, "EUR", 123400)
    for words in ("check a.csv --since b.csv", "check a.csv", "earned a.csv"):
        assert [one["name"] for one in shown(capsys, *words.split(), *said)["projects"]] == ["a"]


def test_text_is_read_in_the_encoding_that_was_said(plans, capsys):
    (plans / "greek.csv").write_bytes("Task,Duration\nΑΩ,1d\n".encode("cp1253"))
    (project,) = shown(capsys, "show", "greek.csv", "--encoding", "cp1253")["projects"]
    assert project["tasks"][0]["name"] == "ΑΩ"


@pytest.mark.parametrize("option", [("--encoding", "runes"), ("--currency", "doubloons")])
def test_an_answer_that_is_none_is_refused_in_words(plans, capsys, option):
    assert run(["plan", "show", "late.csv", *option]) == 2
    assert option[1] in capsys.readouterr().err
