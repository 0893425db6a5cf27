"""A master list taken: what is shown is what is done, twice is once, nothing is guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests import factories as make
from tests.cast import Cast

from conspectus.journeys.master_list.lines import ListLine, ListPreview
from conspectus.journeys.take_master_list import ListFile, preview_master_list, take_master_list
from conspectus.kit.errors import Conflict, Invalid, NotAllowed, Stale
from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.accounts.models import AuditLine, Division, Person, User
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.actions import Move, add_alias, change_project_state
from conspectus.rooms.portfolio.models import Portfolio, Project, Stated
from conspectus.rooms.status.actions import Declared, Words, declare_status
from conspectus.rooms.status.models import Report

pytestmark = [pytest.mark.django_db, pytest.mark.rows]
AT = make.AT + timedelta(days=1)
LIST = """Code,Project,Division,Programme,Manager,RAG,Start,Finish,Budget,WLC (£m),Comments
N-1,New hall,North,Sites,Eva Brandt,A/R,2026-02-01,Q3 2027,"£1,200,000",2.5,Steel is late
N-2,Canteen,North,,Eva Brandt,green,2026,2027,$90k,,
"""


@pytest.fixture
def place() -> Portfolio:
    return make.portfolio("Growth", currency="GBP")


@pytest.fixture
def by() -> User:
    return local_operator()


def listed(place: Portfolio, text: str, **more: Any) -> ListFile:
    return ListFile(text.encode(), "list.csv", place, **more)


def looked(place: Portfolio, text: str, **more: Any) -> ListPreview:
    return preview_master_list(file=listed(place, text, **more), by=local_operator(), at=AT)


def taken(place: Portfolio, text: str, **more: Any) -> Any:
    return take_master_list(file=listed(place, text, **more), by=local_operator(), at=AT)


def only(found: ListPreview) -> ListLine:
    (line,) = found.lines
    return line


def said(line: ListLine) -> dict[str, tuple[str, str]]:
    return {change.field: (change.before, change.after) for change in line.changes}


def an_open_period(place: Portfolio) -> Period:
    on = make.AT.date()
    row = lay_periods(portfolio=place, starting=on, through=on, by=local_operator(), at=AT)[0]
    return open_period(period=row, revision=1, by=local_operator(), at=AT)


def test_a_list_becomes_the_portfolio_and_twice_is_once(place: Portfolio, by: User) -> None:
    period = an_open_period(place)
    found = looked(place, LIST, period=period)
    assert found.counts == {"new": 2, "change": 0, "same": 0, "ask": 0, "refused": 0}
    assert (found.people, found.divisions, found.programmes) == (("Eva Brandt",), ("North",), ("Sites",))
    assert not Project.objects.exists()
    assert not Division.objects.exists()

    done = taken(place, LIST, period=period)
    assert (done.opened, done.changed, done.left, done.refused) == (2, 0, 0, ())
    hall = Project.objects.select_related("division", "programme", "manager").get(code="N-1")
    assert (hall.name, hall.currency, hall.state) == ("New hall", "GBP", "active")
    assert [str(row) for row in (hall.division, hall.programme, hall.manager)] == ["North", "Sites", "Eva Brandt"]
    stated = Stated.objects.get(project=hall)
    assert (stated.starts_on, stated.finishes_on) == (date(2026, 2, 1), date(2027, 9, 30))
    assert (stated.budget_minor, stated.cost_minor, stated.currency) == (120_000_000, 250_000_000, "GBP")
    assert stated.stated_on == period.ends_on - timedelta(days=1)
    report = Report.objects.get(project=hall)
    assert (report.scale, report.summary) == ("confidence_5", "Steel is late")
    assert [(row.dimension, row.level) for row in report.declarations.all()] == [("overall", "amber_red")]
    assert Stated.objects.get(project__code="N-2").budget_minor == 9_000_000

    lines = AuditLine.objects.count()
    again = looked(place, LIST, period=period)
    assert again.counts["same"] == 2
    assert taken(place, LIST, period=period).outcomes == ()
    assert AuditLine.objects.count() == lines
    assert Person.objects.filter(name="Eva Brandt").count() == 1


def test_each_change_is_shown_and_an_empty_cell_takes_nothing_away(place: Portfolio) -> None:
    taken(place, LIST)
    line = only(looked(place, "Code,Project,Manager,Budget,Division\nN-1,Second hall,Jan Kolb,£1.3m,\n"))
    assert line.deed == "change"
    assert said(line) == {
        "name": ("New hall", "Second hall"),
        "manager": ("Eva Brandt", "Jan Kolb"),
        "alias": ("", "New hall"),
        "budget": ("1,200,000.00 GBP", "1,300,000.00 GBP"),
    }
    taken(place, "Code,Project,Manager,Budget,Division\nN-1,Second hall,Jan Kolb,£1.3m,\n")
    hall = Project.objects.select_related("manager", "division").get(code="N-1")
    assert (hall.name, str(hall.manager), str(hall.division)) == ("Second hall", "Jan Kolb", "North")
    assert Stated.objects.filter(project=hall).latest("stated_on").cost_minor == 250_000_000


def test_a_former_name_still_finds_the_project_and_does_not_rename_it(place: Portfolio) -> None:
    taken(place, LIST)
    taken(place, "Code,Project\nN-1,Second hall\n")
    line = only(looked(place, "Project\nNew  HALL\n"))
    assert (line.deed, line.code, line.name) == ("same", "N-1", "Second hall")
    assert line.why == "Matched by another name of it."


def test_a_code_not_known_becomes_another_code_of_the_project(place: Portfolio) -> None:
    taken(place, "Project\nNew hall\n")
    assert Project.objects.get().code == "G-0001"
    line = only(looked(place, "Code,Project\nBEIS-7,New hall\n"))
    assert said(line) == {"alias": ("", "BEIS-7")}
    taken(place, "Code,Project\nBEIS-7,New hall\n")
    assert only(looked(place, "Code,Project\nbeis-7,New hall\n")).why == "Matched by another code of it."


def test_a_likeness_asks_and_is_never_taken(place: Portfolio) -> None:
    taken(place, "Project,Start\nSchool Building Programme,2026-01-05\nOther,\n")
    text = "Project,Start\nThe School Building (phase 1),2026-01-05\n"
    found = looked(place, text)
    line = only(found)
    assert line.deed == "ask"
    assert line.likes[0].name == "School Building Programme"
    assert line.likes[0].same_start
    assert taken(place, text).outcomes == ()
    there = Project.objects.get(name="School Building Programme")
    assert only(looked(place, text, same_as={2: 0})).deed == "new"
    taken(place, text, same_as={2: there.pk})
    there.refresh_from_db()
    assert there.name == "The School Building (phase 1)"
    assert [row.name for row in there.aliases.all()] == ["School Building Programme"]


def test_two_rows_of_one_project_and_two_projects_of_one_name(place: Portfolio) -> None:
    text = "Code,Project\nA-1,Records\nA-2,Records\na-1,Archive\n"
    first, second, third = looked(place, text).lines
    assert (first.name, second.name) == ("Records", "Records (A-2)")
    assert "another project is called" in second.notes[0].lower()
    assert third.deed == "refused"
    assert "a-1" in third.refused
    taken(place, text)
    found = looked(place, text)
    assert [line.deed for line in found.lines] == ["same", "same", "refused"]
    assert found.lines[2].refused.startswith("Row 2 means the same project")


def test_only_the_rows_that_were_chosen(place: Portfolio) -> None:
    done = take_master_list(file=listed(place, LIST), rows=[3], by=local_operator(), at=AT)
    assert (done.opened, done.left) == (1, 1)
    assert Project.objects.get().code == "N-2"
    assert done.programmes == ()


def test_what_changed_since_it_was_shown_is_not_taken(place: Portfolio, by: User) -> None:
    shown = looked(place, LIST).digest
    make.project("New hall", code="X-1", portfolio=place)
    with pytest.raises(Stale):
        take_master_list(file=listed(place, LIST), shown=shown, by=by, at=AT)
    assert Project.objects.count() == 1


def test_ratings_stay_missing_and_a_report_keeps_what_the_list_does_not_say(place: Portfolio, by: User) -> None:
    period = an_open_period(place)
    project = make.project("New hall", code="N-1", portfolio=place)
    kept = [Declared("overall", "green", "sure"), Declared("cost", "amber")]
    words = Words(summary="s", decisions="d")
    declare_status(subject=project, period=period, declared=kept, words=words, revision=0, by=by, at=AT)
    text = "Code,Project,RAG,Schedule RAG\nN-1,New hall,exempt,red\n"
    assert said(only(looked(place, text, period=period))) == {"status schedule": ("", "Red")}
    taken(place, text, period=period)
    report = Report.objects.get()
    levels = {row.dimension: (row.level, row.words) for row in report.declarations.all()}
    assert levels == {"overall": ("green", "sure"), "cost": ("amber", ""), "schedule": ("red", "")}
    assert (report.summary, report.decisions) == ("s", "d")


def test_without_a_period_ratings_are_said_to_be_left_out(place: Portfolio) -> None:
    codes = [item.code for item in looked(place, LIST).findings]
    assert "NO_PERIOD" in codes
    taken(place, LIST)
    assert not Report.objects.exists()


def test_a_period_must_be_open_and_of_the_portfolio(place: Portfolio) -> None:
    on = make.AT.date()
    planned = lay_periods(portfolio=place, starting=on, through=on, by=local_operator(), at=AT)[0]
    with pytest.raises(Conflict, match="planned"):
        looked(place, LIST, period=planned)
    with pytest.raises(Conflict, match="another portfolio"):
        looked(place, LIST, period=an_open_period(make.portfolio()))


def test_a_project_elsewhere_or_ended_is_refused_with_its_reason(place: Portfolio, by: User) -> None:
    make.project("Far away", code="F-1", portfolio=make.portfolio("Elsewhere"))
    ended = make.project("Ended", code="E-1", portfolio=place)
    change_project_state(project=ended, move=Move("closed", "Done"), revision=1, by=by, at=AT)
    far, over = looked(place, "Code,Project\nF-1,Far\nE-1,Over\n").lines
    assert (far.deed, over.deed) == ("refused", "refused")
    assert "Elsewhere" in far.refused
    assert "completed" in over.refused


def test_a_state_moves_only_where_it_may(place: Portfolio) -> None:
    make.project("A", code="A", portfolio=place, state="proposed")
    make.project("B", code="B", portfolio=place)
    text = "Code,Project,State\nA,A,in progress\nB,B,complete\n"
    first, second = looked(place, text).lines
    assert first.deed == "same"
    assert "cannot become" in first.notes[0]
    assert said(second) == {"state": ("Active", "Completed")}
    taken(place, text)
    assert list(Project.objects.order_by("code").values_list("state", flat=True)) == ["proposed", "closed"]


def test_names_that_mean_several_are_left_alone(place: Portfolio) -> None:
    make.person("Jan Kolb")
    make.person("Jan Kolb")
    line = only(looked(place, "Code,Project,Manager\nA,A,Jan Kolb\n"))
    assert said(line) == {}
    assert "2 are called 'Jan Kolb'" in line.notes[0]


def test_another_currency_is_the_projects_own_or_not_taken(place: Portfolio) -> None:
    assert said(only(looked(place, "Code,Project,Budget\nA,A,€2m\n")))["currency"] == ("", "EUR")
    make.project("B", code="B", portfolio=place)
    line = only(looked(place, "Code,Project,Budget\nB,B,€2m\n"))
    assert line.deed == "same"
    assert "EUR" in line.notes[0]


def test_who_may_not_open_divisions_is_told_so(cast: Cast) -> None:
    text = "Code,Project,Division,Manager\nQ-1,Quay,Harbour,Nobody Known\n"
    file = listed(cast.portfolio, text)
    line = only(preview_master_list(file=file, by=cast.mona, at=AT))
    assert line.deed == "new"
    assert said(line) == {}
    assert len(line.notes) == 2
    take_master_list(file=file, by=cast.mona, at=AT)
    assert Project.objects.get(code="Q-1").division is None


@pytest.mark.parametrize("name", ["alice", "grace", "liam"])
def test_who_may_not_open_projects_takes_no_list(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        preview_master_list(file=listed(cast.portfolio, LIST), by=getattr(cast, name), at=AT)


def test_a_refused_file_is_refused_in_words(place: Portfolio) -> None:
    for data in (b"", b"PK\x03\x04"):
        with pytest.raises(Invalid):
            preview_master_list(file=replace(listed(place, ""), data=data), by=local_operator(), at=AT)
    with pytest.raises(Invalid, match="names or codes"):
        taken(place, "Alpha,Beta\n1,2\n")


def test_hostile_names_are_refused_by_their_row_and_the_others_taken(place: Portfolio) -> None:
    long, hidden = "x" * 300, "A\u202eB"
    done = taken(place, f"Code,Project\nA,{hidden}\nB,{long}\n=1+1,=cmd()\nC,Fine\n")
    assert {one.code for one in done.refused} == {"A"}
    assert set(Project.objects.values_list("code", flat=True)) == {"=1+1", "C"}


def test_the_preview_asks_the_database_the_same_however_many_rows(
    place: Portfolio, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        make.project(f"Project {number:04}", code=f"K-{number}", portfolio=place)
    text = "Code,Project,Manager,Budget\n" + "".join(f"K-{n},Project {n:04},Eva,£{n + 1}m\n" for n in range(12))
    for rows in (2, 4, 13):
        with django_assert_max_num_queries(24):
            looked(place, "\n".join(text.split("\n")[:rows]) + "\n")


def test_a_plan_is_matched_by_another_name_of_its_project(cast: Cast) -> None:
    from conspectus.journeys.import_folder import match_files

    add_alias(project=cast.project, name="hall-north", by=cast.alice, at=AT)
    data = b"Id,Task,Duration\n1,Dig,10d\n"
    (match,) = match_files(files=[("Hall-North.csv", data)], by=cast.alice, at=AT)
    assert match.project_id == cast.project.pk
