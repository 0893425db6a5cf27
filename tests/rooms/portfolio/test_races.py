"""Several at once: one edit wins, every deed is in the log, the limit of tries holds."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection
from tests import factories as make

from conspectus.kit.errors import Refusal
from conspectus.rooms.accounts.actions import local_operator, sign_in
from conspectus.rooms.accounts.queries import verify_audit
from conspectus.rooms.portfolio.actions import change_project
from conspectus.rooms.portfolio.models import Project

pytestmark = pytest.mark.django_db(transaction=True)
AT, CLIENTS, ROUNDS = make.AT, 8, 5


def together(deed: Callable[[int], object]) -> Counter[str]:
    """Let all clients do a deed at the same moment; return how many did it, and how many were refused how."""
    results: Counter[str] = Counter()
    start = threading.Barrier(CLIENTS)

    def client(number: int) -> None:
        start.wait()
        try:
            deed(number)
            results["done"] += 1
        except Refusal as refusal:
            results[refusal.code] += 1
        except Exception as error:
            results[repr(error)] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_edits_of_one_revision_one_wins() -> None:
    project, by = make.project(), local_operator()
    for revision in range(1, ROUNDS + 1):
        results = together(
            lambda number, revision=revision: change_project(  # type: ignore[misc]  # bound per round
                project=project, changes={"summary": f"by {number}"}, revision=revision, by=by, at=AT
            )
        )
        assert results == {"done": 1, "stale": CLIENTS - 1}
    assert Project.objects.get().revision == ROUNDS + 1
    verdict = verify_audit()
    assert verdict.whole, verdict.words
    assert verdict.lines == 2 + ROUNDS


def test_of_projects_of_one_name_one_is_opened() -> None:
    portfolio = make.portfolio()
    results = together(lambda number: make.project("Same", portfolio=portfolio, code=f"S-{number}"))
    assert results["done"] == 1
    assert sum(results.values()) == CLIENTS
    assert set(results) <= {"done", "name_taken", "code_taken"}
    assert verify_audit().whole


def test_tries_in_a_burst_are_all_counted() -> None:
    make.user("Ada", password=make.PASSWORD)
    guess = lambda number: sign_in(email="ada@example.org", password="guess", address=f"192.0.2.{number}", at=AT)  # noqa: E731
    assert together(guess) == {"wrong_sign_in": CLIENTS}
    assert together(guess) == {"wrong_sign_in": 2, "too_many": CLIENTS - 2}
