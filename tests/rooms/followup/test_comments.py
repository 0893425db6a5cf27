"""Comments: who may say what, who is named, what stays when they are changed or withdrawn; following."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from tests import factories as make
from tests.cast import AT, Cast

from conspectus.journeys.comment import get_comment, rewrite_comment, write_comment
from conspectus.journeys.following import followed, owns
from conspectus.journeys.subjects import find_subject, seen_subjects, subject_of
from conspectus.kit.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.followup.actions import follow_subject, unfollow_subject, visit_home, withdraw_comment
from conspectus.rooms.followup.models import EarlierText
from conspectus.rooms.followup.queries import comment_view, looked_before, thread
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.portfolio.actions import (
    ContractParticulars,
    PartyParticulars,
    create_contract,
    create_party,
)
from conspectus.rooms.schedule.actions import import_plan
from conspectus.rooms.status.actions import declare_status

PLAN = b"Id,Task,Duration,Start,Predecessors\n1,Dig,10d,2024-04-01,\n2/a,Opening,0d,,1\n"
LATER = AT + timedelta(hours=1)


def test_every_kind_of_thing_is_talked_about_by_who_sees_it(cast: Cast) -> None:
    import_plan(project=cast.project, data=PLAN, name="a.csv", by=cast.alice, at=AT)
    day = AT.date()
    (period,) = lay_periods(portfolio=cast.portfolio, starting=day, through=day, by=cast.mona, at=AT)
    period = open_period(period=period, revision=1, by=cast.mona, at=AT)
    report = declare_status(subject=cast.project, period=period, declared=[], revision=0, by=cast.alice, at=AT)
    new = PartyParticulars(name="Nord Steel", kinds=("supplier",))
    party = create_party(portfolio=cast.portfolio, new=new, by=cast.liam, at=AT)
    contract = create_contract(new=ContractParticulars(party, "Piles", 1), by=cast.liam, at=AT)
    aim = make.objective("Faster", portfolio=cast.portfolio)
    rows = (cast.project, cast.programme, cast.portfolio, party, contract, aim, report)
    wanted = [subject_of(row).reference for row in rows] + [("milestone", f"{cast.project.pk}-2/a")]
    asked = [*wanted, ("division", str(cast.division.pk))]
    assert set(seen_subjects(cast.alice, asked, day)) == set(wanted)
    assert set(seen_subjects(cast.judy, asked, day)) == set(asked)  # heads the division above
    assert set(seen_subjects(cast.erin, asked, day)) == set(asked)
    assert seen_subjects(cast.dave, asked, day) == {}
    for reference in asked:
        subject = find_subject(cast.judy, *reference, day)
        write_comment(subject=subject, text="Seen", by=cast.judy, at=AT)
        assert [one.text for one in thread(cast.judy, subject).comments] == ["Seen"]
        with pytest.raises(NotFound):
            write_comment(subject=subject, text="I should not", by=cast.dave, at=AT)
    assert find_subject(cast.alice, "milestone", f"{cast.project.pk}-2/a", day).name == "Opening"
    for kind, number in (("project", "0"), ("project", "x"), ("no such", "1"), ("milestone", "1"), ("project", "1\0")):
        with pytest.raises(NotFound):
            find_subject(cast.frank, kind, number, day)


def test_names_are_found_among_those_who_see_the_thing(cast: Cast) -> None:
    make.user("Carol Berg", role="viewer")
    make.user("Alice Weber", role="viewer")
    subject = subject_of(cast.project)
    for text, named, unknown in (
        ("@Grace please look", ["Grace"], ()),
        ("@dave cannot see this, nor can @nobody", [], ("dave", "nobody")),
        ("@Carol Berg, not the other", ["Carol Berg"], ()),
        ("both @bob and (@heidi) and @heidi@example.org", ["Bob", "Heidi"], ()),
        ("@Alice Weber's view", ["Alice Weber"], ()),
        ("@alice is one of two whose name begins so", ["Alice"], ()),
        ("write to x@example.org", [], ()),
    ):
        said = write_comment(subject=subject, text=text, by=cast.bob, at=AT)
        assert (sorted(one.name for one in said.comment.named.all()), said.unknown) == (named, unknown), text
    assert "@dave" in write_comment(subject=subject, text="@dave", by=cast.bob, at=AT).words


def test_what_is_changed_or_withdrawn_stays_on_record(cast: Cast) -> None:
    subject = subject_of(cast.project)
    row = write_comment(subject=subject, text="First", by=cast.alice, at=AT).comment
    with pytest.raises(NotAllowed):
        rewrite_comment(comment=row, text="Mine", revision=1, by=cast.mona, at=LATER)
    row = rewrite_comment(comment=row, text="Second", revision=1, by=cast.alice, at=LATER).comment
    with pytest.raises(Stale):
        rewrite_comment(comment=row, text="Third", revision=1, by=cast.alice, at=LATER)
    view = comment_view(cast.grace, row)
    assert (view.text, [one.text for one in view.earlier], view.changeable) == ("Second", ["First"], False)
    with pytest.raises(DatabaseError), transaction.atomic():
        EarlierText.objects.update(text="Never said")
    with pytest.raises(NotAllowed):
        withdraw_comment(comment=row, revision=2, by=cast.grace, at=LATER)
    row = withdraw_comment(comment=row, revision=2, by=cast.frank, at=LATER)
    with pytest.raises(Conflict):
        rewrite_comment(comment=row, text="Again", revision=3, by=cast.alice, at=LATER)
    told = {who: comment_view(cast.users()[who], row) for who in ("alice", "erin", "grace")}
    assert [told[who].text for who in told] == ["Second", "Second", ""]
    assert (told["grace"].earlier, told["grace"].withdrawn_by) == ((), "Frank")
    deeds = AuditLine.objects.filter(subject_kind="comment").order_by("number").values_list("deed", flat=True)
    assert list(deeds) == ["add_comment", "change_comment", "withdraw_comment"]
    with pytest.raises(NotFound):
        get_comment(cast.dave, row.pk, AT.date())


def test_who_only_reads_says_nothing(cast: Cast) -> None:
    subject = subject_of(cast.project)
    with pytest.raises(NotAllowed):
        write_comment(subject=subject, text="I change nothing", by=cast.erin, at=AT)
    with pytest.raises(Invalid):
        write_comment(subject=subject, text="  ", by=cast.alice, at=AT)
    cast.alice.reading_only = True
    for deed in (follow_subject, unfollow_subject):
        with pytest.raises(NotAllowed):
            deed(subject=subject, by=cast.alice, at=AT)


def test_one_follows_what_is_ones_own_what_one_chose_and_what_one_commented_on(cast: Cast) -> None:
    day, subject = AT.date(), subject_of(cast.project)

    def names(who: str) -> list[str]:
        return [one.name for one in followed(cast.users()[who], day)]

    assert (names("alice"), names("carol"), names("ivan")) == (["WN-1 Warehouse north"],) * 2 + (["Warehouses"],)
    assert names("bob") == []
    assert owns(cast.alice, subject)
    unfollow_subject(subject=subject, by=cast.alice, at=AT)
    assert names("alice") == []
    write_comment(subject=subject, text="Still not", by=cast.alice, at=AT)
    assert names("alice") == []  # ended by choice, it stays ended
    follow_subject(subject=subject, by=cast.alice, at=AT)
    write_comment(subject=subject_of(cast.portfolio), text="All of it", by=cast.bob, at=AT)
    follow_subject(subject=subject_of(cast.other), by=cast.bob, at=AT)
    assert (names("alice"), names("bob")) == (["WN-1 Warehouse north"], ["Growth", "HO-1 Head office move"])
    lines = AuditLine.objects.count()
    follow_subject(subject=subject_of(cast.other), by=cast.bob, at=AT)
    assert AuditLine.objects.count() == lines


def test_a_visit_ends_after_half_an_hour(cast: Cast) -> None:
    seen = []
    for minutes in (0, 10, 29, 45, 60, 24 * 60):
        at = AT + timedelta(minutes=minutes)
        visit_home(by=cast.alice, at=at)
        seen.append(looked_before(cast.alice, at))
    first, second = AT, AT + timedelta(minutes=45)
    assert seen == [None, None, None, first, first, second]
    assert looked_before(cast.alice, AT + timedelta(days=9)) == AT + timedelta(
        days=1
    )  # a program that asks is no visit
