"""JSON from strangers: strict, with the place of what is wrong."""

from __future__ import annotations

import pytest

from conspectus.kit.errors import Invalid
from conspectus.kit.strict_json import read_json


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xef\xbb\xbf{}", "byte order mark"),
        (b'{"a": "\xff"}', "not UTF-8 at byte 7"),
        (b'{"a": 1, "a": 2}', "The key 'a' is given twice."),
        (b'{"a": NaN}', "no number"),
        (b'{"a": -Infinity}', "no number"),
        (b'{"a": 1} x', "line 1, column 10"),
        (b"{", "line 1, column 2"),
        (b"", "line 1, column 1"),
        (b"[" * 20_000, "deeper than 64 levels"),
        (b"1" * 5000, "no number"),
    ],
)
def test_json_refused(data: bytes, words: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_json(data)
    assert words in caught.value.words


def test_brackets_in_strings_are_no_depth() -> None:
    assert read_json(b'{"a": "' + b"[" * 100 + b'\\"[", "b": [1, 2.5, null]}')["b"] == [1, 2.5, None]
