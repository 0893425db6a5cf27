"""Drafts of methods written, checked and published; a version that is published never changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from conspectus.formats.methods import Method as MethodText
from conspectus.formats.methods import Reading
from conspectus.formats.methods.text import LARGEST
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid, Stale
from conspectus.kit.texts import clean_text
from conspectus.rooms.accounts.actions import audited
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.standards.bridge.packs import read_pack, sorted_findings, written
from conspectus.rooms.standards.models import Draft, Method, Version


@deed("start_method_draft", "began a draft of a method", needs=Ability.STEER)
def start_method_draft(*, method: Method, by: User, at: datetime) -> Draft:
    """Begin the next version of a method with the text of the last; refuses where one is being written."""
    require(by, "start_method_draft", None, at.date())
    newest = method.versions.order_by("-pk").first()
    with audited("start_method_draft", by=by, at=at) as line:
        Method.objects.select_for_update().get(pk=method.pk)
        if Draft.objects.filter(method=method).exists():
            raise Conflict("draft", "A draft of this method is being written already.")
        text = newest.text if newest is not None else ""
        row = _drafted(method, text, by, at)
        line.about("method", method.pk, key=method.key, since=newest.number if newest else "")
    return row


@deed("change_method_draft", "changed the draft of a method", needs=Ability.STEER)
def change_method_draft(*, draft: Draft, text: str, revision: int, by: User, at: datetime) -> Draft:
    """Keep the text of a draft; it may be wrong yet. Refuses what is too long, and what was changed meanwhile."""
    require(by, "change_method_draft", None, at.date())
    text = _clean(text)
    with audited("change_method_draft", by=by, at=at) as line:
        row = _locked(draft, revision)
        if row.text == text:
            line.nothing_changed()
            return row
        row.text, row.changed_by, row.changed_at, row.revision = text, by.person, at, row.revision + 1
        row.save()
        line.about("method", row.method_id, key=row.method.key, revision=row.revision)
    return row


@deed("drop_method_draft", "dropped the draft of a method", needs=Ability.STEER)
def drop_method_draft(*, draft: Draft, revision: int, by: User, at: datetime) -> None:
    """Throw a draft away; a method that was never published goes with it."""
    require(by, "drop_method_draft", None, at.date())
    with audited("drop_method_draft", by=by, at=at) as line:
        row = _locked(draft, revision)
        method = row.method
        row.delete()
        line.about("method", method.pk, key=method.key)
        if not method.versions.exists():
            method.delete()


@deed("import_method", "imported a method as a draft", needs=Ability.STEER)
def import_method(*, data: bytes, by: User, at: datetime) -> Draft:
    """Keep a pack as the draft of its method, in place of one there was.

    Refuses a file that is no pack, and one whose text is the draft or the last
    version already. Expressions and cases may be wrong yet: publishing asks for them.
    """
    require(by, "import_method", None, at.date())
    found = _formed(read_pack(data), "file")
    text = _clean(data.decode("utf-8-sig"))
    with audited("import_method", by=by, at=at) as line:
        method, _new = Method.objects.get_or_create(key=found.key, defaults={"name": found.name})
        Method.objects.select_for_update().get(pk=method.pk)
        row = Draft.objects.select_related("method").filter(method=method).first()
        if row is not None and row.text == text:
            line.nothing_changed()
            return row
        if row is None:
            row = _drafted(method, text, by, at)
        else:
            row.text, row.changed_by, row.changed_at, row.revision = text, by.person, at, row.revision + 1
            row.save()
        line.about("method", method.pk, key=method.key, number=found.version)
    return row


@deed("publish_method", "published a version of a method", needs=Ability.STEER)
def publish_method(*, draft: Draft, words: str, revision: int, by: User, at: datetime) -> Version:
    """Make a draft the next version, which never changes, and end the draft.

    Refuses a draft in which anything is wrong, a number that was published
    already, one that says what the last version says, and one of which nobody
    says what is new.
    """
    require(by, "publish_method", None, at.date())
    words = clean_text(words, "words")
    if not words:
        raise Invalid("no_news", "Say what is new in this version; whoever moves to it reads this.", "words")
    reading = read_pack(draft.text.encode("utf-8"))
    found = _sound(reading)
    if found.key != draft.method.key:
        raise Invalid(
            "key",
            "The pack's key is %(key)s; that of this method is %(own)s.",
            "text",
            key=found.key,
            own=draft.method.key,
        )
    text, digest = written(found)
    with audited("publish_method", by=by, at=at) as line:
        row = _locked(draft, revision)
        method = Method.objects.select_for_update().get(pk=row.method_id)
        _is_next(method, found)
        version = Version.objects.create(
            method=method,
            number=found.version,
            name=found.name,
            text=text,
            digest=digest,
            words=words,
            published_by=by.person,
            published_at=at,
        )
        method.name = found.name
        method.save()
        row.delete()
        line.about("version", version.pk, key=method.key, number=version.number, digest=digest)
    return version


def _is_next(method: Method, found: MethodText) -> None:
    """Refuse a number that was used, or is not higher than the last, and a text that says nothing new."""
    newest = method.versions.order_by("-pk").first()
    if newest is None:
        return
    if number_order(found.version) <= number_order(newest.number):
        raise Invalid(
            "version", "The last version is %(last)s; give this one a higher number.", "text", last=newest.number
        )
    if written(replace(found, version=newest.number))[1] == newest.digest:
        raise Invalid("same", "This says what version %(last)s says.", "text", last=newest.number)


def number_order(number: str) -> tuple[int, ...]:
    """Return a version's number as it is ordered: 1.10 comes after 1.9."""
    parts = tuple(int(part) for part in number.split("."))
    return parts + (0,) * (3 - len(parts))


def _drafted(method: Method, text: str, by: User, at: datetime) -> Draft:
    told = {"begun_by": by.person, "begun_at": at, "changed_by": by.person, "changed_at": at}
    return Draft.objects.create(method=method, text=text, **told)


def _locked(draft: Draft, revision: int) -> Draft:
    row = Draft.objects.select_for_update().select_related("method").filter(pk=draft.pk).first()
    if row is None:
        raise Conflict("draft_gone", "This draft was published or dropped meanwhile.")
    if row.revision != revision:
        raise Stale("The draft was changed meanwhile. Look at it again.", row.revision)
    return row


def _clean(text: str) -> str:
    if len(text.encode("utf-8", "replace")) > LARGEST:
        raise Invalid("too_long", "The text of a method has at most %(most)s KiB.", "text", most=LARGEST // 1024)
    return clean_text(text.replace("\r\n", "\n"), "text", most=LARGEST) + "\n"


def _formed(reading: Reading, field: str) -> MethodText:
    """Return the method of a reading; refuses, with the first line that is wrong, where there is none."""
    if reading.method is None:
        first = sorted_findings(reading.findings)[0]
        raise Invalid("pack", "%(place)s: %(told)s", field, place=first.place, told=first.words)
    return reading.method


def _sound(reading: Reading) -> MethodText:
    found = _formed(reading, "text")
    if not reading.sound:
        first = sorted_findings(reading.findings)[0]
        raise Invalid("pack", "%(place)s: %(told)s", "text", place=first.place, told=first.words)
    return found
