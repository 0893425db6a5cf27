"""Settings of the test run: those of the product, on rows and folders of its own."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

# Before the product's settings are read, which would open the user's own data folder.
_FOLDER = tempfile.mkdtemp(prefix="conspectus-tests-")
_STARTER = os.getpid()
os.environ["CONSPECTUS_DATA"] = _FOLDER
os.environ.pop("DATABASE_URL", None)
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"


@atexit.register
def _remove() -> None:
    if os.getpid() == _STARTER:
        shutil.rmtree(_FOLDER, ignore_errors=True)


from conspectus.config.databases import postgres, sqlite  # noqa: E402
from conspectus.config.settings import *  # noqa: E402, F403
from conspectus.config.settings import DATA_FOLDER  # noqa: E402

if os.environ.get("CONSPECTUS_TEST_DATABASE", "sqlite") == "postgres":
    from tests.postgres import start_server

    DATABASES = {"default": postgres(start_server())}
    # Every test thread closes what it opens; a connection kept would keep the database from being dropped.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    # On a busy machine making the database itself may take longer than any request may.
    del DATABASES["default"]["OPTIONS"]["options"]
else:
    DATABASES = {"default": sqlite(DATA_FOLDER / "conspectus.sqlite3")}
    # A file, not memory: threads and pragmas must meet what the product meets.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_FOLDER / "test.sqlite3")}

# Real hashing is slow on purpose; the tests of sign-in ask for it by fixture.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1", "[::1]"]
WHITENOISE_AUTOREFRESH = True  # no scan of all files at each start
