"""Documents stored by earlier versions still open; the bytes beside this module were written by those versions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.ipc as ipc
import pytest
from tests.formats.plans.test_document import differences

from conspectus.engine.plan import Baseline, Ints, Link, Links, Plan, Tasks
from conspectus.formats import plans


def ints(*values: int) -> Ints:
    return np.array(values, dtype=np.int64)


DEPOT = Plan(
    uid="P",
    name="Depot",
    currency="EUR",
    start=28_000_000,
    status_date=28_010_000,
    tasks=Tasks(
        uid=("1", "2"),
        name=("Ground", "Walls"),
        parent=ints(-1, -1),
        kind=ints(0, 0),
        duration=ints(960, 480),
        cost=np.array([1200.0, np.nan]),
    ),
    links=Links(before=ints(0), after=ints(1), type=ints(int(Link.FS)), lag=ints(60), unit=ints(0)),
    baselines={
        0: Baseline(
            start=ints(28_000_480, 28_001_920), finish=ints(28_001_440, 28_002_400), cost=np.array([1000.0, 500.0])
        )
    },
)


@pytest.mark.parametrize("version", [1, 2])
def test_a_document_of_an_earlier_version_opens_whole(version: int) -> None:
    data = Path(__file__).with_name(f"version_{version}.arrow").read_bytes()
    with ipc.open_stream(data) as reader:
        assert reader.schema.metadata[b"version"] == str(version).encode()
    assert list(differences(plans.read_plan(data), DEPOT)) == []
