"""Coming in: limits, one sentence for every failure, links and tokens that end."""

from __future__ import annotations

import statistics
import time
from datetime import timedelta

import pytest
from tests import factories as make
from tests.trust.counts import cases

from conspectus.kit.errors import Conflict, Invalid, NotAllowed, TooMany
from conspectus.rooms.accounts.actions import (
    authenticate_token,
    change_own_password,
    deactivate_user,
    issue_sign_in_link,
    issue_token,
    local_operator,
    reactivate_user,
    revoke_token,
    set_password,
    sign_in,
    use_sign_in_link,
)
from conspectus.rooms.accounts.actions.sign_in import check_with_limits
from conspectus.rooms.accounts.models import ApiToken, SignInAttempt, SignInLink, User
from conspectus.rooms.accounts.queries import SessionBackend

AT = make.AT
HOME = "192.0.2.7"


def enter(email: str, password: str = make.PASSWORD, *, address: str = HOME, minutes: float = 0) -> User:
    """Try to sign in."""
    return sign_in(email=email, password=password, address=address, at=AT + timedelta(minutes=minutes))


@pytest.fixture
def ada(db: None) -> User:
    """Return a user with a password."""
    return make.user("Ada", password=make.PASSWORD)


def test_the_right_password_whatever_the_case_of_the_address(ada: User) -> None:
    assert enter(" ADA@Example.org ") == ada
    assert SignInAttempt.objects.count() == 0


def test_every_failure_says_the_same(ada: User) -> None:
    closed = make.user("Closed", password=make.PASSWORD)
    deactivate_user(user=closed, by=local_operator(), at=AT)
    without = make.user("Without")
    tries = [
        (ada.email, "wrong"),
        (ada.email, ""),
        ("nobody@example.org", make.PASSWORD),
        (closed.email, make.PASSWORD),
        (without.email, ""),
        (local_operator().email, ""),
        ("", ""),
        ("a\ud800", "b\ud800"),
        ("a\0b", "c\0"),
        (ada.email, "d\ud800"),
    ]
    said = set()
    for email, password in tries:
        with pytest.raises(Invalid) as caught:
            enter(email, password, address=f"192.0.2.{len(email) % 200}")
        said.add((caught.value.code, caught.value.words, caught.value.field))
    assert said == {("wrong_sign_in", "E-mail or password is wrong.", "password")}


@pytest.mark.parametrize(("email", "password"), [(["a@b.c"], "x"), ({"a": 1}, "x"), (None, "x"), ("a@b.c", ["x"])])
def test_a_list_is_no_address(db: None, email: object, password: object) -> None:
    with pytest.raises(Invalid, match="Enter text"):
        sign_in(email=email, password=password, address=HOME, at=AT)  # type: ignore[arg-type]  # from outside


def test_a_megabyte_is_no_password(ada: User) -> None:
    with pytest.raises(Invalid, match="too long"):
        enter(ada.email, "x" * 1_000_000)
    assert SignInAttempt.objects.count() == 0


def test_ten_failures_close_the_account_for_a_quarter_of_an_hour_from_any_address(ada: User) -> None:
    for number in range(10):
        with pytest.raises(Invalid):
            enter(ada.email, "wrong", address=f"192.0.2.{number}")
    with pytest.raises(TooMany) as caught:
        enter(ada.email, address="198.51.100.1", minutes=5)
    assert caught.value.seconds == 600
    assert caught.value.words == "Too many tries. Try again in 10 minutes."
    assert enter(ada.email, address="198.51.100.1", minutes=15.1) == ada


def test_ten_failures_close_the_address_for_any_account(ada: User) -> None:
    for number in range(10):
        with pytest.raises(Invalid):
            enter(f"nobody{number}@example.org")
    with pytest.raises(TooMany):
        enter(ada.email)
    assert enter(ada.email, address="198.51.100.1") == ada


def test_signing_in_forgives_failures_of_the_account(ada: User) -> None:
    for _ in range(3):
        for _ in range(9):
            with pytest.raises(Invalid):
                enter(ada.email, "wrong")
        assert enter(ada.email) == ada


@pytest.mark.usefixtures("real_hashing")
def test_known_and_unknown_take_the_same_time(ada: User) -> None:
    set_password(user=ada, password=make.PASSWORD + "!", by=local_operator(), at=AT)
    ada = User.objects.get(pk=ada.pk)
    assert ada.password.startswith("argon2")
    times: dict[bool, list[float]] = {True: [], False: []}
    for number in range(cases(16, 40)):  # in turn, so that a warm cache helps both alike
        known = bool(number % 2)
        begun = time.process_time()  # work done, not waiting for a busy machine
        check_with_limits(ada if known else None, f"k{number}", "wrong", address=f"a{number}", at=AT)
        times[known].append(time.process_time() - begun)
    known_time, unknown_time = statistics.median(times[True]), statistics.median(times[False])
    assert abs(known_time - unknown_time) < 0.25 * max(known_time, unknown_time)


