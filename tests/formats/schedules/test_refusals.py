"""Bad schedule files: each is refused, or read with a word about it; nothing is ever raised."""

from __future__ import annotations

import gzip
import io
import os
import random
import zipfile

import pytest

from conspectus.engine.findings import Severity
from conspectus.formats.schedules import Reading, read

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
NAMESPACE = 'xmlns="http://schemas.microsoft.com/project"'


def mspdi(tasks: str, head: str = DECLARED, extra: str = "") -> bytes:
    return f"{head}\n<Project {NAMESPACE}>{extra}\n<Tasks>\n{tasks}\n</Tasks>\n</Project>".encode()


def task(uid: int, name: str = "T", level: int = 1, more: str = "") -> str:
    return (
        f"<Task>\n<UID>{uid}</UID><ID>{uid}</ID><Name>{name}</Name><OutlineLevel>{level}</OutlineLevel>"
        f"<Duration>PT8H0M0S</Duration><DurationFormat>7</DurationFormat>{more}</Task>"
    )


def zipped(names: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def refused(reading: Reading) -> str:
    """Return the words of the one refusal; a refused file gives no plan."""
    assert reading.plans == ()
    found = [f for f in reading.findings if f.severity is Severity.REFUSED]
    assert len(found) == 1
    assert "mpxj" not in found[0].words.lower()
    assert "/tmp" not in found[0].words
    return found[0].words


BEFORE_ANY_PARSER = {
    "empty": (b"", "a.mpp", "The file is empty."),
    "one byte": (b"x", "a.mpp", "The file is empty."),
    "blank": (b" \n\n ", "a.xml", "The file is empty."),
    "jpeg": (b"\xff\xd8\xff\xe0" + b"x" * 999, "a.mpp", "The content is not a Project file."),
    "exe": (b"MZ" + b"x" * 999, "a.xlsx", "The content is not a workbook file."),
    "html": (b"<!DOCTYPE html><html></html>", "a.mpp", "The content is not a Project file."),
    "html as xml": (b"<html><body>hi</body></html>", "a.xml", "The content is not a schedule file."),
    "words": (b"just some words", "a.mpp", "The content is not a Project file."),
    "zip": (zipped({"a.xer": b"x"}), "a.mpp", "Please unpack the archive and upload the schedule itself."),
    "gzip": (gzip.compress(b"x" * 99), "a.xer", "Please unpack the archive and upload the schedule itself."),
    "7z": (b"7z\xbc\xaf\x27\x1c" + b"x" * 99, "a.xml", "Please unpack the archive and upload the schedule itself."),
    "macros": (zipped({"xl/workbook.xml": b"x"}), "a.xlsm", "Macro workbooks are not accepted; save as .xlsx."),
    "template": (OLE + b"x" * 999, "a.mpt", "Save as .mpp or .xml."),
    "other tool": (b"<project/>", "a.gan", "Save as .mpp or .xml."),
    "doctype": (
        b'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><Project>&x;</Project>',
        "a.xml",
        "The XML contains a document type; such files are not accepted.",
    ),
    "billion laughs": (
        b'<?xml version="1.0"?>\n<!-- a --><!DOCTYPE lolz [<!ENTITY a "' + b"l" * 9999 + b'">]><Project/>',
        "a.xml",
        "The XML contains a document type; such files are not accepted.",
    ),
    "latin bytes": (
        DECLARED.encode() + b"\n<Project><Name>Gr\xf6\xdfe</Name></Project>",
        "a.xml",
        "The file says UTF-8 but byte 73 is not.",
    ),
    "unknown encoding": (
        b'<?xml version="1.0" encoding="klingon"?><Project/>',
        "a.xml",
        "The file says its text is 'klingon', which is not an encoding we know.",
    ),
    "xer without tables": (
        b"ERMHDR\t20.12\t2024-01-01\n",
        "a.xer",
        "This Primavera file is cut off or damaged: it holds no tables. Export it again and retry.",
    ),
    "half an ole header": (
        OLE + b"\0" * 100,
        "a.mpp",
        "This Project file is cut off or damaged. Save it again in Project and retry.",
    ),
}


@pytest.mark.parametrize("case", BEFORE_ANY_PARSER)
def test_is_refused_before_any_parser(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_child(*_: object) -> None:
        raise AssertionError("the reader must not be asked")

    monkeypatch.setattr("conspectus.formats.schedules.reading._ask", no_child)
    data, name, words = BEFORE_ANY_PARSER[case]
    assert refused(read(data, name)) == words


def test_ole_header_with_noise_is_not_a_project_file() -> None:
    noise = random.Random(4).randbytes(20_000)
    assert refused(read(OLE + noise, "a.mpp")) == "This is not a Project file we can read."


def test_the_same_id_on_two_lines_is_refused_with_both() -> None:
    words = refused(read(mspdi(task(12) + "\n" + task(3) + "\n" + task(12)), "a.xml"))
    assert words == "Task id 12 is used on lines 5 and 9."


def test_the_same_activity_twice_in_a_primavera_file() -> None:
    body = (
        "ERMHDR\t20.12\n%T\tTASK\n%F\ttask_id\tproj_id\twbs_id\ttask_code\n"
        "%R\t1\t7\t\tA1\n%R\t2\t7\t\tA2\n%R\t3\t7\t\tA1\n%E\n"
    )
    assert refused(read(body.encode(), "a.xer")) == "Task id A1 is used on lines 4 and 6."


def test_a_file_beyond_the_limit_is_refused_with_both_sizes() -> None:
    words = refused(read(b"x" * ((50 << 20) + 1), "a.mpp"))
    assert words == "The file has 52 MB; the limit is 50 MB."


def test_without_java_native_files_are_refused_and_tables_work(monkeypatch: pytest.MonkeyPatch) -> None:
    from conspectus.formats.schedules.pool import POOL

    POOL.close()
    monkeypatch.setenv("CONSPECTUS_JAVA_HOME", "/nowhere")
    words = refused(read(mspdi(task(1)), "a.xml"))
    assert words.startswith("The reader for schedule files could not start (")
    assert words.endswith("Run `conspectus doctor`; .xlsx and .csv work without it.")
    assert read(b"task,duration\nDig,5d\n", "a.csv").plans


@pytest.mark.java
def test_a_project_file_cut_at_half(java: None, files: dict[str, bytes]) -> None:
    for name in ("mpp_software_dev_plan_74.mpp", "mpp_legacy_sample.mpp", "mpp14_fixed_cost.mpp"):
        words = refused(read(files[name][: len(files[name]) // 2], name))
        assert words == "This Project file is cut off or damaged. Save it again in Project and retry."


@pytest.mark.java
def test_other_files_cut_at_half(java: None, files: dict[str, bytes]) -> None:
    whole = files["mspdi_relations.xml"]
    assert "cut off or damaged" in refused(read(whole[: len(whole) // 2], "a.xml"))
    whole = files["pmxml_multi_external.xml"]
    assert "cut off or damaged" in refused(read(whole[: len(whole) // 2], "a.xml"))


@pytest.mark.java
def test_an_outline_deeper_than_the_limit(java: None) -> None:
    words = refused(read(mspdi("".join(task(n, level=n) for n in range(1, 60))), "a.xml"))
    assert words == "The outline is deeper than 50 levels (task 51)."
    assert read(mspdi("".join(task(n, level=n) for n in range(1, 51))), "a.xml").plans
    assert "outline" in refused(read(mspdi("".join(task(n, level=n) for n in range(1, 5000))), "a.xml"))


@pytest.mark.java
def test_a_task_that_waits_for_itself_or_for_its_own_summary(java: None) -> None:
    link = "<PredecessorLink><PredecessorUID>{}</PredecessorUID><Type>1</Type></PredecessorLink>"
    itself = read(mspdi(task(1, more=link.format(1)) + task(2)), "a.xml")
    assert "LINK_TO_ITSELF" in {f.code for f in itself.findings} or not len(itself.plans[0].links)
    summary = read(mspdi(task(1) + task(2, level=2, more=link.format(1))), "a.xml")
    assert "LINK_TO_OWN_SUMMARY" in {f.code for f in summary.findings}
    assert len(summary.plans[0].links) == 0


@pytest.mark.java
def test_a_calendar_without_working_time(java: None) -> None:
    days = "".join(f"<WeekDay><DayType>{n}</DayType><DayWorking>0</DayWorking></WeekDay>" for n in range(1, 8))
    calendar = (
        f"<Calendar><UID>1</UID><Name>X</Name><IsBaseCalendar>1</IsBaseCalendar><WeekDays>{days}</WeekDays></Calendar>"
    )
    extra = f"<CalendarUID>1</CalendarUID><Calendars>{calendar}</Calendars>"
    words = refused(read(mspdi(task(4), extra=extra), "a.xml"))
    assert words == "Calendar 'X' has no working time, so task 4 can never finish."


@pytest.mark.java
def test_odd_dates_and_progress_are_named(java: None) -> None:
    done = "<PercentComplete>100</PercentComplete>"
    wrong = "<Start>2026-03-05T08:00:00</Start><Finish>2026-03-02T17:00:00</Finish>"
    late = "<ActualStart>2026-09-01T08:00:00</ActualStart>"
    head = "<StatusDate>2026-04-01T17:00:00</StatusDate>"
    tasks = task(1, more=done) + task(2, more=wrong) + task(3, more=late)
    codes = {f.code: f.words for f in read(mspdi(tasks, extra=head), "a.xml").findings}
    assert codes["FINISH_BEFORE_START"] == "Finish lies before start in task 2."
    assert codes["COMPLETE_WITHOUT_FINISH"].startswith("Task 1 is 100 % complete")
    assert codes["ACTUAL_IN_FUTURE"].startswith("Task 3 has an actual date after the status date")


@pytest.mark.java
def test_outside_addresses_in_xml_are_not_followed(java: None) -> None:
    body = mspdi(task(1)).replace(b"<Project ", b'<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?><Project ')
    assert len(read(body, "a.xml").plans[0].tasks) == 1


@pytest.mark.java
def test_sixteen_bit_text_is_read(java: None) -> None:
    body = mspdi(task(1, "Größe")).decode().replace("UTF-8", "UTF-16").encode("utf-16")
    assert read(body, "a.xml").plans[0].tasks.name[-1] == "Größe"


@pytest.mark.java
def test_only_one_project_of_several_on_demand(java: None, files: dict[str, bytes]) -> None:
    data = files["xer_schedule_options.xer"]
    one = read(data, "a.xer", project="NEWPROJ-2")
    assert [p.uid for p in one.plans] == ["NEWPROJ-2"]
    assert refused(read(data, "a.xer", project="no")) == "The file holds no project 'no'."


@pytest.mark.java
def test_mutated_files_end_in_time_and_raise_nothing(java: None, files: dict[str, bytes]) -> None:
    """Bytes are flipped, dropped, doubled and cut; each file is read or refused, and nothing is left behind."""
    import tempfile
    from pathlib import Path

    rounds = int(os.environ.get("CONSPECTUS_MUTATIONS", "60"))
    rng = random.Random(11)
    names = sorted(files)
    for round_ in range(rounds):
        name = names[round_ % len(names)]
        data = bytearray(files[name])
        for _ in range(rng.choice((1, 8, 200))):
            at = rng.randrange(len(data))
            data[at] = rng.randrange(256)
        if rng.random() < 0.3:
            del data[rng.randrange(len(data)) :]
        if rng.random() < 0.2:
            at = rng.randrange(len(data) + 1)
            data[at:at] = data[: rng.randrange(5000)]
        reading = read(bytes(data), name)
        assert reading.plans or reading.refused
    mine = list(Path(tempfile.gettempdir()).glob(f"conspectus-reader-{os.getpid()}-*"))
    assert len(mine) <= 1
    assert all(not any(folder.iterdir()) for folder in mine)


@pytest.mark.parametrize(
    ("thrown", "kind", "words"),
    [
        (
            ["MPXJException: File is password protected"],
            "MPP",
            "The file is password protected. Remove the password and retry.",
        ),
        (
            ["OutOfMemoryError: Java heap space"],
            "XER",
            "The reader stopped at its memory limit. Nothing of the file was used.",
        ),
        (["StackOverflowError: None"], "MSPDI", "The outline is deeper than 50 levels."),
        (
            ["OfficeXmlFileException: x"],
            "MPP",
            "This Project file is cut off or damaged. Save it again in Project and retry.",
        ),
        (["MPXJException: x"], "XER", "This Primavera file is cut off or damaged. Save it again and retry."),
    ],
)
def test_what_the_reader_throws_is_said_in_words(thrown: list[str], kind: str, words: str) -> None:
    from conspectus.formats.schedules.reading import _explain

    assert _explain(thrown, kind, "a").finding.words == words


@pytest.mark.java
def test_the_reader_tells_a_password(java: None) -> None:
    """The text by which a password is told is the foreign reader's own."""
    import zipfile as archives

    from conspectus.formats.schedules.java import find_runtime

    jar = next(p for p in find_runtime().archives if p.name == "mpxj.jar")
    with archives.ZipFile(jar) as classes:
        assert b"password protected" in classes.read("org/mpxj/MPXJException.class").lower()
