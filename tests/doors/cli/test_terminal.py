"""Terminal tables fit the terminal and lose nothing."""

from __future__ import annotations

from conspectus.doors.cli import _terminal
from conspectus.doors.cli._terminal import Progress, print_findings, print_table

HEADS = ("Project", "Start", "Finish", "Slip")
ROWS = [("한국어 계획", "2026-01-05", "2026-02-05", "+1.0"), ("B", "2026-01-06", "2026-02-06", "-12.5")]


def test_figures_stand_right_and_wide_letters_keep_the_columns(capsys):
    print_table(HEADS, ROWS, figures=(3,))
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].endswith("2026-02-05   +1.0")
    assert lines[3].endswith("2026-02-06  -12.5")
    assert lines[2].startswith("한국어 계획  2026-01-05")
    assert lines[3].startswith("B            2026-01-06")


def test_columns_that_do_not_fit_follow_below_with_the_first_column(capsys, monkeypatch):
    monkeypatch.setattr(_terminal, "room", lambda: 26)
    print_table(HEADS, ROWS)
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 26
    assert out.count("B  ") == 3
    assert all(cell in out for row in ROWS for cell in row)


def test_long_cells_are_cut_with_a_mark(capsys):
    print_table(("Name", "In words"), [("B", "x" * 200)], cut=20)
    assert capsys.readouterr().out.splitlines()[2] == "B     " + "x" * 19 + "…"


def test_names_leave_room_for_figures_and_keep_the_ends_that_tell_them_apart(capsys, monkeypatch):
    monkeypatch.setattr(_terminal, "room", lambda: 80)
    names = [f"Software Development of the whole house (plan_{number}.mpp)" for number in (74, 75)]
    wide = "한국어로 쓴 아주 긴 계획의 이름이 여기에 서 있다"
    print_table(HEADS, [(name, "2026-01-05", "2026-02-05", "+1.0") for name in (*names, wide)], cut=60)
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].startswith("Software Development …an_74.mpp)")
    assert lines[3].startswith("Software Development …an_75.mpp)")
    assert max(_terminal._cells(line) for line in lines) <= 80
    assert all("+1.0" in line for line in lines[2:5])


def test_findings_are_told_gravest_first_and_the_rest_counted(capsys):
    row = {"code": "A", "file": "f.mpp", "project": "", "place": "task 1", "words": "Odd.", "remedy": "Mend it."}
    print_findings([row | {"severity": "note"}, row | {"severity": "error"}, row | {"severity": "warning"}], limit=2)
    assert capsys.readouterr().out.splitlines() == [
        "error    f.mpp, task 1: Odd. Mend it.",
        "warning  f.mpp, task 1: Odd. Mend it.",
        "… and 1 more; --json and the workbook list all.",
    ]


def test_progress_is_plain_lines_where_nobody_watches(capsys):
    progress = Progress()
    progress("read 1 of 2: a\x1b.mpp")
    progress.end()
    assert capsys.readouterr().err == "read 1 of 2: a[U+001B].mpp\n"
