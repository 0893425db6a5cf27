"""Children of the server that are started beside those it forks."""

from __future__ import annotations

import os
import subprocess
import threading
from typing import Any

# While a child is started its pipes are open in this process at both ends. A process forked just then would hold
# their writing ends for as long as it serves, and who reads them would wait for ever.
_STARTING = threading.Lock()

if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_STARTING.acquire, after_in_parent=_STARTING.release, after_in_child=_STARTING.release)


def start_child(call: list[str], **manner: Any) -> subprocess.Popen[Any]:
    """Start a program while nothing is forked from this process; ``manner`` as `subprocess.Popen` takes it."""
    with _STARTING:
        return subprocess.Popen(call, **manner)
