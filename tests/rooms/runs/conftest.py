"""What the pages' tests have, the tests of runs have too."""

from tests.doors.web.conftest import enter

__all__ = ["enter"]
