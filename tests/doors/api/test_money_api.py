"""Money through the API: bulk entries, corrections, budgets, forecasts, and where it stands."""

from __future__ import annotations

from typing import Any

import pytest
from tests.cast import Cast
from tests.doors.api.test_periods_api import Caller

from conspectus.rooms.money.models import Entry

ENTRY = {"kind": "actual", "on": "2024-04-30", "amount_minor": 12345}


def test_money_from_budget_to_forecast(cast: Cast) -> None:
    carol, liam, alice = Caller(cast.carol), Caller(cast.liam), Caller(cast.alice)
    place = f"/projects/{cast.project.pk}"
    line = {"fiscal_year": 2024, "kind": "base", "nature": "capex", "amount_minor": 90000}
    body = {"lines": [line | {"division": cast.division.pk}], "reason": "Gate 2", "expected": 0}
    made = carol("post", f"{place}/budgets", body)
    assert (made.status_code, made.json()["base_minor"]) == (201, 90000)
    assert carol("post", f"{place}/budgets", body).status_code == 409
    assert len(alice("get", f"{place}/budgets").json()) == 1
    batch = {"entries": [ENTRY, ENTRY | {"kind": "commitment", "reference": "PO 1"}], "batch": "april"}
    assert liam("post", f"{place}/entries", batch).json()["entries"] == 2
    again = liam("post", f"{place}/entries", batch)
    assert (again.status_code, again.json()["entries"], Entry.objects.count()) == (200, 0, 2)
    listed = alice("get", f"{place}/entries?kind=actual").json()["items"]
    assert [row["amount_minor"] for row in listed] == [12345]
    right = {"reason": "Typed wrong", "right": ENTRY | {"amount_minor": 12000}}
    corrected = liam("post", f"{place}/entries/{listed[0]['id']}/correction", right).json()
    assert (corrected["reversal"]["amount_minor"], corrected["right"]["amount_minor"]) == (-12345, 12000)
    forecast = {
        "made_on": "2024-05-01",
        "reason": "Monthly",
        "months": [{"month": "2024-06-01", "amount_minor": 50000}],
    }
    assert alice("post", f"{place}/forecasts", forecast).json()["total_minor"] == 50000
    assert alice("get", f"{place}/forecasts").json()["items"][0]["number"] == 1
    found = alice("get", f"{place}/money").json()["figures"]
    assert found["own_at_completion"]["value"] == 62000
    assert found["own_variance"]["value"] == 28000
    assert found["left"]["value"] == 78000
    assert found["plan_spent"]["reason"] == "NO_DATA"
    assert Caller(cast.grace)("get", f"{place}/money").status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount_minor": 1e308},
        {"amount_minor": "5"},
        {"amount_minor": True},
        {"amount_minor": None},
        {"amount_minor": -0.0},
        {"amount_minor": 0},
        {"amount_minor": 10**30},
        {"on": "2024-02-30"},
        {"on": "9999-12-31"},
        {"on": 20240430},
        {"currency": "XXX"},
        {"kind": "gift"},
        {"recorded_by": 1},
        {"category": "a\0b"},
    ],
)
def test_what_is_no_entry_is_refused(cast: Cast, wrong: dict[str, Any]) -> None:
    place = f"/projects/{cast.project.pk}/entries"
    answer = Caller(cast.liam)("post", place, {"entries": [ENTRY, ENTRY | wrong]})
    assert answer.status_code == 422, answer.content
    assert not Entry.objects.exists()


def test_every_entry_at_fault_is_named(cast: Cast) -> None:
    wrong = [ENTRY, ENTRY | {"kind": "gift"}, ENTRY, ENTRY | {"amount_minor": -1}]
    answer = Caller(cast.liam)("post", f"/projects/{cast.project.pk}/entries", {"entries": wrong}).json()
    assert [one["place"] for one in answer["findings"]] == ["entry 2", "entry 4"]
    assert answer["words"].startswith("2 entries cannot be taken. The first: entry 2:")


def test_nan_is_not_json(cast: Cast) -> None:
    from django.test import Client

    caller = Caller(cast.liam)
    answer = Client().post(
        f"/api/v1/projects/{cast.project.pk}/entries",
        b'{"entries": [{"kind": "actual", "on": "2024-04-30", "amount_minor": NaN}]}',
        content_type="application/json",
        headers={"Authorization": f"Bearer {caller.token}"},
    )
    assert answer.status_code == 400


def test_files_by_api(cast: Cast) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    headers = {"Authorization": f"Bearer {Caller(cast.liam).token}"}

    def send(path: str, data: bytes, **more: str) -> Any:
        file = SimpleUploadedFile("a.csv", data)
        return Client().post(f"/api/v1{path}", {"file": file, **more}, headers=headers)

    place = f"/projects/{cast.project.pk}/entries/import"
    one = b"Date,Amount\n2024-04-30,12.50\n"
    seen = send(f"{place}/preview", one).json()
    assert (seen["ready"], seen["projects"][0]["sums"]) == (True, [["EUR", 1250]])
    assert send(place, one + b" ", digest=seen["digest"]).status_code == 412
    assert send(place, one, digest=seen["digest"]).status_code == 201
    assert send(place, one).json()["entries"] == 0
    many = f"Project,Date,Amount\n{cast.project.code},2024-04-30,7\n".encode()
    assert send("/money/import/preview", many).json()["entries"] == 1
    assert send("/money/import", many).status_code == 201
    wrong = send("/money/import", b"Project,Date,Amount\nX,2024-04-30,7\n")
    assert (wrong.status_code, wrong.json()["findings"][0]["code"]) == (422, "PROJECT")
    found = Caller(cast.liam)("get", "/money").json()
    assert found["items"][0]["figures"]["spent"]["value"] == 1950
    assert {one["level"] for one in found["groups"]} == {"all", "programme", "division"}
