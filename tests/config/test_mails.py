"""The address of the mail server: what it says, and that nothing goes in the clear unasked."""

from __future__ import annotations

import pytest

from conspectus.config.mails import mail


def test_no_address_is_no_mail() -> None:
    assert mail("") == {}


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("smtp://pmo:p%40ss@mail.example.org", ("mail.example.org", 587, "pmo", "p@ss", True, False)),
        ("smtps://mail.example.org", ("mail.example.org", 465, "", "", False, True)),
        ("smtp://localhost:25?tls=no", ("localhost", 25, "", "", False, False)),
    ],
)
def test_a_mail_server_is_named_by_its_address(url: str, wanted: tuple[object, ...]) -> None:
    found = mail(url)
    assert tuple(found[name] for name in ("host", "port", "user", "password", "starttls", "tls")) == wanted


def test_a_folder_takes_mail_to_try_it() -> None:
    assert mail("folder:///var/tmp/mail")["folder"] == "/var/tmp/mail"


@pytest.mark.parametrize("url", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://x:port", "folder:"])
def test_anything_else_is_refused_without_telling_it(url: str) -> None:
    with pytest.raises(SystemExit) as refused:
        mail(url)
    assert "CONSPECTUS_MAIL_URL" in str(refused.value)
