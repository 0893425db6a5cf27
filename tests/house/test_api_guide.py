"""The guide of the API tells every address with its methods, and none that is not there."""

from __future__ import annotations

import re

from tests.house.tree import ROOT

from conspectus.doors.api.urls import schema

GUIDE = (ROOT / "docs" / "guides" / "api.md").read_text(encoding="utf-8")
METHODS = re.compile(r"(?:(?:GET|POST|PATCH|DELETE|PUT)(?:, )?)+")


def _plain(path: str) -> str:
    return re.sub(r"\{\w+(?::\w+)?\}", "{}", path).rstrip("/")


def _there() -> set[tuple[str, str]]:
    """Return each method and address of the described API, what stands in braces left out."""
    paths = schema()["paths"]
    return {(method.upper(), _plain(path.removeprefix("/api/v1"))) for path, held in paths.items() for method in held}


def _told() -> set[tuple[str, str]]:
    """Return what the table tells; ``…/tail`` stands for an address that ends so."""
    found = set()
    for cell in re.findall(r"^\| (`.*?`) \|", GUIDE, re.MULTILINE):
        methods: list[str] = []
        for chunk in re.findall(r"`([^`]+)`", cell):
            if said := METHODS.match(chunk):
                methods = said[0].strip().split(", ")
            found |= {(method, _plain(chunk.split(" ")[-1])) for method in methods}
    return found


def _is(told: str, path: str) -> bool:
    return path.endswith(told.removeprefix("…")) if told.startswith("…") else path == told


def test_every_address_is_told_and_every_told_one_is_there() -> None:
    there, told = _there(), _told()
    assert len(there) > 40
    untold = {one for one in there if not any(one[0] == m and _is(path, one[1]) for m, path in told)}
    gone = {one for one in told if not any(one[0] == m and _is(one[1], path) for m, path in there)}
    assert (sorted(untold), sorted(gone)) == ([], [])
