"""What entries touch: tasks of the plan, objectives, suppliers and contracts, by page, program, command and sheet."""

from __future__ import annotations

import pytest
from tests import factories as make
from tests.cast import AT, Cast
from tests.doors.test_permission_matrix import entered
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.doors.cli import run
from conspectus.journeys.register_list.lines import RegisterFile
from conspectus.journeys.registers import register_file
from conspectus.journeys.take_register import preview_register
from conspectus.kit.errors import Invalid
from conspectus.rooms.portfolio.actions import (
    ContractParticulars,
    PartyParticulars,
    create_contract,
    create_party,
)
from conspectus.rooms.risks.actions import (
    Particulars,
    convert_register_entry,
    open_register_entry,
    particulars_of,
)
from conspectus.rooms.risks.models import RegisterEntry
from conspectus.rooms.risks.queries.entries import RegisterFilter
from conspectus.rooms.schedule.actions import import_plan

pytestmark = [pytest.mark.rows, pytest.mark.django_db]
JSON = {"content_type": "application/json"}


def test_an_entry_names_tasks_objectives_suppliers_and_contracts(cast: Cast, reader: None) -> None:  # noqa: F811
    aim = make.objective("Faster", portfolio=cast.portfolio)
    foreign = make.objective(portfolio=make.portfolio())
    steel = create_party(
        portfolio=cast.portfolio, new=PartyParticulars("Nord Steel", ("supplier",)), by=cast.liam, at=AT
    )
    terms = ContractParticulars(steel, "Steel frame", 1, reference="C-9", state="in_force")
    contract = create_contract(new=terms, by=cast.liam, at=AT)
    import_plan(project=cast.project, data=file_of(house()), name="north.xml", by=cast.alice, at=AT)
    alice, base = entered(cast.alice), f"/projects/{cast.project.pk}"
    form = alice.get(f"{base}/new-entry/?kind=threat").content.decode()
    assert '<option value="3">Roof</option>' in form
    sent = {"title": "Frost", "category": "other", "tasks": ["Roof", "", "4", "roof"], "objectives": [str(aim.pk)]}
    sent |= {"parties": [str(steel.pk)], "contracts": [str(contract.pk)]}
    refused = alice.post(f"{base}/new-entry/?kind=threat", sent | {"tasks": ["Tower"]})
    assert (refused.status_code, "no task “Tower”" in refused.content.decode()) == (422, True)
    too_long = alice.post(f"{base}/new-entry/?kind=threat", sent | {"tasks": ["x" * 10_000, "a\0"]})
    assert (too_long.status_code, "at most 500 letters" in too_long.content.decode()) == (422, True)
    assert alice.get(f"{base}/register/?as=trend&kind=zzz").status_code == 422
    assert alice.post(f"{base}/new-entry/?kind=threat", sent).status_code == 302
    row = RegisterEntry.objects.get()
    assert sorted(one.uid for one in row.tasks.all()) == ["3", "4"]
    for path in (f"{base}/tasks/", f"/objectives/{aim.pk}/", f"/parties/{steel.pk}/", f"/contracts/{contract.pk}/"):
        assert f"/registers/{row.pk}/" in alice.get(path).content.decode(), path
    one = alice.get(f"/registers/{row.pk}/").content.decode()
    assert all(word in one for word in ("Steel frame", "Faster", "Nord Steel", "?find=3"))
    for name, number in (("objective", aim.pk), ("party", steel.pk), ("contract", contract.pk)):
        assert "Frost" in alice.get(f"/registers/?{name}={number}").content.decode()
        assert alice.get(f"/api/v1/register-entries?{name}={number}").json()["items"]
        assert not alice.get(f"/api/v1/register-entries?{name}=999999").json()["items"]
    sheet = register_file(by=cast.alice, at=AT, kind="csv", wanted=RegisterFilter())
    assert b"3; 4,Faster,Nord Steel,Steel frame" in sheet

    def looked(data: bytes) -> list[tuple[str, list[tuple[str, str]], tuple[str, ...]]]:
        found = preview_register(file=RegisterFile(data, "list.csv", cast.project), by=cast.alice, at=AT)
        return [(line.deed, [(c.field, c.after) for c in line.changes], line.notes) for line in found.lines]

    assert looked(sheet) == [("same", [], ())]
    listed = b'Risiko;Vorgang;Lieferant;Vertrag\nFrost;"Dig; Build; Tower";Nord Steel;C-9\n'
    assert looked(listed) == [("change", [("tasks", "1; 2")], ("'Tower' is not known here and is left out.",))]
    api = f"/api/v1/register-entries/{row.pk}"
    body = {"title": "Frost", "tasks": ["1"], "contracts": [contract.pk]}
    told = alice.put(api, body, headers={"If-Match": '"1"'}, **JSON).json()["touches"]
    assert ([each["name"] for each in told["tasks"]], told["objectives"]) == (["Dig"], [])
    assert (
        alice.put(api, {"title": "Frost", "objectives": [foreign.pk]}, headers={"If-Match": '"2"'}, **JSON).status_code
        == 404
    )
    linked = ["--task", "Hand over", "--objective", str(aim.pk), "--as", cast.alice.email]
    assert run(["risk", "change", str(row.pk), *linked]) == 0
    later = file_of(house(uids=("1", "2", "3", "5")))  # the milestone has another id
    import_plan(project=cast.project, data=later, name="later.xml", by=cast.alice, at=AT)
    assert "not in the newest plan" in alice.get(f"/registers/{row.pk}/").content.decode()
    kept = {"title": "Frost", "category": "other", "state": "open", "revision": "3", "tasks": ["4"]}
    assert alice.post(f"/registers/{row.pk}/change/", kept).status_code == 302
    row.refresh_from_db()
    became = convert_register_entry(entry=row, kind="issue", reason="It froze", revision=4, by=cast.alice, at=AT)
    assert [each.uid for each in became.tasks.all()] == ["4"]
    with pytest.raises(Invalid, match="to no project"):
        open_register_entry(place=cast.portfolio, new=Particulars("threat", "x", tasks=("1",)), by=cast.mona, at=AT)
    new = particulars_of(became, objectives=(foreign,))
    with pytest.raises(Invalid, match="belong to its portfolio"):
        open_register_entry(place=cast.project, new=new, by=cast.alice, at=AT)
