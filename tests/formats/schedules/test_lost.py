"""What is lost is said once a file, however many projects share it."""

from __future__ import annotations

from conspectus.formats.schedules import lost


def test_losses_of_several_projects_are_one_line_a_kind() -> None:
    projects = [{"lost": {"activity codes": 3, "views": 1}}, {"lost": {"activity codes": 5}}, {"lost": {}}]
    found = [(f.code, f.words) for f in lost.of_file(projects, set())]
    assert found == [
        ("LOST_ACTIVITY_CODES", "5 activity codes were not carried over."),
        ("LOST_VIEWS", "1 view was not carried over."),
    ]


def test_a_flood_of_user_fields_is_one_line() -> None:
    projects = [{"lost": {"custom fields": 19, "user-defined fields": 19}}] * 4
    (line,) = lost.of_file(projects, set())
    assert line.words == "19 definitions of user-defined fields were not carried over."
    assert list(lost.of_file(projects, {"LOST_USER_FIELDS"})) == []  # their values were said already
