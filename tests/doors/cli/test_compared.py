"""Two stored revisions compared in the terminal: the finish first, then each kind of change, within 100 columns."""

from __future__ import annotations

from conspectus.doors.cli._compared import print_changes
from conspectus.rooms.schedule.queries.views import ChangeView, ComparisonView

LONG = "A task whose name goes on and on about the work that it stands for, phase II"


def made(*changes: ChangeView, causes: tuple[ChangeView, ...] = ()) -> ComparisonView:
    """Return a comparison of two revisions."""
    said = ("The finish moved 3 working days later, from 2026-10-02 to 2026-10-07; " + "and so on " * 20,)
    return ComparisonView("revision 1", "revision 2", said, None, None, 3.0, changes=changes, causes=causes)


def test_changes_stand_by_kind_the_largest_first_without_the_name_said_twice(capsys):
    moved = [ChangeView(f"{n}", f"T{n}", "moved", f"“T{n}” finishes {n} working days later, on 2026-10-07.", float(n))
             for n in range(1, 31)]  # fmt: skip
    link = ChangeView("7", "T7", "link added", "The link 2FS from “T2” to “T7” was added.")
    print_changes(made(*moved, link, causes=(ChangeView("9", "T9", "longer", "T9", 3.0),)))
    out = capsys.readouterr().out
    assert out.index("What moved the finish (1)") < out.index("Tasks moved (30)") < out.index("Links added (1)")
    first = out[out.index("Tasks moved (30)") :].splitlines()[3]
    assert " ".join(first.split()) == "T30 30 finishes 30 working days later, on 7 Oct 2026."
    assert "… and 18 more; --json lists all." in out


def test_no_line_is_wider_than_a_hundred_columns(capsys):
    words = f"“{LONG}” finishes 12.5 working days later, on 2026-10-07, and needs {LONG}."
    print_changes(
        made(ChangeView("123456", LONG, "moved", words, 12.5), causes=(ChangeView("1", LONG, LONG, "", 1.0),))
    )
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 100


def test_where_nothing_changed_only_the_words_are_said(capsys):
    print_changes(ComparisonView("revision 1", "revision 1", ("Nothing changed.",), None, None, 0.0))
    assert capsys.readouterr().out == "Nothing changed.\n\n"
