"""The organisation's fields in a master list: columns find them, rows fill them in, what is no value is said."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import factories as make

from conspectus.journeys.master_list.lines import ListPreview
from conspectus.journeys.take_master_list import ListFile, preview_master_list, take_master_list
from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.portfolio.actions import retire_field, save_mapping
from conspectus.rooms.portfolio.bridge.options import Offered
from conspectus.rooms.portfolio.models import Portfolio, Project
from conspectus.rooms.schedule.queries.fields import project_fields

pytestmark = [pytest.mark.django_db, pytest.mark.rows]
AT = make.AT + timedelta(days=1)
LIST = """Code,Project,Region,Length (km),Grant,Go live,Leased,Buyer,Stage
N-1,New hall,North,"1,234.5",£1.2m,31/12/2026,ja,Eva Brandt,active
N-2,Canteen,Nowhere,long,90000,2027,no,Nobody,active
N-3,Depot,south,,,,,,active
"""


@pytest.fixture
def place() -> Portfolio:
    make.field("region", "choice", label="Region", options=(Offered("north", "North"), Offered("south", "South")))
    make.field("length", "number", label="Length", unit="km")
    make.field("grant_given", "money", label="Grant", currency="GBP")
    make.field("go_live", "date", label="Go live")
    make.field("leased", "yes_no", label="Leased")
    make.field("buyer", "person", label="Buyer")
    make.user("Eva Brandt")
    return make.portfolio("Growth", currency="GBP")


def looked(place: Portfolio, text: str = LIST, **more: Any) -> ListPreview:
    file = ListFile(text.encode(), "list.csv", place, **more)
    return preview_master_list(file=file, by=local_operator(), at=AT)


def taken(place: Portfolio, text: str = LIST) -> Any:
    return take_master_list(file=ListFile(text.encode(), "list.csv", place), by=local_operator(), at=AT)


def held(code: str) -> dict[str, str]:
    project = Project.objects.get(code=code)
    return {one.key: one.words for one in project_fields(local_operator(), [project], AT.date())[project.pk]}


def test_columns_are_found_by_the_labels_of_fields_and_rows_fill_them_in(place: Portfolio) -> None:
    found = looked(place)
    columns = {one.heading: one.field for one in found.columns}
    assert columns["Region"] == "field.region"
    assert columns["Length (km)"] == "field.length"
    assert columns["Go live"] == "field.go_live"  # though by heart it would be a finish
    first, second, third = found.lines
    assert {one.label: one.after for one in first.changes if one.field.startswith("field.")} == {
        "Region": "North", "Length": "1,234.5 km", "Grant": "1,200,000.00 GBP", "Go live": "31 Dec 2026",
        "Leased": "Yes", "Buyer": "Eva Brandt",
    }  # fmt: skip
    assert "Region does not offer this" in " ".join(second.notes)
    assert "There is no such person" in " ".join(second.notes)
    assert any("Row 3, Length (km): 'long' is no number" in one.words for one in found.findings)
    assert third.deed == "new"
    done = taken(place)
    assert (done.opened, done.refused) == (3, ())
    assert held("N-1")["length"] == "1,234.5 km"
    assert (held("N-2")["region"], held("N-2")["grant_given"]) == ("", "90,000.00 GBP")
    assert held("N-3")["region"] == "South"
    assert looked(place).counts["same"] == 3  # twice is once


def test_what_is_required_is_said_before_a_line_is_taken(place: Portfolio) -> None:
    make.field("owner_code", "text", label="Owner code", required="always")
    make.field("case", "text", label="Case", required="from_state", required_state="active")
    text = "Code,Project,State,Owner code,Case\nN-1,Hall,proposed,X,\nN-2,Depot,active,X,\nN-3,Yard,proposed,,\n"
    lines = looked(place, text).lines
    assert [one.deed for one in lines] == ["new", "refused", "refused"]
    assert "Case is required of a project that is active" in lines[1].refused
    assert "Owner code is required" in lines[2].refused
    assert taken(place, text).opened == 1
    moved = text.replace("N-1,Hall,proposed", "N-1,Hall,approved").replace("approved", "active")
    line = looked(place, moved).lines[0]
    assert (line.deed, "state" in {one.field for one in line.changes}) == ("same", False)


def test_a_mapping_may_name_fields_and_outlives_them(place: Portfolio) -> None:
    columns = {"Code": "code", "Where": "field.region"}
    text = "Code,Where\nN-1,North\n"
    assert looked(place, text, columns=columns).lines[0].changes[0].after == "North"
    save_mapping(portfolio=place, name="Ours", columns=columns, by=local_operator(), at=AT)
    with pytest.raises(Invalid, match="is no field"):
        save_mapping(portfolio=place, name="Bad", columns={"A": "field.gone"}, by=local_operator(), at=AT)
    gone = make.field("gone")
    retire_field(field=gone, revision=gone.revision, by=local_operator(), at=AT)
    found = looked(place, "Code,Where\nN-1,North\n", columns={"Code": "code", "Where": "field.gone"})
    assert {one.heading: one.field for one in found.columns}["Where"] == ""


def test_a_long_list_asks_as_often_as_a_short_one(place: Portfolio) -> None:
    def asked(rows: int) -> int:
        lines = "".join(f"N-{number},Hall {number},North,{number}\n" for number in range(rows))
        with CaptureQueriesContext(connection) as questions:
            looked(place, "Code,Project,Region,Length\n" + lines)
        return len(questions)

    taken(place, "Code,Project,Region,Length\nN-1,Hall 1,North,2\n")
    asked(1)
    assert asked(3) == asked(40)
