"""What may reach the reader child: our own look at a file's bytes, before any parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from conspectus.engine.findings import Finding, Severity
from conspectus.formats import encodings
from conspectus.formats.old_office import LOCKED, OLE, is_locked
from conspectus.formats.schedules import carried, exchange, loops, ole, orphans, pmxml, xer
from conspectus.formats.schedules.process import Limits

ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"BZh", b"\xfd7zXZ\x00")
FOREIGN = (
    b"\xff\xd8\xff",
    b"\x89PNG",
    b"GIF8",
    b"MZ",
    b"\x7fELF",
    b"%PDF",
    b"SQLite format 3",
    b"\x00\x01\x00\x00Standard",
)
OTHER_TOOLS = frozenset({".mpt", ".mpd", ".pod", ".gan", ".planner", ".pp", ".fts", ".cdpx"})
OLD_BOOKS = (".xls", ".xlsx", ".xlsm")  # in an old cover; their reader says what to do with them
KIND_WORDS = {
    ".mpp": "Project",
    ".mpx": "Project exchange",
    ".xer": "Primavera",
    ".xml": "schedule",
    ".xlsx": "workbook",
    ".csv": "CSV",
}
DAMAGED = "This Project file is cut off or damaged. Save it again in Project and retry."
NOT_OURS = "This is not a Project file we can read."
DECLARATION = re.compile(r"^\s*<\?xml\b[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"'][^>]*\?>", re.DOTALL)
PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
HUGE_LAG = re.compile(r"<LinkLag>\s*[+-]?\d{10,}")  # beyond what its program can hold
DATED = (
    r"(?:(?:Early|Late|Actual|Manual)?(?:Start|Finish)|(?:Constraint|Status|Start|Finish|From|To)Date|Deadline"
    r"|Stop|Resume)"
)
A_DATE = r"\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|[12]\d))"
NO_DATE = re.compile(
    rf"<({DATED})>(?!\s*{A_DATE}(?:T(?:[01]\d|2[0-4]):[0-5]\d(?::[0-5]\d)?[^<]*)?\s*<)([^<]{{1,60}})[^<]*</"
)
LINK = re.compile(r"<PredecessorLink>(.*?)</PredecessorLink>", re.DOTALL)
BEFORE = re.compile(r"<PredecessorUID>\s*(-?\d+)")
ELSEWHERE = re.compile(r"<CrossProject>\s*(?:1|true)")
TASK_UID = re.compile(r"<Task>\s*<UID>\s*(\d+)\s*</UID>")


@dataclass(frozen=True, slots=True)
class Admitted:
    """A file that may be read: what it is, its bytes made ready, and what was noticed."""

    kind: str
    data: bytes
    charset: str | None = None
    currency: str = ""
    findings: tuple[Finding, ...] = field(default=())


class Refused(Exception):
    """The file is not handed to any reader; carries the finding that says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.words)
        self.finding = finding


def refusal(code: str, place: str, words: str, remedy: str = "") -> Refused:
    """Return a refusal with its finding."""
    return Refused(Finding(Severity.REFUSED, code, place, words, remedy))


def admit(data: bytes, name: str, limits: Limits, charset: str | None = None) -> Admitted:
    """Return the file ready for its reader, or raise ``Refused``."""
    suffix = PurePath(name).suffix.lower()
    _size(data, name, limits)
    if data.startswith(ARCHIVES):
        return _archive(data, name, suffix)
    if data.startswith(FOREIGN) or (suffix in (".mpp", ".mpx", ".xer") and _is_html(data)):
        raise _not_a(name, suffix)
    if suffix in OTHER_TOOLS:
        raise refusal("FORMAT_UNSUPPORTED", name, "Save as .mpp or .xml.", "Open it in its own program and save it so.")
    if data.startswith(OLE):
        return Admitted("workbook", data) if suffix in OLD_BOOKS else _project(data, name)
    body = _plain(data)
    if body.startswith(b"ERMHDR"):
        return _primavera(xer.mended(body), name, charset)
    if body.startswith((b"MPX,", b"MPX;", b"MPX\t")) or re.match(rb"MPX\W", body):
        return _exchange(body, name, charset)
    if _looks_like_xml(data):
        return _xml(data, name, suffix)
    if suffix in (".csv", ".txt", ".tsv"):
        return Admitted("CSV", data, charset)
    raise _not_a(name, suffix)


