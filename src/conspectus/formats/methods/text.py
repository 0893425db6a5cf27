"""YAML read into plain values, each with its line: no anchors, no tags, nothing but texts, numbers, true and false."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

LARGEST = 1_048_576  # bytes
DEEPEST = 12
MOST = 60_000  # values
_INTEGER = re.compile(r"[-+]?[0-9]{1,15}")
_FRACTION = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,12}")
# Control characters and those that turn the direction of writing: no page shows them, some databases refuse them.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_WORDS = {"null": None, "~": None, "": None, "true": True, "false": False}
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Path = tuple[str | int, ...]


class Unreadable(Exception):
    """A text that is no document: on which line, why, and a stable name for it."""

    def __init__(self, code: str, line: int, words: str) -> None:
        super().__init__(words)
        self.code, self.line, self.words = code, line, words


@dataclass(frozen=True, slots=True)
class Document:
    """The values of a text, and the line on which each begins."""

    value: Any
    lines: dict[Path, int]

    def line(self, path: Path) -> int:
        """Return the line of a value, or of what holds it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


@dataclass(slots=True)
class _Reader:
    events: Iterator[Any]
    lines: dict[Path, int] = field(default_factory=dict)

    def value(self, event: Any, path: Path) -> Any:
        line = _line(event.start_mark)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Unreadable("ANCHOR", line, "Anchors and references to them (& and *) are not accepted.")
        if getattr(event, "tag", None):
            raise Unreadable("TAG", line, "Tags (!) are not accepted.")
        if len(path) > DEEPEST or len(self.lines) > MOST:
            raise Unreadable("TOO_MUCH", line, "The document is nested too deeply or has too many values.")
        self.lines.setdefault(path, line)
        if isinstance(event, yaml.ScalarEvent):
            if _UNSEEN.search(event.value):
                raise Unreadable("INVISIBLE", line, "The text contains invisible characters.")
            return _plain(event.value) if event.implicit[0] and not event.style else event.value
        return self._list(path) if isinstance(event, yaml.SequenceStartEvent) else self._block(path)

    def _list(self, path: Path) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            found.append(self.value(event, (*path, len(found))))
        return found

    def _block(self, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            line = _line(event.start_mark)
            if not isinstance(event, yaml.ScalarEvent) or event.anchor or event.tag:
                raise Unreadable("NAME", line, "A name must be a plain word.")
            if _UNSEEN.search(event.value):
                raise Unreadable("INVISIBLE", line, "The text contains invisible characters.")
            if event.value in found:
                raise Unreadable("TWICE", line, f"'{event.value[:60]}' stands here twice.")
            below = (*path, event.value)
            self.lines[below] = line
            found[event.value] = self.value(next(self.events), below)
        return found


def read_text(data: bytes) -> Document:
    """Return the values of a YAML text; raises ``Unreadable`` with the line."""
    if len(data) > LARGEST:
        raise Unreadable("TOO_LARGE", 1, f"The file is larger than {LARGEST // 1024} KiB.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable("NOT_UTF8", line, "The text is not UTF-8.") from None
    if not text.strip():
        raise Unreadable("EMPTY", 1, "The file is empty.")
    try:
        return _read(text)
    except yaml.YAMLError as error:
        raise Unreadable(
            "NOT_YAML", _line(getattr(error, "problem_mark", None)), "From here on the text is not YAML."
        ) from None


def _read(text: str) -> Document:
    events = iter(yaml.parse(text, Loader=_LOADER))
    next(events)  # the stream begins
    if isinstance(next(events), yaml.StreamEndEvent):  # nothing but remarks; else the document begins
        raise Unreadable("EMPTY", 1, "The file is empty.")
    reader = _Reader(events)
    value = reader.value(next(events), ())
    next(events)  # the document ends
    if not isinstance(more := next(events), yaml.StreamEndEvent):
        raise Unreadable("SEVERAL", _line(more.start_mark), "The file holds several documents; one is accepted.")
    return Document(value, reader.lines)


def _line(mark: Any) -> int:
    return int(mark.line) + 1 if mark is not None else 1


def _plain(text: str) -> Any:
    """Return the value of a word that stands without quotation marks."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FRACTION.fullmatch(text) else text


class _Dumper(yaml.SafeDumper):
    """Writes blocks indented below their names, long texts as blocks."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:
        return True


def _written_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _written_text)


def write_text(value: object) -> bytes:
    """Return plain values as YAML; the same values give the same bytes."""
    text: str = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    return text.encode("utf-8")