def test_a_link_works_once_and_for_an_hour(ada: User) -> None:
    secret = issue_sign_in_link(user=ada, by=local_operator(), at=AT)
    assert not SignInLink.objects.filter(secret_hash__contains=secret[:10]).exists()
    assert use_sign_in_link(secret=secret, at=AT + timedelta(minutes=59)) == ada
    late = issue_sign_in_link(user=ada, by=local_operator(), at=AT)
    for again, minutes in ((secret, 59), (late, 61), ("never issued", 0), ("é", 0), ("", 0)):
        with pytest.raises(NotAllowed, match="spent or too old"):
            use_sign_in_link(secret=again, at=AT + timedelta(minutes=minutes))


def test_closing_an_account_ends_sessions_tokens_and_links(ada: User) -> None:
    link = issue_sign_in_link(user=ada, by=local_operator(), at=AT)
    text = issue_token(user=ada, name="script", by=ada, at=AT).text
    assert authenticate_token(text, at=AT) == ada
    assert SessionBackend().get_user(ada.pk) == ada
    deactivate_user(user=ada, by=local_operator(), at=AT)
    assert authenticate_token(text, at=AT) is None
    assert SessionBackend().get_user(ada.pk) is None
    with pytest.raises(NotAllowed):
        use_sign_in_link(secret=link, at=AT)
    reactivate_user(user=ada, by=local_operator(), at=AT)
    assert enter(ada.email) == ada
    assert authenticate_token(text, at=AT) is None


def test_a_token_is_shown_once_kept_hashed_and_ends(ada: User) -> None:
    issued = issue_token(user=ada, name="nightly", scope="write", by=ada, at=AT)
    assert issued.text.startswith("conspectus_")
    row = ApiToken.objects.get()
    assert issued.text not in str(row.__dict__)
    user = authenticate_token(issued.text, at=AT)
    assert user == ada
    assert not user.reading_only
    assert ApiToken.objects.get().last_used_on == AT.date()
    assert authenticate_token(issued.text, at=AT + timedelta(days=90)) is None
    for text in ("", "conspectus", "conspectus_x_y", issued.text[:-1], issued.text + "0", "é_é_é", None, 5, ["x"]):
        assert authenticate_token(text, at=AT) is None
    revoke_token(token=row, by=ada, at=AT)
    revoke_token(token=row, by=ada, at=AT)
    assert authenticate_token(issued.text, at=AT) is None


def test_a_reading_token_does_no_deed(ada: User) -> None:
    issued = issue_token(user=ada, name="dashboard", by=ada, at=AT)
    user = authenticate_token(issued.text, at=AT)
    assert user is not None
    assert user.reading_only
    with pytest.raises(NotAllowed, match="may only read"):
        issue_token(user=user, name="more", scope="write", by=user, at=AT)


def test_a_token_is_ones_own(ada: User) -> None:
    eve = make.user("Eve")
    with pytest.raises(NotAllowed):
        issue_token(user=ada, name="stolen", by=eve, at=AT)
    token = issue_token(user=ada, name="mine", by=ada, at=AT).token
    with pytest.raises(NotAllowed):
        revoke_token(token=token, by=eve, at=AT)


@pytest.mark.parametrize(("scope", "days"), [("admin", 90), ("read", 0), ("read", 367), ("read", True), ("read", 1.5)])
def test_a_token_has_a_scope_and_an_end(ada: User, scope: str, days: int) -> None:
    with pytest.raises(Invalid):
        issue_token(user=ada, name="x", scope=scope, days=days, by=ada, at=AT)


def test_changing_ones_password_asks_for_the_present_one_within_the_limits(ada: User) -> None:
    new = "quite another sentence"
    with pytest.raises(Conflict):
        set_password(user=ada, password=new, by=ada, at=AT)
    for _ in range(10):
        with pytest.raises(Invalid, match="present password is wrong"):
            change_own_password(current="guess", password=new, address=HOME, by=ada, at=AT)
    with pytest.raises(TooMany):
        change_own_password(current=make.PASSWORD, password=new, address=HOME, by=ada, at=AT)
    later = AT + timedelta(minutes=16)
    change_own_password(current=make.PASSWORD, password=new, address=HOME, by=ada, at=later)
    assert enter(ada.email, new, minutes=17) == ada
