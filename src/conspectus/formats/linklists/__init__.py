"""Lists of links between projects as people keep them in sheets: who gives what to whom, and by when."""

from __future__ import annotations

from conspectus.formats.linklists.fields import LINK_FIELDS
from conspectus.formats.linklists.reading import LINK_LIST

__all__ = ["LINK_FIELDS", "LINK_LIST"]
