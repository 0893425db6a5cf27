"""Exchange files (MPX) in the languages of their program, in its code pages and in UTF-8."""

from __future__ import annotations

import pytest

from conspectus.engine.plan import Constraint
from conspectus.formats.schedules import read

pytestmark = [pytest.mark.java, pytest.mark.usefixtures("java")]

HEAD = (
    "MPX;Microsoft Project for Windows;4.0;ANSI\r\n10;;1;2;.;,\r\n11;2;0;1;8,00;40,00;10;15;1;0\r\n"
    "12;1;0;480;.;:;;;20;2\r\n30;Plan;;;;;\r\n"
)
WORDS = {  # code page, heading of the duration, name of a task, 1.5 days, one hour, "as late as possible"
    "de": ("cp1252", "Dauer", "Größe", "1,5t", "1h", "So spät wie möglich"),
    "fr": ("cp1252", "Durée", "Étude", "1,5j", "1h", "Le plus tard possible"),
    "sv": ("cp1252", "Varaktighet", "Åtgärd", "1,5d", "1t", "As Late As Possible"),
    "ru": ("cp1251", "Длительность", "Проект здания", "1,5день", "1час", "Как можно позже"),
    "zh": ("gb2312", "工期", "设计方案", "1,5d", "1h", "越晚越好"),
}


def exchange(language: str) -> str:
    """Return a file of two tasks."""
    _, duration, name, long, short, late = WORDS[language]
    return f"{HEAD}60;ID;Name;{duration};X\r\n61;90;1;40;91\r\n70;1;{name};{long};{late}\r\n70;2;{name} 2;{short};\r\n"


@pytest.mark.parametrize("encoding", ["of the program", "utf-8"])
@pytest.mark.parametrize("language", WORDS)
def test_names_units_and_constraints_are_read_in_every_language(language: str, encoding: str) -> None:
    page = WORDS[language][0] if encoding == "of the program" else encoding
    reading = read(exchange(language).encode(page), "plan.mpx")
    assert reading.plans, reading.findings
    tasks = reading.plans[0].tasks
    assert tasks.name == (WORDS[language][2], f"{WORDS[language][2]} 2")
    assert tasks.duration.tolist() == [720, 60]
    assert tasks.constraint[0] == Constraint.ALAP


def test_letters_of_no_page_of_the_program_are_carried_past_it() -> None:
    text = exchange("de").replace("Größe", "Łódź, 第一, Größe")
    assert read(text.encode(), "plan.mpx").plans[0].tasks.name[0] == "Łódź, 第一, Größe"
