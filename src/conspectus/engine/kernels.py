"""How compiled kernels are made: cached on disk outside the source, without the interpreter's lock."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any


def cache_folder() -> Path:
    """Return the folder that keeps compiled kernels between runs."""
    given = os.environ.get("NUMBA_CACHE_DIR") or os.environ.get("CONSPECTUS_KERNEL_CACHE")
    if given:
        return Path(given)
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return (home if os.access(home.parent, os.W_OK) else Path(tempfile.gettempdir())) / "conspectus"


def njit(*signatures: Any) -> Callable[[Callable[..., Any]], Any]:
    """Compile a function ahead of its first call, cached on disk, releasing the interpreter's lock."""
    os.environ.setdefault("NUMBA_CACHE_DIR", str(cache_folder()))
    import numba

    numba.config.CACHE_DIR = os.environ["NUMBA_CACHE_DIR"]  # type: ignore[attr-defined]  # set at run time

    def wrap(function: Callable[..., Any]) -> Any:
        compiled: Any = numba.njit(*signatures, cache=True, nogil=True)  # type: ignore[call-overload]  # any signatures
        return compiled(function)

    return wrap