def _plain(data: bytes) -> bytes:
    """Return an exchange file without its mark; one of sixteen bits, as editors save them, as UTF-8."""
    mark, encoding = next(((mark, code) for mark, code in encodings.BOMS if data.startswith(mark)), (b"", ""))
    body = data[len(mark) :]
    if not encoding.startswith("utf-16"):
        return body
    text = body.decode(encoding, errors="replace")
    return text.encode() if text.startswith(("ERMHDR", "MPX")) else body


def _size(data: bytes, name: str, limits: Limits) -> None:
    if len(data) <= 1 or not data[:4096].strip(b" \t\r\n\0"):
        raise refusal("FILE_EMPTY", name, "The file is empty.", "Save it again and retry.")
    if len(data) > limits.file_bytes:
        words = f"The file has {len(data) / 1e6:.0f} MB; the limit is {limits.file_bytes >> 20} MB."
        raise refusal("FILE_TOO_LARGE", name, words, "Split it, or ask the administrator for a higher limit.")


def _not_a(name: str, suffix: str) -> Refused:
    words = f"The content is not a {KIND_WORDS.get(suffix, 'schedule')} file."
    return refusal(
        "CONTENT_MISMATCH", name, words, "Choose the schedule itself: .mpp, .xml, .mpx, .xer, .xlsx or .csv."
    )


def _is_html(data: bytes) -> bool:
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html"))


def _archive(data: bytes, name: str, suffix: str) -> Admitted:
    if suffix == ".xlsm":
        raise refusal("WORKBOOK_MACROS", name, "Macro workbooks are not accepted; save as .xlsx.")
    if suffix == ".xlsx" or (
        data.startswith(b"PK") and b"xl/workbook.xml" in data[-65536:] and suffix not in (".mpp",)
    ):
        return Admitted("workbook", data)
    words = "Please unpack the archive and upload the schedule itself."
    raise refusal("ARCHIVE", name, words)


def _project(data: bytes, name: str) -> Admitted:
    state = ole.inspect(data)
    if state == "cut":
        raise refusal("FILE_DAMAGED", name, DAMAGED)
    if state == "other" and is_locked(data):
        raise refusal("FILE_ENCRYPTED", name, LOCKED)
    if state == "other":
        raise refusal("NOT_A_PROJECT_FILE", name, NOT_OURS, "Choose a file saved by Project.")
    return Admitted("MPP", data)


def _primavera(body: bytes, name: str, charset: str | None) -> Admitted:
    guess = (
        encodings.guess(xer.without_currencies(body))
        if charset is None
        else encodings.Guess(charset, certain=True, words=charset)
    )
    findings = [] if charset else _asked(guess, name)
    try:
        table = xer.scan(body.decode(guess.encoding, errors="replace"))
    except xer.Broken as broken:
        words = f"This Primavera file is cut off or damaged: {broken}. Export it again and retry."
        raise refusal("FILE_DAMAGED", name, words) from None
    refused = next((f for f in table.findings if f.severity is Severity.REFUSED), None)
    if refused is not None:
        raise Refused(refused)
    return Admitted("XER", body, guess.encoding, table.currency, (*findings, *table.findings))


def _exchange(body: bytes, name: str, charset: str | None) -> Admitted:
    """Return an exchange file; letters its reader cannot know are carried past it as ASCII."""
    guess = encodings.Guess(charset, certain=True, words=charset) if charset else encodings.guess(body)
    text = body.decode(guess.encoding, errors="replace")
    findings = tuple(exchange.scan(text))
    if body.isascii() or guess.encoding == "cp1252":
        return Admitted("MPX", body, findings=findings)
    asked = _asked(guess, name) if charset is None else []
    return Admitted("MPX", carried.in_known_page(text, guess.encoding), findings=(*asked, *findings))


def _asked(guess: encodings.Guess, name: str) -> list[Finding]:
    """Return the question about an encoding that was guessed, nothing where it is plain."""
    if guess.certain and guess.encoding in ("utf-8", "cp1252"):
        return []
    words = f"The text is not UTF-8. Which of these looks right? It was read as {guess.words}."
    remedy = "If names look wrong, import again and choose another encoding."
    return [Finding(Severity.WARNING, "ENCODING_GUESSED", name, words, remedy)]


