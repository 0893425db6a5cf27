"""The German catalogue: every message of pages and code, kept in one file and compiled beside it; `run.py words`."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).parent.parent / "src" / "conspectus"
PO = SOURCE / "locale" / "de" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
NEVER = datetime(2026, 1, 1, tzinfo=UTC)  # the file changes with its words, not with the day
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
    **dict.fromkeys(("Invalid", "Conflict"), (2,)),  # refusals say their sentence themselves
    **dict.fromkeys(("NotAllowed", "Stale", "TooMany"), (1,)),
}
COMMENT = "# German words of Conspectus, kept by `python3 run.py words`; the terms are in docs/guides/languages.md."


def messages() -> Catalog:
    """Return every message of the source, in the order of the alphabet."""
    found = Catalog(fuzzy=False)
    for file in sorted((*SOURCE.rglob("*.html"), *SOURCE.rglob("*.py"))):
        for words, context in _said(file):
            if "".join(words).strip():
                found.add(words, context=context)
    for words in _tables():
        found.add(words)
    return found


def kept() -> Catalog:
    """Return the catalogue as it is kept."""
    with PO.open("rb") as file:
        return read_po(file, locale="de")


def updated() -> Catalog:
    """Return the kept catalogue with the messages there are now; translations of those that went are dropped."""
    told, made = (
        kept() if PO.exists() else Catalog(locale="de"),
        Catalog(
            locale="de",
            header_comment=COMMENT,
            project="Conspectus",
            version="1",
            msgid_bugs_address="",
            last_translator="",
            language_team="",
            creation_date=NEVER,
            revision_date=NEVER,
            fuzzy=False,
        ),
    )
    for message in messages():
        if message.id:
            before = told.get(message.id, context=message.context)
            german = before.string if before is not None else None
            made.add(message.id, german if german is not None else "", context=message.context)
    return made


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as text, one message after another by the alphabet."""
    out = io.BytesIO()
    write_po(out, catalogue, width=0, no_location=True, sort_output=True, ignore_obsolete=True)
    return out.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """Return a catalogue as Django reads it."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def missing(catalogue: Catalog) -> list[Message]:
    """Return the messages without German words."""
    return [one for one in catalogue if one.id and not all(_forms(one.string))]


def _forms(said: object) -> tuple[str, ...]:
    return tuple(said) if isinstance(said, tuple | list) else (str(said or ""),)


def _said(file: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """Yield message and context of each call in a module, or in a template as Django hands it to extractors."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".html":
        from django.utils.translation import templatize

        text = "\n".join(line.strip() for line in templatize(text, origin=file.name).split("\n"))
    for _, words, _, context in extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS):
        yield words, context


def _tables() -> Iterator[str]:
    """Yield the sentences of floors that know no Django, which pages translate by the words themselves."""
    from conspectus.doors.web.panels import pack_words
    from conspectus.doors.web.sayings import CHECKS, PHRASES, SENTENCES
    from conspectus.engine.measure import REASON_WORDS
    from conspectus.formats.linklists import LINK_FIELDS
    from conspectus.formats.registers import REGISTER_FIELDS
    from conspectus.formats.schedules.drafts import COLUMNS
    from conspectus.kit.errors import NOT_ALLOWED, SIGN_IN_AGAIN
    from conspectus.kit.faults import AWAY, FULL

    yield from (*REASON_WORDS.values(), NOT_ALLOWED, SIGN_IN_AGAIN, AWAY, FULL, *COLUMNS.values())
    every = (*CHECKS, *SENTENCES, *(one for each in PHRASES.values() for one in each))
    every += (*sorted(pack_words.LABELS), *pack_words.SENTENCES)
    every += tuple(one.label for one in (*REGISTER_FIELDS.values(), *LINK_FIELDS.values()))
    yield from (one for one in every if re.search("[A-Za-z“]", re.sub(r"%\(\w+\)s", "", one)))


def main() -> int:
    """Write the catalogue anew and say what it lacks."""
    PO.parent.mkdir(parents=True, exist_ok=True)
    catalogue = updated()
    PO.write_bytes(written(catalogue))
    MO.write_bytes(compiled(catalogue))
    lacking = missing(catalogue)
    print(f"{len(catalogue)} messages, {len(lacking)} without German words.")
    for one in lacking[:20]:
        print(f"  {one.id}")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
