"""Registers by page, API and command."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import Cast
from tests.doors.test_permission_matrix import entered

from conspectus.doors.cli import run
from conspectus.rooms.portfolio.models import ListMapping
from conspectus.rooms.risks.models import RegisterEntry

JSON = {"content_type": "application/json"}


def test_registers_by_page(cast: Cast) -> None:
    alice, base = entered(cast.alice), f"/projects/{cast.project.pk}"
    assert "Nothing is entered yet" in alice.get(f"{base}/register/").content.decode()
    sent = {"title": "Frost", "category": "technical", "probability": "4", "impact_cost": "5", "percent": "40"}
    sent |= {"cost": "10,000.00", "owner": str(cast.heidi.person_id), "response": "reduce", "also": ""}
    assert alice.post(f"{base}/new-entry/?kind=threat", sent | {"also": "NO-1"}).status_code == 422
    assert alice.post(f"{base}/new-entry/?kind=threat", sent).status_code == 302
    row = RegisterEntry.objects.get()
    assert (row.cost_minor, row.exposure_minor, row.score) == (1_000_000, 400_000, 20)
    one = f"/registers/{row.pk}/"
    for path in (f"{base}/register/", "/registers/", f"/programmes/{cast.programme.pk}/register/", one):
        page = alice.get(path).content.decode()
        assert "Frost" in page, path
        assert "4,000 EUR" in page, path
        assert "4,000 EUR" not in entered(cast.heidi).get(path).content.decode(), path
    offers = [(f"{base}/register/", []), (f"/programmes/{cast.programme.pk}/register/", ["division"])]
    for path, names in [*offers, ("/registers/", ["programme", "division"])]:
        page = alice.get(path).content.decode()
        assert [one for one in ("programme", "division") if f'<select name="{one}"' in page] == names, path
    on_map = alice.get(f"{base}/register/?as=map").content.decode()
    assert "kind=threat&amp;cell=4x5" in on_map
    assert "Top ten" in on_map
    trend = alice.get(f"{base}/register/?as=trend").content.decode()
    assert ("<svg" in trend, "today" in trend, "4,000 EUR" in trend) == (True, True, True)
    hidden = entered(cast.heidi).get(f"{base}/register/?as=trend").content.decode()
    assert ("<svg" in hidden, "4,000 EUR" in hidden) == (True, False)
    assert "Nothing to draw yet" in alice.get(f"{base}/register/?as=trend&kind=issue").content.decode()
    assert "Frost" in alice.get(f"{base}/register/?cell=4x5&kind=threat").content.decode()
    assert "No entry fits" in alice.get(f"{base}/register/?cell=1x1").content.decode()
    kept = alice.post("/views/new/?of=register&kind=threat&band=top&from=9", {"name": "Gravest"}).headers["Location"]
    assert kept.startswith("/registers/?band=top&kind=threat&view=")
    opened = alice.get(kept).content.decode()
    assert ("Gravest" in opened, "Save this view" in opened) == (True, False)
    assert "Keep the changes in" in alice.get(kept.replace("top", "low")).content.decode()
    assert "Gravest" not in alice.get("/portfolio/").content.decode()
    number = kept.partition("view=")[2]
    assert alice.post(f"/views/{number}/first/").status_code == 422
    assert alice.post("/views/new/?of=nothing", {"name": "x"}).status_code == 422
    late = alice.post("/views/new/?of=action&state=late", {"name": "Late"}).headers["Location"]
    assert "Late" in alice.get(late).content.decode()
    heidi = entered(cast.heidi)  # sees no cost: what she does not see stays
    change = sent | {"title": "Hard frost", "state": "open", "revision": "1"}
    del change["cost"]
    assert heidi.post(f"{one}change/", change).status_code == 302
    assert heidi.post(f"{one}change/", change).status_code == 412
    row.refresh_from_db()
    assert (row.title, row.cost_minor) == ("Hard frost", 1_000_000)
    assert alice.post(f"{one}escalation/", {"level": "programme", "reason": "x", "revision": "2"}).status_code == 302
    assert "escalated to the programme" in alice.get(one).content.decode()
    bulk = {"entry": f"{row.pk}.3", "review_on": "2020-01-01", "back": "/registers/?late=yes"}
    assert alice.post("/registers/changes/", bulk).headers["Location"] == "/registers/?late=yes"
    assert "Hard frost" in alice.get("/registers/?late=yes&escalated=yes").content.decode()
    assert alice.post(f"{one}conversion/", {"kind": "issue", "reason": "It froze", "revision": "4"}).status_code == 302
    assert "Became" in alice.get(one).content.decode()
    paste = {"kind": "threat", "rows": "Risk\tProbability\nStrike\t3\nFlood\tseven\n"}
    looked = alice.post(f"{base}/paste-entries/", paste | {"store": "yes"}).content.decode()
    assert "Rows at fault" in looked
    assert RegisterEntry.objects.count() == 2
    paste |= {"rows": "Risk\tProbability\nStrike\t3\n"}
    assert "Enter them all" in alice.post(f"{base}/paste-entries/", paste).content.decode()
    assert alice.post(f"{base}/paste-entries/", paste | {"store": "yes"}).status_code == 302
    assert alice.get("/registers.csv?state=all").content.decode("utf-8-sig").count("\n") == 4
    assert alice.get("/registers.xlsx?state=all").content[:2] == b"PK"
    assert alice.get("/registers.pdf").status_code == 404


SHEET = b"ID,Risk,Probability,Owner\nR-1,Ice,hoch,Alice\nR-2,Heat,9,\n"


def test_a_sheet_by_page_is_looked_at_mapped_then_taken(cast: Cast) -> None:
    mona, place = entered(cast.mona), f"/portfolios/{cast.portfolio.pk}/import-entries/"
    assert mona.post(place, {"kind": "threat"}).status_code == 422
    sent = {"kind": "threat", "mapping": "", "file": SimpleUploadedFile("list.csv", SHEET)}
    there = mona.post(place, sent).headers["Location"]
    shown = mona.get(there).content.decode()
    assert "1 new, 0 changed, 0 there already, 1 refused" in shown
    digest, found = parse_qs(urlparse(there).query)["digest"][0], re.search('name="shown" value="([^"]*)"', shown)
    assert found
    form = {"digest": digest, "name": "list.csv", "kind": "threat", "shown": found[1]}
    kept = mona.post(place, form | {"deed": "save", "mapping_name": "Site"}).content.decode()
    assert "is saved for the next list" in kept
    assert ListMapping.objects.get().kind == "register"
    assert "Site" in mona.get(place).content.decode()
    mapped = {"heading-1": "Probability", "column-1": ""}
    assert "2 new" in mona.post(place, form | mapped | {"deed": "look"}).content.decode()
    assert mona.post(place, form | {"deed": "take", "shown": "x"}).status_code == 422
    assert mona.post(place, form | {"deed": "take"}).status_code == 302
    assert RegisterEntry.objects.get().key == "R-1"
    assert "0 new, 0 changed, 1 there already" in mona.get(there).content.decode()
    assert entered(cast.alice).get(f"/projects/{cast.project.pk}/import-entries/").status_code == 200


def test_a_sheet_by_program_and_command(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alice, path = entered(cast.alice), f"/api/v1/projects/{cast.project.pk}/register-list"
    looked = alice.post(f"{path}/preview", {"file": SimpleUploadedFile("list.csv", SHEET)}).json()
    assert looked["counts"] == {"new": 1, "change": 0, "same": 0, "refused": 1}
    assert [one["field"] for one in looked["tables"][0]["columns"]] == ["key", "title", "probability", "owner"]
    told = {"columns": '{"Probability": ""}', "file": SimpleUploadedFile("list.csv", SHEET)}
    assert len(alice.post(path, told).json()["opened"]) == 2
    again = {"columns": '{"Probability": ""}', "file": SimpleUploadedFile("list.csv", SHEET)}
    assert alice.post(path, again).status_code == 422
    file, mail = tmp_path / "list.csv", ["--as", cast.mona.email]
    file.write_bytes(SHEET.replace(b"Heat,9", b"Heat,4"))
    place = ["risk", "import", "portfolio", str(cast.portfolio.pk), str(file)]
    assert run([*place, *mail, "--preview"]) == 0
    assert "row 2 change: Ice. Probability: - > 4" in capsys.readouterr().out
    assert run([*place, *mail, "--save-mapping", "Site"]) == 0
    assert "0 entered, 2 changed, 0 there already." in capsys.readouterr().out
    assert run([*place, *mail, "--mapping", "none"]) == 2


def test_registers_by_program_and_command(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alice, api, mail = entered(cast.alice), "/api/v1/register-entries", ["--as", cast.alice.email]
    new = {"kind": "threat", "title": "Frost", "project": cast.project.pk, "percent": 50, "cost_minor": 1000}
    made = alice.post(api, new, **JSON).json()
    assert made["entry"]["exposure_minor"] == 500
    one = f"{api}/{made['entry']['entry_id']}"
    assert alice.put(one, {"title": "Ice", "percent": 10, "cost_minor": 1000}, **JSON).status_code == 428
    sent = {"title": "Ice", "percent": 10, "cost_minor": 1000, "impact_cost": 2, "probability": 5}
    assert alice.put(one, sent, headers={"If-Match": '"1"'}, **JSON).json()["entry"]["score"] == 10
    told = alice.get("/api/v1/registers/exposure").json()
    assert (told["threats"]["exposure"]["value"], told["opportunities"]["exposure"]["value"]) == (100, None)
    assert alice.get("/api/v1/registers/heat-map").json()["cells"][0][1]["count"] == 1
    many = {"project": cast.project.pk, "entries": [new | {"title": "A"}, new | {"title": "B"}]}
    both = alice.post(f"{api}/many", many, **JSON).json()["items"]
    changes = [{"entry": each["entry_id"], "revision": 1, "owner": cast.heidi.person_id} for each in both]
    assert len(alice.post(f"{api}/changes", {"changes": changes}, **JSON).json()["items"]) == 2
    moved = alice.post(f"{one}/escalation", {"level": "portfolio", "reason": "x"}, headers={"If-Match": '"2"'}, **JSON)
    assert moved.json()["entry"]["escalated_to"] == "portfolio"
    became = alice.post(f"{one}/conversion", {"kind": "issue", "reason": "x"}, headers={"If-Match": '"3"'}, **JSON)
    assert (became.status_code, became.json()["entry"]["kind"]) == (201, "issue")
    assert len(alice.get(api).json()["items"]) == 3
    points = alice.get(f"/api/v1/registers/burn-down?project={cast.project.pk}").json()["points"]
    assert (len(points), points[-1]["open"], points[-1]["ended"]) == (12, 2, 1)
    assert alice.get("/api/v1/registers/file?form=csv&state=all").content.count(b"\n") >= 5
    assert alice.get("/api/v1/registers/file?form=pdf").status_code == 422
    assert run(["risk", "export", str(tmp_path / "out.csv"), "--state", "all", *mail]) == 0
    assert b"Ice" in (tmp_path / "out.csv").read_bytes()
    assert run(["risk", "trend", "--portfolio", str(cast.portfolio.pk), *mail]) == 0
    view = {"name": "Frozen", "of": "register", "choices": {"text": "ice"}}
    assert alice.post("/api/v1/views", view, **JSON).json()["of"] == "register"
    assert alice.post("/api/v1/views", view | {"name": "x", "choices": {"columns": "a"}}, **JSON).status_code == 422
    assert [each["name"] for each in alice.get("/api/v1/views?of=register").json()["items"]] == ["Frozen"]
    assert run(["view", "save", "Mine", "--of", "action", "--choose", "whose=mine", *mail]) == 0
    project = str(cast.project.pk)
    more = ["--probability", "3", "--impact-cost", "3", "--owner", cast.heidi.email]
    assert run(["risk", "open", "threat", "project", project, "Flood", *more, *mail]) == 0
    number = str(RegisterEntry.objects.latest("pk").pk)
    assert run(["risk", "change", number, "--percent", "20", "--cost-minor", "100", *mail]) == 0
    assert run(["risk", "change", number, "--review", "2030-01-01", *mail]) == 0
    assert run(["risk", "escalate", number, "programme", "Above us", *mail]) == 0
    assert run(["risk", "convert", number, "issue", "It came", *mail]) == 0
    capsys.readouterr()
    assert run(["risk", "exposure", "--project", project, *mail]) == 0
    assert "threat: 10.00 EUR" in capsys.readouterr().out
    sheet = tmp_path / "risks.tsv"
    sheet.write_text("Risk\tProbability\nStrike\tseven\n")
    assert run(["risk", "import", "project", project, str(sheet), *mail]) == 2
    sheet.write_text("Risk\tProbability\nStrike\t3\n")
    assert run(["risk", "import", "project", project, str(sheet), *mail]) == 0
    capsys.readouterr()
    assert run(["risk", "list", "--project", project, "--kind", "threat", "--json", *mail]) == 0
    assert {each["title"] for each in json.loads(capsys.readouterr().out)} == {"A", "B", "Strike"}


def test_the_category_of_many_is_changed_at_every_door(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    alice, api = entered(cast.alice), "/api/v1/register-entries"
    base = {"kind": "threat", "title": "A", "category": "other"}
    many = {"project": cast.project.pk, "entries": [base, base | {"title": "B"}]}
    rows = alice.post(f"{api}/many", many, **JSON).json()["items"]
    both = [{"entry": one["entry_id"], "revision": one["revision"], "category": "technical"} for one in rows]
    assert len(alice.post(f"{api}/changes", {"changes": both}, **JSON).json()["items"]) == 2
    assert set(RegisterEntry.objects.values_list("category", flat=True)) == {"technical"}
    ids = [str(one["entry_id"]) for one in rows]
    assert run(["risk", "change", *ids, "--category", "legal", "--as", cast.alice.email]) == 0
    assert "2 changed" in capsys.readouterr().out
    entries = [f"{one.pk}.{one.revision}" for one in RegisterEntry.objects.all()]
    assert 'name="category" form="many"' in alice.get("/registers/").content.decode()
    assert alice.post("/registers/changes/", {"entry": entries, "category": "supplier"}).status_code == 302
    assert set(RegisterEntry.objects.values_list("category", flat=True)) == {"supplier"}
    entries = [f"{one.pk}.{one.revision}" for one in RegisterEntry.objects.all()]
    refused = alice.post("/registers/changes/", {"entry": entries, "category": "none"})
    assert "There is no such category." in refused.content.decode()
    assert set(RegisterEntry.objects.values_list("category", flat=True)) == {"supplier"}


def test_a_refused_change_of_many_keeps_what_was_chosen_and_typed(cast: Cast) -> None:
    alice, api = entered(cast.alice), "/api/v1/register-entries"
    opened = [{"kind": "threat", "title": "Frost"}, {"kind": "assumption", "title": "Ground <firm>"}]
    many = {"project": cast.project.pk, "entries": [*opened, {"kind": "threat", "title": "Flood"}]}
    assert alice.post(f"{api}/many", many, **JSON).status_code == 201
    frost, ground, flood = RegisterEntry.objects.order_by("pk")
    there, typed = (
        f"/projects/{cast.project.pk}/register/?sort=title",
        {"outcome": "It “came”", "review_on": "2027-03-31"},
    )
    chosen = [f"{frost.pk}.{frost.revision}", f"{ground.pk}.{ground.revision}"]
    sent = {"entry": chosen, "back": there, "state": "occurred", "category": "legal", **typed}

    def refused(who: Client, status: int, **more: object) -> str:
        answer = who.post("/registers/changes/", sent | more)
        page = answer.content.decode()
        assert answer.status_code == status
        assert "Nothing was changed." in page
        assert "Expected money" in page  # the register itself, not a page of errors
        assert set(RegisterEntry.objects.values_list("state", "category")) == {("open", "other")}
        return page

    page = refused(alice, 422)
    assert f"{ground.pk} Ground &lt;firm&gt;: An entry of this kind is never in this state." in page
    assert "Frost: " not in page
    told = {"entry": ground.pk, "revision": ground.revision, "state": "occurred", "outcome": "x"}
    answer = alice.post(f"{api}/changes", {"changes": [told]}, **JSON).json()
    assert [one["place"] for one in answer["findings"]] == [f"{ground.pk} Ground <firm>"]
    assert [f'value="{one.pk}.{one.revision}" checked' in page for one in (frost, ground, flood)] == [True, True, False]
    for kept in ('value="It “came”"', 'value="2027-03-31"', '"legal" selected', '"occurred" selected', there):
        assert kept in page
    assert '<details class="tools no-print" open>' in page
    assert "Tick the entries first." in refused(alice, 422, entry=[])
    empty = dict.fromkeys(("state", "category", "outcome", "review_on"), "")
    assert "Say what is to be changed" in refused(alice, 422, **empty)
    assert "Enter a date such as 2027-03-31." in refused(alice, 422, review_on="soon")
    gone = refused(alice, 404, entry=[chosen[0], "987654.1"])
    assert "not there any more, or not open to you" in gone
    assert f'value="{chosen[0]}" checked' in gone
    assert "Frost: You may not do this." in refused(entered(cast.grace), 422, entry=chosen[:1], state="closed")
    for odd in ("/nowhere/", "https://elsewhere.example/", "", "/registers/999/"):
        assert "Ground &lt;firm&gt;: " in refused(alice, 422, back=odd)


def test_who_may_not_change_entries_is_offered_no_change_of_many(cast: Cast) -> None:
    alice, mona, api = entered(cast.alice), entered(cast.mona), "/api/v1/register-entries"
    shared = {"programme": cast.programme.pk, "also": [cast.project.pk]}
    for place in ({"project": cast.project.pk}, shared):
        assert mona.post(api, {"kind": "threat", "title": "Frost", **place}, **JSON).status_code == 201
    of_project, of_programme = RegisterEntry.objects.order_by("pk")

    def chosen(who: Client, page: str) -> list[bool]:
        shown = who.get(page).content.decode()
        assert all(f'href="/registers/{one.pk}/"' in shown for one in (of_project, of_programme))
        offered = [f'value="{one.pk}.{one.revision}"' in shown for one in (of_project, of_programme)]
        assert any(offered) == ("Change those chosen" in shown)
        return offered

    for page in ("/registers/", f"/projects/{cast.project.pk}/register/"):
        assert chosen(mona, page) == [True, True]
        assert chosen(alice, page) == [True, False]
        assert chosen(entered(cast.grace), page) == [False, False]


def test_an_entry_changed_meanwhile_is_named_and_stays_chosen_where_the_list_lost_it(cast: Cast) -> None:
    alice, api = entered(cast.alice), "/api/v1/register-entries"
    many = {"project": cast.project.pk, "entries": [{"kind": "threat", "title": one} for one in ("Frost", "Flood")]}
    alice.post(f"{api}/many", many, **JSON)
    rows = list(RegisterEntry.objects.order_by("pk"))
    sent = {"entry": [f"{one.pk}.{one.revision}" for one in rows], "back": "/registers/?text=f", "category": "legal"}
    shut = {"entry": sent["entry"][:1], "state": "closed", "outcome": "Sold"}
    assert alice.post("/registers/changes/", shut).status_code == 302
    page = alice.post("/registers/changes/", sent).content.decode()
    assert re.search("Frost: [^<]* changed this", page)
    assert "Flood: " not in page
    assert "Chosen, but not in the list above any more" in page
    again = re.findall(r'name="entry" value="([^"]+)" checked', page)
    assert sorted(again) == sorted([f"{rows[0].pk}.{rows[0].revision + 1}", f"{rows[1].pk}.{rows[1].revision}"])
    assert alice.post("/registers/changes/", sent | {"entry": again}).headers["Location"] == "/registers/?text=f"
    assert set(RegisterEntry.objects.values_list("title", "category")) == {("Frost", "legal"), ("Flood", "legal")}