def _looks_like_xml(data: bytes) -> bool:
    head = data[:64].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"")
    return head.startswith(b"<")


def _xml(data: bytes, name: str, suffix: str) -> Admitted:
    text = _decode_xml(data, name)
    start = PROLOG.match(text)
    rest = text[start.end() if start else 0 :]
    if rest[:9].upper() == "<!DOCTYPE":
        if _is_html(data):
            raise _not_a(name, suffix)
        words = "The XML contains a document type; such files are not accepted."
        raise refusal("XML_DOCTYPE", name, words, "Save it again from the scheduling program.")
    root = ROOT.match(rest)
    kind = {"Project": "MSPDI", "APIBusinessObjects": "PMXML"}.get(root[1] if root else "")
    if kind is None:
        raise _not_a(name, suffix)
    if kind == "MSPDI":
        _refuse_twins(text, name)
        if lag := HUGE_LAG.search(text):
            line = text.count("\n", 0, lag.start()) + 1
            words = f"The lag of the link on line {line} is out of range."
            raise refusal(
                "LAG_OUT_OF_RANGE", f"{name}, line {line}", words, "Correct it in the schedule and save again."
            )
    declared = DECLARATION.match(text)
    whole = '<?xml version="1.0" encoding="UTF-8"?>' + text[declared.end() :] if declared else text
    body = whole.encode("utf-8", errors="surrogatepass")
    if kind == "MSPDI":
        return Admitted(kind, body, findings=(*_no_dates(text), *_lost_links(text)))
    look = pmxml.Look(text)
    if loop := loops.in_tree(look.trees):
        raise refusal("OUTLINE_LOOP", name, loops.words(loop), "Correct the structure and export it again.")
    return Admitted(kind, body, currency=pmxml.base_currency(text), findings=tuple(look.findings()))


def _no_dates(text: str) -> Iterator[Finding]:
    """Yield what stands where a date should and is none; the reader leaves such fields empty without a word."""
    found = list(NO_DATE.finditer(text))
    for match in found[:20]:
        line = text.count("\n", 0, match.start()) + 1
        words = f"Line {line} gives '{match[2].strip()}' as {match[1]}, which is no date; it was left empty."
        yield Finding(Severity.WARNING, "DATE_UNREAD", f"line {line}", words, "Correct it and save again.")
    if len(found) > 20:
        words = f"{len(found) - 20} more dates could not be read and were left empty."
        yield Finding(Severity.WARNING, "DATE_UNREAD", "file", words, "Correct them and save again.")


def _lost_links(text: str) -> Iterator[Finding]:
    """Yield a warning where links of the plan itself name tasks that it does not hold."""
    tasks = set(TASK_UID.findall(text))
    inner = (link for link in LINK.findall(text) if not ELSEWHERE.search(link))
    yield from orphans.links(((uid[1], uid[1]) for link in inner if (uid := BEFORE.search(link))), tasks)


def _decode_xml(data: bytes, name: str) -> str:
    """Return the text by its mark or declared encoding; bytes that do not fit it are refused."""
    encoding = next((code for mark, code in encodings.BOMS if data.startswith(mark)), "")
    if not encoding:
        head = data[:512].decode("latin-1")
        declared = DECLARATION.match(head)
        encoding = declared[1] if declared else "utf-8"
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as wrong:
        words = f"The file says {encoding.upper()} but byte {wrong.start} is not."
        raise refusal("ENCODING_BROKEN", name, words, "Save it again from the scheduling program.") from None
    except LookupError:
        words = f"The file says its text is '{encoding}', which is not an encoding we know."
        raise refusal("ENCODING_UNKNOWN", name, words, "Save it again as UTF-8.") from None


def _refuse_twins(text: str, name: str) -> None:
    """Refuse a file in which two tasks bear the same id, with both lines."""
    seen: dict[str, int] = {}
    for match in TASK_UID.finditer(text):
        uid = match[1]
        if uid in seen:
            first, second = (text.count("\n", 0, place) + 1 for place in (seen[uid], match.start(1)))
            raise refusal(
                "TASK_ID_TWICE",
                f"{name}, line {second}",
                f"Task id {uid} is used on lines {first} and {second}.",
                "Give each task an id of its own and save again.",
            )
        seen[uid] = match.start(1)
