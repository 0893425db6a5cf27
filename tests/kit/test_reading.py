"""What is asked once while only reading, and each time anywhere else."""

from __future__ import annotations

from conspectus.kit.reading import asked_once, only_reading


def test_answers_are_kept_until_the_reading_ends() -> None:
    asked: list[int] = []

    @asked_once
    def double(number: int) -> int:
        asked.append(number)
        return number * 2

    assert [double(1), double(1)] == [2, 2]
    assert asked == [1, 1]
    with only_reading():
        assert [double(1), double(1), double(2)] == [2, 2, 4]
    assert asked == [1, 1, 1, 2]
    with only_reading():
        double(1)
    assert asked[4:] == [1]
