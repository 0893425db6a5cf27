"""A reading as bytes, so that a file need be read once: its plans as plan documents, the rest as JSON."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from conspectus.engine.findings import Finding, Severity
from conspectus.formats import plans
from conspectus.formats.schedules.outcome import Reading

_HEAD = "reading.json"


class UnreadableReading(ValueError):
    """What was kept is damaged or of another version; the file has to be read again."""


def write_reading(reading: Reading) -> bytes:
    """Return the reading as bytes that ``read_reading`` understands."""
    head = {"name": reading.name, "kind": reading.kind, "plans": len(reading.plans)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:  # the documents are compressed already
        archive.writestr(_HEAD, json.dumps(head | {"findings": [_finding(item) for item in reading.findings]}))
        for number, plan in enumerate(reading.plans):
            archive.writestr(str(number), plans.write_plan(plan))
    return out.getvalue()


def read_reading(data: bytes) -> Reading:
    """Return the reading that was written; raises ``UnreadableReading`` for anything else."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            head = json.loads(archive.read(_HEAD))
            made = tuple(plans.read_plan(archive.read(str(number))) for number in range(head["plans"]))
        findings = tuple(
            Finding(**one | {"severity": Severity(one["severity"]), "tasks": tuple(one["tasks"])})
            for one in head["findings"]
        )
        return Reading(head["name"], head["kind"], made, findings)
    except (zipfile.BadZipFile, plans.UnreadablePlan, KeyError, ValueError, TypeError) as error:
        raise UnreadableReading from error


def _finding(item: Finding) -> dict[str, Any]:
    return {
        "severity": item.severity.value,
        "code": item.code,
        "place": item.place,
        "words": item.words,
        "remedy": item.remedy,
        "tasks": item.tasks,
    }
