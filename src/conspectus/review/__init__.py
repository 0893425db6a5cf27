"""The main job without a database: (files, costs, status date) -> Review -> pack bytes. No Django.

Parts load when first asked for, so that naming this package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conspectus.review.contract import as_dict
    from conspectus.review.dates import BadDate
    from conspectus.review.packing import pack_bytes, write_pack
    from conspectus.review.result import ProjectReview, Review
    from conspectus.review.running import run

_HOMES = {
    "BadDate": "dates",
    "ProjectReview": "result",
    "Review": "result",
    "as_dict": "contract",
    "pack_bytes": "packing",
    "run": "running",
    "write_pack": "packing",
}
__all__ = ["BadDate", "ProjectReview", "Review", "as_dict", "pack_bytes", "run", "write_pack"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
