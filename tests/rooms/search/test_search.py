"""The search: what is found, by whom, and how soon after a deed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import factories as make
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.journeys.subjects import subject_of
from conspectus.kit.errors import Invalid
from conspectus.kit.reading import only_reading
from conspectus.rooms.accounts.actions import change_person, local_operator
from conspectus.rooms.accounts.models import User
from conspectus.rooms.files.actions import Content, Particulars, add_document, withdraw_document
from conspectus.rooms.followup.actions import add_comment, withdraw_comment
from conspectus.rooms.followup.models import Comment
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.portfolio.actions import (
    ContractParticulars,
    NewStream,
    PartyParticulars,
    add_alias,
    begin_with_view,
    change_project,
    change_projects,
    create_contract,
    create_party,
    cut_project,
    remove_alias,
    retire_objective,
    set_field_values,
)
from conspectus.rooms.portfolio.models import Alias, Project
from conspectus.rooms.schedule.actions import import_plan
from conspectus.rooms.search.actions import follow_deeds, rebuild_index
from conspectus.rooms.search.models import Entry, Followed
from conspectus.rooms.search.queries import Hit, search
from conspectus.rooms.status.actions import Words, declare_status

pytestmark = pytest.mark.usefixtures("reader")


def hits(by: User, text: str, **more: object) -> Iterator[Hit]:
    """Search after the newest deed."""
    follow_deeds(at=AT)
    found = search(by, text, on=AT.date(), **more)  # type: ignore[arg-type]  # by name
    assert found.total == sum(group.total for group in found.groups)
    return (hit for group in found.groups for hit in group.hits)


def kinds(by: User, text: str) -> list[str]:
    return [hit.kind for hit in hits(by, text)]


def hand_in(project: Project, by: User, *names: str) -> None:
    plan = house()
    renamed = replace(plan, tasks=replace(plan.tasks, name=(*names, *plan.tasks.name[len(names) :])))
    import_plan(project=project, data=file_of(renamed), name="north.xml", by=by, at=AT)


def test_everything_is_found_by_the_beginnings_of_its_words(cast: Cast) -> None:
    by, at = cast.mona, AT
    hand_in(cast.project, cast.alice, "Dig for the Küche")
    lay_periods(portfolio=cast.portfolio, starting=AT.date(), through=AT.date(), by=by, at=at)
    period = open_period(period=cast.portfolio.periods.get(), revision=1, by=by, at=at)
    told = Words(summary="Piling rig broke down.\nA second one came.")
    declare_status(subject=cast.project, period=period, words=told, declared=[], revision=0, by=cast.alice, at=at)
    own = Words(summary="Cranes are scarce.")
    declare_status(subject=cast.programme, period=period, words=own, declared=[], revision=0, by=by, at=at)
    supplier = create_party(
        portfolio=cast.portfolio, new=PartyParticulars("Østfold Stål", ("supplier",), code="S-77"), by=by, at=at
    )
    create_contract(new=ContractParticulars(supplier, "Sheet piles", 7, projects=(cast.project,)), by=by, at=at)
    aim = make.objective("Deliver faster", portfolio=cast.portfolio)
    add_alias(project=cast.project, name="Depot Nord", by=cast.alice, at=at)

    assert kinds(by, "warehouse north") == ["project"]
    assert kinds(by, "WN-1") == kinds(by, "wn1") == kinds(by, "depot") == kinds(by, "NORD ware") == ["project"]
    assert kinds(by, "warehouses") == ["project", "programme"]  # a project tells its programme
    assert kinds(by, "growth") == ["portfolio"]
    assert kinds(by, "logist") == ["project", "division"]
    assert kinds(by, "rig second") == ["report"]
    (report,) = hits(by, "cranes")
    assert (report.kind, report.place, kinds(cast.dave, "cranes")) == ("report", "Warehouses", [])
    assert kinds(cast.alice, "cranes") == ["report"]  # she sees the programme her project is in
    assert kinds(by, "ostfold") == ["contract", "party"]
    assert kinds(by, "s77") == ["party"]
    assert kinds(by, "faster") == ["objective"]
    (task,) = hits(by, "KUCHE")
    assert (task.kind, task.subject_id, task.excerpts) == ("task", cast.project.pk, ("Dig for the Küche",))
    (milestone,) = hits(by, "hand over")
    assert (milestone.kind, milestone.place) == ("milestone", "WN-1 Warehouse north")
    (report,) = hits(by, "piling")
    assert report.excerpts == ("Piling rig broke down.",)
    assert kinds(by, "") == kinds(by, "!?") == kinds(by, "piling nowhere") == []
    retire_objective(objective=aim, revision=aim.revision, by=by, at=at)
    assert kinds(by, "faster") == []


def test_nobody_finds_or_counts_what_they_may_not_see(cast: Cast) -> None:
    hand_in(cast.project, cast.alice, "Secret tunnel")
    make.field("code_word", sees="cost", label="Code word")
    make.field("place", label="Place")
    values = {"code_word": "Bluebird", "place": "Lisbon"}
    set_field_values(subject=cast.project, values=values, revision=cast.project.revision, by=cast.mona, at=AT)
    assert kinds(cast.alice, "tunnel") == kinds(cast.grace, "tunnel") == ["task"]
    assert kinds(cast.grace, "lisbon") == ["project"]
    for who in cast.users().values():  # what takes a right is found by none, so no count tells of it
        assert kinds(who, "bluebird") == []
    for word in ("warehouse", "tunnel", "growth", "hand over", "lisbon"):
        assert kinds(cast.dave, word) == []
    assert kinds(cast.alice, "office") == []  # a project elsewhere
    assert "project" in kinds(cast.bob, "office")
    assert "person" in kinds(cast.bob, "carol")
    assert kinds(cast.alice, "carol") == ["project"]  # whose sponsor she is; the list of people is not alice's
    assert kinds(cast.alice, "place") == ["project"]
    assert "field" in kinds(cast.bob, "place")
    cast.bob.is_active = False
    assert kinds(cast.bob, "office") == []


def test_what_is_attached_to_things_is_found_by_who_sees_them(cast: Cast) -> None:
    def say(subject: object, text: str, by: User) -> Comment:
        return add_comment(subject=subject_of(subject), text=text, named=(), by=by, at=AT)

    on_project = say(cast.project, "Zebra crossing\nis missing", cast.alice)
    say(cast.programme, "Okapi", cast.mona)
    say(cast.other, "Giraffe", cast.bob)
    supplier = create_party(portfolio=cast.portfolio, new=PartyParticulars("Steel", ("supplier",)), by=cast.mona, at=AT)
    say(supplier, "Lemur", cast.mona)
    say(cast.division, "Badger", cast.bob)  # of divisions is not found
    paper = add_document(
        subject=subject_of(cast.project),
        new=Particulars("Soil survey"),
        content=Content(link="https://a.example/s"),
        by=cast.alice,
        at=AT,
    )
    row = Project.objects.get(pk=cast.project.pk)
    cut = [NewStream("Groundworks", "1", lead=cast.grace.person)]
    cut_project(project=row, streams=cut, revision=row.revision, by=cast.alice, at=AT)

    (hit,) = hits(cast.alice, "zebra")
    assert (hit.kind, hit.title, hit.about) == ("comment", "Alice", f"project/{cast.project.pk}")
    assert (hit.place, hit.excerpts) == ("WN-1 Warehouse north", ("Zebra crossing",))
    assert kinds(cast.mona, "okapi") == kinds(cast.mona, "lemur") == kinds(cast.bob, "giraffe") == ["comment"]
    assert kinds(cast.alice, "giraffe") == kinds(cast.bob, "badger") == []
    assert [(hit.kind, hit.subject_id) for hit in hits(cast.alice, "soil survey")] == [("document", paper.pk)]
    assert kinds(cast.grace, "groundworks") == ["stream"]
    for word in ("zebra", "okapi", "lemur", "soil", "groundworks"):
        assert kinds(cast.dave, word) == []
    withdraw_comment(comment=on_project, revision=1, by=cast.alice, at=AT)
    withdraw_document(document=paper, revision=paper.revision, by=cast.alice, at=AT)
    assert kinds(cast.alice, "zebra") == kinds(cast.alice, "soil") == []
    kept = set(Entry.objects.values_list("kind", "subject_id", "stamp"))
    rebuild_index(at=AT)
    assert set(Entry.objects.values_list("kind", "subject_id", "stamp")) == kept


def test_a_deed_is_found_at_once_and_nothing_is_done_without_one(cast: Cast) -> None:
    hand_in(cast.project, cast.alice, "Excavate")
    assert kinds(cast.alice, "excavate") == ["task"]
    assert follow_deeds(at=AT) == 0
    hand_in(cast.project, cast.alice, "Tunnel")
    assert (kinds(cast.alice, "excavate"), kinds(cast.alice, "tunnel")) == ([], ["task"])
    row = Project.objects.get(pk=cast.project.pk)
    change_project(project=row, changes={"name": "Depot"}, revision=row.revision, by=cast.alice, at=AT)
    assert (kinds(cast.alice, "north"), kinds(cast.alice, "depot")) == ([], ["project"])
    (milestone,) = hits(cast.alice, "hand over")
    assert milestone.place == "WN-1 Depot"
    add_alias(project=cast.project, name="Old name", by=cast.alice, at=AT)
    assert kinds(cast.alice, "old name") == ["project"]
    remove_alias(alias=Alias.objects.get(), by=cast.alice, at=AT)
    assert kinds(cast.alice, "old name") == []
    person = cast.carol.person
    change_person(
        person=person, name="Zoe", email="", division=None, revision=person.revision, by=local_operator(), at=AT
    )
    assert "project" in kinds(cast.alice, "zoe")
    quarry = make.project("Quarry", code="QU-9", portfolio=cast.portfolio, manager=cast.alice.person)
    assert kinds(cast.alice, "qu9") == ["project"]
    change_projects(chosen=[(quarry, 1)], changes={"manager": cast.grace.person}, by=cast.mona, at=AT)
    assert "project" in kinds(cast.mona, "grace")
    begin_with_view(view=None, by=cast.mona, at=AT)
    assert follow_deeds(at=AT) == 0


def test_the_index_made_anew_is_the_one_that_was_kept(cast: Cast) -> None:
    hand_in(cast.project, cast.alice)
    assert kinds(cast.alice, "roof") == ["task"]

    def texts() -> list[tuple[object, ...]]:
        return sorted(Entry.objects.values_list("kind", "subject_id", "title", "words", "stamp"))

    before = texts()
    assert rebuild_index(at=AT) == len(before)
    assert texts() == before
    assert kinds(cast.alice, "roof") == ["task"]
    Followed.objects.update(number=10**9)  # the rows come from a backup, the index from a later day
    Entry.objects.filter(kind="task").delete()
    assert kinds(cast.alice, "roof") == ["task"]


def test_the_best_come_first_and_the_rest_a_page_at_a_time(cast: Cast) -> None:
    for name in ("Bridge over the river", "River", "The river bank", "River crossing"):
        make.project(name, portfolio=cast.portfolio, manager=cast.alice.person)
    for number in range(60):
        make.project(f"Lot {number}", summary="By the river", portfolio=cast.portfolio, manager=cast.alice.person)
    first = [hit.title for hit in hits(cast.alice, "river")]
    assert first[:2] == ["River", "River crossing"]
    assert set(first[2:4]) == {"The river bank", "Bridge over the river"}
    found = search(cast.alice, "river", on=AT.date())
    assert (found.total, len(found.groups[0].hits)) == (64, 5)
    pages = [search(cast.alice, "river", kind="project", first=start, on=AT.date()).groups for start in (0, 50)]
    seen = [hit.subject_id for (group,) in pages for hit in group.hits]
    assert (len(seen), len(set(seen))) == (64, 64)
    with pytest.raises(Invalid):
        search(cast.alice, "river", kind="user")


SIGNS = {
    # what is asked: the projects found, which are called "Aa or near bb not xx words" and "Aa bb"
    '"': "", "(((": "", "-aa": "both", "aa* OR bb": "whole", "NEAR(aa bb)": "whole", "aa NOT xx": "whole",
    "aa:bb": "both", "' | 'xx':*": "whole", "aa' & !bb": "both", "aa' | 'zz": "", "{words}": "whole", "\0aa": "both",
    "\ufb00": "", "%_": "",
    "aa\U0001f701 bb" + " aa" * 300: "both",
}  # fmt: skip


def test_signs_of_the_databases_own_languages_are_no_more_than_signs(cast: Cast) -> None:
    whole = make.project("Aa or near bb not xx words", code="S-1", portfolio=cast.portfolio)
    part = make.project("Aa bb", code="S-2", portfolio=cast.portfolio)
    meant = {"": set(), "whole": {whole.pk}, "both": {whole.pk, part.pk}}
    for text, found in SIGNS.items():
        assert {hit.subject_id for hit in hits(cast.bob, text) if hit.kind == "project"} == meant[found], text


def test_one_thing_and_many_ask_the_database_as_often(cast: Cast) -> None:
    def asked() -> int:
        follow_deeds(at=AT)
        with only_reading(), CaptureQueriesContext(connection) as questions:
            search(cast.alice, "ware", on=AT.date())
        return len(questions)

    few = asked()
    for number in range(12):
        make.project(f"Ware {number}", portfolio=cast.portfolio, manager=cast.alice.person)
    assert asked() == few
    follow_deeds(at=AT + timedelta(days=1))
