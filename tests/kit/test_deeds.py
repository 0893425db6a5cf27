"""The register of deeds."""

from __future__ import annotations

import pytest

from conspectus.kit.deeds import _REGISTER, deed, deed_words, find_deed
from conspectus.rooms.accounts import actions as accounts
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.portfolio import actions as portfolio


def test_every_deed_is_registered_with_known_needs() -> None:
    assert accounts.create_user.__module__ == find_deed("create_user").module
    assert portfolio.create_project.__module__ == find_deed("create_project").module
    assert all(deed.needs == "" or deed.needs in Ability.values for deed in _REGISTER.values())


def test_a_deed_takes_who_and_when_by_keyword() -> None:
    with pytest.raises(TypeError, match="by="):

        @deed("nobody_did_it", "did nothing")
        def nobody_did_it(by: object, *, at: object) -> None:
            """Do nothing."""

    assert "nobody_did_it" not in _REGISTER


def test_a_deed_is_told_in_words_and_an_unknown_one_by_its_name() -> None:
    assert deed_words("create_project") == "opened a project"
    assert deed_words("deed_of_another_version") == "deed_of_another_version"


def test_a_name_is_used_once() -> None:
    with pytest.raises(ValueError, match="already a deed"):

        @deed("create_project", "did something else")
        def create_project(*, by: object, at: object) -> None:
            """Do something else."""
