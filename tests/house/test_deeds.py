"""Every deed can be done: by page, by API and by command, or it is said why not by one of them."""

from __future__ import annotations

import ast
from functools import cache

import pytest
from tests.house.tree import modules

import conspectus.journeys.import_folder  # enters the deeds of all rooms
from conspectus.kit.deeds import _REGISTER

assert conspectus.journeys.import_folder
ELSEWHERE = {
    ("change_own_password", "api"): "a program has no password; it has a token",
    ("change_own_password", "cli"): "the command line acts for others; set_password is there",
    ("set_password", "api"): "a password is not sent by programs; a sign-in link is",
}


@cache
def called(door: str) -> frozenset[str]:
    """Return every name a door calls, also through the journeys it calls."""
    found = set()
    for _, _, tree in (*modules(f"doors/{door}"), *modules("journeys")):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                found.add(getattr(node.func, "attr", getattr(node.func, "id", "")))
    return frozenset(found)


@pytest.mark.parametrize("door", ["web", "api", "cli"])
def test_every_deed_can_be_done_by(door: str) -> None:
    names = set(_REGISTER)
    assert len(names) > 20
    missing = sorted(name for name in names if name not in called(door) and (name, door) not in ELSEWHERE)
    assert missing == []


def test_no_exception_stands_for_nothing() -> None:
    assert [name for name, door in ELSEWHERE if name in called(door)] == []
