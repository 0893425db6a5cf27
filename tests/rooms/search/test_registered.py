"""What projects keep in registers is found, by who sees it in its own list."""

from __future__ import annotations

import pytest
from tests import factories as make
from tests.cast import AT, Cast
from tests.handed_in import reader  # noqa: F401  # a fixture is used by its name
from tests.rooms.search.test_search import hand_in, hits, kinds

from conspectus.journeys.subjects import subject_of
from conspectus.rooms.changes.actions import ChangeParticulars, raise_change_request
from conspectus.rooms.followup.actions import ActionParticulars, add_comment, close_action, open_action
from conspectus.rooms.followup.queries.given import visible_actions
from conspectus.rooms.governance.actions import open_exception
from conspectus.rooms.links.actions import LinkEnd, OutsideEvent, Terms, propose_link
from conspectus.rooms.links.queries import visible_links
from conspectus.rooms.risks.actions import Particulars, open_register_entry
from conspectus.rooms.risks.queries.entries import visible_entries
from conspectus.rooms.search.actions import follow_deeds, rebuild_index
from conspectus.rooms.search.choices import Kind
from conspectus.rooms.search.models import Entry, Followed
from conspectus.rooms.search.queries import search

pytestmark = pytest.mark.usefixtures("reader")


def test_what_is_registered_is_found_by_who_sees_it(cast: Cast) -> None:
    by, at = cast.mona, AT
    hand_in(cast.project, cast.alice, "Dig")
    shared = make.project("Quarry", portfolio=cast.portfolio, manager=cast.dave.person)
    late = Particulars("threat", "Walrus on the pier", cause="Herring", also=(shared,))
    risk = open_register_entry(place=cast.project, new=late, by=cast.alice, at=at)
    open_register_entry(place=cast.programme, new=Particulars("issue", "Otter"), by=by, at=at)
    open_register_entry(place=cast.portfolio, new=Particulars("decision", "Heron"), by=by, at=at)
    asked = ChangeParticulars("Add a ferret cage", "A cage", "Because", "customer")
    raise_change_request(project=cast.project, new=asked, by=cast.alice, at=at)
    job = ActionParticulars("Feed the lynx", owner=cast.dave.person)
    action = open_action(subject=subject_of(cast.project), new=job, by=cast.alice, at=at)
    open_action(subject=subject_of(cast.portfolio), new=ActionParticulars("Call the vet"), by=by, at=at)
    day = AT.date()
    propose_link(
        giver=OutsideEvent("Permit for weasels", day), taker=LinkEnd(cast.project, "2"), terms=Terms("Weasels", day),
        by=cast.alice, at=at,
    )  # fmt: skip
    open_exception(subject=cast.project, words="Bison broke in", by=by, at=at)
    add_comment(subject=subject_of(risk), text="Narwhal", named=(), by=cast.alice, at=at)

    found = {
        "walrus herring": "register", "ferret": "change", "lynx": "action", "weasels": "link", "bison": "exception",
        "narwhal": "comment",
    }  # fmt: skip
    for words, kind in found.items():
        assert kinds(cast.alice, words) == kinds(cast.grace, words) == kinds(cast.bob, words) == [kind], words
    assert [kinds(cast.dave, words) for words in found] == [["register"], [], ["action"], [], [], []]
    shown = {"register": visible_entries, "action": visible_actions, "link": visible_links}
    for who in cast.users().values():  # as in the lists of their own
        for kind, visible in shown.items():
            seen = {row.pk for row in visible(who, day)}
            found_ids = {
                hit.subject_id
                for text in ("walrus", "otter", "heron", "lynx", "vet", "weasels")
                for group in search(who, text, kind=kind, on=day).groups
                for hit in group.hits
            }
            assert found_ids == seen, (who, kind)
    (hit,) = hits(cast.alice, "herring")
    assert (hit.place, hit.excerpts) == ("WN-1 Warehouse north", ("Herring",))
    close_action(action=action, state="done", answer="Ate a hare", revision=1, by=cast.dave, at=at)
    assert kinds(cast.alice, "hare") == ["action"]
    kept = set(Entry.objects.values_list("kind", "subject_id", "stamp"))
    rebuild_index(at=AT)
    assert set(Entry.objects.values_list("kind", "subject_id", "stamp")) == kept
    Followed.objects.update(number=0)
    assert follow_deeds(at=AT) == 0  # every line looked at anew, by itself, finds nothing to write


def test_every_kind_fits_its_column() -> None:
    room = Entry._meta.get_field("kind").max_length or 0
    assert [one for one in Kind.values if len(one) > room] == []  # SQLite would keep it all the same
