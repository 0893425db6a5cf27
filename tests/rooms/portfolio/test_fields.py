"""Fields of the organisation: defined, filled in, as at a day, and seen by those alone who may."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import factories as make
from tests.cast import Cast

from conspectus.kit.errors import Invalid, NotAllowed, NotFound, Refusal, Stale
from conspectus.kit.reading import only_reading
from conspectus.rooms.accounts.actions import change_person
from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.portfolio.actions import (
    Move,
    NewField,
    NewProject,
    change_field,
    change_project,
    change_project_state,
    create_field,
    create_project,
    retire_field,
    set_field_values,
)
from conspectus.rooms.portfolio.bridge.options import Offered
from conspectus.rooms.portfolio.bridge.typed import exact, read_value
from conspectus.rooms.portfolio.models import Field, FieldValue, Project
from conspectus.rooms.portfolio.queries.field_values import (
    field_annotations,
    field_history,
    narrow_by_fields,
    values_for,
)
from conspectus.rooms.portfolio.queries.fields import definitions, get_field, readable_fields

AT = make.AT
TODAY = AT.date()
EVERY = Project.objects
REGIONS = (Offered("north", "North"), Offered("south", "South"), Offered("old", "Old", ends_on=date(2020, 1, 1)))
TREE = (Offered("eu", "Europe"), Offered("de", "Germany", "eu"), Offered("fr", "France", "eu"), Offered("us", "States"))


def define(cast: Cast, key: str, kind: str = "text", *, by: Any = None, **more: Any) -> Field:
    """Return a new field of projects."""
    if kind == "choice":
        more.setdefault("options", REGIONS)
    if kind == "tree":
        more.setdefault("options", TREE)
    new = NewField(**{"subject_kind": "project", "key": key, "label": key.title(), "kind": kind} | more)
    return create_field(new=new, by=by or cast.frank, at=AT)


def fill(cast: Cast, project: Project | None = None, **values: Any) -> Project:
    """Fill in fields of a project as its PMO director would."""
    row = Project.objects.get(pk=(project or cast.project).pk)
    found = set_field_values(subject=row, values=values, revision=row.revision, by=cast.frank, at=AT)
    assert isinstance(found, Project)
    return found


def held(cast: Cast, by: Any = None, on: date = TODAY, project: Project | None = None) -> dict[str, str]:
    """Return what fields hold of a project, in words."""
    row = project or cast.project
    return {one.key: one.words for one in values_for(by or cast.frank, "project", [row], on)[row.pk]}


def refused(code: str, act: Any) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    assert caught.value.code == code, (caught.value.code, caught.value.words)
    return caught.value.words


def test_every_kind_is_kept_and_told(cast: Cast) -> None:
    for key, kind in {"note": "text", "size": "number", "grant_": "money", "gate": "date"}.items():
        define(cast, key, kind, **({"unit": "km"} if kind == "number" else {}))
    for kind in ("choice", "tree", "person", "yes_no"):
        define(cast, f"a_{kind}", kind)
    before = cast.project.revision
    row = fill(
        cast,
        note="Berth 4\nand 5",
        size="-12 345.50",
        grant_="1250.5 EUR",
        gate="2027-03-31",
        a_choice="North",
        a_tree="fr",
        a_person=cast.alice.person_id,
        a_yes_no=False,
    )
    assert row.revision == before + 1
    assert held(cast) == {
        "note": "Berth 4\nand 5",
        "size": "−12,345.5 km",
        "grant_": "1,250.50 EUR",
        "gate": "31 Mar 2027",
        "a_choice": "North",
        "a_tree": "Europe › France",
        "a_person": "Alice",
        "a_yes_no": "No",
    }
    line = AuditLine.objects.last()
    assert line is not None
    assert (line.deed, line.subject_kind) == ("set_field_values", "project")
    # The same again changes nothing, and says nothing in the log.
    assert fill(cast, note="Berth 4\nand 5", size=-12345.5, a_tree="France").revision == row.revision
    assert AuditLine.objects.last() == line
    assert fill(cast, note="", a_yes_no=None).revision == row.revision + 1
    assert (held(cast)["note"], held(cast)["a_yes_no"]) == ("", "")


BAD = [
    ("number", "NaN", "number"),
    ("number", "Infinity", "number"),
    ("number", float("nan"), "number"),
    ("number", float("inf"), "number"),
    ("number", Decimal("sNaN"), "number"),
    ("number", "1e9", "number"),
    ("number", "1,234.56", "number"),
    ("number", "٣", "number"),
    ("number", True, "number"),
    ("number", "9" * 61, "number"),
    ("number", 10**400, "too_large"),
    ("number", "1000000000000000", "too_large"),
    ("number", "0.0000000001", "decimals"),
    ("money", "12.345", "decimals"),
    ("money", "12 XXX", "currency"),
    ("money", "12 EUR USD", "amount"),
    ("money", "EUR", "amount"),
    ("money", {"minor": 1.5, "currency": "EUR"}, "amount"),
    ("money", {"minor": 10**30, "currency": "EUR"}, "amount"),
    ("money", {"minor": 1}, "amount"),
    ("date", "31.03.2027", "date"),
    ("date", "2027-02-30", "date"),
    ("date", "0001-01-01", "date"),
    ("date", 20270331, "date"),
    ("choice", "east", "option"),
    ("choice", ["north"], "option"),
    ("choice", "old", "retired_option"),
    ("person", 10**9, "person"),
    ("person", "Nobody at all", "person"),
    ("person", "1 or 1=1", "person"),
    ("yes_no", "perhaps", "yes_no"),
    ("yes_no", 1, "yes_no"),
    ("text", 5, "not_text"),
    ("text", "a\0b", "zero_byte"),
    ("text", "x" * 4001, "too_long"),
]


@pytest.mark.parametrize(("kind", "raw", "code"), BAD)
def test_what_is_not_of_the_kind_is_refused_and_nothing_is_written(cast: Cast, kind: str, raw: Any, code: str) -> None:
    define(cast, "good")
    define(cast, "bad", kind)
    refused(code, lambda: fill(cast, good="kept?", bad=raw))
    assert not FieldValue.objects.exists()


def test_people_who_left_and_retired_options_are_refused_but_stay_where_they_were(cast: Cast) -> None:
    field = define(cast, "region", "choice")
    define(cast, "owner", "person")
    person = make.person("Olga")
    fill(cast, region="south", owner=person.pk)
    change_person(
        person=person, name="Olga", email="", division=None, is_active=False, revision=1, by=cast.frank, at=AT
    )
    change_field(field=field, changes={"options": REGIONS[:1]}, revision=1, by=cast.frank, at=AT)
    assert held(cast) == {"region": "South", "owner": "Olga"}
    # A form sends back what it shows; that is no new choice.
    fill(cast, region="south", owner=str(person.pk))
    other = cast.other
    refused("retired_option", lambda: fill(cast, other, region="south"))
    refused("person", lambda: fill(cast, other, owner=person.pk))
    assert read_value(field, "north", on=TODAY).option is not None


def test_as_at_a_day_the_newest_until_then_counts(cast: Cast) -> None:
    field = define(cast, "phase")

    def write(words: str, day: date) -> None:
        row = Project.objects.get(pk=cast.project.pk)
        given = {"subject": row, "values": {"phase": words}, "valid_from": day}
        set_field_values(**given, revision=row.revision, by=cast.alice, at=AT)

    write("design", date(2024, 1, 1))
    write("build", date(2024, 3, 1))
    write("sketch", date(2024, 1, 1))  # what was recorded later of the same day corrects it
    found = [held(cast, on=day)["phase"] for day in (date(2023, 12, 31), date(2024, 1, 1), date(2024, 2, 29), TODAY)]
    assert found == ["", "sketch", "sketch", "build"]
    assert [one.words for one in field_history(field, cast.project.pk)] == ["build", "sketch", "design"]


def test_values_are_written_once_and_stay(cast: Cast) -> None:
    define(cast, "note")
    fill(cast, note="first")
    for act in (lambda: FieldValue.objects.update(text="forged"), lambda: FieldValue.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert held(cast) == {"note": "first"}
    with pytest.raises(Stale):
        set_field_values(subject=cast.project, values={"note": "x"}, revision=99, by=cast.alice, at=AT)


def test_required_is_asked_at_opening_at_emptying_and_when_a_project_moves(cast: Cast) -> None:
    define(cast, "region", "choice", required="always")
    define(cast, "case", required="from_state", required_state="active", position=1)
    new = {"portfolio": cast.portfolio, "code": "N-1", "name": "New"}
    words = refused("required", lambda: create_project(new=NewProject(**new), by=cast.mona, at=AT))
    assert words == "Region is required; fill it in."
    assert not Project.objects.filter(code="N-1").exists()
    opened = create_project(new=NewProject(**new, fields={"region": "north"}), by=cast.mona, at=AT)
    refused("required", lambda: fill(cast, opened, region=""))

    def move(state: str) -> Project:
        row = Project.objects.get(pk=opened.pk)
        return change_project_state(project=row, move=Move(state, "x"), revision=row.revision, by=cast.mona, at=AT)

    move("approved")
    assert "Case is required" in refused("required", lambda: move("active"))
    fill(cast, opened, case="Because")
    assert move("active").state == "active"
    refused("required", lambda: fill(cast, opened, case=None))
    assert move("stopped").state == "stopped"  # what is stopped is asked nothing


def test_particulars_and_fields_change_together_or_not_at_all(cast: Cast) -> None:
    define(cast, "size", "number")
    given = {"project": cast.project, "revision": cast.project.revision, "by": cast.alice, "at": AT}
    refused("number", lambda: change_project(**given, changes={"name": "Other", "fields": {"size": "big"}}))
    assert Project.objects.get(pk=cast.project.pk).name == cast.project.name
    row = change_project(**given, changes={"name": "Other", "fields": {"size": "5"}})
    assert (row.name, held(cast)) == ("Other", {"size": "5"})


def test_what_is_hidden_is_absent_everywhere(cast: Cast) -> None:
    define(cast, "open_")
    define(cast, "price", "money", sees="cost")
    define(cast, "staff", sees="people")
    define(cast, "secret", "number", sees="administrators")
    fill(cast, open_="a", price="5", staff="b", secret="7")
    fill(cast, cast.other, open_="a", price="9", staff="b", secret="3")
    wanted = {
        "grace": {"open_"},
        "alice": {"open_", "price"},
        "carol": {"open_", "price"},
        "kim": {"open_", "staff"},
        "judy": {"open_", "price", "staff"},
        "bob": {"open_", "price", "staff"},
        "frank": {"open_", "price", "staff", "secret"},
    }
    for name, keys in wanted.items():
        by = cast.users()[name]
        assert set(held(cast, by)) == keys, name
        assert {row.key for row in readable_fields(by, "project", TODAY)} == keys, name
        assert {row.key for row in definitions(by, TODAY)} == keys, name
        for key in {"open_", "price", "staff", "secret"} - keys:
            told = refused("unknown_field", lambda key=key, by=by: field_annotations(EVERY.all(), by, [key], TODAY))
            assert told == refused("unknown_field", lambda key=key, by=by: fill_as(by, cast, key))
            refused("unknown_field", lambda key=key, by=by: narrow_by_fields(EVERY.all(), by, {key: "5"}, TODAY))
            with pytest.raises(NotFound):
                get_field(by, Field.objects.get(key=key).pk, TODAY)
    # Neither order nor filter tells what a reader who sees some money may not see of another project.
    rows = field_annotations(Project.objects.order_by("pk"), cast.alice, ["price"], TODAY)
    assert {row.pk: row.field_price for row in rows if row.pk in (cast.project.pk, cast.other.pk)} == {
        cast.project.pk: 500,
        cast.other.pk: None,
    }
    for text in ("0..100 EUR", "9 EUR", "-"):
        assert cast.other not in narrow_by_fields(Project.objects.all(), cast.alice, {"price": text}, TODAY)
    for text in ("secret", "7", "price"):
        assert not [line for line in AuditLine.objects.filter(deed="set_field_values") if f'"{text}":"7"' in line.body]


def fill_as(by: Any, cast: Cast, key: str) -> None:
    """Fill in a field with a right to plan, so that only the field's own right is missing."""
    row = Project.objects.get(pk=cast.project.pk)
    if by in (cast.grace, cast.carol, cast.kim, cast.judy):  # they may fill in nothing at all
        with pytest.raises(NotAllowed):
            set_field_values(subject=row, values={key: "1"}, revision=row.revision, by=by, at=AT)
        raise Invalid("unknown_field", f"There is no field called '{key}'.")
    set_field_values(subject=row, values={key: "1"}, revision=row.revision, by=by, at=AT)


