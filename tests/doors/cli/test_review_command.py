"""`conspectus review` as a person or a script uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.review.plans import BARE, CIRCLE, COSTS, LATE

from conspectus.doors.cli import run


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    plans = tmp_path / "plans"
    (plans / "deep").mkdir(parents=True)
    (plans / "late.csv").write_bytes(LATE)
    (plans / "deep" / "bare.csv").write_bytes(BARE)
    (plans / "photo.mpp").write_bytes(b"\xff\xd8\xff\xe0 jpeg")
    (plans / "readme.txt").write_text("no plan")
    (plans / ".hidden.csv").write_bytes(LATE)
    return tmp_path


def test_a_folder_becomes_a_table_findings_and_a_pack(folder, capsys):
    assert run(["review", "plans", "--status-date", "2026-01-16", "--out", "pack"]) == 0
    out, err = capsys.readouterr()
    late = next(line for line in out.splitlines() if line.startswith("late "))
    for figure in ("◆ red", "2026-01-16", "2026-01-05", "2026-01-30", "2026-01-23", "+5.0", "6,000", "3,300", "0.61"):
        assert figure in late
    assert "refused  photo.mpp: The content is not a Project file." in out
    assert "read 3 of 3" in err
    assert {path.name for path in Path("pack").iterdir()} == {"board-pack.pptx", "board-pack.pdf", "board-pack.xlsx"}


def test_json_is_one_document_on_standard_output(folder, capsys):
    assert run(["review", "plans", "--json", "--costs", "plans/none.csv", "--out", "pack"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [project["file"] for project in answer["projects"]] == ["deep/bare.csv", "late.csv"]
    assert sorted(Path(path).name for path in answer["pack"]) == [
        "board-pack.pdf",
        "board-pack.pptx",
        "board-pack.xlsx",
    ]
    assert {row["file"] for row in answer["findings"] if row["severity"] == "refused"} == {"photo.mpp", "none.csv"}


def test_costs_come_from_a_book(folder, capsys):
    Path("book.csv").write_bytes(COSTS)
    run(["review", "plans/late.csv", "--costs", "book.csv", "--status-date", "2026-01-16", "--json", "--out", "pack"])
    (project,) = json.loads(capsys.readouterr().out)["projects"]
    assert project["actual_cost_minor"] == {"value": 141_050, "reason": None}


def test_the_pack_is_the_same_when_made_again(folder, capsys):
    packs = []
    for place in ("one", "two"):
        run(["review", "plans", "--status-date", "2026-01-16", "--out", place])
        packs.append({path.name: path.read_bytes() for path in Path(place).iterdir()})
    assert packs[0] == packs[1]


@pytest.mark.parametrize("words", ["soon", "2026-02-30", "1800-01-01"])
def test_a_bad_status_date_is_refused_before_anything_is_written(folder, capsys, words):
    assert run(["review", "plans", "--status-date", words, "--out", "pack"]) == 2
    assert "status date" in capsys.readouterr().err
    assert not Path("pack").exists()


def test_a_refusal_is_json_too(folder, capsys):
    assert run(["review", "plans", "--status-date", "soon", "--json"]) == 2
    out, err = capsys.readouterr()
    (finding,) = json.loads(out)["findings"]
    assert finding["severity"] == "refused"
    assert finding["words"] in err


def test_only_unusable_files_leave_with_2_and_still_say_why(folder, capsys):
    Path("circle.csv").write_bytes(CIRCLE)
    assert run(["review", "plans/photo.mpp", "gone.mpp", "circle.csv", "--out", "pack"]) == 2
    out, err = capsys.readouterr()
    assert "gone.mpp: There is no such file." in err
    assert "A → B → A" in err
    assert "The content is not a Project file." in out


def test_a_file_refused_for_many_rows_says_its_first_reason_and_how_many_more(folder, capsys):
    Path("twice.csv").write_bytes(b"Id,Task,Duration,Start\n" + b"7,Dig,2d,2026-01-05\n" * 40)
    assert run(["review", "twice.csv", "--out", "pack"]) == 2
    said = [line for line in capsys.readouterr().err.splitlines() if line.startswith("twice.csv: ")]
    assert len(said) == 1
    assert said[0].endswith("Give each task an id of its own. (38 more in this file)")


def test_a_folder_that_cannot_be_written_is_refused_in_words(folder, capsys):
    Path("pack").write_text("a file stands in the way")
    assert run(["review", "plans", "--out", "pack"]) == 2
    err = capsys.readouterr().err
    assert "The pack could not be written to pack" in err
    assert "Traceback" not in err


def test_terminal_controls_in_names_are_shown_not_obeyed(folder, capsys):
    Path("evil.csv").write_bytes(BARE.replace(b"Think", b"\x1b[2JThink"))
    run(["review", "evil.csv", "--out", "pack"])
    assert "\x1b" not in capsys.readouterr().out


def test_a_table_that_leaves_its_dates_open_is_reviewed_as_was_said(folder, capsys):
    Path("open.csv").write_bytes(b"Task,Start,Duration\nDig,03/04/2026,1d\n")
    assert run(["review", "open.csv", "--out", "pack"]) == 2
    assert "day or the month comes first" in capsys.readouterr().err
    for order, day in (("dmy", "2026-04-03"), ("mdy", "2026-03-04")):
        assert run(["review", "open.csv", "--date-order", order, "--json", "--out", "pack"]) == 0
        (project,) = json.loads(capsys.readouterr().out)["projects"]
        assert project["finish"][:10] == day
