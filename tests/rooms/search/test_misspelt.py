"""What is spelt wrongly is found, on every database alike, and nothing unseen is told by it."""

from __future__ import annotations

import pytest
from tests import factories as make
from tests.cast import AT, Cast

from conspectus.rooms.accounts.models import User
from conspectus.rooms.search.actions import follow_deeds, rebuild_index
from conspectus.rooms.search.bridge.spelling import mistakes, variants
from conspectus.rooms.search.bridge.words import without_umlauts
from conspectus.rooms.search.models import Word
from conspectus.rooms.search.queries import Found, search

NAMES = ("Fundamentplatte Süd", "Küchengebäude", "Kueche Nord", "Baseline review", "Lieferobjekt", "Terminplan",
         "Teh pier", "Quay wall", "深工 pier")  # fmt: skip
# what is asked: what is found of the names, whether widely, and what is said to be meant
CASES = {
    "kuche": ("Küchengebäude|Kueche Nord", False, ""),
    "kueche": ("Küchengebäude|Kueche Nord", False, ""),
    "Küchengebaeude": ("Küchengebäude", False, ""),
    "Basline": ("Baseline review", True, "baseline"),  # a letter missing
    "Baselime": ("Baseline review", True, "baseline"),  # wrong
    "Baselinne": ("Baseline review", True, "baseline"),  # too many
    "Basleine": ("Baseline review", True, "baseline"),  # swapped
    "abseline reveiw": ("Baseline review", True, "baseline review"),  # in every word, the first letter too
    "leiferobj": ("Lieferobjekt", True, "lieferobjekt"),  # not yet typed to its end
    "leifer": ("Lieferobjekt", True, "lieferobjekt"),
    "Liefre objekt": ("Lieferobjekt", True, "lieferobjekt"),  # both
    "Leiferobjket": ("Lieferobjekt", True, "lieferobjekt"),
    "Leifreobjket": ("", True, ""),  # three are too many
    "liefer objekt": ("Lieferobjekt", True, "lieferobjekt"),  # apart
    "quaywall": ("Quay wall", True, "quay wall"),  # together
    "platte": ("Fundamentplatte Süd", True, "fundamentplatte"),  # the end of a compound
    "fundmentplate": ("Fundamentplatte Süd", True, "fundamentplatte"),  # twice in a long word
    "plan": ("Terminplan", True, "terminplan"),
    "工": ("深工 pier", False, ""),  # a word of its own
    "q": ("Quay wall", False, ""),  # a letter alone begins a name or a code, not any word
    "f": ("Fundamentplatte Süd", False, ""),
    "s": ("Fundamentplatte Süd|Warehouse north", True, ""),  # where none does, any word
    "the": ("", True, ""),  # three letters are too few
    "xqzzy": ("", True, ""),
}  # fmt: skip


def found(by: User, text: str, *, wide: bool = False) -> Found:
    follow_deeds(at=AT)
    return search(by, text, kind="project", wide=wide, on=AT.date())


def titles(told: Found) -> set[str]:
    return {hit.title for group in told.groups for hit in group.hits}


def test_one_letter_wrong_swapped_missing_or_too_many_is_forgiven(cast: Cast) -> None:
    for name in NAMES:
        make.project(name, portfolio=cast.portfolio, manager=cast.alice.person)
    for text, (names, wide, meant) in CASES.items():
        told = found(cast.alice, text)
        assert (titles(told), told.wide, told.meant) == ({*filter(None, names.split("|"))}, wide, meant), text
        assert told.total == len(titles(told))
    kept = set(Word.objects.values_list("text", "variants"))
    rebuild_index(at=AT)
    assert set(Word.objects.values_list("text", "variants")) == kept


def test_what_was_asked_comes_before_what_resembles_it(cast: Cast) -> None:
    for name in ("Harbor", "The harbour wall", "Harbour", "Old harbour basin"):
        make.project(name, portfolio=cast.portfolio, manager=cast.alice.person)
    assert titles(found(cast.alice, "harbour")) == {"Harbour", "The harbour wall", "Old harbour basin"}
    (group,) = found(cast.alice, "harbour", wide=True).groups
    assert [hit.title for hit in group.hits] == ["Harbour", "The harbour wall", "Old harbour basin", "Harbor"]
    assert found(cast.alice, "harbour", wide=True).meant == ""


def test_nothing_is_said_to_be_meant_that_stands_only_in_what_is_not_seen(cast: Cast) -> None:
    make.project("Zanzibar", portfolio=make.portfolio("Elsewhere"))
    make.project("Zanzipar", portfolio=cast.portfolio, manager=cast.alice.person)
    theirs, all_of_it = found(cast.alice, "zanzibra"), found(cast.bob, "zanzibra")
    assert (titles(theirs), theirs.meant, theirs.alike) == ({"Zanzipar"}, "zanzipar", ("zanzipar",))
    assert titles(all_of_it) == {"Zanzipar", "Zanzibar"}
    assert (all_of_it.meant, set(all_of_it.alike)) == ("zanzibar", {"zanzibar", "zanzipar"})
    nothing = found(cast.dave, "zanzibra")
    assert (nothing.total, nothing.meant, nothing.alike) == (0, "", ())
    named = found(cast.alice, "zanzibar")  # it is known, but not to her
    assert (titles(named), named.meant) == ({"Zanzipar"}, "zanzipar")


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [("abc", "abc", 0), ("abc", "acb", 1), ("abc", "ab", 1), ("ab", "xb", 1), ("ca", "abc", 3)],
)
def test_mistakes_are_counted(one: str, other: str, count: int) -> None:
    assert mistakes(one, other) == mistakes(other, one) == count


def test_variants_and_spellings() -> None:
    assert variants("plan") == {"plan", "lan", "pan", "pln", "pla"}
    assert {"terminp", "termi", "ermi", "trminp"} <= variants("terminplan")
    told = [without_umlauts(word) for word in ("kueche", "gebaeude", "neue", "request", "value", "due", "poesie")]
    assert told == ["kuche", "gebaude", "neue", "request", "value", "due", "posie"]