def test_nobody_defines_what_they_may_not_see(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        define(cast, "x", by=cast.mona)
    secret = define(cast, "secret", sees="administrators")
    new = NewField("project", "mine", "Mine", "text", sees="administrators")
    with pytest.raises(NotAllowed):
        create_field(new=new, by=cast.bob, at=AT)
    for changes in ({"sees": "everybody"}, {"label": "Mine"}):
        with pytest.raises(NotAllowed):
            change_field(field=secret, changes=changes, revision=1, by=cast.bob, at=AT)
    with pytest.raises(NotAllowed):
        retire_field(field=secret, revision=1, by=cast.bob, at=AT)


def test_definitions_that_cannot_be_are_refused_in_words(cast: Cast) -> None:
    define(cast, "size", "number")
    bad: list[tuple[str, dict[str, Any]]] = [
        ("key_taken", {"key": "size"}),
        ("key", {"key": "Größe"}),
        ("key", {"key": "budget"}),
        ("key", {"key": "today"}),
        ("kind", {"kind": "blob"}),
        ("subject_kind", {"subject_kind": "task"}),
        ("options", {"kind": "choice", "options": ()}),
        ("options", {"options": REGIONS}),
        ("options", {"kind": "choice", "options": (Offered("a", "A"), Offered("a", "B"))}),
        ("options", {"kind": "choice", "options": (Offered("a", "A"), Offered("b", "B", "a"))}),
        ("options", {"kind": "tree", "options": (Offered("b", "B", "a"), Offered("a", "A"))}),
        ("options", {"kind": "choice", "options": (Offered("A b", "A"),)}),
        ("currency", {"currency": "EUR"}),
        ("currency", {"kind": "money", "currency": "XXX"}),
        ("unit", {"unit": "km"}),
        ("required", {"required": "sometimes"}),
        ("required_state", {"required": "from_state", "required_state": "stopped"}),
        ("required_state", {"subject_kind": "programme", "required": "from_state", "required_state": "active"}),
        ("sees", {"sees": "me"}),
        ("position", {"position": -1}),
        ("ends_on", {"starts_on": date(2024, 2, 1), "ends_on": date(2024, 1, 1)}),
        ("formula", {"formula": "1 + 1"}),
        ("formula", {"kind": "formula"}),
        ("empty", {"label": " "}),
    ]
    for code, given_ in bad:
        refused(
            code, lambda given_=given_: define(cast, given_.pop("key", "new"), given_.pop("kind", "text"), **given_)
        )
    assert Field.objects.count() == 1


def test_a_retired_field_is_asked_no_more_and_stays_readable(cast: Cast) -> None:
    field = define(cast, "note", required="always")
    fill(cast, note="kept")
    later = AT + timedelta(days=30)
    row = retire_field(field=field, revision=1, by=cast.bob, at=later)
    assert held(cast, on=later.date()) == {}
    assert held(cast, on=later.date() - timedelta(days=1)) == {"note": "kept"}
    refused("unknown_field", lambda: set_at(cast, later))
    change_field(field=row, changes={"ends_on": None}, revision=2, by=cast.bob, at=later)
    assert held(cast, on=later.date()) == {"note": "kept"}


def set_at(cast: Cast, at: Any) -> None:
    row = Project.objects.get(pk=cast.project.pk)
    set_field_values(subject=row, values={"note": "x"}, revision=row.revision, by=cast.alice, at=at)


def test_order_and_filter_in_the_database(cast: Cast) -> None:
    for key, kind in {"size": "number", "fund": "money", "gate": "date", "zone": "tree", "note": "text"}.items():
        define(cast, key, kind)
    define(cast, "boss", "person")
    define(cast, "done_", "yes_no")
    first, second = cast.project, cast.other
    fill(cast, first, size="9", fund="10 EUR", gate="2026-01-01", zone="de", note="Harbour Wall", done_=True)
    fill(cast, second, size="10", fund="10 USD", gate="2026-06-01", zone="us", note="", boss=cast.alice.person_id)
    third = make.project("Third")
    everything = Project.objects.all()
    order = field_annotations(everything, cast.frank, ["size"], TODAY).order_by("field_size")
    assert [row.pk for row in order if row.field_size is not None] == [first.pk, second.pk]

    def left(**wanted: str) -> set[int]:
        return set(narrow_by_fields(everything, cast.frank, wanted, TODAY).values_list("pk", flat=True))

    assert left(size="9") == {first.pk}
    assert left(size="9.5..") == {second.pk}
    assert left(size="..9") == {first.pk}
    assert left(fund="5..20 EUR") == {first.pk}
    assert left(fund="10 USD") == {second.pk}
    refused("currency", lambda: left(fund="5..20"))
    assert left(gate="2026-01-01..2026-05-31") == {first.pk}
    assert left(zone="eu") == {first.pk}
    assert left(zone="eu", size="10") == set()
    assert left(note="harbour") == {first.pk}
    assert left(note="-") == {second.pk, third.pk}
    assert left(boss=str(cast.alice.person_id)) == {second.pk}
    assert left(done_="yes") == {first.pk}
    refused("number", lambda: left(size="big..small"))
    refused("unknown_field", lambda: left(nothing="1"))


@pytest.mark.parametrize("count", [1, 3, 40])
def test_a_table_asks_the_same_number_of_times(cast: Cast, count: int, django_assert_num_queries: Any) -> None:
    for key in ("region", "zone"):
        define(cast, key, "choice" if key == "region" else "tree", sees="cost")
    define(cast, "double", "formula", formula='region == "north" ? 1 : 2')
    projects = [make.project(portfolio=cast.portfolio) for _ in range(count)]
    for row in projects:
        fill(cast, row, region="north", zone="de")
    with only_reading(), django_assert_num_queries(8):
        found = values_for(cast.mona, "project", projects, TODAY)
    assert {tuple(one.words for one in shown) for shown in found.values()} == {("1", "North", "Europe › Germany")}


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cn", "Mn", "Cc"]), max_size=60)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    number=st.decimals(min_value=-(10**14), max_value=10**14, places=6, allow_nan=False, allow_infinity=False),
    minor=st.integers(min_value=-(10**14), max_value=10**14),
    day=st.dates(date(1900, 1, 1), date(2200, 12, 31)),
    text=TEXTS,
)
def test_what_is_told_exactly_is_read_as_the_same(number: Decimal, minor: int, day: date, text: str) -> None:
    for kind, raw in (
        ("number", number),
        ("money", {"minor": minor, "currency": "EUR"}),
        ("money", {"minor": minor, "currency": "JPY"}),
        ("date", day),
        ("text", text),
    ):
        field = Field(subject_kind="project", key="x", label="X", kind=kind)
        value = read_value(field, raw, on=TODAY)
        assert read_value(field, exact(kind, value), on=TODAY) == value
    assert Decimal(read_value(Field(kind="number", label="X"), number, on=TODAY).number or 0) == number


def test_the_database_holds_numbers_exactly(cast: Cast) -> None:
    define(cast, "size", "number")
    fill(cast, size="123456789012345.123456789")
    assert held(cast)["size"] == "123,456,789,012,345.123456789"
    assert connection.vendor in ("sqlite", "postgresql")
