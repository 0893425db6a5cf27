"""The encoding of a text that does not name one."""

from __future__ import annotations

import pytest

from conspectus.formats.encodings import guess


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Ремонт моста и дороги", "cp1251"),
        ("Задача 1", "cp1251"),
        ("한국 프로젝트 계획", "euc_kr"),
        ("项目计划进度", "gb18030"),
        ("Müller, Größe, Straße", "cp1252"),
        ("Été à l'école – 5 €", "cp1252"),
        ("Έργο σχέδιο και προϋπολογισμός", "cp1253"),
        ("مشروع البناء", "cp1256"),
    ],
)
def test_the_letters_tell(text: str, encoding: str) -> None:
    assert guess(text.encode(encoding)).encoding == encoding


def test_marks_and_utf8_are_certain() -> None:
    assert guess("ß".encode("utf-8-sig")).encoding == "utf-8"
    assert guess("ß".encode("utf-16")).encoding == "utf-16-le"
    found = guess("Größe 日本".encode())
    assert (found.encoding, found.certain) == ("utf-8", True)


def test_letters_of_no_western_language_are_a_question() -> None:
    assert not guess("Zażółć gęślą jaźń".encode("cp1250")).certain
