"""Whose manner a page is written in: what was chosen, the usual where nothing was."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.utils.translation import get_language

from conspectus.kit.manner import PLAIN, Manner, chosen, manner, usual_manner, written_for


def test_a_region_follows_its_language_and_what_was_chosen_counts() -> None:
    assert chosen(PLAIN) == Manner("en", "en-GB", "UTC")
    assert chosen(PLAIN, language="de") == Manner("de", "de-DE", "UTC")
    assert chosen(PLAIN, language="en", region="de-CH", zone="Asia/Tokyo") == Manner("en", "de-CH", "Asia/Tokyo")
    austrian = usual_manner(language="de", region="de-AT", zone="Europe/Vienna")
    assert chosen(austrian) == austrian
    assert chosen(austrian, language="en") == Manner("en", "en-GB", "Europe/Vienna")


def test_an_organisation_cannot_set_what_there_is_not() -> None:
    for wrong in ({"language": "fr"}, {"region": "de"}, {"zone": "Mars/Phobos"}):
        with pytest.raises(SystemExit, match="or leave it out"):
            usual_manner(**wrong)


def test_outside_pages_everything_is_plain() -> None:
    assert (manner(), get_language()) == (PLAIN, "en")
    with suppress(ValueError), written_for(Manner("de", "de-AT", "Europe/Vienna")):
        assert (manner().region, get_language()) == ("de-AT", "de")
        raise ValueError("a page that fails")
    assert (manner(), get_language()) == (PLAIN, "en")
