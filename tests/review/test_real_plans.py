"""The main job on real files: every one is read, shown and packed."""

from __future__ import annotations

import csv
import io
import json

import pypdf
import pytest

from conspectus import review
from conspectus.doors.cli import run

pytestmark = pytest.mark.java


@pytest.fixture(scope="module")
def files(shared_data) -> list:
    return sorted((shared_data / "schedules" / "files").iterdir())


def test_a_folder_of_real_files_becomes_a_portfolio_and_a_pack(files):
    found = review.run(files, status_date="2012-12-31")
    assert {source.name for source in found.sources if source.projects == 0} == set()
    assert len(found.projects) >= len(files)
    assert len({project.id for project in found.projects}) == len(found.projects)
    for project in found.projects:
        assert (project.slip_days.value is None) != (project.slip_days.reason is None)
        assert len(project.checks) == 14
    korean = next(project for project in found.projects if project.file == "mpx_korean_27.mpx")
    pack = review.pack_bytes(found)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pack["board-pack.pdf"])).pages)
    assert korean.name in text
    assert json.loads(json.dumps(review.as_dict(found)))["projects"]


def test_show_agrees_with_the_dates_stored_in_real_files(files, shared_data, capsys):
    """The same bar as the engine's own, through the command that people use."""
    with (shared_data / "schedules" / "mpxj_cpm_yardstick.csv").open(encoding="utf-8") as text:
        rows = {row["file"]: row for row in csv.DictReader(text)}
    name = "xer_mdl4d_houses_62.xer"
    assert name in rows
    file = next(path for path in files if path.name == name)
    assert run(["plan", "show", str(file), "--json"]) == 0
    (project,) = json.loads(capsys.readouterr().out)["projects"]
    leaves = [task for task in project["tasks"] if not task["summary"] and task["stored"]["early_start"]]
    dates = ("early_start", "early_finish", "late_start", "late_finish")
    same = [task for task in leaves if all(task[key] == task["stored"][key] for key in dates)]
    assert len(leaves) == len(same) == 62
